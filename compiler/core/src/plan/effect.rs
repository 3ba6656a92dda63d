//! What a changed property does to its resource, and what of it may be shown: what the schemas
//! say about paths.

use super::compare::Difference;
use super::path::{PropertyPath, Step};
use super::value::Value;
use crate::names::Names;
use crate::schema::{PathSegment, ResourceSchema, SchemaPath};

/// What the change of a property makes of its resource.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Effect {
    /// It is updated.
    Update,
    /// It may be replaced; the service decides.
    MayReplace,
    /// It is replaced.
    Replace,
}

/// A schema's lists of paths.
#[derive(Clone, Copy)]
pub struct Rules<'a> {
    /// The schema of the resource's type.
    pub schema: &'a ResourceSchema,
    /// The names in it.
    pub names: &'a Names,
}

impl Rules<'_> {
    /// What a difference does.
    pub fn effect(&self, difference: &Difference) -> Effect {
        let sides = [difference.before.as_ref(), difference.after.as_ref()];
        let touches = |paths: &[SchemaPath]| {
            paths
                .iter()
                .any(|path| self.touches(path, &difference.path, sides))
        };
        if touches(&self.schema.create_only) {
            Effect::Replace
        } else if touches(&self.schema.conditional_create_only) {
            Effect::MayReplace
        } else {
            Effect::Update
        }
    }

    /// Hides what can be set and never read again.
    pub fn hide(&self, difference: &mut Difference) {
        for path in &self.schema.write_only {
            if let Some(rest) = self.rest(path, &difference.path.0) {
                let sides = [&mut difference.before, &mut difference.after];
                for value in sides.into_iter().flatten() {
                    self.hide_in(value, rest);
                }
            }
        }
    }

    fn hide_in(&self, value: &mut Value, rest: &[PathSegment]) {
        match (value, rest) {
            (value, []) => *value = Value::Sensitive,
            (
                Value::List(parts),
                [PathSegment::Each, rest @ ..] | rest @ [PathSegment::Name(_), ..],
            ) => {
                for part in parts {
                    self.hide_in(part, rest);
                }
            }
            (Value::Object(fields), [PathSegment::Each, rest @ ..]) => {
                for field in fields.values_mut() {
                    self.hide_in(field, rest);
                }
            }
            (Value::Object(fields), [PathSegment::Name(name), rest @ ..]) => {
                if let Some(field) = fields.get_mut(self.names.text(*name)) {
                    self.hide_in(field, rest);
                }
            }
            _ => {}
        }
    }

    /// Whether a path of the schema names a place, something around it, or something that is set
    /// in it on either side.
    fn touches(&self, path: &SchemaPath, place: &PropertyPath, sides: [Option<&Value>; 2]) -> bool {
        self.rest(path, &place.0).is_some_and(|rest| {
            sides
                .into_iter()
                .flatten()
                .any(|value| self.has(value, rest))
        })
    }

    /// What a path of the schema has left when it has led to a place; nothing if the place lies
    /// elsewhere.
    fn rest<'p>(&self, path: &'p SchemaPath, place: &[Step]) -> Option<&'p [PathSegment]> {
        let mut rest: &[PathSegment] = path;
        for step in place {
            let Some((segment, behind)) = rest.split_first() else {
                return Some(rest);
            };
            match (segment, step) {
                // Some schemas leave out that a list's elements are meant.
                (PathSegment::Name(_), Step::Index(_) | Step::Where(..)) => {}
                (PathSegment::Name(name), Step::Name(text)) if self.names.text(*name) != *text => {
                    return None;
                }
                (PathSegment::Each | PathSegment::Name(_), _) => rest = behind,
            }
        }
        Some(rest)
    }

    fn has(&self, value: &Value, rest: &[PathSegment]) -> bool {
        match (value, rest) {
            // What a function gives may have it.
            (_, []) | (Value::Call(..) | Value::Param(_) | Value::Reference(_), _) => true,
            (
                Value::List(parts),
                [PathSegment::Each, rest @ ..] | rest @ [PathSegment::Name(_), ..],
            ) => parts.iter().any(|part| self.has(part, rest)),
            (Value::Object(fields), [PathSegment::Each, rest @ ..]) => {
                fields.values().any(|field| self.has(field, rest))
            }
            (Value::Object(fields), [PathSegment::Name(name), rest @ ..]) => fields
                .get(self.names.text(*name))
                .is_some_and(|field| self.has(field, rest)),
            _ => false,
        }
    }
}
