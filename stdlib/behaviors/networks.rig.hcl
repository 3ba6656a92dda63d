# Settings of a network. A subnet is lost with its zone: what stands in it counts that.
behavior "AWS::EC2::VPC" {
  inert  = true
  source = "Amazon VPC User Guide, How Amazon VPC works"
}

behavior "AWS::EC2::Subnet" {
  inert  = true
  source = "Amazon VPC User Guide, Subnets for your VPC"
}

behavior "AWS::EC2::RouteTable" {
  inert  = true
  source = "Amazon VPC User Guide, Configure route tables"
}

behavior "AWS::EC2::SubnetRouteTableAssociation" {
  inert  = true
  source = "Amazon VPC User Guide, Configure route tables"
}

behavior "AWS::EC2::VPCGatewayAttachment" {
  inert  = true
  source = "Amazon VPC User Guide, Enable internet access for a VPC using an internet gateway"
}

behavior "AWS::EC2::SecurityGroup" {
  inert  = true
  source = "Amazon VPC User Guide, Control traffic to your AWS resources using security groups"
}

behavior "AWS::EC2::SecurityGroupIngress" {
  inert  = true
  source = "Amazon VPC User Guide, Control traffic to your AWS resources using security groups"
}

behavior "AWS::EC2::SecurityGroupEgress" {
  inert  = true
  source = "Amazon VPC User Guide, Control traffic to your AWS resources using security groups"
}

behavior "AWS::EC2::FlowLog" {
  inert  = true
  source = "Amazon VPC User Guide, Logging IP traffic using VPC Flow Logs"
}

# A gateway stands in one zone. With that, whoever goes out through it from another zone is cut off.
behavior "AWS::EC2::NatGateway" {
  source = "Amazon VPC User Guide, NAT gateway basics"

  let {
    tables = referrers("AWS::EC2::Route", "NatGatewayId").RouteTableId.target
    users  = referrers(tables, "AWS::EC2::SubnetRouteTableAssociation", "RouteTableId")
    own    = self.SubnetId.target.AvailabilityZoneId
  }

  survives "az" {
    when   = alltrue([for z in users.SubnetId.target.AvailabilityZoneId : z == own])
    lost   = "subnets of other zones go out through it"
    within = "0s"
    trusts = "what goes out through a gateway in its own zone is lost with that zone, and counted there"
    source = "Amazon VPC User Guide, NAT gateway basics"
  }
}

behavior "AWS::EC2::InternetGateway" {
  source = "Amazon VPC User Guide, Enable internet access for a VPC using an internet gateway"

  survives "az" {
    within = "0s"
    trusts = "an internet gateway is redundant over all zones"
    source = "Amazon VPC User Guide, Enable internet access for a VPC using an internet gateway"
  }
}

behavior "AWS::EC2::Route" {
  inert  = true
  source = "Amazon VPC User Guide, Configure route tables"
}

behavior "AWS::EC2::EIP" {
  inert  = true
  source = "Amazon VPC User Guide, Associate Elastic IP addresses with resources in your VPC"
}
