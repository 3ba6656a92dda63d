//! Laws that hold for every app: order means nothing, twice is the same, and YAML says what JSON
//! says.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests read files"
)]

mod support;

use outrigger_core::diag::Diagnostics;
use outrigger_core::names::Names;
use outrigger_core::source::{Origin, Sources};
use outrigger_core::syntax::tree::{Block, Body};
use outrigger_core::{SourceText, syntax};
use proptest::prelude::*;
use support::apps::{App, folders, library};

/// The blocks of an app as text, with their attributes in another order.
fn shuffled(app: &App, seed: u64) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut random = seed;
    let sources = app.files.iter();
    for file in sources.filter(|file| file.name.ends_with(".rig.hcl")) {
        let mut sources = Sources::new();
        let id = sources.add(&file.name, file.text.as_str(), Origin::User);
        let tree = syntax::parse(&sources, id, &Names::new(), &mut Diagnostics::new());
        blocks.extend(
            tree.blocks
                .iter()
                .map(|block| block_text(block, &sources, &mut random)),
        );
    }
    shuffle(&mut blocks, &mut random);
    blocks
}

fn block_text(block: &Block, sources: &Sources, random: &mut u64) -> String {
    let header = sources.slice(block.header());
    format!(
        "{header} {{\n{}}}\n",
        body_text(&block.body, sources, random)
    )
}

fn body_text(body: &Body, sources: &Sources, random: &mut u64) -> String {
    let attributes = body.attributes.iter().map(|attribute| {
        format!(
            "{} = {}\n",
            sources.slice(attribute.name.span),
            sources.slice(attribute.value.span)
        )
    });
    let mut parts: Vec<String> = attributes.collect();
    parts.extend(
        body.blocks
            .iter()
            .map(|block| block_text(block, sources, random)),
    );
    shuffle(&mut parts, random);
    parts.concat()
}

/// Fisher and Yates, with a generator that only has to differ from seed to seed.
fn shuffle<T>(items: &mut [T], random: &mut u64) {
    for at in (1..items.len()).rev() {
        *random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        items.swap(at, (*random >> 33) as usize % (at + 1));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn order_of_files_blocks_and_attributes_changes_nothing(seed: u64, file_count in 1_usize..4) {
        for folder in folders() {
            let app = App::read(&folder);
            let mut files = vec![String::new(); file_count];
            for (at, block) in shuffled(&app, seed).into_iter().enumerate() {
                files[at % file_count].push_str(&block);
            }
            let name = |at: usize| format!("{}.rig.hcl", at.wrapping_mul(7).wrapping_add(seed as usize) % 100);
            let files = files.into_iter().enumerate().map(|(at, text)| SourceText { name: name(at), text });
            let files = files.chain(app.schemas().cloned()).collect();
            let other = App { folder: folder.clone(), files, lock: app.lock.clone() };
            prop_assert_eq!(app.build_all(library()), other.build_all(library()), "{}", folder.display());
        }
    }
}

#[test]
fn order_changes_nothing_without_a_lock_either() {
    for folder in folders() {
        let app = App {
            lock: None,
            ..App::read(&folder)
        };
        let text = shuffled(&app, 7).concat();
        let mut files = vec![SourceText {
            name: "all.rig.hcl".into(),
            text,
        }];
        files.extend(app.schemas().cloned());
        let other = App {
            folder: folder.clone(),
            files,
            lock: None,
        };
        assert_eq!(
            app.build_all(library()),
            other.build_all(library()),
            "{}",
            folder.display()
        );
    }
}

#[test]
fn building_on_its_own_lock_changes_nothing() {
    for folder in folders() {
        let app = App {
            lock: None,
            ..App::read(&folder)
        };
        let first = app.build_all(library());
        let again = App {
            lock: Some(first.1.clone()),
            ..App::read(&folder)
        };
        assert_eq!(first, again.build_all(library()), "{}", folder.display());
    }
}

/// An app of more than one stack a unit, in which things wait for several others.
fn many() -> App {
    let mut text = String::from(
        "app \"many\" {\n  language = 1\n  home = \"eu-west-1\"\n  regions = [\"eu-west-1\"]\n}\n\
         resource \"AWS::SNS::Topic\" \"a\" {}\nresource \"AWS::SNS::Topic\" \"b\" {}\n\
         resource \"AWS::SNS::Topic\" \"c\" {\n  after = [resource.b, resource.a]\n}\n",
    );
    for at in 0..500 {
        text.push_str(&format!("queue \"q{at}\" {{}}\n"));
    }
    let files = vec![SourceText {
        name: "app.rig.hcl".into(),
        text,
    }];
    App {
        folder: "many".into(),
        files,
        lock: None,
    }
}

#[test]
fn order_changes_nothing_where_stacks_are_split() {
    let app = many();
    let expected = app.build(library());
    assert!(
        expected
            .0
            .keys()
            .any(|path| path.contains("data-3.template")),
        "the app is too small to be split"
    );
    for seed in 0..3 {
        let text = shuffled(&app, seed).concat();
        let files = vec![SourceText {
            name: "app.rig.hcl".into(),
            text,
        }];
        let other = App {
            folder: "many".into(),
            files,
            lock: None,
        };
        assert!(expected == other.build(library()), "with seed {seed}");
    }
}

#[test]
fn what_is_placed_stays_where_it_is() {
    let app = many();
    let (before, lock) = app.build(library());
    let mut files = app.files.clone();
    files[0].text.push_str("queue \"a_new_one\" {}\n");
    let (after, new_lock) = App {
        folder: app.folder,
        files,
        lock: Some(lock.clone()),
    }
    .build(library());
    let changed: Vec<_> = after
        .iter()
        .filter(|(path, content)| before.get(*path) != Some(content))
        .collect();
    let changed: Vec<_> = changed
        .iter()
        .map(|(path, _)| path.rsplit('/').next().unwrap())
        .collect();
    assert_eq!(
        changed,
        [
            "data-3.policy.json",
            "data-3.template.json",
            "guarantees.json",
            "manifest.json"
        ]
    );
    let added: Vec<_> = new_lock
        .lines()
        .filter(|line| !lock.contains(line))
        .collect();
    assert_eq!(added.len(), 2, "{added:?}");
    assert!(added.iter().all(|line| line.contains("queue.a_new_one")));
}
