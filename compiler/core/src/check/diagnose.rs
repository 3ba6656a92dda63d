//! From a violation to a diagnostic, for a caller that knows its place in the source.

use super::{PropertyPath, Violation, ViolationKind};
use crate::diag::Diagnostic;
use crate::diag::codes::schema as codes;
use crate::names::{Names, Symbol};
use crate::source::Span;
use crate::value::Value;

/// The diagnostic of a violation in a resource of a type. `span` is the place of the value that the
/// violation is about (of the object that lacks a property, where one is missing).
#[expect(clippy::too_many_lines, reason = "one arm for each kind")]
pub fn diagnostic(names: &Names, type_name: &str, violation: &Violation, span: Span) -> Diagnostic {
    let path = subject(names, type_name, &violation.path);
    let path = path.as_str();
    let text = |name: Symbol| names.text(name).to_owned();
    let quoted = |name: &Symbol| format!("`{}`", names.text(*name));
    let all = |these: &[Symbol]| these.iter().map(quoted).collect::<Vec<_>>();
    match &violation.kind {
        ViolationKind::UnknownProperty { suggestion } => {
            let meant = suggestion.map(text);
            codes::unknown_property(span, type_name, path, meant.as_deref())
        }
        ViolationKind::UnknownName { patterns } => {
            let patterns: Vec<String> = patterns.iter().map(|p| format!("`{p}`")).collect();
            codes::property_name_not_allowed(span, path, &patterns)
        }
        ViolationKind::ReadOnly => codes::read_only_property(span, type_name, path),
        ViolationKind::WrongType { expected, found } => {
            codes::wrong_property_type(span, path, &expected.to_string(), &found.to_string())
        }
        ViolationKind::Missing { property } => {
            let within = (!violation.path.0.is_empty()).then_some(path);
            codes::missing_property(span, type_name, within, names.text(*property))
        }
        ViolationKind::NotAllowed {
            value,
            allowed,
            suggestion,
        } => {
            let show = |value: &Value| shown(names, *value);
            let allowed: Vec<String> = allowed.iter().map(show).collect();
            let meant = suggestion.as_ref().map(show);
            codes::value_not_allowed(span, path, &show(value), &allowed, meant.as_deref())
        }
        ViolationKind::Pattern { text, pattern } => {
            codes::pattern_not_met(span, path, &shown(names, Value::Text(*text)), pattern)
        }
        ViolationKind::Format { text, format } => {
            let shown = shown(names, Value::Text(*text));
            codes::format_not_met(span, path, &shown, names.text(*format))
        }
        ViolationKind::TooShort { length, least } => {
            codes::wrong_length(span, path, *length, &format!("at least {least}"))
        }
        ViolationKind::TooLong { length, most } => {
            codes::wrong_length(span, path, *length, &format!("at most {most}"))
        }
        ViolationKind::TooSmall {
            value,
            least,
            exclusive,
        } => {
            let words = if *exclusive { "more than" } else { "at least" };
            let bound = format!("{words} {least}");
            codes::number_out_of_range(span, path, &shown(names, *value), &bound)
        }
        ViolationKind::TooLarge {
            value,
            most,
            exclusive,
        } => {
            let words = if *exclusive { "less than" } else { "at most" };
            let bound = format!("{words} {most}");
            codes::number_out_of_range(span, path, &shown(names, *value), &bound)
        }
        ViolationKind::NotAMultiple { value, of } => {
            codes::not_a_multiple(span, path, &shown(names, *value), &of.to_string())
        }
        ViolationKind::TooFewItems { count, least } => {
            codes::wrong_item_count(span, path, *count, &format!("at least {least}"))
        }
        ViolationKind::TooManyItems { count, most } => {
            codes::wrong_item_count(span, path, *count, &format!("at most {most}"))
        }
        ViolationKind::TooManyDifferent { count, most } => {
            codes::too_many_different_items(span, path, *count, *most)
        }
        ViolationKind::Duplicate { first, second } => {
            codes::duplicate_item(span, path, *first, *second)
        }
        ViolationKind::DuplicateKey {
            keys,
            first,
            second,
        } => codes::duplicate_key(span, path, &all(keys), *first, *second),
        ViolationKind::TooFewProperties { count, least } => {
            codes::wrong_property_count(span, path, *count, &format!("at least {least}"))
        }
        ViolationKind::TooManyProperties { count, most } => {
            codes::wrong_property_count(span, path, *count, &format!("at most {most}"))
        }
        ViolationKind::NoAlternative {
            alternatives,
            closest,
        } => {
            let reason = |inner: &Violation| diagnostic(names, type_name, inner, span).message;
            let closest: Vec<String> = closest.iter().map(reason).collect();
            codes::no_alternative_fits(span, path, *alternatives, &closest)
        }
        ViolationKind::SeveralAlternatives { fitting } => {
            let fitting: Vec<u32> = fitting.iter().map(|at| at + 1).collect();
            codes::several_alternatives_fit(span, path, &fitting)
        }
        ViolationKind::Excluded => codes::value_excluded(span, path),
        ViolationKind::Needs { property, needs } => {
            codes::needs_other_property(span, names.text(*property), names.text(*needs))
        }
        ViolationKind::Excludes { property, excluded } => {
            codes::excludes_other_property(span, names.text(*property), names.text(*excluded))
        }
        ViolationKind::NoneOf { properties, only } => {
            codes::none_of_properties(span, &all(properties), *only)
        }
        ViolationKind::SeveralOf { properties, set } => {
            codes::several_of_properties(span, &all(properties), &all(set))
        }
    }
}

/// What a message is about: the property, or the type where it is about the whole resource.
fn subject(names: &Names, type_name: &str, path: &PropertyPath) -> String {
    if path.0.is_empty() {
        type_name.to_owned()
    } else {
        path.text(names)
    }
}

/// A single value as it is written.
fn shown(names: &Names, value: Value) -> String {
    match value {
        Value::Text(text) => format!("{:?}", names.text(text)),
        Value::Int(int) => int.to_string(),
        Value::Number(number) => number.get().to_string(),
        Value::Bool(value) => value.to_string(),
        _ => "this".to_owned(),
    }
}
