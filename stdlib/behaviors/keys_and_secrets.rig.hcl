# What a key encrypted cannot be read without it: losing the key loses that data.
behavior "AWS::KMS::Key" {
  holds_data = "records"
  source     = "AWS KMS Developer Guide, Delete an AWS KMS key"
}

behavior "AWS::KMS::ReplicaKey" {
  holds_data = "records"
  source     = "AWS KMS Developer Guide, Multi-Region keys in AWS KMS"
}

behavior "AWS::SecretsManager::Secret" {
  holds_data = "records"
  source     = "AWS Secrets Manager User Guide, Delete an AWS Secrets Manager secret"
}

behavior "AWS::ACMPCA::CertificateAuthority" {
  holds_data = "records"
  source     = "AWS Private Certificate Authority User Guide, Delete your private CA"
}
