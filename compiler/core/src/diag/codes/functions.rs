//! Functions: their arguments, names from elsewhere, and formats.

use super::types::{Clash, conversion};
use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// E0330: the wrong number of arguments.
pub fn wrong_argument_count(
    span: Span,
    signature: &str,
    (least, most): (usize, usize),
    found: usize,
) -> Diagnostic {
    let noun = |count| if count == 1 { "argument" } else { "arguments" };
    let wanted = if least == most {
        format!("{least} {}", noun(least))
    } else if most == usize::MAX {
        format!("at least {least} {}", noun(least))
    } else {
        format!("{least} to {most} arguments")
    };
    let name = signature.split('(').next().unwrap_or(signature);
    let are = if found == 1 { "is" } else { "are" };
    Diagnostic::error(
        Code(330),
        span,
        format!("`{name}` takes {wanted}, and {found} {are} given"),
    )
    .help(format!("it is called as `{signature}`"))
}

/// E0331: an argument of the wrong type.
pub fn wrong_argument(
    clash: &Clash<'_>,
    signature: &str,
    parameter: &str,
    is_later: bool,
) -> Diagnostic {
    let (wanted, found) = (clash.wanted, clash.found);
    let message = format!("{wanted} is wanted here, and this is {found}");
    let later = is_later.then(|| {
        "it works on values that are known when it is compiled; what is known at deployment goes into templates, `join`, `replace`, `format`, `tostring` and `jsonencode`, for which the target has words".to_owned()
    });
    let diagnostic = clash.error(Code(331), message);
    let diagnostic = match conversion(clash) {
        Some((help, Some(text))) if !is_later => diagnostic.help(help).edit(clash.span, text),
        Some((help, None)) if !is_later => diagnostic.help(help),
        _ => diagnostic,
    };
    diagnostic
        .help(format!(
            "it is called as `{signature}`, where `{parameter}` is {wanted}"
        ))
        .help_if(later)
}

/// What is written instead of a function of another language.
#[derive(Clone, Copy, Debug)]
pub enum Foreign<'a> {
    /// The function of this name.
    Called(&'a str),
    /// Something else, or why it is not there.
    Written(&'a str),
}

/// E0360: a function that other languages have, and this one has not, or not by this name.
pub fn foreign(span: Span, name: &str, instead: Foreign<'_>, terraform: bool) -> Diagnostic {
    let message = if terraform {
        format!("Terraform's `{name}` is not there")
    } else {
        format!("there is no function `{name}`")
    };
    let diagnostic = Diagnostic::error(Code(360), span, message);
    match instead {
        Foreign::Called(other) => diagnostic
            .here(format!("is `{other}` here"))
            .help(format!("write `{other}(...)`"))
            .edit(span, other),
        Foreign::Written(instead) => diagnostic.help(instead),
    }
}

/// What can be wrong between a format and its values.
#[derive(Clone, Copy, Debug)]
pub enum FormatMistake<'a> {
    /// The format cannot be read; why.
    Unread(&'a str),
    /// It has a place for a value that is not given.
    NoValue {
        /// Which value, from 1.
        number: usize,
        /// How many are given.
        given: usize,
    },
    /// It has no place for a value.
    NoPlace,
}

/// E0361: a format that does not fit its values.
pub fn format_mistake(span: Span, mistake: FormatMistake<'_>) -> Diagnostic {
    let (message, here, help) = match mistake {
        FormatMistake::Unread(why) => (
            "this is not a format".to_owned(),
            why,
            "write, for example, `format(\"%s-%03d\", name, number)`",
        ),
        FormatMistake::NoValue { number, given } => (
            format!(
                "this format has a place for value {number}, and {} given",
                match given {
                    1 => "1 is".to_owned(),
                    given => format!("{given} are"),
                }
            ),
            "",
            "give a value for each place; a percent sign itself is `%%`",
        ),
        FormatMistake::NoPlace => (
            "the format has no place for this value".to_owned(),
            "",
            "add a place for it to the format, such as `%s`, or take the value away",
        ),
    };
    Diagnostic::error(Code(361), span, message)
        .here(here)
        .help(help)
}

/// E0362: a value whose place is for another type.
pub fn wrong_for_place(span: Span, wanted: &str, found: &str) -> Diagnostic {
    Diagnostic::error(
        Code(362),
        span,
        format!("{wanted} is wanted in this place of the format, and this is {found}"),
    )
    .here(format!("is {found}"))
    .help("`%s` shows any value that can stand in text, `%d` a whole number, `%f` a number, `%t` a bool, `%v` also lists and objects")
}
