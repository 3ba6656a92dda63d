# An app in an estate that was there before it: its network, its keys, its certificates and its rules.
app "estate" {
  language = 1
  home     = "eu-west-1"
  regions  = ["eu-west-1", "eu-central-1"]
  domain   = "shop.example.com"

  objective = { availability = "99.9%" }
  growth    = { today = "100rps" }

  tags         = { owner = "shop", cost = "1" }
  require_tags = ["owner", "cost"]
  naming       = "corp-{app}-{environment}-{name}"
  iam          = { boundary = existing.boundary.ref, path = "/apps/shop/" }
  sidecars     = { telemetry = { image = param.telemetry, cpu = "0.25vCPU", memory = "256MiB" } }
}

# What is there already.
existing "AWS::EC2::VPC" "vpc" {
  id        = { eu-west-1 = "vpc-0a10000000000000a", eu-central-1 = "vpc-0b10000000000000b" }
  CidrBlock = site.region == app.home ? "10.9.0.0/16" : "10.10.0.0/16"
}
existing "AWS::EC2::Subnet" "one" {
  id                 = { eu-west-1 = "subnet-0a10000000000000a", eu-central-1 = "subnet-0b10000000000000b" }
  AvailabilityZone   = "${site.region}a"
  AvailabilityZoneId = site.zones[0]
}
existing "AWS::EC2::Subnet" "two" {
  id                 = { eu-west-1 = "subnet-0a20000000000000a", eu-central-1 = "subnet-0b20000000000000b" }
  AvailabilityZone   = "${site.region}b"
  AvailabilityZoneId = site.zones[1]
}
existing "AWS::EC2::Subnet" "three" {
  id                 = { eu-west-1 = "subnet-0a30000000000000a", eu-central-1 = "subnet-0b30000000000000b" }
  AvailabilityZone   = "${site.region}c"
  AvailabilityZoneId = site.zones[2]
}
existing "AWS::Route53::HostedZone" "zone" { id = "Z0123456789ABCDEFGHIJ" }
existing "AWS::CertificateManager::Certificate" "certificate" {
  id = {
    eu-west-1    = "arn:aws:acm:eu-west-1:111122223333:certificate/12345678-1234-1234-1234-123456789012"
    eu-central-1 = "arn:aws:acm:eu-central-1:111122223333:certificate/12345678-1234-1234-1234-210987654321"
  }
}
existing "AWS::IAM::ManagedPolicy" "boundary" { id = "arn:aws:iam::111122223333:policy/corp-boundary" }
existing "AWS::KMS::Key" "data" {
  id  = param.key
  Arn = "arn:aws:kms:${site.region}:111122223333:key/${param.key}"
}
existing "AWS::RDS::DBInstance" "ledger" {
  id       = "ledger"
  Endpoint = { Address = "ledger.example.com", Port = "5432" }
}
existing "AWS::EC2::SecurityGroup" "ledger_door" {
  id = { eu-west-1 = "sg-0a10000000000000a", eu-central-1 = "sg-0b10000000000000b" }
}
existing "AWS::SQS::Queue" "legacy" {
  id  = "https://sqs.eu-west-1.amazonaws.com/111122223333/orders"
  Arn = "arn:aws:sqs:eu-west-1:111122223333:orders"
}

network "main" {
  vpc            = existing.vpc
  public_subnets = { a = existing.one, b = existing.two, c = existing.three }
  app_subnets    = { a = existing.one, b = existing.two, c = existing.three }
  data_subnets   = { a = existing.one, b = existing.two, c = existing.three }
}
domain "main" {
  zone        = existing.zone
  certificate = existing.certificate
}

# What somebody else runs.
external "stripe" {
  url          = "https://api.stripe.com"
  availability = "99.99%"
  on_loss      = "degrade"
}
external "tax" {
  url          = "https://tax.example.com"
  availability = "99.95%"
}
external "ledger" {
  host           = existing.ledger.Endpoint.Address
  port           = 5432
  security_group = existing.ledger_door.GroupId
}
external "legacy" {
  env     = { URL = existing.legacy.ref }
  grants  = { "sqs:SendMessage" = existing.legacy.Arn }
  on_loss = "degrade"
}
external "partner" {
  host    = "sftp.example.com"
  port    = 22
  cidr    = "203.0.113.0/24"
  on_loss = "degrade"
}
# At the same addresses and port: the way there is opened once.
external "archive" {
  host    = "archive.example.com"
  port    = 22
  cidr    = "203.0.113.0/24"
  on_loss = "degrade"
}

service "shop" {
  tier     = tier.front
  image    = param.image
  port     = 8080
  cpu      = "1vCPU"
  memory   = "2GiB"
  capacity = "40rps"
  replicas = { min = 9, max = 18 }
  env      = { SIZE = param.size }
  calls = [
    external.stripe, external.tax, external.ledger, external.legacy,
    call(external.partner, { needs = "soft" }), call(external.archive, { needs = "soft" }),
  ]
}
tier "front" {
  exposure = "public"
  survives = "az"
}

# What is given at deployment.
param "image" {
  type = image
  doc  = "The image of the shop."
}
param "telemetry" { type = image }
param "key" {
  type       = string
  doc        = "The key that data is encrypted with."
  matches    = "^[0-9a-f-]+$"
  min_length = 36
  max_length = 36
}
param "size" {
  type    = enum("small", "large")
  default = "small"
}
param "days" {
  type    = int
  default = 30
  min     = 1
  max     = 365
}
param "door" {
  type    = int
  default = 443
  one_of  = [443, 8443]
}
param "name_servers" {
  type    = list(string)
  default = ["10.9.0.2", "10.10.0.2"]
}
param "prefix_list" { type = attribute("AWS::EC2::PrefixList", "PrefixListId") }
param "token" {
  type   = string
  doc    = "What the monitors are made with."
  secret = true
}

# Resources beside the uses.
resource "AWS::SecretsManager::Secret" "token" {
  unit         = "data"
  Description  = "The token of the vendor"
  KmsKeyId     = existing.data.Arn
  SecretString = param.token
  Tags         = [{ Key = "cost", Value = "2" }, { Key = "owner", Value = "watch" }]
}
resource "AWS::EC2::SecurityGroup" "partners" {
  unit             = "network"
  GroupDescription = "Partners"
  VpcId            = existing.vpc.VpcId
  SecurityGroupIngress = [{
    IpProtocol         = "tcp"
    FromPort           = param.door
    ToPort             = param.door
    SourcePrefixListId = param.prefix_list
    Description        = "HTTPS of partners"
  }]
}
resource "AWS::EC2::PrefixList" "peers" {
  for_each       = { first = 2, second = 4 }
  PrefixListName = "peers-${each.key}"
  AddressFamily  = "IPv4"
  MaxEntries     = each.value
}
resource "AWS::EC2::DHCPOptions" "names" {
  DomainName        = "corp.example.com"
  DomainNameServers = param.name_servers
}
resource "AWS::IAM::Role" "auditor" {
  at       = "global"
  RoleName = "corp-auditor"
  AssumeRolePolicyDocument = {
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:root" } }]
  }
}
resource "AWS::SSM::Parameter" "settings" {
  when  = app.environment == "production"
  after = [service.shop]
  unit  = "app"
  Type  = "StringList"
  Value = "keep=${param.days},peers=${resource.peers["first"].PrefixListId},auditor=${resource.auditor.RoleId},named=${resource.auditor.RoleName}"
}
resource "Vendor::Watch::Monitor" "latency" {
  at        = "home"
  Kind      = "metric"
  Name      = "latency-of-shop"
  Query     = "avg(last_5m):latency{app:${app.name}} > 0.4"
  Threshold = { Critical = 0.4, Warning = 0.2 }
}
resource "AWS::SSM::Parameter" "monitor" {
  at    = "home"
  unit  = "app"
  Type  = "String"
  Value = "${resource.latency.ref} since ${resource.latency.Created}"
}

environment "staging" {
  app {
    regions   = ["eu-west-1"]
    objective = { availability = "99%" }
  }
  param "image" { default = "registry.example.com/shop:next" }
}
