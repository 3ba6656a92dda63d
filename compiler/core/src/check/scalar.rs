//! Rules about single values, and about the length of values that are sent as JSON.

use super::{Verdict, ViolationKind, Walk, format};
use crate::names::{Names, Symbol};
use crate::schema::{Enumeration, Node, NumberRules, TextRules};
use crate::spelling::nearest;
use crate::value::{ObjectId, Value};

impl Walk<'_> {
    /// `enum`, `enumCaseInsensitive`, `const`.
    pub(super) fn enumerated(&mut self, allowed: &Enumeration, value: Value) -> Verdict {
        let holds = allowed.values.contains(&value)
            || (allowed.ignore_case && self.contains_lowered(allowed, value));
        let names = self.checker.names;
        self.rule(holds, || ViolationKind::NotAllowed {
            value,
            allowed: allowed.values.clone(),
            suggestion: meant(names, allowed, value),
        })
    }

    fn contains_lowered(&self, allowed: &Enumeration, value: Value) -> bool {
        let Value::Text(text) = value else {
            return false;
        };
        let lowered = self.checker.names.text(text).to_lowercase();
        let lowered = self.checker.names.find(&lowered);
        lowered.is_some_and(|text| allowed.values.contains(&Value::Text(text)))
    }

    /// Lengths, formats and patterns.
    pub(super) fn text(&mut self, rules: &TextRules, symbol: Symbol) -> Verdict {
        let text = self.checker.names.text(symbol);
        let mut verdict = Verdict::Yes;
        if rules.min_length.is_some() || rules.max_length.is_some() {
            verdict = self.length(rules, characters(text));
        }
        if let Some(format) = rules.format {
            let holds = format::holds(self.checker.names.text(format), text);
            verdict = verdict.and(self.rule(holds, || ViolationKind::Format {
                text: symbol,
                format,
            }));
        }
        let Some(pattern) = rules.pattern.filter(|_| !self.enough(verdict)) else {
            return verdict;
        };
        let pattern = self.checker.schemas.pattern(pattern);
        verdict.and(
            self.rule(pattern.matches(text).accepts(), || ViolationKind::Pattern {
                text: symbol,
                pattern: pattern.source().into(),
            }),
        )
    }

    fn length(&mut self, rules: &TextRules, length: u64) -> Verdict {
        let least = rules.min_length.unwrap_or(0);
        let most = rules.max_length.unwrap_or(u64::MAX);
        self.rule(length >= least, || ViolationKind::TooShort {
            length,
            least,
        })
        .and(self.rule(length <= most, || ViolationKind::TooLong { length, most }))
    }

    /// The length of an object that the service takes as JSON text.
    pub(super) fn length_as_json(&mut self, rules: &TextRules, object: ObjectId) -> Verdict {
        let mut measure = Measure {
            length: 0,
            open: false,
        };
        measure.value(self, Value::Object(object));
        let least = rules.min_length.filter(|_| !measure.open);
        let rules = TextRules {
            min_length: least,
            ..*rules
        };
        let verdict = self.length(&rules, measure.length);
        verdict.and(if measure.open {
            Verdict::Open
        } else {
            Verdict::Yes
        })
    }

    /// Ranges and multiples.
    pub(super) fn number(&mut self, node: &Node, value: Value) -> Verdict {
        match &node.number {
            Some(rules) => self.in_range(rules, value),
            None => Verdict::Yes,
        }
    }

    fn in_range(&mut self, rules: &NumberRules, value: Value) -> Verdict {
        let number = as_number(value);
        let mut verdict = Verdict::Yes;
        let lower = [(rules.minimum, false), (rules.exclusive_minimum, true)];
        for (limit, exclusive) in lower {
            if let Some(least) = limit {
                let holds = number > least || (!exclusive && number >= least);
                verdict = verdict.and(self.rule(holds, || ViolationKind::TooSmall {
                    value,
                    least,
                    exclusive,
                }));
            }
        }
        let upper = [(rules.maximum, false), (rules.exclusive_maximum, true)];
        for (limit, exclusive) in upper {
            if let Some(most) = limit {
                let holds = number < most || (!exclusive && number <= most);
                verdict = verdict.and(self.rule(holds, || ViolationKind::TooLarge {
                    value,
                    most,
                    exclusive,
                }));
            }
        }
        if let Some(of) = rules.multiple_of {
            let holds = is_multiple(number, of);
            verdict = verdict.and(self.rule(holds, || ViolationKind::NotAMultiple { value, of }));
        }
        verdict
    }
}

/// The allowed text that may have been meant.
fn meant(names: &Names, allowed: &Enumeration, value: Value) -> Option<Value> {
    let Value::Text(text) = value else {
        return None;
    };
    let texts = allowed.values.iter().filter_map(|value| match value {
        Value::Text(text) => Some(names.text(*text)),
        _ => None,
    });
    let meant = nearest(names.text(text), texts)?;
    names.find(meant).map(Value::Text)
}

fn characters(text: &str) -> u64 {
    if text.is_ascii() {
        text.len() as u64
    } else {
        text.chars().count() as u64
    }
}

/// A number as the schemas' bounds are: beyond 2^53 rounded.
#[expect(clippy::cast_precision_loss, reason = "bounds are JSON numbers")]
fn as_number(value: Value) -> f64 {
    match value {
        Value::Int(int) => int as f64,
        Value::Number(number) => number.get(),
        _ => 0.0,
    }
}

/// Whether a number is a multiple, as far as the decimal fraction that was written goes: 0.3 is a
/// multiple of 0.1 although neither is exact.
fn is_multiple(number: f64, of: f64) -> bool {
    let quotient = number / of;
    let inexact = (4.0 * f64::EPSILON * quotient.abs()).max(1e-9);
    (quotient - quotient.round()).abs() <= inexact
}

/// Measures a value as compact JSON. What is known at deployment only counts as nothing.
struct Measure {
    length: u64,
    open: bool,
}

impl Measure {
    fn value(&mut self, walk: &Walk, value: Value) {
        match value {
            Value::Text(text) => self.text(walk.checker.names.text(text)),
            Value::Int(int) => self.length += int.to_string().len() as u64,
            Value::Number(number) => self.length += number.get().to_string().len() as u64,
            Value::Bool(true) | Value::Null => self.length += 4,
            Value::Bool(false) => self.length += 5,
            Value::List(list) => {
                let elements = walk.checker.store.elements(list);
                self.brackets(elements.len());
                for &element in elements {
                    self.value(walk, element);
                }
            }
            Value::Object(object) => {
                let fields = walk.checker.store.fields(object).iter();
                let mut count = 0;
                for &(name, field) in fields.filter(|field| super::is_set(&field.1)) {
                    count += 1;
                    self.text(walk.checker.names.text(name));
                    self.length += 1;
                    self.value(walk, field);
                }
                self.brackets(count);
            }
            Value::Later(_)
            | Value::Quantity(_)
            | Value::Resource(_)
            | Value::Use(_)
            | Value::Existing(_)
            | Value::Tier(_) => self.open = true,
        }
    }

    fn brackets(&mut self, count: usize) {
        self.length += 2 + count.saturating_sub(1) as u64;
    }

    fn text(&mut self, text: &str) {
        let escaped = |c: char| {
            if matches!(c, '"' | '\\' | '\n' | '\r' | '\t') {
                2
            } else {
                1
            }
        };
        self.length += 2 + text.chars().map(escaped).sum::<u64>();
    }
}
