# queue.mail.dead (AWS::SQS::Queue)
# override of SqsManagedSseEnabled: "the account encrypts by itself"
# override of on_delete: "dead letters are copied elsewhere"
resource "aws_sqs_queue" "queue_mail_dead" {
  message_retention_seconds = 1209600
  tags = {
    team = "post"
  }
}

# queue.mail.main (AWS::SQS::Queue)
# override of ReceiveMessageWaitTimeSeconds: "the consumer polls by itself"
# override of Tags[Key == 'cost']: "the cost centre is known for this queue alone"
# override of Tags[Key == 'team'].Value: "letters are paid by another team"
resource "aws_sqs_queue" "queue_mail_main" {
  message_retention_seconds  = 345600
  visibility_timeout_seconds = 30
  receive_wait_time_seconds  = 5
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
