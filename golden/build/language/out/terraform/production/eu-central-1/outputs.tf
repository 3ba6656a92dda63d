output "inbox_mail_front_topic_arn" {
  description = "TopicArn of inbox.mail.front"
  value       = aws_cloudcontrolapi_resource.inbox_mail_front.id
}

output "inbox_mail_stream_lettersa31c4e_ref" {
  description = "ref of inbox.mail.stream[\"letters\"]"
  value       = aws_sqs_queue.inbox_mail_stream_lettersa31c4e.url
}

output "inbox_mail_stream_orders5aeb88_ref" {
  description = "ref of inbox.mail.stream[\"orders\"]"
  value       = aws_sqs_queue.inbox_mail_stream_orders5aeb88.url
}

output "inbox_plain_front_topic_arn" {
  description = "TopicArn of inbox.plain.front"
  value       = aws_cloudcontrolapi_resource.inbox_plain_front.id
}

output "inbox_plain_stream_all1f591d_ref" {
  description = "ref of inbox.plain.stream[\"all\"]"
  value       = aws_sqs_queue.inbox_plain_stream_all1f591d.url
}
