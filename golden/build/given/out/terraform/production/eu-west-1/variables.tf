variable "param_boundary" {
  type     = string
  nullable = false
}

variable "param_delay" {
  default  = 0
  type     = number
  nullable = false

  validation {
    condition     = var.param_delay >= 0
    error_message = "param_delay is at least 0."
  }

  validation {
    condition     = var.param_delay <= 900
    error_message = "param_delay is at most 900."
  }
}

variable "param_door" {
  default  = 443
  type     = number
  nullable = false

  validation {
    condition     = contains([443, 8443], var.param_door)
    error_message = "param_door is one of 443, 8443."
  }
}

variable "param_fifo" {
  default  = "false"
  type     = string
  nullable = false

  validation {
    condition     = contains(["true", "false"], var.param_fifo)
    error_message = "param_fifo is one of true, false."
  }
}

variable "param_name" {
  default  = "doors"
  type     = string
  nullable = false

  validation {
    condition     = length(var.param_name) >= 3
    error_message = "param_name is at least as long as 3."
  }

  validation {
    condition     = length(var.param_name) <= 20
    error_message = "param_name is at most as long as 20."
  }

  validation {
    condition     = can(regex("^[a-z]+$", var.param_name))
    error_message = "param_name matches ^[a-z]+$."
  }
}

variable "param_name_servers" {
  default  = ["10.9.0.2", "10.10.0.2"]
  type     = list(string)
  nullable = false
}

variable "param_token" {
  sensitive = true
  type      = string
  nullable  = false
}

variable "param_vpc" {
  description = "The network that is there already."
  type        = string
  nullable    = false
}
