//! JSON text of a known value. With later values inside it is not evaluated here.

use super::{Function, FunctionError, Heap, Outcome};
use crate::value::Value;

pub(super) fn evaluate(_function: Function, arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let mut text = String::new();
    write(arguments[0], heap, &mut text).map_err(|message| FunctionError::new(0, message))?;
    Ok(heap.make_text(&text))
}

/// Compact, keys sorted; null fields are left out, as they are in properties.
fn write(value: Value, heap: Heap<'_>, out: &mut String) -> Result<(), String> {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(bool) => out.push_str(if bool { "true" } else { "false" }),
        Value::Int(int) => out.push_str(&int.to_string()),
        Value::Number(number) => out.push_str(&number.get().to_string()),
        Value::Text(text) => quote(heap.names.text(text), out),
        Value::List(list) => {
            out.push('[');
            for (at, element) in heap.store.elements(list).iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write(*element, heap, out)?;
            }
            out.push(']');
        }
        Value::Object(object) => {
            out.push('{');
            let mut first = true;
            for (key, value) in heap
                .store
                .fields(object)
                .iter()
                .filter(|field| field.1 != Value::Null)
            {
                if !std::mem::take(&mut first) {
                    out.push(',');
                }
                quote(heap.names.text(*key), out);
                out.push(':');
                write(*value, heap, out)?;
            }
            out.push('}');
        }
        Value::Quantity(quantity) => {
            return Err(format!(
                "holds {quantity}; say in which unit it goes into JSON, with `in_seconds` and its kind"
            ));
        }
        Value::Later(_)
        | Value::Resource(_)
        | Value::Use(_)
        | Value::Existing(_)
        | Value::Tier(_) => {
            return Err("holds something that JSON cannot express".into());
        }
    }
    Ok(())
}

/// A string always serialises.
fn quote(text: &str, out: &mut String) {
    out.push_str(&serde_json::to_string(text).unwrap_or_default());
}
