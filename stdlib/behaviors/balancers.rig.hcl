# A balancer stands in the zones of its subnets. No longest time is documented until a lost zone gets no more requests.
behavior "AWS::ElasticLoadBalancingV2::LoadBalancer" {
  source = "Elastic Load Balancing User Guide, How Elastic Load Balancing works"

  survives "az" {
    when   = length(distinct(self.Subnets.target.AvailabilityZoneId)) >= 2
    lost   = "it stands in one zone alone"
    within = unknown("a lost zone is taken out of its name by itself, and AWS documents no longest time for it")
    source = "Elastic Load Balancing User Guide, How Elastic Load Balancing works"
  }
}

behavior "AWS::ElasticLoadBalancingV2::Listener" {
  inert  = true
  source = "Elastic Load Balancing, Application Load Balancers, Listeners"
}

behavior "AWS::ElasticLoadBalancingV2::ListenerRule" {
  inert  = true
  source = "Elastic Load Balancing, Application Load Balancers, Listener rules"
}

behavior "AWS::ElasticLoadBalancingV2::TargetGroup" {
  inert  = true
  source = "Elastic Load Balancing, Application Load Balancers, Target groups"
}
