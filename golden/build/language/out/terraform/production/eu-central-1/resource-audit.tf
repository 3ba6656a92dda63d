# resource.audit (AWS::Logs::LogGroup)
resource "aws_cloudwatch_log_group" "resource_audit" {
  name              = "/language/production/audit"
  retention_in_days = 365
  tags = {
    loud = var.param_loud
    team = "compilers"
  }
}
