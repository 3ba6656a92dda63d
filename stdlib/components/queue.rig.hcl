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

  let {
    sends    = ["sqs:SendMessage"]
    receives = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"]
    # Who calls from another account, by what it calls. Its root stands for what its own policies let call:
    # SQS refuses a role that is not there yet, and this one comes first.
    # Source: Amazon SQS Developer Guide, "Basic examples of Amazon SQS policies".
    outside = {
      for c in callers(self) : c.capability => "arn:${site.partition}:iam::${c.account}:root"...
      if c.account != null && c.account != self.account
    }
    is_called_from_outside = length(outside) > 0
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

  # SQS's own keys, which `SqsManagedSseEnabled` stands for, open for callers of other accounts too.
  resource "AWS::SQS::QueuePolicy" "callers" {
    when   = is_called_from_outside
    Queues = [main.ref]
    PolicyDocument = {
      Version = "2012-10-17"
      Statement = [for capability, accounts in outside : {
        Effect    = "Allow"
        Principal = { AWS = distinct(accounts) }
        Action    = capability == "send" ? sends : receives
        Resource  = main.Arn
      }]
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
    grants = { for action in sends : action => main.Arn }
    env    = { URL = main.ref }
    path   = [main]
  }

  provides "receive" {
    grants = { for action in receives : action => main.Arn }
    env    = { URL = main.ref }
    path   = [main]
    backlog = {
      namespace  = "AWS/SQS"
      waiting    = "ApproximateNumberOfMessagesVisible"
      age        = "ApproximateAgeOfOldestMessage"
      dimensions = { QueueName = main.QueueName }
    }
  }
}
