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
              DestinationBackupVaultArn = "arn:aws:backup:eu-west-1:222222222222:backup-vault:accounts-production-copies"
            },
          ]
          RuleName          = "daily"
          TargetBackupVault = aws_cloudcontrolapi_resource.copies_daily_near.id
        },
      ]
    }
  })
}

# copies.daily.near (AWS::Backup::BackupVault)
resource "aws_cloudcontrolapi_resource" "copies_daily_near" {
  type_name = "AWS::Backup::BackupVault"
  desired_state = jsonencode({
    BackupVaultName = "accounts-production"
  })

  lifecycle {
    prevent_destroy = true
  }
}
