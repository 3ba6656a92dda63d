component "database_place" {
  doc = "What a database stands in: an encryption key, a security group without rules, and the data subnets as a group."

  input "network" {
    type = component.network
    doc  = "The network whose data subnets it stands in."
  }

  # A copy in another region cannot use the key of the first: each site has its own.
  # Source: Amazon Aurora User Guide, "Encrypting Amazon Aurora resources".
  resource "AWS::KMS::Key" "key" {
    Description       = "Encrypts a database"
    EnableKeyRotation = true
  }

  # Rules come with each connection. A database opens none itself.
  resource "AWS::EC2::SecurityGroup" "group" {
    GroupDescription = "Database"
    VpcId            = network.vpc_id
    SecurityGroupEgress = [{
      IpProtocol  = "-1"
      CidrIp      = "127.0.0.1/32"
      Description = "Nothing outbound"
    }]
  }

  resource "AWS::RDS::DBSubnetGroup" "subnets" {
    DBSubnetGroupDescription = "Data subnets"
    SubnetIds                = values(network.data)
  }

  output "key" {
    value = key.Arn
    doc   = "The ARN of the encryption key."
  }
  output "group" {
    value = group.GroupId
    doc   = "The security group."
  }
  output "subnets" {
    value = subnets.ref
    doc   = "The subnet group."
  }
}
