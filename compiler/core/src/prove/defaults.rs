//! What properties are that nobody gives, as `stdlib/data/defaults.json` has it with its sources.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::names::{Names, Symbol};
use crate::value::Value;

/// Documented defaults of unset properties, by type and property.
#[derive(Default)]
pub struct Defaults(FxHashMap<(Symbol, Symbol), Value>);

#[derive(Deserialize)]
struct File {
    defaults: std::collections::BTreeMap<String, std::collections::BTreeMap<String, Entry>>,
}

#[derive(Deserialize)]
struct Entry {
    value: Literal,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Literal {
    Bool(bool),
    Int(i64),
    Text(String),
}

impl Defaults {
    /// Reads `data/defaults.json`.
    pub fn read(text: &str, names: &Names) -> Result<Self, serde_json::Error> {
        let file: File = serde_json::from_str(text)?;
        let mut all = FxHashMap::default();
        for (type_name, properties) in file.defaults {
            let type_name = names.intern(&type_name);
            for (property, default) in properties {
                let value = match default.value {
                    Literal::Bool(bool) => Value::Bool(bool),
                    Literal::Int(int) => Value::Int(int),
                    Literal::Text(text) => Value::Text(names.intern(&text)),
                };
                all.insert((type_name, names.intern(&property)), value);
            }
        }
        Ok(Self(all))
    }

    /// What a property of a type is if nobody gives it.
    pub fn of(&self, type_name: Symbol, property: Symbol) -> Option<Value> {
        self.0.get(&(type_name, property)).copied()
    }
}
