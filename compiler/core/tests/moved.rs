//! Builds one behind the other, on the lock of the one before: whoever is moved keeps its logical id,
//! its home, its stack and its numbers, and nothing else changes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot read its case fails"
)]

mod support;

use std::collections::BTreeMap;

use outrigger_core::{Format, Goal, Request, SourceText, compile, imports, stdlib};
use support::shown;

const APP: &str = "app \"shop\" {
  language = 1
  home     = \"eu-west-1\"
  regions  = [\"eu-west-1\"]
}
";

/// What a build gives: logical ids by address, the lock, and the codes of warnings.
struct Built {
    ids: BTreeMap<String, String>,
    lock: String,
    warnings: Vec<String>,
}

fn build_in(environment: &str, source: &str, lock: Option<&str>) -> Built {
    let text = format!("{APP}{source}");
    let request = Request {
        files: vec![SourceText {
            name: "main.rig.hcl".into(),
            text,
        }],
        lock: lock.map(str::to_owned),
        environment,
        library: stdlib::LIBRARY,
        outside: &imports::Nothing,
    };
    let mut ids = BTreeMap::new();
    let mut file = |path: &str, content: &[u8]| {
        if path.ends_with(".template.json") {
            let template: serde_json::Value = serde_json::from_slice(content).unwrap();
            for (id, resource) in template["Resources"].as_object().unwrap() {
                let address = resource["Metadata"]["outrigger"]["address"].as_str();
                ids.insert(address.unwrap().to_owned(), id.clone());
            }
        }
    };
    let built = compile(&request, Goal::Build(Format::Json), &mut file).unwrap();
    let output = built.output.as_ref();
    let output = output.unwrap_or_else(|| panic!("{}", shown(&built.sources, &built.diagnostics)));
    let warnings = built.diagnostics.iter().map(|one| one.code.to_string());
    Built {
        ids,
        lock: output.lock.clone(),
        warnings: warnings.collect(),
    }
}

fn build(source: &str, lock: Option<&str>) -> Built {
    build_in("production", source, lock)
}

fn moved(pairs: &[(&str, &str)]) -> String {
    let block = |(from, to): &(&str, &str)| {
        format!("moved {{\n  from = \"{from}\"\n  to   = \"{to}\"\n}}\n")
    };
    pairs.iter().map(block).collect()
}

/// Builds `first`, then `second` with these moves on its lock: the second build, and that another one
/// changes nothing, with the blocks and without them.
fn then(first: &str, second: &str, pairs: &[(&str, &str)]) -> (Built, Built) {
    let before = build(first, None);
    let with_blocks = format!("{second}{}", moved(pairs));
    let after = build(&with_blocks, Some(&before.lock));
    let again = build(&with_blocks, Some(&after.lock));
    assert_eq!((&again.ids, &again.lock), (&after.ids, &after.lock));
    assert_eq!(
        again.warnings,
        vec!["E0383"; pairs.len()],
        "nothing is left to do"
    );
    let without = build(second, Some(&after.lock));
    assert_eq!((&without.ids, &without.lock), (&after.ids, &after.lock));
    (before, after)
}

const MAIL: &str = "queue \"mail\" {}\n";

#[test]
fn a_use_keeps_its_ids() {
    let (before, after) = then(MAIL, "queue \"post\" {}\n", &[("queue.mail", "queue.post")]);
    assert_eq!(before.ids["queue.mail.main"], after.ids["queue.post.main"]);
    assert_eq!(after.warnings, [""; 0]);
    assert!(
        after
            .lock
            .contains("production place queue.post eu-west-1 data 1")
    );
    assert!(!after.lock.contains("queue.mail"));
}

#[test]
fn kinds_inner_names_and_keys_keep_their_ids() {
    let component = |kind: &str, inner: &str, keys: &str| {
        format!(
            "{kind} \"mail\" {{}}\ncomponent \"{kind}\" {{\n  doc = \"x\"\n  resource \"AWS::SQS::Queue\" \"{inner}\" {{ for_each = {keys} }}\n}}\n"
        )
    };
    let (before, after) = then(
        &component("box", "old", "[\"a\", \"b.c\"]"),
        &component("mailbox", "new", "[\"x\", \"b.c\"]"),
        &[
            ("box.mail", "mailbox.mail"),
            ("mailbox.mail.old", "mailbox.mail.new"),
            ("mailbox.mail.new['a']", "mailbox.mail.new['x']"),
        ],
    );
    let was = |address| &before.ids[address];
    assert_eq!(
        was("box.mail.old[\"a\"]"),
        &after.ids["mailbox.mail.new[\"x\"]"]
    );
    assert_eq!(
        was("box.mail.old[\"b.c\"]"),
        &after.ids["mailbox.mail.new[\"b.c\"]"]
    );
}

#[test]
fn chains_begin_where_the_lock_has_them() {
    let chain = [("queue.a", "queue.b"), ("queue.b", "queue.c")];
    let source = format!("queue \"c\" {{}}\n{}", moved(&chain));
    // Both steps at once.
    let all = build(&source, Some(&build("queue \"a\" {}", None).lock));
    assert_eq!(all.ids["queue.c.main"], "QueueAMain");
    // The first step was built before.
    let first = format!("queue \"b\" {{}}\n{}", moved(&chain[..1]));
    let first = build(&first, Some(&build("queue \"a\" {}", None).lock));
    assert_eq!(
        build(&source, Some(&first.lock)).ids["queue.c.main"],
        "QueueAMain"
    );
    // An environment that began in the middle.
    let late = build(&source, Some(&build("queue \"b\" {}", None).lock));
    assert_eq!(late.ids["queue.c.main"], "QueueBMain");
    // A pin from a move that is no longer written.
    let pinned =
        "version 1\nproduction pin queue.a.main Older\nproduction place queue.a eu-west-1 data 1\n";
    assert_eq!(build(&source, Some(pinned)).ids["queue.c.main"], "Older");
    // Without a lock the blocks are believed.
    assert_eq!(build(&source, None).ids["queue.c.main"], "QueueAMain");
}

#[test]
fn chains_inside_a_use_are_followed_to_their_end() {
    let component = |inner: &str| {
        format!(
            "pair \"a\" {{}}\ncomponent \"pair\" {{\n  doc = \"x\"\n  resource \"AWS::SQS::Queue\" \"{inner}\" {{}}\n}}\n"
        )
    };
    let (_, after) = then(
        &component("one"),
        &component("three"),
        &[("pair.a.one", "pair.a.two"), ("pair.a.two", "pair.a.three")],
    );
    assert_eq!(after.ids["pair.a.three"], "PairAOne");
}

#[test]
fn a_pin_goes_with_what_it_pins() {
    let lock = "version 1
production pin queue.a.dead OlderDead
production pin queue.a.main OlderMain
production place queue.a eu-west-1 data 1
production place queue.b eu-west-1 data 1
";
    let swap = moved(&[("queue.a", "queue.b"), ("queue.b", "queue.a")]);
    let source = format!("queue \"a\" {{}}\nqueue \"b\" {{}}\n{swap}");
    let built = build(&source, Some(lock));
    assert_eq!(built.ids["queue.b.main"], "OlderMain");
    assert_eq!(built.ids["queue.a.main"], "QueueBMain");
    assert_eq!(build(&source, Some(&built.lock)).ids, built.ids);
}

#[test]
fn what_was_built_under_its_new_name_already_stays() {
    let built = build("queue \"post\" {}", None);
    let source = format!(
        "queue \"post\" {{}}\n{}",
        moved(&[("queue.mail", "queue.post")])
    );
    let again = build(&source, Some(&built.lock));
    assert_eq!(again.ids["queue.post.main"], "QueuePostMain");
    assert_eq!(again.warnings, ["E0383"]);
}

#[test]
fn two_change_places_and_names_are_given_on() {
    let both = "queue \"a\" {}\nqueue \"b\" {}\n";
    let swap = [("queue.a", "queue.b"), ("queue.b", "queue.a")];
    let (_, after) = then(both, both, &swap);
    assert_eq!(after.ids["queue.a.main"], "QueueBMain");
    assert_eq!(after.ids["queue.b.main"], "QueueAMain");
    let shift = [("queue.a", "queue.b"), ("queue.b", "queue.c")];
    let (_, after) = then(both, "queue \"b\" {}\nqueue \"c\" {}\n", &shift);
    assert_eq!(after.ids["queue.b.main"], "QueueAMain");
    assert_eq!(after.ids["queue.c.main"], "QueueBMain");
}

#[test]
fn homes_stacks_and_numbers_move_along() {
    let lock = "version 1
production home database.orders eu-west-1
production number paths route.old 7
production place database.orders eu-west-1 data 3
production place route.old eu-west-1 app 2
";
    let source = format!(
        "database \"ledger\" {{ engine = \"aurora-postgresql\" }}
route_ \"new\" {{}}
component \"route_\" {{
  doc = \"x\"
  resource \"AWS::SSM::Parameter\" \"main\" {{
    Type  = \"String\"
    Value = \"${{stable_number(\"paths\", 100)}}\"
  }}
}}
{}",
        moved(&[
            ("database.orders", "database.ledger"),
            ("route.old", "route_.new")
        ])
    );
    let built = build(&source, Some(lock));
    assert_eq!(
        built.ids["database.ledger.aurora.cluster"],
        "DatabaseOrdersAuroraCluster"
    );
    for line in [
        "production home database.ledger eu-west-1",
        "production number paths route_.new 7",
        "production place database.ledger eu-west-1 data 3",
        "production place route_.new eu-west-1 app 2",
    ] {
        assert!(built.lock.contains(line), "{line} in\n{}", built.lock);
    }
    assert!(!built.lock.contains("orders eu"), "{}", built.lock);
    let again = build(&source, Some(&built.lock));
    assert_eq!(again.lock, built.lock);
}

#[test]
fn what_is_moved_into_a_new_use_stays_in_its_stack() {
    let lock = "version 1\nproduction place queue.mail eu-west-1 data 2\n";
    let source = "resource \"AWS::SQS::Queue\" \"single\" {}\nmoved {\n  from = \"queue.mail.main\"\n  to   = \"resource.single\"\n}\n";
    let built = build(source, Some(lock));
    assert_eq!(built.ids["resource.single"], "QueueMailMain");
    assert!(
        built
            .lock
            .contains("production place resource.single eu-west-1 data 2")
    );
}

#[test]
fn each_environment_moves_by_itself() {
    let both = format!("{MAIL}environment \"staging\" {{}}\n");
    let lock = build(&both, None).lock;
    let lock = build_in("staging", &both, Some(&lock)).lock;
    let source = format!(
        "queue \"post\" {{}}\nenvironment \"staging\" {{}}\n{}",
        moved(&[("queue.mail", "queue.post")])
    );
    let production = build(&source, Some(&lock));
    assert_eq!(production.ids["queue.post.main"], "QueueMailMain");
    // The other environment still has to move: the block is not idle.
    assert_eq!(build(&source, Some(&production.lock)).warnings, [""; 0]);
    let staging = build_in("staging", &source, Some(&production.lock));
    assert_eq!(staging.ids["queue.post.main"], "QueueMailMain");
    assert!(
        staging
            .lock
            .contains("staging pin queue.post.main QueueMailMain")
    );
    assert!(
        staging
            .lock
            .contains("production pin queue.post.main QueueMailMain")
    );
    assert_eq!(build(&source, Some(&staging.lock)).warnings, ["E0383"]);
}
