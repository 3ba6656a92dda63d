//! E024x and E025x: what an app is given: params, what exists already, what is wanted of every
//! resource, and types with a schema of the user's own.

use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// E0240: something that exists already is described by what the app makes.
pub fn existing_of_ours(header: Span, name: &str, made: Span) -> Diagnostic {
    Diagnostic::error(
        Code(240),
        header,
        format!("`existing.{name}` exists already, so it cannot depend on what this app makes"),
    )
    .label(made, "made by this app")
    .help("write its `id` as text, or give it at deployment: id = param.NAME")
}

/// E0241: a secret param with a default.
pub fn secret_with_default(span: Span, secret: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        Code(241),
        span,
        format!("`param.{name}` is secret, and its default is here for everybody to read"),
    )
    .label(secret, "secret because of this")
    .help("leave the default out: the value is given at deployment")
}

/// E0242: a param's default is not as its values must be.
pub fn default_refused(span: Span, name: &str, rule: &str, limit: Span) -> Diagnostic {
    Diagnostic::error(
        Code(242),
        span,
        format!("the default of `param.{name}` {rule}"),
    )
    .label(limit, "because of this")
}

/// E0243: a limit of a param that is a list.
pub fn list_limited(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        Code(243),
        span,
        format!("a param that is a list cannot have `{name}`: no target holds lists to it"),
    )
    .help("leave it out, or write a param for each element")
}
