component "secret" {
  doc = "A secret with a generated value, made at home and replicated to the app's other regions."

  input "about" {
    type = optional(string)
    doc  = "What the secret is for."
  }
  input "characters" {
    type    = int
    default = 40
    min     = 8
    max     = 4096
    doc     = "The number of characters that are generated."
  }
  input "exclude" {
    type    = string
    default = "\"@/\\' "
    doc     = "Characters that are not generated. The default leaves out those that RDS refuses in a password."
  }
  input "fields" {
    type    = map(string)
    default = {}
    doc     = "Fields that stand beside the generated one, which is then called `password`; without them the secret is the generated text alone."
  }
  let {
    structured = length(fields) > 0
    # A replica has the ARN of its primary but for the region.
    # Source: AWS Secrets Manager User Guide, "Replicate AWS Secrets Manager secrets across Regions".
    home_arn = at(main, app.home).ref
    arn      = site.region == app.home ? home_arn : replace(home_arn, ":${app.home}:", ":${site.region}:")
    # Accounts that read it, beside its own. A root stands for what the account's own policies let read:
    # a role would have to be there first.
    outside = distinct([
      for c in callers(self) : "arn:${site.partition}:iam::${c.account}:root"
      if c.account != null && c.account != self.account
    ])
    is_read_from_outside = length(outside) > 0
  }

  # Nobody of another account decrypts with the key that Secrets Manager has by itself.
  # Source: AWS Secrets Manager User Guide, "Access AWS Secrets Manager secrets from a different account".
  # It stands with the network: the secret at home waits for the keys of its replicas.
  resource "AWS::KMS::Key" "key" {
    when              = is_read_from_outside
    unit              = "network"
    Description       = "Encrypts a secret that other accounts read"
    EnableKeyRotation = true
    KeyPolicy = {
      Version = "2012-10-17"
      Statement = [
        {
          Effect    = "Allow"
          Principal = { AWS = "arn:${site.partition}:iam::${site.account}:root" }
          Action    = "kms:*"
          Resource  = "*"
        },
        {
          Effect    = "Allow"
          Principal = { AWS = outside }
          Action    = "kms:Decrypt"
          Resource  = "*"
          Condition = { StringLike = { "kms:ViaService" = "secretsmanager.${site.region}.amazonaws.com*" } }
        },
      ]
    }
  }

  resource "AWS::SecretsManager::Secret" "main" {
    at          = "home"
    Description = about
    GenerateSecretString = {
      PasswordLength       = characters
      ExcludeCharacters    = exclude
      SecretStringTemplate = structured ? jsonencode(fields) : null
      GenerateStringKey    = structured ? "password" : null
    }
    KmsKeyId = is_read_from_outside ? key.Arn : null
    ReplicaRegions = [
      for r in app.regions : { Region = r, KmsKeyId = is_read_from_outside ? at(key, r).Arn : null }
      if r != app.home
    ]
  }

  # A replica has it too.
  # Source: AWS Secrets Manager User Guide, "Replicate AWS Secrets Manager secrets across Regions".
  resource "AWS::SecretsManager::ResourcePolicy" "readers" {
    when              = is_read_from_outside
    at                = "home"
    SecretId          = main.ref
    BlockPublicPolicy = true
    ResourcePolicy = {
      Version = "2012-10-17"
      Statement = [{
        Effect    = "Allow"
        Principal = { AWS = outside }
        Action    = "secretsmanager:GetSecretValue"
        Resource  = "*"
      }]
    }
  }

  output "arn" {
    value = arn
    doc   = "The ARN of the secret, or of its replica, at this site."
  }

  provides "read" {
    grants  = { "secretsmanager:GetSecretValue" = arn }
    secrets = { VALUE = arn }
  }
}
