component "connection" {
  doc = "What one call needs: a way through the callee's security group, and what the caller's roles may do. Owned by the caller."

  input "call" {
    type = provides
    doc  = "The call: what the callee provides."
  }
  input "task_role" {
    type  = attribute("AWS::IAM::Role", "RoleName")
    later = true
    doc   = "The role under which the caller runs."
  }
  input "execution_role" {
    type  = optional(attribute("AWS::IAM::Role", "RoleName"))
    later = true
    doc   = "The role that hands secrets to the caller when it starts; the role under which it runs if there is none."
  }
  input "security_group" {
    type  = optional(attribute("AWS::EC2::SecurityGroup", "GroupId"))
    later = true
    doc   = "The security group that the caller is in."
  }

  let {
    grants  = coalesce(call.grants, {})
    secrets = coalesce(call.secrets, {})
    allowed = length(keys(grants)) > 0
    secret  = length(keys(secrets)) > 0
    opens   = call.security_group != null && call.port != null && security_group != null
  }

  resource "AWS::IAM::RolePolicy" "may" {
    when       = allowed
    PolicyName = "call-${call.name}"
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
    PolicyName = "secrets-${call.name}"
    RoleName   = execution_role == null ? task_role : execution_role
    PolicyDocument = {
      Version = "2012-10-17"
      Statement = [{
        Effect   = "Allow"
        Action   = "secretsmanager:GetSecretValue"
        Resource = values(secrets)
      }]
    }
  }

  resource "AWS::EC2::SecurityGroupIngress" "way_in" {
    when                  = opens
    GroupId               = call.security_group
    SourceSecurityGroupId = security_group
    IpProtocol            = "tcp"
    FromPort              = call.port
    ToPort                = call.port
    Description           = "Calls of ${call.name}"
  }
}
