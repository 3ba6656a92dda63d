# inbox.plain.front (AWS::SNS::Topic)
# archived: false
resource "aws_cloudcontrolapi_resource" "inbox_plain_front" {
  type_name = "AWS::SNS::Topic"
  desired_state = jsonencode({
    DisplayName = "language in eu-central-1"
    Subscription = [
      {
        Endpoint = aws_sqs_queue.inbox_plain_stream_all1f591d.arn
        Protocol = "sqs"
      },
    ]
    Tags = [
      {
        Key   = "team"
        Value = "compilers"
      },
    ]
  })
}

# inbox.plain.stream["all"] (AWS::SQS::Queue)
resource "aws_sqs_queue" "inbox_plain_stream_all1f591d" {
  message_retention_seconds  = 86400
  visibility_timeout_seconds = 30
  sqs_managed_sse_enabled    = true
  tags = {
    team = "compilers"
  }

  lifecycle {
    prevent_destroy = true
  }
}
