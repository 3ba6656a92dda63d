# A database and a queue in one region. What is left out is a default: three zones, a standby in
# another zone, encryption, backups for 35 days, protection from deletion.
app "hello" {
  language = 1
  home     = "eu-west-1"
  regions  = ["eu-west-1"]
}

database "guests" { engine = "postgresql" }

queue "greetings" {}

# Every difference from production stands in one place.
environment "staging" {
  queue "greetings" { retain = "1h" }
}
