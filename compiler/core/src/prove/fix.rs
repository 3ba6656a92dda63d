//! A change of a value in the user's own words: what to paste, and where.

use crate::diag::codes::proofs::Fix;
use crate::eval::Written;
use crate::literal;
use crate::names::{Names, Symbol};
use crate::paths;
use crate::source::{Origin, Sources, Span};
use crate::value::{Store, Value};

/// What writing changes needs.
#[derive(Clone, Copy)]
pub struct Pen<'a> {
    /// The user's texts.
    pub sources: &'a Sources,
    /// Texts.
    pub names: &'a Names,
    /// Values.
    pub store: &'a Store,
}

/// One attribute to write.
pub struct Change {
    /// `min = 8`.
    pub text: String,
    /// Where it stands where it is not yet written: `service.api`.
    pub owner: Option<String>,
    /// The same for a machine.
    pub edit: Option<(Span, String)>,
}

impl Change {
    /// `` `min = 8` ``, and where it belongs if it is not yet there.
    pub fn shown(&self) -> String {
        match &self.owner {
            Some(owner) => format!("`{}` in {owner}", self.text),
            None => format!("`{}`", self.text),
        }
    }

    /// As a fix that says what comes of it.
    pub fn all(changes: Vec<Change>, effect: &str) -> Fix {
        let shown: Vec<_> = changes.iter().map(Change::shown).collect();
        Fix {
            help: Some(format!("{} {effect}", shown.join(" and "))),
            edits: changes.into_iter().filter_map(|one| one.edit).collect(),
        }
    }
}

impl Pen<'_> {
    /// Whether a place lies in a text of the user's.
    pub fn is_users(&self, span: Span) -> bool {
        let file = self.sources.file_of(span);
        file.is_some_and(|file| self.sources.file(file).origin == Origin::User)
    }

    /// The place of what was written, if it is the user's.
    pub fn place(&self, written: Option<&Written>) -> Option<Span> {
        written
            .map(Written::place)
            .filter(|place| self.is_users(*place))
    }

    /// What is to be written, with the fields of one input that was left out taken together: two
    /// attributes of one name would be an error, and each alone would undo the other.
    pub fn together(&self, wanted: Vec<(Written, Value)>) -> Vec<(Written, Value)> {
        let mut all: Vec<(Written, Value)> = Vec::with_capacity(wanted.len());
        for (written, value) in wanted {
            let same = all.iter_mut().find(|(known, _)| match (known, &written) {
                (
                    Written::LeftOut { input, owner, .. },
                    Written::LeftOut {
                        input: other,
                        owner: others,
                        ..
                    },
                ) => input == other && owner == others,
                _ => false,
            });
            match (same, &written) {
                (
                    Some((
                        Written::LeftOut {
                            fields, default, ..
                        },
                        known,
                    )),
                    Written::LeftOut { fields: more, .. },
                ) => {
                    *default = self.with(*default, fields, *known);
                    (*fields, *known) = (more.clone(), value);
                }
                _ => all.push((written, value)),
            }
        }
        all
    }

    /// How to give a value to what was written; none where the user cannot.
    pub fn change(&self, written: &Written, value: Value) -> Option<Change> {
        match written {
            Written::There { span, name } if self.is_users(*span) => {
                let value = self.literal(value);
                Some(Change {
                    text: format!("{} = {value}", self.names.text((*name)?)),
                    owner: None,
                    edit: Some((*span, value)),
                })
            }
            Written::Missing { inside, name } if self.is_users(*inside) => {
                let text = format!("{} = {}", self.names.text(*name), self.literal(value));
                let edit = self.inside_object(*inside, &text);
                Some(Change {
                    text,
                    owner: None,
                    edit,
                })
            }
            Written::LeftOut {
                input,
                fields,
                default,
                owner,
                place,
            } if self.is_users(*place) => {
                // An input of an inner use is not the user's to give.
                if owner
                    .as_ref()
                    .is_some_and(|owner| paths::use_of(owner) != owner)
                {
                    return None;
                }
                let whole = self.literal(self.with(*default, fields, value));
                let text = format!("{} = {whole}", self.names.text(*input));
                let edit = self.inside_block(*place, &text);
                let owner = match owner {
                    Some(owner) => format!("`{owner}`"),
                    None => "`app`".to_owned(),
                };
                Some(Change {
                    text,
                    owner: Some(owner),
                    edit,
                })
            }
            _ => None,
        }
    }

    /// A value with one field changed.
    fn with(&self, value: Value, fields: &[Symbol], new: Value) -> Value {
        let Some((first, rest)) = fields.split_first() else {
            return new;
        };
        let mut all = match value {
            Value::Object(object) => self.store.fields(object).to_vec(),
            _ => Vec::new(),
        };
        let old = all.iter().find(|field| field.0 == *first);
        let inner = self.with(old.map_or(Value::Null, |field| field.1), rest, new);
        all.push((*first, inner));
        Value::Object(self.store.object_of(self.names, all))
    }

    /// A value as it is written.
    pub fn literal(&self, value: Value) -> String {
        literal::value(value, self.names, self.store)
    }

    /// A new line behind the brace of the block with this header.
    fn inside_block(&self, header: Span, text: &str) -> Option<(Span, String)> {
        let (file, range) = self.sources.local(header)?;
        let rest = self.sources.file(file).text.get(range.end..)?;
        let brace = rest.find('{').filter(|at| rest[..*at].trim().is_empty())?;
        let inner = rest[brace + 1..].split('\n').next()?.trim();
        let at = header.end + brace as u32 + 1;
        let span = Span { start: at, end: at };
        match inner {
            "" => Some((span, format!("\n  {text}"))),
            inner if inner.starts_with('}') => Some((span, format!("\n  {text}\n"))),
            _ => None,
        }
    }

    /// A new field at the beginning of an object, or a new attribute of a resource.
    fn inside_object(&self, object: Span, text: &str) -> Option<(Span, String)> {
        let written = self.sources.slice(object);
        if let Some(rest) = written.strip_prefix('{') {
            let at = object.start + 1;
            let is_empty = rest.trim_start().starts_with('}');
            let text = if is_empty {
                format!(" {text} ")
            } else if rest
                .split('\n')
                .next()
                .is_some_and(|line| line.trim().is_empty())
            {
                format!("\n{text}")
            } else {
                format!(" {text},")
            };
            return Some((Span { start: at, end: at }, text));
        }
        self.inside_block(object, text)
    }
}
