//! Values against refinements: of inputs when an app is linked, of a param's default when it is
//! typed.

use std::cmp::Ordering;

use super::program::{Refinement, RefinementKind};
use crate::names::Names;
use crate::value::{Store, Value};

impl Refinement {
    /// Whether a value is not as it must be.
    pub fn breaks(&self, value: Value, names: &Names, store: &Store) -> bool {
        let length = || Value::Int(length(value, names, store));
        match self.kind {
            RefinementKind::Min => below(value, self.limit),
            RefinementKind::Max => below(self.limit, value),
            RefinementKind::MinLength => below(length(), self.limit),
            RefinementKind::MaxLength => below(self.limit, length()),
            RefinementKind::OneOf => match self.limit {
                Value::List(list) => !store.elements(list).contains(&value),
                _ => false,
            },
            RefinementKind::Matches => match (value, self.pattern.as_ref()) {
                (Value::Text(text), Some(pattern)) => !pattern.is_match(names.text(text)),
                _ => false,
            },
        }
    }

    /// What it says, in words; the limit is handed in as it is shown.
    pub fn rule(&self, limit: &str) -> String {
        match self.kind {
            RefinementKind::Min => format!("must be at least {limit}"),
            RefinementKind::Max => format!("must be at most {limit}"),
            RefinementKind::MinLength => {
                format!("must have at least {limit} elements or characters")
            }
            RefinementKind::MaxLength => {
                format!("must have at most {limit} elements or characters")
            }
            RefinementKind::OneOf => format!("must be one of {limit}"),
            RefinementKind::Matches => format!("must match `{limit}`"),
        }
    }
}

fn length(value: Value, names: &Names, store: &Store) -> i64 {
    let length = match value {
        Value::Text(text) => names.text(text).chars().count(),
        Value::Object(object) => store.fields(object).len(),
        Value::List(list) => store.elements(list).len(),
        _ => 0,
    };
    length as i64
}

fn below(a: Value, b: Value) -> bool {
    a.compare(b).is_some_and(Ordering::is_lt)
}
