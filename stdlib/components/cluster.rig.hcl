component "cluster" {
  doc = "An ECS cluster on Fargate, shared by the app's services."

  input "insights" {
    type    = enum("enhanced", "enabled", "disabled")
    default = "enabled"
    doc     = "Which metrics of tasks are kept. Scaling on a queue's delay reads the number of running tasks, and needs them."
  }

  resource "AWS::ECS::Cluster" "main" {
    ClusterSettings = [{
      Name  = "containerInsights"
      Value = insights
    }]
  }

  output "counts_tasks" {
    value = insights != "disabled"
    doc   = "Whether it is measured how many tasks run."
  }
  output "name" {
    value = main.ref
    doc   = "The cluster's name."
  }
}
