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

  # The way to each service comes with its route.
  resource "AWS::EC2::SecurityGroup" "group" {
    unit             = "network"
    GroupDescription = "Load balancer of the public services"
    VpcId            = network.vpc_id
    SecurityGroupIngress = [for port in [80, 443] : {
      IpProtocol  = "tcp"
      FromPort    = port
      ToPort      = port
      CidrIp      = "0.0.0.0/0"
      Description = "Everybody"
    }]
    SecurityGroupEgress = [{
      IpProtocol  = "-1"
      CidrIp      = "127.0.0.1/32"
      Description = "Nothing but what routes open"
    }]
  }

  # With zonal shift, traffic can be taken off a zone that is slow rather than dead.
  # Source: Elastic Load Balancing, Application Load Balancers, "Zonal shift for your Application Load Balancer".
  resource "AWS::ElasticLoadBalancingV2::LoadBalancer" "main" {
    Type           = "application"
    Scheme         = "internet-facing"
    Subnets        = values(network.public)
    SecurityGroups = [group.GroupId]
    LoadBalancerAttributes = [for key, value in {
      "deletion_protection.enabled"                     = "${deletion_protection}"
      "idle_timeout.timeout_seconds"                    = "${in_seconds(idle_timeout)}"
      "routing.http.drop_invalid_header_fields.enabled" = "true"
      "zonal_shift.config.enabled"                      = "true"
      } : { Key = key, Value = value }]
  }

  resource "AWS::ElasticLoadBalancingV2::Listener" "http" {
    LoadBalancerArn = main.LoadBalancerArn
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
    LoadBalancerArn = main.LoadBalancerArn
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
    value = group.GroupId
    doc   = "Its security group."
  }
  output "dns_name" {
    value = main.DNSName
    doc   = "Its name in the DNS."
  }
  output "zone_id" {
    value = main.CanonicalHostedZoneID
    doc   = "The zone of that name."
  }
  output "full_name" {
    value = main.LoadBalancerFullName
    doc   = "Its name in metrics."
  }
}
