# Rules stand in resources of their own, named by what they allow. Where CloudFormation is given no
# outbound rules, the service's own stays, which allows everything; Terraform takes that one away, so
# it is said.
# Source: Terraform Registry, hashicorp/aws 5.100, the types named by `to`; Amazon VPC User Guide,
# "Default security group rules".
translate "AWS::EC2::SecurityGroup" {
  to  = "aws_security_group"
  ref = id
  attributes = {
    GroupId = id
    Id      = id
    VpcId   = vpc_id
  }
  map = {
    GroupName            = name
    GroupDescription     = description
    VpcId                = vpc_id
    SecurityGroupIngress = split(ingress)
    SecurityGroupEgress  = split(egress)
    Tags                 = pairs(tags, "Key", "Value")
  }

  child "ingress" {
    to     = "aws_vpc_security_group_ingress_rule"
    parent = { security_group_id = id }
    map = {
      Description                = description
      IpProtocol                 = ip_protocol
      FromPort                   = from_port
      ToPort                     = to_port
      CidrIp                     = cidr_ipv4
      CidrIpv6                   = cidr_ipv6
      SourcePrefixListId         = prefix_list_id
      SourceSecurityGroupId      = referenced_security_group_id
      SourceSecurityGroupName    = refuse("a rule names a group by its id there")
      SourceSecurityGroupOwnerId = refuse("a rule names a group by its id there")
    }
  }

  child "egress" {
    to     = "aws_vpc_security_group_egress_rule"
    parent = { security_group_id = id }
    map = {
      Description                = description
      IpProtocol                 = ip_protocol
      FromPort                   = from_port
      ToPort                     = to_port
      CidrIp                     = cidr_ipv4
      CidrIpv6                   = cidr_ipv6
      DestinationPrefixListId    = prefix_list_id
      DestinationSecurityGroupId = referenced_security_group_id
    }
    absent = {
      ip_protocol = "-1"
      cidr_ipv4   = "0.0.0.0/0"
    }
  }
}

translate "AWS::EC2::SecurityGroupIngress" {
  to         = "aws_vpc_security_group_ingress_rule"
  ref        = id
  attributes = { Id = id }
  map = {
    GroupId                    = security_group_id
    GroupName                  = refuse("a rule names its group by its id there")
    Description                = description
    IpProtocol                 = ip_protocol
    FromPort                   = from_port
    ToPort                     = to_port
    CidrIp                     = cidr_ipv4
    CidrIpv6                   = cidr_ipv6
    SourcePrefixListId         = prefix_list_id
    SourceSecurityGroupId      = referenced_security_group_id
    SourceSecurityGroupName    = refuse("a rule names a group by its id there")
    SourceSecurityGroupOwnerId = refuse("a rule names a group by its id there")
  }
}

translate "AWS::EC2::SecurityGroupEgress" {
  to         = "aws_vpc_security_group_egress_rule"
  ref        = id
  attributes = { Id = id }
  map = {
    GroupId                    = security_group_id
    Description                = description
    IpProtocol                 = ip_protocol
    FromPort                   = from_port
    ToPort                     = to_port
    CidrIp                     = cidr_ipv4
    CidrIpv6                   = cidr_ipv6
    DestinationPrefixListId    = prefix_list_id
    DestinationSecurityGroupId = referenced_security_group_id
  }
}
