# copies.daily.daily (AWS::Backup::BackupPlan)
resource "aws_cloudcontrolapi_resource" "copies_daily_daily" {
  type_name = "AWS::Backup::BackupPlan"
  desired_state = jsonencode({
    BackupPlan = {
      BackupPlanName = "daily"
      BackupPlanRule = [
        {
          CopyActions = [
            {
              DestinationBackupVaultArn = jsondecode(aws_cloudcontrolapi_resource.copies_daily_far_main.properties)["BackupVaultArn"]
            },
          ]
          RuleName          = "daily"
          TargetBackupVault = aws_cloudcontrolapi_resource.copies_daily_near.id
        },
      ]
    }
  })
}

# copies.daily.far.key (AWS::KMS::Key)
resource "aws_cloudcontrolapi_resource" "copies_daily_far_key" {
  type_name = "AWS::KMS::Key"
  desired_state = jsonencode({
    EnableKeyRotation = true
  })

  lifecycle {
    prevent_destroy = true
  }
}

# copies.daily.far.main (AWS::Backup::BackupVault)
resource "aws_cloudcontrolapi_resource" "copies_daily_far_main" {
  type_name = "AWS::Backup::BackupVault"
  desired_state = jsonencode({
    AccessPolicy = {
      Statement = [
        {
          Action = "backup:CopyIntoBackupVault"
          Effect = "Allow"
          Principal = {
            AWS = "arn:aws:iam::999999999999:root"
          }
          Resource = "*"
        },
      ]
      Version = "2012-10-17"
    }
    BackupVaultName  = "accounts-staging-copies"
    EncryptionKeyArn = jsondecode(aws_cloudcontrolapi_resource.copies_daily_far_key.properties)["Arn"]
  })

  lifecycle {
    prevent_destroy = true
  }
}

# copies.daily.near (AWS::Backup::BackupVault)
resource "aws_cloudcontrolapi_resource" "copies_daily_near" {
  type_name = "AWS::Backup::BackupVault"
  desired_state = jsonencode({
    BackupVaultName = "accounts-staging"
  })

  lifecycle {
    prevent_destroy = true
  }
}
