component "inbox" {
  doc = "A queue of the standard library, and a topic of the company's own."

  input "keep" {
    type = duration
    doc  = "How long an unread message is kept."
  }

  queue "messages" { retain = keep }
  topic "news" { shown = self.name }

  output "arn" { value = messages.arn }
}
