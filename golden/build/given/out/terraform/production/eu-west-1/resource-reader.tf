# resource.reader (AWS::IAM::Role)
resource "aws_iam_role" "resource_reader" {
  name = "given-production-resource-reader-eu-west-1"
  path = "/apps/"
  assume_role_policy = jsonencode({
    Statement = [
      {
        Action = "sts:AssumeRole"
        Effect = "Allow"
        Principal = {
          Service = "ec2.amazonaws.com"
        }
      },
    ]
    Version = "2012-10-17"
  })
  permissions_boundary = var.param_boundary
  tags = {
    owner = "shop"
  }
}
