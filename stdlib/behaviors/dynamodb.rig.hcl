behavior "AWS::DynamoDB::Table" {
  holds_data = "records"
  source     = "Amazon DynamoDB Developer Guide, Core components of Amazon DynamoDB"

  survives "az" {
    within = "0s"
    losing = "0s"
    trusts = "DynamoDB keeps each item in three zones"
    source = "AWS Fault Isolation Boundaries, Regional services"
  }
}

behavior "AWS::DynamoDB::GlobalTable" {
  holds_data = "records"
  source     = "Amazon DynamoDB Developer Guide, Global tables"
}

behavior "AWS::DAX::Cluster" {
  holds_data = "copies"
  source     = "Amazon DynamoDB Developer Guide, In-memory acceleration with DynamoDB Accelerator (DAX)"
}
