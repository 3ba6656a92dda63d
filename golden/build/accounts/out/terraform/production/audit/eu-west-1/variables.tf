variable "from_backup_eu_west_1_copies_daily_far_key_arn" {
  description = "Arn of copies.daily.far.key: the output copies_daily_far_key_arn of the root backup/eu-west-1"
  type        = string
  nullable    = false
}
