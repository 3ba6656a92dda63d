component "task" {
  doc = "What a service's tasks are: containers, what they know, what they may do, and where they log."

  input "family" {
    type = string
    doc  = "What its versions are called."
  }
  input "container" {
    type = object({
      image          = later(image)
      command        = optional(list(string))
      port           = optional(int)
      health_command = optional(list(string))
      read_only      = bool
    })
    doc = "The container that the service is."
  }
  input "architecture" {
    type = enum("arm64", "x86_64")
    doc  = "The processor that the image is made for."
  }
  input "env" {
    type = map(later(string))
    doc  = "Variables."
  }
  input "secrets" {
    type = map(provides.read)
    doc  = "Variables that are secret."
  }
  input "calls" {
    type = list(provides)
    doc  = "What it calls and consumes."
  }
  input "beside" {
    type = component.alongside
    doc  = "The containers beside it, and what all of them have together."
  }
  input "drain" {
    type = duration
    doc  = "How long it may go on after it was told to stop."
  }
  input "retain_logs" {
    type = duration
    doc  = "How long its log is kept."
  }
  input "network" {
    type = component.network
    doc  = "The network that it stands in."
  }

  let {
    # A variable is named after who is called and what it says of itself. No two may be one.
    told     = [for c in calls : { for key, value in coalesce(c.env, {}) : upper("${c.name}_${key}") => value }]
    handed   = [for c in calls : { for key, value in coalesce(c.secrets, {}) : upper("${c.name}_${key}") => value }]
    given    = { for name, s in secrets : name => lookup(coalesce(s.secrets, {}), "VALUE", null) }
    secret   = combine(concat([given], handed), "secret variable")
    variable = combine(concat([env], told, [secret]), "variable", "call one of them by another name, `call(USE, { name = \"other\" })`, or rename it in `env` or `secrets`")
    # A way between two groups, or to some addresses, can be opened once: by the first that goes there.
    # Source: Amazon EC2 API Reference, AuthorizeSecurityGroupEgress.
    ways = { for c in calls : "${c.security_group == null ? coalesce(c.cidr, c.callee) : c.callee}:${coalesce(c.port, 0)}" => "${c.callee}.${c.capability}"... }
    # Logging that cannot keep up loses lines rather than requests.
    # Source: Amazon ECS Developer Guide, "Send Amazon ECS logs to CloudWatch", `mode`.
    logging = {
      "awslogs-group"   = log.ref
      "awslogs-region"  = site.region
      mode              = "non-blocking"
      "max-buffer-size" = "25m"
    }
  }

  # Of two tasks in one family each would count on where the other left off, and roll back to it.
  check "one_has_the_family" {
    unique = [family]
    error  = "the tasks of two services have one family"
    at     = family
  }

  # Out: HTTPS to anywhere, the app's internal services, and what its connections open. In: what routes open.
  resource "AWS::EC2::SecurityGroup" "group" {
    unit             = "network"
    GroupDescription = "Service"
    VpcId            = network.vpc_id
    SecurityGroupEgress = [
      { IpProtocol = "tcp", FromPort = 443, ToPort = 443, CidrIp = "0.0.0.0/0", Description = "HTTPS" },
      { IpProtocol = "tcp", FromPort = 80, ToPort = 80, CidrIp = network.cidr, Description = "The app's internal services" },
    ]
  }

  resource "AWS::Logs::LogGroup" "log" {
    RetentionInDays = in_days(retain_logs)
  }

  resource "AWS::IAM::Role" "task_role" {
    Description = "Under which a service runs"
    AssumeRolePolicyDocument = {
      Version = "2012-10-17"
      Statement = [{
        Effect    = "Allow"
        Principal = { Service = "ecs-tasks.amazonaws.com" }
        Action    = "sts:AssumeRole"
        Condition = { StringEquals = { "aws:SourceAccount" = site.account } }
      }]
    }
  }

  # Pulls the image and writes the log. Which secrets it may hand over comes with each connection.
  resource "AWS::IAM::Role" "execution_role" {
    Description = "Under which a service's tasks are started"
    AssumeRolePolicyDocument = {
      Version = "2012-10-17"
      Statement = [{
        Effect    = "Allow"
        Principal = { Service = "ecs-tasks.amazonaws.com" }
        Action    = "sts:AssumeRole"
      }]
    }
    ManagedPolicyArns = ["arn:${site.partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"]
  }

  connection "to" {
    for_each       = { for key, same in { for c in calls : "${c.callee}.${c.capability}" => c... } : key => same[0] }
    call           = each.value
    task_role      = task_role.ref
    execution_role = execution_role.ref
    security_group = group.GroupId
    opens          = contains([for way in values(ways) : way[0]], each.key)
  }
  connection "handing" {
    for_each       = secrets
    call           = each.value
    label          = each.key
    execution_role = execution_role.ref
  }

  resource "AWS::ECS::TaskDefinition" "main" {
    Family                  = family
    RequiresCompatibilities = ["FARGATE"]
    NetworkMode             = "awsvpc"
    Cpu                     = "${beside.size.units}"
    Memory                  = "${beside.size.mib}"
    RuntimePlatform = {
      CpuArchitecture       = upper(architecture)
      OperatingSystemFamily = "LINUX"
    }
    TaskRoleArn      = task_role.Arn
    ExecutionRoleArn = execution_role.Arn
    ContainerDefinitions = concat(
      [{
        Name                   = "main"
        Image                  = container.image
        Command                = container.command
        Essential              = true
        PortMappings           = container.port == null ? null : [{ ContainerPort = container.port, Protocol = "tcp" }]
        Environment            = [for name, value in variable : { Name = name, Value = value } if !contains(keys(secret), name)]
        Secrets                = length(secret) == 0 ? null : [for name, from in secret : { Name = name, ValueFrom = from }]
        HealthCheck            = container.health_command == null ? null : { Command = concat(["CMD"], container.health_command), Interval = 10, Timeout = 5, Retries = 3, StartPeriod = 30 }
        LinuxParameters        = { InitProcessEnabled = true }
        ReadonlyRootFilesystem = container.read_only
        StopTimeout            = in_seconds(drain)
        LogConfiguration       = { LogDriver = "awslogs", Options = merge(logging, { "awslogs-stream-prefix" = "main" }) }
      }],
      [for name, sidecar in beside.all : {
        Name             = name
        Image            = sidecar.image
        Command          = sidecar.command
        Essential        = sidecar.essential
        Cpu              = sidecar.units
        Memory           = sidecar.mib
        Environment      = [for key, value in sidecar.env : { Name = key, Value = value }]
        StopTimeout      = in_seconds(drain)
        LogConfiguration = { LogDriver = "awslogs", Options = merge(logging, { "awslogs-stream-prefix" = name }) }
      }],
    )
  }

  output "group" {
    value = group.GroupId
    doc   = "Its security group."
  }
  output "definition" {
    value = main.TaskDefinitionArn
    doc   = "The task definition."
  }
  output "connections" {
    value = concat(values(to), values(handing))
    doc   = "What it may do and where it gets; to be there before it runs."
  }
}
