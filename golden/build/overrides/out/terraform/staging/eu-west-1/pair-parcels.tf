# pair.parcels.of["left"].dead (AWS::SQS::Queue)
resource "aws_sqs_queue" "pair_parcels_of_left_dead27d1e2" {
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
  tags = {
    team = "post"
  }

  lifecycle {
    prevent_destroy = true
  }
}

# pair.parcels.of["left"].main (AWS::SQS::Queue)
# override of DelaySeconds: "the left one is ahead of its database"
# override of ReceiveMessageWaitTimeSeconds: "they are polled by hand"
resource "aws_sqs_queue" "pair_parcels_of_left_main001370" {
  message_retention_seconds  = 345600
  visibility_timeout_seconds = 30
  receive_wait_time_seconds  = 1
  delay_seconds              = 30
  sqs_managed_sse_enabled    = true
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.pair_parcels_of_left_dead27d1e2.arn
    maxReceiveCount     = 5
  })
  tags = {
    team = "post"
  }

  lifecycle {
    prevent_destroy = true
  }
}

# pair.parcels.of["right"].dead (AWS::SQS::Queue)
resource "aws_sqs_queue" "pair_parcels_of_right_dead64a5fe" {
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
  tags = {
    team = "post"
  }

  lifecycle {
    prevent_destroy = true
  }
}

# pair.parcels.of["right"].main (AWS::SQS::Queue)
# override of DelaySeconds: "the writer is ahead of its database"
# override of ReceiveMessageWaitTimeSeconds: "they are polled by hand"
resource "aws_sqs_queue" "pair_parcels_of_right_main71b04e" {
  message_retention_seconds  = 345600
  visibility_timeout_seconds = 30
  receive_wait_time_seconds  = 0
  delay_seconds              = 10
  sqs_managed_sse_enabled    = true
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.pair_parcels_of_right_dead64a5fe.arn
    maxReceiveCount     = 5
  })
  tags = {
    team = "post"
  }

  lifecycle {
    prevent_destroy = true
  }
}
