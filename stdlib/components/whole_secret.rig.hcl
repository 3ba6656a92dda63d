component "whole_secret" {
  doc = "A secret of Secrets Manager that is there already, as callers are handed it: all of it. Nothing is made of it."

  # With a field, a stage or a version behind it, it is the ARN of no secret, and a policy that names it permits nothing.
  # Source: AWS Secrets Manager User Guide, "Permissions reference for Secrets Manager", resources.
  input "secret" {
    type    = arn
    later   = true
    matches = "^arn:[^:]+:secretsmanager:[^:]+:[0-9]{12}:secret:[^:]+$"
    doc     = "The ARN of the whole secret, `arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME`, with nothing behind it."
  }

  output "arn" {
    value = secret
    doc   = "Its ARN."
  }
}
