//! Builds one behind the other, on the lock of the one before: whoever is moved keeps its logical id,
//! its home, its stack and its numbers, and nothing else changes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot read its case fails"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

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
fn what_is_given_up_stays_in_its_stack() {
    let given_up = "queue \"jobs\" {
  override \"main.on_delete\" {
    value  = \"delete\"
    reason = \"jobs are made again\"
  }
  override \"dead.on_delete\" {
    value  = \"delete\"
    reason = \"jobs are made again\"
  }
}
";
    let place = |unit: &str| format!("production place queue.jobs eu-west-1 {unit} 1");
    let fresh = build(given_up, None);
    assert!(fresh.lock.contains(&place("app")), "{}", fresh.lock);
    let held = build("queue \"jobs\" {}\n", None);
    assert!(held.lock.contains(&place("data")), "{}", held.lock);
    // What it holds is said otherwise later: to move it would be to replace it, either way.
    let after = build(given_up, Some(&held.lock));
    assert!(after.lock.contains(&place("data")), "{}", after.lock);
    assert!(!after.lock.contains(&place("app")), "{}", after.lock);
    let again = build("queue \"jobs\" {}\n", Some(&fresh.lock));
    assert!(again.lock.contains(&place("app")), "{}", again.lock);
    assert!(!again.lock.contains(&place("data")), "{}", again.lock);
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

/// Queues, and a component that has an element for each text that it is given.
fn with_elements(name: &str, queues: &[&str], keys: &[&str]) -> String {
    let queue = |queue: &&str| format!("queue \"{queue}\" {{}}\n");
    let uses: String = queues.iter().map(queue).collect();
    let keys: Vec<_> = keys.iter().map(|key| format!("{key:?}")).collect();
    format!(
        "{uses}links \"{name}\" {{}}
component \"links\" {{
  doc = \"x\"
  resource \"AWS::SQS::Queue\" \"to\" {{ for_each = [{}] }}
}}
",
        keys.join(", ")
    )
}

#[test]
fn elements_follow_what_their_keys_name() {
    let one = |name: &str| with_elements("all", &[name], &[&format!("queue.{name}.send")]);
    let orders = [("queue.a", "queue.b"), ("queue.b", "queue.c")];
    let (before, after) = then(&one("a"), &one("b"), &orders[..1]);
    let old = &before.ids["links.all.to[\"queue.a.send\"]"];
    assert_eq!(old, &after.ids["links.all.to[\"queue.b.send\"]"]);
    // A chain, at once and in two builds, and together with the use that has the element.
    let both = [orders[0], orders[1], ("links.all", "links.each")];
    let (_, at_once) = then(&one("a"), &one("c"), &orders);
    let mut ids = vec![at_once.ids["links.all.to[\"queue.c.send\"]"].clone()];
    let second = with_elements("each", &["c"], &["queue.c.send"]);
    let second = format!("{second}{}", moved(&both));
    for lock in [&before.lock, &after.lock] {
        let built = build(&second, Some(lock));
        ids.push(built.ids["links.each.to[\"queue.c.send\"]"].clone());
    }
    // The use alone was renamed first.
    let first = with_elements("each", &["a"], &["queue.a.send"]);
    let first = build(&format!("{first}{}", moved(&both[2..])), Some(&before.lock));
    let built = build(&second, Some(&first.lock));
    ids.push(built.ids["links.each.to[\"queue.c.send\"]"].clone());
    assert!(ids.iter().all(|id| id == old), "{old}: {ids:?}");
    // Without a lock the blocks are believed.
    assert_eq!(
        &build(&second, None).ids["links.each.to[\"queue.c.send\"]"],
        old
    );
}

#[test]
fn connections_follow_what_is_called() {
    let source = |name: &str| {
        format!(
            "tier \"t\" {{}}
param \"image\" {{
  type = image
  doc  = \"x\"
}}
network \"main\" {{ cidr = \"10.0.0.0/16\" }}
cluster \"main\" {{}}
database \"{name}\" {{ engine = \"aurora-postgresql\" }}
service \"api\" {{
  tier  = tier.t
  image = param.image
  port  = 8080
  calls = [database.{name}]
}}
"
        )
    };
    let (before, after) = then(
        &source("orders"),
        &source("ledger"),
        &[("database.orders", "database.ledger")],
    );
    let way = |name: &str| format!("service.api.task.to[\"database.{name}.sql\"].way_in");
    assert_eq!(before.ids[&way("orders")], after.ids[&way("ledger")]);
    // Nothing is created, and nothing deleted.
    let ids = |built: &Built| built.ids.values().cloned().collect::<BTreeSet<_>>();
    assert_eq!(ids(&before), ids(&after));
}

#[test]
fn keys_inside_of_keys_move_at_every_level() {
    let source = |key: &str| {
        format!(
            "silo \"tenant\" {{ for_each = [\"{key}\"] }}
component \"silo\" {{
  doc = \"x\"
  queue \"jobs\" {{}}
  resource \"AWS::SQS::Queue\" \"to\" {{
    for_each = [\"silo.tenant[\\\"{key}\\\"].send\", \"silo.tenant[\\\"other\\\"].to[\\\"silo.tenant[\\\\\\\"{key}\\\\\\\"].jobs\\\"]\"]
  }}
}}
"
        )
    };
    let (before, after) = then(
        &source("globex"),
        &source("hooli"),
        &[("silo.tenant['globex']", "silo.tenant['hooli']")],
    );
    let renamed = |address: &String| address.replace("globex", "hooli");
    let expected: Vec<_> = before
        .ids
        .iter()
        .map(|(at, id)| (renamed(at), id))
        .collect();
    let is: Vec<_> = after.ids.iter().map(|(at, id)| (at.clone(), id)).collect();
    assert_eq!(is, expected);
}

#[test]
fn elements_change_places_with_what_they_name() {
    let keys = ["queue.a.send", "queue.b.send"];
    let both = with_elements("all", &["a", "b"], &keys);
    let swap = [("queue.a", "queue.b"), ("queue.b", "queue.a")];
    let (before, after) = then(&both, &both, &swap);
    let [a, b] = keys.map(|key| format!("links.all.to[{key:?}]"));
    assert_eq!(before.ids[&a], after.ids[&b]);
    assert_eq!(before.ids[&b], after.ids[&a]);
    // So do uses that have such elements.
    let (one, two) = (both.clone(), "links \"two\" {}\n");
    let both = format!("{one}{two}");
    let swap = [
        swap[0],
        swap[1],
        ("links.all", "links.two"),
        ("links.two", "links.all"),
    ];
    let (before, after) = then(&both, &both, &swap);
    assert_eq!(
        before.ids["links.all.to[\"queue.a.send\"]"],
        after.ids["links.two.to[\"queue.b.send\"]"]
    );
    let given_on = with_elements("all", &["b", "c"], &["queue.b.send", "queue.c.send"]);
    let shift = [("queue.a", "queue.b"), ("queue.b", "queue.c")];
    let (before, after) = then(&one, &given_on, &shift);
    assert_eq!(before.ids[&a], after.ids[&b]);
    assert_eq!(before.ids[&b], after.ids["links.all.to[\"queue.c.send\"]"]);
}

#[test]
fn blocks_may_name_elements_by_old_and_new_keys() {
    let first = with_elements("all", &["a"], &["queue.a.send"]);
    let second = with_elements("all", &["b"], &["queue.b.send"]);
    let second_named = second.replace("\"to\"", "\"of\"");
    let queue = ("queue.a", "queue.b");
    let old = &build(&first, None).ids["links.all.to[\"queue.a.send\"]"];
    // Both blocks say the same.
    let element = (
        "links.all.to['queue.a.send']",
        "links.all.to['queue.b.send']",
    );
    let (_, after) = then(&first, &second, &[queue, element]);
    assert_eq!(old, &after.ids["links.all.to[\"queue.b.send\"]"]);
    for pairs in [
        [
            (
                "links.all.to['queue.a.send']",
                "links.all.of['queue.b.send']",
            ),
            queue,
        ],
        [
            (
                "links.all.to['queue.b.send']",
                "links.all.of['queue.b.send']",
            ),
            queue,
        ],
        [
            (
                "links.all.to['queue.a.send']",
                "links.all.of['queue.a.send']",
            ),
            queue,
        ],
    ] {
        let built = build(
            &format!("{second_named}{}", moved(&pairs)),
            Some(&build(&first, None).lock),
        );
        assert_eq!(
            old, &built.ids["links.all.of[\"queue.b.send\"]"],
            "{pairs:?}"
        );
    }
}

#[test]
fn texts_of_the_app_that_are_addresses_by_chance_stay() {
    let keys = ["queue.a", "queue.b"];
    let before = with_elements("all", &["a"], &keys);
    let after = with_elements("all", &["b"], &keys);
    let (before, after) = then(&before, &after, &[("queue.a", "queue.b")]);
    for key in keys {
        let address = format!("links.all.to[{key:?}]");
        assert_eq!(before.ids[&address], after.ids[&address]);
    }
    // What is called by the new name only after it moved has an id of its own.
    let moves = moved(&[("queue.a", "queue.b")]);
    let late = with_elements("all", &["b"], &["queue.b.send", "queue.a", "queue.b"]);
    let late = build(&format!("{late}{moves}"), Some(&after.lock));
    let id = &late.ids["links.all.to[\"queue.b.send\"]"];
    assert!(id.starts_with("LinksAllToQueueB"), "{id}");
    assert_eq!(late.warnings, ["E0383"]);
}
