component "internal_route" {
  doc = "The way of an internal service's requests: by its name in the private zone, through the load balancer to its tasks."

  # It hands on, and makes nothing.
  unstable = ["usual"]

  input "name" {
    type    = string
    matches = "^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$"
    doc     = "The service's name in the private zone, which no other service has."
  }
  input "served" {
    type = object({ port = int, health_path = string, drain = duration })
    doc  = "The port that the service listens on, the path by which it is asked whether it is well, and how long requests that have begun may take when a task stops."
  }
  input "group" {
    type = attribute("AWS::EC2::SecurityGroup", "GroupId")
    doc  = "The service's security group."
  }
  input "network" {
    type = component.network
    doc  = "The network."
  }
  input "balancer" {
    type = optional(component.internal_balancer)
    doc  = "The load balancer of the internal services in this account and network. Left out, it is the app's only one."
  }

  let {
    shared   = balancer == null
    standing = shared ? usual.balancer : balancer
    host     = "${name}.${standing.zone}"
  }

  shared_balancer "usual" { when = shared }

  # Of two rules of one name the second is never reached.
  check "one_answers" {
    unique = [host]
    error  = "two internal services have one name"
    at     = name
  }

  target_group "target" {
    served         = served
    vpc            = network.vpc_id
    group          = group
    balancer_group = standing.group
  }

  resource "AWS::ElasticLoadBalancingV2::ListenerRule" "rule" {
    ListenerArn = standing.listener
    Priority    = stable_number("internal_routes", 50000)
    Conditions = [{
      Field            = "host-header"
      HostHeaderConfig = { Values = [host] }
    }]
    Actions = [{
      Type           = "forward"
      TargetGroupArn = target.arn
    }]
  }

  output "way" {
    value = {
      rules  = [rule]
      target = target.arn
      label  = "${standing.full_name}/${target.full_name}"
      host   = host
      url    = "http://${host}"
      port   = 80
    }
    doc = "What sends it requests, the target group, what the metric of requests for each target is called after, and where it is reached."
  }
}
