# A database in a VPC that is there already: nothing of the network is made.
app "landlord" {
  language = 1
  home     = "eu-west-1"
  regions  = ["eu-west-1", "eu-central-1"]
}

existing "AWS::EC2::VPC" "main" {
  id        = { eu-west-1 = "vpc-0a10000000000000a", eu-central-1 = "vpc-0b10000000000000b" }
  CidrBlock = "10.9.0.0/16"
}
existing "AWS::EC2::Subnet" "one" {
  id               = { eu-west-1 = "subnet-0a10000000000000a", eu-central-1 = "subnet-0b10000000000000b" }
  AvailabilityZone = "${site.region}a"
}
existing "AWS::EC2::Subnet" "two" {
  id               = { eu-west-1 = "subnet-0a20000000000000a", eu-central-1 = "subnet-0b20000000000000b" }
  AvailabilityZone = "${site.region}b"
}
existing "AWS::EC2::Subnet" "three" {
  id               = { eu-west-1 = "subnet-0a30000000000000a", eu-central-1 = "subnet-0b30000000000000b" }
  AvailabilityZone = "${site.region}c"
}

network "main" {
  vpc          = existing.main
  app_subnets  = { a = existing.one, b = existing.two, c = existing.three }
  data_subnets = { a = existing.one, b = existing.two, c = existing.three }
}

database "tenants" { engine = "mysql" }
