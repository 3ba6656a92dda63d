# What a key encrypted cannot be read without it: losing the key loses that data.
behavior "AWS::KMS::Key" {
  holds_data = "records"
  source     = "AWS KMS Developer Guide, Delete an AWS KMS key"

  survives "az" {
    within = "0s"
    losing = "0s"
    trusts = "KMS serves a key from any zone of its region"
    source = "AWS KMS Developer Guide, Resilience in AWS Key Management Service"
  }
  # What it encrypts stands in its region. A copy of that elsewhere has a key there, and is judged by itself.
  survives "region" {
    when   = !self.MultiRegion
    within = "0s"
    losing = "0s"
    trusts = "a key encrypts nothing outside of its region"
    source = "AWS KMS Developer Guide, Multi-Region keys in AWS KMS"
  }
  survives "region" {
    within = unknown("what its replicas in other regions decrypt is not looked at")
    source = "AWS KMS Developer Guide, Multi-Region keys in AWS KMS"
  }
}

behavior "AWS::KMS::ReplicaKey" {
  holds_data = "records"
  source     = "AWS KMS Developer Guide, Multi-Region keys in AWS KMS"
}

behavior "AWS::SecretsManager::Secret" {
  holds_data = "records"
  source     = "AWS Secrets Manager User Guide, Delete an AWS Secrets Manager secret"

  survives "az" {
    within = "0s"
    losing = "0s"
    trusts = "Secrets Manager is built over several zones"
    source = "AWS Fault Isolation Boundaries, Regional services"
  }
  survives "region" {
    when   = length(twins(self)) > 0
    lost   = "it stands in one region, and has no replica in another"
    within = "0s"
    losing = "0s"
    trusts = "each region has a secret of its own, and needs that of no other"
    source = "AWS Secrets Manager User Guide, Replicate AWS Secrets Manager secrets across Regions"
  }
  survives "region" {
    when   = is_set(self.ReplicaRegions) && length(self.ReplicaRegions) > 0
    within = "0s"
    losing = unknown("its replicas are read in their own regions, and AWS documents no longest time until a new value is there")
    trusts = "a replica is read without its primary"
    source = "AWS Secrets Manager User Guide, Replicate AWS Secrets Manager secrets across Regions"
  }
}

behavior "AWS::ACMPCA::CertificateAuthority" {
  holds_data = "records"
  source     = "AWS Private Certificate Authority User Guide, Delete your private CA"
}
