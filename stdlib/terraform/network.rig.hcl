# Source: Terraform Registry, hashicorp/aws 5.100, the types named by `to`.
translate "AWS::EC2::VPC" {
  to  = "aws_vpc"
  ref = id
  attributes = {
    CidrBlock            = cidr_block
    DefaultNetworkAcl    = default_network_acl_id
    DefaultSecurityGroup = default_security_group_id
    VpcId                = id
  }
  map = {
    CidrBlock          = cidr_block
    Ipv4IpamPoolId     = ipv4_ipam_pool_id
    Ipv4NetmaskLength  = ipv4_netmask_length
    InstanceTenancy    = instance_tenancy
    EnableDnsSupport   = enable_dns_support
    EnableDnsHostnames = enable_dns_hostnames
    Tags               = pairs(tags, "Key", "Value")
  }
}

translate "AWS::EC2::Subnet" {
  to  = "aws_subnet"
  ref = id
  attributes = {
    AvailabilityZone   = availability_zone
    AvailabilityZoneId = availability_zone_id
    CidrBlock          = cidr_block
    OutpostArn         = outpost_arn
    SubnetId           = id
    VpcId              = vpc_id
  }
  map = {
    VpcId                       = vpc_id
    AvailabilityZone            = availability_zone
    AvailabilityZoneId          = availability_zone_id
    CidrBlock                   = cidr_block
    Ipv4IpamPoolId              = refuse("aws_subnet takes no block from a pool")
    Ipv4NetmaskLength           = refuse("aws_subnet takes no block from a pool")
    Ipv6CidrBlock               = ipv6_cidr_block
    Ipv6IpamPoolId              = refuse("aws_subnet takes no block from a pool")
    Ipv6NetmaskLength           = refuse("aws_subnet takes no block from a pool")
    Ipv6Native                  = ipv6_native
    AssignIpv6AddressOnCreation = assign_ipv6_address_on_creation
    MapPublicIpOnLaunch         = map_public_ip_on_launch
    EnableDns64                 = enable_dns64
    EnableLniAtDeviceIndex      = enable_lni_at_device_index
    OutpostArn                  = outpost_arn
    PrivateDnsNameOptionsOnLaunch = {
      EnableResourceNameDnsAAAARecord = enable_resource_name_dns_aaaa_record_on_launch
      EnableResourceNameDnsARecord    = enable_resource_name_dns_a_record_on_launch
      HostnameType                    = private_dns_hostname_type_on_launch
    }
    Tags = pairs(tags, "Key", "Value")
  }
}

translate "AWS::EC2::InternetGateway" {
  to         = "aws_internet_gateway"
  ref        = id
  attributes = { InternetGatewayId = id }
  map        = { Tags = pairs(tags, "Key", "Value") }
}

translate "AWS::EC2::VPCGatewayAttachment" {
  to = "aws_internet_gateway_attachment"
  map = {
    VpcId             = vpc_id
    InternetGatewayId = internet_gateway_id
    VpnGatewayId      = refuse("a VPN gateway is attached by another type, aws_vpn_gateway_attachment")
  }
}

translate "AWS::EC2::EIP" {
  to  = "aws_eip"
  ref = public_ip
  attributes = {
    AllocationId = allocation_id
    PublicIp     = public_ip
  }
  map = {
    Domain             = domain
    Address            = address
    InstanceId         = instance
    IpamPoolId         = ipam_pool_id
    NetworkBorderGroup = network_border_group
    PublicIpv4Pool     = public_ipv4_pool
    TransferAddress    = refuse("aws_eip accepts no transferred address")
    Tags               = pairs(tags, "Key", "Value")
  }
}

translate "AWS::EC2::NatGateway" {
  to  = "aws_nat_gateway"
  ref = id
  attributes = {
    EniId        = network_interface_id
    NatGatewayId = id
  }
  map = {
    SubnetId                       = subnet_id
    AllocationId                   = allocation_id
    ConnectivityType               = connectivity_type
    PrivateIpAddress               = private_ip
    SecondaryAllocationIds         = secondary_allocation_ids
    SecondaryPrivateIpAddressCount = secondary_private_ip_address_count
    SecondaryPrivateIpAddresses    = secondary_private_ip_addresses
    AvailabilityMode               = refuse("aws_nat_gateway stands in one zone")
    AvailabilityZoneAddresses      = refuse("aws_nat_gateway stands in one zone")
    MaxDrainDurationSeconds        = refuse("aws_nat_gateway drains as long as the service does by default")
    VpcId                          = refuse("aws_nat_gateway stands in a subnet")
    Tags                           = pairs(tags, "Key", "Value")
  }
}
