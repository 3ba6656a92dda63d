component "external" {
  doc = "What the app calls and somebody else runs: another company's service, or something of another team. Nothing is made of it."

  input "url" {
    type  = optional(string)
    later = true
    doc   = "Where it is called. Its callers get it as NAME_URL."
  }
  input "host" {
    type  = optional(string)
    later = true
    doc   = "The host that is called, where that is not by a URL. Its callers get it as NAME_HOST, and the port as NAME_PORT."
  }
  input "port" {
    type    = int
    default = 443
    min     = 1
    max     = 65535
    doc     = "The port that is called."
  }
  input "env" {
    type    = map(later(string))
    default = {}
    doc     = "What else its callers are told, as NAME_KEY."
  }
  input "secrets" {
    type    = map(later(arn))
    default = {}
    doc     = "What its callers are handed in secret, as NAME_KEY: ARNs of whole secrets in Secrets Manager. What decrypts them goes into the policy of their key."
  }
  input "grants" {
    type    = map(later(string))
    default = {}
    doc     = "What its callers may do, where it is a resource of AWS: from action to ARN."
  }
  input "security_group" {
    type = optional(attribute("AWS::EC2::SecurityGroup", "GroupId"))
    doc  = "Its security group, where it stands in the same network: a way in is opened for each caller."
  }
  input "cidr" {
    type = optional(cidr)
    doc  = "Its addresses, where callers need a way out that they do not have."
  }
  input "availability" {
    type = optional(percent)
    doc  = "How much of the time it is there, by its own word."
  }
  input "on_loss" {
    type    = enum("degrade", "stop")
    default = "stop"
    doc     = "What becomes of its callers while it is away: they go on with less, or they stand still."
  }

  check "callers_get_out" {
    that  = port == 443 || cidr != null || security_group != null
    error = "services reach port 443 of anybody; for another port, say the `cidr` or the `security_group` that is called"
    at    = port
  }

  check "the_way_is_open" {
    that  = cidr != "0.0.0.0/0" || port != 443
    error = "services reach port 443 of anybody already; leave the `cidr` out"
    at    = cidr
  }

  whole_secret "handed" {
    for_each = secrets
    secret   = each.value
  }

  provides "call" {
    address        = host
    port           = port
    env            = merge({ URL = url, HOST = host, PORT = host == null ? null : "${port}" }, env)
    secrets        = { for key, one in handed : key => one.arn }
    grants         = grants
    security_group = security_group
    cidr           = cidr
    outside        = { availability = availability, on_loss = on_loss }
  }
}
