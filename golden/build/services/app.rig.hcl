# Services that call each other, in three regions: public ones with routes of their own, an internal one,
# a worker whose capacity is known, containers beside, a zone that is there already.
app "services" {
  language = 1
  home     = "us-east-1"
  regions  = ["us-east-1", "us-west-2", "eu-west-1"]
  domain   = "services.example.com"
  growth   = { today = "300rps" }
}

existing "AWS::Route53::HostedZone" "zone" {
  id = "Z0123456789ABCDEFGHIJ"
}

existing "AWS::CertificateManager::Certificate" "certificate" {
  id = {
    us-east-1 = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-1111-4111-8111-111111111111"
    us-west-2 = "arn:aws:acm:us-west-2:123456789012:certificate/22222222-2222-4222-8222-222222222222"
    eu-west-1 = "arn:aws:acm:eu-west-1:123456789012:certificate/33333333-3333-4333-8333-333333333333"
  }
}

domain "main" {
  zone        = existing.zone
  certificate = existing.certificate
}

tier "front" { exposure = "public" }
tier "back" {}
tier "batch" { survives = "replica" }

param "image" { type = image }

service "web" {
  tier        = tier.front
  image       = param.image
  port        = 3000
  health_path = "/healthz"
  capacity    = "60rps"
  share       = "75%"
  replicas    = { min = 9, max = 30 }
  scale_on    = { cpu = "55%", requests = "45rps" }
  calls       = [service.users]
}

# A circle of calls, and two lengths of routes.
service "users" {
  tier         = tier.back
  image        = param.image
  port         = 8080
  architecture = "arm64"
  cpu          = "2vCPU"
  memory       = "4GiB"
  read_only    = true
  calls        = [service.news_feed, topic.changes]
  sidecars = {
    proxy = { image = "envoyproxy/envoy:v1.34.1", cpu = "0.25vCPU", memory = "256MiB", env = { LEVEL = "warn" } }
    agent = { image = param.image, essential = false, command = ["agent"] }
  }
}
service "news_feed" {
  tier   = tier.front
  image  = param.image
  port   = 8081
  routes = ["/news/*", "/feed/*", "/news/today/*"]
  share  = "25%"
  calls  = [call(service.users, { per_request = 2, retries = 1, timeout = "500ms", needs = "soft" })]
}

service "sorter" {
  tier           = tier.batch
  image          = param.image
  command        = ["sort", "--forever"]
  health_command = ["sort", "--check"]
  consumes       = queue.unsorted
  capacity       = "5rps"
  replicas       = { min = 1, max = 50 }
  scale_on       = { queue_delay = "30s", memory = "80%" }
  secrets        = { KEY = secret.sorting }
  env            = { IMAGE = param.image }
}

queue "unsorted" {}
secret "sorting" {}

# A callee that the library does not have.
component "topic" {
  doc = "A topic."

  resource "AWS::SNS::Topic" "main" {
    KmsMasterKeyId = "alias/aws/sns"
  }

  provides "publish" {
    grants = { "sns:Publish" = main.TopicArn }
    env    = { TOPIC = main.TopicArn }
    path   = [main]
  }
}

topic "changes" {}
