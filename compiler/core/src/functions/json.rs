//! JSON text of a known value, and back. With later values inside it is not evaluated here.

use super::{FunctionError, Heap, Outcome, bounded_text, numbers};
use crate::literal;
use crate::value::Value;

pub(super) fn jsonencode(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let mut text = String::new();
    write(arguments[0], heap, &mut text)?;
    heap.make_text(&text)
}

/// Compact, keys sorted. A field that is null is none, as everywhere in the language.
fn write(value: Value, heap: Heap<'_>, out: &mut String) -> Result<(), FunctionError> {
    bounded_text(out.len())?;
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(bool) => out.push_str(if bool { "true" } else { "false" }),
        Value::Int(int) => out.push_str(&int.to_string()),
        Value::Number(number) => out.push_str(&number.get().to_string()),
        Value::Text(text) => out.push_str(&literal::json(heap.names.text(text))),
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
            let fields = heap.store.fields(object).iter();
            let set = fields.filter(|field| field.1 != Value::Null);
            for (at, (key, value)) in set.enumerate() {
                if at > 0 {
                    out.push(',');
                }
                out.push_str(&literal::json(heap.names.text(*key)));
                out.push(':');
                write(*value, heap, out)?;
            }
            out.push('}');
        }
        Value::Quantity(quantity) => {
            let message = format!(
                "holds {quantity}; say in which unit it goes into JSON, with `in_seconds` and its kind"
            );
            return Err(FunctionError::new(0, message));
        }
        Value::Later(_)
        | Value::Resource(_)
        | Value::Use(_)
        | Value::Existing(_)
        | Value::Tier(_) => {
            return Err(FunctionError::new(
                0,
                "holds something that JSON cannot express",
            ));
        }
    }
    Ok(())
}

pub(super) fn jsondecode(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let text = heap.text(arguments[0]);
    let parsed: serde_json::Value = serde_json::from_str(text)
        .map_err(|error| FunctionError::new(0, format!("is not JSON: {error}")))?;
    read(&parsed, heap)
}

/// The parser's own limit bounds the depth.
fn read(json: &serde_json::Value, heap: Heap<'_>) -> Outcome {
    Ok(match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(bool) => Value::Bool(*bool),
        serde_json::Value::Number(number) => {
            let float = || numbers::number(number.as_f64()?).ok();
            let whole = number.as_i64().map(Value::Int);
            let too_large = number.is_u64().then_some(());
            match (whole, too_large) {
                (Some(whole), _) => whole,
                (None, None) => float().ok_or_else(|| inexact(number))?,
                (None, Some(())) => return Err(inexact(number)),
            }
        }
        serde_json::Value::String(text) => heap.make_text(text)?,
        serde_json::Value::Array(elements) => {
            let elements: Result<Vec<_>, _> = elements.iter().map(|one| read(one, heap)).collect();
            heap.make_list(elements?)?
        }
        serde_json::Value::Object(fields) => {
            let fields: Result<Vec<_>, _> = fields
                .iter()
                .map(|(key, value)| Ok((heap.names.intern(key), read(value, heap)?)))
                .collect();
            let set = fields?.into_iter().filter(|field| field.1 != Value::Null);
            heap.make_map(set)?
        }
    })
}

fn inexact(number: &serde_json::Number) -> FunctionError {
    FunctionError::new(
        0,
        format!("holds the number {number}, which cannot be kept exactly"),
    )
}
