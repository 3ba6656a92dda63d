component "flow_logs" {
  doc = "The traffic log of a VPC, in CloudWatch Logs."

  input "vpc" {
    type = attribute("AWS::EC2::VPC", "VpcId")
    doc  = "The VPC whose traffic is logged."
  }
  input "traffic" {
    type    = enum("all", "reject")
    default = "reject"
    doc     = "Which packets are logged: all, or those that a security group or network ACL refused."
  }
  input "retain" {
    type    = duration
    default = "90d"
    one_of  = ["1d", "3d", "5d", "7d", "14d", "30d", "60d", "90d", "120d", "150d", "180d", "365d", "400d", "545d", "731d"]
    doc     = "How long the log is kept."
  }

  resource "AWS::Logs::LogGroup" "log" {
    unit            = "network"
    RetentionInDays = in_days(retain)
  }

  # Source: Amazon VPC User Guide, "IAM role for publishing flow logs to CloudWatch Logs".
  resource "AWS::IAM::Role" "writer" {
    unit = "network"
    AssumeRolePolicyDocument = {
      Version = "2012-10-17"
      Statement = [{
        Effect    = "Allow"
        Principal = { Service = "vpc-flow-logs.amazonaws.com" }
        Action    = "sts:AssumeRole"
        Condition = { StringEquals = { "aws:SourceAccount" = site.account } }
      }]
    }
    Policies = [{
      PolicyName = "write"
      PolicyDocument = {
        Version = "2012-10-17"
        Statement = [{
          Effect = "Allow"
          Action = [
            "logs:CreateLogStream",
            "logs:PutLogEvents",
            "logs:DescribeLogGroups",
            "logs:DescribeLogStreams",
          ]
          Resource = log.Arn
        }]
      }
    }]
  }

  resource "AWS::EC2::FlowLog" "flow" {
    unit                     = "network"
    ResourceType             = "VPC"
    ResourceId               = vpc
    TrafficType              = upper(traffic)
    LogDestinationType       = "cloud-watch-logs"
    LogGroupName             = log.ref
    DeliverLogsPermissionArn = writer.Arn
    MaxAggregationInterval   = in_seconds("1m")
  }
}
