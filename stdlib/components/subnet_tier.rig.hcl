component "subnet_tier" {
  doc = "One subnet and one route table a zone. A zone has its own route table, so that what it routes through can stand in the same zone."

  input "vpc" {
    type = attribute("AWS::EC2::VPC", "VpcId")
    doc  = "The VPC that the subnets are in."
  }
  input "zones" {
    type = map(string)
    doc  = "Zone ids by subnet key. The key is the subnet's name for good."
  }
  input "blocks" {
    type = map(cidr)
    doc  = "The address block of each subnet, by the same keys."
  }

  resource "AWS::EC2::Subnet" "subnet" {
    for_each            = zones
    unit                = "network"
    VpcId               = vpc
    AvailabilityZoneId  = each.value
    CidrBlock           = blocks[each.key]
    MapPublicIpOnLaunch = false
  }

  resource "AWS::EC2::RouteTable" "table" {
    for_each = zones
    unit     = "network"
    VpcId    = vpc
  }

  resource "AWS::EC2::SubnetRouteTableAssociation" "association" {
    for_each     = zones
    unit         = "network"
    SubnetId     = subnet[each.key].SubnetId
    RouteTableId = table[each.key].RouteTableId
  }

  output "subnets" {
    value = subnet
    doc   = "The subnets, by key."
  }
  output "tables" {
    value = table
    doc   = "The route tables, by key."
  }
}
