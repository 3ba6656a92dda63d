# An app whose copies are kept in another account, and read by a third.
app "accounts" {
  language = 1
  home     = "eu-west-1"
  regions  = ["eu-west-1", "eu-central-1"]
  account  = "111111111111"
  accounts = { backup = "222222222222", audit = "333333333333" }
}

component "vault" {
  doc = "A place for copies, with a key of its own."

  input "writer" {
    type = string
    doc  = "The account that copies to it."
  }

  resource "AWS::KMS::Key" "key" { EnableKeyRotation = true }
  resource "AWS::Backup::BackupVault" "main" {
    BackupVaultName  = "${app.name}-${app.environment}-copies"
    EncryptionKeyArn = key.Arn
    AccessPolicy = {
      Version = "2012-10-17"
      Statement = [{
        Effect    = "Allow"
        Action    = "backup:CopyIntoBackupVault"
        Resource  = "*"
        Principal = { AWS = "arn:${site.partition}:iam::${writer}:root" }
      }]
    }
  }

  output "arn" { value = main.BackupVaultArn }
  output "key_arn" { value = key.Arn }
}

component "copies" {
  doc = "Daily backups, and a copy of each in the same region of another account."

  input "keep_in" {
    type = string
    doc  = "The name of the account of the copies."
  }

  vault "far" {
    account = keep_in
    writer  = app.account == null ? "" : app.account
  }

  resource "AWS::Backup::BackupVault" "near" { BackupVaultName = "${app.name}-${app.environment}" }
  resource "AWS::Backup::BackupPlan" "daily" {
    BackupPlan = {
      BackupPlanName = "daily"
      BackupPlanRule = [{
        RuleName          = "daily"
        TargetBackupVault = near.ref
        CopyActions       = [{ DestinationBackupVaultArn = far.arn }]
      }]
    }
  }

  output "key_arn" { value = far.key_arn }
}

# Reads the key of another account, which is known only when that one is deployed.
component "auditor" {
  doc = "A policy that reads what the copies are encrypted with."

  input "key" {
    type  = string
    later = true
    doc   = "The key of the copies."
  }

  resource "AWS::SSM::Parameter" "main" {
    Type        = "String"
    Value       = key
    Description = "read by ${site.account}"
  }
}

copies "daily" { keep_in = "backup" }

auditor "main" {
  account = "audit"
  regions = "home"
  key     = copies.daily.key_arn
}

queue "mail" {}

environment "staging" {
  app {
    regions  = ["eu-west-1"]
    account  = "999999999999"
    accounts = { backup = "999999999999", audit = "999999999999" }
  }
}
