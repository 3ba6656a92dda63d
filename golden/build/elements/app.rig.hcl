# What has elements is called by its keys, whatever stands in them: names of policies are legal, and
# no two of a role are the same.
app "elements" {
  language = 1
  home     = "eu-west-1"
  regions  = ["eu-west-1"]
}

component "job" {
  doc = "A role, and what it may call."

  input "calls" {
    type    = list(provides)
    default = []
    doc     = "What it calls."
  }

  resource "AWS::IAM::Role" "role" {
    AssumeRolePolicyDocument = {
      Version   = "2012-10-17"
      Statement = [{ Effect = "Allow", Action = ["sts:AssumeRole"], Principal = { Service = ["ecs-tasks.amazonaws.com"] } }]
    }
  }

  connection "to" {
    for_each  = { for c in calls : "${c.callee}.${c.capability}" => c }
    call      = each.value
    task_role = role.ref
  }
}

secret "key" { for_each = ["acme", "a.b c/d", "a.b c:d"] }
queue "mail" {}

job "all" {
  calls = [for key, one in secret.key : one.read]
}
job "one" {
  for_each = ["acme", "a.b c/d"]
  calls    = [secret.key[each.key], queue.mail.send]
}
