component "route" {
  doc = "How a service is reached: by everybody under the app's domain, or by the app's own services under its name."

  input "public" {
    type = bool
    doc  = "Whether everybody reaches it."
  }
  input "tier" {
    type = optional(tier)
    doc  = "The service's tier, which says so."
  }
  input "name" {
    type = string
    doc  = "The service's name in the private zone, if it is internal; no other service has it."
  }
  input "routes" {
    type = list(string)
    doc  = "The paths that it answers, if it is public."
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
    doc  = "The load balancer that it stands behind, if it is internal. Left out, it is the app's only one."
  }

  let {
    outside = public && app.domain != null
    inside  = !public
  }

  check "public_has_a_domain" {
    that  = !public || app.domain != null
    error = "a public service needs a domain, and the app has no `domain`"
    at    = tier
  }

  public_route "outer" {
    when    = outside
    routes  = routes
    served  = served
    group   = group
    network = network
  }
  internal_route "inner" {
    when     = inside
    name     = name
    served   = served
    group    = group
    network  = network
    balancer = balancer
  }

  output "way" {
    value = outside ? outer.way : inside ? inner.way : null
    doc   = "What sends it requests, the target group, what the metric of requests for each target is called after, and where it is reached."
  }
}
