variable "param_loud" {
  description = "Whether somebody is told of it."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["true", "false"], var.param_loud)
    error_message = "param_loud is one of true, false."
  }
}

variable "param_reader_arn" {
  description = "Who may read the inbox."
  type        = string
  nullable    = false
}
