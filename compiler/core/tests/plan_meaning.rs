//! What golden plans cannot show: what is not read, and values that are the same.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its case fails")]

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use outrigger_core::names::Names;
use outrigger_core::plan::view::{TextStyle, text};
use outrigger_core::plan::{Action, Context, Deployment, Files, Plan, Reason, diff};
use outrigger_core::schema::{EMBEDDED, Schemas};

/// A unit's name, its region, the manifest's parameters, and its template.
type Unit<'a> = (&'a str, &'a str, Json, Json);

fn deployment(units: &[Unit<'_>]) -> Deployment {
    let mut files = BTreeMap::new();
    let mut listed = Vec::new();
    for (name, region, parameters, template) in units {
        let path = format!("{region}/{name}.template.json");
        listed.push(json!({
            "name": format!("{region}/{name}"), "region": region, "stack": name,
            "template": path, "parameters": parameters,
        }));
        let path = format!("cloudformation/production/{path}");
        files.insert(path, template.to_string());
    }
    let manifest = json!({ "format": 1, "app": "a", "engine": "cloudformation", "units": listed });
    files.insert(
        "cloudformation/production/manifest.json".to_owned(),
        manifest.to_string(),
    );
    let paths: Vec<String> = files.keys().cloned().collect();
    let files = Files {
        paths: &paths,
        text: &|path| files.get(path).cloned(),
    };
    Deployment::read("x", "production", &files).unwrap().0
}

fn plan(before: &Deployment, after: &Deployment) -> Plan {
    let (schemas, names) = (Schemas::open(EMBEDDED).unwrap(), Names::new());
    let context = Context {
        schemas: &schemas,
        names: &names,
        moved: &[],
        holds_data: &BTreeMap::new(),
    };
    diff(before, after, &context).unwrap()
}

/// A topic whose display name is `value`, beside a queue `Q` and a parameter `P`.
fn topic(value: &Json) -> Json {
    json!({
        "Parameters": { "P": { "Type": "String" } },
        "Resources": {
            "Q": { "Type": "AWS::SQS::Queue" },
            "T": { "Type": "AWS::SNS::Topic", "Properties": { "DisplayName": value } },
        },
    })
}

fn are_equal(a: &Json, b: &Json) -> bool {
    let parameters = json!({ "P": { "param": "p" } });
    let side = |value| deployment(&[("app", "eu-west-1", parameters.clone(), topic(value))]);
    plan(&side(a), &side(b)).is_empty()
}

/// The same as it would be with this account of its own.
fn in_account(account: Option<&str>, units: &[Unit<'_>]) -> Deployment {
    Deployment {
        account: account.map(ToOwned::to_owned),
        ..deployment(units)
    }
}

#[test]
fn an_account_that_nobody_said_is_the_one_that_the_other_side_says() {
    let units = [("app", "eu-west-1", json!({}), topic(&json!("x")))];
    let [none, one, two] =
        [None, Some("111111111111"), Some("222222222222")].map(|own| in_account(own, &units));
    assert!(plan(&none, &one).is_empty() && plan(&one, &none).is_empty());
    let moves = plan(&one, &two);
    let counts = (moves.count(Action::Delete), moves.count(Action::Create));
    assert_eq!((counts, moves.stacks.len()), ((2, 2), 2));
    assert!(plan(&one.in_place_of(&two), &two).is_empty());
}

#[test]
fn equal_stacks_are_not_read() {
    let same = ("same", "eu-west-1", json!({}), topic(&json!("x")));
    let other = |name: &str| ("other", "eu-west-1", json!({}), topic(&json!(name)));
    let before = deployment(&[same.clone(), other("a")]);
    let after = deployment(&[same, other("b")]);
    let plan = plan(&before, &after);
    assert_eq!(plan.count(Action::Update), 1);
    for side in [&before, &after] {
        let is_read = |name| side.unit(name).unwrap().is_read();
        assert!(!is_read("eu-west-1/same"));
        assert!(is_read("eu-west-1/other"));
    }
}

#[test]
fn one_meaning_has_one_form() {
    let ref_q = json!({ "Ref": "Q" });
    let arn = json!({ "Fn::GetAtt": ["Q", "Arn"] });
    let same = [
        (
            json!("a-eu-west-1"),
            json!({ "Fn::Sub": "a-${AWS::Region}" }),
        ),
        (json!("${x}"), json!({ "Fn::Sub": "${!x}" })),
        (json!("${x"), json!({ "Fn::Sub": "${x" })),
        (ref_q.clone(), json!({ "Fn::Sub": "${Q}" })),
        (arn.clone(), json!({ "Fn::GetAtt": "Q.Arn" })),
        (arn.clone(), json!({ "Fn::Join": ["", [arn]] })),
        (
            json!({ "Fn::Join": ["/", ["a", arn, "b"]] }),
            json!({ "Fn::Sub": ["a/${v}/b", { "v": arn }] }),
        ),
        (
            json!({ "Fn::Join": ["", ["a", { "Fn::Sub": "b${Q.Arn}" }]] }),
            json!({ "Fn::Sub": "ab${Q.Arn}" }),
        ),
        (json!(1.0), json!(1)),
    ];
    for (a, b) in same {
        assert!(are_equal(&a, &b), "{a} and {b}");
    }
    let different = [
        (json!("a"), json!("b")),
        (ref_q, arn.clone()),
        (json!({ "Fn::Sub": "${P}" }), json!("p")),
        (
            json!({ "Fn::Sub": "x${Q.Arn}" }),
            json!({ "Fn::Sub": "${Q.Arn}x" }),
        ),
        (
            json!({ "Fn::Join": [",", { "Ref": "P" }] }),
            json!({ "Fn::Join": ["", { "Ref": "P" }] }),
        ),
        (json!(1.5), json!(1)),
        (json!("1"), json!(1)),
        (
            json!({ "Fn::ImportValue": "a" }),
            json!({ "Fn::ImportValue": "b" }),
        ),
    ];
    for (a, b) in different {
        assert!(!are_equal(&a, &b), "{a} and {b}");
    }
}

#[test]
fn what_stands_for_nothing_is_nothing() {
    let nothing = json!({ "Ref": "AWS::NoValue" });
    let mut without = topic(&nothing);
    assert!(are_equal(&nothing, &nothing));
    without["Resources"]["T"]["Properties"] = json!({});
    let side = |template| deployment(&[("app", "eu-west-1", json!({}), template)]);
    assert!(plan(&side(topic(&nothing)), &side(without)).is_empty());
}

/// Two stacks in two regions: the second reads the first's network, under its own logical id.
fn across(cidr: &str) -> Deployment {
    let network = json!({
        "Outputs": { "V": { "Value": { "Fn::GetAtt": ["V", "VpcId"] } } },
        "Resources": { "V": { "Type": "AWS::EC2::VPC", "Properties": { "CidrBlock": cidr } } },
    });
    let group = json!({
        "Parameters": { "W": { "Type": "String" } },
        "Resources": { "V": {
            "Type": "AWS::EC2::SecurityGroup",
            "Properties": { "GroupDescription": "d", "VpcId": { "Ref": "W" } },
        } },
    });
    let fed = json!({ "W": { "output": "V", "unit": "eu-west-1/network" } });
    deployment(&[
        ("network", "eu-west-1", json!({}), network),
        ("app", "eu-central-1", fed, group),
    ])
}

#[test]
fn a_replacement_reaches_equal_stacks_of_other_regions() {
    let plan = plan(&across("10.0.0.0/16"), &across("10.1.0.0/16"));
    assert_eq!(plan.count(Action::Replace), 2);
    let group = &plan.changes[1];
    assert_eq!(group.site_address(), "V@eu-central-1");
    assert!(
        matches!(&group.reasons[..], [Reason::CreateOnlyReads { chain, .. }] if chain == &["V"])
    );
}

#[test]
fn a_circle_of_readers_comes_to_an_end() {
    let side = |cidr: &str| {
        let reader = |other: &str| {
            json!({
                "Type": "AWS::EC2::SecurityGroup",
                "Properties": {
                    "GroupDescription": { "Fn::Sub": format!("${{{other}.GroupId}} ${{V.VpcId}}") },
                },
            })
        };
        let vpc = json!({ "Type": "AWS::EC2::VPC", "Properties": { "CidrBlock": cidr } });
        let template = json!({ "Resources": { "V": vpc, "A": reader("B"), "B": reader("A") } });
        deployment(&[("app", "eu-west-1", json!({}), template)])
    };
    let plan = plan(&side("10.0.0.0/16"), &side("10.1.0.0/16"));
    assert_eq!(plan.count(Action::Replace), 3);
}

#[test]
fn a_chain_of_parameters_that_leads_nowhere_ends() {
    let template = |name: &str| {
        json!({
            "Outputs": { "O": { "Value": { "Ref": "P" } } },
            "Parameters": { "P": { "Type": "String" } },
            "Resources": { "T": {
                "Type": "AWS::SNS::Topic",
                "Properties": { "DisplayName": { "Ref": "P" }, "TopicName": name },
            } },
        })
    };
    let side = |name: &str| {
        let fed = json!({ "P": { "output": "O", "unit": "eu-west-1/app" } });
        deployment(&[("app", "eu-west-1", fed, template(name))])
    };
    assert_eq!(plan(&side("a"), &side("b")).changes.len(), 1);
}

/// What a plan says of one property of one resource, line by line.
fn said(type_name: &str, property: &str, before: &Json, after: &Json) -> Vec<String> {
    let side = |value: &Json| {
        let template = json!({
            "Resources": { "X": { "Type": type_name, "Properties": { property: value } } },
        });
        deployment(&[("u", "eu-west-1", json!({}), template)])
    };
    let plan = plan(&side(before), &side(after));
    let style = TextStyle {
        color: false,
        verbose: false,
    };
    let text = text(&plan, style);
    let lines = text.lines().filter_map(|line| line.strip_prefix("      "));
    lines.map(str::to_owned).collect()
}

fn policy(accounts: &[&str], actions: &[&str]) -> Json {
    let statement = json!({ "Principal": { "AWS": accounts }, "Action": actions });
    json!({ "Version": "2012-10-17", "Statement": [statement] })
}

#[test]
fn the_order_of_texts_in_policies_means_nothing() {
    let (kind, property) = ("AWS::IAM::ManagedPolicy", "PolicyDocument");
    let before = policy(&["1", "2", "3"], &["a", "b"]);
    let same = policy(&["3", "1", "2"], &["b", "a"]);
    assert_eq!(said(kind, property, &before, &same), [""; 0]);
    let principal = "PolicyDocument.Statement[0].Principal.AWS";
    let after = policy(&["4", "2"], &["b", "a"]);
    let lines = said(kind, property, &before, &after);
    let wanted = [
        format!("{principal}[0]  \"1\" -> (not set)"),
        format!("{principal}[2]  \"3\" -> (not set)"),
        format!("{principal}[0]  (not set) -> \"4\""),
    ];
    assert_eq!(lines, wanted);
    // Another language may use the same words.
    let other = |order: &[&str]| json!({ "Statement": order });
    let lines = said(kind, property, &other(&["a", "b"]), &other(&["b", "a"]));
    assert_eq!(
        lines,
        [r#"PolicyDocument.Statement.order  ["a", "b"] -> ["b", "a"]"#]
    );
}

#[test]
fn what_only_changes_its_position_is_not_shown_and_an_order_once() {
    let (kind, property) = ("AWS::Lambda::Function", "ImageConfig");
    let command = |words: &[&str]| json!({ "Command": words });
    let lines =
        |before: &[&str], after: &[&str]| said(kind, property, &command(before), &command(after));
    assert_eq!(
        lines(&["a", "b", "c"], &["b", "c", "d"]),
        [
            r#"ImageConfig.Command[0]  "a" -> (not set)"#,
            r#"ImageConfig.Command[2]  (not set) -> "d""#,
        ]
    );
    assert_eq!(
        lines(&["a", "b"], &["a", "c"]),
        [r#"ImageConfig.Command[1]  "b" -> "c""#]
    );
    assert_eq!(
        lines(&["a", "b", "c"], &["x", "c", "b"]),
        [
            r#"ImageConfig.Command[0]     "a" -> "x""#,
            r#"ImageConfig.Command.order  ["b", "c"] -> ["c", "b"]"#,
        ]
    );
    // What comes twice has no place of its own.
    assert_eq!(
        lines(&["a", "b", "a"], &["b", "a", "a"]),
        [
            r#"ImageConfig.Command[0]  "a" -> "b""#,
            r#"ImageConfig.Command[1]  "b" -> "a""#,
        ]
    );
}
