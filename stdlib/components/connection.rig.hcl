component "connection" {
  doc = "What one call needs: the way out of the caller's security group and into the callee's, and what the caller's roles may do. Owned by the caller."

  # Which of the calls that share a way has it depends on their order, and may come to belong to the way itself.
  unstable = ["way_in", "way_out", "way_outside"]

  input "call" {
    type = provides
    doc  = "The call: what the callee provides."
  }
  input "label" {
    type       = optional(string)
    max_length = 100
    doc        = "What its policies are called, for callers that reach one capability more than once."
  }
  input "task_role" {
    type = optional(attribute("AWS::IAM::Role", "RoleName"))
    doc  = "The role under which the caller runs. Without it the caller is allowed nothing, and only handed the secrets."
  }
  input "execution_role" {
    type = optional(attribute("AWS::IAM::Role", "RoleName"))
    doc  = "The role that hands secrets to the caller when it starts; the role under which it runs if there is none."
  }
  input "security_group" {
    type = optional(attribute("AWS::EC2::SecurityGroup", "GroupId"))
    doc  = "The security group that the caller is in."
  }

  input "opens" {
    type    = bool
    default = true
    doc     = "Whether it opens the way; another call of the same caller may have opened it."
  }

  let {
    # What is called in an element has its key in it, and a key may be any text: what a name may not
    # have becomes `-`, and a digest of what follows the kind keeps two of them apart.
    # Source: AWS IAM User Guide, "IAM and AWS STS quotas", names of policies.
    whole   = coalesce(label, "${call.callee}-${call.capability}")
    legal   = replace(whole, "/[^A-Za-z0-9_+=,.@-]+/", "-")
    digest  = substr(sha256(replace(whole, "/^[^.]*[.]/", "")), 0, 8)
    called  = legal == whole && length(whole) <= 120 ? whole : "${trim(substr(legal, 0, 80), "-")}-${digest}"
    grants  = coalesce(call.grants, {})
    secrets = coalesce(call.secrets, {})
    allowed = length(grants) > 0 && task_role != null
    secret  = length(secrets) > 0
    foreign = secret && call.account != null && call.account != self.account
    opened  = opens && call.port != null && security_group != null
    inside  = opened && call.security_group != null
    leaves  = opened && call.security_group == null && call.cidr != null
  }

  check "somebody_runs" {
    that  = task_role != null || execution_role != null
    error = "a connection needs a role: `task_role`, `execution_role` or both"
    at    = task_role
  }

  check "port_is_one" {
    that  = call.port == null || call.port >= 1 && call.port <= 65535
    error = "`${call.callee}` cannot be called: a port is a number from 1 to 65535"
    at    = call
  }

  resource "AWS::IAM::RolePolicy" "may" {
    when       = allowed
    PolicyName = "call-${called}"
    RoleName   = task_role
    PolicyDocument = {
      Version = "2012-10-17"
      Statement = [for action, on in grants : {
        Effect   = "Allow"
        Action   = action
        Resource = on
      }]
    }
  }

  resource "AWS::IAM::RolePolicy" "reads" {
    when       = secret
    PolicyName = "secrets-${called}"
    RoleName   = coalesce(execution_role, task_role)
    PolicyDocument = {
      Version = "2012-10-17"
      Statement = [{
        Effect   = "Allow"
        Action   = "secretsmanager:GetSecretValue"
        Resource = values(secrets)
      }]
    }
  }

  # What another account encrypted is decrypted with a key of that, which needs a permission of its own:
  # for any key there, and for nothing but these secrets.
  # Source: AWS Secrets Manager User Guide, "Secret encryption and decryption in AWS Secrets Manager", encryption context.
  resource "AWS::IAM::RolePolicy" "decrypts" {
    when       = foreign
    PolicyName = "decrypts-${called}"
    RoleName   = coalesce(execution_role, task_role)
    PolicyDocument = {
      Version = "2012-10-17"
      Statement = [{
        Effect    = "Allow"
        Action    = "kms:Decrypt"
        Resource  = "arn:${site.partition}:kms:${site.region}:${call.account}:key/*"
        Condition = { StringEquals = { "kms:EncryptionContext:SecretARN" = values(secrets) } }
      }]
    }
  }

  resource "AWS::EC2::SecurityGroupIngress" "way_in" {
    when                  = inside
    GroupId               = call.security_group
    SourceSecurityGroupId = security_group
    IpProtocol            = "tcp"
    FromPort              = call.port
    ToPort                = call.port
    Description           = "Calls of ${call.name}"
  }

  resource "AWS::EC2::SecurityGroupEgress" "way_out" {
    when                       = inside
    GroupId                    = security_group
    DestinationSecurityGroupId = call.security_group
    IpProtocol                 = "tcp"
    FromPort                   = call.port
    ToPort                     = call.port
    Description                = "Calls of ${call.name}"
  }

  resource "AWS::EC2::SecurityGroupEgress" "way_outside" {
    when        = leaves
    GroupId     = security_group
    CidrIp      = call.cidr
    IpProtocol  = "tcp"
    FromPort    = call.port
    ToPort      = call.port
    Description = "Calls of ${call.name}"
  }
}
