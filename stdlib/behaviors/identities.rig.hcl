# Users who signed up exist nowhere else; a pool cannot be restored.
behavior "AWS::Cognito::UserPool" {
  holds_data = "records"
  source     = "Amazon Cognito Developer Guide, Amazon Cognito user pools"
}

behavior "AWS::Cognito::IdentityPool" {
  holds_data = "records"
  source     = "Amazon Cognito Developer Guide, Amazon Cognito identity pools"
}
