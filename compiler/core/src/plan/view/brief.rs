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

/// How much is said of a value: each says more than the one before.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Detail {
    /// What the source would say, without the end of long lists.
    Plain,
    /// All of that.
    All,
    /// And where the resources stand that are read.
    Sites,
    /// And which they are to the target.
    Ids,
}

/// A value; what is long is cut.
pub fn brief(value: &Value) -> String {
    shorten(&whole(value, Detail::Plain))
}

/// Two values that differ; of long texts, the parts that do. Where they read the same, as much more
/// is said as tells them apart.
pub fn both(before: &Value, after: &Value) -> (String, String) {
    let said = |detail| (whole(before, detail), whole(after, detail));
    let more = [Detail::All, Detail::Sites, Detail::Ids];
    let (mut before, mut after) = said(Detail::Plain);
    for detail in more {
        if before != after {
            break;
        }
        (before, after) = said(detail);
    }
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
fn whole(value: &Value, detail: Detail) -> String {
    let whole = |value: &Value| whole(value, detail);
    match value {
        Value::Null => "null".into(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => literal::quoted(text),
        Value::List(parts) => list(parts.iter().map(whole).collect(), detail, "[", "]"),
        Value::Object(fields) => list(
            fields
                .iter()
                .map(|(name, field)| format!("{} = {}", literal::key(name), whole(field)))
                .collect(),
            detail,
            "{ ",
            " }",
        ),
        Value::Reference(reference) => {
            format!("{}{}", named(reference, detail), known_after(reference))
        }
        Value::Param(name) => format!("param.{name}"),
        Value::Pseudo(name) => name.clone(),
        Value::Joined(parts) => joined(parts, detail),
        Value::Call(name, argument) => format!("{name}({})", whole(argument)),
        Value::Sensitive => "(sensitive)".into(),
    }
}

/// An attribute, with its site where that is needed: `vault.main.key.Arn@backup/eu-west-1`.
fn named(reference: &Reference, detail: Detail) -> String {
    let mut text = reference.text();
    let key = &reference.key;
    if detail >= Detail::Sites {
        let account = key.account.iter().map(|account| format!("{account}/"));
        let _ = write!(text, "@{}{}", account.collect::<String>(), key.region);
    }
    if detail >= Detail::Ids {
        let _ = write!(text, " ({})", key.id);
    }
    text
}

fn known_after(reference: &Reference) -> &'static str {
    match reference.pending {
        None => "",
        Some(Pending::Created) => " (known after it is created)",
        Some(Pending::Replaced) => " (known after it is replaced)",
    }
}

fn joined(parts: &[Value], detail: Detail) -> String {
    let mut text = String::from("\"");
    let mut later = "";
    for part in parts {
        match part {
            Value::Text(piece) => {
                text.push_str(&literal::escaped(piece));
            }
            Value::Reference(reference) => {
                let _ = write!(text, "${{{}}}", named(reference, detail));
                later = if reference.pending.is_some() {
                    " (known after apply)"
                } else {
                    later
                };
            }
            other => {
                let _ = write!(text, "${{{}}}", whole(other, detail));
            }
        }
    }
    format!("{text}\"{later}")
}

fn list(parts: Vec<String>, detail: Detail, open: &str, close: &str) -> String {
    if parts.is_empty() {
        return format!("{}{}", open.trim(), close.trim());
    }
    let most = match detail {
        Detail::Plain => MOST_PARTS,
        Detail::All | Detail::Sites | Detail::Ids => parts.len(),
    };
    let left_out = parts.len().saturating_sub(most);
    let mut shown: Vec<String> = parts.into_iter().take(most).collect();
    if left_out > 0 {
        shown.push(format!("… {left_out} more"));
    }
    format!("{open}{}{close}", shown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::value::Key;

    fn arn(account: Option<&str>, region: &str, id: &str) -> Value {
        Value::Reference(Reference {
            key: Key {
                account: account.map(str::to_owned),
                region: region.to_owned(),
                id: id.to_owned(),
            },
            attribute: "Arn".into(),
            address: "queue.jobs.main".into(),
            pending: None,
        })
    }

    fn shown(before: &Value, after: &Value) -> String {
        let (before, after) = both(before, after);
        format!("{before} -> {after}")
    }

    #[test]
    fn what_reads_the_same_says_where_it_stands() {
        let here = arn(None, "eu-west-1", "Jobs");
        let there = arn(Some("333333333333"), "eu-west-1", "Jobs");
        assert_eq!(
            shown(&there, &here),
            "queue.jobs.main.Arn@333333333333/eu-west-1 -> queue.jobs.main.Arn@eu-west-1"
        );
        let other = arn(None, "eu-west-1", "Other");
        assert_eq!(
            shown(&here, &other),
            "queue.jobs.main.Arn@eu-west-1 (Jobs) -> queue.jobs.main.Arn@eu-west-1 (Other)"
        );
        let within = |value| Value::Joined(vec![value, Value::text("/*")]);
        assert_eq!(
            shown(&within(there), &within(here)),
            "\"${queue.jobs.main.Arn@333333333333/eu-west-1}/*\" -> \"${queue.jobs.main.Arn@eu-west-1}/*\""
        );
    }

    #[test]
    fn long_lists_are_shown_as_far_as_they_differ() {
        let list = |last: &str| {
            let parts = ["a", "b", "c", "d", "e", last];
            Value::List(parts.into_iter().map(Value::text).collect())
        };
        assert_eq!(brief(&list("f")), r#"["a", "b", "c", "d", … 2 more]"#);
        assert_eq!(
            shown(&list("f"), &list("g")),
            r#"["a", "b", "c", "d", "e", "f"] -> ["a", "b", "c", "d", "e", "g"]"#
        );
    }
}
