//! E053x: accounts, and what lies between sites.

use super::{did_you_mean, listed};
use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// E0530: an account that the app does not name.
pub fn unknown_account(
    span: Span,
    name: &str,
    suggestion: Option<&str>,
    known: &[&str],
    accounts: Span,
) -> Diagnostic {
    let message = format!("the app has no account \"{name}\"");
    let known = match known {
        [] | [_] => format!("name it in the app: `accounts = {{ {name} = \"123456789012\" }}`"),
        known => format!("the app's accounts are {}", listed(known)),
    };
    let diagnostic = Diagnostic::error(Code(530), span, message)
        .label(accounts, "its accounts")
        .help_if(did_you_mean(suggestion))
        .help(known);
    match suggestion {
        Some(suggestion) => diagnostic.edit(span, format!("{suggestion:?}")),
        None => diagnostic,
    }
}

/// E0531: an entry of `accounts` that cannot be.
pub fn bad_account(span: Span, name: &str, why: &str) -> Diagnostic {
    let message = format!("`accounts` cannot have \"{name}\": {why}");
    Diagnostic::error(Code(531), span, message)
        .help("write a name of letters, digits and `-`, and twelve digits: `accounts = { backup = \"123456789012\" }`")
}

/// E0532: other accounts, but not the main one.
pub fn no_main_account(accounts: Span) -> Diagnostic {
    let message = "`accounts` names other accounts, and the app does not say which is its own";
    Diagnostic::error(Code(532), accounts, message)
        .help("add `account = \"123456789012\"`: where everything stands that names no account")
}

/// E0533: a use that would stand in several accounts.
pub fn account_differs(
    span: Span,
    name: &str,
    first: (&str, &str),
    second: (&str, &str),
) -> Diagnostic {
    let ((account, region), (other, there)) = (first, second);
    let message = format!(
        "`{name}` would stand in \"{account}\" at {region} and in \"{other}\" at {there}, and a use stands in one account"
    );
    Diagnostic::error(Code(533), span, message)
        .help("write a use for each account, each with its own `regions`")
}

/// How sites can name each other without waiting.
pub(super) const KNOWN_NAMES: &str = "or set the name of what is referred to, such as `BucketName`: its ARN is then known at other sites, and nothing waits for it";

/// What is read from another account though it means nothing there.
pub struct Foreign<'a> {
    /// The resource that reads.
    pub reader: &'a str,
    /// Its account.
    pub here: &'a str,
    /// What is read: an address and an attribute.
    pub read: &'a str,
    /// Its account.
    pub there: &'a str,
    /// The use that it belongs to.
    pub around: &'a str,
    /// How often else what belongs to the reader's use reads something of that.
    pub more: usize,
}

/// E0534: a reference into another account that the other account cannot use. `said` is the input
/// through which it came, and where that is given.
pub fn foreign_reference(
    span: Span,
    foreign: &Foreign<'_>,
    why: &str,
    said: Option<(&str, Span)>,
) -> Diagnostic {
    let Foreign {
        reader,
        here,
        read,
        there,
        around,
        more,
    } = foreign;
    let message = format!(
        "`{reader}` stands in the account \"{here}\", where `{read}` of the account \"{there}\" means nothing"
    );
    let (span, label) = match said {
        Some((input, at)) if at.is_some() => (
            at,
            Some(format!("`{input}` leads to `{around}` in \"{there}\"")),
        ),
        _ => (span, None),
    };
    let diagnostic = Diagnostic::error(Code(534), span, message);
    let diagnostic = match label {
        Some(label) => diagnostic.here(label),
        None => diagnostic,
    };
    let diagnostic = match more {
        0 => diagnostic,
        1 => diagnostic.help(format!(
            "so it is once more with what belongs to `{around}`"
        )),
        more => diagnostic.help(format!(
            "so it is {more} times more with what belongs to `{around}`"
        )),
    };
    diagnostic.help(why.to_owned()).help(format!(
        "give it one that stands in \"{here}\", or let both stand in one account"
    ))
}

/// E0535: what `regions` of a use says is no choice of regions.
pub fn unknown_choice(span: Span, word: &str, suggestion: Option<&str>) -> Diagnostic {
    let message = format!("`regions` of a use cannot be \"{word}\"");
    let diagnostic = Diagnostic::error(Code(535), span, message)
        .help_if(did_you_mean(suggestion))
        .help("write \"all\", \"home\", \"others\", or a list of regions");
    match suggestion {
        Some(suggestion) => diagnostic.edit(span, format!("{suggestion:?}")),
        None => diagnostic,
    }
}

/// E0536: sites that wait for each other. Each step says what waits for what.
pub fn sites_in_circle(span: Span, path: &[String], steps: &[String]) -> Diagnostic {
    let round: Vec<_> = path
        .iter()
        .chain(path.first())
        .map(String::as_str)
        .collect();
    let message = format!("these sites wait for each other: {}", round.join(" -> "));
    let diagnostic = Diagnostic::error(Code(536), span, message);
    let diagnostic = steps
        .iter()
        .fold(diagnostic, |diagnostic, step| diagnostic.help(step.clone()));
    diagnostic
        .help("say with `unit` that what waits stands in a later stack (`unit = \"app\"`)")
        .help(KNOWN_NAMES)
}

/// E0537: an input with the name of something that every use has.
pub fn input_of_every_use(span: Span, name: &str) -> Diagnostic {
    let message = format!("no input can be called `{name}`: every use has that already");
    Diagnostic::error(Code(537), span, message).help(format!(
        "call it something else, and hand it on inside: `{name} = OTHER_NAME`"
    ))
}
