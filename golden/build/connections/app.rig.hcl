# A caller of the user's own, connected to a database, a cache, a queue and a secret of the library.
app "connections" {
  language = 1
  home     = "eu-west-1"
  regions  = ["eu-west-1"]
}

component "worker" {
  doc = "A role and a security group that call."

  input "calls" {
    type = list(provides)
    doc  = "What it calls."
  }
  input "place" {
    type = component.network
    doc  = "Where it stands."
  }

  resource "AWS::IAM::Role" "role" {
    AssumeRolePolicyDocument = {
      Version   = "2012-10-17"
      Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
    }
  }

  resource "AWS::EC2::SecurityGroup" "group" {
    GroupDescription = "Worker"
    VpcId            = place.vpc_id
  }

  connection "to" {
    for_each       = { for c in calls : c.name => c }
    call           = each.value
    task_role      = role.ref
    security_group = group.GroupId
  }

  resource "AWS::SSM::Parameter" "environment" {
    Type  = "String"
    Tier  = "Advanced"
    Value = jsonencode(combine([for c in calls : { for k, v in coalesce(c.env, {}) : upper("${c.name}_${k}") => v }], "variable"))
  }
}

database "orders" { engine = "postgresql" }
cache "sessions" {}
queue "mail" {}
secret "stripe" {}

worker "main" {
  calls = [database.orders, cache.sessions, queue.mail.receive, secret.stripe]
}
