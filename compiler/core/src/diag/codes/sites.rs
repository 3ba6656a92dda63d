//! E05xx: sites, and what only shows when values are there.

use super::listed;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// E0501: no such region.
pub fn unknown_region(span: Span, region: &str, suggestion: Option<&str>) -> Diagnostic {
    let quoted = suggestion.map(|suggestion| format!("did you mean \"{suggestion}\"?"));
    let diagnostic = Diagnostic::error(Code(501), span, format!("there is no region \"{region}\""))
        .help_if(quoted);
    match suggestion {
        Some(suggestion) => diagnostic.edit(span, format!("{suggestion:?}")),
        None => diagnostic.help("regions are written like \"eu-west-1\""),
    }
}

/// E0502: a resource that stands at some sites only, read from everywhere.
pub fn not_everywhere(span: Span, declared: Span, name: &str, place: &str) -> Diagnostic {
    Diagnostic::error(Code(502), span, format!("`{name}` stands only {place}, so it cannot be read from every site"))
        .label(declared, format!("stands only {place}"))
        .help(format!("name the site: `at({name}.ATTRIBUTE, app.home)`, or all of them: `each_site({name}.ATTRIBUTE)`"))
}

/// E0503: a global resource reads what differs from site to site.
pub fn global_reads_regional(span: Span, name: &str, why: &[(Span, String)]) -> Diagnostic {
    let message = format!(
        "`{name}` differs from site to site, and this resource is global: it stands once for all of them"
    );
    let diagnostic = Diagnostic::error(Code(503), span, message)
        .here("is regional")
        .help(format!(
            "say at which site: `at({name}, app.home)`, or take all: `each_site({name})`"
        ));
    let others = why.iter().filter(|(place, _)| *place != span);
    others.fold(diagnostic, |diagnostic, (place, text)| {
        diagnostic.label(*place, text.clone())
    })
}

/// E0504: home is not among the regions.
pub fn home_not_in_regions(home: Span, region: &str, regions: Span) -> Diagnostic {
    Diagnostic::error(
        Code(504),
        home,
        format!("the app's home \"{region}\" is not one of its regions"),
    )
    .label(regions, "the regions")
    .help(format!(
        "add \"{region}\" to `regions`, or choose one of them as home"
    ))
}

/// E0505: no regions at all.
pub fn no_regions(span: Span) -> Diagnostic {
    Diagnostic::error(Code(505), span, "at least one region is needed here")
        .help("write, for example, `regions = [\"eu-west-1\"]`")
}

/// E0506: a region that the app does not have.
pub fn not_a_site(span: Span, region: &str, sites: &[&str]) -> Diagnostic {
    Diagnostic::error(
        Code(506),
        span,
        format!("\"{region}\" is not one of the app's regions"),
    )
    .help(format!("the app stands in {}", listed(sites)))
}

/// E0507: a use reads another one at a site where that one does not stand.
pub fn not_at_site(span: Span, name: &str, region: &str) -> Diagnostic {
    Diagnostic::error(
        Code(507),
        span,
        format!("`{name}` does not stand at {region}"),
    )
    .help(format!(
        "name a site where it stands: `at(x, REGION)`, or let `{name}` stand at {region} too"
    ))
}

/// E0508: an input's value breaks a refinement.
pub fn refused(
    span: Span,
    input: &str,
    value: &str,
    (rule, limit): (&str, Option<&str>),
    declared: Span,
) -> Diagnostic {
    Diagnostic::error(Code(508), span, format!("`{input}` is {value}, and {rule}"))
        .here(format!("is {value}"))
        .label(declared, "the limit is set here")
        .help_if(limit.map(|limit| format!("the nearest that goes is `{limit}`")))
}

/// E0509: a check of a component fails.
pub fn check_failed(
    at: Span,
    error: &str,
    name: &str,
    condition: Span,
    parts: &[(Span, String)],
) -> Diagnostic {
    let diagnostic = Diagnostic::error(Code(509), at, error.to_owned())
        .label(condition, format!("the check `{name}` of the component"));
    parts.iter().fold(diagnostic, |diagnostic, (span, value)| {
        diagnostic.label(*span, format!("is {value}"))
    })
}

/// A failed check as well: two uses have what only one may have.
pub fn not_unique(
    (first, one): (Span, &str),
    (second, other): (Span, &str),
    (error, value): (&str, &str),
    (name, condition): (&str, Span),
) -> Diagnostic {
    let message = format!("{error}: {value} of `{one}` and of `{other}`");
    let diagnostic =
        check_failed(second, &message, name, condition, &[]).here(format!("`{other}` has {value}"));
    if first == second {
        return diagnostic;
    }
    diagnostic.label(first, format!("`{one}` has it too"))
}

/// E0510: a function cannot work with a value.
pub fn function_failed(
    span: Span,
    message: String,
    made: Option<Span>,
    caller: Option<Span>,
) -> Diagnostic {
    Diagnostic::error(Code(510), span, message)
        .label(made.unwrap_or(Span::NONE), "its value is made here")
        .label(caller.unwrap_or(Span::NONE), "because of this use")
}

/// E0511: a list or map has no such element.
pub fn no_such_element(span: Span, index: &str, known: &str) -> Diagnostic {
    Diagnostic::error(Code(511), span, format!("there is no element {index}"))
        .here(format!("there is {known}"))
}

/// E0512: arithmetic without a result; the operands come with their values.
pub fn no_result(span: Span, why: &str, operands: &[(Span, String)]) -> Diagnostic {
    let diagnostic = Diagnostic::error(Code(512), span, format!("this has no result: {why}"));
    operands
        .iter()
        .fold(diagnostic, |diagnostic, (place, value)| {
            if *place == span {
                diagnostic.here(format!("is {value}"))
            } else {
                diagnostic.label(*place, format!("is {value}"))
            }
        })
}

/// E0513: two elements with one key.
pub fn key_twice(span: Span, key: &str) -> Diagnostic {
    Diagnostic::error(
        Code(513),
        span,
        format!("two elements have the key \"{key}\""),
    )
    .help("keys must differ: make them of something that no two elements share")
}

/// E0514: an existing resource does not state what is read from it.
pub fn not_stated(
    span: Span,
    name: &str,
    property: &str,
    example: &str,
    declared: Span,
) -> Diagnostic {
    Diagnostic::error(
        Code(514),
        span,
        format!("`existing.{name}` does not state `{property}`"),
    )
    .label(declared, "declared here")
    .help(format!("state it there: {example}"))
}

/// E0515: an existing resource has no id for a site.
pub fn no_id_at(span: Span, name: &str, region: &str) -> Diagnostic {
    Diagnostic::error(
        Code(515),
        span,
        format!("`existing.{name}` has no id for {region}"),
    )
    .help(format!("add it: id = {{ \"{region}\" = \"...\" }}"))
}

/// E0516: a resource type that a region does not have.
pub fn type_not_in_region(
    span: Span,
    ty: &str,
    region: &str,
    used: Span,
    elsewhere: &[&str],
) -> Diagnostic {
    let elsewhere = (!elsewhere.is_empty()).then(|| format!("it exists in {}", listed(elsewhere)));
    Diagnostic::error(Code(516), span, format!("{region} does not have {ty}"))
        .label(used, format!("it is wanted in {region} because of this"))
        .help_if(elsewhere)
        .help("leave that region out of the use's `regions`, or the app's")
}

/// E0517: no zones are known for a region.
pub fn no_zones(span: Span, region: &str) -> Diagnostic {
    Diagnostic::error(
        Code(517),
        span,
        format!("the availability zones of {region} are not known"),
    )
    .help("the standard library's `data/zones.json` does not list this region")
}

/// E0518: a use without its app's home where home is needed.
pub fn home_not_here(span: Span, name: &str, home: &str) -> Diagnostic {
    Diagnostic::error(
        Code(518),
        span,
        format!("`{name}` does not stand at the app's home {home}, and needs a home"),
    )
    .help(format!("add \"{home}\" to its `regions`"))
}

/// E0519: too much comes out.
pub fn too_large(span: Span, what: &str, most: usize) -> Diagnostic {
    Diagnostic::error(
        Code(519),
        span,
        format!("this makes more than {most} {what}"),
    )
    .help("make fewer of them, or divide the app")
}

/// E0520: an address in `moved` that cannot be.
pub fn bad_address(span: Span, text: &str, breaks: Option<(&str, &str)>) -> Diagnostic {
    let why = breaks.map(|(before, wanted)| match before {
        "" => format!("it should begin with {wanted}"),
        before => format!("behind `{before}` should stand {wanted}"),
    });
    let message = format!("\"{text}\" is not an address");
    let error = Diagnostic::error(Code(520), span, message).help(super::ADDRESS_FORMS);
    match why {
        Some(why) => error.here(why),
        None => error,
    }
}

/// E0521: the language's version.
pub fn unknown_language(span: Span, version: i64) -> Diagnostic {
    Diagnostic::error(
        Code(521),
        span,
        format!("this compiler knows language 1, and the app is written in {version}"),
    )
    .help("write `language = 1`, or use a newer outrigger")
}

/// E0522: a use does not provide a capability as it is written. `why` is what its component says of it.
pub fn not_provided(
    span: Span,
    address: &str,
    (capability, declared): (&str, Span),
    here: &str,
    why: Option<&str>,
) -> Diagnostic {
    let message = format!("`{address}` does not provide `{capability}` {here}");
    let diagnostic = Diagnostic::error(Code(522), span, message);
    match why {
        Some(why) => diagnostic.here(why),
        None => diagnostic
            .label(declared, "its `when` is false for this use")
            .help("call another capability, or change what the use is given"),
    }
}
