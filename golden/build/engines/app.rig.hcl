# Every engine, in an app that recovers a region: Aurora as a global database, RDS by its backups.
app "engines" {
  language = 1
  home     = "us-east-1"
  regions  = ["us-west-2", "us-east-1"]
  tags     = { team = "data", cost = "42" }

  objective = {
    recover = { region = { within = "4h", losing = "1h" } }
  }
}

database "postgresql" { engine = "postgresql" }
database "mysql" {
  engine         = "mysql"
  storage        = "200GiB"
  retain_backups = "7d"
}
database "aurora_postgresql" { engine = "aurora-postgresql" }
database "aurora_mysql" {
  engine  = "aurora-mysql"
  readers = 2
}
