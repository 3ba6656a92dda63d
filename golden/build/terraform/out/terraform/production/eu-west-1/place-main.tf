# place.main.called (AWS::EC2::SecurityGroup)
resource "aws_security_group" "place_main_called" {
  description = "Who is called"
  vpc_id      = aws_vpc.place_main_vpc.id
  tags = {
    team = "platform"
  }

  depends_on = [aws_vpc_security_group_egress_rule.place_main_callers__egress]
}

# place.main.called: SecurityGroupIngress
resource "aws_vpc_security_group_ingress_rule" "place_main_called__ingress_ae9304" {
  security_group_id            = aws_security_group.place_main_called.id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
  referenced_security_group_id = aws_security_group.place_main_callers.id
}

# place.main.called: SecurityGroupIngress
resource "aws_vpc_security_group_ingress_rule" "place_main_called__ingress_339d75" {
  security_group_id = aws_security_group.place_main_called.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "10.0.0.0/16"
}

# place.main.called: SecurityGroupEgress
resource "aws_vpc_security_group_egress_rule" "place_main_called__egress_fdafdf" {
  security_group_id = aws_security_group.place_main_called.id
  ip_protocol       = "-1"
  cidr_ipv4         = "127.0.0.1/32"
}

# place.main.callers (AWS::EC2::SecurityGroup)
resource "aws_security_group" "place_main_callers" {
  description = "Who calls"
  vpc_id      = aws_vpc.place_main_vpc.id
  tags = {
    team = "platform"
  }
}

# place.main.callers: SecurityGroupEgress, which is not set: what the service does then
resource "aws_vpc_security_group_egress_rule" "place_main_callers__egress" {
  security_group_id = aws_security_group.place_main_callers.id
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}

# place.main.flow (AWS::EC2::FlowLog)
resource "aws_flow_log" "place_main_flow" {
  subnet_id            = aws_subnet.place_main_subnet.id
  traffic_type         = "ALL"
  log_destination_type = "cloud-watch-logs"
  log_destination      = "arn:${data.aws_partition.current.partition}:logs:${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}:log-group:${aws_cloudwatch_log_group.place_main_log.name}"
  iam_role_arn         = aws_iam_role.place_main_writer.arn
  tags = {
    team = "platform"
  }

  depends_on = [
    aws_cloudwatch_log_data_protection_policy.place_main_log__data_protection,
    aws_iam_role_policy.place_main_writer__policy_write_logs_f81447,
    aws_iam_role_policy_attachment.place_main_writer__managed_d2e6f9,
  ]
}

# place.main.log (AWS::Logs::LogGroup)
resource "aws_cloudwatch_log_group" "place_main_log" {
  name              = "/translated/traffic"
  retention_in_days = 30
  tags = {
    team = "platform"
  }
}

# place.main.log: DataProtectionPolicy
resource "aws_cloudwatch_log_data_protection_policy" "place_main_log__data_protection" {
  log_group_name = aws_cloudwatch_log_group.place_main_log.name
  policy_document = jsonencode({
    Name = "addresses"
    Statement = [
      {
        DataIdentifier = ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"]
        Operation = {
          Audit = {
            FindingsDestination = {}
          }
        }
        Sid = "audit"
      },
      {
        DataIdentifier = ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"]
        Operation = {
          Deidentify = {
            MaskConfig = {}
          }
        }
        Sid = "redact"
      },
    ]
    Version = "2021-06-01"
  })
}

# place.main.logs (AWS::EC2::VPCEndpoint)
resource "aws_vpc_endpoint" "place_main_logs" {
  vpc_id              = aws_vpc.place_main_vpc.id
  vpc_endpoint_type   = "Interface"
  service_name        = "com.amazonaws.eu-west-1.logs"
  subnet_ids          = [aws_subnet.place_main_subnet.id]
  security_group_ids  = [aws_security_group.place_main_called.id]
  private_dns_enabled = true
  policy = jsonencode({
    Statement = [
      {
        Action    = "logs:*"
        Effect    = "Allow"
        Principal = "*"
        Resource  = "*"
      },
    ]
    Version = "2012-10-17"
  })
  tags = {
    team = "platform"
  }

  dns_options {
    dns_record_ip_type                             = "ipv4"
    private_dns_only_for_inbound_resolver_endpoint = false
  }

  depends_on = [
    aws_vpc_security_group_egress_rule.place_main_called__egress_fdafdf,
    aws_vpc_security_group_ingress_rule.place_main_called__ingress_339d75,
    aws_vpc_security_group_ingress_rule.place_main_called__ingress_ae9304,
  ]
}

# place.main.subnet (AWS::EC2::Subnet)
resource "aws_subnet" "place_main_subnet" {
  vpc_id                                      = aws_vpc.place_main_vpc.id
  cidr_block                                  = "10.0.0.0/24"
  enable_resource_name_dns_a_record_on_launch = true
  private_dns_hostname_type_on_launch         = "resource-name"
  tags = {
    team = "platform"
  }
}

# place.main.vpc (AWS::EC2::VPC)
resource "aws_vpc" "place_main_vpc" {
  cidr_block = "10.0.0.0/16"
  tags = {
    team = "platform"
  }
}

# place.main.writer (AWS::IAM::Role)
resource "aws_iam_role" "place_main_writer" {
  assume_role_policy = jsonencode({
    Statement = [
      {
        Action = "sts:AssumeRole"
        Effect = "Allow"
        Principal = {
          Service = "vpc-flow-logs.amazonaws.com"
        }
      },
    ]
    Version = "2012-10-17"
  })
  tags = {
    team = "platform"
  }

  depends_on = [
    aws_cloudwatch_log_data_protection_policy.place_main_log__data_protection,
  ]
}

# place.main.writer: Policies
resource "aws_iam_role_policy" "place_main_writer__policy_write_logs_f81447" {
  role = aws_iam_role.place_main_writer.id
  name = "Write_logs"
  policy = jsonencode({
    Statement = [
      {
        Action   = "logs:PutLogEvents"
        Effect   = "Allow"
        Resource = "${aws_cloudwatch_log_group.place_main_log.arn}:*"
      },
    ]
    Version = "2012-10-17"
  })
}

# place.main.writer: ManagedPolicyArns
resource "aws_iam_role_policy_attachment" "place_main_writer__managed_d2e6f9" {
  role       = aws_iam_role.place_main_writer.name
  policy_arn = "arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess"
}
