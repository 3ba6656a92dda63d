//! Plans: two builds in, and the three views of what would happen beside them. An absent `before`
//! or `after` is an `out/` without anything. `BLESS=1 cargo test --test plan` rewrites the views; a
//! reviewer reads the difference.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests read and bless files"
)]

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use outrigger_core::diag::render::{Style, human};
use outrigger_core::diag::{Code, Diagnostic};
use outrigger_core::names::Names;
use outrigger_core::plan::view::{self, TextStyle};
use outrigger_core::plan::{self, Context, Deployment, Files, Plan};
use outrigger_core::schema::{EMBEDDED, Schemas};
use outrigger_core::source::Sources;
use proptest::prelude::*;
use serde_json::Value as Json;

/// The files of an `out/` by their paths in it.
type Out = BTreeMap<String, String>;

/// What a case may say beside its two builds.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Case {
    moved: Vec<(String, String)>,
    allow: Vec<String>,
}

fn read(folder: &Path) -> Out {
    let mut out = Out::new();
    if folder.exists() {
        for ending in ["json", "yaml"] {
            for (path, text) in support::files(folder.to_str().unwrap(), ending) {
                let name = path.strip_prefix(folder).unwrap();
                out.insert(name.to_str().unwrap().replace('\\', "/"), text);
            }
        }
    }
    out
}

fn deployment(label: &str, out: &Out) -> Result<(Deployment, Vec<Diagnostic>), Diagnostic> {
    let paths: Vec<String> = out.keys().cloned().collect();
    let files = Files {
        paths: &paths,
        text: &|path| out.get(path).cloned(),
    };
    Deployment::read(label, "production", &files)
}

/// Types that hold data in the cases; the compiler has this from its library.
fn holds_data() -> BTreeMap<String, bool> {
    [
        ("AWS::RDS::DBCluster", true),
        ("AWS::DynamoDB::Table", true),
        ("AWS::SQS::Queue", true),
        ("AWS::ElastiCache::ReplicationGroup", false),
    ]
    .map(|(name, precious)| (name.to_owned(), precious))
    .into()
}

fn plan(before: &Out, after: &Out, case: &Case) -> (Option<Plan>, Vec<Diagnostic>) {
    let sides =
        deployment("before/", before).and_then(|before| Ok((before, deployment("after/", after)?)));
    let ((before, mut odd), (after, more)) = match sides {
        Ok(sides) => sides,
        Err(diagnostic) => return (None, vec![diagnostic]),
    };
    odd.extend(more);
    let (schemas, names) = (Schemas::open(EMBEDDED).unwrap(), Names::new());
    let context = Context {
        schemas: &schemas,
        names: &names,
        moved: &case.moved,
        holds_data: &holds_data(),
    };
    match plan::diff(&before, &after, &context) {
        Ok(mut plan) => {
            odd.extend(plan.consent(&case.allow, "outrigger plan"));
            (Some(plan), odd)
        }
        Err(unreadable) => (None, unreadable),
    }
}

#[test]
fn plans_look_like_this() {
    let bless = std::env::var("BLESS").is_ok();
    let root = support::root().join("golden/plan");
    let mut folders: Vec<_> = std::fs::read_dir(&root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    folders.sort();
    assert!(folders.len() > 6, "only {} cases", folders.len());
    let mut wrong = Vec::new();
    for folder in folders {
        for (name, text) in views(&folder) {
            let path = folder.join(name);
            let committed = std::fs::read_to_string(&path).unwrap_or_default();
            if committed == text {
                continue;
            }
            wrong.push(format!("{}:\n{text}", path.display()));
            match (bless, text.is_empty()) {
                (false, _) => {}
                (true, true) => std::fs::remove_file(&path).unwrap(),
                (true, false) => std::fs::write(&path, text).unwrap(),
            }
        }
    }
    assert!(bless || wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_of_plans_is_in_a_case() {
    let said: String = support::files("golden/plan", "txt")
        .into_iter()
        .map(|(_, text)| text)
        .collect();
    let pages = outrigger_core::diag::pages::titles();
    let codes: Vec<_> = pages.filter(|(code, _)| code.0 / 100 == 8).collect();
    assert!(codes.len() > 8);
    for (code, _) in codes {
        assert!(said.contains(&format!("[{code}]")), "{code} is in no case");
    }
}

/// The views of a case, and what is said beside them.
fn views(folder: &Path) -> [(&'static str, String); 4] {
    let case = std::fs::read_to_string(folder.join("case.json"));
    let case: Case = case.map_or_else(
        |_| Case::default(),
        |text| serde_json::from_str(&text).unwrap(),
    );
    let (before, after) = (read(&folder.join("before")), read(&folder.join("after")));
    let (plan, said) = plan(&before, &after, &case);
    let style = Style {
        unicode: true,
        color: false,
        width: 100,
    };
    let text = TextStyle {
        color: false,
        verbose: false,
    };
    let view = |view: &dyn Fn(&Plan) -> String| plan.as_ref().map(view).unwrap_or_default();
    [
        ("said.txt", human(&said, &Sources::new(), &style)),
        ("plan.txt", view(&|plan| view::text(plan, text))),
        (
            "plan.md",
            view(&|plan| view::markdown(plan, view::MARKDOWN_LIMIT)),
        ),
        ("plan.json", view(&view::json)),
    ]
}

/// The sides of all cases that can be read.
fn all_sides() -> Vec<Out> {
    let root = support::root().join("golden/plan");
    let folders = std::fs::read_dir(root).unwrap();
    folders
        .flat_map(|folder| {
            let folder = folder.unwrap().path();
            [read(&folder.join("before")), read(&folder.join("after"))]
        })
        .filter(|out| !out.is_empty())
        .collect()
}

#[test]
fn a_plan_of_equals_is_empty() {
    for out in all_sides() {
        let (plan, _) = plan(&out, &out, &Case::default());
        let Some(plan) = plan else { continue };
        assert!(plan.is_empty() && plan.rewired.is_empty(), "{plan:?}");
    }
}

#[test]
fn everything_is_created_from_nothing_and_deleted_again() {
    for out in all_sides() {
        let (made, _) = plan(&Out::new(), &out, &Case::default());
        let (gone, said) = plan(&out, &Out::new(), &Case::default());
        let (Some(made), Some(gone)) = (made, gone) else {
            continue;
        };
        let count = |plan: &Plan, action| plan.count(action) == plan.changes.len();
        assert!(count(&made, plan::Action::Create) && count(&gone, plan::Action::Delete));
        assert_eq!(made.changes.len(), gone.changes.len());
        let losses = said.iter().filter(|one| one.code == Code(806));
        let at_risk = gone.changes.iter().filter(|change| change.risk.is_some());
        assert_eq!(losses.count(), at_risk.count());
    }
}

/// The same JSON with every object's keys in an order that `seed` decides, and other white space.
fn shuffled(json: &Json, seed: u64, text: &mut String) {
    match json {
        Json::Object(fields) => {
            let mut keys: Vec<&String> = fields.keys().collect();
            keys.sort_by_key(|key| {
                key.bytes().fold(seed, |hash, byte| {
                    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
                })
            });
            text.push('{');
            for (at, key) in keys.into_iter().enumerate() {
                text.push_str(if at > 0 { ",\n" } else { "" });
                text.push_str(&Json::from(key.as_str()).to_string());
                text.push_str(" : ");
                shuffled(&fields[key], seed.rotate_left(7), text);
            }
            text.push('}');
        }
        Json::Array(parts) => {
            text.push('[');
            for (at, part) in parts.iter().enumerate() {
                text.push_str(if at > 0 { ", " } else { "" });
                shuffled(part, seed.rotate_left(3), text);
            }
            text.push(']');
        }
        scalar => text.push_str(&scalar.to_string()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_keys_does_not_matter(seed in any::<u64>()) {
        for out in all_sides() {
            let mut other = out.clone();
            for (path, text) in &mut other {
                let json = serde_json::from_str::<Json>(text);
                if let (true, Ok(json)) = (path.ends_with(".template.json"), json) {
                    text.clear();
                    shuffled(&json, seed, text);
                }
            }
            let (plan, _) = plan(&out, &other, &Case::default());
            let Some(plan) = plan else { continue };
            prop_assert!(plan.is_empty(), "{plan:?}");
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,200}", path in "(json|yaml)") {
        let unit = r#"{"name":"r/a","region":"r","stack":"s","template":"r/a.template.EXT"}"#;
        let manifest = format!(
            r#"{{"format":1,"app":"a","engine":"cloudformation","units":[{}]}}"#,
            unit.replace("EXT", &path)
        );
        let out = Out::from([
            ("cloudformation/production/manifest.json".to_owned(), manifest),
            (format!("cloudformation/production/r/a.template.{path}"), text.clone()),
        ]);
        let _ = plan(&out, &Out::new(), &Case::default());
        let out = Out::from([("cloudformation/production/manifest.json".to_owned(), text)]);
        let _ = plan(&out, &Out::new(), &Case::default());
    }
}

#[test]
fn a_comment_is_never_too_long_and_keeps_the_most_dangerous() {
    let resources = |count: usize| {
        let all: BTreeMap<String, Json> = (0..count)
            .map(|at| {
                let resource = serde_json::json!({
                    "Type": "AWS::SQS::Queue",
                    "Properties": { "QueueName": format!("queue-{at}-{}", "x".repeat(40)) },
                });
                (format!("Queue{at}"), resource)
            })
            .collect();
        serde_json::json!({ "Resources": all }).to_string()
    };
    let manifest = r#"{"format":1,"app":"a","engine":"cloudformation","units":[
        {"name":"r/a","region":"r","stack":"s","template":"r/a.template.json"}]}"#;
    let out = |text: String| {
        Out::from([
            (
                "cloudformation/production/manifest.json".to_owned(),
                manifest.to_owned(),
            ),
            (
                "cloudformation/production/r/a.template.json".to_owned(),
                text,
            ),
        ])
    };
    let (many, none) = (out(resources(3000)), out(r#"{"Resources":{}}"#.into()));
    for (before, after) in [(&many, &none), (&none, &many)] {
        let (plan, _) = plan(before, after, &Case::default());
        let text = view::markdown(&plan.unwrap(), view::MARKDOWN_LIMIT);
        assert!(text.len() <= view::MARKDOWN_LIMIT, "{}", text.len());
        assert!(text.len() > view::MARKDOWN_LIMIT - 2048, "{}", text.len());
        assert!(text.contains("more changes are not shown here"));
    }
}

#[test]
fn the_page_of_the_format_has_its_version() {
    let page = std::fs::read_to_string(support::root().join("docs/formats/plan.md")).unwrap();
    assert!(page.contains(&format!("Version {}.", view::JSON_VERSION)));
    let (plan, _) = plan(
        &read(&support::root().join("golden/plan/replacement-spreads/before")),
        &read(&support::root().join("golden/plan/replacement-spreads/after")),
        &Case::default(),
    );
    let json: Json = serde_json::from_str(&view::json(&plan.unwrap())).unwrap();
    let change = &json["changes"][0];
    for object in [
        &json,
        change,
        &change["properties"][0],
        &change["reasons"][0],
    ] {
        for field in object.as_object().unwrap().keys() {
            assert!(
                page.contains(&format!("`{field}`")),
                "`{field}` is not on the page"
            );
        }
    }
}
