//! Numbers, operators, calls, steps and for-expressions.

use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// E0116: a number that cannot be kept exactly. `nearest` is the closest one that can.
pub fn inexact_number(place: Span, text: &str, nearest: Option<&str>) -> Diagnostic {
    Diagnostic::error(
        Code(116),
        place,
        format!("the number {text} cannot be kept exactly"),
    )
    .here("too large or too many digits")
    .help_if(nearest.map(|nearest| format!("the nearest number is `{nearest}`")))
    .help("whole numbers go from -9223372036854775808 to 9223372036854775807, others have up to 15 digits; an id of digits is text: `\"...\"`")
}

/// E0117: a number with a unit, or an address or a version, without quotes.
pub fn number_with_unit(place: Span, text: &str) -> Diagnostic {
    let fixed = format!("\"{text}\"");
    let is_address = text.matches('.').count() > 1;
    let (message, label) = if is_address {
        (
            "addresses and versions stand in double quotes",
            "this is no number",
        )
    } else {
        (
            "a quantity stands in double quotes",
            "a number and its unit",
        )
    };
    Diagnostic::error(Code(117), place, message)
        .here(label)
        .help(fixed.clone())
        .edit(place, fixed)
}

/// E0123: `x.f(...)`.
pub fn method_call(place: Span, function: &str, receiver: &str, more: bool) -> Diagnostic {
    let rest = if more { ", ..." } else { "" };
    Diagnostic::error(
        Code(123),
        place,
        format!("`.{function}(...)` is not a call: values have no methods"),
    )
    .here("a function stands before its arguments")
    .help(format!("{function}({receiver}{rest})"))
}

/// E0124: an operator of another language. `instead` says how this one writes it.
pub fn unknown_operator(place: Span, operator: &str, instead: &str) -> Diagnostic {
    Diagnostic::error(
        Code(124),
        place,
        format!("there is no operator `{operator}`"),
    )
    .here("unknown operator")
    .help(instead)
}

/// E0125: an expression that goes on in the next line, outside brackets.
pub fn broken_line(place: Span, value: Span, text: &str) -> Diagnostic {
    let error = Diagnostic::error(
        Code(125),
        place,
        "an expression over several lines needs parentheses",
    )
    .here("the expression has ended with the line before");
    if !value.is_some() {
        return error.help("put `(` before the expression and `)` behind its last line");
    }
    error
        .label(value, "it begins here")
        .help(format!("put parentheses around all of it:\n({text})"))
}

/// E0128: `list.0`.
pub fn legacy_index(place: Span, receiver: &str, index: &str) -> Diagnostic {
    let fixed = format!("[{index}]");
    Diagnostic::error(Code(128), place, "an element is taken with brackets")
        .here("a number cannot follow a dot")
        .help(format!("{receiver}{fixed}"))
        .edit(place, fixed)
}

/// E0129: `a::b(...)`.
pub fn namespaced_call(place: Span, name: &str, instead: Option<String>) -> Diagnostic {
    if let Some(instead) = instead {
        let message = format!("`{name}` is a name of CloudFormation");
        return Diagnostic::error(Code(129), place, message).help(instead);
    }
    let fixed = name.replace("::", "_").replace(char::is_whitespace, "");
    Diagnostic::error(Code(129), place, "names of functions have no `::`")
        .here("all functions are in one name space")
        .help(format!("{fixed}(...)"))
}

/// E0130: `f(list...)` of a function that takes a fixed number of arguments, whose signature it is;
/// or `[a, list...]`.
pub fn argument_expansion(place: Span, signature: Option<&str>) -> Diagnostic {
    let (message, here, help) = match signature {
        Some(signature) => (
            "`...` cannot spread a list over these arguments",
            "each of them has a meaning of its own",
            format!(
                "write the arguments one by one: `{signature}`; a list is spread where any number can stand, as in `max(list...)`"
            ),
        ),
        None => (
            "`...` cannot spread a list inside a list",
            "spreads over the arguments of a call only",
            "put lists together with `concat([a], list)`".to_owned(),
        ),
    };
    Diagnostic::error(Code(130), place, message)
        .here(here)
        .help(help)
}

/// E0132: an index or a second star behind a star.
pub fn step_after_splat(place: Span, head: &str, step: &str) -> Diagnostic {
    Diagnostic::error(Code(132), place, "behind `[*]` only names can follow")
        .here("of each element, or of the whole list?")
        .help(format!("of the whole list: `({head}){step}`"))
        .help("of each element: `[for x in list : x.name[0]]`")
}

/// E0138: `...` in a for-expression that makes a list.
pub fn grouping(place: Span) -> Diagnostic {
    Diagnostic::error(
        Code(138),
        place,
        "`...` groups values under a key, and a list has no keys",
    )
    .here("means nothing here")
    .help("take it away, or make a map of lists: `{ for x in list : x.key => x... }`")
    .edit(place, "")
}

/// E0142: `condition ? value`, without the other value.
pub fn missing_else(place: Span, question: Span) -> Diagnostic {
    Diagnostic::error(Code(142), place, "this conditional has no `:` part")
        .here("expected `:` and the value for the other case")
        .label(question, "the conditional is this one")
        .help("condition ? value : other_value")
        .help("`null` as the other value leaves a property unset")
}

/// E0143: `[x for x in list]`.
pub fn for_goes_first(place: Span, bracket: char) -> Diagnostic {
    let example = if bracket == '{' {
        "{ for k, v in map : k => v }"
    } else {
        "[for x in list : x]"
    };
    Diagnostic::error(Code(143), place, "`for` comes first in a for-expression")
        .here("expected behind the opening bracket")
        .help(example)
}

/// E0145: `f(name = value)`.
pub fn named_argument(place: Span, name: &str) -> Diagnostic {
    Diagnostic::error(Code(145), place, "arguments have no names")
        .here("the order of arguments says what they are")
        .help(format!(
            "leave `{name} =` out; options come together in an object: `f(x, {{ {name} = ... }})`"
        ))
}

/// E0148: `if`, `for` and the like as a statement.
pub fn statement(place: Span, word: &str) -> Diagnostic {
    let error = Diagnostic::error(Code(148), place, format!("there is no statement `{word}`"))
        .here("a block holds attributes and blocks");
    if matches!(word, "if" | "else" | "switch" | "match") {
        error
            .help("a value is chosen with `condition ? value : other_value`")
            .help("a resource or a use is made on a condition with `when = condition` in it")
    } else {
        error
            .help("a list is made with `[for x in list : x]`")
            .help("several resources of one kind are made with `for_each = ...` in it")
    }
}
