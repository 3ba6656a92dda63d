//! What the `app` block gives to every resource: `stdlib/data/everywhere.json` is about properties
//! that there are, and names only what can be replaced under a name.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot read its data fails"
)]

use outrigger_core::names::Names;
use outrigger_core::schema::{self, PathSegment, Schemas};
use outrigger_core::stdlib;
use serde_json::Value;

fn data() -> Value {
    let text = stdlib::LIBRARY.file("data/everywhere.json").unwrap();
    serde_json::from_str(text).unwrap()
}

fn texts(value: &Value) -> Vec<&str> {
    let all = value.as_array().unwrap().iter();
    all.map(|one| one.as_str().unwrap()).collect()
}

#[test]
fn every_property_is_one_of_its_type() {
    let (names, schemas) = (Names::new(), Schemas::open(schema::EMBEDDED).unwrap());
    let has = |type_name: &str, property: &str| {
        let id = schemas.find(type_name).expect(type_name);
        let root = schemas.load(&names, id).root;
        schemas.step(&names, root, property).is_some()
    };
    let data = data();
    for wanted in data["properties"].as_array().unwrap() {
        let property = wanted["property"].as_str().unwrap();
        for type_name in texts(&wanted["types"]) {
            assert!(has(type_name, property), "{type_name}.{property}");
        }
    }
    for (type_name, named) in data["names"].as_object().unwrap() {
        let property = named["property"].as_str().unwrap();
        assert!(has(type_name, property), "{type_name}.{property}");
    }
}

#[test]
fn nothing_but_its_name_and_path_replaces_what_is_named() {
    let (names, schemas) = (Names::new(), Schemas::open(schema::EMBEDDED).unwrap());
    for (type_name, named) in data()["names"].as_object().unwrap() {
        let id = schemas.find(type_name).expect(type_name);
        for path in &schemas.load(&names, id).create_only {
            let [PathSegment::Name(first)] = **path else {
                panic!("{type_name} has a create-only property inside of another");
            };
            let allowed = [named["property"].as_str().unwrap(), "Path"];
            let first = names.text(first);
            assert!(allowed.contains(&first), "{type_name}.{first} replaces it");
        }
    }
}
