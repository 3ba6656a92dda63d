# What services are made of, as plain resources: for `services.rs`.
app "svc" {
  language = 1
  home     = "eu-west-1"
  regions  = ["eu-west-1", "eu-central-1"]

  objective = {
    recover = { region = { within = "30m", losing = "1m" } }
  }
}

network "main" {}

component "web" {
  doc = "A service of raw resources."
  input "network" {
    type = component.network
    doc  = "Where."
  }
  input "replicas" {
    type = int
    doc  = "How many; the most are three times as many."
  }
  resource "AWS::EC2::SecurityGroup" "group" {
    GroupDescription = "of the service"
    VpcId            = network.vpc_id
  }
  resource "AWS::EC2::SecurityGroupIngress" "ingress" {
    GroupId    = group.GroupId
    IpProtocol = "tcp"
    FromPort   = 443
    ToPort     = 443
    CidrIp     = "0.0.0.0/0"
  }
  resource "AWS::ECS::Cluster" "cluster" {
    ClusterSettings = [{ Name = "containerInsights", Value = "enabled" }]
  }
  resource "AWS::Logs::LogGroup" "log" {
    RetentionInDays = 30
  }
  resource "AWS::IAM::Role" "role" {
    AssumeRolePolicyDocument = {
      Version   = "2012-10-17"
      Statement = [{ Effect = "Allow", Principal = { Service = "ecs-tasks.amazonaws.com" }, Action = "sts:AssumeRole" }]
    }
  }
  resource "AWS::ECS::TaskDefinition" "task" {
    Cpu                     = "256"
    Memory                  = "512"
    NetworkMode             = "awsvpc"
    RequiresCompatibilities = ["FARGATE"]
    ExecutionRoleArn        = role.Arn
    TaskRoleArn             = role.Arn
    ContainerDefinitions = [{
      Name         = "main"
      Image        = "nginx:1"
      Environment  = [{ Name = "REPLICAS", Value = "${replicas}" }, { Name = "CACHE", Value = cache.PrimaryEndPoint.Address }]
      PortMappings = [{ ContainerPort = 8080 }]
      LogConfiguration = {
        LogDriver = "awslogs"
        Options   = { "awslogs-group" = log.ref, "awslogs-region" = site.region, "awslogs-stream-prefix" = "main" }
      }
    }]
  }
  resource "AWS::ElasticLoadBalancingV2::LoadBalancer" "balancer" {
    Type           = "application"
    Scheme         = "internet-facing"
    Subnets        = values(network.public)
    SecurityGroups = [group.GroupId]
  }
  resource "AWS::ElasticLoadBalancingV2::TargetGroup" "targets" {
    Port            = 8080
    Protocol        = "HTTP"
    TargetType      = "ip"
    VpcId           = network.vpc_id
    HealthCheckPath = "/health/${replicas}"
  }
  resource "AWS::CertificateManager::Certificate" "certificate" {
    DomainName              = "shop.example.com"
    ValidationMethod        = "DNS"
    DomainValidationOptions = [{ DomainName = "shop.example.com", HostedZoneId = at(zone.Id, app.home) }]
  }
  resource "AWS::Route53::HostedZone" "zone" {
    at   = "home"
    Name = "shop.example.com"
  }
  resource "AWS::ElasticLoadBalancingV2::Listener" "listener" {
    LoadBalancerArn = balancer.LoadBalancerArn
    Port            = 443
    Protocol        = "HTTPS"
    Certificates    = [{ CertificateArn = certificate.ref }]
    DefaultActions  = [{ Type = "fixed-response", FixedResponseConfig = { StatusCode = "404" } }]
  }
  resource "AWS::ElasticLoadBalancingV2::ListenerRule" "rule" {
    ListenerArn = listener.ListenerArn
    Priority    = replicas + 10
    Conditions  = [{ Field = "path-pattern", PathPatternConfig = { Values = ["/*"] } }]
    Actions     = [{ Type = "forward", TargetGroupArn = targets.TargetGroupArn }]
  }
  resource "AWS::ECS::Service" "service" {
    after                   = [rule]
    Cluster                 = cluster.ref
    TaskDefinition          = task.ref
    LaunchType              = "FARGATE"
    DesiredCount            = replicas
    NetworkConfiguration    = { AwsvpcConfiguration = { Subnets = values(network.app), SecurityGroups = [group.GroupId], AssignPublicIp = "DISABLED" } }
    LoadBalancers           = [{ ContainerName = "main", ContainerPort = 8080, TargetGroupArn = targets.TargetGroupArn }]
    DeploymentConfiguration = { MinimumHealthyPercent = 100, MaximumPercent = 200, DeploymentCircuitBreaker = { Enable = true, Rollback = true } }
  }
  resource "AWS::ApplicationAutoScaling::ScalableTarget" "scaled" {
    MinCapacity       = replicas
    MaxCapacity       = replicas * 3
    ResourceId        = "service/${cluster.ref}/${service.Name}"
    ScalableDimension = "ecs:service:DesiredCount"
    ServiceNamespace  = "ecs"
  }
  resource "AWS::ApplicationAutoScaling::ScalingPolicy" "policy" {
    PolicyName                               = "cpu"
    PolicyType                               = "TargetTrackingScaling"
    ScalingTargetId                          = scaled.Id
    TargetTrackingScalingPolicyConfiguration = { TargetValue = 60, PredefinedMetricSpecification = { PredefinedMetricType = "ECSServiceAverageCPUUtilization" } }
  }
  resource "AWS::Route53::HealthCheck" "health" {
    HealthCheckConfig = { Type = "HTTPS", FullyQualifiedDomainName = balancer.DNSName, Port = 443, ResourcePath = "/health/${replicas}" }
  }
  resource "AWS::Route53::RecordSet" "record" {
    HostedZoneId  = at(zone.Id, app.home)
    Name          = "shop.example.com"
    Type          = "A"
    SetIdentifier = site.region
    Region        = site.region
    HealthCheckId = health.HealthCheckId
    AliasTarget   = { DNSName = balancer.DNSName, HostedZoneId = balancer.CanonicalHostedZoneID, EvaluateTargetHealth = replicas > 3 }
  }
  resource "AWS::ElastiCache::SubnetGroup" "subnets" {
    Description = "of the cache"
    SubnetIds   = values(network.data)
  }
  resource "AWS::ElastiCache::ReplicationGroup" "cache" {
    ReplicationGroupDescription = "sessions"
    Engine                      = "valkey"
    CacheNodeType               = "cache.t4g.small"
    NumCacheClusters            = 3
    MultiAZEnabled              = true
    AutomaticFailoverEnabled    = true
    TransitEncryptionEnabled    = true
    AtRestEncryptionEnabled     = true
    CacheSubnetGroupName        = subnets.ref
    SecurityGroupIds            = [group.GroupId]
    on_delete                   = "delete"
  }
  resource "AWS::CloudWatch::Alarm" "alarm" {
    Namespace          = "AWS/ApplicationELB"
    MetricName         = "HTTPCode_ELB_5XX_Count"
    Dimensions         = [{ Name = "LoadBalancer", Value = balancer.LoadBalancerFullName }, { Name = "TargetGroup", Value = targets.TargetGroupFullName }]
    Statistic          = "Sum"
    Period             = 60
    EvaluationPeriods  = 3
    Threshold          = replicas
    ComparisonOperator = "GreaterThanThreshold"
  }
}
web "shop" { replicas = 3 }
database "orders" { engine = "aurora-postgresql" }
