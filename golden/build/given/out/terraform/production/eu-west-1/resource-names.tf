# resource.names (AWS::EC2::DHCPOptions)
resource "aws_cloudcontrolapi_resource" "resource_names" {
  type_name = "AWS::EC2::DHCPOptions"
  desired_state = jsonencode({
    DomainNameServers = var.param_name_servers
    Tags = [
      {
        Key   = "owner"
        Value = "shop"
      },
    ]
  })
}
