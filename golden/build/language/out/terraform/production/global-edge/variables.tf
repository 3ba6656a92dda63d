variable "from_eu_central_1_inbox_mail_stream_lettersa31c4e_ref" {
  description = "ref of inbox.mail.stream[\"letters\"]: the output inbox_mail_stream_lettersa31c4e_ref of the root eu-central-1"
  type        = string
  nullable    = false
}

variable "from_eu_central_1_inbox_mail_stream_orders5aeb88_ref" {
  description = "ref of inbox.mail.stream[\"orders\"]: the output inbox_mail_stream_orders5aeb88_ref of the root eu-central-1"
  type        = string
  nullable    = false
}

variable "from_eu_central_1_inbox_plain_stream_all1f591d_ref" {
  description = "ref of inbox.plain.stream[\"all\"]: the output inbox_plain_stream_all1f591d_ref of the root eu-central-1"
  type        = string
  nullable    = false
}

variable "from_eu_west_1_inbox_mail_kept_arn" {
  description = "Arn of inbox.mail.kept: the output inbox_mail_kept_arn of the root eu-west-1"
  type        = string
  nullable    = false
}

variable "from_eu_west_1_inbox_mail_stream_lettersa31c4e_ref" {
  description = "ref of inbox.mail.stream[\"letters\"]: the output inbox_mail_stream_lettersa31c4e_ref of the root eu-west-1"
  type        = string
  nullable    = false
}

variable "from_eu_west_1_inbox_mail_stream_orders5aeb88_ref" {
  description = "ref of inbox.mail.stream[\"orders\"]: the output inbox_mail_stream_orders5aeb88_ref of the root eu-west-1"
  type        = string
  nullable    = false
}

variable "from_eu_west_1_inbox_plain_stream_all1f591d_ref" {
  description = "ref of inbox.plain.stream[\"all\"]: the output inbox_plain_stream_all1f591d_ref of the root eu-west-1"
  type        = string
  nullable    = false
}
