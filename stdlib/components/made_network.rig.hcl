component "made_network" {
  doc = "The VPC that `network` makes: subnets, routes, NAT gateways, gateway endpoints and flow log."

  input "block" {
    type = cidr
    doc  = "The VPC's addresses."
  }
  input "zones" {
    type = map(string)
    doc  = "Zone ids by subnet key."
  }
  input "egress" {
    type = enum("zonal", "single", "none")
    doc  = "How app subnets reach the internet."
  }
  input "flow_logs" {
    type = enum("all", "reject", "none")
    doc  = "Which packets the flow log records."
  }

  # Eighths 0 to 5 of the block are app subnets; the last two are cut into sixty-fourths,
  # 48 to 53 public and 56 to 61 data. So six zones have their addresses without renumbering.
  let {
    letters = keys(zones)
    # By the NAT gateway of which zone each app subnet reaches the internet.
    ways_out = { for k in letters : k => egress == "zonal" ? k : "a" if egress != "none" }
  }

  resource "AWS::EC2::VPC" "vpc" {
    CidrBlock          = block
    EnableDnsSupport   = true
    EnableDnsHostnames = true
  }

  resource "AWS::EC2::InternetGateway" "internet" {
  }

  resource "AWS::EC2::VPCGatewayAttachment" "attachment" {
    VpcId             = vpc.VpcId
    InternetGatewayId = internet.InternetGatewayId
  }

  subnet_tier "public_tier" {
    vpc    = vpc.VpcId
    zones  = zones
    blocks = { for i, k in letters : k => cidrsubnet(block, 6, 48 + i) }
  }
  subnet_tier "app_tier" {
    vpc    = vpc.VpcId
    zones  = zones
    blocks = { for i, k in letters : k => cidrsubnet(block, 3, i) }
  }
  subnet_tier "data_tier" {
    vpc    = vpc.VpcId
    zones  = zones
    blocks = { for i, k in letters : k => cidrsubnet(block, 6, 56 + i) }
  }

  resource "AWS::EC2::Route" "public_out" {
    for_each             = zones
    after                = [attachment]
    RouteTableId         = public_tier.tables[each.key].RouteTableId
    DestinationCidrBlock = "0.0.0.0/0"
    GatewayId            = internet.InternetGatewayId
  }

  resource "AWS::EC2::EIP" "address" {
    for_each = distinct(values(ways_out))
    after    = [attachment]
    Domain   = "vpc"
  }

  resource "AWS::EC2::NatGateway" "nat" {
    for_each     = address
    after        = [public_out]
    SubnetId     = public_tier.subnets[each.key].SubnetId
    AllocationId = address[each.key].AllocationId
  }

  resource "AWS::EC2::Route" "app_out" {
    for_each             = ways_out
    RouteTableId         = app_tier.tables[each.key].RouteTableId
    DestinationCidrBlock = "0.0.0.0/0"
    NatGatewayId         = nat[each.value].NatGatewayId
  }

  # Gateway endpoints cost nothing and keep this traffic out of the NAT gateways.
  # Source: Amazon VPC User Guide, "Gateway endpoints".
  resource "AWS::EC2::VPCEndpoint" "gateway" {
    for_each        = ["s3", "dynamodb"]
    VpcId           = vpc.VpcId
    VpcEndpointType = "Gateway"
    ServiceName     = "com.amazonaws.${site.region}.${each.key}"
    RouteTableIds   = [for t in concat(values(app_tier.tables), values(data_tier.tables)) : t.RouteTableId]
  }

  flow_logs "traffic" {
    when    = flow_logs != "none"
    vpc     = vpc.VpcId
    traffic = flow_logs == "all" ? "all" : "reject"
  }

  output "vpc_id" {
    value = vpc.VpcId
    doc   = "The VPC's id."
  }
  output "public" {
    value = public_tier.subnets
    doc   = "The public subnets, by key."
  }
  output "app" {
    value = app_tier.subnets
    doc   = "The app subnets, by key."
  }
  output "data" {
    value = data_tier.subnets
    doc   = "The data subnets, by key."
  }
}
