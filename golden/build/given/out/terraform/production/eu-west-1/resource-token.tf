# resource.token (AWS::SecretsManager::Secret)
resource "aws_secretsmanager_secret" "resource_token" {
  kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/12345678-1234-1234-1234-123456789012"
  tags = {
    owner = "shop"
  }

  lifecycle {
    prevent_destroy = true
  }
}

# resource.token: SecretString
resource "aws_secretsmanager_secret_version" "resource_token__given" {
  secret_id     = aws_secretsmanager_secret.resource_token.id
  secret_string = var.param_token
}
