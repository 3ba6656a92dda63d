component "topic" {
  doc = "A topic that somebody can read the name of."

  input "shown" {
    type = string
    doc  = "The name in messages."
  }

  resource "AWS::SNS::Topic" "main" {
    DisplayName    = shown
    KmsMasterKeyId = "alias/aws/sns"
  }
}
