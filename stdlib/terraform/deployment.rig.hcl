# What CloudFormation knows, or resolves, when it deploys: the data source that says it to Terraform.
# Source: Terraform Registry, hashicorp/aws 5.100, the data sources named by `data`.
pseudo "AccountId" {
  data = "aws_caller_identity"
  read = account_id
}

pseudo "Partition" {
  data = "aws_partition"
  read = partition
}

pseudo "Region" {
  data = "aws_region"
  read = name
}

pseudo "UrlSuffix" {
  data = "aws_partition"
  read = dns_suffix
}

# {{resolve:secretsmanager:SECRET:SecretString:FIELD:STAGE:VERSION}}
secret_reference "secretsmanager" {
  data    = "aws_secretsmanager_secret_version"
  id      = secret_id
  marker  = "SecretString"
  stage   = version_stage
  version = version_id
  read    = secret_string
}
