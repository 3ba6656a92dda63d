data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

# Terraform keeps what it reads in its state.
data "aws_secretsmanager_secret_version" "vault_to_override_login65c28d" {
  secret_id = aws_secretsmanager_secret.vault_to_override_login65c28d.arn

  depends_on = [aws_secretsmanager_secret_version.vault_to_override_login65c28d__value]
}

# Terraform keeps what it reads in its state.
data "aws_secretsmanager_secret_version" "vault_to_override_login65c28d__e1897f" {
  secret_id     = aws_secretsmanager_secret.vault_to_override_login65c28d.arn
  version_stage = "AWSPREVIOUS"

  depends_on = [aws_secretsmanager_secret_version.vault_to_override_login65c28d__value]
}
