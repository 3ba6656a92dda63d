behavior "AWS::DocDB::DBCluster" {
  holds_data = "records"
  source     = "Amazon DocumentDB Developer Guide, What is Amazon DocumentDB (with MongoDB compatibility)"
}

behavior "AWS::DocDBElastic::Cluster" {
  holds_data = "records"
  source     = "Amazon DocumentDB Developer Guide, Using Amazon DocumentDB elastic clusters"
}

behavior "AWS::Neptune::DBCluster" {
  holds_data = "records"
  source     = "Amazon Neptune User Guide, Amazon Neptune storage, reliability and availability"
}

behavior "AWS::NeptuneGraph::Graph" {
  holds_data = "records"
  source     = "Neptune Analytics User Guide, What is Neptune Analytics?"
}

behavior "AWS::Cassandra::Keyspace" {
  holds_data = "records"
  source     = "Amazon Keyspaces Developer Guide, What is Amazon Keyspaces (for Apache Cassandra)?"
}

behavior "AWS::Cassandra::Table" {
  holds_data = "records"
  source     = "Amazon Keyspaces Developer Guide, What is Amazon Keyspaces (for Apache Cassandra)?"
}

behavior "AWS::DSQL::Cluster" {
  holds_data = "records"
  source     = "Amazon Aurora DSQL User Guide, What is Amazon Aurora DSQL?"
}

behavior "AWS::SDB::Domain" {
  holds_data = "records"
  source     = "Amazon SimpleDB Developer Guide, Data model"
}
