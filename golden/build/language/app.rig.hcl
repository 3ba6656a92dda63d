# A component of the user's own that uses most of the language.
app "language" {
  language = 1
  home     = "eu-west-1"
  regions  = ["eu-west-1", "eu-central-1"]
  tags     = { team = "compilers" }

  artifacts = { eu-west-1 = "templates-west", eu-central-1 = "templates-central" }
}

param "reader_arn" {
  type = arn
  doc  = "Who may read the inbox."
}

param "loud" {
  type = bool
  doc  = "Whether somebody is told of it."
}

component "inbox" {
  doc = "Queues with a topic in front, and a bucket of what arrived."

  input "streams" {
    type = map(object({ retain = duration, fifo = optional(bool) }))
    doc  = "The queues, by name."
  }
  input "reader" {
    type  = optional(arn)
    later = true
    doc   = "Who may read."
  }
  input "archive" {
    type    = bool
    default = true
    doc     = "Whether everything is kept."
  }

  let {
    names    = keys(streams)
    longest  = [for name, s in streams : in_days(s.retain) if s.fifo == null]
    shared   = reader != null
    is_first = site.region == app.home
  }

  resource "AWS::SQS::Queue" "stream" {
    for_each               = streams
    MessageRetentionPeriod = in_seconds(each.value.retain)
    FifoQueue              = each.value.fifo
    SqsManagedSseEnabled   = true
    VisibilityTimeout      = 30 + index(names, each.key)
  }

  resource "AWS::SNS::Topic" "front" {
    DisplayName = "${app.name} in ${site.region}"
    Subscription = [for name, q in stream : {
      Protocol = "sqs"
      Endpoint = q.Arn
    } if streams[name].fifo == null]
  }

  resource "AWS::S3::Bucket" "kept" {
    when = archive
    BucketEncryption = {
      ServerSideEncryptionConfiguration = [{ ServerSideEncryptionByDefault = { SSEAlgorithm = "AES256" } }]
    }
    PublicAccessBlockConfiguration = {
      BlockPublicAcls       = true
      BlockPublicPolicy     = true
      IgnorePublicAcls      = true
      RestrictPublicBuckets = true
    }
  }

  resource "AWS::SQS::QueuePolicy" "read" {
    when   = shared
    Queues = [for q in stream : q.ref]
    PolicyDocument = {
      Version = "2012-10-17"
      Statement = [{
        Effect    = "Allow"
        Action    = ["sqs:ReceiveMessage", "sqs:DeleteMessage"]
        Resource  = [for q in stream : q.Arn]
        Principal = { AWS = reader }
      }]
    }
  }

  resource "AWS::SSM::Parameter" "index" {
    at   = "global"
    unit = "app"
    Type = "String"
    Value = jsonencode({
      version = 1
      days    = longest
      queues  = each_site({ for name, q in stream : name => q.ref })
      bucket  = archive ? at(kept.Arn, app.home) : null
      literal = "$${not_a_reference}"
    })
  }

  resource "AWS::SSM::Parameter" "pointer" {
    at    = "others"
    unit  = "app"
    Type  = "String"
    Value = join(",", ["home=${at(front.TopicArn, app.home)}", "index=${index.ref}", replace(front.TopicArn, "sns", "x")])
  }

  fact "archived" {
    of    = front
    value = archive
  }

  provides "publish" {
    grants = { "sns:Publish" = front.TopicArn }
    env    = { TOPIC = front.TopicArn }
    path   = [front]
  }
}

inbox "mail" {
  streams = {
    letters = { retain = "4d" }
    orders  = { retain = "14d", fifo = true }
  }
  reader = param.reader_arn
}

inbox "plain" {
  streams = { all = { retain = "1d" } }
  archive = false
}

resource "AWS::Logs::LogGroup" "audit" {
  unit            = "data"
  LogGroupName    = "/${app.name}/${app.environment}/audit"
  RetentionInDays = in_days("365d")
  Tags            = [{ Key = "loud", Value = "${param.loud}" }]
}
