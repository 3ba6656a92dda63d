//! The compiler knows no kind of component by name: with every kind of the library renamed, in the
//! library and in the apps, the same comes out, up to names.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests read files"
)]

mod support;

use std::collections::BTreeMap;

use outrigger_core::SourceText;
use outrigger_core::imports::{GitFolder, Outside, Pin, Tag, Unread};
use outrigger_core::resolve::LibraryText;
use serde_json::Value;
use support::apps::{App, folders, library};
use support::folders::Folders;

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

/// Takes `naming` away: names that are made of addresses hold kinds, and are cut by their length.
fn leave_unnamed(file: &mut SourceText) {
    let lines = file.text.lines();
    let kept = lines.filter(|line| !line.trim_start().starts_with("naming "));
    file.text = kept.collect::<Vec<_>>().join("\n");
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
            text = text.replace(id.as_str(), &address.replace(['"', '\\'], "'"));
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

/// The words of Terraform's files, sorted, with every resource's name replaced by what the comment
/// before it says. Names that are content differ with the names in it, and so do files.
fn words(files: &BTreeMap<String, Vec<u8>>, kinds: &[&str]) -> Vec<String> {
    let mut text = String::new();
    for (path, content) in files {
        if path.starts_with("terraform/") && !path.ends_with("manifest.json") {
            text.push_str(std::str::from_utf8(content).unwrap());
        }
    }
    let mut names: Vec<(String, String)> = Vec::new();
    let mut comment = String::new();
    for line in text.lines() {
        if let Some(said) = line.strip_prefix("# ") {
            comment = first_name(said, kinds);
        } else if line.starts_with("resource ") || line.starts_with("ephemeral ") {
            let label = line.split('"').nth(3).unwrap();
            names.push((label.to_owned(), format!("<{comment}>").replace(' ', "")));
        }
    }
    names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    names.dedup();
    for (name, said) in &names {
        text = text.replace(name.as_str(), &said.replace('"', "'"));
    }
    let text = first_name(&text, kinds);
    let split = |c: char| c.is_whitespace() || "[],".contains(c);
    let mut words: Vec<String> = text.split(split).map(str::to_owned).collect();
    words.retain(|word| !word.is_empty());
    words.sort();
    words
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

/// The numbers of a lock, and nothing else of it.
fn numbers(lock: &str) -> String {
    let kept = lock
        .split_inclusive('\n')
        .filter(|line| line.starts_with("version") || line.contains(" number "));
    kept.collect()
}

/// The addresses of a lock, each below its kind's new name.
fn rename_lock(lock: &str, kinds: &[&str]) -> String {
    kinds.iter().fold(lock.to_owned(), |lock, kind| {
        lock.replace(&format!(" {kind}."), &format!(" {}.", renamed(kind)))
    })
}

/// What an app imports, renamed as the app is.
struct Renamed<'a>(Folders<'a>, &'a [&'a str]);

impl Outside for Renamed<'_> {
    fn folder(&self, path: &str) -> Result<Vec<SourceText>, Unread> {
        let mut files = self.0.folder(path)?;
        for file in &mut files {
            file.text = rename(&file.text, self.1, false);
        }
        Ok(files)
    }

    fn repository(&self, folder: &GitFolder, pin: &Pin) -> Result<Vec<SourceText>, Unread> {
        self.0.repository(folder, pin)
    }

    fn tags(&self, remote: &str) -> Result<Vec<Tag>, Unread> {
        self.0.tags(remote)
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
        // Stable numbers begin at a hash of the address, so the other library is given those of the first.
        let mut app = App::read(&folder);
        app.files.iter_mut().for_each(leave_unnamed);
        app.lock = Some(numbers(&app.build(library()).1));
        let mut other_app = App::read(&folder);
        other_app.lock = app.lock.as_deref().map(|lock| rename_lock(lock, &kinds));
        for file in &mut other_app.files {
            leave_unnamed(file);
            file.text = rename(&file.text, &kinds, true);
        }
        let (expected, _) = app.build_all(library());
        let beside = Renamed(Folders(&folder), &kinds);
        let (found, _) = other_app.build_all_beside(
            LibraryText {
                files: &other,
                compiled: &[],
            },
            &beside,
        );
        let (before, after) = (words(&expected, &kinds), words(&found, &kinds));
        let other = before
            .iter()
            .zip(&after)
            .find(|(before, after)| before != after);
        assert_eq!(other, None, "{}", folder.display());
        assert_eq!(before.len(), after.len(), "{}", folder.display());
        let templates = |mut files: BTreeMap<String, Vec<u8>>| {
            files.retain(|path, _| path.starts_with("cloudformation/"));
            files
        };
        let (expected, found) = (templates(expected), templates(found));
        let (expected, found) = (by_address(&expected, &kinds), by_address(&found, &kinds));
        assert_eq!(
            expected.keys().collect::<Vec<_>>(),
            found.keys().collect::<Vec<_>>(),
            "{}",
            folder.display()
        );
        for (path, expected) in &expected {
            let text = |value| serde_json::to_string_pretty(value).unwrap();
            let (expected, found) = (text(expected), text(&found[path]));
            let differs = expected
                .lines()
                .zip(found.lines())
                .find(|(expected, found)| expected != found);
            assert_eq!(differs, None, "{}/out/{path}", folder.display());
            assert_eq!(
                expected.len(),
                found.len(),
                "{}/out/{path}",
                folder.display()
            );
        }
    }
}
