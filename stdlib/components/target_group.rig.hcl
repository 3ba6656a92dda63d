component "target_group" {
  doc = "What a load balancer sends a service's requests to, and the way from the one's security group to the other's."

  input "served" {
    type = object({ port = int, health_path = string, drain = duration })
    doc  = "The port that the service listens on, the path by which it is asked whether it is well, and how long requests that have begun may take when a task stops."
  }
  input "vpc" {
    type = attribute("AWS::EC2::VPC", "VpcId")
    doc  = "The VPC."
  }
  input "group" {
    type = attribute("AWS::EC2::SecurityGroup", "GroupId")
    doc  = "The service's security group."
  }
  input "balancer_group" {
    type = attribute("AWS::EC2::SecurityGroup", "GroupId")
    doc  = "The load balancer's security group."
  }

  # With least outstanding requests a slow target gets less to do. Anomaly mitigation needs another algorithm.
  # Source: Elastic Load Balancing, Application Load Balancers, "Edit target group attributes".
  resource "AWS::ElasticLoadBalancingV2::TargetGroup" "main" {
    TargetType                 = "ip"
    Protocol                   = "HTTP"
    Port                       = served.port
    VpcId                      = vpc
    HealthCheckProtocol        = "HTTP"
    HealthCheckPath            = served.health_path
    HealthCheckIntervalSeconds = 10
    HealthCheckTimeoutSeconds  = 5
    HealthyThresholdCount      = 2
    UnhealthyThresholdCount    = 3
    Matcher                    = { HttpCode = "200-299" }
    TargetGroupAttributes = [for key, value in {
      "deregistration_delay.timeout_seconds" = "${in_seconds(served.drain)}"
      "load_balancing.algorithm.type"        = "least_outstanding_requests"
    } : { Key = key, Value = value }]
  }

  resource "AWS::EC2::SecurityGroupIngress" "way_in" {
    GroupId               = group
    SourceSecurityGroupId = balancer_group
    IpProtocol            = "tcp"
    FromPort              = served.port
    ToPort                = served.port
    Description           = "The load balancer"
  }

  resource "AWS::EC2::SecurityGroupEgress" "way_out" {
    GroupId                    = balancer_group
    DestinationSecurityGroupId = group
    IpProtocol                 = "tcp"
    FromPort                   = served.port
    ToPort                     = served.port
    Description                = "A service"
  }

  output "arn" {
    value = main.TargetGroupArn
    doc   = "The target group."
  }
  output "full_name" {
    value = main.TargetGroupFullName
    doc   = "Its name in metrics."
  }
}
