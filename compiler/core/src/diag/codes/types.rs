//! E03xx: types.

use super::{did_you_mean, listed};
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::BinaryOp;
use crate::units_of_measure::{Dimension, QuantityError};

/// E0301: a value of the wrong type.
pub fn mismatch(span: Span, wanted: &str, found: &str) -> Diagnostic {
    Diagnostic::error(
        Code(301),
        span,
        format!("{wanted} is wanted here, and this is {found}"),
    )
    .here(format!("is {found}"))
    .help_if(conversion(wanted, found))
}

/// How a value of one type is made one of another.
fn conversion(wanted: &str, found: &str) -> Option<String> {
    let is = |ty: &str, kinds: &[&str]| kinds.iter().any(|kind| ty.starts_with(kind));
    let plain = ["string", "int", "number", "bool", "region", "enum("];
    let help = if is(wanted, &["list(", "set("]) && is(found, &plain) {
        "put it into brackets: `[x]`"
    } else if wanted == "string" && is(found, &["int", "number", "bool"]) {
        "write it as text: \"${x}\""
    } else if wanted == "int" && found == "number" {
        "`floor(x)` and `ceil(x)` make a whole number of it"
    } else if is(wanted, &["int", "number", "bool"]) && found == "string" {
        "numbers and bools are written without quotes"
    } else {
        return None;
    };
    Some(help.into())
}

/// E0302: a quantity of another dimension.
pub fn wrong_unit(span: Span, text: &str, wanted: Dimension, found: Dimension) -> Diagnostic {
    Diagnostic::error(
        Code(302),
        span,
        format!(
            "\"{text}\" is {}, and {} is wanted here",
            a(found),
            a(wanted)
        ),
    )
    .here(format!("a unit of {}", found.name()))
    .help(format!(
        "units of {} are {}: write, for example, {}",
        wanted.name(),
        wanted.units(),
        wanted.example()
    ))
}

/// E0303: text that is not a quantity.
pub fn not_a_quantity(
    span: Span,
    text: &str,
    wanted: Dimension,
    error: &QuantityError,
) -> Diagnostic {
    let help = format!(
        "units of {} are {}: write, for example, {}",
        wanted.name(),
        wanted.units(),
        wanted.example()
    );
    let diagnostic = Diagnostic::error(Code(303), span, format!("\"{text}\" is not {}", a(wanted)));
    let why = match error {
        QuantityError::NoNumber => "does not begin with a number".to_owned(),
        QuantityError::NoUnit => "has no unit".to_owned(),
        QuantityError::UnknownUnit {
            suggestion: Some(unit),
        } => format!("has no unit that is known; did you mean `{unit}`?"),
        QuantityError::UnknownUnit { suggestion: None } => "has no unit that is known".to_owned(),
        QuantityError::TooPrecise => "is finer than its smallest unit".to_owned(),
        QuantityError::TooLarge => "is more than can be counted".to_owned(),
    };
    diagnostic.here(why).help(help)
}

/// E0304: a bare number where a quantity is wanted.
pub fn number_without_unit(span: Span, wanted: Dimension) -> Diagnostic {
    Diagnostic::error(
        Code(304),
        span,
        format!("{} is wanted here, and this number has no unit", a(wanted)),
    )
    .help(format!(
        "units of {} are {}: write, for example, {}",
        wanted.name(),
        wanted.units(),
        wanted.example()
    ))
}

/// E0305: text that is none of the values of an enum.
pub fn not_in_enum(
    span: Span,
    text: &str,
    values: &[&str],
    suggestion: Option<&str>,
    declared: Option<Span>,
) -> Diagnostic {
    let quoted = suggestion.map(|suggestion| format!("did you mean \"{suggestion}\"?"));
    let diagnostic = Diagnostic::error(
        Code(305),
        span,
        format!("\"{text}\" is not one of the values that go here"),
    )
    .label(declared.unwrap_or(Span::NONE), "declared here")
    .help_if(quoted)
    .help(format!("the values are {}", listed(values)));
    match suggestion {
        Some(suggestion) => diagnostic.edit(span, format!("{suggestion:?}")),
        None => diagnostic,
    }
}

/// E0306: a decision on what is known at deployment only.
pub fn decides_on_later(span: Span, what: &str, ty: &str) -> Diagnostic {
    Diagnostic::error(
        Code(306),
        span,
        format!("{what} cannot depend on a value that is known at deployment only"),
    )
    .here(format!("is {ty}, known when it is deployed"))
    .help("decide on an input or a `let` that is known when it is compiled")
}

/// E0307: a later value where a known one is wanted.
pub fn later_where_known(span: Span, wanted: &str, found: &str) -> Diagnostic {
    Diagnostic::error(
        Code(307),
        span,
        format!("a known {wanted} is wanted here, and this is known at deployment only"),
    )
    .here(format!("is {found}"))
    .help("an input takes such values if it says `later = true`")
}

/// E0308: an optional where a value is wanted.
pub fn optional_where_value(span: Span, wanted: &str) -> Diagnostic {
    Diagnostic::error(
        Code(308),
        span,
        format!("{wanted} is wanted here, and this may be null"),
    )
    .here("may be null")
    .help("say what is meant then: `coalesce(x, OTHERWISE)` or `x == null ? OTHERWISE : x`")
}

/// E0309: something behind a value that may be null.
pub fn may_be_null(span: Span, inner: &str, step: &str) -> Diagnostic {
    Diagnostic::error(
        Code(309),
        span,
        format!("this may be null, so `{step}` cannot be read from it"),
    )
    .here(format!("is optional({inner})"))
    .help("test it first: `x != null ? x.y : OTHERWISE`, or the `let` that its `when` names")
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
    Diagnostic::error(Code(310), span, format!("{ty} has no `{field}`"))
        .help_if(did_you_mean(suggestion))
        .help_if(fields)
}

/// E0311: an object literal has a field that its type does not know.
pub fn unknown_field(
    span: Span,
    field: &str,
    suggestion: Option<&str>,
    known: &[&str],
) -> Diagnostic {
    let diagnostic =
        Diagnostic::error(Code(311), span, format!("there is no field `{field}` here"))
            .help_if(did_you_mean(suggestion))
            .help(format!("the fields are {}", listed(known)));
    match suggestion {
        Some(suggestion) => diagnostic.edit(span, suggestion),
        None => diagnostic,
    }
}

/// E0312: an object literal lacks a field.
pub fn missing_field(span: Span, field: &str, ty: &str) -> Diagnostic {
    Diagnostic::error(Code(312), span, format!("the field `{field}` is missing"))
        .help(format!("add `{field} = ...`, of type {ty}"))
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
pub fn not_a_type(span: Span) -> Diagnostic {
    Diagnostic::error(Code(315), span, "this is not a type")
        .help("types are written like `string`, `list(duration)`, `optional(object({ a = int }))`")
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
        .help("take one of the references away, or move what both need into a third")
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

/// E0322: lets that lean on each other too deep.
pub fn too_deep(span: Span, name: &str, most: u32) -> Diagnostic {
    Diagnostic::error(
        Code(322),
        span,
        format!("`{name}` stands on more than {most} other lets"),
    )
    .help("shorten the chain")
}

/// E0323: a value that text cannot show.
pub fn not_in_template(span: Span, ty: &str, optional: bool) -> Diagnostic {
    let help = if optional {
        "say what stands there when it is null: `coalesce(x, \"\")`"
    } else {
        "text takes strings, numbers, bools, quantities and attributes; for the rest there is `json(x)`"
    };
    Diagnostic::error(Code(323), span, "this cannot stand inside text")
        .here(format!("is {ty}"))
        .help(help)
}

/// E0324: an operation that these types do not have.
pub fn no_operation(span: Span, op: BinaryOp, a: (Span, &str), b: (Span, &str)) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        Code(324),
        span,
        format!("`{}` does not work on {} and {}", sign(op), a.1, b.1),
    )
    .label(a.0, format!("is {}", a.1))
    .label(b.0, format!("is {}", b.1));
    let text = [a.1, b.1].contains(&"string");
    if op == BinaryOp::Add && text {
        diagnostic.help("text is put together by a template: \"${a}${b}\"")
    } else if a.1 != b.1 {
        diagnostic.help("both sides must be of one kind; quantities only go with quantities of the same dimension")
    } else {
        diagnostic
    }
}

/// E0325: the branches of a conditional differ.
pub fn branches_differ(span: Span, yes: (Span, &str), no: (Span, &str)) -> Diagnostic {
    Diagnostic::error(
        Code(325),
        span,
        "both branches of a conditional must have one type",
    )
    .label(yes.0, format!("is {}", yes.1))
    .label(no.0, format!("is {}", no.1))
}

/// E0326: the elements of a list differ.
pub fn elements_differ(span: Span, first: &str, other: &str) -> Diagnostic {
    Diagnostic::error(Code(326), span, "the elements of a list must have one type")
        .here(format!("is {other}, and those before it are {first}"))
}

/// E0327: something without elements.
pub fn no_elements(span: Span, ty: &str) -> Diagnostic {
    let (message, help) = if ty.starts_with("set(") {
        (
            format!("{ty} has no order, so its elements have no numbers"),
            "make a list of it first: `sort(x)`",
        )
    } else {
        (
            format!("{ty} has no elements"),
            "a list, a map or an object is wanted here",
        )
    };
    Diagnostic::error(Code(327), span, message).help(help)
}

/// E0328: `for_each` over something without stable keys.
pub fn for_each_over(span: Span, ty: &str) -> Diagnostic {
    Diagnostic::error(
        Code(328),
        span,
        format!("`for_each` goes over a map or a set of text, and this is {ty}"),
    )
    .help(
        "make a map with keys that stay when others come and go: `{ for x in list : x.name => x }`",
    )
}

/// E0329: `after` is not a list of resources.
pub fn after_is_a_list(span: Span) -> Diagnostic {
    Diagnostic::error(Code(329), span, "`after` takes a list of resources or uses")
        .help("write, for example, `after = [writer]` or `after = [at(writer, app.home)]`")
}

/// E0330: the wrong number of arguments.
pub fn wrong_argument_count(
    span: Span,
    signature: &str,
    wanted: usize,
    found: usize,
) -> Diagnostic {
    let arguments = if wanted == 1 { "argument" } else { "arguments" };
    Diagnostic::error(
        Code(330),
        span,
        format!("this function takes {wanted} {arguments}, and {found} are given"),
    )
    .help(format!("it is called as `{signature}`"))
}

/// E0331: an argument of the wrong type.
pub fn wrong_argument(
    span: Span,
    signature: &str,
    wanted: &str,
    found: &str,
    later: bool,
) -> Diagnostic {
    let later = later.then(|| "it works on values that are known when it is compiled".to_owned());
    Diagnostic::error(
        Code(331),
        span,
        format!("{wanted} is wanted here, and this is {found}"),
    )
    .here(format!("is {found}"))
    .help(format!("it is called as `{signature}`"))
    .help_if(later)
}

/// E0332: a use that does not provide what is asked for.
pub fn does_not_provide(
    span: Span,
    kind: &str,
    capability: Option<&str>,
    known: &[&str],
) -> Diagnostic {
    let message = match capability {
        Some(capability) => format!("`{kind}` does not provide `{capability}`"),
        None => format!("`{kind}` provides nothing that can be called"),
    };
    let known = (!known.is_empty()).then(|| format!("it provides {}", listed(known)));
    Diagnostic::error(Code(332), span, message).help_if(known)
}

/// E0333: a quantity in a property.
pub fn quantity_in_property(span: Span, property: &str, dimension: Dimension) -> Diagnostic {
    let help = match dimension {
        Dimension::Duration => {
            "say in which unit: `in_seconds(x)`, `in_minutes(x)`, `in_hours(x)` or `in_days(x)`"
        }
        Dimension::Bytes => "say in which unit: `in_mib(x)` or `in_gib(x)`",
        _ => "put it into text, or compute a number from it",
    };
    Diagnostic::error(
        Code(333),
        span,
        format!(
            "`{property}` takes a plain value, and this is {}",
            a(dimension)
        ),
    )
    .help(help)
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
pub fn resource_in_property(span: Span, property: &str, found: &str) -> Diagnostic {
    Diagnostic::error(Code(335), span, format!("`{property}` takes a value, and this is a whole resource"))
        .here(format!("is {found}"))
        .help("name the attribute that is meant: `x.Arn`, or `x.ref` for what CloudFormation's `Ref` gives")
}

/// E0336: a property takes another JSON type.
pub fn wrong_property_type(span: Span, property: &str, wanted: &str, found: &str) -> Diagnostic {
    let number =
        (found == "int" || found == "number" || found == "bool") && wanted.contains("a string");
    let quoted = found == "string" && wanted.contains("number");
    let help = if number {
        Some("write it as text: \"${x}\"".to_owned())
    } else {
        quoted.then(|| "numbers are written without quotes".to_owned())
    };
    Diagnostic::error(
        Code(336),
        span,
        format!("`{property}` takes {wanted}, and this is {found}"),
    )
    .here(format!("is {found}"))
    .help_if(help)
}

/// E0337: a resource where an attribute is wanted.
pub fn resource_where_attribute(span: Span, wanted: &str, found: &str) -> Diagnostic {
    Diagnostic::error(
        Code(337),
        span,
        format!("{wanted} is wanted here, and this is the whole {found}"),
    )
    .help("name the attribute that is meant: `x.Arn`, or `x.ref`")
}

/// E0338: a param of a type that templates do not have.
pub fn param_type(span: Span, ty: &str, why: &str) -> Diagnostic {
    Diagnostic::error(Code(338), span, format!("a param cannot be {ty}")).help(why.to_owned())
}

/// E0339: text that is not a range of addresses.
pub fn not_a_cidr(span: Span, text: &str) -> Diagnostic {
    Diagnostic::error(
        Code(339),
        span,
        format!("\"{text}\" is not a range of IPv4 addresses"),
    )
    .help("write, for example, \"10.0.0.0/16\": no bit behind the prefix may be set")
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

fn a(dimension: Dimension) -> String {
    match dimension {
        Dimension::Bytes => "an amount of bytes".into(),
        Dimension::Money => "an amount of money".into(),
        Dimension::Cpu => "an amount of cpu".into(),
        Dimension::Duration | Dimension::Percent | Dimension::Rate => {
            format!("a {}", dimension.name())
        }
    }
}

fn sign(op: BinaryOp) -> &'static str {
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
