component "scaling" {
  doc = "How many tasks a service runs: at least and at most so many, and in between what keeps each target."

  # They are to become elements of `keeps`, as cpu and memory are.
  unstable = ["keeps_requests", "keeps_backlog", "keeps_age"]

  input "cluster" {
    type  = string
    later = true
    doc   = "The cluster's name."
  }
  input "service" {
    type = resource("AWS::ECS::Service")
    doc  = "The service."
  }
  input "least" {
    type = int
    doc  = "Never fewer tasks."
  }
  input "most" {
    type = int
    doc  = "Never more tasks."
  }
  input "on" {
    type = object({
      cpu         = optional(percent)
      memory      = optional(percent)
      requests    = optional(rate)
      queue_delay = optional(duration)
    })
    doc = "What is kept at which value."
  }
  input "label" {
    type  = optional(string)
    later = true
    doc   = "What the metric of requests for each target is called after."
  }
  input "consumes" {
    type = optional(provides)
    doc  = "What it consumes, with the metrics of its backlog."
  }
  input "capacity" {
    type = optional(rate)
    doc  = "What one task gets done."
  }

  let {
    measured = {
      cpu    = { metric = "ECSServiceAverageCPUUtilization", at = on.cpu }
      memory = { metric = "ECSServiceAverageMemoryUtilization", at = on.memory }
    }
    utilisation = { for name, m in measured : name => { metric = m.metric, percent = m.at / "1%" } if m.at != null }
    requests    = on.requests != null
    resource_id = "service/${cluster}/${service.Name}"
    backlog     = consumes == null ? null : consumes.backlog
    delayed     = on.queue_delay != null && backlog != null
    by_work     = delayed && capacity != null
    by_age      = delayed && capacity == null
  }

  check "there_is_room_above" {
    that  = (on.cpu == null || on.cpu <= "100%") && (on.memory == null || on.memory <= "100%")
    error = "a task has no more than 100% of its cpu and its memory: to keep more would start nothing, ever"
    at    = on
  }
  check "a_task_carries_it" {
    that  = on.requests == null || capacity == null || on.requests <= capacity
    error = "to keep more requests for each task than its `capacity` would start nothing before every task is overloaded"
    at    = on
  }

  # Source: Amazon SQS Developer Guide, "Available CloudWatch metrics for Amazon SQS".
  check "the_backlog_is_measured_here" {
    that  = !delayed || consumes == null || consumes.account == self.account
    error = "it scales on the delay of a queue in another account, and the metrics of a queue stand in the account of that; scale on `cpu`, or let both stand in one account"
    at    = on
  }

  resource "AWS::ApplicationAutoScaling::ScalableTarget" "target" {
    ServiceNamespace  = "ecs"
    ScalableDimension = "ecs:service:DesiredCount"
    ResourceId        = resource_id
    MinCapacity       = least
    MaxCapacity       = most
  }

  resource "AWS::ApplicationAutoScaling::ScalingPolicy" "keeps" {
    for_each          = utilisation
    after             = [target]
    PolicyName        = each.key
    PolicyType        = "TargetTrackingScaling"
    ServiceNamespace  = "ecs"
    ScalableDimension = "ecs:service:DesiredCount"
    ResourceId        = resource_id
    TargetTrackingScalingPolicyConfiguration = {
      PredefinedMetricSpecification = { PredefinedMetricType = each.value.metric }
      TargetValue                   = each.value.percent
      ScaleOutCooldown              = 60
      ScaleInCooldown               = 300
    }
  }

  # The metric counts the requests of a minute.
  # Source: Elastic Load Balancing, Application Load Balancers, "CloudWatch metrics", RequestCountPerTarget.
  resource "AWS::ApplicationAutoScaling::ScalingPolicy" "keeps_requests" {
    when              = requests
    after             = [target]
    PolicyName        = "requests"
    PolicyType        = "TargetTrackingScaling"
    ServiceNamespace  = "ecs"
    ScalableDimension = "ecs:service:DesiredCount"
    ResourceId        = resource_id
    TargetTrackingScalingPolicyConfiguration = {
      PredefinedMetricSpecification = {
        PredefinedMetricType = "ALBRequestCountPerTarget"
        ResourceLabel        = label
      }
      TargetValue      = on.requests / "1/min"
      ScaleOutCooldown = 60
      ScaleInCooldown  = 300
    }
  }

  # With what one task gets done, the delay says how much may wait for each.
  # Source: Amazon EC2 Auto Scaling User Guide, "Scaling policy based on Amazon SQS".
  resource "AWS::ApplicationAutoScaling::ScalingPolicy" "keeps_backlog" {
    when              = by_work
    after             = [target]
    PolicyName        = "backlog"
    PolicyType        = "TargetTrackingScaling"
    ServiceNamespace  = "ecs"
    ScalableDimension = "ecs:service:DesiredCount"
    ResourceId        = resource_id
    TargetTrackingScalingPolicyConfiguration = {
      CustomizedMetricSpecification = {
        Metrics = [
          {
            Id = "waiting"
            MetricStat = {
              Metric = {
                Namespace  = backlog.namespace
                MetricName = backlog.waiting
                Dimensions = [for name, value in backlog.dimensions : { Name = name, Value = value }]
              }
              Stat = "Average"
            }
            ReturnData = false
          },
          {
            Id = "running"
            MetricStat = {
              Metric = {
                Namespace  = "ECS/ContainerInsights"
                MetricName = "RunningTaskCount"
                Dimensions = [{ Name = "ClusterName", Value = cluster }, { Name = "ServiceName", Value = service.Name }]
              }
              Stat = "Average"
            }
            ReturnData = false
          },
          { Id = "each", Expression = "waiting / running", Label = "Waiting for each task", ReturnData = true },
        ]
      }
      TargetValue      = capacity * on.queue_delay
      ScaleOutCooldown = 60
      ScaleInCooldown  = 300
    }
  }

  # Without it, the age of the oldest message is all there is to go by.
  resource "AWS::ApplicationAutoScaling::ScalingPolicy" "keeps_age" {
    when              = by_age
    after             = [target]
    PolicyName        = "age"
    PolicyType        = "TargetTrackingScaling"
    ServiceNamespace  = "ecs"
    ScalableDimension = "ecs:service:DesiredCount"
    ResourceId        = resource_id
    TargetTrackingScalingPolicyConfiguration = {
      CustomizedMetricSpecification = {
        Namespace  = backlog.namespace
        MetricName = backlog.age
        Dimensions = [for name, value in backlog.dimensions : { Name = name, Value = value }]
        Statistic  = "Maximum"
      }
      TargetValue      = in_seconds(on.queue_delay)
      ScaleOutCooldown = 60
      ScaleInCooldown  = 300
    }
  }
}
