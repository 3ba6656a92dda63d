# Names that changed: identity stays, and the lock keeps it after the `moved` blocks are gone.
app "moved" {
  language = 1
  home     = "eu-west-1"
  regions  = ["eu-west-1"]
}

queue "letters" {}
queue "parcels" {}

moved {
  from = "queue.mail"
  to   = "queue.letters"
}

# A kind, something inside, and a key: each as far as the lock has it.
mailbox "inbox" {}

moved {
  from = "postbox.inbox"
  to   = "mailbox.inbox"
}
moved {
  from = "mailbox.inbox.slot"
  to   = "mailbox.inbox.parts"
}
moved {
  from = "mailbox.inbox.parts['old']"
  to   = "mailbox.inbox.parts['new']"
}

component "mailbox" {
  doc = "Queues under other names."

  resource "AWS::SQS::Queue" "parts" {
    for_each = ["new", "other"]
  }
}
