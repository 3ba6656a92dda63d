component "rds" {
  doc = "An RDS instance at home with a standby in another zone; where the app recovers a region, its backups are copied there."

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
    type = string
    doc  = "The instance's name in its account and region."
  }
  input "storage" {
    type = bytes
    doc  = "The storage to begin with."
  }
  input "max_storage" {
    type = bytes
    doc  = "Up to where storage grows by itself."
  }
  input "network" {
    type = component.network
    doc  = "The network whose data subnets it stands in."
  }

  let {
    is_home = site.region == app.home
    others  = [for r in app.regions : r if r != app.home]
    copies  = app.recovers_region
    primary = at(instance, app.home)
  }

  check "storage_can_grow" {
    that  = in_gib(max_storage) >= ceil(in_gib(storage) * 1.1)
    error = "`max_storage` has to be at least a tenth above `storage`"
    at    = max_storage
  }

  database_place "place" {
    when    = is_home
    network = network
  }

  # The replicated backups are encrypted by a key of their own region.
  # Source: Amazon RDS User Guide, "Replicating automated backups to another AWS Region".
  resource "AWS::KMS::Key" "copy_key" {
    when              = copies
    at                = "others"
    Description       = "Encrypts the copied backups of a database"
    EnableKeyRotation = true
  }

  resource "AWS::RDS::DBParameterGroup" "parameters" {
    at          = "home"
    Description = "TLS and slow-query log"
    Family      = settings.family
    Parameters  = settings.parameters
  }

  # RDS makes these groups, without retention, while it makes the instance: so they come before it, under its name.
  # That is why the instance has a name of its own, and cannot be replaced while it stands.
  resource "AWS::Logs::LogGroup" "log" {
    at              = "home"
    for_each        = settings.logs
    LogGroupName    = "/aws/rds/instance/${identifier}/${each.key}"
    RetentionInDays = in_days(settings.retain_logs)
  }

  resource "AWS::RDS::DBInstance" "instance" {
    at                                         = "home"
    after                                      = [log]
    on_delete                                  = "snapshot"
    DBInstanceIdentifier                       = identifier
    Engine                                     = settings.engine
    EngineVersion                              = settings.version
    DBInstanceClass                            = settings.class
    DBName                                     = settings.name
    Port                                       = "${settings.port}"
    MultiAZ                                    = true
    StorageType                                = "gp3"
    AllocatedStorage                           = "${in_gib(storage)}"
    MaxAllocatedStorage                        = in_gib(max_storage)
    StorageEncrypted                           = true
    KmsKeyId                                   = place.key
    MasterUsername                             = "master"
    ManageMasterUserPassword                   = true
    EnableIAMDatabaseAuthentication            = true
    PubliclyAccessible                         = false
    DBSubnetGroupName                          = place.subnets
    VPCSecurityGroups                          = [place.group]
    DBParameterGroupName                       = parameters.ref
    CACertificateIdentifier                    = "rds-ca-rsa2048-g1"
    BackupRetentionPeriod                      = in_days(settings.retain_backups)
    DeleteAutomatedBackups                     = false
    CopyTagsToSnapshot                         = true
    AutomaticBackupReplicationRegion           = copies ? others[0] : null
    AutomaticBackupReplicationKmsKeyId         = copies ? at(copy_key, others[0]).Arn : null
    AutomaticBackupReplicationRetentionPeriod  = copies ? in_days(settings.retain_backups) : null
    DeletionProtection                         = settings.deletion_protection
    AutoMinorVersionUpgrade                    = true
    EnablePerformanceInsights                  = true
    EnableCloudwatchLogsExports                = settings.logs
  }

  output "sql" {
    value = {
      host           = primary.Endpoint.Address
      read_host      = primary.Endpoint.Address
      port           = settings.port
      credentials    = primary.MasterUserSecret.SecretArn
      security_group = at(place, app.home).group
      path           = [primary]
    }
    doc = "What a client needs."
  }
}
