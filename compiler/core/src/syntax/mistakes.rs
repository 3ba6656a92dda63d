//! Why the parser refused a piece.

use super::Source;
use crate::diag::Diagnostics;
use crate::diag::codes::syntax as codes;
use crate::names::Names;
use crate::source::Span;

pub(super) fn explain(
    source: &Source,
    error: &hcl_edit::parser::Error,
    _names: &Names,
    diagnostics: &mut Diagnostics,
) -> Option<Span> {
    let at = boundary(source.text, error.location().offset());
    let end = source.text[at..]
        .chars()
        .next()
        .map_or(at, |c| at + c.len_utf8());
    diagnostics.push(codes::unexpected(
        source.span(&(at..end)),
        "",
        "something else",
    ));
    None
}

pub(super) fn brace_on_next_line(
    _source: &Source,
    _header: Span,
    _diagnostics: &mut Diagnostics,
) -> bool {
    false
}

fn boundary(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
