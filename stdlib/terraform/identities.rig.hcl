# Policies stand in resources of their own: those inside aws_iam_role are deprecated.
# Source: Terraform Registry, hashicorp/aws 5.100, the types named by `to`.
translate "AWS::IAM::Role" {
  to  = "aws_iam_role"
  ref = name
  attributes = {
    Arn      = arn
    RoleId   = unique_id
    RoleName = name
  }
  map = {
    RoleName                 = name
    Path                     = path
    Description              = description
    AssumeRolePolicyDocument = jsonencode(assume_role_policy)
    MaxSessionDuration       = max_session_duration
    PermissionsBoundary      = permissions_boundary
    Policies                 = split(policy)
    ManagedPolicyArns        = split(managed)
    Tags                     = pairs(tags, "Key", "Value")
  }

  child "policy" {
    to     = "aws_iam_role_policy"
    key    = PolicyName
    parent = { role = id }
    map = {
      PolicyName     = name
      PolicyDocument = jsonencode(policy)
    }
  }

  child "managed" {
    to     = "aws_iam_role_policy_attachment"
    parent = { role = name }
    map    = policy_arn
  }
}

translate "AWS::IAM::RolePolicy" {
  to = "aws_iam_role_policy"
  map = {
    PolicyName     = name
    RoleName       = role
    PolicyDocument = jsonencode(policy)
  }
}
