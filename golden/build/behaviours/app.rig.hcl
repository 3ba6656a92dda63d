# Behaviours of the app's own: what they do not say stays as the library has it. The table is retained
# and stands in the stack of data; the queue holds nothing, because the app says so.
app "behaviours" {
  language = 1
  home     = "eu-west-1"
  regions  = ["eu-west-1"]
}

behavior "AWS::DynamoDB::Table" {
  source = "Our own drill, 2026-10-14"

  survives "az" {
    within = "2s"
    losing = "0s"
    source = "Our own drill, 2026-10-14"
  }
}

behavior "AWS::SQS::Queue" {
  holds_data = null
  source     = "Our own drill, 2026-10-14"
}

resource "AWS::DynamoDB::Table" "orders" {
  AttributeDefinitions = [{ AttributeName = "id", AttributeType = "S" }]
  KeySchema            = [{ AttributeName = "id", KeyType = "HASH" }]
  BillingMode          = "PAY_PER_REQUEST"
}
resource "AWS::SQS::Queue" "mail" {}
