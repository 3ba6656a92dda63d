//! Values as literals: how the language writes them, and texts as JSON does. A leaf: what is printed
//! to be pasted is printed by this, and reads back as what it was.

use std::borrow::Cow;

use crate::names::Names;
use crate::value::{Store, Value};

/// Words that begin something else than a key.
const WORDS: &[&str] = &["for", "false", "null", "true"];

/// A text in double quotes.
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// What stands between the quotes: without anything that would be evaluated, and on one line.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        escape(character, &mut out);
        if matches!(character, '$' | '%') && rest.peek() == Some(&'{') {
            out.push(character);
        }
    }
    out
}

/// A character of a text, whatever stands beside it.
pub fn escape(character: char, out: &mut String) {
    match character {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        control if control.is_control() => {
            out.push_str(&format!("\\u{:04x}", u32::from(control)));
        }
        other => out.push(other),
    }
}

/// A key of an object: as it is where it is a name, else in quotes.
pub fn key(text: &str) -> Cow<'_, str> {
    let mut characters = text.chars();
    let starts = characters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == '_');
    let is_name = starts && characters.all(|rest| rest.is_ascii_alphanumeric() || rest == '_');
    if is_name && !WORDS.contains(&text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(quoted(text))
    }
}

/// A value on one line; `...` where something in it has no literal.
pub fn value(value: Value, names: &Names, store: &Store) -> String {
    let inner = |inner: Value| self::value(inner, names, store);
    match value {
        Value::Null => "null".into(),
        Value::Bool(bool) => bool.to_string(),
        Value::Int(int) => int.to_string(),
        Value::Number(number) => number.get().to_string(),
        Value::Text(text) => quoted(names.text(text)),
        Value::Quantity(quantity) => format!("\"{quantity}\""),
        Value::List(list) => {
            let elements = store.elements(list).iter().map(|one| inner(*one));
            format!("[{}]", elements.collect::<Vec<_>>().join(", "))
        }
        Value::Object(object) => {
            let fields = store.fields(object).iter();
            let fields = fields.map(|(name, value)| {
                let name = key(names.text(*name));
                format!("{name} = {}", inner(*value))
            });
            let fields = fields.collect::<Vec<_>>().join(", ");
            if fields.is_empty() {
                "{}".into()
            } else {
                format!("{{ {fields} }}")
            }
        }
        Value::Later(_)
        | Value::Resource(_)
        | Value::Use(_)
        | Value::Existing(_)
        | Value::Tier(_) => "...".into(),
    }
}

/// A text as JSON writes it.
pub fn json(text: &str) -> String {
    // A string always serialises.
    serde_json::to_string(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Names, key, quoted};
    use crate::diag::Diagnostics;
    use crate::source::{Origin, Sources};
    use crate::syntax;
    use crate::syntax::tree::{ExprKind, Key};

    /// The key and the value of `{ KEY = VALUE }` as they are read.
    fn read(name: &str, value: &str) -> Option<(String, String)> {
        let (mut sources, names) = (Sources::new(), Names::new());
        let mut diagnostics = Diagnostics::new();
        let text = format!("let {{\n  x = {{ {name} = {value} }}\n}}\n");
        let file = sources.add("a.rig.hcl", text, Origin::User);
        let tree = syntax::parse(&sources, file, &names, &mut diagnostics);
        let ExprKind::Object(items) = &tree.blocks.first()?.body.attributes.first()?.value.kind
        else {
            return None;
        };
        match (&items.first()?.key, &items.first()?.value.kind) {
            (Key::Literal(key), ExprKind::Text(text)) if !diagnostics.has_errors() => {
                Some((names.text(*key).to_owned(), names.text(*text).to_owned()))
            }
            _ => None,
        }
    }

    fn is_kept(text: &str) {
        let both = (text.to_owned(), text.to_owned());
        assert_eq!(read(&key(text), &quoted(text)), Some(both), "{text:?}");
    }

    #[test]
    fn what_looks_like_something_else_is_quoted() {
        for text in [
            "", "a", "_a", "1a", "a b", "a-b", "a.b", "for", "null", "é", "${x}", "$${x}",
            "$$${x}", "%{if}", "%%{if}", "$", "$$", "a$", "\"", "\\", "\n\r\t", "\u{1}",
            "e\u{301}", "\u{feff}",
        ] {
            is_kept(text);
        }
        assert_eq!(key("a_1"), "a_1");
        assert_eq!(key("for"), "\"for\"");
        assert_eq!(quoted("${x} e\u{301}"), "\"$${x} e\u{301}\"");
    }

    proptest! {
        #[test]
        fn every_text_reads_back(text in r#"([$%{}\\"a \n]|\PC){0,12}"#) {
            is_kept(&text);
        }
    }
}
