"""moto 5.2.1 on loopback, with what it lacks of CloudFormation, and with scripted faults.

Usage: python moto_with_what_it_lacks.py PORT; ends when its standard input does.

Added (each has a test in check_what_it_adds.py):
- accounts: an access key that ends in twelve digits belongs to that account;
- outputs after a change set is executed;
- change sets that are found by stack and name, where moto looks at the name alone;
- a create change set again for a stack that one has only announced: it is the same stack;
- UpdateTerminationProtection;
- TemplateURL from the S3 of this server, by path;
- the zone of a subnet by AvailabilityZoneId, and its AvailabilityZone attribute;
- invented ids and attributes for resources of types that moto only pretends to make, and for
  instances of database clusters, which are among those;
- certificates that listeners find;
- services and clusters of ECS go with their stack, where moto leaves them;
- a record is changed and deleted alone, where moto deletes all records of its name;
- a resource that moto cannot update stays as it was made, where moto forgets it;
- the id of a resource as its attribute, where moto does not know the attribute;
- a stack that cannot be made is rolled back, where moto leaves it under way for ever;
- a VPC goes with its stack, also where moto left something in it (gateways, route tables);
- keys without a policy of their own, and with tags.

Refused, as the service does:
- a template of more than 51,200 bytes in a request, and of more than 1,000,000 from a bucket;
- a change set that leaves a parameter without default open;
- a change set that creates a stack that is there, or updates one that cannot be updated;
- a second change set of one name for one stack;
- to execute a change set that is not available (any more);
- to put something into a bucket of another region, or of another account.

Scripted: see scripted.py.
"""

import json
import logging
import os
import sys
import threading
import warnings
from contextlib import contextmanager
from urllib.parse import urlparse

from moto.acm.models import acm_backends
from moto.cloudformation import models, parsing, responses
from moto.cloudformation.exceptions import (
    AlreadyExistsException,
    CloudFormationError,
    UnformattedGetAttTemplateException,
    ValidationError,
)
from moto.core.common_models import CloudFormationModel
from moto.core.responses import EmptyResult
from moto.ec2.exceptions import DependencyViolationError
from moto.ec2.models.subnets import Subnet
from moto.ec2.models.vpcs import VPCBackend
from moto.ecs.models import Cluster, Service, ecs_backends
from moto.kms.models import Key
from moto.route53.models import RecordSet, route53_backends
from moto.s3.models import s3_backends
from scripted import Scripted, carry_out, error, find_stack, held_deletion, kept, rolled_back, worked_out

LARGEST_BODY = 51_200
LARGEST_OBJECT = 1_000_000
UPDATABLE = (
    "CREATE_COMPLETE",
    "UPDATE_COMPLETE",
    "UPDATE_ROLLBACK_COMPLETE",
    "IMPORT_COMPLETE",
    "IMPORT_ROLLBACK_COMPLETE",
)


class ChangeSetNotFound(CloudFormationError):
    code = "ChangeSetNotFound"


class InvalidChangeSetStatus(CloudFormationError):
    code = "InvalidChangeSetStatus"


def change_set_of(backend, name, stack_name):
    for change_set in backend.change_sets.values():
        if name in (change_set.change_set_id, change_set.change_set_name):
            if stack_name in (None, change_set.stack_name, change_set.stack_id):
                return change_set
    raise ChangeSetNotFound(f"ChangeSet [{name}] does not exist")


def described_by_stack(self):
    name, stack = self._get_param("ChangeSetName"), self._get_param("StackName")
    return responses.ActionResult(change_set_of(self.cloudformation_backend, name, stack))


def deleted_by_stack(self):
    name, stack = self._get_param("ChangeSetName"), self._get_param("StackName")
    backend = self.cloudformation_backend
    backend.change_sets.pop(change_set_of(backend, name, stack).change_set_id)
    return EmptyResult()


def after_execution(original):
    def execute_change_set(self, change_set_name, stack_name=None):
        change_set = change_set_of(self, change_set_name, stack_name)
        if change_set.execution_status != "AVAILABLE":
            raise InvalidChangeSetStatus(
                f"ChangeSet [{change_set.change_set_id}] cannot be executed in its current "
                f"execution status of [{change_set.execution_status}]"
            )
        stack = self.stacks[change_set.stack_id]
        is_create = change_set.change_set_type == "CREATE"

        def execute():
            try:
                original(self, change_set.change_set_id, stack_name)
            except Exception as why:
                print(f"rolled back: {why!r}", file=sys.stderr)
                failed = getattr(why, "failed", ("Unknown", "Unknown"))
                rolled_back(stack, is_create, *failed, str(why))
                return
            stack.parameters = change_set.parameters
            stack._parse_template()
            stack.output_map = stack._create_output_map()

        change_set.execution_status = "EXECUTE_IN_PROGRESS"
        carry_out(self.account_id, self.region_name, stack, is_create, execute)

    return execute_change_set


def forget_change_sets(backend, stack):
    for key in [k for k, c in backend.change_sets.items() if c.stack_id == stack.stack_id]:
        del backend.change_sets[key]


def refusing(original):
    def create_change_set(self, stack_name, change_set_name, template, parameters, **more):
        declared = json.loads(template).get("Parameters", {})
        missing = [n for n, p in declared.items() if "Default" not in p and n not in parameters]
        if missing:
            raise ValidationError(message=f"Parameters: {missing} must have values")
        for change_set in self.change_sets.values():
            if (change_set.stack_name, change_set.change_set_name) == (stack_name, change_set_name):
                raise AlreadyExistsException(f"ChangeSet {change_set_name} already exists")
        is_create = more.get("change_set_type") == "CREATE"
        for stack in list(self.stacks.values()):
            if stack.name != stack_name:
                continue
            if is_create and stack.status != "REVIEW_IN_PROGRESS":
                raise ValidationError(
                    message=f"Stack [{stack_name}] already exists and cannot be created again "
                    f"with the changeSet [{change_set_name}]."
                )
            if not is_create and stack.status not in UPDATABLE:
                raise ValidationError(
                    message=f"Stack:{stack.stack_id} is in {stack.status} state and can not be updated."
                )
            if is_create:
                del self.stacks[stack.stack_id]
                forget_change_sets(self, stack)
        made = original(
            self,
            stack_name=stack_name,
            change_set_name=change_set_name,
            template=template,
            parameters=parameters,
            **more,
        )
        stack = self.stacks[made[1]]
        worked_out(self.account_id, self.region_name, stack, self.change_sets[made[0]])
        return made

    return create_change_set


def keeping(original):
    def delete_stack(self, name_or_stack_id):
        stack = find_stack(self.account_id, self.region_name, name_or_stack_id)
        if not stack:
            return

        def delete():
            original(self, stack.stack_id)
            forget_change_sets(self, stack)

        here = self.account_id, self.region_name, stack
        if not kept(*here) and not held_deletion(*here, delete):
            delete()

    return delete_stack


def limited(original):
    def create_change_set(self):
        if len((self._get_param("TemplateBody") or "").encode()) > LARGEST_BODY:
            raise ValidationError(
                message="1 validation error detected: Value at 'templateBody' failed to satisfy "
                f"constraint: Member must have length less than or equal to {LARGEST_BODY}"
            )
        return original(self)

    return create_change_set


def from_bucket(self, url):
    bucket, key = urlparse(url).path.lstrip("/").split("/", 1)
    backend = s3_backends[self.current_account][self.partition]
    found = backend.get_object(bucket, key) if bucket in backend.buckets else None
    if not found:
        raise ValidationError(message="S3 error: The specified key does not exist.")
    if len(found.value) > LARGEST_OBJECT:
        raise ValidationError(message=f"Template may not exceed {LARGEST_OBJECT} bytes in size.")
    return found.value.decode()


def refused_by_s3(call, start):
    """What S3 refuses and moto does not."""
    if call.action != "PutObject":
        return None
    owner = s3_backends.bucket_accounts.get(call.bucket(), (None, call.account))[1]
    if owner != call.account:
        return error(call, start, 403, "AccessDenied", "Access Denied")
    bucket = s3_backends[call.account]["aws"].buckets.get(call.bucket())
    if bucket and bucket.region_name != call.region:
        there = [("x-amz-bucket-region", bucket.region_name)]
        message = "The bucket you are attempting to access must be addressed using the specified endpoint."
        return error(call, start, 301, "PermanentRedirect", message, there)
    return None


def update_termination_protection(self):
    stack = self.cloudformation_backend.get_stack(self._get_param("StackName"))
    wanted = self._get_param("EnableTerminationProtection")
    stack.enable_termination_protection = wanted in (True, "true")
    return EmptyResult()


def by_zone_id(original):
    def create(cls, name, json_, account_id, region_name, **more):
        from moto.ec2.models import ec2_backends

        properties = json_["Properties"]
        wanted = properties.get("AvailabilityZoneId")
        if wanted:
            zones = ec2_backends[account_id][region_name].describe_availability_zones()
            properties["AvailabilityZone"] = next(z.name for z in zones if z.zone_id == wanted)
        return original(cls, name, json_, account_id, region_name, **more)

    return create


def with_policy(original):
    def create(cls, name, json_, account_id, region_name, **more):
        properties = json_["Properties"]
        properties.setdefault("KeyPolicy", {})
        tags = properties.get("Tags", [])
        properties["Tags"] = [{"TagKey": t["Key"], "TagValue": t["Value"]} for t in tags]
        return original(cls, name, json_, account_id, region_name, **more)

    return create


def with_all_in_it(original):
    def delete_vpc(self, vpc_id):
        try:
            return original(self, vpc_id)
        except DependencyViolationError:
            return self.vpcs.pop(vpc_id)

    return delete_vpc


def all_below(model):
    for below in model.__subclasses__():
        yield below
        yield from all_below(below)


def with_any_attribute(original):
    def get_cfn_attribute(self, name):
        try:
            return original(self, name)
        except (UnformattedGetAttTemplateException, NotImplementedError):
            return self.physical_resource_id

    return get_cfn_attribute


def remove_record(record, account_id, region_name):
    """This record alone, where moto removes all of its name."""
    zone = route53_backends[account_id]["aws"].get_hosted_zone(record.hosted_zone_id)
    zone.rrsets = [other for other in zone.rrsets if other is not record]


def update_record(cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name):
    remove_record(original_resource, account_id, region_name)
    return cls.create_from_cloudformation_json(
        new_resource_name, cloudformation_json, account_id, region_name
    )


def remove_service(service, account_id, region_name):
    services = ecs_backends[account_id][region_name].services
    for key in [key for key, other in services.items() if other is service]:
        del services[key]


def remove_cluster(cluster, account_id, region_name):
    ecs_backends[account_id][region_name].clusters.pop(cluster.name, None)


class Pretended:
    """A resource that is not made: its name and its attributes are invented."""

    def __init__(self, logical_id, type_name):
        self.logical_resource_id = logical_id
        self.cf_resource_type = type_name
        self.type = type_name
        self.physical_resource_id = f"invented-{logical_id.lower()}"

    def get_cfn_attribute(self, name):
        return f"invented-{name.lower()}"

    def delete(self, *_):
        pass

    @classmethod
    def is_created(cls):
        return True


class Certificate(Pretended):
    """A certificate that listeners find, whatever its domain."""

    def __init__(self, logical_id, type_name, backend):
        super().__init__(logical_id, type_name)
        self.backend = backend
        self.physical_resource_id = backend.request_certificate("example.com", None, [], [])

    def delete(self, *_):
        self.backend.delete_certificate(self.physical_resource_id)


def inventing(original):
    def parse_and_create_resource(logical_id, resource_json, resources_map, account_id, region_name):
        type_name = resource_json["Type"]
        with named(logical_id, type_name):
            if "DBClusterIdentifier" in resource_json.get("Properties", {}):
                return Pretended(logical_id, type_name)
            if type_name == "AWS::CertificateManager::Certificate":
                return Certificate(logical_id, type_name, acm_backends[account_id][region_name])
            made = original(logical_id, resource_json, resources_map, account_id, region_name)
            return made or Pretended(logical_id, type_name)

    return parse_and_create_resource


def keeping_what_it_cannot_update(original):
    def parse_and_update_resource(logical_id, resource_json, resources_map, account_id, region_name):
        there = resources_map[logical_id]
        if isinstance(there, Pretended):
            return there
        with named(logical_id, resource_json["Type"]):
            made = original(logical_id, resource_json, resources_map, account_id, region_name)
            return made or there

    return parse_and_update_resource


@contextmanager
def named(logical_id, type_name):
    """An exception says which resource it came from."""
    try:
        yield
    except Exception as why:
        if not hasattr(why, "failed"):
            why.failed = logical_id, type_name
        raise


def main():
    backend = models.CloudFormationBackend
    backend.execute_change_set = after_execution(backend.execute_change_set)
    backend.create_change_set = refusing(backend.create_change_set)
    backend.delete_stack = keeping(backend.delete_stack)
    answers = responses.CloudFormationResponse
    answers.create_change_set = limited(answers.create_change_set)
    answers.describe_change_set = described_by_stack
    answers.delete_change_set = deleted_by_stack
    answers._get_stack_from_s3_url = from_bucket
    answers.update_termination_protection = update_termination_protection
    Subnet.create_from_cloudformation_json = classmethod(
        by_zone_id(Subnet.create_from_cloudformation_json.__func__)
    )
    Subnet.get_cfn_attribute = lambda self, name: (
        self.availability_zone if name == "AvailabilityZone" else self.id
    )
    CloudFormationModel.get_cfn_attribute = lambda self, name: self.physical_resource_id
    for model in all_below(CloudFormationModel):
        model.has_cfn_attr = classmethod(lambda cls, name: True)
        if "get_cfn_attribute" in vars(model):
            model.get_cfn_attribute = with_any_attribute(model.get_cfn_attribute)
    Key.create_from_cloudformation_json = classmethod(
        with_policy(Key.create_from_cloudformation_json.__func__)
    )
    RecordSet.update_from_cloudformation_json = classmethod(update_record)
    RecordSet.delete = remove_record
    Service.delete, Cluster.delete = remove_service, remove_cluster
    VPCBackend.delete_vpc = with_all_in_it(VPCBackend.delete_vpc)
    parsing.parse_and_create_resource = inventing(parsing.parse_and_create_resource)
    parsing.parse_and_update_resource = keeping_what_it_cannot_update(
        parsing.parse_and_update_resource
    )
    serve(int(sys.argv[1]))


def end_with_input():
    sys.stdin.read()
    os._exit(0)


def serve(port):
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import run_simple

    os.environ["MOTO_PORT"] = str(port)
    warnings.simplefilter("ignore")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    threading.Thread(target=end_with_input, daemon=True).start()
    application = DomainDispatcherApplication(create_backend_app)
    application.debug = True
    run_simple("127.0.0.1", port, Scripted(application, refused_by_s3), threaded=True)


main()
