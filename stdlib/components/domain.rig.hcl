component "domain" {
  doc = "The app's domain: its zone, and in each region a certificate for it, and for the region's own name where there are several."

  input "zone" {
    type = optional(resource("AWS::Route53::HostedZone"))
    doc  = "The public zone of the app's domain, if it is there already. A zone that is made here answers once its parent delegates to it."
  }
  input "certificate" {
    type = optional(resource("AWS::CertificateManager::Certificate"))
    doc  = "A certificate that is there already, in each region; it has to cover the domain, and `REGION.DOMAIN` where there are several regions."
  }

  let {
    make     = zone == null
    name     = coalesce(app.domain, "")
    zone_id  = make ? zone_made.Id : zone.Id
    certify  = certificate == null
    regional = length(app.regions) > 1 ? ["${site.region}.${name}"] : []
  }

  check "there_is_one" {
    that  = app.domain != null
    error = "the app has no `domain`"
  }

  resource "AWS::Route53::HostedZone" "zone_made" {
    when = make
    at   = "global"
    Name = name
    HostedZoneConfig = {
      Comment = "The domain of ${app.name}"
    }
  }

  # With the zone's id, CloudFormation writes the record that proves the ownership, and waits until it is seen.
  # Source: AWS CloudFormation Template Reference, AWS::CertificateManager::Certificate, "DomainValidationOption".
  resource "AWS::CertificateManager::Certificate" "certificate_made" {
    when                    = certify
    unit                    = "app"
    DomainName              = name
    SubjectAlternativeNames = length(regional) > 0 ? regional : null
    ValidationMethod        = "DNS"
    DomainValidationOptions = [for n in concat([name], regional) : { DomainName = n, HostedZoneId = zone_id }]
  }

  output "name" {
    value = name
    doc   = "The domain."
  }
  output "zone_id" {
    value = zone_id
    doc   = "The id of its zone."
  }
  output "certificate" {
    value = certify ? certificate_made.ref : certificate.ref
    doc   = "The ARN of this region's certificate."
  }
}
