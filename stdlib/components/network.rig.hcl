component "network" {
  doc = "A VPC over three zones with public, app and data subnets; or a VPC and subnets that are there already."

  input "cidr" {
    type    = cidr
    default = "10.0.0.0/16"
    doc     = "The VPC's addresses. They cannot be changed later without replacing the VPC."
  }
  input "cidrs" {
    type    = map(cidr)
    default = {}
    doc     = "The VPC's addresses in the regions that do not use `cidr`. Regions that are to be peered need blocks that do not overlap."
  }
  input "egress" {
    type    = enum("zonal", "single", "none")
    default = "zonal"
    doc     = "How app subnets reach the internet: a NAT gateway in each zone; one for all, lost with its zone; or not at all: services then need VPC endpoints for their images, logs and secrets."
  }
  input "flow_logs" {
    type    = enum("all", "reject", "none")
    default = "reject"
    doc     = "Which packets the VPC's flow log records."
  }
  input "vpc" {
    type = optional(resource("AWS::EC2::VPC"))
    doc  = "A VPC that is there already; nothing is made then, and the subnets have to be given."
  }
  input "public_subnets" {
    type    = map(resource("AWS::EC2::Subnet"))
    default = {}
    doc     = "Existing subnets with a route to an internet gateway, by key (`a`, `b`, `c`)."
  }
  input "app_subnets" {
    type    = map(resource("AWS::EC2::Subnet"))
    default = {}
    doc     = "Existing subnets for services, by key."
  }
  input "data_subnets" {
    type    = map(resource("AWS::EC2::Subnet"))
    default = {}
    doc     = "Existing subnets for databases and caches, by key."
  }

  let {
    make     = vpc == null
    block    = lookup(cidrs, site.region, cidr)
    public   = make ? made.public : public_subnets
    services = make ? made.app : app_subnets
    data     = make ? made.data : data_subnets
  }

  check "room_for_subnets" {
    that  = cidr_bits(block) >= 16 && cidr_bits(block) <= 21
    error = "a VPC takes a block from /16 to /21 here: its smallest subnets are a sixty-fourth of it, and a load balancer needs a /27"
    at    = cidr
  }
  check "three_app_subnets" {
    that  = make || length(app_subnets) >= 3
    error = "an existing VPC needs `app_subnets` in three zones"
    at    = app_subnets
  }
  check "three_data_subnets" {
    that  = make || length(data_subnets) >= 3
    error = "an existing VPC needs `data_subnets` in three zones"
    at    = data_subnets
  }

  made_network "made" {
    when      = make
    unit      = "network"
    block     = block
    zones     = zipmap(["a", "b", "c"], slice(site.zones, 0, 3))
    egress    = egress
    flow_logs = flow_logs
  }

  output "vpc_id" {
    value = make ? made.vpc_id : vpc.VpcId
    doc   = "The VPC's id."
  }
  output "cidr" {
    value = make ? block : vpc.CidrBlock
    doc   = "The VPC's addresses."
  }
  output "public" {
    value = { for k, s in public : k => s.SubnetId }
    doc   = "Ids of the public subnets, by key."
  }
  output "app" {
    value = { for k, s in services : k => s.SubnetId }
    doc   = "Ids of the app subnets, by key."
  }
  output "data" {
    value = { for k, s in data : k => s.SubnetId }
    doc   = "Ids of the data subnets, by key."
  }
  output "data_zones" {
    value = { for k, s in data : k => s.AvailabilityZone }
    doc   = "The zone names of the data subnets in this account, by key."
  }
}
