# What an app is given, for both targets: params of every kind, what exists already, and a type with a
# schema of its own.
app "given" {
  language = 1
  home     = "eu-west-1"
  regions  = ["eu-west-1"]
  tags     = { owner = "shop" }
  naming   = "{app}-{environment}-{name}"
  iam      = { boundary = param.boundary, path = "/apps/" }
}

param "boundary" { type = arn }
param "vpc" {
  type = attribute("AWS::EC2::VPC", "VpcId")
  doc  = "The network that is there already."
}
param "name" {
  type       = string
  default    = "doors"
  matches    = "^[a-z]+$"
  min_length = 3
  max_length = 20
}
param "door" {
  type    = int
  default = 443
  one_of  = [443, 8443]
}
param "delay" {
  type    = int
  default = 0
  min     = 0
  max     = 900
}
param "fifo" {
  type    = bool
  default = false
}
param "name_servers" {
  type    = list(string)
  default = ["10.9.0.2", "10.10.0.2"]
}
param "token" {
  type   = string
  secret = true
}

existing "AWS::EC2::VPC" "main" { id = param.vpc }
existing "AWS::EC2::SecurityGroup" "admins" { id = "sg-0a10000000000000a" }
existing "AWS::KMS::Key" "data" {
  id  = "12345678-1234-1234-1234-123456789012"
  Arn = "arn:aws:kms:eu-west-1:111122223333:key/12345678-1234-1234-1234-123456789012"
}

resource "AWS::EC2::SecurityGroup" "doors" {
  GroupDescription = "Doors of ${param.name}"
  VpcId            = existing.main.VpcId
  SecurityGroupIngress = [
    { IpProtocol = "tcp", FromPort = param.door, ToPort = param.door, SourceSecurityGroupId = existing.admins.GroupId, Description = "Admins" },
  ]
}
resource "AWS::EC2::DHCPOptions" "names" { DomainNameServers = param.name_servers }
resource "AWS::SQS::Queue" "inbox" {
  DelaySeconds   = param.delay
  KmsMasterKeyId = existing.data.KeyId
  FifoQueue      = param.fifo
}
resource "AWS::SecretsManager::Secret" "token" {
  KmsKeyId     = existing.data.Arn
  SecretString = param.token
}
resource "AWS::IAM::Role" "reader" {
  AssumeRolePolicyDocument = {
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  }
}
resource "Vendor::Watch::Monitor" "delay" {
  Kind  = "metric"
  Query = "max(last_5m):delay{queue:${resource.inbox.QueueName}} > 60"
}
