# Source: Terraform Registry, hashicorp/aws 5.100, the types named by `to`.
translate "AWS::EC2::RouteTable" {
  to  = "aws_route_table"
  ref = id
  attributes = {
    RouteTableId = id
    VpcId        = vpc_id
  }
  map = {
    VpcId = vpc_id
    Tags  = pairs(tags, "Key", "Value")
  }
}

translate "AWS::EC2::Route" {
  to = "aws_route"
  map = {
    RouteTableId                = route_table_id
    DestinationCidrBlock        = destination_cidr_block
    DestinationIpv6CidrBlock    = destination_ipv6_cidr_block
    DestinationPrefixListId     = destination_prefix_list_id
    GatewayId                   = gateway_id
    NatGatewayId                = nat_gateway_id
    CarrierGatewayId            = carrier_gateway_id
    CoreNetworkArn              = core_network_arn
    EgressOnlyInternetGatewayId = egress_only_gateway_id
    InstanceId                  = refuse("aws_route leads to the instance's network interface")
    LocalGatewayId              = local_gateway_id
    NetworkInterfaceId          = network_interface_id
    TransitGatewayId            = transit_gateway_id
    VpcEndpointId               = vpc_endpoint_id
    VpcPeeringConnectionId      = vpc_peering_connection_id
  }
}

translate "AWS::EC2::SubnetRouteTableAssociation" {
  to         = "aws_route_table_association"
  ref        = id
  attributes = { Id = id }
  map = {
    SubnetId     = subnet_id
    RouteTableId = route_table_id
  }
}

translate "AWS::EC2::VPCEndpoint" {
  to         = "aws_vpc_endpoint"
  ref        = id
  attributes = { Id = id }
  map = {
    VpcId                    = vpc_id
    VpcEndpointType          = vpc_endpoint_type
    ServiceName              = service_name
    ServiceRegion            = service_region
    ServiceNetworkArn        = service_network_arn
    ResourceConfigurationArn = resource_configuration_arn
    RouteTableIds            = route_table_ids
    SubnetIds                = subnet_ids
    SecurityGroupIds         = security_group_ids
    IpAddressType            = ip_address_type
    PrivateDnsEnabled        = private_dns_enabled
    PolicyDocument           = jsonencode(policy)
    DnsOptions = block(dns_options, {
      DnsRecordIpType = dns_record_ip_type
      PrivateDnsOnlyForInboundResolverEndpoint = words(private_dns_only_for_inbound_resolver_endpoint, {
        OnlyInboundResolver = true
        AllResolvers        = false
      })
      PrivateDnsPreference       = refuse("the dns_options of aws_vpc_endpoint have no preference")
      PrivateDnsSpecifiedDomains = refuse("the dns_options of aws_vpc_endpoint name no domains")
    })
    Tags = pairs(tags, "Key", "Value")
  }
}
