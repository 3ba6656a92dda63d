# A zone that is made again has other name servers, and lacks the records that others wrote.
behavior "AWS::Route53::HostedZone" {
  holds_data = "records"
  source     = "Amazon Route 53 Developer Guide, Deleting a public hosted zone"
}

behavior "AWS::CloudFront::KeyValueStore" {
  holds_data = "records"
  source     = "Amazon CloudFront Developer Guide, Amazon CloudFront KeyValueStore"
}
