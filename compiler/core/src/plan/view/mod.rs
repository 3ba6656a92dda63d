//! From a [`super::Plan`] to text: for a terminal ([`text`]), for a pull request ([`markdown`]), for
//! programs ([`json`]). All of them say the same; none decides anything.

mod brief;
mod json;
mod markdown;
mod text;

pub use json::{JSON_VERSION, json};
pub use markdown::{MARKDOWN_LIMIT, markdown};
pub use text::{TextStyle, text};

use super::{Action, Change, Plan};

/// `3 to create, 1 to change, 1 to replace, 0 to delete`; what is rare is left out where there is
/// none.
fn counts(plan: &Plan) -> String {
    const ALWAYS: [Action; 4] = [
        Action::Create,
        Action::Update,
        Action::Replace,
        Action::Delete,
    ];
    const IF_ANY: [Action; 2] = [Action::MayReplace, Action::Move];
    let rare = IF_ANY.into_iter().filter(|action| plan.count(*action) > 0);
    let counted = ALWAYS.into_iter().chain(rare).map(|action| {
        let (.., words) = Action::TABLE[action as usize];
        format!("{} {words}", plan.count(action))
    });
    counted.collect::<Vec<_>>().join(", ")
}

/// The changes by stack, the stack with the most dangerous first.
fn by_unit(plan: &Plan) -> Vec<(&str, Vec<&Change>)> {
    let mut groups: Vec<(&str, Vec<&Change>)> = Vec::new();
    for change in &plan.changes {
        match groups.iter_mut().find(|(unit, _)| *unit == change.unit) {
            Some((_, group)) => group.push(change),
            None => groups.push((&change.unit, vec![change])),
        }
    }
    groups
}

/// What a plan with nothing to do says.
const NOTHING: &str = "No changes.";

/// What is to be said of stacks whose templates differ although no resource does.
fn rewired(plan: &Plan) -> Option<String> {
    let names = plan.rewired.join(", ");
    (!plan.rewired.is_empty())
        .then(|| format!("Templates differ without any effect on resources: {names}"))
}

/// The sentence about what becomes of data; none if none is at risk.
fn risk(change: &Change) -> Option<String> {
    let risk = change.risk.as_ref()?;
    let fate = risk.fate.words().1;
    let what = match change.action {
        Action::Delete => format!("holds data: {fate}"),
        _ => format!("holds data: the new one starts empty; of the old one: {fate}"),
    };
    let agreed = if risk.allowed {
        " (agreed with --allow-data-loss)"
    } else {
        ""
    };
    Some(format!("{what}{agreed}"))
}
