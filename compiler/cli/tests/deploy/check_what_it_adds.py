"""Whether the tests' service does what its head says, seen by another client (boto3).

Usage: check_what_it_adds.py URL; answers with a JSON object: each line of the head, and "good" or what
is wrong. A line without a check, and a check without a line, are wrong.
"""

import json
import re
import sys
import traceback
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlparse

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

URL = sys.argv[1]
REGION = "eu-west-1"
CHECKS = {}


def client(name, region=REGION, key=None):
    more = {"aws_access_key_id": key, "aws_secret_access_key": "b"} if key else {}
    config = Config(retries={"total_max_attempts": 1})
    return boto3.client(name, region_name=region, endpoint_url=URL, config=config, **more)


CLOUD = client("cloudformation")


def check(line):
    def keep(function):
        CHECKS[line] = function
        return function

    return keep


def change_set(stack, resources, kind="CREATE", name="one", outputs=None, parameters=None, **more):
    template = {"Resources": resources}
    if outputs:
        template["Outputs"] = {key: {"Value": value} for key, value in outputs.items()}
    if parameters:
        template["Parameters"] = parameters
    body = {} if "TemplateURL" in more else {"TemplateBody": json.dumps(template)}
    CLOUD.create_change_set(StackName=stack, ChangeSetName=name, ChangeSetType=kind, **body, **more)


def deploy(stack, resources, kind="CREATE", name="one", **more):
    change_set(stack, resources, kind, name, **more)
    CLOUD.execute_change_set(StackName=stack, ChangeSetName=name)
    return described(stack)


def described(stack):
    found = CLOUD.describe_stacks(StackName=stack)["Stacks"][0]
    found["Values"] = {o["OutputKey"]: o["OutputValue"] for o in found.get("Outputs", [])}
    return found


def refused(code, call, words=""):
    try:
        call()
    except ClientError as error:
        found = error.response["Error"]
        assert code in (found["Code"], str(found["Code"])) and words in found["Message"], found
        return
    raise AssertionError(f"{code} was expected")


def get(resource, attribute):
    return {"Fn::GetAtt": [resource, attribute]}


QUEUE = {"Type": "AWS::SQS::Queue"}
VPC = {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}}


@check("accounts: an access key that ends in twelve digits belongs to that account")
def accounts():
    key = "KEY444455556666"
    assert client("sts", key=key).get_caller_identity()["Account"] == "444455556666"
    deploy("accounts", {"Queue": QUEUE})
    assert client("sqs").list_queues().get("QueueUrls")
    assert not client("sqs", key=key).list_queues().get("QueueUrls")


@check("outputs after a change set is executed")
def outputs():
    found = deploy("outputs", {"Queue": QUEUE}, outputs={"Arn": get("Queue", "Arn")})
    assert found["Values"]["Arn"].startswith("arn:aws:sqs:eu-west-1:"), found
    found = deploy("outputs", {"Queue": QUEUE}, "UPDATE", "two", outputs={"Other": "text"})
    assert found["Values"] == {"Other": "text"}, found


@check("change sets that are found by stack and name, where moto looks at the name alone")
def by_stack():
    change_set("first", {"First": QUEUE}, name="same")
    change_set("second", {"Second": QUEUE}, name="same")
    for stack, resource in (("first", "First"), ("second", "Second")):
        found = CLOUD.describe_change_set(StackName=stack, ChangeSetName="same")["Changes"]
        assert found[0]["ResourceChange"]["LogicalResourceId"] == resource, found
    CLOUD.delete_change_set(StackName="second", ChangeSetName="same")
    CLOUD.describe_change_set(StackName="first", ChangeSetName="same")


@check("a create change set again for a stack that one has only announced: it is the same stack")
def announced():
    change_set("announced", {"Queue": QUEUE}, name="one")
    deploy("announced", {"Queue": QUEUE}, name="two")
    stacks = [s for s in CLOUD.describe_stacks()["Stacks"] if s["StackName"] == "announced"]
    assert [s["StackStatus"] for s in stacks] == ["CREATE_COMPLETE"], stacks


@check("UpdateTerminationProtection")
def protection():
    deploy("protected", {"Queue": QUEUE})
    for wanted in (True, False):
        CLOUD.update_termination_protection(StackName="protected", EnableTerminationProtection=wanted)
        assert described("protected")["EnableTerminationProtection"] is wanted


def put(bucket, key, body):
    s3 = client("s3")
    if bucket not in [b["Name"] for b in s3.list_buckets()["Buckets"]]:
        there = {"LocationConstraint": REGION}
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration=there)
    s3.put_object(Bucket=bucket, Key=key, Body=body)
    return f"{URL}/{bucket}/{key}"


@check("TemplateURL from the S3 of this server, by path")
def by_url():
    url = put("checked", "a/b.json", json.dumps({"Resources": {"FromBucket": QUEUE}}))
    deploy("by-url", None, TemplateURL=url)
    found = CLOUD.list_stack_resources(StackName="by-url")["StackResourceSummaries"]
    assert [r["LogicalResourceId"] for r in found] == ["FromBucket"], found
    assert client("sqs").list_queues(QueueNamePrefix="by-url")["QueueUrls"]
    missing = f"{URL}/checked/nothing"
    refused("ValidationError", lambda: change_set("no-url", None, TemplateURL=missing))


@check("the zone of a subnet by AvailabilityZoneId, and its AvailabilityZone attribute")
def zones():
    ids = [z["ZoneId"] for z in client("ec2").describe_availability_zones()["AvailabilityZones"]]
    assert len(ids) >= 3, ids
    resources = {"Vpc": VPC}
    for at, zone in enumerate(ids[:3]):
        place = {"VpcId": {"Ref": "Vpc"}, "CidrBlock": f"10.0.{at}.0/24", "AvailabilityZoneId": zone}
        resources[f"Subnet{at}"] = {"Type": "AWS::EC2::Subnet", "Properties": place}
    values = {f"Zone{at}": get(f"Subnet{at}", "AvailabilityZone") for at in range(3)}
    values["Vpc"] = {"Ref": "Vpc"}
    found = deploy("zones", resources, outputs=values)["Values"]
    of_vpc = [{"Name": "vpc-id", "Values": [found["Vpc"]]}]
    subnets = client("ec2").describe_subnets(Filters=of_vpc)["Subnets"]
    assert sorted(s["AvailabilityZoneId"] for s in subnets) == sorted(ids[:3]), subnets
    names = sorted(s["AvailabilityZone"] for s in subnets)
    assert sorted(found[f"Zone{at}"] for at in range(3)) == names, found


@check(
    "invented ids and attributes for resources of types that moto only pretends to make, and for "
    "instances of database clusters, which are among those"
)
def invented():
    cluster = {"Type": "AWS::RDS::DBCluster", "Properties": {"Engine": "aurora-postgresql"}}
    instance = {"DBClusterIdentifier": {"Ref": "Cluster"}, "Engine": "aurora-postgresql"}
    resources = {"Cluster": cluster, "Instance": {"Type": "AWS::RDS::DBInstance", "Properties": instance}}
    wanted = {"Id": {"Ref": "Cluster"}, "Host": get("Cluster", "Endpoint.Address")}
    found = deploy("invented", resources, outputs=wanted)["Values"]
    assert found == {"Id": "invented-cluster", "Host": "invented-endpoint.address"}, found
    assert not client("rds").describe_db_instances()["DBInstances"]


@check("certificates that listeners find")
def certificates():
    certificate = {"Type": "AWS::CertificateManager::Certificate", "Properties": {"DomainName": "a.b"}}
    arn = {"Arn": {"Ref": "Certificate"}}
    found = deploy("certificates", {"Certificate": certificate}, outputs=arn)["Values"]
    client("acm").describe_certificate(CertificateArn=found["Arn"])
    CLOUD.delete_stack(StackName="certificates")
    assert not client("acm").list_certificates()["CertificateSummaryList"]


def records_of(zone):
    found = client("route53").list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    return sorted(record["Region"] for record in found if "Region" in record)


@check("a record is changed and deleted alone, where moto deletes all records of its name")
def records():
    zone = {"Type": "AWS::Route53::HostedZone", "Properties": {"Name": "a.example."}}
    found = deploy("zone", {"Zone": zone}, outputs={"Id": get("Zone", "Id")})["Values"]

    def record(region, value):
        properties = {
            "HostedZoneId": found["Id"],
            "Name": "a.example.",
            "Type": "A",
            "TTL": "60",
            "Region": region,
            "SetIdentifier": region,
            "ResourceRecords": [value],
        }
        return {"Record": {"Type": "AWS::Route53::RecordSet", "Properties": properties}}

    for region in ("eu-west-1", "eu-central-1"):
        deploy(f"record-{region}", record(region, "10.0.0.1"))
    deploy("record-eu-west-1", record("eu-west-1", "10.0.0.2"), "UPDATE", "two")
    assert records_of(found["Id"]) == ["eu-central-1", "eu-west-1"]
    CLOUD.delete_stack(StackName="record-eu-west-1")
    assert records_of(found["Id"]) == ["eu-central-1"]


@check("services and clusters of ECS go with their stack, where moto leaves them")
def services():
    container = {"Name": "main", "Image": "a", "Memory": 128}
    definition = {"ContainerDefinitions": [container]}
    service = {"Cluster": {"Ref": "Cluster"}, "TaskDefinition": {"Ref": "Task"}, "DesiredCount": 1}
    resources = {
        "Cluster": {"Type": "AWS::ECS::Cluster"},
        "Task": {"Type": "AWS::ECS::TaskDefinition", "Properties": definition},
        "Service": {"Type": "AWS::ECS::Service", "Properties": service},
    }
    deploy("services", resources)
    ecs = client("ecs")
    [cluster] = ecs.list_clusters()["clusterArns"]
    assert len(ecs.list_services(cluster=cluster)["serviceArns"]) == 1
    CLOUD.delete_stack(StackName="services")
    assert not ecs.list_clusters()["clusterArns"]


@check("a resource that moto cannot update stays as it was made, where moto forgets it")
def updates():
    def health(path):
        config = {"Type": "HTTPS", "FullyQualifiedDomainName": "a.b", "Port": 443, "ResourcePath": path}
        return {"Health": {"Type": "AWS::Route53::HealthCheck", "Properties": {"HealthCheckConfig": config}}}

    wanted = {"Id": get("Health", "HealthCheckId")}
    before = deploy("health", health("/a"), outputs=wanted)["Values"]
    after = deploy("health", health("/b"), "UPDATE", "two", outputs=wanted)["Values"]
    assert before == after and before["Id"], (before, after)


@check("the id of a resource as its attribute, where moto does not know the attribute")
def attributes():
    found = deploy("attributes", {"Queue": QUEUE}, outputs={"Url": get("Queue", "QueueUrl")})
    assert found["Values"]["Url"], found


@check("a stack that cannot be made is rolled back, where moto leaves it under way for ever")
def rolled_back():
    subnet = {"VpcId": "vpc-nowhere", "CidrBlock": "10.0.0.0/24"}
    resources = {"Subnet": {"Type": "AWS::EC2::Subnet", "Properties": subnet}}
    found = deploy("rolled-back", resources)
    assert found["StackStatus"] == "ROLLBACK_COMPLETE", found
    events = CLOUD.describe_stack_events(StackName="rolled-back")["StackEvents"]
    failed = [e for e in events if e["ResourceStatus"] == "CREATE_FAILED"]
    assert [e["LogicalResourceId"] for e in failed] == ["Subnet"], events


@check("a VPC goes with its stack, also where moto left something in it (gateways, route tables)")
def networks():
    attached = {"VpcId": {"Ref": "Vpc"}, "InternetGatewayId": {"Ref": "Gateway"}}
    resources = {
        "Vpc": VPC,
        "Gateway": {"Type": "AWS::EC2::InternetGateway"},
        "Attached": {"Type": "AWS::EC2::VPCGatewayAttachment", "Properties": attached},
        "Table": {"Type": "AWS::EC2::RouteTable", "Properties": {"VpcId": {"Ref": "Vpc"}}},
    }
    found = deploy("networks", resources, outputs={"Vpc": {"Ref": "Vpc"}})["Values"]
    vpcs = client("ec2").describe_vpcs()["Vpcs"]
    assert found["Vpc"] in [vpc["VpcId"] for vpc in vpcs]
    CLOUD.delete_stack(StackName="networks")
    vpcs = client("ec2").describe_vpcs()["Vpcs"]
    assert found["Vpc"] not in [vpc["VpcId"] for vpc in vpcs]


@check("keys without a policy of their own, and with tags")
def keys():
    properties = {"Tags": [{"Key": "team", "Value": "a"}]}
    key = {"Key": {"Type": "AWS::KMS::Key", "Properties": properties}}
    found = deploy("keys", key, outputs={"Id": {"Ref": "Key"}})["Values"]
    tags = client("kms").list_resource_tags(KeyId=found["Id"])["Tags"]
    assert tags == [{"TagKey": "team", "TagValue": "a"}], tags


@check(
    "a template of more than 51,200 bytes in a request, and of more than 1,000,000 from a bucket"
)
def sizes():
    def template(size):
        text = json.dumps({"Description": "", "Resources": {"Queue": QUEUE}})
        return text.replace('""', '"' + "x" * (size - len(text)) + '"')

    def create(stack, **how):
        CLOUD.create_change_set(StackName=stack, ChangeSetName="one", ChangeSetType="CREATE", **how)

    create("size-a", TemplateBody=template(51_200))
    over = template(51_201)
    refused("ValidationError", lambda: create("size-b", TemplateBody=over), "51200")
    create("size-c", TemplateURL=put("sized", "fits", template(1_000_000)))
    url = put("sized", "over", template(1_000_001))
    refused("ValidationError", lambda: create("size-d", TemplateURL=url), "1000000")


@check("a change set that leaves a parameter without default open")
def parameters():
    open_one = {"Open": {"Type": "String"}}
    call = lambda: change_set("open", {"Queue": QUEUE}, parameters=open_one)
    refused("ValidationError", call, "must have values")
    given = [{"ParameterKey": "Open", "ParameterValue": "x"}]
    change_set("open", {"Queue": QUEUE}, parameters=open_one, Parameters=given)


@check("a change set that creates a stack that is there, or updates one that cannot be updated")
def states():
    deploy("there", {"Queue": QUEUE})
    again = lambda: change_set("there", {"Queue": QUEUE}, name="two")
    refused("ValidationError", again, "already exists")
    change_set("half", {"Queue": QUEUE})
    update = lambda: change_set("half", {"Queue": QUEUE}, "UPDATE", "two")
    refused("ValidationError", update, "can not be updated")


@check("a second change set of one name for one stack")
def names():
    change_set("named", {"Queue": QUEUE})
    refused("AlreadyExistsException", lambda: change_set("named", {"Queue": QUEUE}))


@check("to execute a change set that is not available (any more)")
def executions():
    deploy("executed", {"Queue": QUEUE})
    again = lambda: CLOUD.execute_change_set(StackName="executed", ChangeSetName="one")
    refused("InvalidChangeSetStatus", again)


@check("to put something into a bucket of another region, or of another account")
def buckets():
    put("owned", "key", b"x")
    # boto3 follows the redirect by itself, so it is asked for without it.
    key = boto3.Session().get_credentials().access_key
    scope = f"Credential={key}/20260101/eu-central-1/s3/aws4_request"
    signed = {"Authorization": f"AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=0"}
    connection = HTTPConnection(urlparse(URL).netloc)
    connection.request("PUT", "/owned/key", b"y", signed)
    answer = connection.getresponse()
    assert (answer.status, answer.headers["x-amz-bucket-region"]) == (301, REGION), answer.status
    other = client("s3", key="KEY444455556666")
    refused("AccessDenied", lambda: other.put_object(Bucket="owned", Key="key", Body=b"y"))
    assert client("s3").get_object(Bucket="owned", Key="key")["Body"].read() == b"x"


def lines_of_head():
    text = (Path(__file__).parent / "moto_with_what_it_lacks.py").read_text().split('"""')[1]
    found = re.findall(r"^- ((?:.|\n  )*?)[;.]$", text, re.MULTILINE)
    return [re.sub(r"\s+", " ", line) for line in found]


def main():
    answer = {line: "it has no check" for line in lines_of_head()}
    for line, function in CHECKS.items():
        try:
            function()
            answer[line] = "good" if line in answer else "it has no line"
        except Exception:
            answer[line] = traceback.format_exc()
    print(json.dumps(answer))


main()
