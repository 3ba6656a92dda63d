variable "param_image" {
  description = "The image to run."
  type        = string
  nullable    = false
}

variable "param_limit" {
  default  = 5
  type     = number
  nullable = false
}
