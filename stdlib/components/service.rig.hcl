component "service" {
  doc = "A service on Fargate, over three zones: behind the app's load balancer, behind the internal one, or a worker that consumes a queue."

  # They calculate, and make nothing.
  unstable = ["own", "beside"]

  input "tier" {
    type = optional(tier)
    doc  = "What it promises, and who reaches it."
  }
  input "image" {
    type  = image
    later = true
    doc   = "The container's image."
  }
  input "command" {
    type = optional(list(string))
    doc  = "What the container runs, if not what the image says."
  }
  input "port" {
    type = optional(int)
    min  = 1
    max  = 65535
    doc  = "The port that it listens on. A worker has none."
  }
  input "routes" {
    type       = list(string)
    default    = ["/*"]
    min_length = 1
    doc        = "The paths that it answers, if it is public."
  }
  input "health_path" {
    type    = string
    default = "/"
    matches = "^/"
    doc     = "The path by which the load balancer asks whether it is well."
  }
  input "health_command" {
    type = optional(list(string))
    doc  = "A command in the container that tells whether it is well."
  }
  input "cpu" {
    type    = cpu
    default = "0.5vCPU"
    doc     = "What a task may compute."
  }
  input "memory" {
    type    = bytes
    default = "1GiB"
    doc     = "What a task may remember."
  }
  input "architecture" {
    type    = enum("arm64", "x86_64")
    default = "x86_64"
    doc     = "The processor that the image is made for."
  }
  input "read_only" {
    type    = bool
    default = false
    doc     = "Nothing in the container can be written to."
  }
  input "capacity" {
    type = optional(rate)
    doc  = "What one task carries with the whole of its cpu, measured; what sidecars keep for themselves is subtracted. Without it nothing can be said about what the loss of a zone leaves."
  }
  input "replicas" {
    type    = object({ min = int, max = int })
    default = { min = 3, max = 12 }
    doc     = "How many tasks there are in each region, at least and at most."
  }
  input "scale_on" {
    type    = object({ cpu = optional(percent), memory = optional(percent), requests = optional(rate), queue_delay = optional(duration) })
    default = { cpu = "60%" }
    doc     = "What is kept at which value by more tasks or fewer."
  }
  input "share" {
    type    = percent
    default = "100%"
    max     = "100%"
    doc     = "Which share of the app's load comes to it, if it is public."
  }
  input "env" {
    type    = map(later(string))
    default = {}
    doc     = "Variables."
  }
  input "secrets" {
    type    = map(provides.read)
    default = {}
    doc     = "Variables that are secret, each with the secret that has its value."
  }
  input "calls" {
    type    = list(provides)
    default = []
    doc     = "What it calls. It is told where, and allowed to."
  }
  input "consumes" {
    type = optional(provides.receive)
    doc  = "The queue whose messages it works off."
  }
  input "sidecars" {
    type = map(object({
      image     = later(image), cpu = optional(cpu), memory = optional(bytes)
      essential = optional(bool), command = optional(list(string)), env = optional(map(later(string)))
    }))
    default = {}
    doc     = "Containers beside it, in each task: more than the app's, or instead of one of the same name."
  }
  input "drain" {
    type    = duration
    default = "30s"
    max     = "120s"
    doc     = "How long what has begun may take when a task stops: the load balancer waits so long, and so does the task."
  }
  input "retain_logs" {
    type    = duration
    default = "30d"
    one_of  = ["1d", "3d", "5d", "7d", "14d", "30d", "60d", "90d", "120d", "150d", "180d", "365d", "400d", "545d", "731d"]
    doc     = "How long its log is kept."
  }
  input "cluster" {
    type = component.cluster
    doc  = "The cluster that it runs on."
  }
  input "network" {
    type = component.network
    doc  = "The network whose app subnets it stands in."
  }
  input "balancer" {
    type = optional(component.internal_balancer)
    doc  = "The load balancer that it stands behind, if it is internal: one of its own network. Left out, it is the app's only one."
  }

  let {
    public = tier != null && tier.exposure == "public"
    way    = port == null ? null : route.way
    load   = public && app.growth != null ? app.growth.today * share : null
  }

  check "public_has_a_port" {
    that  = !public || port != null
    error = "a public service needs a `port` to be reached at"
    at    = tier
  }
  own_name "own" { of = self.address }
  alongside "beside" {
    own      = sidecars
    capacity = capacity
    cpu      = cpu
    memory   = memory
  }
  task "task" {
    family       = "${app.name}-${app.environment}-${own.exact}"
    container    = { image = image, command = command, port = port, health_command = health_command, read_only = read_only }
    architecture = architecture
    env          = env
    secrets      = secrets
    calls        = consumes == null ? calls : concat(calls, [consumes])
    beside       = beside
    drain        = drain
    retain_logs  = retain_logs
    network      = network
  }
  route "route" {
    when     = port != null
    public   = public
    tier     = tier
    name     = own.text
    routes   = routes
    served   = { port = coalesce(port, 80), health_path = health_path, drain = drain }
    group    = task.group
    network  = network
    balancer = balancer
  }
  fargate_service "run" {
    task     = task
    route    = port == null ? null : route
    port     = port
    tier     = tier
    replicas = replicas
    scale_on = scale_on
    consumes = consumes
    capacity = beside.capacity
    public   = public
    load     = load
    cluster  = cluster
    network  = network
  }

  provides "http" {
    when    = way != null
    error   = "a service without a `port` answers nobody: give it one, or let it consume a queue and call that"
    address = way.host
    port    = way.port
    env     = { URL = way.url }
    path    = [run.service]
  }
}
