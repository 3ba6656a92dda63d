//! From diagnostics to text: for people ([`human`]), one line each ([`short`]), for programs
//! ([`json()`]). Sorted diagnostics come in, text goes out, always with a final line end if there
//! is anything to say. Nothing here decides what is said, only how it looks; nothing asks the
//! terminal or the environment what it can do: that is handed in as a [`Style`].

mod excerpt;
mod human;
mod json;
mod short;
mod width;

#[cfg(test)]
mod tests;

pub use human::{Style, human};
pub use json::{JSON_VERSION, json};
pub use short::short;

use super::{Diagnostic, Severity};
use crate::source::{Sources, Span};

/// The word of a severity, the same in all forms.
fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// `file:line:column` of a place.
fn place(sources: &Sources, span: Span) -> Option<String> {
    let (file, at) = sources.line_column(span)?;
    let name = &sources.file(file).name;
    Some(format!("{name}:{}:{}", at.line, at.column))
}

/// `error[E0412]`.
fn heading(diagnostic: &Diagnostic) -> String {
    format!("{}[{}]", word(diagnostic.severity), diagnostic.code)
}
