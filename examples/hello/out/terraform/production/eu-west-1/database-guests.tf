# database.guests.rds.instance (AWS::RDS::DBInstance)
resource "aws_cloudcontrolapi_resource" "database_guests_rds_instance" {
  type_name = "AWS::RDS::DBInstance"
  desired_state = jsonencode({
    AllocatedStorage                = "100"
    AutoMinorVersionUpgrade         = true
    BackupRetentionPeriod           = 35
    CACertificateIdentifier         = "rds-ca-rsa2048-g1"
    CopyTagsToSnapshot              = true
    DBInstanceClass                 = "db.m6g.large"
    DBInstanceIdentifier            = "hello-production-guests"
    DBName                          = "main"
    DBParameterGroupName            = aws_cloudcontrolapi_resource.database_guests_rds_parameters.id
    DBSubnetGroupName               = aws_cloudcontrolapi_resource.database_guests_rds_place_subnets.id
    DeleteAutomatedBackups          = false
    DeletionProtection              = true
    EnableCloudwatchLogsExports     = ["postgresql"]
    EnableIAMDatabaseAuthentication = true
    EnablePerformanceInsights       = true
    Engine                          = "postgres"
    EngineVersion                   = "17.7"
    KmsKeyId                        = jsondecode(aws_cloudcontrolapi_resource.database_guests_rds_place_key.properties)["Arn"]
    ManageMasterUserPassword        = true
    MasterUsername                  = "master"
    MaxAllocatedStorage             = 1000
    MultiAZ                         = true
    Port                            = "5432"
    PubliclyAccessible              = false
    StorageEncrypted                = true
    StorageType                     = "gp3"
    VPCSecurityGroups               = [aws_security_group.database_guests_rds_place_group.id]
  })

  lifecycle {
    prevent_destroy = true
  }

  depends_on = [
    aws_cloudwatch_log_group.database_guests_rds_log_postgresqla9697c,
    aws_vpc_security_group_egress_rule.database_guests_rds_place_group__egress_caeafd,
  ]
}

# database.guests.rds.log["postgresql"] (AWS::Logs::LogGroup)
resource "aws_cloudwatch_log_group" "database_guests_rds_log_postgresqla9697c" {
  name              = "/aws/rds/instance/hello-production-guests/postgresql"
  retention_in_days = 90
}

# database.guests.rds.parameters (AWS::RDS::DBParameterGroup)
resource "aws_cloudcontrolapi_resource" "database_guests_rds_parameters" {
  type_name = "AWS::RDS::DBParameterGroup"
  desired_state = jsonencode({
    Description = "TLS and slow-query log"
    Family      = "postgres17"
    Parameters = {
      log_min_duration_statement = "1000"
      "rds.force_ssl"            = "1"
    }
  })
}

# database.guests.rds.place.group (AWS::EC2::SecurityGroup)
resource "aws_security_group" "database_guests_rds_place_group" {
  description = "Database"
  vpc_id      = aws_vpc.network_main_made_vpc.id
}

# database.guests.rds.place.group: SecurityGroupEgress
resource "aws_vpc_security_group_egress_rule" "database_guests_rds_place_group__egress_caeafd" {
  security_group_id = aws_security_group.database_guests_rds_place_group.id
  description       = "Nothing outbound"
  ip_protocol       = "-1"
  cidr_ipv4         = "127.0.0.1/32"
}

# database.guests.rds.place.key (AWS::KMS::Key)
resource "aws_cloudcontrolapi_resource" "database_guests_rds_place_key" {
  type_name = "AWS::KMS::Key"
  desired_state = jsonencode({
    Description       = "Encrypts a database"
    EnableKeyRotation = true
  })

  lifecycle {
    prevent_destroy = true
  }
}

# database.guests.rds.place.subnets (AWS::RDS::DBSubnetGroup)
resource "aws_cloudcontrolapi_resource" "database_guests_rds_place_subnets" {
  type_name = "AWS::RDS::DBSubnetGroup"
  desired_state = jsonencode({
    DBSubnetGroupDescription = "Data subnets"
    SubnetIds = [
      aws_subnet.network_main_made_data_tier_subnet_aee08af.id,
      aws_subnet.network_main_made_data_tier_subnet_b473cd7.id,
      aws_subnet.network_main_made_data_tier_subnet_cd47321.id,
    ]
  })
}
