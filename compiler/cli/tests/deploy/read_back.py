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
    named = [client("sns").get_topic_attributes(TopicArn=t["TopicArn"])["Attributes"] for t in topics]
    stacks = client("cloudformation").describe_stacks()["Stacks"]
    ecs, balancing = client("ecs"), client("elbv2")
    services = []
    for cluster in ecs.list_clusters()["clusterArns"]:
        names = ecs.list_services(cluster=cluster)["serviceArns"]
        if names:
            services += ecs.describe_services(cluster=cluster, services=names)["services"]
    balancers = balancing.describe_load_balancers()["LoadBalancers"]
    listeners = []
    for balancer in balancers:
        arn = balancer["LoadBalancerArn"]
        listeners += balancing.describe_listeners(LoadBalancerArn=arn)["Listeners"]
    rules = []
    for listener in listeners:
        rules += balancing.describe_rules(ListenerArn=listener["ListenerArn"])["Rules"]
    groups = ec2.describe_security_groups()["SecurityGroups"]
    open_ports = [r for g in groups for r in g["IpPermissions"] if r.get("FromPort") == 443]
    route53 = client("route53")
    records = []
    for zone in route53.list_hosted_zones()["HostedZones"]:
        found = route53.list_resource_record_sets(HostedZoneId=zone["Id"])["ResourceRecordSets"]
        records += [record for record in found if record.get("Region") == region]
    return {
        "balancers": len(balancers),
        "certificates": len(client("acm").list_certificates()["CertificateSummaryList"]),
        "open_ports": len(open_ports),
        "records": len(records),
        "rules": sum(not rule["IsDefault"] for rule in rules),
        "tasks": sum(s["desiredCount"] for s in services if s["status"] == "ACTIVE"),
        "vpcs": len(vpcs),
        "subnets": len(subnets),
        "zones": len({s["AvailabilityZoneId"] for s in subnets}),
        "queues": len(queues),
        "topics": len(topics),
        "display_names": [topic.get("DisplayName", "") for topic in named],
        "protected": sum(bool(s.get("EnableTerminationProtection")) for s in stacks),
        "stacks": len(stacks),
    }


print(json.dumps({region: count(sys.argv[1], region) for region in sys.argv[2:]}))
