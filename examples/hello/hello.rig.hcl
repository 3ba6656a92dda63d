# A database and a queue in one region. Everything that is left out is a default: three zones,
# a standby in another zone, encryption, backups for 35 days, deletion protection.
app "hello" {
  language = 1
  home     = "eu-west-1"
  regions  = ["eu-west-1"]
}

database "guests" { engine = "postgresql" }
queue "greetings" {}
