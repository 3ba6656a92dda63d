component "aurora" {
  doc = "An Aurora cluster with a writer and readers in different zones; as a global database, one such cluster in each region."

  # It goes as soon as RDS manages the password of a global database, as it does that of others.
  unstable = ["password"]

  input "settings" {
    type = object({
      engine              = string
      version             = string
      family              = string
      class               = string
      name                = string
      port                = int
      logs                = list(string)
      parameters          = map(string)
      retain_backups      = duration
      retain_logs         = duration
      deletion_protection = bool
    })
    doc = "What `database` decides for every engine."
  }
  input "global" {
    type = bool
    doc  = "One cluster in each of the app's regions, of which home writes."
  }
  input "readers" {
    type = int
    doc  = "Instances beside the writer."
  }
  input "network" {
    type = component.network
    doc  = "The network whose data subnets it stands in."
  }

  let {
    is_home = site.region == app.home
    zones   = keys(network.data)
    # Readers begin in the zone after the writer's.
    reader_zones = { for i in range(1, readers + 1) : "${i}" => element(zones, i) }
    credentials  = global ? password.arn : cluster.MasterUserSecret.SecretArn
  }

  database_place "place" { network = network }

  resource "AWS::RDS::DBClusterParameterGroup" "parameters" {
    Description = "TLS and slow-query log"
    Family      = settings.family
    Parameters  = settings.parameters
  }

  # RDS does not manage the password of a cluster in a global database.
  # Source: Amazon Aurora User Guide, "Password management with Amazon Aurora and AWS Secrets Manager".
  secret "password" {
    when   = global
    about  = "The database's master user"
    fields = { username = "master" }
  }

  resource "AWS::RDS::GlobalCluster" "everywhere" {
    when               = global
    at                 = "global"
    Engine             = settings.engine
    EngineVersion      = settings.version
    StorageEncrypted   = true
    DeletionProtection = settings.deletion_protection
  }

  resource "AWS::RDS::DBCluster" "cluster" {
    after                           = [is_home ? null : at(writer, app.home)]
    on_delete                       = "snapshot"
    Engine                          = settings.engine
    EngineVersion                   = settings.version
    GlobalClusterIdentifier         = global ? everywhere.ref : null
    DatabaseName                    = is_home ? settings.name : null
    Port                            = settings.port
    MasterUsername                  = is_home ? "master" : null
    ManageMasterUserPassword        = global ? null : true
    MasterUserPassword              = global && is_home ? "{{resolve:secretsmanager:${password.arn}:SecretString:password}}" : null
    EnableIAMDatabaseAuthentication = true
    DBSubnetGroupName               = place.subnets
    VpcSecurityGroupIds             = [place.group]
    DBClusterParameterGroupName     = parameters.ref
    StorageEncrypted                = true
    KmsKeyId                        = place.key
    BackupRetentionPeriod           = in_days(settings.retain_backups)
    CopyTagsToSnapshot              = true
    DeletionProtection              = settings.deletion_protection
    EnableCloudwatchLogsExports     = settings.logs
  }

  # RDS writes to the groups that it finds, else makes them without retention: so they come before the first instance.
  # Source: Amazon Aurora User Guide, "Publishing Aurora PostgreSQL logs to Amazon CloudWatch Logs".
  resource "AWS::Logs::LogGroup" "log" {
    for_each        = settings.logs
    LogGroupName    = "/aws/rds/cluster/${cluster.ref}/${each.key}"
    RetentionInDays = in_days(settings.retain_logs)
  }

  resource "AWS::RDS::DBInstance" "writer" {
    after                     = [log]
    on_delete                 = "delete"
    DBClusterIdentifier       = cluster.ref
    Engine                    = settings.engine
    DBInstanceClass           = settings.class
    AvailabilityZone          = network.data_zones[zones[0]]
    PromotionTier             = 0
    PubliclyAccessible        = false
    AutoMinorVersionUpgrade   = true
    CACertificateIdentifier   = "rds-ca-rsa2048-g1"
    EnablePerformanceInsights = true
  }

  resource "AWS::RDS::DBInstance" "reader" {
    for_each                  = reader_zones
    after                     = [writer]
    on_delete                 = "delete"
    DBClusterIdentifier       = cluster.ref
    Engine                    = settings.engine
    DBInstanceClass           = settings.class
    AvailabilityZone          = network.data_zones[each.value]
    PromotionTier             = 1
    PubliclyAccessible        = false
    AutoMinorVersionUpgrade   = true
    CACertificateIdentifier   = "rds-ca-rsa2048-g1"
    EnablePerformanceInsights = true
  }

  output "sql" {
    value = {
      host           = cluster.Endpoint.Address
      read_host      = cluster.ReadEndpoint.Address
      port           = settings.port
      credentials    = credentials
      security_group = place.group
    }
    doc = "What a client needs."
  }
}
