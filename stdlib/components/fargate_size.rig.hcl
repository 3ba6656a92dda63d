component "fargate_size" {
  doc = "The size of a task, which Fargate has in steps only."

  input "cpu" {
    type = cpu
    doc  = "What a task may compute."
  }
  input "memory" {
    type = bytes
    doc  = "What a task may remember."
  }

  # Memory that goes with so many units, in GiB. Source: Amazon ECS Developer Guide, "Task CPU and memory" on Fargate.
  let {
    units = ceil(cpu / "1vCPU" * 1024)
    mib   = in_mib(memory)
    none  = { from = 1, to = 0, step = 1 }
    choice = lookup({
      "512"   = { from = 1, to = 4, step = 1 }
      "1024"  = { from = 2, to = 8, step = 1 }
      "2048"  = { from = 4, to = 16, step = 1 }
      "4096"  = { from = 8, to = 30, step = 1 }
      "8192"  = { from = 16, to = 60, step = 4 }
      "16384" = { from = 32, to = 120, step = 8 }
    }, "${units}", none)
    is_smallest = units == 256 && contains([512, 1024, 2048], mib)
    is_inside   = mib >= choice.from * 1024 && mib <= choice.to * 1024
    is_a_step   = (mib - choice.from * 1024) % (choice.step * 1024) == 0
    known       = units == 256 || choice != none
  }

  check "known_cpu" {
    that  = known
    error = "Fargate has tasks of 0.25, 0.5, 1, 2, 4, 8 and 16vCPU"
    at    = cpu
  }
  check "memory_goes_with_cpu" {
    that  = !known || is_smallest || is_inside && is_a_step
    error = "on Fargate ${cpu} goes with ${units == 256 ? "512MiB, 1GiB or 2GiB" : "${choice.from} to ${choice.to}GiB in steps of ${choice.step}"}"
    at    = memory
  }

  output "units" {
    value = units
    doc   = "A 1024th of a vCPU is one."
  }
  output "mib" {
    value = mib
    doc   = "Memory in MiB."
  }
}
