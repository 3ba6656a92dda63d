component "archive" {
  doc = "A bucket in which things are written once and kept: of one account, for the others to write to."

  input "keep" {
    type    = duration
    default = "365d"
    min     = "30d"
    doc     = "How long what is written cannot be deleted."
  }

  let {
    writers = [for digits in distinct(compact(concat([app.account], values(app.accounts)))) : "arn:${site.partition}:iam::${digits}:root"]
  }

  resource "AWS::KMS::Key" "key" {
    Description       = "Archive ${self.name} of ${app.name}"
    EnableKeyRotation = true
    KeyPolicy = {
      Version = "2012-10-17"
      Statement = [
        {
          Sid       = "Own"
          Effect    = "Allow"
          Principal = { AWS = "arn:${site.partition}:iam::${site.account}:root" }
          Action    = "kms:*"
          Resource  = "*"
        },
        {
          Sid       = "Writers"
          Effect    = "Allow"
          Principal = { AWS = writers }
          Action    = "kms:GenerateDataKey"
          Resource  = "*"
        }
      ]
    }
  }

  resource "AWS::S3::Bucket" "main" {
    BucketName        = "${app.name}-${app.environment}-${self.name}-${site.region}"
    ObjectLockEnabled = true
    ObjectLockConfiguration = {
      ObjectLockEnabled = "Enabled"
      Rule              = { DefaultRetention = { Mode = "GOVERNANCE", Days = in_days(keep) } }
    }
    VersioningConfiguration = { Status = "Enabled" }
    BucketEncryption = {
      ServerSideEncryptionConfiguration = [{
        BucketKeyEnabled              = true
        ServerSideEncryptionByDefault = { SSEAlgorithm = "aws:kms", KMSMasterKeyID = key.Arn }
      }]
    }
    PublicAccessBlockConfiguration = {
      BlockPublicAcls       = true
      BlockPublicPolicy     = true
      IgnorePublicAcls      = true
      RestrictPublicBuckets = true
    }
    OwnershipControls = { Rules = [{ ObjectOwnership = "BucketOwnerEnforced" }] }
  }

  resource "AWS::S3::BucketPolicy" "policy" {
    Bucket = main.ref
    PolicyDocument = {
      Version = "2012-10-17"
      Statement = [
        {
          Sid       = "Writers"
          Effect    = "Allow"
          Principal = { AWS = writers }
          Action    = "s3:PutObject"
          Resource  = "${main.Arn}/*"
        },
        {
          Sid       = "OnlyTls"
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:*"
          Resource  = [main.Arn, "${main.Arn}/*"]
          Condition = { Bool = { "aws:SecureTransport" = "false" } }
        }
      ]
    }
  }

  provides "write" {
    grants = {
      "s3:PutObject"        = "${main.Arn}/*"
      "kms:GenerateDataKey" = key.Arn
    }
    env  = { BUCKET = main.ref }
    path = [main]
  }
}
