# inbox.mail.pointer (AWS::SSM::Parameter)
resource "aws_cloudcontrolapi_resource" "inbox_mail_pointer" {
  type_name = "AWS::SSM::Parameter"
  desired_state = jsonencode({
    Tags = {
      team = "compilers"
    }
    Type  = "String"
    Value = "home=${var.from_eu_west_1_inbox_mail_front_topic_arn},index=${var.from_global_edge_inbox_mail_index_ref},${join("x", split("sns", var.from_eu_central_1_inbox_mail_front_topic_arn))}"
  })
}
