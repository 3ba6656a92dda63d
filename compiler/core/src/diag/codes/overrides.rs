//! E0365 to E0379: overrides of what is inside a use.

use super::{did_you_mean, listed};
use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// E0365: nothing of this name inside. `instead` is a whole path that was probably meant.
pub fn not_inside(
    span: Span,
    name: &str,
    owner: &str,
    declared: Span,
    instead: Option<&str>,
    inside: &[&str],
) -> Diagnostic {
    let message = format!("there is no `{name}` inside `{owner}`");
    Diagnostic::error(Code(365), span, message)
        .label(declared, format!("`{owner}` is declared here"))
        .help_if(did_you_mean(instead))
        .help(if inside.is_empty() {
            "it makes no resources".to_owned()
        } else {
            format!("inside are {}", listed(inside))
        })
}

/// E0366: a path that leads to no property.
pub fn no_property(span: Span, why: &str, help: &str) -> Diagnostic {
    let message = format!("an override sets a property of a resource, and {why}");
    Diagnostic::error(Code(366), span, message).help(help)
}

/// E0367: a text that is no path.
pub fn not_a_path(span: Span, wanted: &str) -> Diagnostic {
    Diagnostic::error(Code(367), span, format!("this is not a path: {wanted} should stand here"))
        .help("a path names what is inside the use, then the property: \"main.Tags[Key == 'team'].Value\"")
}

/// E0368: an element by its position.
pub fn by_position(span: Span, position: &str, instead: &str) -> Diagnostic {
    Diagnostic::error(
        Code(368),
        span,
        format!("`[{position}]` is a position, and elements have none that stays"),
    )
    .help(format!("say what the element contains: `{instead}`"))
    .help("or take all of them: `[*]`")
}

/// E0369: something of a resource that is no property, and not the user's to set.
pub fn not_overridable(span: Span, word: &str, why: &str) -> Diagnostic {
    Diagnostic::error(Code(369), span, format!("`{word}` cannot be overridden")).help(why)
}

/// E0370: an override without a reason.
pub fn no_reason(span: Span, path: &str) -> Diagnostic {
    Diagnostic::error(
        Code(370),
        span,
        format!("the override of `{path}` gives no reason"),
    )
    .help("say why the component is not right here, for whoever reads it next: `reason = \"...\"`")
}

/// E0371: an override needs a value, or says that there is none.
pub fn value_or_remove(span: Span, path: &str, both: bool) -> Diagnostic {
    let what = if both {
        "has a value and takes the property away"
    } else {
        "has neither `value` nor `remove`"
    };
    Diagnostic::error(Code(371), span, format!("the override of `{path}` {what}"))
        .help("write `value = ...`, or `remove = true` to leave the property unset")
}

/// E0372: two overrides of one thing.
pub fn overlap(second: Span, first: Span, path: &str, other: &str) -> Diagnostic {
    let message = if path == other {
        format!("`{path}` is overridden twice")
    } else {
        format!("the overrides of `{other}` and `{path}` may set the same property")
    };
    Diagnostic::error(Code(372), second, message)
        .label(first, "the other one")
        .help("make one of them: their order means nothing, so neither would win")
}

/// E0373: a key where there is one resource, or none where there are several.
pub fn key_wanted(span: Span, name: &str, has_keys: bool, declared: Span) -> Diagnostic {
    if has_keys {
        Diagnostic::error(
            Code(373),
            span,
            format!("`{name}` is made once for each key, and the path does not say which"),
        )
        .label(declared, "it has a `for_each`")
        .help(format!(
            "name the key, `{name}['KEY']`, or take all of them: `{name}[*]`"
        ))
    } else {
        Diagnostic::error(
            Code(373),
            span,
            format!("there is one `{name}`, and the path gives it a key"),
        )
        .label(declared, "it has no `for_each`")
        .help(format!("write `{name}` without brackets"))
    }
}

/// E0374: the path leads into something that is not there, or that has no inside.
pub fn leads_nowhere(span: Span, address: &str, why: &str, help: &str) -> Diagnostic {
    Diagnostic::error(Code(374), span, format!("in `{address}`, {why}")).help(help)
}

/// E0375: an override that says what is there already.
pub fn changes_nothing(span: Span, path: &str, reason: Span) -> Diagnostic {
    let message =
        format!("the override of `{path}` changes nothing: the component sets it so already");
    Diagnostic::warning(Code(375), span, message)
        .label(
            reason,
            "so the reason is gone, or the path names something else",
        )
        .help("take the override away")
}

/// E0376: `unstable` names something that the component does not have.
pub fn unstable_unknown(
    span: Span,
    name: &str,
    kind: &str,
    suggestion: Option<&str>,
    known: &[&str],
) -> Diagnostic {
    Diagnostic::error(
        Code(376),
        span,
        format!("`{kind}` has no resource or use `{name}`"),
    )
    .help_if(did_you_mean(suggestion))
    .help(if known.is_empty() {
        "it makes no resources".to_owned()
    } else {
        format!("it has {}", listed(known))
    })
}

/// E0377: an override of what may go with a version.
pub fn unstable(span: Span, name: &str, kind: &str, declared: Span) -> Diagnostic {
    let message = format!("`{name}` of `{kind}` may be renamed or go with a version");
    Diagnostic::warning(Code(377), span, message)
        .label(declared, "the component says so")
        .help("if an input could say the same, ask for one: inputs stay")
}

/// E0378: a key that nothing is made for.
pub fn no_such_key(
    span: Span,
    name: &str,
    key: &str,
    keys: &[&str],
    suggestion: Option<&str>,
) -> Diagnostic {
    let instead = suggestion.map(|key| format!("{name}['{key}']"));
    Diagnostic::error(Code(378), span, format!("there is no `{name}['{key}']`"))
        .help_if(did_you_mean(instead.as_deref()))
        .help(format!("the keys are {}", listed(keys)))
}

/// E0379: an override of what is not made.
pub fn not_made(span: Span, path: &str, owner: &str) -> Diagnostic {
    let message =
        format!("`{owner}` does not make what `{path}` names, so this override does nothing");
    Diagnostic::warning(Code(379), span, message)
        .help("take it away, or change the inputs that decide whether it is made")
}
