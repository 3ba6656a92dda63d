//! E07xx: dependencies, stacks, the lock and identity.

use super::listed;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// Resources that wait for each other, or one that waits for itself.
pub enum Circle<'a> {
    /// One.
    Itself {
        /// Its name.
        name: &'a str,
        /// What it reads of itself; none where it only waits.
        attribute: Option<&'a str>,
        /// Where it does.
        reference: Span,
    },
    /// Several.
    Round {
        /// Their names, and where each is declared.
        path: &'a [(String, Span)],
        /// Whether they stand at several sites.
        is_across: bool,
    },
}

/// E0701: resources that need each other. `shown` is the user's place.
pub fn resources_in_circle(shown: Span, circle: &Circle<'_>) -> Diagnostic {
    let error = |message: String| Diagnostic::error(Code(701), shown, message);
    match *circle {
        Circle::Itself {
            name,
            attribute,
            reference,
        } => needs_itself(
            error(format!("`{name}` needs itself")),
            (shown, reference),
            attribute,
        ),
        Circle::Round { path, is_across } => {
            let across = if is_across { ", across sites" } else { "" };
            let names = path.iter().chain(path.first());
            let names: Vec<_> = names.map(|(name, _)| name.as_str()).collect();
            let round = names.join(" -> ");
            let message = format!("these resources need each other{across}: {round}");
            let steps = path.iter().zip(names.iter().skip(1));
            let known = is_across.then(|| super::accounts::KNOWN_NAMES.to_owned());
            steps
                .fold(error(message), |diagnostic, ((name, span), next)| {
                    let text = format!("`{name}` needs `{next}`");
                    labelled(diagnostic, (shown, *span), text)
                })
                .help("nothing can be created first: take one of the references away")
                .help_if(known)
        }
    }
}

fn needs_itself(
    diagnostic: Diagnostic,
    places: (Span, Span),
    attribute: Option<&str>,
) -> Diagnostic {
    match attribute {
        Some(attribute) => labelled(
            diagnostic,
            places,
            format!("reads its own `{attribute}`, which it has only once it is there"),
        )
        .help(
            "take the reference away: put its own name or ARN together as text, \
             `\"arn:${site.partition}:SERVICE:${site.region}:${site.account}:NAME\"`, or say it in a \
             second resource that is made after this one, such as a rule or a policy",
        ),
        None => labelled(diagnostic, places, "waits until it is there itself".to_owned())
            .help("take it out of `after`"),
    }
}

/// Says something of a place, which may be the shown one.
fn labelled(diagnostic: Diagnostic, (shown, place): (Span, Span), text: String) -> Diagnostic {
    if place == shown {
        diagnostic.here(text)
    } else {
        diagnostic.label(place, text)
    }
}

/// E0702: a line of the lock that cannot be read.
pub fn lock_line(span: Span, why: &str) -> Diagnostic {
    Diagnostic::error(
        Code(702),
        span,
        format!("a line of outrigger.lock cannot be read: {why}"),
    )
    .help("take the line as git has it, or remove it and run `outrigger build`")
}

/// E0703: a lock of another version.
pub fn lock_version(span: Span, found: &str) -> Diagnostic {
    Diagnostic::error(
        Code(703),
        span,
        format!("outrigger.lock has version {found}, and this compiler reads version 1"),
    )
    .help("use the outrigger that wrote it, or a newer one")
}

/// E0704: two entries of the lock with one key.
pub fn lock_duplicate(second: Span, first: Span, key: &str) -> Diagnostic {
    Diagnostic::error(Code(704), second, format!("outrigger.lock says two things of `{key}`"))
        .label(first, "the first")
        .help("two branches added it: keep the line of what is deployed, remove the other, and run `outrigger build`")
}

/// E0705: the lock is not what this source builds.
pub fn lock_out_of_date(added: &[&str], removed: &[&str]) -> Diagnostic {
    let mut diagnostic = Diagnostic::error(
        Code(705),
        Span::NONE,
        "outrigger.lock is not up to date, and `--locked` forbids to change it",
    );
    if !added.is_empty() {
        diagnostic = diagnostic.help(format!("it would gain {}", listed(added)));
    }
    if !removed.is_empty() {
        diagnostic = diagnostic.help(format!("it would lose {}", listed(removed)));
    }
    diagnostic.help("run `outrigger build` and commit outrigger.lock")
}

/// E0706: home moves under something that lives there.
pub fn home_moved(span: Span, address: &str, locked: &str, wanted: &str) -> Diagnostic {
    let message = format!("`{address}` lives at {locked}, and its home cannot move to {wanted}");
    Diagnostic::error(Code(706), span, message)
        .here("home is locked for everything that holds data")
        .help(format!("write `home = \"{locked}\"`: after a failover, who writes is a fact of the running system, not of the source"))
}

/// E0707: two resources with one logical id.
pub fn id_twice(span: Span, other: Span, id: &str, first: &str, second: &str) -> Diagnostic {
    let message = format!("`{first}` and `{second}` would have one logical id, {id}");
    Diagnostic::error(Code(707), span, message)
        .label(other, "the other")
        .help("rename one of them, or take away what pins the id: a `moved`, or a line `pin` of outrigger.lock")
}

/// E0708: `moved` from something that is still there.
pub fn moved_from_exists(from: Span, address: &str) -> Diagnostic {
    Diagnostic::error(
        Code(708),
        from,
        format!("`{address}` is still there, so it cannot have moved"),
    )
    .help("take the `moved` away, or the old declaration")
}

/// E0709: `moved` to something that is not there.
pub fn moved_to_missing(to: Span, address: &str, suggestion: Option<&str>) -> Diagnostic {
    Diagnostic::error(
        Code(709),
        to,
        format!("there is no `{address}` that anything could have moved to"),
    )
    .help_if(super::did_you_mean(suggestion))
    .help(super::ADDRESS_FORMS)
}

/// E0710: two `moved` that claim one address.
pub fn moved_twice(second: Span, first: Span, address: &str) -> Diagnostic {
    Diagnostic::error(Code(710), second, format!("`{address}` cannot move twice"))
        .label(first, "moved here already")
        .help("keep the one that says where it is now")
}

/// E0711: stacks that need each other.
pub fn stacks_in_circle(span: Span, path: &[String], because: &[String]) -> Diagnostic {
    let round: Vec<_> = path
        .iter()
        .chain(path.first())
        .map(String::as_str)
        .collect();
    let diagnostic = Diagnostic::error(
        Code(711),
        span,
        format!("these stacks need each other: {}", round.join(" -> ")),
    );
    let diagnostic = because.iter().fold(diagnostic, |diagnostic, because| {
        diagnostic.help(because.clone())
    });
    diagnostic.help("say with `unit` which stack a resource, or a use inside of the component, belongs to: `unit = \"app\"` beside a use that holds data; or take a reference away")
}

/// E0712: more than a stack can hold.
pub fn stack_full(span: Span, stack: &str, what: &str, count: usize, most: usize) -> Diagnostic {
    Diagnostic::error(Code(712), span, format!("the stack {stack} would have {count} {what}, and CloudFormation takes {most}"))
        .help("a use stands in one stack: divide one that is too large alone")
        .help("if its uses have grown since they were placed, remove the `place` lines of some that are not deployed from outrigger.lock")
}

/// E0713: two parameters or outputs of a stack with one name.
pub fn parameter_twice(span: Span, name: &str, first: &str, second: &str) -> Diagnostic {
    let message = format!("{first} and {second} would both be called {name} in a template");
    Diagnostic::error(Code(713), span, message)
        .help("rename one of them, or take a line `pin` of outrigger.lock away")
}

/// E0714: two entries of the lock share a number that belongs to one.
pub fn number_twice(span: Span, space: &str, number: i64, other: &str) -> Diagnostic {
    let message = format!("outrigger.lock gives the number {number} of `{space}` twice");
    Diagnostic::error(Code(714), span, message)
        .here(format!("`{other}` has it too"))
        .help("two branches took it: remove the line of what is not deployed, and run `outrigger build`")
}

/// E0715: a shared space has no number left.
pub fn no_number_left(span: Span, space: &str, most: i64) -> Diagnostic {
    Diagnostic::error(
        Code(715),
        span,
        format!("`{space}` has {most} numbers, and all are taken"),
    )
    .help("spread the uses over more than one of what they share")
}
