# Storage belongs to the cluster where there is one; its instances hold nothing, and a use says so with `on_delete`.
behavior "AWS::RDS::DBInstance" {
  holds_data = "records"
  source     = "Amazon RDS User Guide, Amazon RDS DB instance storage"
}

behavior "AWS::RDS::DBCluster" {
  holds_data = "records"
  source     = "Amazon Aurora User Guide, Amazon Aurora storage"
}
