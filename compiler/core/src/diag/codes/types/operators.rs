//! Operators, and the branches and elements that must have one type.

use super::{Note, noted};
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::BinaryOp;

/// E0324: an operation that these types do not have.
pub fn no_operation(
    span: Span,
    op: BinaryOp,
    a: (Span, &str),
    b: (Span, &str),
    help: Vec<String>,
    notes: &[Note],
) -> Diagnostic {
    let message = format!("`{}` does not work on {} and {}", sign(op), a.1, b.1);
    let diagnostic = Diagnostic::error(Code(324), span, message)
        .label(a.0, format!("is {}", a.1))
        .label(b.0, format!("is {}", b.1));
    let diagnostic = help.into_iter().fold(diagnostic, Diagnostic::help);
    noted(diagnostic, notes)
}

/// E0325: the branches of a conditional differ.
pub fn branches_differ(
    span: Span,
    yes: (Span, &str),
    no: (Span, &str),
    notes: &[Note],
) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        Code(325),
        span,
        "both branches of a conditional must have one type",
    )
    .label(yes.0, format!("is {}", yes.1))
    .label(no.0, format!("is {}", no.1))
    .help("write both in the same way; `null` goes with everything, and makes it optional");
    noted(diagnostic, notes)
}

/// E0326: the elements of a list differ.
pub fn elements_differ(span: Span, of: &str, first: (Span, &str), other: &str) -> Diagnostic {
    let message = format!("the {of} must have one type");
    let diagnostic = Diagnostic::error(Code(326), span, message);
    if first.0 == span {
        diagnostic.here(format!("some are {}, some {other}", first.1))
    } else {
        diagnostic
            .here(format!("is {other}"))
            .label(first.0, format!("is {}", first.1))
    }
    .help("an object holds values of different types, `{ a = 1, b = \"two\" }`, and each is read by its own name")
}

/// The sign of an operator.
pub fn sign(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Or => "||",
        BinaryOp::And => "&&",
        BinaryOp::Equal => "==",
        BinaryOp::NotEqual => "!=",
        BinaryOp::Less => "<",
        BinaryOp::LessEqual => "<=",
        BinaryOp::Greater => ">",
        BinaryOp::GreaterEqual => ">=",
        BinaryOp::Add => "+",
        BinaryOp::Subtract => "-",
        BinaryOp::Multiply => "*",
        BinaryOp::Divide => "/",
        BinaryOp::Remainder => "%",
    }
}
