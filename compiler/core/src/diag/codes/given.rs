//! E024x and E025x: what an app is given: params, what exists already, what is wanted of every
//! resource, and types with a schema of the user's own.

use super::{counted, listed};
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

/// A use that stands still without what is outside, for longer than the app may.
#[derive(Clone, Copy, Debug)]
pub struct Stilled<'a> {
    /// The use that is called and is not the app's.
    pub declared: Span,
    /// Where the promise is written.
    pub promise: Span,
    /// Who stands still, such as `` `service.api` ``.
    pub what: &'a str,
    /// Without what.
    pub callee: &'a str,
    /// What becomes of it, with the figures.
    pub found: &'a str,
    /// What is promised.
    pub promised: &'a str,
    /// What is left of it.
    pub together: &'a str,
    /// Where the law is written.
    pub source: &'static str,
}

/// E0250: more of the time is promised than what is called is there.
pub fn stands_still(facts: Stilled<'_>) -> Diagnostic {
    let message = format!(
        "{} is promised for {} of the time, and stands still without `{}`",
        facts.what, facts.promised, facts.callee
    );
    Diagnostic::error(Code(250), facts.declared, message)
        .here(format!("without it, {} {}", facts.what, facts.found))
        .label(facts.promise, "promised here")
        .help(format!(
            "if it goes on with less meanwhile, write `on_loss = \"degrade\"` here, or `call({}, {{ needs = \"soft\" }})` where it calls",
            facts.callee
        ))
        .help(format!(
            "otherwise promise no more than `availability = \"{}\"`; source: {}",
            facts.together, facts.source
        ))
}

/// E0251: resources without a tag that every resource must have.
pub fn tag_missing(required: Span, key: &str, without: &[&str], example: Span) -> Diagnostic {
    let message = match without {
        [one] => format!("`{one}` has no tag \"{key}\", which is required"),
        many => format!(
            "{} have no tag \"{key}\", which is required",
            counted(many.len(), "resource")
        ),
    };
    let diagnostic = Diagnostic::error(Code(251), required, message)
        .here("required here")
        .label(example, "one of them comes from here");
    let diagnostic = match without {
        [_] => diagnostic,
        many => diagnostic.help(format!("they are {}", listed(many))),
    };
    diagnostic.help(format!(
        "give it to all of them, in the `app` block: tags = {{ \"{key}\" = \"...\" }}"
    ))
}

/// E0252: a pattern of names with a piece that there is not.
pub fn unknown_piece(span: Span, piece: &str) -> Diagnostic {
    Diagnostic::error(
        Code(252),
        span,
        format!("a pattern of names has no piece `{{{piece}}}`"),
    )
    .help("its pieces are `{app}`, `{environment}`, `{region}` and `{name}`, the address of what is named")
}

/// E0253: a pattern of names that would call everything the same.
pub fn no_name(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code(253),
        span,
        "this pattern gives every resource the same name",
    )
    .help("put `{name}` into it, the address of what is named: naming = \"{app}-{environment}-{name}\"")
}

/// E0244: a schema that is no JSON.
pub fn schema_unreadable(span: Span, why: &str) -> Diagnostic {
    Diagnostic::error(Code(244), span, format!("this schema is no JSON: {why}"))
        .help("files of the folder `schemas` are schemas of CloudFormation's registry, one type a file: `aws cloudformation describe-type --type RESOURCE --type-name NAME --query Schema --output text`")
}

/// E0245: a schema that does not name a resource type.
pub fn schema_without_type(span: Span) -> Diagnostic {
    Diagnostic::error(Code(245), span, "this schema names no resource type").help(
        "a schema of CloudFormation's registry has it: \"typeName\": \"Vendor::Service::Resource\"",
    )
}

/// E0246: a schema of a type that is known already.
pub fn schema_known(span: Span, name: &str, first: Option<Span>) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        Code(246),
        span,
        format!("there is a schema of {name} already"),
    );
    match first {
        Some(first) => diagnostic
            .label(first, "the first")
            .help("take one of the two files away"),
        None => diagnostic
            .here("the compiler has it")
            .help("take this file away"),
    }
}

/// E0247: a schema that is too large, or too many of them.
pub fn schema_too_large(span: Span, what: &str, most: usize) -> Diagnostic {
    Diagnostic::error(Code(247), span, format!("{what}, and {most} are the most"))
        .help("leave only the schemas there whose types the app uses, as CloudFormation's registry has them")
}

/// E0248: a schema that says something that nobody understands.
pub fn schema_fault(span: Span, fault: &str) -> Diagnostic {
    Diagnostic::error(Code(248), span, "this schema cannot be read")
        .here(fault.to_owned())
        .help("what is not understood is not skipped: a rule would be missing. Take the keyword out of the file to do without it")
}
