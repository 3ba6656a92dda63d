//! What `stdlib/data/references.json` says of attributes, against the schemas: a name that is not
//! there would never be read, and nobody would see it.

#![allow(clippy::unwrap_used, reason = "a test that cannot read the data fails")]

use outrigger_core::names::Names;
use outrigger_core::schema::{EMBEDDED, Schemas};
use outrigger_core::stdlib;
use serde_json::{Map, Value};

/// What a template may name beside properties.
const OF_THE_SITE: [&str; 4] = ["account", "partition", "region", "url_suffix"];

struct Data {
    names: Names,
    schemas: Schemas,
    references: Value,
}

impl Data {
    fn read() -> Self {
        let text = stdlib::LIBRARY.file("data/references.json").unwrap();
        Self {
            names: Names::new(),
            schemas: Schemas::open(EMBEDDED).unwrap(),
            references: serde_json::from_str(text).unwrap(),
        }
    }

    /// Whether a type has a property, or an attribute, of this name.
    fn has(&self, type_name: &str, name: &str) -> bool {
        let id = self.schemas.find(type_name).unwrap();
        let schema = self.schemas.load(&self.names, id);
        let name = self.names.intern(name);
        self.schemas.attribute(&self.names, schema, name).is_some()
    }

    /// Whether something gives it of a resource that we make.
    fn gives(&self, type_name: &str, name: &str) -> bool {
        name == "ref" || self.has(type_name, name)
    }
}

fn fields(json: &Value) -> &Map<String, Value> {
    json.as_object().unwrap()
}

fn named(template: &str) -> impl Iterator<Item = &str> {
    let after = template.split("${").skip(1);
    after.map(|rest| rest.split('}').next().unwrap_or_default())
}

#[test]
fn determined_attributes_are_made_of_properties_that_are_there() {
    let data = Data::read();
    let mut seen = 0;
    for (type_name, determined) in fields(&data.references["determined"]) {
        for (attribute, template) in fields(&determined["attributes"]) {
            assert!(data.gives(type_name, attribute), "{type_name}.{attribute}");
            let template = template.as_str().unwrap();
            let mut properties = named(template).filter(|name| !OF_THE_SITE.contains(name));
            assert!(
                named(template).count() > 0 && properties.all(|name| data.has(type_name, name)),
                "{type_name}.{attribute}: {template}"
            );
            seen += 1;
        }
        for (property, _) in determined["defaults"].as_object().into_iter().flatten() {
            assert!(data.has(type_name, property), "{type_name}.{property}");
        }
    }
    assert!(seen >= 40, "only {seen}");
}

#[test]
fn what_means_nothing_in_another_account_is_there() {
    let data = Data::read();
    let mut seen = 0;
    for (type_name, known) in fields(&data.references["own_account"]["types"]) {
        for attribute in known["attributes"].as_array().unwrap() {
            let attribute = attribute.as_str().unwrap();
            assert!(data.gives(type_name, attribute), "{type_name}.{attribute}");
            seen += 1;
        }
    }
    assert!(seen >= 20, "only {seen}");
}

#[test]
fn properties_and_snapshots_are_of_types_that_there_are() {
    let data = Data::read();
    for of in data.references["snapshots"].as_array().unwrap() {
        let of = of.as_str().unwrap();
        assert!(data.schemas.find(of).is_some(), "{of}");
    }
    let accepted = fields(&data.references["accepts"]).values();
    let accepted = accepted.flat_map(|properties| fields(properties).values());
    for one in accepted.flat_map(|list| list.as_array().unwrap()) {
        let (of, attribute) = one.as_str().unwrap().rsplit_once('.').unwrap();
        assert!(data.gives(of, attribute), "{of}.{attribute}");
    }
}
