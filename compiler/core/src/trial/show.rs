//! Values as `eval` prints them.

use std::fmt::Write as _;

use crate::interpret::Machine;
use crate::literal;
use crate::value::{Later, Value};

/// How a value is printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// As the language writes it.
    Hcl,
    /// As JSON; what is later is an object with the key `later`.
    Json,
}

/// A value in this form.
pub fn value(machine: &Machine<'_>, value: Value, form: Form) -> String {
    let mut text = String::new();
    let printer = Printer { machine, form };
    printer.value(value, 0, &mut text);
    text
}

/// Lists and objects that are shorter stand on one line.
const NARROW: usize = 72;

struct Printer<'m, 'a> {
    machine: &'m Machine<'a>,
    form: Form,
}

impl Printer<'_, '_> {
    fn value(&self, value: Value, depth: usize, out: &mut String) {
        let (names, store) = (self.machine.heap.names, self.machine.heap.store);
        match value {
            Value::Null | Value::Bool(_) | Value::Int(_) | Value::Number(_) => {
                out.push_str(&self.machine.show(value));
            }
            Value::Text(text) => out.push_str(&self.quoted(names.text(text))),
            Value::Quantity(_) => out.push_str(&self.quoted(&self.machine.show(value))),
            Value::List(list) => {
                let elements = store.elements(list).iter();
                let elements: Vec<_> = elements
                    .map(|element| self.inner(*element, depth))
                    .collect();
                wrap(('[', ']'), &elements, true, depth, out);
            }
            Value::Object(object) => {
                let fields = store.fields(object).iter();
                let fields = fields.map(|(key, value)| {
                    let mut field = self.key(names.text(*key));
                    field.push_str(&self.inner(*value, depth));
                    field
                });
                let commas = self.form == Form::Json;
                wrap(('{', '}'), &fields.collect::<Vec<_>>(), commas, depth, out);
            }
            Value::Later(_)
            | Value::Resource(_)
            | Value::Use(_)
            | Value::Existing(_)
            | Value::Tier(_) => self.named(value, out),
        }
    }

    fn inner(&self, value: Value, depth: usize) -> String {
        let mut text = String::new();
        self.value(value, depth + 1, &mut text);
        text
    }

    fn key(&self, key: &str) -> String {
        match self.form {
            Form::Hcl => format!("{} = ", literal::key(key)),
            Form::Json => format!("{}: ", literal::json(key)),
        }
    }

    fn quoted(&self, text: &str) -> String {
        match self.form {
            Form::Hcl => literal::quoted(text),
            Form::Json => literal::json(text),
        }
    }

    /// What has no literal: the address of a thing, or where a later value comes from.
    fn named(&self, value: Value, out: &mut String) {
        let name = match value {
            Value::Later(id) => self.later(self.machine.heap.store.get_later(id)),
            known => self.machine.show(known),
        };
        match (self.form, value) {
            (Form::Hcl, Value::Later(_)) => {
                let _ = write!(out, "later({name})");
            }
            (Form::Hcl, _) => out.push_str(&name),
            (Form::Json, Value::Later(_)) => {
                let _ = write!(out, "{{\"later\": {}}}", literal::json(&name));
            }
            (Form::Json, _) => out.push_str(&literal::json(&name)),
        }
    }

    /// What a later value will be, in words of the language.
    fn later(&self, later: Later) -> String {
        let (names, store) = (self.machine.heap.names, self.machine.heap.store);
        match later {
            Later::Attribute(address, name) => {
                let address = store.address_text(names, address);
                match names.text(name) {
                    // The resource itself, as another site sees it.
                    "" => address,
                    name => format!("{address}.{name}"),
                }
            }
            Later::Param(name) => format!("param.{}", names.text(name)),
            Later::Pseudo(name) => names.text(name).to_owned(),
            Later::Template(parts) => {
                let mut text = String::from("\"");
                for part in store.elements(parts) {
                    match part {
                        Value::Later(id) => {
                            let _ = write!(text, "${{{}}}", self.later(store.get_later(*id)));
                        }
                        known => text.push_str(&literal::escaped(&self.machine.show(*known))),
                    }
                }
                text.push('"');
                text
            }
            Later::Json(value) => format!("json({})", self.inner(value, 0)),
            Later::Replace(of, from, to) => format!(
                "replace({}, {}, {})",
                self.later(store.get_later(of)),
                literal::quoted(names.text(from)),
                literal::quoted(names.text(to))
            ),
            Later::Elsewhere(site, of) => format!(
                "at({}, {})",
                self.later(store.get_later(of)),
                literal::quoted(self.machine.region(site))
            ),
        }
    }
}

/// Parts between brackets: on one line if they are short, else a line each.
fn wrap(
    (open, close): (char, char),
    parts: &[String],
    commas: bool,
    depth: usize,
    out: &mut String,
) {
    out.push(open);
    let width: usize = parts.iter().map(|part| part.len() + 2).sum();
    let short = width <= NARROW && parts.iter().all(|part| !part.contains('\n'));
    let space = open == '{' && !parts.is_empty();
    if short {
        let joined = parts.join(", ");
        out.push_str(if space { " " } else { "" });
        out.push_str(&joined);
        out.push_str(if space { " " } else { "" });
    } else {
        let last = parts.len() - 1;
        for (at, part) in parts.iter().enumerate() {
            let comma = if commas && at < last { "," } else { "" };
            let _ = write!(out, "\n{}{part}{comma}", "  ".repeat(depth + 1));
        }
        let _ = write!(out, "\n{}", "  ".repeat(depth));
    }
    out.push(close);
}
