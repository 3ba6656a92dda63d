//! One line for each diagnostic, for editors and for `grep`.

use std::fmt::Write as _;

use super::{heading, place};
use crate::diag::Diagnostic;
use crate::source::Sources;

/// `file:line:column: error[E0203]: message`, one a line.
pub fn short(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        let main = diagnostic.labels.first();
        if let Some(place) = main.and_then(|label| place(sources, label.span)) {
            text.push_str(&place);
            text.push_str(": ");
        }
        let message = diagnostic.message.replace(['\n', '\r'], " ");
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "{}: {message}", heading(diagnostic));
    }
    text
}
