"""Whether what the shop is made of is wired: for each region, as another client finds it. Usage: read_shop.py URL REGION..."""

import json
import sys

import boto3


def wiring(url, region):
    def client(name):
        return boto3.client(name, region_name=region, endpoint_url=url)

    ec2, ecs = client("ec2"), client("ecs")
    groups = {g["GroupId"]: g for g in ec2.describe_security_groups()["SecurityGroups"]}
    about = {identifier: group["Description"] for identifier, group in groups.items()}
    ways = sorted(
        f"{about[source['GroupId']]} -> {group['Description']}:{rule['FromPort']}"
        for group in groups.values()
        for rule in group["IpPermissions"]
        for source in rule["UserIdGroupPairs"]
        if rule.get("FromPort")
    )
    zones = {s["SubnetId"]: s["AvailabilityZoneId"] for s in ec2.describe_subnets()["Subnets"]}
    queues = {u.rsplit("/", 1)[1] for u in client("sqs").list_queues().get("QueueUrls", [])}
    balancing = client("elbv2")
    [balancer] = balancing.describe_load_balancers()["LoadBalancers"]
    [target] = balancing.describe_target_groups()["TargetGroups"]
    found = {
        "ways": ways,
        "balancer": {
            "scheme": balancer["Scheme"],
            "groups": [about[group] for group in balancer["SecurityGroups"]],
            "zones": sorted(zones[zone["SubnetId"]] for zone in balancer["AvailabilityZones"]),
            "sends_to": target["Port"],
            "in_its_vpc": target["VpcId"] == balancer["VpcId"],
        },
    }
    for cluster in ecs.list_clusters()["clusterArns"]:
        names = ecs.list_services(cluster=cluster)["serviceArns"]
        for service in ecs.describe_services(cluster=cluster, services=names)["services"]:
            definition = ecs.describe_task_definition(taskDefinition=service["taskDefinition"])
            task = definition["taskDefinition"]
            # moto leaves a service with the revision that it was made with.
            newest = ecs.describe_task_definition(taskDefinition=task["family"])["taskDefinition"]
            variables = {v["name"]: v["value"] for v in task["containerDefinitions"][0]["environment"]}
            found[task["family"]] = {
                "image": task["containerDefinitions"][0]["image"],
                "memory": int(newest["memory"]),
                "variables": sorted(variables),
                "queue_is_there": variables.get("MAIL_URL", "/").rsplit("/", 1)[1] in queues,
            }
    return found


print(json.dumps({region: wiring(sys.argv[1], region) for region in sys.argv[2:]}))
