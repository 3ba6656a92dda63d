app "shop" {
  language = 1
  home     = "eu-west-1"
  regions  = ["eu-west-1", "eu-central-1"]
  domain   = "shop.example.com"
  tags     = { team = "shop" }

  objective = {
    availability = "99.9%"
    latency_p99  = "400ms"
    recover = {
      az         = { within = "5m", losing = "0s" }
      region     = { within = "30m", losing = "1m" }
      corruption = { within = "4h", losing = "5m" }
    }
  }
  growth = { today = "200rps", factor = 10, within = "12mo", lead_time = "8w" }
}

# The checkout: one region must carry it alone, with a zone of it lost.
service "api" {
  tier     = tier.checkout
  image    = param.api_image
  port     = 8080
  cpu      = "1vCPU"
  memory   = "2GiB"
  routes   = ["/*"]
  capacity = "40rps" # measured, one replica
  replicas = { min = 9, max = 60 }
  scale_on = { cpu = "60%" }
  env      = { LOG_LEVEL = "info" }
  secrets  = { STRIPE_KEY = secret.stripe }
  calls    = [database.orders, queue.mail, call(cache.sessions, { per_request = 3, needs = "soft" })]
}

# Letters may wait: they stop first, and leave their capacity to the others.
service "mailer" {
  tier     = tier.letters
  image    = param.mailer_image
  cpu      = "0.25vCPU"
  memory   = "512MiB"
  consumes = queue.mail
  replicas = { min = 3, max = 20 }
  scale_on = { queue_delay = "10s" }
}

database "orders" { engine = "aurora-postgresql" }
cache "sessions" { engine = "valkey" }
queue "mail" {}
secret "stripe" { about = "The key to Stripe" }

tier "checkout" {
  exposure = "public"
  survives = "region"
}
tier "letters" {
  exposure = "internal"
  survives = "az"
  degrade  = "stop"
}

param "api_image" {
  type = image
  doc  = "The image of the api. A release gives another one and rewrites no template."
}
param "mailer_image" {
  type = image
  doc  = "The image of the mailer."
}

environment "staging" {
  app {
    regions = ["eu-west-1"]
    growth  = { today = "60rps" }
    remove  = ["objective.recover.region"]
  }
  tier "checkout" { survives = "az" }
  service "api" {
    replicas = { min = 3, max = 6 }
  }
}
