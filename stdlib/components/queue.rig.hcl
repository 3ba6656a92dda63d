component "queue" {
  doc = "A queue that keeps messages across an availability-zone failure, with a dead-letter queue."

  input "retain" {
    type    = duration
    default = "4d"
    min     = "1m"
    max     = "14d"
    doc     = "How long an unread message is kept."
  }
  input "visibility" {
    type    = duration
    default = "30s"
    min     = "1s"
    max     = "12h"
    doc     = "How long a received message is hidden from other consumers; longer than the slowest handler."
  }
  input "max_receives" {
    type    = int
    default = 5
    min     = 1
    max     = 1000
    doc     = "How often a message is received before it goes to the dead-letter queue."
  }

  resource "AWS::SQS::Queue" "dead" {
    MessageRetentionPeriod = in_seconds("14d")
    SqsManagedSseEnabled   = true
  }

  resource "AWS::SQS::Queue" "main" {
    MessageRetentionPeriod        = in_seconds(retain)
    VisibilityTimeout             = in_seconds(visibility)
    ReceiveMessageWaitTimeSeconds = 20
    SqsManagedSseEnabled          = true
    RedrivePolicy = {
      deadLetterTargetArn = dead.Arn
      maxReceiveCount     = max_receives
    }
  }

  check "retains_longer_than_an_outage" {
    that  = retain >= "1h"
    error = "a consumer outage of an hour would lose messages"
    at    = retain
  }

  output "arn" {
    value = main.Arn
    doc   = "The queue's ARN."
  }
  output "url" {
    value = main.ref
    doc   = "The queue's URL."
  }
  output "dead_arn" {
    value = dead.Arn
    doc   = "The dead-letter queue's ARN."
  }

  provides "send" {
    grants = { "sqs:SendMessage" = main.Arn }
    env    = { URL = main.ref }
    path   = [main]
  }

  provides "receive" {
    grants = {
      "sqs:ReceiveMessage"          = main.Arn
      "sqs:DeleteMessage"           = main.Arn
      "sqs:ChangeMessageVisibility" = main.Arn
      "sqs:GetQueueAttributes"      = main.Arn
    }
    env  = { URL = main.ref }
    path = [main]
    backlog = {
      namespace  = "AWS/SQS"
      waiting    = "ApproximateNumberOfMessagesVisible"
      age        = "ApproximateAgeOfOldestMessage"
      dimensions = { QueueName = main.QueueName }
    }
  }
}
