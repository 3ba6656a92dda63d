use insta::assert_snapshot;
use serde_json::Value as Json;

use crate::support::{APP, Folder};

/// An app whose environments differ in everything in which they can.
const ENVIRONMENTS: &str = r#"
component "topic" {
  doc = "Where news go."
  input "title" {
    type = string
    doc  = "What it is called."
  }
  input "limits" {
    type    = object({ least = int, most = optional(int) })
    default = { least = 1 }
    doc     = "How many copies."
  }
  let {
    many = limits.least > 1
  }
  resource "AWS::SNS::Topic" "main" {
    TopicName   = "${app.name}-${app.environment}-news"
    DisplayName = title
  }
  resource "AWS::SNS::Topic" "copy" {
    when        = many
    DisplayName = title
  }
  resource "AWS::SSM::Parameter" "name" {
    Type  = "String"
    Value = many ? copy.TopicArn : main.TopicArn
  }
}

topic "press" {
  title  = "Press"
  limits = { least = 2, most = 9 }
}
topic "same" { title = "Same" }

environment "staging" {
  app {
    regions = ["eu-west-1"]
    tags    = { stage = "staging" }
  }
  topic "press" {
    title  = "Press | rehearsal"
    limits = { least = 1 }
  }
  topic "trial" { title = "Trial" }
  resource "AWS::SQS::Queue" "mail" { MessageRetentionPeriod = 61 }
}
environment "twin" {}
environment "small" {
  remove = ["topic.same"]
}
"#;

fn app() -> Folder {
    let folder = Folder::new();
    let regions = "regions  = [\"eu-west-1\", \"eu-central-1\"]";
    let app = APP.replace("regions  = [\"eu-west-1\"]", regions);
    assert_ne!(app, APP);
    folder.write("app.rig.hcl", app + ENVIRONMENTS);
    folder
}

#[test]
fn for_a_terminal() {
    let folder = app();
    assert_snapshot!("diff_text", folder.run(&["diff", "--env", "staging"]));
    let small = folder.run(&["diff", "--env", "production", "--env", "small"]);
    assert_snapshot!("diff_small", small);
    assert_eq!(folder.files(), ["app.rig.hcl"]);
    let colored = folder.succeeds(&["diff", "--env", "staging", "--color", "always"]);
    assert!(colored.stdout.contains(&0x1b));
}

#[test]
fn for_a_pull_request() {
    let folder = app();
    let arguments = ["diff", "--env", "staging", "--format", "markdown"];
    assert_snapshot!("diff_markdown", folder.run(&arguments));
}

fn json(folder: &Folder, first: &str, second: &str) -> Json {
    let arguments = ["diff", "--env", first, "--env", second, "--format", "json"];
    serde_json::from_slice(&folder.succeeds(&arguments).stdout).unwrap()
}

/// The same with the sides changed.
fn mirrored(json: &Json) -> Json {
    match json {
        Json::Object(fields) => fields
            .iter()
            .map(|(name, value)| match (name.as_str(), value) {
                ("values" | "environments", Json::Array(sides)) => {
                    let sides = sides.iter().rev().cloned().collect();
                    (name.clone(), Json::Array(sides))
                }
                _ => (name.clone(), mirrored(value)),
            })
            .collect(),
        Json::Array(parts) => parts.iter().map(mirrored).collect(),
        other => other.clone(),
    }
}

#[test]
fn for_programs_and_the_other_way_round() {
    let folder = app();
    let one = json(&folder, "staging", "production");
    let other = json(&folder, "production", "staging");
    assert_eq!(one["version"], "1.0");
    assert_eq!(one["regions"][0]["only"], "production");
    assert_eq!(mirrored(&one), other);
}

#[test]
fn environments_that_do_not_differ() {
    let folder = app();
    assert_snapshot!("diff_same", folder.run(&["diff", "--env", "twin"]));
    let arguments = ["diff", "--detailed-exitcode", "--env"];
    let code = |environment| {
        let output = folder.outrigger(&[&arguments[..], &[environment]].concat());
        let mut output = output;
        output.output().unwrap().status.code()
    };
    assert_eq!((code("twin"), code("staging")), (Some(0), Some(2)));
}

#[test]
fn what_is_wrong_in_both_is_said_once_and_the_rest_with_its_environment() {
    let folder = app();
    let with_warning = |value: &str| {
        format!(
            "topic \"same\" {{\n  title = \"Same\"\n  override \"main.DisplayName\" {{\n    value  = {value}\n    reason = \"is so already\"\n  }}\n}}"
        )
    };
    let same = "topic \"same\" { title = \"Same\" }";
    folder.edit("app.rig.hcl", same, &with_warning("\"Same\""));
    folder.edit("app.rig.hcl", "topic \"trial\"", "topic \"pres\"");
    let arguments = ["diff", "--env", "staging", "--diagnostics", "short"];
    assert_snapshot!("diff_warnings", stderr(&folder, &arguments));
    let reverse = ["diff", "--env", "production", "--env", "staging"];
    assert_snapshot!("diff_warnings_reversed", stderr(&folder, &reverse));
    // An error in one of them.
    folder.edit("app.rig.hcl", "Press | rehearsal\"", "\" + 1");
    assert_snapshot!("diff_error", stderr(&folder, &arguments));
}

fn stderr(folder: &Folder, arguments: &[&str]) -> String {
    let output = folder.outrigger(arguments).output().unwrap();
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn what_cannot_be_compared() {
    let folder = app();
    assert_snapshot!("diff_unknown", folder.run(&["diff", "--env", "stagin"]));
    assert_snapshot!("diff_itself", folder.run(&["diff", "--env", "production"]));
    let three = ["diff", "--env", "a", "--env", "b", "--env", "c"];
    assert_snapshot!("diff_three", folder.run(&three));
    assert_snapshot!("diff_none", folder.run(&["diff"]));
}
