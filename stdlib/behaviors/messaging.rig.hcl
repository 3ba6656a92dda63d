# Messages are on their way: what is lost is what had not been read.
behavior "AWS::SQS::Queue" {
  holds_data = "transit"
  source     = "Amazon SQS Developer Guide, What is Amazon Simple Queue Service?"

  survives "az" {
    within = "0s"
    losing = "0s"
    trusts = "SQS keeps each message in several zones"
    source = "AWS Fault Isolation Boundaries, Regional services"
  }
}

behavior "AWS::Kinesis::Stream" {
  holds_data = "transit"
  source     = "Amazon Kinesis Data Streams Developer Guide, Change the data retention period"
}

behavior "AWS::MSK::Cluster" {
  holds_data = "transit"
  source     = "Amazon MSK Developer Guide, What is Amazon MSK?"
}

behavior "AWS::MSK::ServerlessCluster" {
  holds_data = "transit"
  source     = "Amazon MSK Developer Guide, What is MSK Serverless?"
}

behavior "AWS::AmazonMQ::Broker" {
  holds_data = "transit"
  source     = "Amazon MQ Developer Guide, What is Amazon MQ?"
}

behavior "AWS::Events::Archive" {
  holds_data = "records"
  source     = "Amazon EventBridge User Guide, Archiving and replaying events in Amazon EventBridge"
}
