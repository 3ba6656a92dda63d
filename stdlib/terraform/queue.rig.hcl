# Source: Terraform Registry, hashicorp/aws 5.100, aws_sqs_queue.
translate "AWS::SQS::Queue" {
  to  = "aws_sqs_queue"
  ref = url
  attributes = {
    Arn       = arn
    QueueName = name
    QueueUrl  = url
  }
  map = {
    QueueName                     = name
    FifoQueue                     = fifo_queue
    ContentBasedDeduplication     = content_based_deduplication
    DeduplicationScope            = deduplication_scope
    FifoThroughputLimit           = fifo_throughput_limit
    MessageRetentionPeriod        = message_retention_seconds
    VisibilityTimeout             = visibility_timeout_seconds
    ReceiveMessageWaitTimeSeconds = receive_wait_time_seconds
    DelaySeconds                  = delay_seconds
    MaximumMessageSize            = max_message_size
    SqsManagedSseEnabled          = sqs_managed_sse_enabled
    KmsMasterKeyId                = kms_master_key_id
    KmsDataKeyReusePeriodSeconds  = kms_data_key_reuse_period_seconds
    RedrivePolicy                 = jsonencode(redrive_policy)
    RedriveAllowPolicy            = jsonencode(redrive_allow_policy)
    Tags                          = pairs(tags, "Key", "Value")
  }
}
