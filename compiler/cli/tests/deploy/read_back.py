"""What another client finds at an endpoint: counts by region, as JSON. Usage: read_back.py URL REGION..."""

import json
import sys

import boto3


def count(url, region):
    def client(name):
        return boto3.client(name, region_name=region, endpoint_url=url)

    ec2 = client("ec2")
    vpcs = [v for v in ec2.describe_vpcs()["Vpcs"] if not v["IsDefault"]]
    subnets = [s for s in ec2.describe_subnets()["Subnets"] if not s["DefaultForAz"]]
    subnets = [s for s in subnets if s["VpcId"] in {v["VpcId"] for v in vpcs}]
    queues = client("sqs").list_queues().get("QueueUrls", [])
    pages = client("sns").get_paginator("list_topics").paginate()
    topics = [topic for page in pages for topic in page["Topics"]]
    stacks = client("cloudformation").describe_stacks()["Stacks"]
    return {
        "vpcs": len(vpcs),
        "subnets": len(subnets),
        "zones": len({s["AvailabilityZoneId"] for s in subnets}),
        "queues": len(queues),
        "topics": len(topics),
        "protected": sum(bool(s.get("EnableTerminationProtection")) for s in stacks),
        "stacks": len(stacks),
    }


print(json.dumps({region: count(sys.argv[1], region) for region in sys.argv[2:]}))
