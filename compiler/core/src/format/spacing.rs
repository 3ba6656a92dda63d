//! Which neighbours on a line stand apart.

use super::tokens::{Kind, Token};

/// Whether a space stands between `left` and `right`; `before` is what stands before `left` on the
/// same line.
pub(super) fn apart(before: Option<&Token>, left: &Token, right: &Token) -> bool {
    match (left.kind, right.kind) {
        (Kind::Open(b'{'), Kind::Close(b'}')) => false,
        (Kind::Open(b'{'), _) | (_, Kind::Close(b'}')) => true,
        (Kind::Open(_), _) | (_, Kind::Close(_)) => false,
        (_, Kind::Sign(",")) => false,
        (Kind::Comment, _) | (_, Kind::Comment) => true,
        (Kind::Sign("." | "::"), _) | (_, Kind::Sign("." | "::" | "...")) => false,
        (Kind::Sign("!"), _) => false,
        (Kind::Sign("-"), _) => !is_negation(before),
        (Kind::Name, Kind::Open(b'(')) => false,
        (Kind::Name | Kind::Number | Kind::Text | Kind::Close(_), Kind::Open(b'[')) => false,
        _ => true,
    }
}

/// Whether a minus behind this is the sign of what follows.
fn is_negation(before: Option<&Token>) -> bool {
    before.is_none_or(|before| !before.kind.ends_operand())
}
