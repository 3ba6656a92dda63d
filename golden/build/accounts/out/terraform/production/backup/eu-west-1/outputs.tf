output "copies_daily_far_key_arn" {
  description = "Arn of copies.daily.far.key"
  value       = jsondecode(aws_cloudcontrolapi_resource.copies_daily_far_key.properties)["Arn"]
}
