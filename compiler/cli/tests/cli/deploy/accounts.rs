//! Deployments to several accounts, each read back by another client.

use serde_json::json;

use super::service::Account;

/// An app with a queue in another account, and a topic at home that reads its address.
const SOURCE: &str = r#"app "shop" {
  language = 1
  home     = "eu-west-1"
  regions  = ["eu-west-1", "eu-central-1"]
  account  = "111111111111"
  accounts = { backup = "222222222222" }
}

component "keeper" {
  resource "AWS::SQS::Queue" "main" { MessageRetentionPeriod = 60 }

  output "url" { value = main.QueueUrl }
}

keeper "far" {
  account = "backup"
  regions = "home"
}

resource "AWS::SNS::Topic" "news" {
  DisplayName = "reads ${at(keeper.far.url, app.home)}"
}
"#;

const REGIONS: [&str; 2] = ["eu-west-1", "eu-central-1"];
const ROLE: [&str; 2] = ["--assume-role", "deployers/outrigger"];

/// The app in two accounts that nothing is in: the credentials' own, and another.
fn two() -> Option<(Account, String)> {
    let account = Account::with(SOURCE)?;
    let other = Account::another_number();
    let folder = &account.folder;
    folder.edit("app.rig.hcl", "111111111111", account.number());
    folder.edit("app.rig.hcl", "222222222222", &other);
    folder.succeeds(&["build"]);
    Some((account, other))
}

fn with_role<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    arguments.iter().copied().chain(ROLE).collect()
}

#[test]
fn stacks_of_another_account_are_reached_through_a_role() {
    let Some((account, other)) = two() else {
        return;
    };
    let apply = with_role(&["apply", "--yes"]);
    let said = account.succeeds(&apply, "Done: 3 stacks created");
    let stack = format!("Stack backup/eu-west-1/data (shop-production-data in {other}) is created");
    assert!(said.contains(&stack), "{said}");
    account.succeeds(&with_role(&["apply"]), "Nothing to do");
    account.succeeds(&with_role(&["plan", "--against", "live"]), "No changes.");

    let own = account.asks("read_back.py", &REGIONS);
    let others = account.asks_in(&other, "read_back.py", &REGIONS);
    for region in REGIONS {
        assert_eq!(own[region]["stacks"], 1, "{own}");
        assert_eq!(
            (&own[region]["topics"], &own[region]["queues"]),
            (&json!(1), &json!(0))
        );
        // What the topic reads came out of the other account's stack.
        let name = own[region]["display_names"][0].as_str().unwrap();
        assert!(name.contains(&format!("/{other}/")), "{name}");
    }
    let home = &others["eu-west-1"];
    assert_eq!(
        (&home["stacks"], &home["queues"]),
        (&json!(1), &json!(1)),
        "{others}"
    );
    assert_eq!(
        (&home["topics"], &home["protected"]),
        (&json!(0), &json!(1))
    );
    assert_eq!(others["eu-central-1"]["stacks"], 0, "{others}");

    let folder = &account.folder;
    folder.edit(
        "app.rig.hcl",
        "MessageRetentionPeriod = 60",
        "MessageRetentionPeriod = 120",
    );
    folder.succeeds(&["build"]);
    account.succeeds(&apply, "1 stack updated, 2 stacks unchanged");
    account.is_sound();
}

#[test]
fn what_is_left_in_another_account_goes_and_all_is_destroyed() {
    let Some((account, other)) = two() else {
        return;
    };
    let apply = with_role(&["apply", "--yes"]);
    account.succeeds(&apply, "Done: 3 stacks created");
    let folder = &account.folder;
    // The queue moves home: another queue, and the old one's messages are lost.
    folder.edit("app.rig.hcl", "  account = \"backup\"\n", "");
    folder.succeeds(&["build"]);
    let said = account.fails(&apply, "E0806");
    assert!(said.contains("keeper.far.main@backup/eu-west-1"), "{said}");
    let agreed = ["--allow-data-loss", "keeper.far.main@backup/eu-west-1"];
    let agreeing: Vec<&str> = apply.iter().copied().chain(agreed).collect();
    account.succeeds(&agreeing, "1 stack created");
    let others = account.asks_in(&other, "read_back.py", &REGIONS);
    assert_eq!(others["eu-west-1"]["stacks"], 0, "{others}");

    let destroy = ["destroy", "--yes", "--allow-data-loss", "keeper.far.main"];
    account.fails(&destroy, "E0926");
    account.succeeds(&with_role(&destroy), "Done: 3 stacks deleted");
    account.is_sound();
}

#[test]
fn an_account_that_is_not_reached_stops_everything() {
    let Some((account, other)) = two() else {
        return;
    };
    for arguments in [&["apply", "--yes"][..], &["plan", "--against", "live"]] {
        let said = account.fails(arguments, "E0926");
        assert!(said.contains(&other), "{said}");
    }
    account.script(
        "fault",
        json!({ "action": "AssumeRole", "status": 403, "code": "AccessDenied", "message": "no trust" }),
    );
    let said = account.fails(&with_role(&["apply", "--yes"]), "E0927");
    let role = format!("arn:aws:iam::{other}:role/deployers/outrigger");
    let said: Vec<&str> = said.split_whitespace().collect();
    let said = said.join(" ");
    assert!(said.contains(&role) && said.contains("no trust"), "{said}");
    let own = account.asks("read_back.py", &REGIONS);
    assert_eq!(own["eu-west-1"]["stacks"], 0, "{own}");
    account.is_sound();
}

#[test]
fn the_only_account_may_be_another_one_too() {
    let Some((account, other)) = two() else {
        return;
    };
    let folder = &account.folder;
    // The credentials are those of a third account, which has nothing of the app.
    folder.edit("app.rig.hcl", account.number(), &Account::another_number());
    folder.succeeds(&["build"]);
    account.succeeds(&with_role(&["apply", "--yes"]), "Done: 3 stacks created");
    let own = account.asks("read_back.py", &REGIONS);
    assert_eq!(own["eu-west-1"]["stacks"], 0, "{own}");
    let others = account.asks_in(&other, "read_back.py", &REGIONS);
    assert_eq!(others["eu-west-1"]["stacks"], 1, "{others}");
}
