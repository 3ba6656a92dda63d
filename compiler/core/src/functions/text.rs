//! Text. `join` with later texts inside is not evaluated here: it becomes a template.

use super::{Function, FunctionError, Heap, Outcome, int};
use crate::value::Value;

pub(super) fn evaluate(function: Function, arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let text = |at: usize| heap.text(arguments[at]);
    Ok(match function {
        Function::Split => {
            let parts: Vec<_> = if text(0).is_empty() {
                text(1)
                    .chars()
                    .map(|character| heap.make_text(character.encode_utf8(&mut [0; 4])))
                    .collect()
            } else {
                text(1)
                    .split(text(0))
                    .map(|part| heap.make_text(part))
                    .collect()
            };
            heap.make_list(&parts)
        }
        Function::Join => {
            let parts: Vec<_> = heap
                .list(arguments[1])
                .iter()
                .map(|part| heap.text(*part))
                .collect();
            heap.make_text(&parts.join(text(0)))
        }
        Function::Upper => heap.make_text(&text(0).to_uppercase()),
        Function::Lower => heap.make_text(&text(0).to_lowercase()),
        Function::Trim => heap.make_text(text(0).trim()),
        Function::Replace if text(1).is_empty() => {
            return Err(FunctionError::new(1, "must not be empty"));
        }
        Function::Replace => heap.make_text(&text(0).replace(text(1), text(2))),
        Function::StartsWith => Value::Bool(text(0).starts_with(text(1))),
        Function::EndsWith => Value::Bool(text(0).ends_with(text(1))),
        _ => return substr(text(0), int(arguments[1]), int(arguments[2]), heap),
    })
}

/// Characters from `start`, as many as `length`, or fewer where the text ends.
fn substr(text: &str, start: i64, length: i64, heap: Heap<'_>) -> Outcome {
    let start =
        usize::try_from(start).map_err(|_| FunctionError::new(1, "must not be negative"))?;
    let length =
        usize::try_from(length).map_err(|_| FunctionError::new(2, "must not be negative"))?;
    let part: String = text.chars().skip(start).take(length).collect();
    Ok(heap.make_text(&part))
}
