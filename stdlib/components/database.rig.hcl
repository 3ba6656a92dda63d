component "database" {
  doc = "A PostgreSQL or MySQL database with a standby in another zone; where the app recovers a region, with a copy there."

  # It calculates, and makes nothing.
  unstable = ["own"]

  input "engine" {
    type = enum("postgresql", "mysql", "aurora-postgresql", "aurora-mysql")
    doc  = "The database engine. The aurora ones share a storage over three zones and replicate across regions in about a second."
  }
  input "version" {
    type    = optional(string)
    matches = "^[0-9]+[.][0-9]+"
    doc     = "The engine version, as RDS spells it. Left out, it is the one that this component pins."
  }
  input "class" {
    type    = optional(string)
    matches = "^db[.][a-z0-9-]+[.][a-z0-9-]+$"
    doc     = "The instance class, such as `db.r6g.large`. Left out, it is the one that this component pins."
  }
  input "readers" {
    type = optional(int)
    min  = 0
    max  = 15
    doc  = "Aurora: instances beside the writer, in other zones, that take over when it is lost. Left out, it is one."
  }
  input "storage" {
    type = optional(bytes)
    min  = "20GiB"
    doc  = "RDS: the storage to begin with, 100GiB if it is left out. It can only grow. Aurora allocates by itself."
  }
  input "max_storage" {
    type = optional(bytes)
    doc  = "RDS: up to where storage grows by itself, 1000GiB if it is left out."
  }
  input "name" {
    type    = string
    default = "main"
    matches = "^[a-z][a-z0-9_]{0,62}$"
    doc     = "The name of the first database in it."
  }
  input "retain_backups" {
    type    = duration
    default = "35d"
    min     = "1d"
    max     = "35d"
    doc     = "How far back it can be restored to any second."
  }
  input "slow_query" {
    type    = duration
    default = "1s"
    min     = "1s"
    doc     = "From which duration on a query is logged."
  }
  input "retain_logs" {
    type    = duration
    default = "90d"
    one_of  = ["1d", "3d", "5d", "7d", "14d", "30d", "60d", "90d", "120d", "150d", "180d", "365d", "400d", "545d", "731d"]
    doc     = "How long the database's log is kept."
  }
  input "deletion_protection" {
    type    = bool
    default = true
    doc     = "The database cannot be deleted before this is turned off."
  }
  input "network" {
    type = component.network
    doc  = "The network whose data subnets it stands in."
  }

  # Versions: in the engine versions of the CloudFormation schemas of cfn-lint 1.51.0.
  # Aurora MySQL 3.10 is a long-term support release (Amazon Aurora User Guide, "Aurora MySQL long-term support releases").
  let {
    is_aurora   = startswith(engine, "aurora-")
    is_home     = site.region == app.home
    global      = is_aurora && app.recovers_region
    aurora_here = is_aurora && (is_home || global)
    rds_here    = !is_aurora && is_home
    copies      = !is_aurora && app.recovers_region
    others      = sort(setsubtract(app.regions, [app.home]))

    pinned = {
      postgresql        = "17.7"
      mysql             = "8.4.8"
      aurora-postgresql = "17.7"
      aurora-mysql      = "8.0.mysql_aurora.3.10.4"
    }[engine]
    engine_version = coalesce(version, pinned)
    parts          = split(".", engine_version)
    engine_name    = engine == "postgresql" ? "postgres" : engine

    # TLS or nothing; slow statements go to a file, and from there to CloudWatch Logs.
    postgres = {
      major      = parts[0]
      port       = 5432
      logs       = ["postgresql"]
      parameters = tomap({ "rds.force_ssl" = "1", log_min_duration_statement = "${in_seconds(slow_query) * 1000}" })
    }
    mysql = {
      major = "${parts[0]}.${parts[1]}"
      port  = 3306
      logs  = ["error", "slowquery"]
      parameters = tomap({
        require_secure_transport = "ON"
        slow_query_log           = "1"
        long_query_time          = "${in_seconds(slow_query)}"
        log_output               = "FILE"
      })
    }
    speaks = endswith(engine, "postgresql") ? postgres : mysql

    settings = {
      engine              = engine_name
      version             = engine_version
      family              = "${engine_name}${speaks.major}"
      class               = coalesce(class, is_aurora ? "db.r6g.large" : "db.m6g.large")
      name                = name
      port                = speaks.port
      logs                = speaks.logs
      parameters          = speaks.parameters
      retain_backups      = retain_backups
      retain_logs         = retain_logs
      deletion_protection = deletion_protection
    }
    prefix = replace(lower("${app.name}-${app.environment}-"), "_", "-")
    sql    = aurora_here ? aurora.sql : rds_here ? rds.sql : null
  }

  check "stands_at_home" {
    that  = contains(self.regions, app.home)
    error = "a database is written at the app's home, so it has to stand there too"
  }

  check "only_aurora_has_readers" {
    that  = is_aurora || readers == null
    error = "only Aurora has `readers`: an RDS database has a standby in another zone, which nobody reads"
    at    = readers
  }
  check "aurora_allocates" {
    that  = !is_aurora || storage == null
    error = "Aurora allocates its storage by itself: leave `storage` out"
    at    = storage
  }
  check "aurora_has_no_most" {
    that  = !is_aurora || max_storage == null
    error = "Aurora allocates its storage by itself: leave `max_storage` out"
    at    = max_storage
  }
  # What is supported beyond its time has a suffix, such as `11.22-rds.20240418`.
  check "version_is_of_the_engine" {
    that  = length(split(".", split("-", engine_version)[0])) == { postgresql = 2, mysql = 3, aurora-postgresql = 2, aurora-mysql = 6 }[engine]
    error = "this is no version of `${engine}`, whose versions look like \"${pinned}\""
    at    = version
  }

  # An instance's name has 63 characters, the app's and the environment's among them.
  own_name "own" {
    of   = self.address
    most = max(63 - length(prefix), 12)
  }
  aurora "aurora" {
    when     = aurora_here
    settings = settings
    global   = global
    readers  = coalesce(readers, 1)
    network  = network
  }

  # Replicated backups are encrypted by a key of their own region.
  # Source: Amazon RDS User Guide, "Replicating automated backups to another AWS Region".
  # It stands with the network: a data stack of one region would else wait for that of another, and that one for it.
  resource "AWS::KMS::Key" "copy_key" {
    when              = copies
    at                = "others"
    unit              = "network"
    Description       = "Encrypts the copied backups of a database"
    EnableKeyRotation = true
  }

  rds "rds" {
    when        = rds_here
    settings    = settings
    identifier  = "${prefix}${own.text}"
    storage     = coalesce(storage, "100GiB")
    max_storage = coalesce(max_storage, "1000GiB")
    copy_region = copies ? others[0] : null
    copy_key    = copies ? at(copy_key, others[0]).Arn : null
    network     = network
  }

  provides "sql" {
    when           = sql != null
    error          = is_aurora ? "stands at home alone: promise `objective.recover.region`, and it has a copy here; or let its callers stand at home, with `regions = \"home\"`" : "an RDS database stands at home alone: let its callers stand there, with `regions = \"home\"`, or take an Aurora engine"
    address        = sql.host
    port           = sql.port
    env            = { HOST = sql.host, READ_HOST = sql.read_host, PORT = "${sql.port}", NAME = name }
    secrets        = { CREDENTIALS = sql.credentials }
    security_group = sql.security_group
  }
}
