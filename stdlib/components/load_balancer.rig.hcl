component "load_balancer" {
  doc = "The Application Load Balancer of the public services: HTTPS, with HTTP redirected to it. What no service takes is answered with 404."

  input "deletion_protection" {
    type    = bool
    default = true
    doc     = "It cannot be deleted before this is turned off."
  }
  input "idle_timeout" {
    type    = duration
    default = "60s"
    min     = "1s"
    max     = "4000s"
    doc     = "How long a connection may say nothing."
  }
  input "tls_policy" {
    type    = string
    default = "ELBSecurityPolicy-TLS13-1-2-2021-06"
    doc     = "Which versions and ciphers of TLS are spoken."
  }
  input "network" {
    type = component.network
    doc  = "The network whose public subnets it stands in."
  }
  input "domain" {
    type = component.domain
    doc  = "The domain whose certificate it shows."
  }

  balancer "balancer" {
    about               = "Load balancer of the public services"
    scheme              = "internet-facing"
    ports               = [80, 443]
    from                = "0.0.0.0/0"
    subnets             = network.public
    deletion_protection = deletion_protection
    idle_timeout        = idle_timeout
    network             = network
  }

  resource "AWS::ElasticLoadBalancingV2::Listener" "http" {
    LoadBalancerArn = balancer.arn
    Port            = 80
    Protocol        = "HTTP"
    DefaultActions = [{
      Type = "redirect"
      RedirectConfig = {
        Protocol   = "HTTPS"
        Port       = "443"
        StatusCode = "HTTP_301"
      }
    }]
  }

  resource "AWS::ElasticLoadBalancingV2::Listener" "https" {
    LoadBalancerArn = balancer.arn
    Port            = 443
    Protocol        = "HTTPS"
    SslPolicy       = tls_policy
    Certificates    = [{ CertificateArn = domain.certificate }]
    DefaultActions = [{
      Type = "fixed-response"
      FixedResponseConfig = {
        StatusCode  = "404"
        ContentType = "text/plain"
      }
    }]
  }

  output "listener" {
    value = https.ListenerArn
    doc   = "The listener that routes are added to."
  }
  output "group" {
    value = balancer.group
    doc   = "Its security group."
  }
  output "dns_name" {
    value = balancer.dns_name
    doc   = "Its name in the DNS."
  }
  output "zone_id" {
    value = balancer.zone_id
    doc   = "The zone of that name."
  }
  output "full_name" {
    value = balancer.full_name
    doc   = "Its name in metrics."
  }
}
