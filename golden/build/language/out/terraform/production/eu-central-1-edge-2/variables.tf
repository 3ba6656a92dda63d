variable "from_eu_central_1_inbox_mail_front_topic_arn" {
  description = "TopicArn of inbox.mail.front: the output inbox_mail_front_topic_arn of the root eu-central-1"
  type        = string
  nullable    = false
}

variable "from_eu_central_1_inbox_plain_front_topic_arn" {
  description = "TopicArn of inbox.plain.front: the output inbox_plain_front_topic_arn of the root eu-central-1"
  type        = string
  nullable    = false
}

variable "from_eu_west_1_inbox_mail_front_topic_arn" {
  description = "TopicArn of inbox.mail.front: the output inbox_mail_front_topic_arn of the root eu-west-1"
  type        = string
  nullable    = false
}

variable "from_eu_west_1_inbox_plain_front_topic_arn" {
  description = "TopicArn of inbox.plain.front: the output inbox_plain_front_topic_arn of the root eu-west-1"
  type        = string
  nullable    = false
}

variable "from_global_edge_inbox_mail_index_ref" {
  description = "ref of inbox.mail.index: the output inbox_mail_index_ref of the root global-edge"
  type        = string
  nullable    = false
}

variable "from_global_edge_inbox_plain_index_ref" {
  description = "ref of inbox.plain.index: the output inbox_plain_index_ref of the root global-edge"
  type        = string
  nullable    = false
}
