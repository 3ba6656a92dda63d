component "internal_balancer" {
  doc = "The Application Load Balancer of the services that only the app's own services reach, each under its name in a private zone."

  input "deletion_protection" {
    type    = bool
    default = true
    doc     = "It cannot be deleted before this is turned off."
  }
  input "idle_timeout" {
    type    = duration
    default = "60s"
    min     = "1s"
    max     = "4000s"
    doc     = "How long a connection may say nothing."
  }
  input "network" {
    type = component.network
    doc  = "The network whose app subnets it stands in."
  }

  let {
    zone = "${app.name}.internal"
  }

  # Callers come from the whole VPC: a group for each would need as many rules as there are pairs.
  balancer "balancer" {
    about               = "Load balancer of the internal services"
    scheme              = "internal"
    ports               = [80]
    from                = network.cidr
    subnets             = network.app
    deletion_protection = deletion_protection
    idle_timeout        = idle_timeout
    network             = network
  }

  resource "AWS::ElasticLoadBalancingV2::Listener" "http" {
    LoadBalancerArn = balancer.arn
    Port            = 80
    Protocol        = "HTTP"
    DefaultActions = [{
      Type = "fixed-response"
      FixedResponseConfig = {
        StatusCode  = "404"
        ContentType = "text/plain"
      }
    }]
  }

  # A private zone holds what is written here and nothing else: it can be made again.
  resource "AWS::Route53::HostedZone" "names" {
    unit      = "app"
    on_delete = "delete"
    Name      = zone
    VPCs = [{
      VPCId     = network.vpc_id
      VPCRegion = site.region
    }]
  }

  resource "AWS::Route53::RecordSet" "every_name" {
    unit         = "app"
    HostedZoneId = names.Id
    Name         = "*.${zone}"
    Type         = "A"
    AliasTarget = {
      DNSName              = balancer.dns_name
      HostedZoneId         = balancer.zone_id
      EvaluateTargetHealth = false
    }
  }

  output "listener" {
    value = http.ListenerArn
    doc   = "The listener that routes are added to."
  }
  output "group" {
    value = balancer.group
    doc   = "Its security group."
  }
  output "zone" {
    value = zone
    doc   = "The zone in which each service has its name."
  }
  output "full_name" {
    value = balancer.full_name
    doc   = "Its name in metrics."
  }
}
