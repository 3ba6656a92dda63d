//! Deployments, against a service on loopback (`tests/deploy/`): moto with what it lacks.

mod accounts;
mod answers;
mod artifacts;
mod codes;
mod interrupts;
mod launcher;
mod service;
mod stacks;

use serde_json::{Value as Json, json};

use crate::support::{APP, Folder};
use service::{Account, root};

/// An app whose stack `app` needs its stack `data`.
const CHAIN: &str = r#"app "shop" {
  language = 1
  home     = "eu-west-1"
  regions  = ["eu-west-1"]
}

resource "AWS::SQS::Queue" "mail" {
  MessageRetentionPeriod = 60
}

resource "AWS::SNS::Topic" "news" {
  DisplayName = "${resource.mail.QueueUrl}"
}
"#;

const DATA: &str = "shop-production-data";
const APPS: &str = "shop-production-app";

/// How to name a stack of these apps to the service.
fn at(stack: &str) -> Json {
    json!({ "region": "eu-west-1", "stack": stack })
}

/// The same with more.
fn about(stack: &str, more: Json) -> Json {
    let mut all = at(stack);
    let fields = all.as_object_mut().unwrap();
    let Json::Object(more) = more else {
        panic!("{more}")
    };
    fields.extend(more);
    all
}

const APPLY: [&str; 2] = ["apply", "--yes"];

/// Tears everything down, with the consent that the program asks for.
fn destroys(account: &Account, word: &str) {
    let said = account.fails(&["destroy", "--yes"], "E0806");
    let said: Vec<&str> = said.split_whitespace().collect();
    let said = said.join(" ");
    let mut arguments = vec!["destroy", "--yes"];
    for part in said.split("`outrigger destroy --allow-data-loss ").skip(1) {
        arguments.extend(["--allow-data-loss", part.split('`').next().unwrap()]);
    }
    account.succeeds(&arguments, word);
}

#[test]
fn records_come_change_and_go_in_two_regions() {
    let source = std::fs::read_to_string(root().join("examples/records/records.rig.hcl")).unwrap();
    let Some(account) = Account::with(&source) else {
        return;
    };
    account.succeeds(&APPLY, "Done: 4 stacks created");
    account.succeeds(&["apply"], "Nothing to do");
    account.succeeds(&["plan", "--against", "live"], "No changes.");
    let regions = ["eu-west-1", "eu-central-1"];
    let found = account.asks("read_back.py", &regions);
    for region in regions {
        let count = |what: &str| found[region][what].as_u64().unwrap();
        assert_eq!(count("vpcs"), 1, "{found}");
        assert!(count("subnets") >= 9, "{found}");
        assert_eq!(count("zones"), 3, "{found}");
        assert_eq!(count("queues"), 2, "{found}");
        assert_eq!((count("stacks"), count("protected")), (2, 1), "{found}");
    }
    let folder = &account.folder;
    folder.edit("app.rig.hcl", "retain = \"7d\"", "retain = \"6d\"");
    account.fails(&APPLY, "E0900");
    folder.succeeds(&["build"]);
    account.fails(&["apply"], "E0915");
    account.succeeds(&APPLY, "2 stacks updated, 2 stacks unchanged");
    destroys(&account, "Done: 4 stacks deleted");
    account.succeeds(&["destroy", "--yes"], "Nothing to do");
    // What was answered at the second try only was not answered.
    account.is_sound();
}

#[test]
fn what_services_are_made_of_comes_changes_and_goes_in_two_regions() {
    let source = include_str!("../../deploy/services.rig.hcl");
    let Some(account) = Account::with(source) else {
        return;
    };
    account.succeeds(&APPLY, "Done: 4 stacks created");
    account.succeeds(&["apply"], "Nothing to do");
    let regions = ["eu-west-1", "eu-central-1"];
    let tasks = |wanted: u64| {
        let found = account.asks("read_back.py", &regions);
        for region in regions {
            let count = |what: &str| found[region][what].as_u64().unwrap();
            assert_eq!(count("tasks"), wanted, "{found}");
            assert_eq!((count("balancers"), count("rules")), (1, 1), "{found}");
            // Port 443 from everywhere: really in the group.
            assert_eq!(count("open_ports"), 1, "{found}");
            assert_eq!((count("certificates"), count("records")), (1, 1), "{found}");
        }
    };
    tasks(3);
    let folder = &account.folder;
    folder.edit("app.rig.hcl", "{ replicas = 3 }", "{ replicas = 6 }");
    folder.succeeds(&["build"]);
    account.succeeds(&APPLY, "Done: 2 stacks updated, 2 stacks unchanged");
    account.succeeds(&["apply"], "Nothing to do");
    tasks(6);
    destroys(&account, "Done: 4 stacks deleted");
    let found = account.asks("read_back.py", &regions);
    for region in regions {
        let count = |what: &str| found[region][what].as_u64().unwrap();
        assert_eq!((count("stacks"), count("vpcs")), (0, 0), "{found}");
        assert_eq!((count("tasks"), count("balancers")), (0, 0), "{found}");
    }
    account.is_sound();
}

#[test]
fn the_shop_comes_changes_and_goes_in_two_regions() {
    let source = std::fs::read_to_string(root().join("examples/shop/shop.rig.hcl")).unwrap();
    let Some(account) = Account::with(&source) else {
        return;
    };
    let folder = &account.folder;
    account.fails(&APPLY, "E0902");
    let images = r#"{"api_image": "registry/api:1", "mailer_image": "registry/mailer:1"}"#;
    folder.write("params.production.json", images);
    account.succeeds(&APPLY, "Done: 6 stacks created");
    account.succeeds(&["apply"], "Nothing to do");
    account.succeeds(&["plan", "--against", "live"], "No changes.");

    let regions = ["eu-west-1", "eu-central-1"];
    let found = account.asks("read_shop.py", &regions);
    for (region, prefix) in regions.into_iter().zip(["euw1", "euc1"]) {
        let (api, mailer) = (
            &found[region]["shop-production-api"],
            &found[region]["shop-production-mailer"],
        );
        let ways = [
            "Load balancer of the public services -> Service:8080",
            "Service -> Cache:6379",
            "Service -> Database:5432",
        ];
        assert_eq!(found[region]["ways"], serde_json::json!(ways), "{found}");
        let zones = [1, 2, 3].map(|number| format!("{prefix}-az{number}"));
        let balancer = serde_json::json!({
            "scheme": "internet-facing",
            "groups": ["Load balancer of the public services"],
            "zones": zones,
            "sends_to": 8080,
            "in_its_vpc": true,
        });
        assert_eq!(found[region]["balancer"], balancer, "{found}");
        for (service, image) in [(api, "registry/api:1"), (mailer, "registry/mailer:1")] {
            assert_eq!(service["queue_is_there"], true, "{found}");
            assert_eq!(service["image"], image, "{found}");
        }
        let variables = api["variables"].as_array().unwrap();
        assert!(variables.len() >= 10, "{found}");
        for name in ["LOG_LEVEL", "MAIL_URL", "ORDERS_HOST", "SESSIONS_HOST"] {
            assert!(variables.contains(&name.into()), "{name}: {found}");
        }
    }

    // A release gives another image and changes no template.
    let release = ["apply", "--yes", "--param", "api_image=registry/api:2"];
    account.succeeds(&release, "Done: 2 stacks updated, 4 stacks unchanged");
    folder.write("params.production.json", images.replace("api:1", "api:2"));
    account.succeeds(&["plan", "--against", "live"], "No changes.");

    folder.edit("app.rig.hcl", "\"2GiB\"", "\"4GiB\"");
    folder.succeeds(&["build"]);
    let planned = account.run(&["plan", "--against", "live"]);
    insta::assert_snapshot!("more_memory_for_one_service", planned);
    account.succeeds(&APPLY, "Done: 2 stacks updated, 4 stacks unchanged");
    account.succeeds(&["plan", "--against", "live"], "No changes.");
    let found = account.asks("read_shop.py", &regions);
    for region in regions {
        assert_eq!(
            found[region]["shop-production-api"]["memory"], 4096,
            "{found}"
        );
        assert_eq!(
            found[region]["shop-production-mailer"]["memory"], 512,
            "{found}"
        );
    }

    destroys(&account, "Done: 6 stacks deleted");
    let found = account.asks("read_back.py", &regions);
    for region in regions {
        let count = |what: &str| found[region][what].as_u64().unwrap();
        assert_eq!((count("stacks"), count("vpcs")), (0, 0), "{found}");
        // What holds messages stays behind, outside of every stack, as `destroy` said.
        assert_eq!((count("tasks"), count("queues")), (0, 2), "{found}");
    }
    account.is_sound();
}

#[test]
fn what_stops_it_before_anything_is_asked() {
    let folder = Folder::with_app();
    let nowhere = ["apply", "--yes", "--endpoint-url", "http://127.0.0.1:1"];
    insta::assert_snapshot!("not_built", folder.run(&nowhere));
    folder.succeeds(&["build"]);
    let mut command = folder.outrigger(&nowhere);
    let output = command.env("AWS_EC2_METADATA_DISABLED", "true").output();
    insta::assert_snapshot!("no_credentials", folder.said(&nowhere, &output.unwrap()));
    let unknown = ["apply", "--yes", "--param", "a=1", "--param", "b"];
    insta::assert_snapshot!("params_unknown", folder.run(&unknown));
    folder.write("params.production.json", "[]");
    insta::assert_snapshot!("params_unreadable", folder.run(&APPLY));
}

#[test]
fn another_account_than_the_app_says() {
    let owner = "language = 1\n  account = \"111122223333\"";
    let Some(account) = Account::with(&APP.replace("language = 1", owner)) else {
        return;
    };
    insta::assert_snapshot!(account.fails(&APPLY, "E0909"));
}

#[test]
fn params_are_given_by_the_file_and_by_the_command() {
    let params = r#"
param "news" { type = string }
param "days" { type = int }
param "loud" { type = bool }

resource "AWS::SQS::Queue" "more" {
  MessageRetentionPeriod = param.days
  QueueName              = "more-${param.loud}"
}
"#;
    let app = APP.replace("DisplayName = \"news\"", "DisplayName = param.news");
    let Some(account) = Account::with(&format!("{app}{params}")) else {
        return;
    };
    insta::assert_snapshot!("params_missing", account.fails(&APPLY, "E0902"));
    let values = r#"{"news": "from the file", "days": "x", "loud": "ture"}"#;
    account.folder.write("params.production.json", values);
    insta::assert_snapshot!("params_of_another_type", account.fails(&APPLY, "E0925"));
    let values = values.replace("\"ture\"", "true").replace("\"x\"", "61");
    account.folder.write("params.production.json", values);
    account.fails(&["apply", "--yes", "--param", "loud=1"], "E0925");
    account.succeeds(&APPLY, "Done:");
    account.succeeds(&["apply"], "Nothing to do");
    let other = ["apply", "--yes", "--param", "news=other"];
    account.succeeds(&other, "updated");
}
