//! E03xx: types.

mod operators;
mod quantities;
mod wanted;

pub use operators::*;
pub use quantities::*;
pub use wanted::*;

use super::{did_you_mean, listed};
use crate::diag::{Code, Diagnostic, Label};
use crate::source::Span;
use crate::units_of_measure::{self, Dimension};

/// What is to be said at another place.
pub type Note = (Span, String);

fn noted(diagnostic: Diagnostic, notes: &[Note]) -> Diagnostic {
    notes.iter().fold(diagnostic, |diagnostic, (span, text)| {
        let main = diagnostic.labels.first().map(|label| label.span);
        if main == Some(*span) {
            let before = diagnostic.labels.first().map(|label| label.text.as_str());
            let before = before.filter(|before| !before.is_empty());
            let joined = before.map(|before| format!("{before}: {text}"));
            return diagnostic.here(joined.unwrap_or_else(|| text.clone()));
        }
        let mut diagnostic = diagnostic;
        // Of two things to say about one place, the later one explains more.
        let is_there = |label: &&mut Label| label.span == *span;
        if let Some(label) = diagnostic.labels.iter_mut().skip(1).find(is_there) {
            label.text.clone_from(text);
            return diagnostic;
        }
        diagnostic.label(*span, text.clone())
    })
}

/// E0313: an attribute that a resource type does not give.
pub fn no_attribute(
    span: Span,
    ty: &str,
    attribute: &str,
    suggestion: Option<&str>,
    known: &[&str],
) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        Code(313),
        span,
        format!("{ty} gives no attribute `{attribute}`"),
    )
    .help_if(did_you_mean(suggestion))
    .help(format!("it gives {}", listed(known)));
    match suggestion {
        Some(suggestion) => diagnostic.edit(span, suggestion),
        None => diagnostic,
    }
}

/// E0314: no such type.
pub fn unknown_type(span: Span, name: &str, suggestion: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::error(Code(314), span, format!("there is no type `{name}`"))
        .help_if(did_you_mean(suggestion));
    match suggestion {
        Some(suggestion) => diagnostic.edit(span, suggestion),
        None => diagnostic.help("a component as a type is written `component.KIND`"),
    }
}

/// E0315: an expression in the place of a type.
pub fn not_a_type(span: Span, quoted: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::error(Code(315), span, "this is not a type");
    match quoted {
        Some(name) => diagnostic
            .help(format!("types are written without quotes: `{name}`"))
            .edit(span, name),
        None => diagnostic.help(
            "types are written like `string`, `list(duration)`, `optional(object({ a = int }))`",
        ),
    }
}

/// E0347: a type without what it needs in parentheses, or with something else there.
pub fn type_parameters(span: Span, name: &str, form: &str) -> Diagnostic {
    let message = format!("the type `{name}` is written with what is in it");
    Diagnostic::error(Code(347), span, message).help(format!("write, for example, `{form}`"))
}

/// E0316: an input without a type.
pub fn input_without_type(header: Span) -> Diagnostic {
    Diagnostic::error(Code(316), header, "an input needs a type")
        .help("add, for example, `type = string`")
}

/// E0317: an input without a doc.
pub fn input_without_doc(header: Span) -> Diagnostic {
    Diagnostic::error(Code(317), header, "an input needs a `doc`")
        .help("add `doc = \"...\"`: one sentence that says what it is and what it is measured in")
}

/// E0318: something computed where a literal is wanted.
pub fn literal_wanted(span: Span, what: &str) -> Diagnostic {
    Diagnostic::error(Code(318), span, format!("{what} is wanted here"))
        .here("is computed")
        .help("write it out: this is read before anything is evaluated")
}

/// E0320: uses or lets in a circle.
pub fn cycle(path: &[(&str, Span)]) -> Diagnostic {
    circle(path).help("take one of the references away, or move what both need into a third")
}

/// The same of calls, where what is provided depends on what is called.
pub fn cycle_of_calls(path: &[(&str, Span)]) -> Diagnostic {
    circle(path).help(
        "uses may call each other, but then none may provide what depends on its own calls: take the calls out of what `provides` says and of its `when`, or one of the calls away",
    )
}

fn circle(path: &[(&str, Span)]) -> Diagnostic {
    let names: Vec<_> = path
        .iter()
        .map(|(name, _)| *name)
        .chain(path.first().map(|(name, _)| *name))
        .collect();
    let first = path.first().map_or(Span::NONE, |first| first.1);
    let diagnostic = Diagnostic::error(
        Code(320),
        first,
        format!("these need each other: {}", names.join(" -> ")),
    );
    round(diagnostic, path, &names, "needs")
}

/// Says at each place of a circle what comes next; the first is the main place.
fn round(diagnostic: Diagnostic, path: &[(&str, Span)], names: &[&str], verb: &str) -> Diagnostic {
    let steps = path.iter().zip(names.iter().skip(1)).enumerate();
    steps.fold(diagnostic, |diagnostic, (at, ((name, span), next))| {
        let text = format!("`{name}` {verb} `{next}`");
        match at {
            0 => diagnostic.here(text),
            _ => diagnostic.label(*span, text),
        }
    })
}

/// E0321: a component that contains itself.
pub fn recursive_components(path: &[(&str, Span)]) -> Diagnostic {
    let names: Vec<_> = path
        .iter()
        .map(|(name, _)| *name)
        .chain(path.first().map(|(name, _)| *name))
        .collect();
    let first = path.first().map_or(Span::NONE, |first| first.1);
    let message = format!("a component cannot contain itself: {}", names.join(" -> "));
    let diagnostic = Diagnostic::error(Code(321), first, message);
    round(diagnostic, path, &names, "contains")
        .help("take the inner use away that closes the circle")
}

/// E0322: values that lean on each other too deep.
pub fn too_deep(span: Span, name: &str, most: usize) -> Diagnostic {
    Diagnostic::error(
        Code(322),
        span,
        format!("`{name}` stands on more than {most} other values"),
    )
    .help("shorten the chain")
}

/// E0323: a value that text cannot show.
pub fn not_in_template(span: Span, ty: &str, name: &str) -> Diagnostic {
    let is = |kinds: &[&str]| kinds.iter().any(|kind| ty.starts_with(kind));
    let help = if is(&["optional(", "null"]) {
        format!(
            "leave the whole text out where it is null: `{name} == null ? null : \"...\"`, which `compact([...])` takes out of a list; or say what stands in its place: `coalesce({name}, VALUE)`"
        )
    } else if is(&["resource("]) {
        format!("name the attribute that is meant: `{name}.Arn`, or `{name}.ref`")
    } else if is(&["component.", "provides"]) {
        format!("name the output that is meant: `{name}.OUTPUT`")
    } else if is(&["list(", "set("]) {
        format!(
            "put its elements together: `join(\", \", {name})`, or show it as JSON: `jsonencode({name})`"
        )
    } else {
        format!(
            "text takes strings, numbers, bools, quantities and attributes; the rest as JSON: `jsonencode({name})`"
        )
    };
    Diagnostic::error(Code(323), span, "this cannot stand inside text")
        .here(format!("is {ty}"))
        .help(help)
}

/// E0327: something without elements.
pub fn no_elements(span: Span, ty: &str, name: &str) -> Diagnostic {
    let (message, help) = if ty.starts_with("set(") {
        (
            format!("{ty} has no order, so its elements have no numbers"),
            format!("make a list of it first: `sort({name})`"),
        )
    } else if ty.starts_with("map(") {
        (
            format!("`[*]` goes through a list, and this is {ty}"),
            format!("go through its values: `values({name})[*]`"),
        )
    } else if ty.starts_with("later(") {
        (
            format!(
                "{ty} is known at deployment only, and how long a list is must be known before"
            ),
            "it can be passed on as a whole".to_owned(),
        )
    } else {
        (
            format!("{ty} has no elements"),
            "a list, a map or an object is wanted here".to_owned(),
        )
    };
    Diagnostic::error(Code(327), span, message)
        .here(format!("is {ty}"))
        .help(help)
}

/// E0328: `for_each` over something without stable keys.
pub fn for_each_over(span: Span, ty: &str) -> Diagnostic {
    Diagnostic::error(
        Code(328),
        span,
        format!("`for_each` goes over a map or a set of text, and this is {ty}"),
    )
    .here(format!("is {ty}"))
    .help(
        "make a map with keys that stay when others come and go: `{ for x in list : x.name => x }`",
    )
}

/// E0329: `after` is not a list of resources.
pub fn after_is_a_list(span: Span) -> Diagnostic {
    Diagnostic::error(Code(329), span, "`after` takes a list of resources or uses")
        .help("write, for example, `after = [writer]` or `after = [at(writer, app.home)]`")
}

/// E0332: a use that does not provide what is asked for.
pub fn does_not_provide(
    span: Span,
    kind: &str,
    capability: Option<&str>,
    known: &[&str],
    notes: &[Note],
) -> Diagnostic {
    let message = match capability {
        Some(capability) => format!("`{kind}` does not provide `{capability}`"),
        None => format!("`{kind}` provides nothing that can be called"),
    };
    let known = (!known.is_empty()).then(|| format!("it provides {}", listed(known)));
    noted(
        Diagnostic::error(Code(332), span, message).help_if(known),
        notes,
    )
}

/// E0334: an attribute of another kind of resource.
pub fn wrong_attribute(span: Span, property: &str, accepted: &[String], found: &str) -> Diagnostic {
    let mut accepted: Vec<_> = accepted.iter().map(String::as_str).collect();
    accepted.sort_unstable();
    accepted.dedup();
    let help = (!accepted.is_empty()).then(|| format!("it takes {}", listed(&accepted)));
    Diagnostic::error(
        Code(334),
        span,
        format!("`{property}` does not take {found}"),
    )
    .here(format!("is {found}"))
    .help_if(help)
}

/// E0335: a resource where one of its attributes is meant.
pub fn resource_in_property(span: Span, property: &str, found: &str, name: &str) -> Diagnostic {
    Diagnostic::error(Code(335), span, format!("`{property}` takes a value, and this is a whole resource"))
        .here(format!("is {found}"))
        .help(format!("name the attribute that is meant: `{name}.Arn`, or `{name}.ref` for what CloudFormation's `Ref` gives"))
}

/// What makes a number of a quantity in quotes.
fn in_units(text: &str) -> Option<String> {
    let function = match units_of_measure::parse(text).ok()?.dimension {
        Dimension::Duration => "in_seconds",
        Dimension::Bytes => "in_gib",
        _ => return None,
    };
    Some(format!("{function}(\"{text}\")"))
}

/// E0336: a property takes another JSON type.
pub fn wrong_property_type(property: &str, clash: &Clash<'_>) -> Diagnostic {
    let (wanted, found, x) = (clash.wanted, clash.found, clash.written);
    let is_plain = matches!(found, "int" | "number" | "bool");
    let bare = x.trim_matches('"');
    let is_number = bare.parse::<f64>().is_ok();
    let is_bool = matches!(bare, "true" | "false");
    let literal = clash.is_literal;
    let (help, text) = if found.starts_with("optional(") {
        let text = format!("{x} == null ? null : \"${{{x}}}\"");
        let help = wanted
            .contains("a string")
            .then(|| format!("write it as text: `{text}`"));
        (help, None)
    } else if is_plain && wanted.contains("a string") && literal {
        (
            Some(format!("write it as text: `\"{x}\"`")),
            Some(format!("\"{x}\"")),
        )
    } else if is_plain && wanted.contains("a string") {
        (Some(format!("write it as text: `\"${{{x}}}\"`")), None)
    } else if found == "string"
        && literal
        && (is_number && wanted.contains("number") || is_bool && wanted.contains("true"))
    {
        let help = format!("numbers and bools are written without quotes: `{bare}`");
        (Some(help), Some(bare.to_owned()))
    } else if found == "string" && literal && wanted.contains("number") && in_units(bare).is_some()
    {
        let text = in_units(bare).unwrap_or_default();
        (
            Some(format!("say in which unit the property counts: `{text}`")),
            Some(text),
        )
    } else if wanted == "a list" && !found.starts_with("map(") && !found.starts_with("object(") {
        let text = format!("[{x}]");
        (
            Some(format!("put it into brackets: `{text}`")),
            literal.then_some(text),
        )
    } else {
        (None, None)
    };
    let message = format!("`{property}` takes {wanted}, and this is {found}");
    let diagnostic = clash.error(Code(336), message).help_if(help);
    match text {
        Some(text) => diagnostic.edit(clash.span, text),
        None => diagnostic,
    }
}

/// E0337: a resource where an attribute is wanted.
pub fn resource_where_attribute(clash: &Clash<'_>) -> Diagnostic {
    let (wanted, found, x) = (clash.wanted, clash.found, clash.written);
    let message = format!("{wanted} is wanted here, and this is the whole {found}");
    let help = if found.starts_with("component.") {
        format!("name the output that is meant: `{x}.OUTPUT`")
    } else {
        format!("name the attribute that is meant: `{x}.Arn`, or `{x}.ref`")
    };
    clash.error(Code(337), message).help(help)
}

/// E0338: a param of a type that templates do not have.
pub fn param_type(span: Span, ty: &str, why: &str) -> Diagnostic {
    Diagnostic::error(Code(338), span, format!("a param cannot be {ty}"))
        .here("templates have no such parameters")
        .help(why.to_owned())
}

/// E0339: text that is not a range of addresses.
pub fn not_a_cidr(span: Span, text: &str, meant: Option<&str>) -> Diagnostic {
    let message = format!("\"{text}\" is not a range of IPv4 addresses");
    let diagnostic = Diagnostic::error(Code(339), span, message);
    match meant {
        Some(meant) => diagnostic
            .here("has bits behind its prefix")
            .help(format!("the range that it lies in is \"{meant}\""))
            .edit(span, format!("\"{meant}\"")),
        None => diagnostic.help(
            "write, for example, \"10.0.0.0/16\": four numbers up to 255 and a prefix up to 32",
        ),
    }
}

/// E0340: text that is not an ARN.
pub fn not_an_arn(span: Span, text: &str) -> Diagnostic {
    Diagnostic::error(Code(340), span, format!("\"{text}\" is not an ARN"))
        .help("an ARN begins with `arn:`")
}

/// E0341: a pattern that is not a regular expression.
pub fn bad_pattern(span: Span, error: &str) -> Diagnostic {
    Diagnostic::error(Code(341), span, "this is not a regular expression")
        .here(error.to_owned())
        .help("write, for example, `matches = \"^[a-z][a-z0-9]*$\"`; a backslash is written twice")
}

/// E0342: `callers` of something else than the use itself.
pub fn callers_of_self(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code(342),
        span,
        "`callers` takes `self`, inside a component",
    )
    .help("write `callers(self)`: who calls another use is that one's own business")
}

/// E0343: who calls a use decides which uses there are.
pub fn uses_from_calls(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code(343),
        span,
        "which uses there are, and what they are given, cannot depend on who calls them",
    )
    .here("is known only when all uses and their calls are")
    .help("decide on an input instead; properties of resources may depend on it")
}

/// E0348: a snapshot of something of which CloudFormation takes none.
pub fn no_snapshot(span: Span, type_name: &str) -> Diagnostic {
    let message = format!("CloudFormation takes no snapshot of {type_name}");
    Diagnostic::error(Code(348), span, message)
        .help("write \"retain\" so that it stays, or \"delete\" if it may go")
}
