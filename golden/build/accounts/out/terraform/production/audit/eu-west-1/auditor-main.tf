# auditor.main.main (AWS::SSM::Parameter)
resource "aws_cloudcontrolapi_resource" "auditor_main_main" {
  type_name = "AWS::SSM::Parameter"
  desired_state = jsonencode({
    Description = "read by 333333333333"
    Type        = "String"
    Value       = var.from_backup_eu_west_1_copies_daily_far_key_arn
  })
}
