component "fargate_service" {
  doc = "Tasks that are kept running over three zones: replaced when they fail, rolled back when a new version does not come up, as many as the load wants."

  input "task" {
    type = component.task
    doc  = "What it runs."
  }
  input "route" {
    type = optional(component.route)
    doc  = "How it is reached."
  }
  input "port" {
    type = optional(int)
    doc  = "The port that it listens on."
  }
  input "tier" {
    type = optional(tier)
    doc  = "What it promises."
  }
  input "replicas" {
    type = object({ min = int, max = int })
    doc  = "How many tasks there are, at least and at most."
  }
  input "scale_on" {
    type = object({
      cpu         = optional(percent)
      memory      = optional(percent)
      requests    = optional(rate)
      queue_delay = optional(duration)
    })
    doc = "What is kept at which value."
  }
  input "consumes" {
    type = optional(provides)
    doc  = "The queue that it works off."
  }
  input "capacity" {
    type = optional(rate)
    doc  = "What one task carries."
  }
  input "public" {
    type = bool
    doc  = "Whether requests come to it from outside."
  }
  input "load" {
    type = optional(rate)
    doc  = "What comes to it from outside, in each region."
  }
  input "cluster" {
    type = component.cluster
    doc  = "The cluster that it runs on."
  }
  input "network" {
    type = component.network
    doc  = "The network whose app subnets it stands in."
  }

  let {
    zones     = length(network.app)
    way       = route == null ? null : route.way
    balanced  = way != null
    may_empty = tier != null && tier.survives == "replica"
  }

  check "min_is_not_above_max" {
    that  = replicas.min <= replicas.max
    error = "`min` is above `max`"
    at    = replicas
  }
  check "a_replica_in_each_zone" {
    that  = replicas.min >= zones || may_empty
    error = "there are fewer replicas than zones, so a zone stands empty; only in a tier that `survives = \"replica\"` may one"
    at    = replicas
  }
  check "requests_come_through_a_balancer" {
    that  = scale_on.requests == null || port != null
    error = "it scales on requests, and has no `port` that requests come to"
    at    = scale_on
  }
  check "a_delay_needs_a_queue" {
    that  = scale_on.queue_delay == null || consumes != null
    error = "it scales on the delay of a queue, and consumes none"
    at    = scale_on
  }

  check "some_run" {
    that  = replicas.min >= 1
    error = "`min` is at least 1: where nothing runs, nothing is measured by which something would be started"
    at    = replicas
  }
  check "running_tasks_are_counted" {
    that  = scale_on.queue_delay == null || cluster.counts_tasks
    error = "scaling on a queue's delay reads how many tasks run, and the cluster's `insights` are disabled"
    at    = scale_on
  }

  # How many tasks there are is left to its scaling: a number here would be set back at each deployment.
  # Tasks on Fargate are spread over zones, and put right after a zone was lost.
  # Source: Amazon ECS Developer Guide, "Balancing an Amazon ECS service across Availability Zones".
  resource "AWS::ECS::Service" "main" {
    after                         = [task.connections, balanced ? way.rules : []]
    Cluster                       = cluster.name
    TaskDefinition                = task.definition
    LaunchType                    = "FARGATE"
    PlatformVersion               = "LATEST"
    AvailabilityZoneRebalancing   = "ENABLED"
    PropagateTags                 = "SERVICE"
    EnableECSManagedTags          = true
    HealthCheckGracePeriodSeconds = balanced ? 60 : null
    DeploymentConfiguration = {
      MinimumHealthyPercent    = 100
      MaximumPercent           = 200
      DeploymentCircuitBreaker = { Enable = true, Rollback = true }
    }
    NetworkConfiguration = {
      AwsvpcConfiguration = {
        AssignPublicIp = "DISABLED"
        Subnets        = values(network.app)
        SecurityGroups = [task.group]
      }
    }
    LoadBalancers = balanced ? [{
      ContainerName  = "main"
      ContainerPort  = port
      TargetGroupArn = way.target
    }] : null
  }

  fact "capacity" {
    of    = main
    value = capacity
  }
  fact "load" {
    of    = main
    value = load
  }

  fact "public" {
    of    = main
    value = public ? true : null
  }

  scaling "scaling" {
    cluster  = cluster.name
    service  = main
    least    = replicas.min
    most     = replicas.max
    on       = scale_on
    label    = balanced ? way.label : null
    consumes = consumes
    capacity = capacity
  }

  output "service" {
    value = main
    doc   = "The service."
  }
}
