# What a use sets otherwise than its component: before anything else reads it, with the reason beside it.
app "overrides" {
  language = 1
  home     = "eu-west-1"
  regions  = ["eu-west-1"]
  tags     = { team = "post" }
}

queue "mail" {
  override "main.ReceiveMessageWaitTimeSeconds" {
    value  = 5
    reason = "the consumer polls by itself"
  }
  override "main.Tags[Key == 'team'].Value" {
    value  = "letters"
    reason = "letters are paid by another team"
  }
  override "main.Tags[Key == 'cost']" {
    value  = { Value = "4711" }
    reason = "the cost centre is known for this queue alone"
  }
  override "dead.SqsManagedSseEnabled" {
    remove = true
    reason = "the account encrypts by itself"
  }
  override "dead.on_delete" {
    value  = "delete"
    reason = "dead letters are copied elsewhere"
  }
}

pair "parcels" {
  override "of['left'].main.DelaySeconds" {
    value  = 30
    reason = "the left one is ahead of its database"
  }
}

component "pair" {
  doc = "Two queues, polled by hand."

  queue "of" {
    for_each = ["left", "right"]
    override "main.ReceiveMessageWaitTimeSeconds" {
      value  = each.key == "left" ? 1 : 0
      reason = "they are polled by hand"
    }
    override "main.DelaySeconds" {
      value  = 10
      reason = "the writer is ahead of its database"
    }
  }
}

environment "staging" {
  queue "mail" {
    remove = ["override.dead.on_delete"]
    override "main.ReceiveMessageWaitTimeSeconds" {
      value  = 0
      reason = "tests poll without waiting"
    }
  }
}
