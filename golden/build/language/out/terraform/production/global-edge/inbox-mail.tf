# inbox.mail.index (AWS::SSM::Parameter)
resource "aws_cloudcontrolapi_resource" "inbox_mail_index" {
  type_name = "AWS::SSM::Parameter"
  desired_state = jsonencode({
    Tags = {
      team = "compilers"
    }
    Type = "String"
    Value = jsonencode({
      bucket  = var.from_eu_west_1_inbox_mail_kept_arn
      days    = [4]
      literal = "$${not_a_reference}"
      queues = {
        "eu-central-1" = {
          letters = var.from_eu_central_1_inbox_mail_stream_lettersa31c4e_ref
          orders  = var.from_eu_central_1_inbox_mail_stream_orders5aeb88_ref
        }
        "eu-west-1" = {
          letters = var.from_eu_west_1_inbox_mail_stream_lettersa31c4e_ref
          orders  = var.from_eu_west_1_inbox_mail_stream_orders5aeb88_ref
        }
      }
      version = 1
    })
  })
}
