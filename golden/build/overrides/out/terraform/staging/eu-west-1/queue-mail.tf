# queue.mail.dead (AWS::SQS::Queue)
# override of SqsManagedSseEnabled: "the account encrypts by itself"
resource "aws_sqs_queue" "queue_mail_dead" {
  message_retention_seconds = 1209600
  tags = {
    team = "post"
  }

  lifecycle {
    prevent_destroy = true
  }
}

# queue.mail.main (AWS::SQS::Queue)
# override of ReceiveMessageWaitTimeSeconds: "tests poll without waiting"
# override of Tags[Key == 'cost']: "the cost centre is known for this queue alone"
# override of Tags[Key == 'team'].Value: "letters are paid by another team"
resource "aws_sqs_queue" "queue_mail_main" {
  message_retention_seconds  = 345600
  visibility_timeout_seconds = 30
  receive_wait_time_seconds  = 0
  sqs_managed_sse_enabled    = true
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.queue_mail_dead.arn
    maxReceiveCount     = 5
  })
  tags = {
    cost = "4711"
    team = "letters"
  }

  lifecycle {
    prevent_destroy = true
  }
}
