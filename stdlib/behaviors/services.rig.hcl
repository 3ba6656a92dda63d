# Tasks of a service stand evenly in the zones of its subnets. What scales it is counted at its minimum.
behavior "AWS::ECS::Service" {
  source = "Amazon ECS Developer Guide, Amazon ECS services"

  let {
    scalers = referrers("AWS::ApplicationAutoScaling::ScalableTarget", "ResourceId")
    # Where everybody comes in, a load that nobody says is not none.
    entering = is_set(self.fact.load) || !is_set(self.fact.public) ? self.fact.load : unknown("the app says no `growth.today`")
    daemon   = is_set(self.SchedulingStrategy) && self.SchedulingStrategy == "DAEMON"
  }

  pool {
    replicas = daemon ? unknown("one stands on each of the cluster's instances") : (length(scalers) > 0 ? only(scalers).MinCapacity : self.DesiredCount)
    maximum  = length(scalers) > 0 ? only(scalers).MaxCapacity : self.DesiredCount
    zones    = self.NetworkConfiguration.AwsvpcConfiguration.Subnets.target.AvailabilityZoneId
    capacity = self.fact.capacity
    load     = entering
    trusts   = "ECS spreads the tasks evenly over the zones of their subnets"
    source   = "Amazon ECS Developer Guide, Balancing an Amazon ECS service across Availability Zones"
  }
}
