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
