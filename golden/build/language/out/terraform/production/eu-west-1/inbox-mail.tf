# inbox.mail.front (AWS::SNS::Topic)
# archived: true
resource "aws_cloudcontrolapi_resource" "inbox_mail_front" {
  type_name = "AWS::SNS::Topic"
  desired_state = jsonencode({
    DisplayName = "language in eu-west-1"
    Subscription = [
      {
        Endpoint = aws_sqs_queue.inbox_mail_stream_lettersa31c4e.arn
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

# inbox.mail.kept (AWS::S3::Bucket)
resource "aws_cloudcontrolapi_resource" "inbox_mail_kept" {
  type_name = "AWS::S3::Bucket"
  desired_state = jsonencode({
    BucketEncryption = {
      ServerSideEncryptionConfiguration = [
        {
          ServerSideEncryptionByDefault = {
            SSEAlgorithm = "AES256"
          }
        },
      ]
    }
    PublicAccessBlockConfiguration = {
      BlockPublicAcls       = true
      BlockPublicPolicy     = true
      IgnorePublicAcls      = true
      RestrictPublicBuckets = true
    }
    Tags = [
      {
        Key   = "team"
        Value = "compilers"
      },
    ]
  })

  lifecycle {
    prevent_destroy = true
  }
}

# inbox.mail.read (AWS::SQS::QueuePolicy)
resource "aws_cloudcontrolapi_resource" "inbox_mail_read" {
  type_name = "AWS::SQS::QueuePolicy"
  desired_state = jsonencode({
    PolicyDocument = {
      Statement = [
        {
          Action = ["sqs:ReceiveMessage", "sqs:DeleteMessage"]
          Effect = "Allow"
          Principal = {
            AWS = var.param_reader_arn
          }
          Resource = [
            aws_sqs_queue.inbox_mail_stream_lettersa31c4e.arn,
            aws_sqs_queue.inbox_mail_stream_orders5aeb88.arn,
          ]
        },
      ]
      Version = "2012-10-17"
    }
    Queues = [
      aws_sqs_queue.inbox_mail_stream_lettersa31c4e.url,
      aws_sqs_queue.inbox_mail_stream_orders5aeb88.url,
    ]
  })
}

# inbox.mail.stream["letters"] (AWS::SQS::Queue)
resource "aws_sqs_queue" "inbox_mail_stream_lettersa31c4e" {
  message_retention_seconds  = 345600
  visibility_timeout_seconds = 30
  sqs_managed_sse_enabled    = true
  tags = {
    team = "compilers"
  }

  lifecycle {
    prevent_destroy = true
  }
}

# inbox.mail.stream["orders"] (AWS::SQS::Queue)
resource "aws_sqs_queue" "inbox_mail_stream_orders5aeb88" {
  fifo_queue                 = true
  message_retention_seconds  = 1209600
  visibility_timeout_seconds = 31
  sqs_managed_sse_enabled    = true
  tags = {
    team = "compilers"
  }

  lifecycle {
    prevent_destroy = true
  }
}
