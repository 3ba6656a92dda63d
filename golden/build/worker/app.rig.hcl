# A worker alone: what nobody wrote is made where something reads it, so there is a cluster and a network,
# and no load balancer, domain or entry.
app "worker" {
  language = 1
  home     = "eu-west-1"
  regions  = ["eu-west-1", "eu-central-1"]
}

tier "batch" { survives = "replica" }

service "resizer" {
  tier     = tier.batch
  image    = "registry.example.com/resizer:7"
  consumes = queue.images
  replicas = { min = 1, max = 20 }
  scale_on = { queue_delay = "60s" }
  regions  = ["eu-west-1"]
}

queue "images" { regions = ["eu-west-1"] }
