# queue.mail.dead (AWS::SQS::Queue)
resource "aws_sqs_queue" "queue_mail_dead" {
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true

  lifecycle {
    prevent_destroy = true
  }
}

# queue.mail.main (AWS::SQS::Queue)
resource "aws_sqs_queue" "queue_mail_main" {
  message_retention_seconds  = 345600
  visibility_timeout_seconds = 30
  receive_wait_time_seconds  = 20
  sqs_managed_sse_enabled    = true
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.queue_mail_dead.arn
    maxReceiveCount     = 5
  })

  lifecycle {
    prevent_destroy = true
  }
}
