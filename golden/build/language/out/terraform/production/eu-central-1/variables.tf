variable "param_reader_arn" {
  description = "Who may read the inbox."
  type        = string
  nullable    = false
}
