//! The compiler knows no kind of component by name: with every kind of the library renamed, in the
//! library and in the apps, the same comes out, up to names.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests read files"
)]

mod support;

use std::collections::BTreeMap;

use outrigger_core::resolve::LibraryText;
use serde_json::Value;
use support::apps::{App, folders, library};

/// What every kind is called instead: unlike any word of the library.
fn renamed(kind: &str) -> String {
    format!("zz{}", kind.replace('_', ""))
}

fn kinds() -> Vec<&'static str> {
    let files = library().folder("components/");
    files
        .map(|(path, _)| {
            path.strip_prefix("components/")
                .unwrap()
                .strip_suffix(".rig.hcl")
                .unwrap()
        })
        .collect()
}

/// Renames declarations, uses and references; inputs and labels keep their names.
fn rename(text: &str, kinds: &[&str], is_app: bool) -> String {
    let mut lines = Vec::new();
    for line in text.lines() {
        let mut line = line.to_owned();
        for kind in kinds {
            let new = renamed(kind);
            let trimmed = line.trim_start();
            if trimmed.starts_with(&format!("{kind} \"")) {
                line = line.replacen(kind, &new, 1);
            }
            line = line.replace(
                &format!("component \"{kind}\""),
                &format!("component \"{new}\""),
            );
            line = line.replace(&format!("component.{kind}"), &format!("component.{new}"));
            if is_app {
                for before in [" ", "[", "(", "\""] {
                    line = line.replace(&format!("{before}{kind}."), &format!("{before}{new}."));
                }
            }
        }
        lines.push(line);
    }
    lines.join("\n")
}

/// Files with every logical id replaced by its address, and every kind by its first name.
fn by_address(files: &BTreeMap<String, Vec<u8>>, kinds: &[&str]) -> BTreeMap<String, Value> {
    let mut ids: Vec<(String, String)> = Vec::new();
    for (path, content) in files.iter().filter(|(path, _)| path.contains(".template.")) {
        let template: Value =
            serde_json::from_slice(content).unwrap_or_else(|error| panic!("{path}: {error}"));
        for (id, resource) in template["Resources"].as_object().unwrap() {
            let address = resource["Metadata"]["outrigger"]["address"]
                .as_str()
                .unwrap();
            ids.push((id.clone(), format!("<{}>", first_name(address, kinds))));
        }
    }
    ids.sort_by_key(|(id, _)| std::cmp::Reverse(id.len()));
    ids.dedup();
    let plain = |(path, content): (&String, &Vec<u8>)| {
        let mut text = String::from_utf8(content.clone()).unwrap();
        for (id, address) in &ids {
            text = text.replace(id.as_str(), &address.replace('"', "'"));
        }
        text = first_name(&text, kinds);
        let mut value: Value = serde_json::from_str(&text).unwrap();
        forget(&mut value);
        (path.clone(), value)
    };
    files.iter().map(plain).collect()
}

fn first_name(text: &str, kinds: &[&str]) -> String {
    kinds.iter().fold(text.to_owned(), |text, kind| {
        text.replace(&renamed(kind), kind)
    })
}

/// Hashes differ, and lists that are sorted by id have another order.
fn forget(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.remove("sha256");
            if let Some(Value::Array(list)) = fields.get_mut("DependsOn") {
                list.sort_by_key(ToString::to_string);
            }
            if let Some(Value::Array(list)) = fields.get_mut("Resource") {
                list.sort_by_key(ToString::to_string);
            }
            if let Some(Value::Array(list)) = fields.get_mut("guarantees") {
                list.sort_by_key(ToString::to_string);
            }
            fields.values_mut().for_each(forget);
        }
        Value::Array(list) => list.iter_mut().for_each(forget),
        _ => {}
    }
}

#[test]
fn renaming_every_kind_changes_only_names() {
    let mut kinds = kinds();
    kinds.sort_by_key(|kind| std::cmp::Reverse(kind.len()));
    assert!(kinds.len() >= 8, "the library has shrunk: {kinds:?}");
    let texts: Vec<(String, String)> = library()
        .folder("")
        .map(|(path, text)| {
            match path
                .strip_prefix("components/")
                .and_then(|file| file.strip_suffix(".rig.hcl"))
            {
                Some(kind) => (
                    format!("components/{}.rig.hcl", renamed(kind)),
                    rename(text, &kinds, false),
                ),
                None => (path.to_owned(), text.to_owned()),
            }
        })
        .collect();
    let mut other: Vec<(&str, &str)> = texts
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    other.sort_unstable();
    for folder in folders() {
        let app = App {
            lock: None,
            ..App::read(&folder)
        };
        let mut other_app = App {
            lock: None,
            ..App::read(&folder)
        };
        for file in &mut other_app.files {
            file.text = rename(&file.text, &kinds, true);
        }
        let (expected, _) = app.build(library());
        let (found, _) = other_app.build(LibraryText(&other));
        let (expected, found) = (by_address(&expected, &kinds), by_address(&found, &kinds));
        assert_eq!(
            expected.keys().collect::<Vec<_>>(),
            found.keys().collect::<Vec<_>>(),
            "{}",
            folder.display()
        );
        for (path, expected) in &expected {
            assert_eq!(expected, &found[path], "{}/out/{path}", folder.display());
        }
    }
}
