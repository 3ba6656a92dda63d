behavior "AWS::S3::Bucket" {
  holds_data = "records"
  source     = "Amazon S3 User Guide, What is Amazon S3?"

  survives "az" {
    within = "0s"
    losing = "0s"
    trusts = "S3 keeps each object in three zones or more"
    source = "AWS Fault Isolation Boundaries, Regional services"
  }
}

behavior "AWS::S3Express::DirectoryBucket" {
  holds_data = "records"
  source     = "Amazon S3 User Guide, Working with directory buckets"
}

behavior "AWS::S3Outposts::Bucket" {
  holds_data = "records"
  source     = "Amazon S3 on Outposts User Guide, What is Amazon S3 on Outposts?"
}

behavior "AWS::S3Tables::TableBucket" {
  holds_data = "records"
  source     = "Amazon S3 User Guide, Working with Amazon S3 Tables and table buckets"
}

behavior "AWS::S3Tables::Table" {
  holds_data = "records"
  source     = "Amazon S3 User Guide, Tables in S3 table buckets"
}
