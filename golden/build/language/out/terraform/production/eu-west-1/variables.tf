variable "param_loud" {
  description = "Whether somebody is told of it."
  type        = string
  nullable    = false
}

variable "param_reader_arn" {
  description = "Who may read the inbox."
  type        = string
  nullable    = false
}
