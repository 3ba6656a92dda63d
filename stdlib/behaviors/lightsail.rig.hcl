behavior "AWS::Lightsail::Database" {
  holds_data = "records"
  source     = "Amazon Lightsail User Guide, Databases in Amazon Lightsail"
}

behavior "AWS::Lightsail::Bucket" {
  holds_data = "records"
  source     = "Amazon Lightsail User Guide, Object storage in Amazon Lightsail"
}

behavior "AWS::Lightsail::Disk" {
  holds_data = "records"
  source     = "Amazon Lightsail User Guide, Block storage disks in Amazon Lightsail"
}
