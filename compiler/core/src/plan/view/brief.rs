//! Values in a few characters.

use std::fmt::Write as _;

use crate::literal;
use crate::plan::value::{Pending, Reference, Value};

/// The longest text that is shown whole.
const LONGEST: usize = 72;

/// What is shown of a list or an object before the rest is cut.
const MOST_PARTS: usize = 4;

/// How much is shown around the place where two long texts part.
const CONTEXT: usize = 16;

/// A value; what is long is cut.
pub fn brief(value: &Value) -> String {
    shorten(&whole(value))
}

/// Two values that differ; of long texts, the parts that do.
pub fn both(before: &Value, after: &Value) -> (String, String) {
    let (before, after) = (whole(before), whole(after));
    let is_long = |text: &str| text.chars().count() > LONGEST;
    if !is_long(&before) && !is_long(&after) {
        return (before, after);
    }
    let common = before
        .chars()
        .zip(after.chars())
        .take_while(|(a, b)| a == b)
        .count();
    let skip = common.saturating_sub(CONTEXT);
    let cut = |text: &str| {
        if skip < 2 {
            return shorten(text);
        }
        let rest: String = text.chars().skip(skip).collect();
        shorten(&format!("…{rest}"))
    };
    (cut(&before), cut(&after))
}

fn shorten(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let kept: String = text.chars().take(LONGEST - 1).collect();
    format!("{kept}…")
}

/// On one line, as the source would write it.
fn whole(value: &Value) -> String {
    match value {
        Value::Null => "null".into(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => literal::quoted(text),
        Value::List(parts) => list(parts.iter().map(whole).collect(), "[", "]"),
        Value::Object(fields) => list(
            fields
                .iter()
                .map(|(name, field)| format!("{} = {}", literal::key(name), whole(field)))
                .collect(),
            "{ ",
            " }",
        ),
        Value::Reference(reference) => format!("{}{}", reference.text(), known_after(reference)),
        Value::Param(name) => format!("param.{name}"),
        Value::Pseudo(name) => name.clone(),
        Value::Joined(parts) => joined(parts),
        Value::Call(name, argument) => format!("{name}({})", whole(argument)),
        Value::Sensitive => "(sensitive)".into(),
    }
}

fn known_after(reference: &Reference) -> &'static str {
    match reference.pending {
        None => "",
        Some(Pending::Created) => " (known after it is created)",
        Some(Pending::Replaced) => " (known after it is replaced)",
    }
}

fn joined(parts: &[Value]) -> String {
    let mut text = String::from("\"");
    let mut later = "";
    for part in parts {
        match part {
            Value::Text(piece) => {
                text.push_str(&literal::escaped(piece));
            }
            Value::Reference(reference) => {
                let _ = write!(text, "${{{}}}", reference.text());
                later = if reference.pending.is_some() {
                    " (known after apply)"
                } else {
                    later
                };
            }
            other => {
                let _ = write!(text, "${{{}}}", whole(other));
            }
        }
    }
    format!("{text}\"{later}")
}

fn list(parts: Vec<String>, open: &str, close: &str) -> String {
    if parts.is_empty() {
        return format!("{}{}", open.trim(), close.trim());
    }
    let count = parts.len();
    let mut shown: Vec<String> = parts.into_iter().take(MOST_PARTS).collect();
    if count > MOST_PARTS {
        shown.push(format!("… {} more", count - MOST_PARTS));
    }
    format!("{open}{}{close}", shown.join(", "))
}
