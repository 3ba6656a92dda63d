//! Diagnostics for programs. The schema is documented in `docs/formats/diagnostics.md`; a test
//! holds the two together. A minor version adds fields, a major one changes or removes some.

use serde::Serialize;

use super::word;
use crate::diag::{Diagnostic, Edit, Label, Severity};
use crate::source::{Sources, Span};

/// The version of the schema, in the field `version`.
pub const JSON_VERSION: &str = "1.0";

#[derive(Serialize)]
struct Report<'a> {
    version: &'static str,
    errors: usize,
    warnings: usize,
    diagnostics: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    code: String,
    severity: &'static str,
    message: &'a str,
    labels: Vec<Place<'a>>,
    help: &'a [String],
    edits: Vec<Place<'a>>,
}

/// A range of a file, with the text that belongs to it: a label, or a replacement.
#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    start: Point,
    end: Point,
    text: &'a str,
}

#[derive(Serialize)]
struct Point {
    line: u32,
    column: u32,
    offset: usize,
}

/// One JSON object with all diagnostics, indented, with a final line end.
pub fn json(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let count = |severity| {
        let of_it = diagnostics.iter().filter(|one| one.severity == severity);
        of_it.count()
    };
    let report = Report {
        version: JSON_VERSION,
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        diagnostics: diagnostics.iter().map(|one| entry(one, sources)).collect(),
    };
    // Only texts, numbers and lists of them: writing them cannot fail.
    let mut text = serde_json::to_string_pretty(&report).unwrap_or_default();
    text.push('\n');
    text
}

fn entry<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Entry<'a> {
    let label = |label: &'a Label| place(sources, label.span, &label.text);
    let edit = |edit: &'a Edit| place(sources, edit.span, &edit.text);
    Entry {
        code: diagnostic.code.to_string(),
        severity: word(diagnostic.severity),
        message: &diagnostic.message,
        labels: diagnostic.labels.iter().filter_map(label).collect(),
        help: &diagnostic.help,
        edits: diagnostic.edits.iter().filter_map(edit).collect(),
    }
}

fn place<'a>(sources: &'a Sources, span: Span, text: &'a str) -> Option<Place<'a>> {
    let (file, range) = sources.local(span)?;
    let point = |at: u32, offset: usize| {
        let span = Span { start: at, end: at };
        let (_, at) = sources.line_column(span)?;
        Some(Point {
            line: at.line,
            column: at.column,
            offset,
        })
    };
    Some(Place {
        file: &sources.file(file).name,
        start: point(span.start, range.start)?,
        end: point(span.end, range.end)?,
        text,
    })
}
