output "inbox_mail_index_ref" {
  description = "ref of inbox.mail.index"
  value       = aws_cloudcontrolapi_resource.inbox_mail_index.id
}

output "inbox_plain_index_ref" {
  description = "ref of inbox.plain.index"
  value       = aws_cloudcontrolapi_resource.inbox_plain_index.id
}
