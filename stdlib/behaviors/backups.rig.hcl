# A backup is the last copy when it is needed.
behavior "AWS::Backup::BackupVault" {
  holds_data = "records"
  source     = "AWS Backup Developer Guide, Backup vaults"
}

behavior "AWS::Backup::LogicallyAirGappedBackupVault" {
  holds_data = "records"
  source     = "AWS Backup Developer Guide, Logically air-gapped vault"
}

behavior "AWS::RedshiftServerless::Snapshot" {
  holds_data = "records"
  source     = "Amazon Redshift Management Guide, Snapshots and recovery points"
}

behavior "AWS::CloudTrail::EventDataStore" {
  holds_data = "records"
  source     = "AWS CloudTrail User Guide, AWS CloudTrail Lake event data stores"
}
