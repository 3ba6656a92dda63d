# A multi-tenant API: three tenants with a store, a queue and a worker each; the
# largest of them in an account of its own, and an archive in the account of the auditors.

app "tenants" {
  language = 1
  home     = "eu-west-1"
  regions  = ["eu-west-1", "eu-central-1"]
  domain   = "api.example.com"

  account = "111111111111"
  accounts = {
    audit = "222222222222"
    big   = "333333333333"
  }
  artifacts = {
    eu-west-1    = "tenants-artifacts-eu-west-1"
    eu-central-1 = "tenants-artifacts-eu-central-1"
  }

  tags         = { team = "platform", cost_center = "4711" }
  require_tags = ["team", "cost_center"]

  growth = {
    today     = "150rps"
    factor    = 4
    within    = "12mo"
    lead_time = "8w"
  }
  objective = {
    availability = "99.9%"
    latency_p99  = "400ms"
    cost_ceiling = "$12000/month"
    recover = {
      az     = { within = "5m", losing = "0s" }
      region = { within = "30m", losing = "1m" }
    }
  }
}

tier "edge" {
  exposure = "public"
  survives = "region"
}
tier "work" { survives = "az" }

param "api_image" {
  type = image
  doc  = "The image of the API."
}
param "worker_image" {
  type = image
  doc  = "The image of the tenants' workers."
}

entry "main" { health_path = "/health" }

# Networks and clusters belong to one account, so the account of the large tenant has its own.
network "main" { cidr = "10.0.0.0/16" }
cluster "main" {}
ground "big" {
  account = "big"
  cidr    = "10.1.0.0/16"
}

archive "audit" { account = "audit" }

silo "tenant" {
  for_each = {
    acme    = { account = "main", network = network.main, cluster = cluster.main, readers = 1, minutes = 2 }
    hooli   = { account = "main", network = network.main, cluster = cluster.main, readers = 1, minutes = 2 }
    initech = { account = "big", network = ground.big.network, cluster = ground.big.cluster, readers = 2, minutes = 5 }
  }
  account      = each.value.account
  key          = each.key
  near         = each.value.account == "main"
  network      = each.value.network
  cluster      = each.value.cluster
  readers      = each.value.readers
  visibility   = each.value.minutes * "1m"
  worker_image = param.worker_image
  tier         = tier.work
  archive      = archive.audit
}

service "api" {
  tier        = tier.edge
  image       = param.api_image
  port        = 8080
  routes      = ["/v1/*", "/health"]
  health_path = "/health"
  capacity    = "40rps"
  replicas    = { min = 6, max = 40 }
  calls = concat(
    [archive.audit],
    [for key, t in silo.tenant : call(t.db.sql, { name = "${key}_db" }) if t.near],
    [for key, t in silo.tenant : call(t.jobs.send, { name = "${key}_jobs" })]
  )

  override "run.main.DeploymentConfiguration.MaximumPercent" {
    value  = 150
    reason = "the tenants' databases do not take the connections of twice as many tasks"
  }
}
