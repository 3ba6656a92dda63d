# Callers of another account: what they call permits them, and nobody else.
app "callers-elsewhere" {
  language = 1
  home     = "eu-west-1"
  regions  = ["eu-west-1", "eu-central-1"]
  account  = "111111111111"
  accounts = { far = "222222222222", audit = "333333333333" }
}

component "job" {
  doc = "A role that calls, and reads a secret."

  input "calls" {
    type    = list(provides)
    default = []
    doc     = "What it calls."
  }
  input "secrets" {
    type    = map(provides.read)
    default = {}
    doc     = "What it reads."
  }

  resource "AWS::IAM::Role" "role" {
    AssumeRolePolicyDocument = {
      Version   = "2012-10-17"
      Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
    }
  }
  connection "to" {
    for_each  = { for c in calls : "${c.callee}.${c.capability}" => c }
    call      = each.value
    task_role = role.ref
  }
  connection "handing" {
    for_each       = secrets
    call           = each.value
    label          = each.key
    execution_role = role.ref
  }
}

# Who makes a call that was handed on is who stands in the other account.
component "watched" {
  doc = "A job, and another in the account of the auditors."

  input "call" {
    type = provides
    doc  = "What both call."
  }

  job "near" { calls = [call] }
  job "auditors" {
    account = "audit"
    calls   = [call]
  }
}

queue "jobs" { account = "far" }
secret "key" { account = "far" }
queue "near" {}

# However the list is made, who is in it is called.
job "here" {
  calls   = concat([queue.near], [for name, far in { jobs = queue.jobs } : far.send])
  secrets = { KEY = secret.key }
}
job "there" {
  account = "far"
  calls   = [queue.jobs.receive]
  secrets = { KEY = secret.key }
}
watched "by_auditors" { call = queue.jobs.receive }

# Here everything stands in one account, and nothing has to be permitted.
environment "staging" {
  app {
    account  = "999999999999"
    accounts = { far = "999999999999", audit = "999999999999" }
  }
}
