//! E0100 to E0199: the text itself cannot be read. The list is append-only.

mod expressions;
mod limits;
mod structure;
mod text;

pub use expressions::*;
pub use limits::*;
pub use structure::*;
pub use text::*;

use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// E0100: something else stands where the grammar wants `expected`.
pub fn unexpected(place: Span, found: &str, expected: &str) -> Diagnostic {
    let found = if found.is_empty() {
        "this".to_owned()
    } else {
        found.to_owned()
    };
    Diagnostic::error(
        Code(100),
        place,
        format!("{found} cannot stand here: {expected} was expected"),
    )
    .here(format!("expected {expected}"))
}
