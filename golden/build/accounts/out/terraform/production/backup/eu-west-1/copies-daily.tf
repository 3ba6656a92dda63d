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
            AWS = "arn:aws:iam::111111111111:root"
          }
          Resource = "*"
        },
      ]
      Version = "2012-10-17"
    }
    BackupVaultName  = "accounts-production-copies"
    EncryptionKeyArn = jsondecode(aws_cloudcontrolapi_resource.copies_daily_far_key.properties)["Arn"]
  })

  lifecycle {
    prevent_destroy = true
  }
}
