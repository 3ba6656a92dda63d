# Storage belongs to the cluster where there is one: its instances are judged with it.
behavior "AWS::RDS::DBInstance" {
  holds_data = "records"
  part_of    = self.DBClusterIdentifier
  source     = "Amazon RDS User Guide, Amazon RDS DB instance storage"

  survives "az" {
    when   = self.MultiAZ
    lost   = "no standby stands in another zone"
    within = { from = "60s", to = "120s" }
    losing = "0s"
    trusts = "RDS notices that the instance is gone, and moves its name to the standby; clients connect again"
    source = "Amazon RDS User Guide, Failing over a Multi-AZ DB instance"
  }
  survives "region" {
    when   = is_set(self.AutomaticBackupReplicationRegion)
    lost   = "its backups stand in its own region alone"
    within = unknown("a restore takes as long as there is data, and somebody has to start it")
    source = "Amazon RDS User Guide, Replicating automated backups to another AWS Region"
  }
}

# Aurora keeps its storage in three zones. It goes on at once where an instance stands in another zone.
# The other clusters of RDS have two standbys in other zones.
behavior "AWS::RDS::DBCluster" {
  holds_data = "records"
  source     = "Amazon Aurora User Guide, Amazon Aurora storage"

  let {
    is_aurora = startswith(self.Engine, "aurora")
    members   = referrers("AWS::RDS::DBInstance", "DBClusterIdentifier")
    zones     = distinct(members.AvailabilityZone.target.AvailabilityZoneId)
  }

  survives "az" {
    when   = is_aurora && length(zones) >= 2
    lost   = "all its instances stand in one zone"
    within = "60s"
    losing = "0s"
    trusts = "Aurora promotes a reader in another zone; clients connect again"
    source = "Amazon Aurora User Guide, High availability for Amazon Aurora"
  }
  survives "az" {
    when   = !is_aurora && is_set(self.DBClusterInstanceClass)
    within = "35s"
    losing = "0s"
    trusts = "RDS promotes a standby in another zone; clients connect again"
    source = "Amazon RDS User Guide, Failing over a Multi-AZ DB cluster for Amazon RDS"
  }
  survives "region" {
    when   = is_set(self.GlobalClusterIdentifier) && length(referrers(self.GlobalClusterIdentifier.target, "AWS::RDS::DBCluster", "GlobalClusterIdentifier")) >= 2
    lost   = "no cluster of the same global database stands in another region"
    within = unknown("a cluster in another region takes over when somebody starts the failover")
    source = "Amazon Aurora User Guide, Using switchover or failover in Amazon Aurora Global Database"
  }
}

# Its data is that of its clusters.
behavior "AWS::RDS::GlobalCluster" {
  inert  = true
  source = "Amazon Aurora User Guide, Using Amazon Aurora Global Database"
}

behavior "AWS::RDS::DBSubnetGroup" {
  inert  = true
  source = "Amazon RDS User Guide, Working with a DB instance in a VPC"
}

behavior "AWS::RDS::DBParameterGroup" {
  inert  = true
  source = "Amazon RDS User Guide, Parameter groups for Amazon RDS"
}

behavior "AWS::RDS::DBClusterParameterGroup" {
  inert  = true
  source = "Amazon Aurora User Guide, Parameter groups for Amazon Aurora"
}
