//! E06xx: a resource is not as the schema of its type wants it.

use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// How many values or names a message lists before it stops.
const LISTED: usize = 8;

/// E0600: no resource type has this name.
pub fn unknown_type(span: Span, type_name: &str, suggestion: Option<&str>) -> Diagnostic {
    error(
        600,
        span,
        format!("no resource type is named `{type_name}`"),
    )
    .help_if(suggestion.map(|meant| format!("did you mean `{meant}`?")))
    .help_if(
        (!type_name.contains("::")).then(|| {
            "types are called as CloudFormation calls them: `AWS::SERVICE::TYPE`".to_owned()
        }),
    )
}

/// E0601: a type has no such property. `property` is the whole path.
pub fn unknown_property(
    span: Span,
    type_name: &str,
    property: &str,
    suggestion: Option<&str>,
) -> Diagnostic {
    error(
        601,
        span,
        format!("`{type_name}` has no property `{property}`"),
    )
    .help_if(suggestion.map(|meant| format!("did you mean `{meant}`?")))
}

/// E0602: a property that the service sets.
pub fn read_only_property(span: Span, type_name: &str, property: &str) -> Diagnostic {
    error(
        602,
        span,
        format!("`{property}` of `{type_name}` is set by the service and cannot be given"),
    )
    .help("remove it; where its value is needed, refer to it as an attribute of the resource")
}

/// E0603: a value of another type than the property's. `expected` and `found` are phrases such as
/// `a string` and `a list`.
pub fn wrong_property_type(span: Span, property: &str, expected: &str, found: &str) -> Diagnostic {
    error(
        603,
        span,
        format!("`{property}` is {expected}, this is {found}"),
    )
    .here(found)
}

/// E0604: a property that must be set is not. `within` is the path of the object that lacks it.
pub fn missing_property(
    span: Span,
    type_name: &str,
    within: Option<&str>,
    property: &str,
) -> Diagnostic {
    let place = match within {
        Some(within) => format!("`{within}` of `{type_name}`"),
        None => format!("`{type_name}`"),
    };
    error(604, span, format!("{place} must have `{property}`"))
}

/// E0605: not one of the values that a property can have.
pub fn value_not_allowed(
    span: Span,
    property: &str,
    value: &str,
    allowed: &[String],
    suggestion: Option<&str>,
) -> Diagnostic {
    error(605, span, format!("`{property}` cannot be {value}"))
        .help_if(suggestion.map(|meant| format!("did you mean {meant}?")))
        .help(format!("it can be {}", listed(allowed, "or")))
}

/// E0606: a text does not fit the pattern of its property.
pub fn pattern_not_met(span: Span, property: &str, value: &str, pattern: &str) -> Diagnostic {
    error(606, span, format!("`{property}` cannot be {value}"))
        .help(format!("it must match the pattern `{pattern}`"))
}

/// E0607: a text is too short or too long. `bound` is a phrase such as `at most 80`.
pub fn wrong_length(span: Span, property: &str, length: u64, bound: &str) -> Diagnostic {
    error(
        607,
        span,
        format!("`{property}` has {length} characters, it must have {bound}"),
    )
}

/// E0608: a number is out of range. `bound` is a phrase such as `at most 43200` or `less than 1`.
pub fn number_out_of_range(span: Span, property: &str, value: &str, bound: &str) -> Diagnostic {
    error(
        608,
        span,
        format!("`{property}` is {value}, it must be {bound}"),
    )
}

/// E0609: a number is not a multiple of what its property counts in.
pub fn not_a_multiple(span: Span, property: &str, value: &str, of: &str) -> Diagnostic {
    error(
        609,
        span,
        format!("`{property}` is {value}, it must be a multiple of {of}"),
    )
}

/// E0610: a list has too few or too many elements. `bound` is a phrase such as `at most 5`.
pub fn wrong_item_count(span: Span, property: &str, count: u64, bound: &str) -> Diagnostic {
    error(
        610,
        span,
        format!(
            "`{property}` has {}, it must have {bound}",
            counted(count, "element")
        ),
    )
}

/// E0611: two elements of a list are equal. Positions start at 0.
pub fn duplicate_item(span: Span, property: &str, first: u32, second: u32) -> Diagnostic {
    error(
        611,
        span,
        format!("`{property}` has the same element twice, at [{first}] and [{second}]"),
    )
    .help("remove one of them")
}

/// E0612: an object has too few or too many properties or keys.
pub fn wrong_property_count(span: Span, property: &str, count: u64, bound: &str) -> Diagnostic {
    error(
        612,
        span,
        format!(
            "`{property}` has {}, it must have {bound}",
            counted(count, "key")
        ),
    )
}

/// E0613: none of the forms that a property can have fits. `closest` says what keeps the nearest
/// one from fitting.
pub fn no_alternative_fits(
    span: Span,
    property: &str,
    alternatives: u32,
    closest: &[String],
) -> Diagnostic {
    let diagnostic = error(
        613,
        span,
        format!("`{property}` fits none of the {alternatives} forms that it can have"),
    );
    closest.iter().fold(diagnostic, |diagnostic, reason| {
        diagnostic.help(format!("the nearest one fails because {reason}"))
    })
}

/// E0614: several of the forms fit where exactly one must. Positions start at 1.
pub fn several_alternatives_fit(span: Span, property: &str, fitting: &[u32]) -> Diagnostic {
    let fitting: Vec<String> = fitting.iter().map(ToString::to_string).collect();
    error(
        614,
        span,
        format!("`{property}` can be only one of its forms at a time"),
    )
    .help(format!(
        "forms {} fit: remove what belongs to all but one",
        listed(&fitting, "and")
    ))
}

/// E0615: a value that is excluded.
pub fn value_excluded(span: Span, property: &str) -> Diagnostic {
    error(615, span, format!("this value of `{property}` is reserved"))
}

/// E0616: a property that is set needs another one.
pub fn needs_other_property(span: Span, property: &str, needs: &str) -> Diagnostic {
    error(616, span, format!("`{property}` needs `{needs}`"))
        .help(format!("set `{needs}`, or remove `{property}`"))
}

/// E0617: two properties that exclude each other are both set.
pub fn excludes_other_property(span: Span, property: &str, excluded: &str) -> Diagnostic {
    error(
        617,
        span,
        format!("`{property}` and `{excluded}` exclude each other"),
    )
    .help("remove one of them")
}

/// E0618: none of several properties is set, of which one must be.
pub fn none_of_properties(span: Span, properties: &[String], only: bool) -> Diagnostic {
    let count = if only { "exactly one" } else { "at least one" };
    error(
        618,
        span,
        format!("{count} of {} must be set", listed(properties, "and")),
    )
}

/// E0619: several properties are set, of which exactly one must be.
pub fn several_of_properties(span: Span, properties: &[String], set: &[String]) -> Diagnostic {
    error(
        619,
        span,
        format!("only one of {} can be set", listed(properties, "and")),
    )
    .help(format!("keep one of {}", listed(set, "and")))
}

/// E0620: two elements agree in the keys that tell elements apart.
pub fn duplicate_key(
    span: Span,
    property: &str,
    keys: &[String],
    first: u32,
    second: u32,
) -> Diagnostic {
    error(
        620,
        span,
        format!(
            "[{first}] and [{second}] of `{property}` have the same {}",
            listed(keys, "and")
        ),
    )
}

/// E0621: a key of a map has a name that keys cannot have here.
pub fn property_name_not_allowed(span: Span, property: &str, patterns: &[String]) -> Diagnostic {
    error(621, span, format!("`{property}` cannot have this name"))
        .help(format!("names must match {}", listed(patterns, "or")))
}

/// E0623: a list has too many different elements.
pub fn too_many_different_items(span: Span, property: &str, count: u64, most: u64) -> Diagnostic {
    error(
        623,
        span,
        format!(
            "`{property}` has {}, it can have at most {most}",
            counted(count, "different element")
        ),
    )
}

/// E0625: a text is not what its property's format says, such as `ipv4-network`.
pub fn format_not_met(span: Span, property: &str, value: &str, format: &str) -> Diagnostic {
    let example = match format {
        "date-time" => "a time such as `2030-01-31T08:00:00Z`",
        "ipv4-network" => "a network such as `10.0.0.0/16`, all bits after the prefix being zero",
        "ipv6-network" => "a network such as `2001:db8::/32`, all bits after the prefix being zero",
        other => other,
    };
    error(625, span, format!("`{property}` cannot be {value}"))
        .help(format!("it must be {example}"))
}

fn error(code: u16, span: Span, message: String) -> Diagnostic {
    Diagnostic::error(Code(code), span, message)
}

fn counted(count: u64, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}

/// `a, b or c`; a long list is cut.
fn listed(all: &[String], last: &str) -> String {
    match all {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., end] if all.len() <= LISTED => format!("{} {last} {end}", before.join(", ")),
        _ => format!(
            "{} and {} more",
            all[..LISTED].join(", "),
            all.len() - LISTED
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn lists_read_like_sentences_and_end() {
        assert_eq!(listed(&words(&["a"]), "or"), "a");
        assert_eq!(listed(&words(&["a", "b", "c"]), "or"), "a, b or c");
        let many = words(&["x"; 11]);
        assert!(listed(&many, "or").ends_with("and 3 more"));
    }
}
