component "alongside" {
  doc = "The size of a service's tasks; what runs beside it in each of them, the app's sidecars and its own; and what they leave of its capacity."

  # It calculates, and makes nothing.
  unstable = ["size"]

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
  input "memory" {
    type = bytes
    doc  = "What a task may remember."
  }

  let {
    said = merge(app.sidecars, own)
    # Units of cpu are 1024ths of a vCPU.
    all = { for name, s in said : name => {
      image     = s.image
      command   = s.command
      env       = coalesce(s.env, {})
      essential = coalesce(s.essential, true)
      units     = s.cpu == null ? null : ceil(s.cpu / "1vCPU" * 1024)
      mib       = s.memory == null ? null : in_mib(s.memory)
    } }
    aside = sum(concat([0], [for s in all : coalesce(s.units, 0)]))
    units = ceil(cpu / "1vCPU" * 1024)
    left  = units - aside
    held  = sum(concat([0], [for s in all : coalesce(s.mib, 0)]))
    mib   = in_mib(memory)
  }

  check "main_is_the_service" {
    that  = !contains(keys(said), "main")
    error = "a sidecar cannot be called `main`: that is the container of the service itself"
    at    = own
  }

  check "something_is_left" {
    that  = left > 0
    error = "the sidecars keep ${aside} of the task's ${units} units of cpu, and the service needs some"
    at    = cpu
  }

  check "some_memory_is_left" {
    that  = held < mib
    error = "the sidecars keep ${held} of the task's ${mib} MiB of memory, and the service needs some"
    at    = memory
  }

  fargate_size "size" {
    cpu    = cpu
    memory = memory
  }

  output "size" {
    value = size
    doc   = "What a task has, all its containers together."
  }
  output "all" {
    value = all
    doc   = "All sidecars, by name."
  }
  output "capacity" {
    value = capacity == null || aside == 0 ? capacity : capacity * (left / units)
    doc   = "What the service carries beside them."
  }
}
