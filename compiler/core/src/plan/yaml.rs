//! YAML templates as JSON values. Templates are JSON in another spelling: anchors and aliases,
//! which could make a small file a huge value, are refused; the short forms of functions (`!Ref`,
//! `!GetAtt`, `!Sub`) become the long ones.

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};
use serde_json::{Map, Value};

/// The deepest nesting; what `serde_json` takes too.
const DEEPEST: usize = 128;

/// Reads a file with one document.
pub fn read(text: &str) -> Result<Value, String> {
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| error.to_string())?;
        builder
            .event(event)
            .map_err(|why| format!("line {}: {why}", span.start.line()))?;
    }
    builder.document.ok_or_else(|| "it is empty".to_owned())
}

/// A list or an object that is not closed yet, with the function that it is given to.
enum Open {
    List(Vec<Value>, Option<String>),
    Object(Map<String, Value>, Option<String>, Option<String>),
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    document: Option<Value>,
}

impl Builder {
    fn event(&mut self, event: Event<'_>) -> Result<(), String> {
        match event {
            Event::Alias(_) => Err("an alias has no place in a template".into()),
            Event::Scalar(text, style, _, tag) => {
                let value = if style == ScalarStyle::Plain && tag.is_none() {
                    plain(&text)
                } else {
                    Value::String(text.into_owned())
                };
                self.add(called(value, function(tag.as_deref())))
            }
            Event::SequenceStart(_, tag) => {
                self.begin(Open::List(Vec::new(), function(tag.as_deref())))
            }
            Event::MappingStart(_, tag) => {
                self.begin(Open::Object(Map::new(), None, function(tag.as_deref())))
            }
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open::List(parts, tag)) => self.add(called(Value::Array(parts), tag)),
                Some(Open::Object(fields, _, tag)) => self.add(called(Value::Object(fields), tag)),
                None => Ok(()),
            },
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => Ok(()),
        }
    }

    fn begin(&mut self, open: Open) -> Result<(), String> {
        if self.open.len() == DEEPEST {
            return Err("it is nested too deeply".into());
        }
        self.open.push(open);
        Ok(())
    }

    fn add(&mut self, value: Value) -> Result<(), String> {
        match self.open.last_mut() {
            Some(Open::List(parts, _)) => parts.push(value),
            Some(Open::Object(fields, key @ None, _)) => {
                let name = match value {
                    Value::String(name) => name,
                    Value::Number(number) => number.to_string(),
                    Value::Bool(value) => value.to_string(),
                    Value::Null | Value::Array(_) | Value::Object(_) => {
                        return Err("a key must be text".into());
                    }
                };
                if fields.contains_key(&name) {
                    return Err(format!("the key `{name}` stands here twice"));
                }
                *key = Some(name);
            }
            Some(Open::Object(fields, key, _)) => {
                if let Some(key) = key.take() {
                    fields.insert(key, value);
                }
            }
            None if self.document.is_some() => return Err("there is a second document".into()),
            None => self.document = Some(value),
        }
        Ok(())
    }
}

/// The long name of the function that a tag such as `!GetAtt` stands for.
fn function(tag: Option<&Tag>) -> Option<String> {
    let tag = tag?;
    if tag.handle != "!" {
        return None;
    }
    Some(match tag.suffix.as_str() {
        "Ref" | "Condition" => tag.suffix.clone(),
        name => format!("Fn::{name}"),
    })
}

fn called(value: Value, function: Option<String>) -> Value {
    match function {
        Some(function) => Value::Object(Map::from_iter([(function, value)])),
        None => value,
    }
}

/// A scalar without quotes, by YAML's core schema.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => number(text).map_or_else(|| Value::String(text.to_owned()), Value::Number),
    }
}

fn number(text: &str) -> Option<serde_json::Number> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !digits.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return None;
    }
    if let Ok(whole) = text.parse::<i64>() {
        return Some(whole.into());
    }
    serde_json::Number::from_f64(text.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::read;
    use serde_json::json;

    #[test]
    fn is_json_in_another_spelling() {
        let text =
            "A: [1, -2.5, true, null, ~, yes]\nB:\n  C: '5'\n  D: |\n    x\n    y\n\"E\": {}\n";
        let value = json!({
            "A": [1, -2.5, true, null, null, "yes"],
            "B": { "C": "5", "D": "x\ny\n" },
            "E": {},
        });
        assert_eq!(read(text), Ok(value));
    }

    #[test]
    fn short_forms_become_long_ones() {
        let text = "A: !Ref X\nB: !GetAtt X.Arn\nC: !Join [',', [!Ref Y, '5']]\n";
        let value = json!({
            "A": { "Ref": "X" },
            "B": { "Fn::GetAtt": "X.Arn" },
            "C": { "Fn::Join": [",", [{ "Ref": "Y" }, "5"]] },
        });
        assert_eq!(read(text), Ok(value));
    }

    #[test]
    fn refuses_what_no_template_has() {
        for text in [
            "a: &x [1]\nb: *x\n",
            "a: 1\na: 2\n",
            "a: [",
            "",
            "a\n---\nb\n",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(read(&"[".repeat(5000)).is_err());
    }
}
