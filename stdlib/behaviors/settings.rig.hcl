# Settings that others read when they are made or called.
behavior "AWS::IAM::Role" {
  inert  = true
  source = "AWS Fault Isolation Boundaries, Global services: the data plane of IAM is in every region"
}

behavior "AWS::IAM::RolePolicy" {
  inert  = true
  source = "AWS Fault Isolation Boundaries, Global services: the data plane of IAM is in every region"
}

behavior "AWS::ApplicationAutoScaling::ScalableTarget" {
  inert  = true
  source = "Application Auto Scaling User Guide, What is Application Auto Scaling?"
}

behavior "AWS::ApplicationAutoScaling::ScalingPolicy" {
  inert  = true
  source = "Application Auto Scaling User Guide, What is Application Auto Scaling?"
}

behavior "AWS::ECS::TaskDefinition" {
  inert  = true
  source = "Amazon ECS Developer Guide, Amazon ECS task definitions"
}

behavior "AWS::ECS::Cluster" {
  inert  = true
  source = "Amazon ECS Developer Guide, Amazon ECS clusters"
}
