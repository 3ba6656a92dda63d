# Images, packages and source that were pushed from outside.
behavior "AWS::ECR::Repository" {
  holds_data = "records"
  source     = "Amazon ECR User Guide, Amazon ECR private repositories"
}

behavior "AWS::ECR::PublicRepository" {
  holds_data = "records"
  source     = "Amazon ECR Public User Guide, Amazon ECR public repositories"
}

behavior "AWS::CodeArtifact::Domain" {
  holds_data = "records"
  source     = "CodeArtifact User Guide, AWS CodeArtifact concepts"
}

behavior "AWS::CodeArtifact::Repository" {
  holds_data = "records"
  source     = "CodeArtifact User Guide, AWS CodeArtifact concepts"
}

behavior "AWS::CodeCommit::Repository" {
  holds_data = "records"
  source     = "AWS CodeCommit User Guide, Delete an AWS CodeCommit repository"
}
