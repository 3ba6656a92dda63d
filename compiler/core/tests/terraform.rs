//! What is built for Terraform, against what the same source builds for CloudFormation: nothing is
//! lost, and no kind of component is known by name.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "tests read their cases from files"
)]

mod support;

use std::collections::BTreeMap;

use outrigger_core::imports;
use outrigger_core::resolve::LibraryText;
use outrigger_core::{Goal, Request, SourceText, compile};
use serde_json::Value;
use support::apps::{App, folders, library};

/// Properties whose words are said by the choice of an attribute, or by other words.
const OTHER_WORDS: &[&str] = &[".ResourceType", ".PrivateDnsOnlyForInboundResolverEndpoint"];

/// The library with one text of one file replaced.
fn changed(path: &str, from: &str, to: &str) -> Vec<(&'static str, String)> {
    let mut texts = Vec::new();
    for (name, text) in library().folder("") {
        let text = if name == path {
            assert!(text.contains(from), "{path} has no {from}");
            text.replace(from, to)
        } else {
            text.to_owned()
        };
        texts.push((name, text));
    }
    texts
}

/// What building this app for Terraform says, with a changed library.
fn said(app: &str, texts: &[(&'static str, String)]) -> Vec<String> {
    let texts: Vec<(&str, &str)> = texts
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let text = format!(
        "app \"shop\" {{\n  language = 1\n  home = \"eu-west-1\"\n  regions = [\"eu-west-1\"]\n}}\n{app}"
    );
    let request = Request {
        files: vec![SourceText {
            name: "app.rig.hcl".into(),
            text,
        }],
        lock: None,
        environment: "production",
        library: LibraryText {
            files: &texts,
            compiled: &[],
        },
        outside: &imports::Nothing,
    };
    let mut files = 0;
    let compiled = compile(&request, Goal::BuildTerraform, &mut |_, _| files += 1);
    let compiled = compiled.unwrap_or_else(|broken| panic!("{}", broken.0));
    let found: Vec<String> = compiled
        .diagnostics
        .iter()
        .map(|one| format!("{}: {}", one.code, one.message))
        .collect();
    assert_eq!(
        found.is_empty(),
        files > 0,
        "files are written or errors shown"
    );
    found
}

#[test]
fn a_property_without_a_rule_is_an_error_that_names_it() {
    let app = "resource \"AWS::SQS::Queue\" \"q\" { DelaySeconds = 5 }\n";
    let with = changed("terraform/queue.rig.hcl", "DelaySeconds ", "DelaySeconds ");
    assert!(said(app, &with).is_empty());
    let rule = "    DelaySeconds                  = delay_seconds\n";
    let without = changed("terraform/queue.rig.hcl", rule, "");
    assert_eq!(
        said(app, &without),
        ["E1101: `DelaySeconds` of `AWS::SQS::Queue` has no translation to Terraform"]
    );
    // A queue that does not set it loses nothing.
    assert!(said("queue \"mail\" {}\n", &without).is_empty());
}

#[test]
fn two_properties_that_become_one_attribute_exclude_each_other() {
    let app = "resource \"AWS::EC2::FlowLog\" \"f\" {
  ResourceType = \"VPC\"
  ResourceId = \"vpc-1\"
  LogDestination = \"arn:aws:logs:eu-west-1:123456789012:log-group:x\"
  LogGroupName = \"x\"
}\n";
    let found = said(app, &changed("terraform/logs.rig.hcl", "to ", "to "));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("`LogGroupName`") && found[0].contains("`log_destination`"));
}

/// The text of every resource by its address: itself and what it is split into, of all roots of an
/// environment and region.
fn blocks(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<(String, String, String), String> {
    let mut found: BTreeMap<_, String> = BTreeMap::new();
    for (path, content) in files {
        let parts: Vec<&str> = path.split('/').collect();
        // A root's folder may have one for its account around it.
        let ["terraform", environment, root @ .., file] = parts.as_slice() else {
            continue;
        };
        let root = root.join("/");
        let text = String::from_utf8(content.clone()).unwrap();
        if !file.contains('-') {
            continue;
        }
        let region = files
            .iter()
            .find(|(other, _)| *other == &format!("terraform/{environment}/{root}/versions.tf"))
            .and_then(|(_, text)| {
                let text = String::from_utf8_lossy(text).into_owned();
                let (_, rest) = text.split_once("region")?;
                Some(rest.split('"').nth(1)?.to_owned())
            })
            .unwrap();
        for block in text.split("\n\n# ") {
            let block = block.trim_start_matches("# ");
            let header = block.lines().next().unwrap();
            let end = header.find(" (").or_else(|| header.find(": ")).unwrap();
            let key = (
                (*environment).to_owned(),
                region.clone(),
                header[..end].to_owned(),
            );
            let before = found.entry(key).or_default();
            before.push_str(block);
        }
    }
    found
}

/// Every known value of a property, with its path.
fn leaves(value: &Value, path: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            let is_function = |key: &String| key == "Ref" || key.starts_with("Fn::");
            if fields.len() == 1 && fields.keys().any(is_function) {
                return;
            }
            for (key, field) in fields {
                leaves(field, &format!("{path}.{key}"), found);
            }
        }
        Value::Array(elements) => {
            for element in elements {
                leaves(element, path, found);
            }
        }
        Value::Null => {}
        Value::String(text) => found.push((path.to_owned(), text.clone())),
        other => found.push((path.to_owned(), other.to_string())),
    }
}

/// Text without what escaping adds.
fn plain(text: &str) -> String {
    text.replace('\\', "")
        .replace("$${", "${")
        .replace("%%{", "%{")
}

/// How many known values all apps have, and which of them do not stand in the resource's blocks.
fn lost(texts: LibraryText<'_>) -> (usize, Vec<String>) {
    let (mut values, mut lost) = (0, Vec::new());
    for folder in folders() {
        let (files, _) = App::read(&folder).build_all(texts);
        let blocks = blocks(&files);
        for (path, content) in files.iter().filter(|(path, _)| path.contains(".template.")) {
            let parts: Vec<&str> = path.split('/').collect();
            let template: Value = serde_json::from_slice(content).unwrap();
            for resource in template["Resources"].as_object().unwrap().values() {
                let address = resource["Metadata"]["outrigger"]["address"]
                    .as_str()
                    .unwrap();
                let region = parts[parts.len() - 2];
                let key = (parts[1].to_owned(), region.to_owned(), address.to_owned());
                let block = blocks
                    .get(&key)
                    .unwrap_or_else(|| panic!("{}: no {address} in {key:?}", folder.display()));
                let block = plain(block);
                let mut all = Vec::new();
                leaves(&resource["Properties"], "", &mut all);
                for (property, value) in all {
                    values += 1;
                    let said_otherwise = OTHER_WORDS.contains(&property.as_str())
                        || OTHER_WORDS.iter().any(|other| property.ends_with(other));
                    if !said_otherwise && !block.contains(&plain(&value)) {
                        lost.push(format!("{address}{property}: {value}\n{block}"));
                    }
                }
            }
        }
    }
    (values, lost)
}

#[test]
fn no_known_value_is_lost() {
    let (values, lost) = lost(library());
    assert!(lost.is_empty(), "{}", lost.join("\n"));
    assert!(values > 1500, "only {values} values were looked for");
}

#[test]
fn a_value_that_is_lost_is_found() {
    let rule = "ReceiveMessageWaitTimeSeconds = receive_wait_time_seconds";
    let dropped = "ReceiveMessageWaitTimeSeconds = drop(\"this loses it\")";
    let texts = changed("terraform/queue.rig.hcl", rule, dropped);
    let texts: Vec<(&str, &str)> = texts
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let (_, lost) = lost(LibraryText {
        files: &texts,
        compiled: &[],
    });
    assert!(!lost.is_empty());
    let about = |one: &String| one.contains(".ReceiveMessageWaitTimeSeconds: 20");
    assert!(lost.iter().all(about), "{}", lost.join("\n"));
}
