//! A value where the place wants another type.

use super::super::{did_you_mean, listed};
use super::{Note, noted};
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::units_of_measure::Dimension;

/// A value where another type is wanted.
pub struct Clash<'a> {
    /// The expression.
    pub span: Span,
    /// The type that its place wants.
    pub wanted: &'a str,
    /// The type that it has.
    pub found: &'a str,
    /// How the expression is written, as far as it is known: a literal, a name, else `x`.
    pub written: &'a str,
    /// Whether that is a literal.
    pub is_literal: bool,
    /// A use of the app that would do.
    pub example: Option<&'a str>,
    /// Where the two types come from.
    pub notes: &'a [Note],
}

impl Clash<'_> {
    pub(in super::super) fn error(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        let diagnostic = Diagnostic::error(code, self.span, message);
        noted(diagnostic.here(format!("is {}", self.found)), self.notes)
    }
}

/// E0301: a value of the wrong type.
pub fn mismatch(clash: &Clash<'_>, difference: Option<String>) -> Diagnostic {
    let (wanted, found) = (clash.wanted, clash.found);
    let message = format!("{wanted} is wanted here, and this is {found}");
    let diagnostic = clash.error(Code(301), message).help_if(difference);
    match conversion(clash) {
        Some((help, Some(text))) => diagnostic.help(help).edit(clash.span, text),
        Some((help, None)) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// The kinds of types between which there is something to do, by how they are written.
fn kind(ty: &str) -> &str {
    let ty = bare(ty);
    let word = ty.split(['(', '.']).next().unwrap_or(ty);
    match word {
        "int" | "number" | "bool" => "plain",
        "string" | "region" | "enum" | "cidr" | "arn" | "image" => "text",
        "duration" | "period" | "bytes" | "bandwidth" | "percent" | "rate" | "money" | "cpu" => {
            "quantity"
        }
        other => other,
    }
}

/// A type without `optional` and `later`.
fn bare(ty: &str) -> &str {
    let inner = ["optional(", "later("]
        .iter()
        .find_map(|outer| ty.strip_prefix(outer)?.strip_suffix(')'));
    inner.map_or(ty, bare)
}

/// The kind of the elements of a list or a set.
fn element(ty: &str) -> &str {
    let inner = ty
        .split_once('(')
        .and_then(|(_, rest)| rest.strip_suffix(')'));
    inner.map_or(ty, kind)
}

/// `queue.mail` of `"queue.mail"` and of `queue.mail.arn`, and whether anything follows.
fn use_named(written: &str) -> Option<(bool, String)> {
    let mut names = written.trim_matches('"').split('.');
    let (kind, name) = (names.next()?, names.next()?);
    let is_name = |text: &str| crate::paths::is_plain_name(text);
    let is_use = is_name(kind) && is_name(name) && !crate::paths::RESERVED.contains(&kind);
    is_use.then(|| (names.next().is_some(), format!("{kind}.{name}")))
}

/// What to do about a value of another type, and the text to put in its place.
pub(in super::super) fn conversion(clash: &Clash<'_>) -> Option<(String, Option<String>)> {
    let (x, wanted, found) = (clash.written, bare(clash.wanted), clash.found);
    let literal = |text: String| clash.is_literal.then_some(text);
    Some(match (kind(wanted), kind(found)) {
        ("list" | "set", "text") if element(wanted) == "provides" && clash.is_literal => {
            let (_, named) = use_named(x)?;
            let text = format!("[{named}]");
            (format!("a use is named without quotes, in brackets: `{text}`"), Some(text))
        }
        ("provides" | "component", "text") if clash.is_literal && use_named(x).is_some() => {
            let (_, named) = use_named(x)?;
            (format!("a use is named without quotes: `{named}`"), Some(named))
        }
        ("provides" | "component", _) if use_named(x).is_some_and(|(rest, _)| rest) => {
            let (_, named) = use_named(x)?;
            (format!("name the use itself: `{named}`"), None)
        }
        ("list" | "set", "text" | "plain" | "component" | "resource") => {
            let text = format!("[{x}]");
            (format!("put it into brackets: `{text}`"), literal(text))
        }
        ("text" | "plain" | "quantity", "list") => {
            (format!("take one of its elements, such as `{x}[0]`"), None)
        }
        ("quantity", "plain") => {
            let named = Dimension::NAMED.into_iter();
            let dimension = named.into_iter().find(|dimension| dimension.name() == wanted)?;
            let number = if clash.is_literal { x } else { "1" };
            let examples = dimension.examples(number);
            (format!("a quantity is written with its unit: \"{}\"", examples.join("\" or \"")), None)
        }
        ("tier", "text") if clash.is_literal => {
            let text = format!("tier.{}", x.trim_matches('"'));
            (format!("a tier is named without quotes: `{text}`"), Some(text))
        }
        (_, "null") => ("leave it out: what is not written is not given".to_owned(), None),
        ("list", "set") => (format!("a set has no order: `sort({x})` makes a list of it"), None),
        ("text", "plain") if clash.is_literal => {
            let text = format!("\"{x}\"");
            (format!("write it as text: `{text}`"), literal(text))
        }
        ("text", "plain" | "quantity") => (format!("write it as text: `\"${{{x}}}\"`"), None),
        ("plain", "plain") if wanted == "int" && found == "number" => (
            format!("`floor({x})` and `ceil({x})` make a whole number of it"),
            None,
        ),
        ("plain", "text") if clash.is_literal => {
            let bare = x.trim_matches('"');
            let fits = match wanted {
                "int" => bare.parse::<i64>().is_ok(),
                "number" => bare.parse::<f64>().is_ok(),
                _ => matches!(bare, "true" | "false"),
            };
            let text = fits.then(|| bare.to_owned());
            let shown = text.as_ref().map(|text| format!(": `{text}`"));
            let help = "numbers and bools are written without quotes";
            (format!("{help}{}", shown.unwrap_or_default()), text)
        }
        ("plain", "quantity") if wanted != "bool" => (
            format!("say in which unit: divide it by one, such as `{x} / \"{}\"`", one_of(found)),
            None,
        ),
        ("quantity", "quantity") if (wanted, found) == ("duration", "period") => (
            "a period may be written in months and years, which have no fixed length: declare it as `duration`".to_owned(),
            None,
        ),
        ("quantity", "text") if x.starts_with("each.") => (
            format!("text alone stays text in what `for_each` goes through: write it there as `\"{}\" * 1`, which is a {wanted}", one_of(wanted)),
            None,
        ),
        ("quantity", "text") => (
            format!("text is read as a quantity only where it is written: declare it as {wanted}, or write the quantity here"),
            None,
        ),
        ("map" | "object", "list" | "set") => (
            format!("make a map of it, with keys that stay: `{{ for y in {x} : y.name => y }}`"),
            None,
        ),
        ("component", _) => (
            format!("name a use: `{}.NAME`", wanted.trim_start_matches("component.")),
            None,
        ),
        ("provides", _) => match (wanted.split_once('.'), clash.example) {
            (_, Some(example)) => (format!("name a use that provides it, such as `{example}`"), None),
            (Some((_, what)), None) => {
                (format!("name a use that provides `{what}`: `KIND.NAME`"), None)
            }
            (None, None) => ("name a use that provides it: `KIND.NAME`".to_owned(), None),
        },
        _ => return None,
    })
}

/// One of a quantity's usual unit.
fn one_of(quantity: &str) -> &'static str {
    match quantity {
        "bytes" => "1MiB",
        "bandwidth" => "1MiB/s",
        "percent" => "1%",
        "rate" => "1rps",
        "cpu" => "1vCPU",
        "money" => "$1/month",
        _ => "1s",
    }
}

/// E0305: text that is none of the values of an enum.
pub fn not_in_enum(
    span: Span,
    text: &str,
    values: &[&str],
    suggestion: Option<&str>,
    notes: &[Note],
) -> Diagnostic {
    let quoted = suggestion.map(|suggestion| format!("did you mean \"{suggestion}\"?"));
    let message = format!("\"{text}\" is not one of the values that go here");
    let diagnostic = Diagnostic::error(Code(305), span, message)
        .help_if(quoted)
        .help(format!("the values are {}", listed(values)));
    let diagnostic = noted(diagnostic, notes);
    match suggestion {
        Some(suggestion) => diagnostic.edit(span, format!("{suggestion:?}")),
        None => diagnostic,
    }
}

/// E0306: a decision on what is known at deployment only.
pub fn decides_on_later(span: Span, what: &str, ty: &str, notes: &[Note]) -> Diagnostic {
    let message = format!("{what} cannot depend on a value that is known at deployment only");
    let diagnostic = Diagnostic::error(Code(306), span, message)
        .here(format!("is {ty}"))
        .help("decide on an input or a `let` that is known when it is compiled");
    noted(diagnostic, notes)
}

/// E0307: a later value where a known one is wanted.
pub fn later_where_known(clash: &Clash<'_>, is_input: bool) -> Diagnostic {
    let message = format!(
        "a known {} is wanted here, and this is known at deployment only",
        clash.wanted
    );
    let help = if is_input {
        "an input takes such values if it says `later = true`; then nothing can be decided by it"
    } else {
        "what is known at deployment can be passed on, and put into text and JSON, and no more"
    };
    clash.error(Code(307), message).help(help)
}

/// E0308: an optional where a value is wanted.
pub fn optional_where_value(clash: &Clash<'_>) -> Diagnostic {
    let x = clash.written;
    let message = format!("{} is wanted here, and this may be null", clash.wanted);
    clash.error(Code(308), message).help(format!(
        "say what is meant then: `coalesce({x}, OTHERWISE)` or `{x} == null ? OTHERWISE : {x}`"
    ))
}

/// E0309: something behind a value that may be null.
pub fn may_be_null(
    span: Span,
    inner: &str,
    step: &str,
    written: Option<&str>,
    notes: &[Note],
) -> Diagnostic {
    let x = written.unwrap_or("x");
    let then = match step {
        "for" => format!("[for y in {x} : y]"),
        "[...]" => format!("{x}[...]"),
        step => format!("{x}.{step}"),
    };
    let none = match step {
        "for" if inner.starts_with("map(") => Some("{}"),
        "for" if inner.starts_with("list(") => Some("[]"),
        "for" if inner.starts_with("set(") => Some("toset([])"),
        _ => None,
    };
    let help = match none {
        Some(none) => format!("where it is null, go through nothing: `coalesce({x}, {none})`"),
        None => format!(
            "test it first: `{x} != null ? {then} : OTHERWISE`, or the `let` that its `when` names"
        ),
    };
    let message = format!("this may be null, so `{step}` cannot be read from it");
    let diagnostic = Diagnostic::error(Code(309), span, message)
        .here(format!("is optional({inner})"))
        .help(help);
    noted(diagnostic, notes)
}

/// E0310: an object without such a field.
pub fn no_field(
    span: Span,
    ty: &str,
    field: &str,
    suggestion: Option<&str>,
    known: &[&str],
) -> Diagnostic {
    let fields = (!known.is_empty()).then(|| format!("it has {}", listed(known)));
    let diagnostic = Diagnostic::error(Code(310), span, format!("{ty} has no `{field}`"))
        .help_if(did_you_mean(suggestion))
        .help_if(fields);
    match suggestion {
        Some(suggestion) => diagnostic.edit(span, suggestion),
        None => diagnostic,
    }
}

/// E0311: an object literal has a field that its type does not know.
pub fn unknown_field(
    span: Span,
    field: &str,
    suggestion: Option<&str>,
    known: &[&str],
    notes: &[Note],
) -> Diagnostic {
    let diagnostic =
        Diagnostic::error(Code(311), span, format!("there is no field `{field}` here"))
            .help_if(did_you_mean(suggestion))
            .help(match known {
                [only] => format!("the only field is `{only}`"),
                _ => format!("the fields are {}", listed(known)),
            });
    let diagnostic = noted(diagnostic, notes);
    match suggestion {
        Some(suggestion) => diagnostic.edit(span, suggestion),
        None => diagnostic,
    }
}

/// E0312: an object literal lacks fields; each comes with its type.
pub fn missing_fields(span: Span, fields: &[(&str, String)], notes: &[Note]) -> Diagnostic {
    let names: Vec<_> = fields.iter().map(|(name, _)| *name).collect();
    let message = match names[..] {
        [only] => format!("the field `{only}` is missing"),
        _ => format!("the fields {} are missing", listed(&names)),
    };
    let lines = fields
        .iter()
        .map(|(name, ty)| format!("`{name} = ...`, of type {ty}"));
    let lines: Vec<_> = lines.collect();
    let diagnostic =
        Diagnostic::error(Code(312), span, message).help(format!("add {}", lines.join("; ")));
    noted(diagnostic, notes)
}
