behavior "AWS::Redshift::Cluster" {
  holds_data = "records"
  source     = "Amazon Redshift Management Guide, Amazon Redshift provisioned clusters"
}

behavior "AWS::RedshiftServerless::Namespace" {
  holds_data = "records"
  source     = "Amazon Redshift Management Guide, Workgroups and namespaces"
}
