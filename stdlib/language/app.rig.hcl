# What the `app` block says. Its attributes are the inputs of this component, read as `app.NAME`.
component "app" {
  doc = "The app: where it runs and what it promises."

  input "language" {
    type = int
    doc  = "The version of the language that the app is written in."
  }
  input "home" {
    type = region
    doc  = "The region of what has a single writer. Locked for everything that holds data."
  }
  input "regions" {
    type = set(region)
    doc  = "Where the app runs. The order means nothing."
  }
  input "account" {
    type    = optional(string)
    matches = "^[0-9]{12}$"
    doc     = "The account in which everything stands that names no other. `apply` deploys nowhere else."
  }
  input "accounts" {
    type    = map(string)
    default = {}
    doc     = "The app's other accounts: a name for each, and its twelve digits. Uses say `account = \"NAME\"`."
  }
  input "artifacts" {
    type = optional(by_region(string))
    doc  = "The S3 bucket through which templates of more than 51,200 bytes go: one for each region, or one name for an app of one region."
  }
  input "domain" {
    type    = optional(string)
    matches = "^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?[.])+[a-z][a-z0-9-]{0,61}[a-z0-9]$"
    doc     = "The domain under which public services are reached, such as `shop.example.com`."
  }
  input "tags" {
    type    = map(string)
    default = {}
    doc     = "Tags of every resource that can carry them."
  }
  input "require_tags" {
    type    = set(string)
    default = []
    doc     = "Keys of tags that every resource must carry that can carry tags."
  }
  input "iam" {
    type = optional(object({ boundary = optional(later(string)), path = optional(string) }))
    doc  = "The permissions boundary and the path of every role, user and what else can have them."
  }
  input "naming" {
    type       = optional(string)
    min_length = 1
    doc        = "What resources are called that nobody names and that can be named without harm, such as `{app}-{environment}-{name}`."
  }
  input "sidecars" {
    type = map(object({
      image     = later(image), cpu = optional(cpu), memory = optional(bytes)
      essential = optional(bool), command = optional(list(string)), env = optional(map(later(string)))
    }))
    default = {}
    doc     = "Containers beside every service, in each of its tasks."
  }
  input "objective" {
    type = optional(object({
      availability = optional(percent)
      latency_p99  = optional(duration)
      cost_ceiling = optional(money)
      recover = optional(object({
        az         = optional(object({ within = duration, losing = optional(duration) }))
        region     = optional(object({ within = duration, losing = optional(duration) }))
        corruption = optional(object({ within = duration, losing = optional(duration) }))
      }))
    }))
    doc = "What the app promises to its users."
  }
  input "growth" {
    type = optional(object({
      today     = rate
      factor    = optional(number)
      within    = optional(period)
      lead_time = optional(period)
    }))
    doc = "The load today, and how much more is expected."
  }

  let {
    recover = objective == null ? null : objective.recover
  }

  check "availability_is_below_all" {
    that  = objective == null || objective.availability == null || objective.availability < "100%"
    error = "`availability` is below 100%: nothing is always there"
    at    = objective
  }
  check "growth_is_more" {
    that  = growth == null || growth.factor == null || growth.factor >= 1
    error = "`factor` says how many times today's load is expected, and is at least 1"
    at    = growth
  }

  output "recovers_region" {
    value = recover != null && recover.region != null && length(regions) > 1
    doc   = "Whether the app promises to survive the loss of a region, and has another one."
  }
}
