# A zone that is made again has other name servers, and lacks the records that others wrote.
behavior "AWS::Route53::HostedZone" {
  holds_data = "records"
  source     = "Amazon Route 53 Developer Guide, Deleting a public hosted zone"

  survives "az" {
    within = "0s"
    losing = "0s"
    trusts = "Route 53 answers from all over the world; only changing a record needs its control plane"
    source = "AWS Fault Isolation Boundaries, Appendix B, Edge network global service guidance"
  }
  survives "region" {
    within = "0s"
    losing = "0s"
    trusts = "Route 53 answers from all over the world; only changing a record needs its control plane"
    source = "AWS Fault Isolation Boundaries, Appendix B, Edge network global service guidance"
  }
}

behavior "AWS::CloudFront::KeyValueStore" {
  holds_data = "records"
  source     = "Amazon CloudFront Developer Guide, Amazon CloudFront KeyValueStore"
}
