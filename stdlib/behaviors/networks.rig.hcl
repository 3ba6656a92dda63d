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
