terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

provider "aws" {
  allowed_account_ids = ["999999999999"]
  region              = "eu-west-1"
}
