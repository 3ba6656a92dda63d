# Components of a folder beside the app. A folder in it works as well.
import "acme" { source = "./platform" }

app "mailbox" {
  language = 1
  home     = "eu-west-1"
  regions  = ["eu-west-1", "eu-central-1"]
}

acme_inbox "orders" { keep = "2d" }
acme_inbox "returns" { keep = "7d" }
