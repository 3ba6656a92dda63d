component "rds" {
  doc = "An RDS instance with a standby in another zone, and a copy of its backups in another region where one is named."

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
  input "identifier" {
    type       = string
    max_length = 63
    matches    = "^[a-z](-?[a-z0-9])*$"
    doc        = "The instance's name in its account and region."
  }
  input "storage" {
    type = bytes
    doc  = "The storage to begin with."
  }
  input "max_storage" {
    type = bytes
    doc  = "Up to where storage grows by itself."
  }
  input "copy_region" {
    type = optional(region)
    doc  = "Another region that keeps a copy of the backups."
  }
  input "copy_key" {
    type = optional(attribute("AWS::KMS::Key", "Arn"))
    doc  = "The key that encrypts the copy, in its region."
  }
  input "network" {
    type = component.network
    doc  = "The network whose data subnets it stands in."
  }

  check "one_has_the_name" {
    unique = [identifier]
    error  = "two database instances have one name"
    at     = identifier
  }
  check "storage_can_grow" {
    that  = max_storage >= storage * 1.1
    error = "`max_storage` has to be at least a tenth above `storage`"
    at    = max_storage
  }

  database_place "place" { network = network }

  resource "AWS::RDS::DBParameterGroup" "parameters" {
    Description = "TLS and slow-query log"
    Family      = settings.family
    Parameters  = settings.parameters
  }

  # RDS writes to the groups that it finds, else makes them without retention: so they come before the instance.
  # That is why it has a name of its own, and cannot be replaced while it stands.
  # Source: Amazon RDS User Guide, "Publishing database logs to Amazon CloudWatch Logs".
  resource "AWS::Logs::LogGroup" "log" {
    for_each        = settings.logs
    LogGroupName    = "/aws/rds/instance/${identifier}/${each.key}"
    RetentionInDays = in_days(settings.retain_logs)
  }

  resource "AWS::RDS::DBInstance" "instance" {
    after                                     = [log]
    on_delete                                 = "snapshot"
    DBInstanceIdentifier                      = identifier
    Engine                                    = settings.engine
    EngineVersion                             = settings.version
    DBInstanceClass                           = settings.class
    DBName                                    = settings.name
    Port                                      = "${settings.port}"
    MultiAZ                                   = true
    StorageType                               = "gp3"
    AllocatedStorage                          = "${in_gib(storage)}"
    MaxAllocatedStorage                       = in_gib(max_storage)
    StorageEncrypted                          = true
    KmsKeyId                                  = place.key
    MasterUsername                            = "master"
    ManageMasterUserPassword                  = true
    EnableIAMDatabaseAuthentication           = true
    PubliclyAccessible                        = false
    DBSubnetGroupName                         = place.subnets
    VPCSecurityGroups                         = [place.group]
    DBParameterGroupName                      = parameters.ref
    CACertificateIdentifier                   = "rds-ca-rsa2048-g1"
    BackupRetentionPeriod                     = in_days(settings.retain_backups)
    DeleteAutomatedBackups                    = false
    CopyTagsToSnapshot                        = true
    AutomaticBackupReplicationRegion          = copy_region
    AutomaticBackupReplicationKmsKeyId        = copy_key
    AutomaticBackupReplicationRetentionPeriod = copy_region == null ? null : in_days(settings.retain_backups)
    DeletionProtection                        = settings.deletion_protection
    AutoMinorVersionUpgrade                   = true
    EnablePerformanceInsights                 = true
    EnableCloudwatchLogsExports               = settings.logs
  }

  output "sql" {
    value = {
      host           = instance.Endpoint.Address
      read_host      = instance.Endpoint.Address
      port           = settings.port
      credentials    = instance.MasterUserSecret.SecretArn
      security_group = place.group
    }
    doc = "What a client needs."
  }
}
