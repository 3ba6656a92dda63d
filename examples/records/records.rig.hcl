# Records that survive the loss of a region: an Aurora global database that eu-west-1 writes,
# a queue and a secret in each region, and a network of its own for both.
app "records" {
  language = 1
  home     = "eu-west-1"
  regions  = ["eu-west-1", "eu-central-1"]
  tags     = { team = "records" }

  objective = {
    recover = {
      az         = { within = "5m", losing = "0s" }
      region     = { within = "30m", losing = "1m" }
      corruption = { within = "4h", losing = "5m" }
    }
  }
}

network "main" {
  cidrs = { eu-central-1 = "10.1.0.0/16" }
}

database "ledger" {
  engine  = "aurora-postgresql"
  readers = 1
}

queue "intake" {
  retain = "7d"
}

secret "signing_key" {
  characters = 64
}

environment "staging" {
  app {
    regions = ["eu-west-1"]
    remove  = ["objective.recover.region"]
  }
  network "main" { egress = "single" }
  database "ledger" { deletion_protection = false }
}
