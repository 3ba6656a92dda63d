# Calls: a callee that the library does not have, two that it has, and a circle of calls.
app "calls" {
  language = 1
  home     = "eu-west-1"
  regions  = ["eu-west-1", "eu-central-1"]
}

component "topic" {
  doc = "A topic that anybody in the app may be told to publish to."

  resource "AWS::SNS::Topic" "main" {
    DisplayName = "${self.name}: ${length(callers(self))} callers"
  }

  fact "callers" {
    of    = main
    value = [for caller in callers(self) : "${caller.address} (${caller.needs})"]
  }

  provides "publish" {
    grants = { "sns:Publish" = main.TopicArn }
    env    = { TOPIC = main.TopicArn }
    path   = [main]
  }
}

component "granted" {
  doc = "What one call allows a role."

  input "call" {
    type = provides
    doc  = "The call."
  }
  input "role" {
    type  = attribute("AWS::IAM::Role", "RoleName")
    later = true
    doc   = "The caller's role."
  }

  resource "AWS::IAM::RolePolicy" "policy" {
    when       = call.grants != null
    PolicyName = "call-${call.name}"
    RoleName   = role
    PolicyDocument = {
      Version = "2012-10-17"
      Statement = [for action, resource_arn in coalesce(call.grants, {}) : {
        Effect   = "Allow"
        Action   = [action]
        Resource = [resource_arn]
      }]
    }
  }
}

component "job" {
  doc = "A role, what it may call, and the variables that say where."

  input "calls" {
    type    = list(provides)
    default = []
    doc     = "What it calls."
  }

  let {
    variables = combine([for c in calls : { for k, v in coalesce(c.env, {}) : upper("${c.name}_${k}") => v }], "variable")
  }

  resource "AWS::IAM::Role" "role" {
    AssumeRolePolicyDocument = {
      Version   = "2012-10-17"
      Statement = [{ Effect = "Allow", Action = ["sts:AssumeRole"], Principal = { Service = ["ecs-tasks.amazonaws.com"] } }]
    }
  }

  granted "call" {
    for_each = { for c in calls : c.name => c }
    call     = each.value
    role     = role.ref
  }

  # Behind all that its calls make.
  resource "AWS::SSM::Parameter" "environment" {
    after       = [call]
    Type        = "String"
    Description = "number ${stable_number("jobs", 100)}"
    Value       = jsonencode(variables)
  }

  provides "run" {
    env = { ROLE = role.Arn }
  }
}

topic "news" {}
queue "mail" {}

job "first" {
  calls = [topic.news, queue.mail, job.second]
}
job "second" {
  calls = [call(topic.news, { per_request = 3, needs = "soft" }), queue.mail.receive, job.first]
}
