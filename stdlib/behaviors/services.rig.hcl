# Tasks of a service stand evenly in the zones of its subnets. What scales it is counted at its minimum.
behavior "AWS::ECS::Service" {
  source = "Amazon ECS Developer Guide, Amazon ECS services"

  let {
    scalers = referrers("AWS::ApplicationAutoScaling::ScalableTarget", "ResourceId")
    # Where everybody comes in, a load that nobody says is not none.
    entering = is_set(self.fact.load) || !is_set(self.fact.public) ? self.fact.load : unknown("the app says no `growth.today`")
    # A region that does not answer its health check is taken out of the DNS, however well it is.
    # Source: Amazon Route 53 Developer Guide, "How Amazon Route 53 determines whether a health check is healthy".
    listeners = is_set(self.LoadBalancers) ? referrers(self.LoadBalancers.TargetGroupArn.target, "AWS::ElasticLoadBalancingV2::ListenerRule", "Actions").ListenerArn.target : []
    records   = referrers(listeners.LoadBalancerArn.target, "AWS::Route53::RecordSet", "AliasTarget.DNSName")
    asked     = [for r in records : r.HealthCheckId.target.HealthCheckConfig.ResourcePath if is_set(r.HealthCheckId)]
    rules     = referrers(listeners, "AWS::ElasticLoadBalancingV2::ListenerRule", "ListenerArn")
    all_taken = anytrue([for l in listeners : contains(l.DefaultActions.Type, "forward")])
    answered  = all_taken || alltrue([for path in asked : anytrue([for r in rules : alltrue([for c in r.Conditions : !is_set(c.PathPatternConfig) || anytrue([for p in c.PathPatternConfig.Values : fits(path, p)])])])])
    daemon    = is_set(self.SchedulingStrategy) && self.SchedulingStrategy == "DAEMON"
  }

  pool {
    replicas = daemon ? unknown("one stands on each of the cluster's instances") : (length(scalers) > 0 ? only(scalers).MinCapacity : self.DesiredCount)
    maximum  = length(scalers) > 0 ? only(scalers).MaxCapacity : self.DesiredCount
    zones    = self.NetworkConfiguration.AwsvpcConfiguration.Subnets.target.AvailabilityZoneId
    capacity = answered ? self.fact.capacity : unknown("no route fits the path by which each region is asked whether it is well, so each seems lost: set `health_path` of the `entry` to a path that some service answers")
    load     = entering
    trusts   = "ECS spreads the tasks evenly over the zones of their subnets"
    source   = "Amazon ECS Developer Guide, Balancing an Amazon ECS service across Availability Zones"
  }
}
