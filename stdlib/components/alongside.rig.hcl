component "alongside" {
  doc = "What runs beside a service in each of its tasks: the app's sidecars and its own, and what they leave of its capacity."

  input "own" {
    type = map(object({
      image     = later(image), cpu = optional(cpu), memory = optional(bytes)
      essential = optional(bool), command = optional(list(string)), env = optional(map(later(string)))
    }))
    doc = "The service's own; one of the same name stands instead of the app's."
  }
  input "capacity" {
    type = optional(rate)
    doc  = "What the service carries with the whole of a task's cpu."
  }
  input "cpu" {
    type = cpu
    doc  = "What a task may compute."
  }

  let {
    all = merge(app.sidecars, own)
    # One element for each unit of cpu that is kept for a sidecar: a 1024th of a vCPU.
    aside = flatten([for name, s in all : s.cpu == null ? [] : range(ceil(s.cpu / "1vCPU" * 1024))])
    units = ceil(cpu / "1vCPU" * 1024)
    left  = units - length(aside)
  }

  check "something_is_left" {
    that  = left > 0
    error = "the sidecars keep ${length(aside)} of the task's ${units} units of cpu, and the service needs some"
    at    = cpu
  }

  output "all" {
    value = all
    doc   = "All sidecars, by name."
  }
  output "capacity" {
    value = capacity == null || length(aside) == 0 ? capacity : capacity * (left / units)
    doc   = "What the service carries beside them."
  }
}
