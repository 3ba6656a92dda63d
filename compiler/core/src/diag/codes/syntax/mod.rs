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

/// E0100: something stands where the grammar wants `expected`, which may be unknown.
pub fn unexpected(place: Span, found: &str, expected: &str) -> Diagnostic {
    if expected.is_empty() {
        return Diagnostic::error(Code(100), place, format!("{found} cannot stand here"))
            .here("reading stopped here");
    }
    Diagnostic::error(
        Code(100),
        place,
        format!("{found} cannot stand here: {expected} was expected"),
    )
    .here(format!("expected {expected}"))
}
