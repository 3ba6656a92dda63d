"""moto 5.2.1 on loopback, with what it lacks of CloudFormation.

Usage: python moto_with_what_it_lacks.py PORT

Added:
- outputs after a change set is executed;
- UpdateTerminationProtection;
- the zone of a subnet by AvailabilityZoneId, and its AvailabilityZone attribute;
- invented ids for resources of types that moto only pretends to make;
- refusal of a change set that leaves a parameter without default open;
- refusal of bodies over 51,200 bytes.
"""

import json
import sys

from moto.cloudformation import models, parsing, responses
from moto.cloudformation.exceptions import ValidationError
from moto.core.responses import EmptyResult
from moto.ec2.models.subnets import Subnet

LARGEST_BODY = 51_200


def after_execution(original):
    def execute_change_set(self, change_set_name, stack_name=None):
        for change_set in self.change_sets.values():
            if change_set_name in (change_set.change_set_id, change_set.change_set_name):
                stack = self.stacks[change_set.stack_id]
                if stack_name in (None, stack.name, stack.stack_id):
                    original(self, change_set.change_set_id, stack_name)
                    stack.parameters = change_set.parameters
                    stack._parse_template()
                    stack.output_map = stack._create_output_map()
                    return
        raise ValidationError(stack_name)

    return execute_change_set


def refusing(original):
    def create_change_set(self, stack_name, change_set_name, template, parameters, *rest, **more):
        if len(template.encode()) > LARGEST_BODY:
            raise ValidationError(stack_name, message="templateBody is longer than 51200")
        declared = json.loads(template).get("Parameters", {})
        missing = [n for n, p in declared.items() if "Default" not in p and n not in parameters]
        if missing:
            raise ValidationError(stack_name, message=f"Parameters: {missing} must have values")
        return original(self, stack_name, change_set_name, template, parameters, *rest, **more)

    return create_change_set


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


def inventing(original):
    def parse_and_create_resource(logical_id, resource_json, resources_map, account_id, region_name):
        made = original(logical_id, resource_json, resources_map, account_id, region_name)
        return made or Pretended(logical_id, resource_json["Type"])

    return parse_and_create_resource


def main():
    backend = models.CloudFormationBackend
    backend.execute_change_set = after_execution(backend.execute_change_set)
    backend.create_change_set = refusing(backend.create_change_set)
    responses.CloudFormationResponse.update_termination_protection = update_termination_protection
    Subnet.create_from_cloudformation_json = classmethod(
        by_zone_id(Subnet.create_from_cloudformation_json.__func__)
    )
    attribute = Subnet.get_cfn_attribute
    Subnet.has_cfn_attr = classmethod(lambda cls, name: True)
    Subnet.get_cfn_attribute = lambda self, name: (
        self.id if name == "SubnetId" else attribute(self, name)
    )
    parsing.parse_and_create_resource = inventing(parsing.parse_and_create_resource)

    from moto.server import main as serve

    serve(["-H", "127.0.0.1", "-p", sys.argv[1]])


main()
