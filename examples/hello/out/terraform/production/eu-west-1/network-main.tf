# network.main.made.address["a"] (AWS::EC2::EIP)
resource "aws_eip" "network_main_made_address_a78bed8" {
  domain = "vpc"

  depends_on = [aws_internet_gateway_attachment.network_main_made_attachment]
}

# network.main.made.address["b"] (AWS::EC2::EIP)
resource "aws_eip" "network_main_made_address_b3aaca3" {
  domain = "vpc"

  depends_on = [aws_internet_gateway_attachment.network_main_made_attachment]
}

# network.main.made.address["c"] (AWS::EC2::EIP)
resource "aws_eip" "network_main_made_address_c19ca6f" {
  domain = "vpc"

  depends_on = [aws_internet_gateway_attachment.network_main_made_attachment]
}

# network.main.made.app_out["a"] (AWS::EC2::Route)
resource "aws_route" "network_main_made_app_out_a26df1c" {
  route_table_id         = aws_route_table.network_main_made_app_tier_table_ac3e4fc.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.network_main_made_nat_a57d950.id
}

# network.main.made.app_out["b"] (AWS::EC2::Route)
resource "aws_route" "network_main_made_app_out_b35837e" {
  route_table_id         = aws_route_table.network_main_made_app_tier_table_b2fbf02.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.network_main_made_nat_bbf9c96.id
}

# network.main.made.app_out["c"] (AWS::EC2::Route)
resource "aws_route" "network_main_made_app_out_c3b4d33" {
  route_table_id         = aws_route_table.network_main_made_app_tier_table_cd549c2.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.network_main_made_nat_c6d3366.id
}

# network.main.made.app_tier.association["a"] (AWS::EC2::SubnetRouteTableAssociation)
resource "aws_route_table_association" "network_main_made_app_tier_association_abd65fc" {
  subnet_id      = aws_subnet.network_main_made_app_tier_subnet_a4ae9a9.id
  route_table_id = aws_route_table.network_main_made_app_tier_table_ac3e4fc.id
}

# network.main.made.app_tier.association["b"] (AWS::EC2::SubnetRouteTableAssociation)
resource "aws_route_table_association" "network_main_made_app_tier_association_be1043d" {
  subnet_id      = aws_subnet.network_main_made_app_tier_subnet_b5c3cf0.id
  route_table_id = aws_route_table.network_main_made_app_tier_table_b2fbf02.id
}

# network.main.made.app_tier.association["c"] (AWS::EC2::SubnetRouteTableAssociation)
resource "aws_route_table_association" "network_main_made_app_tier_association_c17f820" {
  subnet_id      = aws_subnet.network_main_made_app_tier_subnet_c440c26.id
  route_table_id = aws_route_table.network_main_made_app_tier_table_cd549c2.id
}

# network.main.made.app_tier.subnet["a"] (AWS::EC2::Subnet)
resource "aws_subnet" "network_main_made_app_tier_subnet_a4ae9a9" {
  vpc_id                  = aws_vpc.network_main_made_vpc.id
  availability_zone_id    = "euw1-az1"
  cidr_block              = "10.0.0.0/19"
  map_public_ip_on_launch = false
}

# network.main.made.app_tier.subnet["b"] (AWS::EC2::Subnet)
resource "aws_subnet" "network_main_made_app_tier_subnet_b5c3cf0" {
  vpc_id                  = aws_vpc.network_main_made_vpc.id
  availability_zone_id    = "euw1-az2"
  cidr_block              = "10.0.32.0/19"
  map_public_ip_on_launch = false
}

# network.main.made.app_tier.subnet["c"] (AWS::EC2::Subnet)
resource "aws_subnet" "network_main_made_app_tier_subnet_c440c26" {
  vpc_id                  = aws_vpc.network_main_made_vpc.id
  availability_zone_id    = "euw1-az3"
  cidr_block              = "10.0.64.0/19"
  map_public_ip_on_launch = false
}

# network.main.made.app_tier.table["a"] (AWS::EC2::RouteTable)
resource "aws_route_table" "network_main_made_app_tier_table_ac3e4fc" {
  vpc_id = aws_vpc.network_main_made_vpc.id
}

# network.main.made.app_tier.table["b"] (AWS::EC2::RouteTable)
resource "aws_route_table" "network_main_made_app_tier_table_b2fbf02" {
  vpc_id = aws_vpc.network_main_made_vpc.id
}

# network.main.made.app_tier.table["c"] (AWS::EC2::RouteTable)
resource "aws_route_table" "network_main_made_app_tier_table_cd549c2" {
  vpc_id = aws_vpc.network_main_made_vpc.id
}

# network.main.made.attachment (AWS::EC2::VPCGatewayAttachment)
resource "aws_internet_gateway_attachment" "network_main_made_attachment" {
  vpc_id              = aws_vpc.network_main_made_vpc.id
  internet_gateway_id = aws_internet_gateway.network_main_made_internet.id
}

# network.main.made.data_tier.association["a"] (AWS::EC2::SubnetRouteTableAssociation)
resource "aws_route_table_association" "network_main_made_data_tier_association_a65f065" {
  subnet_id      = aws_subnet.network_main_made_data_tier_subnet_aee08af.id
  route_table_id = aws_route_table.network_main_made_data_tier_table_a32a88f.id
}

# network.main.made.data_tier.association["b"] (AWS::EC2::SubnetRouteTableAssociation)
resource "aws_route_table_association" "network_main_made_data_tier_association_b3be948" {
  subnet_id      = aws_subnet.network_main_made_data_tier_subnet_b473cd7.id
  route_table_id = aws_route_table.network_main_made_data_tier_table_b1ed7f1.id
}

# network.main.made.data_tier.association["c"] (AWS::EC2::SubnetRouteTableAssociation)
resource "aws_route_table_association" "network_main_made_data_tier_association_c54c4a5" {
  subnet_id      = aws_subnet.network_main_made_data_tier_subnet_cd47321.id
  route_table_id = aws_route_table.network_main_made_data_tier_table_c776e63.id
}

# network.main.made.data_tier.subnet["a"] (AWS::EC2::Subnet)
resource "aws_subnet" "network_main_made_data_tier_subnet_aee08af" {
  vpc_id                  = aws_vpc.network_main_made_vpc.id
  availability_zone_id    = "euw1-az1"
  cidr_block              = "10.0.224.0/22"
  map_public_ip_on_launch = false
}

# network.main.made.data_tier.subnet["b"] (AWS::EC2::Subnet)
resource "aws_subnet" "network_main_made_data_tier_subnet_b473cd7" {
  vpc_id                  = aws_vpc.network_main_made_vpc.id
  availability_zone_id    = "euw1-az2"
  cidr_block              = "10.0.228.0/22"
  map_public_ip_on_launch = false
}

# network.main.made.data_tier.subnet["c"] (AWS::EC2::Subnet)
resource "aws_subnet" "network_main_made_data_tier_subnet_cd47321" {
  vpc_id                  = aws_vpc.network_main_made_vpc.id
  availability_zone_id    = "euw1-az3"
  cidr_block              = "10.0.232.0/22"
  map_public_ip_on_launch = false
}

# network.main.made.data_tier.table["a"] (AWS::EC2::RouteTable)
resource "aws_route_table" "network_main_made_data_tier_table_a32a88f" {
  vpc_id = aws_vpc.network_main_made_vpc.id
}

# network.main.made.data_tier.table["b"] (AWS::EC2::RouteTable)
resource "aws_route_table" "network_main_made_data_tier_table_b1ed7f1" {
  vpc_id = aws_vpc.network_main_made_vpc.id
}

# network.main.made.data_tier.table["c"] (AWS::EC2::RouteTable)
resource "aws_route_table" "network_main_made_data_tier_table_c776e63" {
  vpc_id = aws_vpc.network_main_made_vpc.id
}

# network.main.made.gateway["dynamodb"] (AWS::EC2::VPCEndpoint)
resource "aws_vpc_endpoint" "network_main_made_gateway_dynamodbc12c00" {
  vpc_id            = aws_vpc.network_main_made_vpc.id
  vpc_endpoint_type = "Gateway"
  service_name      = "com.amazonaws.eu-west-1.dynamodb"
  route_table_ids = [
    aws_route_table.network_main_made_app_tier_table_ac3e4fc.id,
    aws_route_table.network_main_made_app_tier_table_b2fbf02.id,
    aws_route_table.network_main_made_app_tier_table_cd549c2.id,
    aws_route_table.network_main_made_data_tier_table_a32a88f.id,
    aws_route_table.network_main_made_data_tier_table_b1ed7f1.id,
    aws_route_table.network_main_made_data_tier_table_c776e63.id,
  ]
}

# network.main.made.gateway["s3"] (AWS::EC2::VPCEndpoint)
resource "aws_vpc_endpoint" "network_main_made_gateway_s3f144a9" {
  vpc_id            = aws_vpc.network_main_made_vpc.id
  vpc_endpoint_type = "Gateway"
  service_name      = "com.amazonaws.eu-west-1.s3"
  route_table_ids = [
    aws_route_table.network_main_made_app_tier_table_ac3e4fc.id,
    aws_route_table.network_main_made_app_tier_table_b2fbf02.id,
    aws_route_table.network_main_made_app_tier_table_cd549c2.id,
    aws_route_table.network_main_made_data_tier_table_a32a88f.id,
    aws_route_table.network_main_made_data_tier_table_b1ed7f1.id,
    aws_route_table.network_main_made_data_tier_table_c776e63.id,
  ]
}

# network.main.made.internet (AWS::EC2::InternetGateway)
resource "aws_internet_gateway" "network_main_made_internet" {}

# network.main.made.nat["a"] (AWS::EC2::NatGateway)
resource "aws_nat_gateway" "network_main_made_nat_a57d950" {
  subnet_id     = aws_subnet.network_main_made_public_tier_subnet_a9eea80.id
  allocation_id = aws_eip.network_main_made_address_a78bed8.allocation_id

  depends_on = [
    aws_route.network_main_made_public_out_a0f6a63,
    aws_route.network_main_made_public_out_b8fa025,
    aws_route.network_main_made_public_out_c6be72f,
  ]
}

# network.main.made.nat["b"] (AWS::EC2::NatGateway)
resource "aws_nat_gateway" "network_main_made_nat_bbf9c96" {
  subnet_id     = aws_subnet.network_main_made_public_tier_subnet_baadb6d.id
  allocation_id = aws_eip.network_main_made_address_b3aaca3.allocation_id

  depends_on = [
    aws_route.network_main_made_public_out_a0f6a63,
    aws_route.network_main_made_public_out_b8fa025,
    aws_route.network_main_made_public_out_c6be72f,
  ]
}

# network.main.made.nat["c"] (AWS::EC2::NatGateway)
resource "aws_nat_gateway" "network_main_made_nat_c6d3366" {
  subnet_id     = aws_subnet.network_main_made_public_tier_subnet_ca16add.id
  allocation_id = aws_eip.network_main_made_address_c19ca6f.allocation_id

  depends_on = [
    aws_route.network_main_made_public_out_a0f6a63,
    aws_route.network_main_made_public_out_b8fa025,
    aws_route.network_main_made_public_out_c6be72f,
  ]
}

# network.main.made.public_out["a"] (AWS::EC2::Route)
resource "aws_route" "network_main_made_public_out_a0f6a63" {
  route_table_id         = aws_route_table.network_main_made_public_tier_table_a829931.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.network_main_made_internet.id

  depends_on = [aws_internet_gateway_attachment.network_main_made_attachment]
}

# network.main.made.public_out["b"] (AWS::EC2::Route)
resource "aws_route" "network_main_made_public_out_b8fa025" {
  route_table_id         = aws_route_table.network_main_made_public_tier_table_bbc339d.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.network_main_made_internet.id

  depends_on = [aws_internet_gateway_attachment.network_main_made_attachment]
}

# network.main.made.public_out["c"] (AWS::EC2::Route)
resource "aws_route" "network_main_made_public_out_c6be72f" {
  route_table_id         = aws_route_table.network_main_made_public_tier_table_c986ff2.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.network_main_made_internet.id

  depends_on = [aws_internet_gateway_attachment.network_main_made_attachment]
}

# network.main.made.public_tier.association["a"] (AWS::EC2::SubnetRouteTableAssociation)
resource "aws_route_table_association" "network_main_made_public_tier_association_a53a5ca" {
  subnet_id      = aws_subnet.network_main_made_public_tier_subnet_a9eea80.id
  route_table_id = aws_route_table.network_main_made_public_tier_table_a829931.id
}

# network.main.made.public_tier.association["b"] (AWS::EC2::SubnetRouteTableAssociation)
resource "aws_route_table_association" "network_main_made_public_tier_association_b92d54e" {
  subnet_id      = aws_subnet.network_main_made_public_tier_subnet_baadb6d.id
  route_table_id = aws_route_table.network_main_made_public_tier_table_bbc339d.id
}

# network.main.made.public_tier.association["c"] (AWS::EC2::SubnetRouteTableAssociation)
resource "aws_route_table_association" "network_main_made_public_tier_association_c2be3f7" {
  subnet_id      = aws_subnet.network_main_made_public_tier_subnet_ca16add.id
  route_table_id = aws_route_table.network_main_made_public_tier_table_c986ff2.id
}

# network.main.made.public_tier.subnet["a"] (AWS::EC2::Subnet)
resource "aws_subnet" "network_main_made_public_tier_subnet_a9eea80" {
  vpc_id                  = aws_vpc.network_main_made_vpc.id
  availability_zone_id    = "euw1-az1"
  cidr_block              = "10.0.192.0/22"
  map_public_ip_on_launch = false
}

# network.main.made.public_tier.subnet["b"] (AWS::EC2::Subnet)
resource "aws_subnet" "network_main_made_public_tier_subnet_baadb6d" {
  vpc_id                  = aws_vpc.network_main_made_vpc.id
  availability_zone_id    = "euw1-az2"
  cidr_block              = "10.0.196.0/22"
  map_public_ip_on_launch = false
}

# network.main.made.public_tier.subnet["c"] (AWS::EC2::Subnet)
resource "aws_subnet" "network_main_made_public_tier_subnet_ca16add" {
  vpc_id                  = aws_vpc.network_main_made_vpc.id
  availability_zone_id    = "euw1-az3"
  cidr_block              = "10.0.200.0/22"
  map_public_ip_on_launch = false
}

# network.main.made.public_tier.table["a"] (AWS::EC2::RouteTable)
resource "aws_route_table" "network_main_made_public_tier_table_a829931" {
  vpc_id = aws_vpc.network_main_made_vpc.id
}

# network.main.made.public_tier.table["b"] (AWS::EC2::RouteTable)
resource "aws_route_table" "network_main_made_public_tier_table_bbc339d" {
  vpc_id = aws_vpc.network_main_made_vpc.id
}

# network.main.made.public_tier.table["c"] (AWS::EC2::RouteTable)
resource "aws_route_table" "network_main_made_public_tier_table_c986ff2" {
  vpc_id = aws_vpc.network_main_made_vpc.id
}

# network.main.made.traffic.flow (AWS::EC2::FlowLog)
resource "aws_flow_log" "network_main_made_traffic_flow" {
  vpc_id                   = aws_vpc.network_main_made_vpc.id
  traffic_type             = "REJECT"
  log_destination_type     = "cloud-watch-logs"
  log_destination          = "arn:${data.aws_partition.current.partition}:logs:${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}:log-group:${aws_cloudwatch_log_group.network_main_made_traffic_log.name}"
  iam_role_arn             = aws_iam_role.network_main_made_traffic_writer.arn
  max_aggregation_interval = 60

  depends_on = [aws_iam_role_policy.network_main_made_traffic_writer__policy_write]
}

# network.main.made.traffic.log (AWS::Logs::LogGroup)
resource "aws_cloudwatch_log_group" "network_main_made_traffic_log" {
  retention_in_days = 90
}

# network.main.made.traffic.writer (AWS::IAM::Role)
resource "aws_iam_role" "network_main_made_traffic_writer" {
  assume_role_policy = jsonencode({
    Statement = [
      {
        Action = "sts:AssumeRole"
        Condition = {
          StringEquals = {
            "aws:SourceAccount" = data.aws_caller_identity.current.account_id
          }
        }
        Effect = "Allow"
        Principal = {
          Service = "vpc-flow-logs.amazonaws.com"
        }
      },
    ]
    Version = "2012-10-17"
  })
}

# network.main.made.traffic.writer: Policies
resource "aws_iam_role_policy" "network_main_made_traffic_writer__policy_write" {
  role = aws_iam_role.network_main_made_traffic_writer.id
  name = "write"
  policy = jsonencode({
    Statement = [
      {
        Action = [
          "logs:CreateLogStream",
          "logs:PutLogEvents",
          "logs:DescribeLogGroups",
          "logs:DescribeLogStreams",
        ]
        Effect   = "Allow"
        Resource = "${aws_cloudwatch_log_group.network_main_made_traffic_log.arn}:*"
      },
    ]
    Version = "2012-10-17"
  })
}

# network.main.made.vpc (AWS::EC2::VPC)
resource "aws_vpc" "network_main_made_vpc" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
}
