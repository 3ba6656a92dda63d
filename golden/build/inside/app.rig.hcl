# Uses inside of one call one another, and a worker there empties a queue: each has rows of its own,
# and nothing goes round in a circle.
app "inside" {
  language = 1
  home     = "eu-west-1"
  regions  = ["eu-west-1"]
  growth   = { today = "200rps" }
}

tier "work" { survives = "az" }

network "main" {}

component "replicas" {
  doc = "Replicas in every zone."

  input "tier" {
    type = tier
    doc  = "What it promises."
  }
  input "capacity" {
    type    = rate
    default = "40rps"
    doc     = "What one carries."
  }
  input "public" {
    type    = bool
    default = false
    doc     = "Whether everybody may call it."
  }
  input "calls" {
    type    = list(provides)
    default = []
    doc     = "What it calls and consumes."
  }
  input "ground" {
    type = component.network
    doc  = "Where."
  }

  let {
    growth = app.growth
    today  = growth == null ? null : growth.today
  }

  resource "AWS::ECS::Service" "main" {
    NetworkConfiguration = { AwsvpcConfiguration = { Subnets = values(ground.app) } }
  }
  resource "AWS::ApplicationAutoScaling::ScalableTarget" "scale" {
    MinCapacity       = 9
    MaxCapacity       = 20
    ResourceId        = "service/main/${main.Name}"
    ScalableDimension = "ecs:service:DesiredCount"
    ServiceNamespace  = "ecs"
  }
  fact "capacity" {
    of    = main
    value = capacity
  }
  fact "load" {
    of    = main
    value = public ? today : null
  }
  provides "http" { path = [main] }
}

component "silo" {
  doc = "What one tenant has: pages, the search behind them, and a worker with its queue."

  input "tier" {
    type = tier
    doc  = "What all of it promises."
  }
  input "ground" {
    type = component.network
    doc  = "Where."
  }

  queue "jobs" {}
  replicas "worker" {
    tier   = tier
    ground = ground
    calls  = [jobs.receive]
  }
  replicas "search" {
    tier   = tier
    ground = ground
  }
  replicas "pages" {
    tier   = tier
    ground = ground
    public = true
    calls  = [search, jobs.send]
  }

  provides "send" {
    grants = jobs.send.grants
    path   = jobs.send.path
  }
}

silo "tenant" {
  for_each = toset(["acme"])
  tier     = tier.work
  ground   = network.main
}

replicas "api" {
  tier   = tier.work
  ground = network.main
  public = true
  calls  = [for key, silo in silo.tenant : silo.send]
}
