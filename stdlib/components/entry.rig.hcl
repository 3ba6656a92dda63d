component "entry" {
  doc = "The app's name in the DNS: a record for each region, and health checks that are made beforehand, so that losing a region needs no control plane."

  input "routing" {
    type = optional(enum("failover", "latency"))
    doc  = "Where requests go: all to home, and to the other region when home is lost; or each to the region that answers it fastest. Left out: failover between two regions, latency among more."
  }
  input "health_path" {
    type    = string
    default = "/"
    matches = "^/"
    doc     = "The path by which each region is asked whether it is well. Some service has to answer it."
  }
  input "interval" {
    type    = duration
    default = "10s"
    one_of  = ["10s", "30s"]
    doc     = "How often a region is asked."
  }
  input "failures" {
    type    = int
    default = 3
    min     = 1
    max     = 10
    doc     = "How often in a row it must not have answered."
  }
  input "balancer" {
    type = component.load_balancer
    doc  = "The load balancer that answers."
  }
  input "domain" {
    type = component.domain
    doc  = "The domain."
  }

  let {
    many     = length(app.regions) > 1
    chosen   = many ? coalesce(routing, length(app.regions) == 2 ? "failover" : "latency") : null
    regional = "${site.region}.${domain.name}"
    target = {
      DNSName              = balancer.dns_name
      HostedZoneId         = balancer.zone_id
      EvaluateTargetHealth = true
    }
  }

  # Source: Amazon Route 53 Developer Guide, "Values specific for failover alias records": one primary, one secondary.
  check "one_standby" {
    that  = chosen != "failover" || length(app.regions) <= 2
    error = "failover knows one standby, and the app has more regions: use `latency`"
    at    = routing
  }

  resource "AWS::Route53::RecordSet" "regional_record" {
    when         = many
    unit         = "app"
    HostedZoneId = domain.zone_id
    Name         = regional
    Type         = "A"
    AliasTarget  = target
  }

  resource "AWS::Route53::HealthCheck" "health" {
    when  = many
    unit  = "app"
    after = [regional_record]
    HealthCheckConfig = {
      Type                     = "HTTPS"
      FullyQualifiedDomainName = regional
      Port                     = 443
      ResourcePath             = health_path
      EnableSNI                = true
      RequestInterval          = in_seconds(interval)
      FailureThreshold         = failures
    }
  }

  resource "AWS::Route53::RecordSet" "main" {
    unit          = "app"
    HostedZoneId  = domain.zone_id
    Name          = domain.name
    Type          = "A"
    AliasTarget   = target
    SetIdentifier = many ? site.region : null
    Failover      = chosen == "failover" ? (site.region == app.home ? "PRIMARY" : "SECONDARY") : null
    Region        = chosen == "latency" ? site.region : null
    HealthCheckId = many ? health.HealthCheckId : null
  }

  output "host" {
    value = domain.name
    doc   = "The name under which the app is reached."
  }
  output "record" {
    value = main
    doc   = "The record."
  }
}
