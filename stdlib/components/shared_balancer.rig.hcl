component "shared_balancer" {
  doc = "The load balancer of an internal service that names none: the app's only one, or the one that is made for it. It makes nothing else."

  input "balancer" {
    type = component.internal_balancer
    doc  = "The load balancer."
  }

  output "balancer" {
    value = balancer
    doc   = "The same."
  }
}
