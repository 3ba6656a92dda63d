behavior "AWS::Timestream::Database" {
  holds_data = "records"
  source     = "Amazon Timestream Developer Guide, Amazon Timestream for LiveAnalytics concepts"
}

behavior "AWS::Timestream::Table" {
  holds_data = "records"
  source     = "Amazon Timestream Developer Guide, Amazon Timestream for LiveAnalytics concepts"
}

behavior "AWS::Timestream::InfluxDBInstance" {
  holds_data = "records"
  source     = "Amazon Timestream Developer Guide, What is Timestream for InfluxDB?"
}

behavior "AWS::Timestream::InfluxDBCluster" {
  holds_data = "records"
  source     = "Amazon Timestream Developer Guide, What is Timestream for InfluxDB?"
}

behavior "AWS::APS::Workspace" {
  holds_data = "records"
  source     = "Amazon Managed Service for Prometheus User Guide, Manage workspaces"
}
