//! Schemas that an app brings: whatever is in them, compiling ends soon, in a type or in a
//! diagnostic.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot read its case fails"
)]

use outrigger_core::{Goal, Request, SourceText, compile, stdlib};
use serde_json::{Value, json};

const APP: &str =
    "app \"shop\" {\n  language = 1\n  home = \"eu-west-1\"\n  regions = [\"eu-west-1\"]\n}\n";

/// The codes of an app with these schemas.
fn codes(schemas: impl IntoIterator<Item = String>) -> Vec<String> {
    let schemas = schemas.into_iter().enumerate();
    let mut files: Vec<_> = schemas
        .map(|(at, text)| SourceText {
            name: format!("schemas/{at}.json"),
            text,
        })
        .collect();
    files.push(SourceText {
        name: "app.rig.hcl".into(),
        text: APP.into(),
    });
    let request = Request {
        files,
        lock: None,
        environment: "production",
        library: stdlib::LIBRARY,
        outside: &outrigger_core::imports::Nothing,
    };
    let compiled = compile(&request, Goal::Check, &mut |_, _| {});
    let compiled = compiled.unwrap_or_else(|broken| panic!("{}", broken.0));
    let found = compiled.diagnostics.iter();
    found.map(|one| one.code.to_string()).collect()
}

fn of(schema: &Value) -> Vec<String> {
    codes([schema.to_string()])
}

fn with(definitions: &Value) -> Value {
    json!({
        "typeName": "Vendor::Watch::Monitor",
        "definitions": definitions,
        "properties": { "It": { "$ref": "#/definitions/A" } }
    })
}

#[test]
fn a_schema_has_one_mebibyte() {
    let sized = |bytes: usize| {
        let empty = r#"{"typeName":"Vendor::Watch::Monitor","properties":{},"title":""}"#;
        let title = "a".repeat(bytes - empty.len());
        empty.replace(r#""title":"""#, &format!(r#""title":"{title}""#))
    };
    assert!(codes([sized(1 << 20)]).is_empty());
    assert_eq!(codes([sized((1 << 20) + 1)]), ["E0247"]);
}

#[test]
fn an_app_has_256_schemas() {
    let many = |count: usize| {
        (0..count).map(|at| format!(r#"{{"typeName":"Vendor::Watch::M{at}","properties":{{}}}}"#))
    };
    assert!(codes(many(256)).is_empty());
    assert_eq!(codes(many(257)), ["E0247"]);
}

#[test]
fn references_may_go_round() {
    let tree = json!({ "A": { "type": "object", "properties": { "Below": { "$ref": "#/definitions/A" } } } });
    assert!(of(&with(&tree)).is_empty());
}

#[test]
fn references_that_lead_to_nothing_but_themselves_are_refused() {
    for definitions in [
        json!({ "A": { "$ref": "#/definitions/A" } }),
        json!({ "A": { "$ref": "#/definitions/A", "minLength": 1 } }),
        json!({ "A": { "$ref": "#/definitions/B" }, "B": { "$ref": "#/definitions/A" } }),
        json!({ "A": { "properties": { "X": { "$ref": "#/definitions/A", "minLength": 1 } } } }),
        json!({ "A": { "$ref": "#/nowhere" } }),
        json!({ "A": { "$ref": "https://example.com/schema.json" } }),
        json!({ "A": { "$ref": "" } }),
        json!({ "A": 7 }),
    ] {
        let found = of(&with(&definitions));
        assert!(
            found.is_empty() || found == ["E0248"],
            "{definitions}: {found:?}"
        );
    }
    let round = json!({ "A": { "$ref": "#/definitions/A", "minLength": 1 } });
    assert_eq!(of(&with(&round)), ["E0248"]);
}

#[test]
fn what_doubles_at_every_step_is_refused() {
    let mut definitions = serde_json::Map::new();
    let name = |at: usize| {
        if at == 0 {
            "A".to_owned()
        } else {
            format!("A{at}")
        }
    };
    for at in 0..40 {
        let next = json!({ "$ref": format!("#/definitions/{}", name(at + 1)), "minLength": 1 });
        definitions.insert(name(at), json!({ "properties": { "L": next, "R": next } }));
    }
    definitions.insert(name(40), json!({ "type": "string" }));
    assert_eq!(of(&with(&Value::Object(definitions))), ["E0248"]);
}

#[test]
fn nested_too_deep_is_refused() {
    let mut node = json!({ "type": "string" });
    for _ in 0..60 {
        node = json!({ "items": node });
    }
    let schema = |node: &Value| json!({ "typeName": "Vendor::Watch::Monitor", "properties": { "It": node } });
    assert!(of(&schema(&node)).is_empty());
    for _ in 0..60 {
        node = json!({ "items": node });
    }
    assert_eq!(of(&schema(&node)), ["E0248"]);
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    assert_eq!(codes([deep]), ["E0244"]);
}
