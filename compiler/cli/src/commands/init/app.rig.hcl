# A worker that takes messages from a queue and writes to a database, in one region. What is left
# out is a default: three zones, a standby in another zone, encryption, backups for 35 days,
# protection from deletion.
app "hello" {
  language = 1
  home     = "eu-west-1"
  regions  = ["eu-west-1"]

  # `outrigger check` proves it: a lost zone costs five minutes at most, and nothing is lost.
  objective = { recover = { az = { within = "5m", losing = "0s" } } }
}

# Given at deployment, so that a release rewrites no template.
param "image" { type = image }

service "worker" {
  image    = param.image
  consumes = queue.greetings
  calls    = [database.guests]
  replicas = { min = 3, max = 6 }
}

queue "greetings" {}

database "guests" { engine = "postgresql" }

# Every difference from production stands in one place.
environment "staging" {
  service "worker" { replicas = { min = 3, max = 3 } }
  queue "greetings" { retain = "1h" }
}
