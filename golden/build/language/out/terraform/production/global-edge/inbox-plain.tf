# inbox.plain.index (AWS::SSM::Parameter)
resource "aws_cloudcontrolapi_resource" "inbox_plain_index" {
  type_name = "AWS::SSM::Parameter"
  desired_state = jsonencode({
    Tags = {
      team = "compilers"
    }
    Type = "String"
    Value = jsonencode({
      days    = [1]
      literal = "$${not_a_reference}"
      queues = {
        "eu-central-1" = {
          all = var.from_eu_central_1_inbox_plain_stream_all1f591d_ref
        }
        "eu-west-1" = {
          all = var.from_eu_west_1_inbox_plain_stream_all1f591d_ref
        }
      }
      version = 1
    })
  })
}
