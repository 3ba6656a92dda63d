# What the translations to Terraform do: every operation, on one region.
app "translated" {
  language = 1
  home     = "eu-west-1"
  regions  = ["eu-west-1"]
  account  = "123456789012"
  tags     = { team = "platform" }
}

param "image" {
  type = string
  doc  = "The image to run."
}
param "limit" {
  type    = int
  default = 5
}

component "place" {
  doc = "A VPC with a subnet whose traffic is logged, an endpoint, and groups that reach each other."

  resource "AWS::EC2::VPC" "vpc" { CidrBlock = "10.0.0.0/16" }

  resource "AWS::EC2::Subnet" "subnet" {
    VpcId     = vpc.VpcId
    CidrBlock = "10.0.0.0/24"
    PrivateDnsNameOptionsOnLaunch = {
      HostnameType                 = "resource-name"
      EnableResourceNameDnsARecord = true
    }
  }

  resource "AWS::EC2::SecurityGroup" "callers" {
    GroupDescription = "Who calls"
    VpcId            = vpc.VpcId
  }

  resource "AWS::EC2::SecurityGroup" "called" {
    GroupDescription = "Who is called"
    VpcId            = vpc.VpcId
    SecurityGroupIngress = [
      { IpProtocol = "tcp", FromPort = 443, ToPort = 443, SourceSecurityGroupId = callers.GroupId },
      { IpProtocol = "tcp", FromPort = 443, ToPort = 443, CidrIp = "10.0.0.0/16" },
    ]
    SecurityGroupEgress = [{ IpProtocol = "-1", CidrIp = "127.0.0.1/32" }]
  }

  resource "AWS::EC2::VPCEndpoint" "logs" {
    VpcId             = vpc.VpcId
    VpcEndpointType   = "Interface"
    ServiceName       = "com.amazonaws.${site.region}.logs"
    SubnetIds         = [subnet.SubnetId]
    SecurityGroupIds  = [called.GroupId]
    PrivateDnsEnabled = true
    DnsOptions        = { DnsRecordIpType = "ipv4", PrivateDnsOnlyForInboundResolverEndpoint = "AllResolvers" }
    PolicyDocument = {
      Version   = "2012-10-17"
      Statement = [{ Effect = "Allow", Action = "logs:*", Resource = "*", Principal = "*" }]
    }
  }

  resource "AWS::Logs::LogGroup" "log" {
    LogGroupName    = "/translated/traffic"
    RetentionInDays = 30
    DataProtectionPolicy = {
      Name    = "addresses"
      Version = "2021-06-01"
      Statement = [
        { Sid = "audit", DataIdentifier = ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"], Operation = { Audit = { FindingsDestination = {} } } },
        { Sid = "redact", DataIdentifier = ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"], Operation = { Deidentify = { MaskConfig = {} } } },
      ]
    }
  }

  resource "AWS::IAM::Role" "writer" {
    AssumeRolePolicyDocument = {
      Version   = "2012-10-17"
      Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "vpc-flow-logs.amazonaws.com" } }]
    }
    ManagedPolicyArns = ["arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess"]
    Policies = [{
      PolicyName     = "Write_logs"
      PolicyDocument = { Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "logs:PutLogEvents", Resource = log.Arn }] }
    }]
  }

  resource "AWS::EC2::FlowLog" "flow" {
    ResourceType             = "Subnet"
    ResourceId               = subnet.SubnetId
    TrafficType              = "ALL"
    LogDestinationType       = "cloud-watch-logs"
    LogGroupName             = log.ref
    DeliverLogsPermissionArn = writer.Arn
  }
}

component "vault" {
  doc = "A secret with fields, and what reads it."

  resource "AWS::SecretsManager::Secret" "login" {
    GenerateSecretString = {
      PasswordLength       = 32
      SecretStringTemplate = jsonencode({ user = "robot" })
      GenerateStringKey    = "password"
    }
  }

  resource "AWS::SSM::Parameter" "read" {
    Type = "String"
    Value = jsonencode({
      password = "{{resolve:secretsmanager:${login.ref}:SecretString:password}}"
      previous = "was {{resolve:secretsmanager:${login.ref}:SecretString:password:AWSPREVIOUS}}."
      literal  = "$${not} %%{evaluated} $5"
    })
  }

  resource "AWS::SQS::Queue" "spool" {
    on_delete          = "delete"
    DelaySeconds       = param.limit
    MaximumMessageSize = 1024
    RedriveAllowPolicy = { redrivePermission = "denyAll" }
    Tags               = [{ Key = "image", Value = param.image }]
  }
}

place "main" {}
vault "to_override" {}
