# Smaller, in one region, and without the account of the large tenant.
environment "staging" {
  remove = ["ground.big"]
  app {
    regions   = ["eu-west-1"]
    account   = "444444444444"
    domain    = "api.staging.example.com"
    growth    = { today = "10rps" }
    remove    = ["accounts.big", "artifacts.eu-central-1", "objective.recover", "objective.availability"]
    objective = { cost_ceiling = "$1500/month" }
    tags      = { stage = "staging" }
  }
  tier "edge" { survives = "az" }
  service "api" { replicas = { min = 3, max = 6 } }
  silo "tenant" {
    for_each = {
      acme    = { readers = 0 }
      hooli   = { readers = 0 }
      initech = { account = "main", network = network.main, cluster = cluster.main, readers = 0 }
    }
    override "db.aurora.cluster.BackupRetentionPeriod" {
      value  = 7
      reason = "what staging holds can be made again"
    }
  }
}
