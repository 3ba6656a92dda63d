# resource.inbox (AWS::SQS::Queue)
resource "aws_sqs_queue" "resource_inbox" {
  fifo_queue        = var.param_fifo
  delay_seconds     = var.param_delay
  kms_master_key_id = "12345678-1234-1234-1234-123456789012"
  tags = {
    owner = "shop"
  }

  lifecycle {
    prevent_destroy = true
  }
}
