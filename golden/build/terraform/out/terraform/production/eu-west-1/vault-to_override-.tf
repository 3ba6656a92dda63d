# vault.to_override.login: GenerateSecretString
ephemeral "aws_secretsmanager_random_password" "vault_to_override_login65c28d__generated" {
  password_length = 32
}

# vault.to_override.login (AWS::SecretsManager::Secret)
resource "aws_secretsmanager_secret" "vault_to_override_login65c28d" {
  tags = {
    team = "platform"
  }

  lifecycle {
    prevent_destroy = true
  }
}

# vault.to_override.login: GenerateSecretString
resource "aws_secretsmanager_secret_version" "vault_to_override_login65c28d__value" {
  secret_id                = aws_secretsmanager_secret.vault_to_override_login65c28d.id
  secret_string_wo         = jsonencode(merge(jsondecode("{\"user\":\"robot\"}"), { password = ephemeral.aws_secretsmanager_random_password.vault_to_override_login65c28d__generated.random_password }))
  secret_string_wo_version = 7380305
}

# vault.to_override.read (AWS::SSM::Parameter)
resource "aws_cloudcontrolapi_resource" "vault_to_override_read988d71" {
  type_name = "AWS::SSM::Parameter"
  desired_state = jsonencode({
    Tags = {
      team = "platform"
    }
    Type = "String"
    Value = jsonencode({
      literal  = "$${not} %%{evaluated} $5"
      password = jsondecode(data.aws_secretsmanager_secret_version.vault_to_override_login65c28d.secret_string)["password"]
      previous = "was ${jsondecode(data.aws_secretsmanager_secret_version.vault_to_override_login65c28d__e1897f.secret_string)["password"]}."
    })
  })

  depends_on = [aws_secretsmanager_secret_version.vault_to_override_login65c28d__value]
}

# vault.to_override.spool (AWS::SQS::Queue)
resource "aws_sqs_queue" "vault_to_override_spoold71127" {
  delay_seconds    = var.param_limit
  max_message_size = 1024
  redrive_allow_policy = jsonencode({
    redrivePermission = "denyAll"
  })
  tags = {
    image = var.param_image
    team  = "platform"
  }
}
