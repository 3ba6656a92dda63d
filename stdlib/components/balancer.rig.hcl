component "balancer" {
  doc = "An Application Load Balancer over the zones of its subnets, and its security group. What it listens to is added by whoever has it."

  input "about" {
    type = string
    doc  = "Whose it is."
  }
  input "scheme" {
    type = enum("internet-facing", "internal")
    doc  = "Whether it has public addresses."
  }
  input "ports" {
    type = list(int)
    doc  = "The ports that it is reached at."
  }
  input "from" {
    type = later(cidr)
    doc  = "Who reaches it."
  }
  input "subnets" {
    type = map(later(attribute("AWS::EC2::Subnet", "SubnetId")))
    doc  = "The subnets that it stands in."
  }
  input "deletion_protection" {
    type = bool
    doc  = "It cannot be deleted before this is turned off."
  }
  input "idle_timeout" {
    type = duration
    doc  = "How long a connection may say nothing."
  }
  input "network" {
    type = component.network
    doc  = "The network."
  }

  # The way to each service comes with its route.
  resource "AWS::EC2::SecurityGroup" "group" {
    unit             = "network"
    GroupDescription = about
    VpcId            = network.vpc_id
    SecurityGroupIngress = [for port in ports : {
      IpProtocol  = "tcp"
      FromPort    = port
      ToPort      = port
      CidrIp      = from
      Description = "To port ${port}"
    }]
    SecurityGroupEgress = [{
      IpProtocol  = "-1"
      CidrIp      = "127.0.0.1/32"
      Description = "Nothing but what routes open"
    }]
  }

  # With zonal shift, traffic can be taken off a zone that is slow rather than dead.
  # Source: Elastic Load Balancing, Application Load Balancers, "Zonal shift for your Application Load Balancer".
  resource "AWS::ElasticLoadBalancingV2::LoadBalancer" "main" {
    Type           = "application"
    Scheme         = scheme
    Subnets        = values(subnets)
    SecurityGroups = [group.GroupId]
    LoadBalancerAttributes = [for key, value in {
      "deletion_protection.enabled"                     = "${deletion_protection}"
      "idle_timeout.timeout_seconds"                    = "${in_seconds(idle_timeout)}"
      "routing.http.drop_invalid_header_fields.enabled" = "true"
      "zonal_shift.config.enabled"                      = "true"
    } : { Key = key, Value = value }]
  }

  output "arn" {
    value = main.LoadBalancerArn
    doc   = "Its ARN."
  }
  output "group" {
    value = group.GroupId
    doc   = "Its security group."
  }
  output "dns_name" {
    value = main.DNSName
    doc   = "Its name in the DNS."
  }
  output "zone_id" {
    value = main.CanonicalHostedZoneID
    doc   = "The zone of that name."
  }
  output "full_name" {
    value = main.LoadBalancerFullName
    doc   = "Its name in metrics."
  }
}
