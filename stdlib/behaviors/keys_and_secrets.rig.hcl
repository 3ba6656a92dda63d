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
}

behavior "AWS::ACMPCA::CertificateAuthority" {
  holds_data = "records"
  source     = "AWS Private Certificate Authority User Guide, Delete your private CA"
}
