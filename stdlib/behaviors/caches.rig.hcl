# A cache is filled again from what it copies. MemoryDB keeps what it acknowledged.
behavior "AWS::ElastiCache::CacheCluster" {
  holds_data = "copies"
  source     = "Amazon ElastiCache User Guide, What is Amazon ElastiCache?"
}

behavior "AWS::ElastiCache::ReplicationGroup" {
  holds_data = "copies"
  source     = "Amazon ElastiCache User Guide, High availability using replication groups"
}

behavior "AWS::ElastiCache::GlobalReplicationGroup" {
  holds_data = "copies"
  source     = "Amazon ElastiCache User Guide, Replication across AWS Regions using global datastores"
}

behavior "AWS::ElastiCache::ServerlessCache" {
  holds_data = "copies"
  source     = "Amazon ElastiCache User Guide, What is Amazon ElastiCache?"
}

behavior "AWS::MemoryDB::Cluster" {
  holds_data = "records"
  source     = "Amazon MemoryDB Developer Guide, What is MemoryDB?"
}

behavior "AWS::MemoryDB::MultiRegionCluster" {
  holds_data = "records"
  source     = "Amazon MemoryDB Developer Guide, MemoryDB Multi-Region"
}
