component "silo" {
  doc = "What one tenant has for itself: a database, a queue, the worker that empties it, and a secret."

  input "key" {
    type = string
    doc  = "The tenant's key."
  }
  input "readers" {
    type    = int
    default = 1
    doc     = "Database instances beside the writer."
  }
  input "visibility" {
    type    = duration
    default = "2m"
    doc     = "The longest that one piece of work takes."
  }
  input "worker_image" {
    type  = image
    later = true
    doc   = "The worker's image."
  }
  input "tier" {
    type = tier
    doc  = "What the worker promises."
  }
  input "archive" {
    type = provides.write
    doc  = "Where everything is archived."
  }

  input "network" {
    type = component.network
    doc  = "The network of the tenant's account."
  }
  input "cluster" {
    type = component.cluster
    doc  = "The cluster of the tenant's account."
  }
  input "near" {
    type = bool
    doc  = "Whether it stands in the account of the API, which then calls its database itself."
  }

  database "db" {
    network = network
    engine  = "aurora-postgresql"
    readers = readers
  }
  queue "jobs" { visibility = visibility }
  secret "token" { about = "What tenant ${key} signs its webhooks with" }

  service "worker" {
    unit     = "app"
    network  = network
    cluster  = cluster
    tier     = tier
    image    = worker_image
    consumes = jobs
    calls    = [db, archive]
    secrets  = { WEBHOOK_TOKEN = token }
    env      = { TENANT = key }
    capacity = "5/s"
    scale_on = { queue_delay = "30s" }
  }

  output "near" {
    value = near
    doc   = "Whether the API calls its database."
  }
  output "db" {
    value = db
    doc   = "The tenant's database."
  }
  output "jobs" {
    value = jobs
    doc   = "The tenant's queue."
  }
}
