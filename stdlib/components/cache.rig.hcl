component "cache" {
  doc = "A Valkey or Redis cache with replicas in other zones that take over by themselves, encrypted in transit and at rest, behind a token. What it holds can be lost: each region has its own."

  # It calculates, and makes nothing.
  unstable = ["own"]

  input "engine" {
    type    = enum("valkey", "redis")
    default = "valkey"
    doc     = "The engine."
  }
  input "class" {
    type    = string
    default = "cache.r7g.large"
    matches = "^cache[.]"
    doc     = "The node class."
  }
  input "replicas" {
    type    = int
    default = 2
    min     = 1
    max     = 5
    doc     = "Nodes beside the primary, in other zones. One is lost with its zone; two leave a spare."
  }
  input "eviction" {
    type    = enum("volatile-lru", "allkeys-lru", "volatile-lfu", "allkeys-lfu", "volatile-random", "allkeys-random", "volatile-ttl", "noeviction")
    default = "volatile-lru"
    doc     = "What gives way when its memory is full."
  }
  input "retain_snapshots" {
    type    = duration
    default = "7d"
    min     = "0d"
    max     = "35d"
    doc     = "How long daily snapshots are kept; none are taken if it is 0d."
  }
  input "network" {
    type = component.network
    doc  = "The network whose data subnets it stands in."
  }

  # Versions: in the engine versions of the CloudFormation schemas of cfn-lint 1.51.0.
  let {
    port    = 6379
    version = engine == "valkey" ? "8.0" : "7.1"
    family  = engine == "valkey" ? "valkey8" : "redis7"
  }

  own_name "own" { of = self.address }

  resource "AWS::ElastiCache::SubnetGroup" "subnets" {
    Description = "Data subnets"
    SubnetIds   = values(network.data)
  }

  resource "AWS::ElastiCache::ParameterGroup" "parameters" {
    CacheParameterGroupFamily = family
    Description               = "What gives way when memory is full"
    Properties                = { maxmemory-policy = eviction }
  }

  # A token takes 16 to 128 characters, of which few may be punctuation.
  # Source: Amazon ElastiCache User Guide, "Authenticating with the Valkey and Redis OSS AUTH command".
  resource "AWS::SecretsManager::Secret" "token" {
    Description = "The token of a cache"
    GenerateSecretString = {
      PasswordLength     = 64
      ExcludePunctuation = true
    }
  }

  # Rules come with each connection. A cache opens none itself.
  resource "AWS::EC2::SecurityGroup" "group" {
    GroupDescription = "Cache"
    VpcId            = network.vpc_id
    SecurityGroupEgress = [{
      IpProtocol  = "-1"
      CidrIp      = "127.0.0.1/32"
      Description = "Nothing outbound"
    }]
  }

  resource "AWS::KMS::Key" "key" {
    Description       = "Encrypts a cache"
    EnableKeyRotation = true
  }

  # Replication is asynchronous: a failover can lose the last writes.
  # Source: Amazon ElastiCache User Guide, "Minimizing downtime by using Multi-AZ".
  resource "AWS::ElastiCache::ReplicationGroup" "main" {
    ReplicationGroupDescription = "Cache ${own.exact}"
    Engine                      = engine
    EngineVersion               = version
    CacheNodeType               = class
    NumNodeGroups               = 1
    ReplicasPerNodeGroup        = replicas
    AutomaticFailoverEnabled    = true
    MultiAZEnabled              = true
    Port                        = port
    CacheSubnetGroupName        = subnets.ref
    CacheParameterGroupName     = parameters.ref
    SecurityGroupIds            = [group.GroupId]
    AtRestEncryptionEnabled     = true
    KmsKeyId                    = key.Arn
    TransitEncryptionEnabled    = true
    TransitEncryptionMode       = "required"
    AuthToken                   = "{{resolve:secretsmanager:${token.ref}}}"
    SnapshotRetentionLimit      = in_days(retain_snapshots)
    AutoMinorVersionUpgrade     = true
  }

  output "host" {
    value = main.PrimaryEndPoint.Address
    doc   = "The name of the node that takes writes."
  }

  provides "cache" {
    address        = main.PrimaryEndPoint.Address
    port           = port
    env            = { HOST = main.PrimaryEndPoint.Address, READ_HOST = main.ReaderEndPoint.Address, PORT = "${port}", TLS = "true" }
    secrets        = { TOKEN = token.ref }
    security_group = group.GroupId
    path           = [main]
  }
}
