# resource.delay (Vendor::Watch::Monitor)
resource "aws_cloudcontrolapi_resource" "resource_delay" {
  type_name = "Vendor::Watch::Monitor"
  desired_state = jsonencode({
    Kind  = "metric"
    Query = "max(last_5m):delay{queue:${aws_sqs_queue.resource_inbox.name}} > 60"
    Tags = [
      {
        Key   = "owner"
        Value = "shop"
      },
    ]
  })
}
