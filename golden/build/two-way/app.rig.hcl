# Buckets that replicate both ways between two regions. Each names the other by its ARN, which is
# made of its name: it is known, so neither stack waits for the other.
app "two-way" {
  language = 1
  home     = "eu-west-1"
  regions  = ["eu-west-1", "eu-central-1"]
  account  = "111111111111"
}

component "mirror" {
  doc = "A bucket in each region, and whatever is written to one of them is in all."

  input "replicates" {
    type    = bool
    default = true
    doc     = "Whether they replicate. S3 wants the other bucket to be there: false for the first deployment."
  }

  let {
    replicated = replicates && length(self.regions) > 1
    actions    = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
    reads      = ["s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"]
    writes     = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"]
  }

  resource "AWS::IAM::Role" "replication" {
    at   = "global"
    when = replicated
    AssumeRolePolicyDocument = {
      Version = "2012-10-17"
      Statement = [{
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { Service = "s3.amazonaws.com" }
      }]
    }
  }
  resource "AWS::IAM::RolePolicy" "allowed" {
    at         = "global"
    when       = replicated
    RoleName   = replication.ref
    PolicyName = "replication"
    PolicyDocument = {
      Version = "2012-10-17"
      Statement = [
        { Effect = "Allow", Action = actions, Resource = values(each_site(main.Arn)) },
        { Effect = "Allow", Action = concat(reads, writes), Resource = values(each_site("${main.Arn}/*")) },
      ]
    }
  }
  resource "AWS::S3::Bucket" "main" {
    BucketName              = "${app.name}-${self.name}-${site.account}-${site.region}"
    VersioningConfiguration = { Status = "Enabled" }
    BucketEncryption = {
      ServerSideEncryptionConfiguration = [{ ServerSideEncryptionByDefault = { SSEAlgorithm = "AES256" } }]
    }
    PublicAccessBlockConfiguration = {
      BlockPublicAcls       = true
      BlockPublicPolicy     = true
      IgnorePublicAcls      = true
      RestrictPublicBuckets = true
    }
    ReplicationConfiguration = replicated ? {
      Role = replication.Arn
      Rules = [for at, region in self.regions : {
        Id                      = region
        Status                  = "Enabled"
        Priority                = at
        Filter                  = { Prefix = "" }
        DeleteMarkerReplication = { Status = "Enabled" }
        Destination             = { Bucket = at(main.Arn, region) }
      } if region != site.region]
    } : null
  }
}

mirror "records" {}
