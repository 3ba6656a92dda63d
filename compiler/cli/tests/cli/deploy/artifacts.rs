//! Templates that are too large for a request.

use serde_json::json;

use super::APPLY;
use super::service::Account;

/// An app of two regions with a stack of about 53,000 bytes in each.
fn large(artifacts: &str) -> String {
    format!(
        r#"app "large" {{
  language = 1
  home     = "eu-west-1"
  regions  = ["eu-west-1", "eu-central-1"]
  {artifacts}
}}

component "topics" {{
  doc = "Many topics."

  input "count" {{
    type = int
    doc  = "How many."
  }}
  input "words" {{
    type = string
    doc  = "What each of them says."
  }}

  resource "AWS::SNS::Topic" "every" {{
    for_each    = {{ for number in range(count) : "t${{number}}" => number }}
    DisplayName = "${{each.value}} ${{words}}"
  }}
}}

topics "many" {{
  count = 160
  words = "is a topic that says what it is about with quite some words, of which there are many"
}}
"#
    )
}

const BUCKETS: &str = r#"artifacts = { eu-west-1 = "west", eu-central-1 = "central" }"#;

#[test]
fn they_go_through_a_bucket_of_each_region() {
    let Some(mut account) = Account::with(&large("")) else {
        return;
    };
    // A name, to which a bucket's could be prefixed.
    account.host = "localhost";
    insta::assert_snapshot!("no_bucket_is_named", account.fails(&APPLY, "E0901"));
    account.folder.write("app.rig.hcl", large(BUCKETS));
    account.folder.succeeds(&["build"]);
    insta::assert_snapshot!("no_such_bucket", wrong(&account, "E0921"));
    account.asks("buckets.py", &["make", "eu-west-1", "west"]);
    account.asks("buckets.py", &["make", "us-east-1", "central"]);
    insta::assert_snapshot!("bucket_elsewhere", wrong(&account, "E0922"));
    account.asks("buckets.py", &["remove", "us-east-1", "central"]);
    account.asks("buckets.py", &["make", "eu-central-1", "central"]);
    let put = json!({
        "action": "PutObject",
        "region": "eu-central-1",
        "code": "AccessDenied",
        "message": "User: arn:aws:iam::1:user/a is not authorized to perform: s3:PutObject",
        "status": 403,
    });
    account.script("fault", put);
    insta::assert_snapshot!("bucket_denied", wrong(&account, "E0923"));
    // Nothing was changed by any of these.
    for region in ["eu-west-1", "eu-central-1"] {
        let found = account.asks("read_back.py", &[region]);
        assert_eq!(found[region]["stacks"], 0, "{found}");
    }
    account.succeeds(&APPLY, "Done: 2 stacks created");
    account.succeeds(&["apply"], "Nothing to do");
    for (region, bucket) in [("eu-west-1", "west"), ("eu-central-1", "central")] {
        let found = account.asks("buckets.py", &["list", region, bucket]);
        let objects = found.as_array().unwrap();
        // One object, whose name is what its bytes say.
        assert_eq!(objects.len(), 1, "{found}");
        let digest = objects[0]["sha256"].as_str().unwrap();
        let key = format!("outrigger/large/production/{digest}.template.json");
        assert_eq!(objects[0]["key"], key, "{found}");
        assert!(objects[0]["bytes"].as_u64().unwrap() > 51_200, "{found}");
        let topics = account.asks("read_back.py", &[region]);
        assert_eq!(topics[region]["topics"], 160, "{topics}");
    }
    account
        .folder
        .edit("app.rig.hcl", "quite some", "only some");
    account.folder.succeeds(&["build"]);
    account.succeeds(&APPLY, "Done: 2 stacks updated");
    let found = account.asks("buckets.py", &["list", "eu-west-1", "west"]);
    assert_eq!(found.as_array().unwrap().len(), 2, "{found}");
    account.is_sound();
}

/// The run fails, and says nothing about the plan here.
fn wrong(account: &Account, code: &str) -> String {
    let said = account.fails(&APPLY, code);
    said.split_once("--- stderr").unwrap().1.to_owned()
}

#[test]
fn somebody_elses_bucket_is_not_written_to() {
    let Some(account) = Account::with(&large(BUCKETS)) else {
        return;
    };
    let Some(other) = Account::with(&large(BUCKETS)) else {
        return;
    };
    account.folder.edit("app.rig.hcl", "\"west\"", "\"theirs\"");
    account
        .folder
        .edit("app.rig.hcl", "\"central\"", "\"theirs\"");
    account.folder.succeeds(&["build"]);
    other.asks("buckets.py", &["make", "eu-west-1", "theirs"]);
    account.fails(&APPLY, "E0923");
    let found = other.asks("buckets.py", &["list", "eu-west-1", "theirs"]);
    assert_eq!(found, json!([]));
}

#[test]
fn no_bucket_makes_them_larger_than_the_service_takes() {
    // The build counts what the texts have; what they become when they are written is more.
    let words = format!("words = \"{}\"", "\\\"".repeat(1_500));
    let app = large(BUCKETS)
        .replace("count = 160", "count = 420")
        .replace(
            "words = \"is a topic that says what it is about with quite some words, of which there are many\"",
            &words,
        );
    let Some(account) = Account::with(&app) else {
        return;
    };
    insta::assert_snapshot!(account.fails(&APPLY, "E0924"));
}
