# The value never reaches Terraform's state: it is made by an ephemeral resource and handed over in a
# write-only attribute. It is made again when what generates it changes, as in CloudFormation.
# Source: Terraform Registry, hashicorp/aws 5.100, aws_secretsmanager_secret,
# aws_secretsmanager_secret_version, aws_secretsmanager_random_password.
translate "AWS::SecretsManager::Secret" {
  to  = "aws_secretsmanager_secret"
  ref = arn
  attributes = {
    Id = arn
  }
  map = {
    Name                 = name
    Description          = description
    KmsKeyId             = kms_key_id
    ReplicaRegions       = block(replica, { Region = region, KmsKeyId = kms_key_id })
    GenerateSecretString = split(generated, value)
    SecretString         = split(given)
    Type                 = refuse("aws_secretsmanager_secret has no types")
    Tags                 = pairs(tags, "Key", "Value")
  }

  ephemeral "generated" {
    to = "aws_secretsmanager_random_password"
    map = {
      PasswordLength          = password_length
      ExcludeCharacters       = exclude_characters
      ExcludeLowercase        = exclude_lowercase
      ExcludeNumbers          = exclude_numbers
      ExcludePunctuation      = exclude_punctuation
      ExcludeUppercase        = exclude_uppercase
      IncludeSpace            = include_space
      RequireEachIncludedType = require_each_included_type
    }
  }

  child "value" {
    to     = "aws_secretsmanager_secret_version"
    parent = { secret_id = id }
    set = {
      secret_string_wo         = field_in(SecretStringTemplate, GenerateStringKey, generated.random_password)
      secret_string_wo_version = digest()
    }
  }

  child "given" {
    to     = "aws_secretsmanager_secret_version"
    parent = { secret_id = id }
    map    = secret_string
  }
}
