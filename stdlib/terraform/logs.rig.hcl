# Source: Terraform Registry, hashicorp/aws 5.100, aws_cloudwatch_log_group, aws_flow_log. The ARN
# that CloudFormation gives of a log group ends in `:*`, Terraform's does not.
translate "AWS::Logs::LogGroup" {
  to         = "aws_cloudwatch_log_group"
  ref        = name
  attributes = { Arn = "${arn}:*", LogGroupName = name }
  map = {
    LogGroupName                     = name
    LogGroupClass                    = log_group_class
    RetentionInDays                  = retention_in_days
    KmsKeyId                         = kms_key_id
    DataProtectionPolicy             = split(data_protection)
    FieldIndexPolicies               = split(index)
    ResourcePolicyDocument           = refuse("a resource policy is one of the account there")
    BearerTokenAuthenticationEnabled = refuse("aws_cloudwatch_log_group does not know it")
    DeletionProtectionEnabled        = refuse("aws_cloudwatch_log_group does not know it")
    Tags                             = pairs(tags, "Key", "Value")
  }

  child "data_protection" {
    to     = "aws_cloudwatch_log_data_protection_policy"
    parent = { log_group_name = name }
    map    = jsonencode(policy_document)
  }

  child "index" {
    to     = "aws_cloudwatch_log_index_policy"
    parent = { log_group_name = name }
    map    = jsonencode(policy_document)
  }
}

translate "AWS::EC2::FlowLog" {
  to         = "aws_flow_log"
  ref        = id
  attributes = { Id = id }
  map = {
    ResourceId = by(ResourceType, {
      VPC                      = vpc_id
      Subnet                   = subnet_id
      NetworkInterface         = eni_id
      TransitGateway           = transit_gateway_id
      TransitGatewayAttachment = transit_gateway_attachment_id
    })
    ResourceType             = selects(ResourceId)
    TrafficType              = traffic_type
    LogDestinationType       = log_destination_type
    LogDestination           = log_destination
    LogGroupName             = within(log_destination, "arn:${Partition}:logs:${Region}:${AccountId}:log-group:", "")
    DeliverLogsPermissionArn = iam_role_arn
    DeliverCrossAccountRole  = deliver_cross_account_role
    LogFormat                = log_format
    MaxAggregationInterval   = max_aggregation_interval
    DestinationOptions = block(destination_options, {
      FileFormat               = file_format
      HiveCompatiblePartitions = hive_compatible_partitions
      PerHourPartition         = per_hour_partition
    })
    Tags = pairs(tags, "Key", "Value")
  }
}
