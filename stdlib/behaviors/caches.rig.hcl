# A cache is filled again from what it copies. MemoryDB keeps what it acknowledged.
behavior "AWS::ElastiCache::CacheCluster" {
  holds_data = "copies"
  source     = "Amazon ElastiCache User Guide, What is Amazon ElastiCache?"
}

# No figure is documented for a failover, nor for what the replicas have not got yet.
behavior "AWS::ElastiCache::ReplicationGroup" {
  holds_data = "copies"
  source     = "Amazon ElastiCache User Guide, High availability using replication groups"

  survives "az" {
    when   = self.AutomaticFailoverEnabled && self.MultiAZEnabled && self.ReplicasPerNodeGroup >= 1
    lost   = "no replica in another zone takes over by itself"
    within = unknown("a replica takes over by itself, and AWS documents no longest time for it")
    source = "Amazon ElastiCache User Guide, Minimizing downtime in ElastiCache by using Multi-AZ"
  }
}

behavior "AWS::ElastiCache::SubnetGroup" {
  inert  = true
  source = "Amazon ElastiCache User Guide, Subnets and subnet groups"
}

behavior "AWS::ElastiCache::ParameterGroup" {
  inert  = true
  source = "Amazon ElastiCache User Guide, Configuring engine parameters using ElastiCache parameter groups"
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
