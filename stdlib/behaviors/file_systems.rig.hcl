# A volume holds what is on it apart from the machine that it is attached to.
behavior "AWS::EFS::FileSystem" {
  holds_data = "records"
  source     = "Amazon EFS User Guide, What is Amazon Elastic File System?"
}

behavior "AWS::EC2::Volume" {
  holds_data = "records"
  source     = "Amazon EBS User Guide, Amazon EBS volumes"
}

behavior "AWS::FSx::FileSystem" {
  holds_data = "records"
  source     = "Amazon FSx for Lustre User Guide, What is Amazon FSx for Lustre?"
}

behavior "AWS::FSx::StorageVirtualMachine" {
  holds_data = "records"
  source     = "Amazon FSx for NetApp ONTAP User Guide, Managing FSx for ONTAP storage virtual machines"
}

behavior "AWS::FSx::Volume" {
  holds_data = "records"
  source     = "Amazon FSx for NetApp ONTAP User Guide, Managing FSx for ONTAP volumes"
}

behavior "AWS::FSx::Snapshot" {
  holds_data = "records"
  source     = "Amazon FSx for OpenZFS User Guide, Protecting your data with snapshots"
}
