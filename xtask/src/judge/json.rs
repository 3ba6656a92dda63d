//! Between JSON and the compiler's values.

use outrigger_core::names::Names;
use outrigger_core::value::{Number, Store, Value};
use serde_json::Value as Json;

/// The value of a JSON text.
pub fn value(names: &Names, store: &Store, json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => number.as_i64().map_or_else(
            || {
                let number = number.as_f64().and_then(Number::new);
                number.map_or(Value::Null, Value::Number)
            },
            Value::Int,
        ),
        Json::String(text) => Value::Text(names.intern(text)),
        Json::Array(all) => {
            let all: Vec<Value> = all.iter().map(|json| value(names, store, json)).collect();
            Value::List(store.list(&all))
        }
        Json::Object(map) => {
            let fields = map
                .iter()
                .map(|(name, json)| (names.intern(name), value(names, store, json)))
                .collect();
            Value::Object(store.object_of(names, fields))
        }
    }
}

/// The JSON text of a scalar value.
pub fn scalar(names: &Names, value: Value) -> Json {
    match value {
        Value::Bool(value) => value.into(),
        Value::Int(int) => int.into(),
        Value::Number(number) => number.get().into(),
        Value::Text(text) => names.text(text).into(),
        _ => Json::Null,
    }
}
