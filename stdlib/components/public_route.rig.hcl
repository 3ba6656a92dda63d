component "public_route" {
  doc = "The way of a public service's requests: from the app's entry through the load balancer to its tasks."

  # One rule for each number of letters is how routes are ranked today.
  unstable = ["rule"]

  input "routes" {
    type       = list(string)
    min_length = 1
    doc        = "The paths that it answers. Among the routes of all services that fit, the one with the most letters wins; `*` and `?` are none, and more than 48 count as 48."
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
    type = component.load_balancer
    doc  = "The load balancer of the public services."
  }
  input "entry" {
    type = component.entry
    doc  = "The app's name in the DNS."
  }

  # Of two rules the one with the lower priority wins, of 50,000: so routes with more letters come first,
  # and among those with as many each service has its number. A rule has five paths at most.
  # Source: Elastic Load Balancing, Application Load Balancers, "Listener rules" and "Quotas".
  let {
    number     = stable_number("routes", 1000)
    by_letters = { for r in sort(distinct(routes)) : "${min(length(replace(r, "/[*?]/", "")), 48)}" => r... }
  }

  check "a_rule_has_five" {
    that  = alltrue([for same in values(by_letters) : length(same) <= 5])
    error = "more than five routes have as many letters, and a rule of the load balancer takes five: join some with `*`"
    at    = routes
  }

  # Of two rules of one path the second is never reached.
  check "one_answers" {
    unique = routes
    error  = "two public services answer one route"
    at     = routes
  }

  target_group "target" {
    served         = served
    vpc            = network.vpc_id
    group          = group
    balancer_group = balancer.group
  }

  resource "AWS::ElasticLoadBalancingV2::ListenerRule" "rule" {
    for_each    = by_letters
    ListenerArn = balancer.listener
    Priority    = (48 - tonumber(each.key)) * 1000 + number
    Conditions = [{
      Field             = "path-pattern"
      PathPatternConfig = { Values = each.value }
    }]
    Actions = [{
      Type           = "forward"
      TargetGroupArn = target.arn
    }]
  }

  output "way" {
    value = {
      rules  = values(rule)
      target = target.arn
      label  = "${balancer.full_name}/${target.full_name}"
      host   = entry.host
      url    = "https://${entry.host}"
      port   = 443
    }
    doc = "What sends it requests, the target group, what the metric of requests for each target is called after, and where it is reached."
  }
}
