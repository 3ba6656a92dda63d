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
    ReplicaRegions = [for r in app.regions : { Region = r } if r != app.home]
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
