# resource.doors (AWS::EC2::SecurityGroup)
resource "aws_security_group" "resource_doors" {
  description = "Doors of ${var.param_name}"
  vpc_id      = var.param_vpc
  tags = {
    owner = "shop"
  }
}

# resource.doors: SecurityGroupIngress
resource "aws_vpc_security_group_ingress_rule" "resource_doors__ingress_e72405" {
  security_group_id            = aws_security_group.resource_doors.id
  description                  = "Admins"
  ip_protocol                  = "tcp"
  from_port                    = var.param_door
  to_port                      = var.param_door
  referenced_security_group_id = "sg-0a10000000000000a"
}

# resource.doors: SecurityGroupEgress, which is not set: what the service does then
resource "aws_vpc_security_group_egress_rule" "resource_doors__egress" {
  security_group_id = aws_security_group.resource_doors.id
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}
