test "the tenants of the app's own account and the large one are apart" {
  holds = [
    silo.tenant["acme"].near,
    !silo.tenant["initech"].near,
    length(app.accounts) == 2
  ]

  expect "silo.tenant[\"initech\"].jobs.main" {
    type              = "AWS::SQS::Queue"
    VisibilityTimeout = in_seconds("5m")
  }
  expect "silo.tenant[\"initech\"].jobs.callers" {
    type = "AWS::SQS::QueuePolicy"
    at   = "eu-central-1"
    PolicyDocument = {
      Statement = [{ Principal = { AWS = ["arn:aws:iam::111111111111:root"] } }]
    }
  }
  absent = [
    "silo.tenant[\"acme\"].jobs.callers",
    "service.api.task.to[\"silo.tenant[\\\"initech\\\"].sql\"]"
  ]
}

test "what is written to the archive stays there for a year" {
  expect "archive.audit.main" {
    ObjectLockConfiguration = { Rule = { DefaultRetention = { Days = 365 } } }
  }
  expect "service.api.task.to[\"archive.audit.write\"].may" {
    at = "eu-central-1"
    PolicyDocument = {
      Statement = [
        { Action = "kms:GenerateDataKey" },
        { Action = "s3:PutObject" }
      ]
    }
  }
  expect "silo.tenant[\"initech\"].worker.task.to[\"silo.tenant[\\\"initech\\\"].jobs.receive\"].may" {
    type = "AWS::IAM::RolePolicy"
  }
}

test "five replicas do not carry the load when a zone is lost" {
  given {
    service "api" { replicas = { min = 5 } }
  }
  refuse "E1001" { message = "service.api" }
}

test "the large tenant does not stand in the network of another account" {
  given {
    silo "tenant" {
      for_each = { initech = { network = network.main } }
    }
  }
  refuse "E0534" { message = "initech" }
}

test "a month is too short for the auditors" {
  given {
    archive "audit" { keep = "7d" }
  }
  refuse "E0508" { message = "keep" }
}

test "staging has no account of the large tenant" {
  environment = "staging"
  holds       = [silo.tenant["initech"].near, length(app.accounts) == 1]

  expect "silo.tenant[\"acme\"].db.aurora.cluster" { BackupRetentionPeriod = 7 }
  absent = ["ground.big"]
}
