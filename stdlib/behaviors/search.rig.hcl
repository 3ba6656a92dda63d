behavior "AWS::OpenSearchService::Domain" {
  holds_data = "records"
  source     = "Amazon OpenSearch Service Developer Guide, Creating and managing Amazon OpenSearch Service domains"
}

behavior "AWS::OpenSearchServerless::Collection" {
  holds_data = "records"
  source     = "Amazon OpenSearch Service Developer Guide, Amazon OpenSearch Serverless"
}

behavior "AWS::Elasticsearch::Domain" {
  holds_data = "records"
  source     = "Amazon OpenSearch Service Developer Guide, Creating and managing Amazon OpenSearch Service domains"
}
