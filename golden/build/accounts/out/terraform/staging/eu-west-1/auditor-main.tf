# auditor.main.main (AWS::SSM::Parameter)
resource "aws_cloudcontrolapi_resource" "auditor_main_main" {
  type_name = "AWS::SSM::Parameter"
  desired_state = jsonencode({
    Description = "read by 999999999999"
    Type        = "String"
    Value       = jsondecode(aws_cloudcontrolapi_resource.copies_daily_far_key.properties)["Arn"]
  })
}
