//! From a [`super::Plan`] to text: for a terminal ([`text`]), for a pull request ([`markdown`]), for
//! programs ([`json`]). All of them say the same; none decides anything.

mod brief;
mod json;
mod markdown;
mod text;

pub use brief::{both, brief};
pub use json::{JSON_VERSION, json};
pub use markdown::{MARKDOWN_LIMIT, cell, code, markdown};
pub use text::{TextStyle, text};

use super::change::because;
use super::{Action, Change, Effect, Plan, PropertyChange, Reason, Value};

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

/// What happens in one stack.
struct Group<'p> {
    /// The stack's name in the manifest, and its account where one in another has that name too.
    heading: String,
    /// What happens, in the plan's order.
    changes: Vec<&'p Change>,
}

/// The changes by stack, the stack with the most dangerous first.
fn by_unit(plan: &Plan) -> Vec<Group<'_>> {
    let stack = |change: &'_ Change| (change.unit.clone(), change.key.account.clone());
    let mut stacks = Vec::new();
    let mut groups: Vec<Group<'_>> = Vec::new();
    for change in &plan.changes {
        match stacks.iter().position(|known| *known == stack(change)) {
            Some(at) => groups[at].changes.push(change),
            None => {
                stacks.push(stack(change));
                groups.push(Group {
                    heading: change.unit.clone(),
                    changes: vec![change],
                });
            }
        }
    }
    for (group, (unit, account)) in groups.iter_mut().zip(&stacks) {
        let is_twice = stacks.iter().filter(|(other, _)| other == unit).count() > 1;
        if let (Some(account), true) = (account, is_twice) {
            group.heading = format!("{unit} in {account}");
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

/// That a replacement cannot succeed; none if nothing is in its way.
fn name_taken(change: &Change) -> Option<String> {
    let path = change.name_taken.as_ref()?;
    Some(format!(
        "CloudFormation cannot make the new one while the old one has its name: change `{path}` too"
    ))
}

/// Reasons that neither the sign nor the note of a property says already.
fn reasons(change: &Change) -> impl Iterator<Item = String> + '_ {
    let is_said = |reason: &&Reason| match reason {
        Reason::Added
        | Reason::Removed
        | Reason::Differs
        | Reason::CreateOnly { .. }
        | Reason::ConditionalCreateOnly { .. }
        | Reason::CreateOnlyReads { .. }
        | Reason::Reads { .. } => false,
        Reason::AccountChanged { .. }
        | Reason::TypeChanged { .. }
        | Reason::StackChanged { .. }
        | Reason::AddressChanged { .. } => true,
    };
    let said = change.reasons.iter().filter(is_said);
    let overridden = change.overridden.iter();
    said.map(|reason| reason.words().1)
        .chain(overridden.map(|(path, reason)| format!("an override sets {path}: {reason}")))
}

/// What the change of a property does to its resource, and why it changes if only what it reads
/// does: `forces a replacement, because A is replaced`. May be empty.
fn note(change: &Change, property: &PropertyChange) -> String {
    let effect = match property.effect {
        Effect::Update => "",
        Effect::MayReplace => "may force a replacement",
        Effect::Replace => "forces a replacement",
    };
    let of_it = |reason: &&Reason| reason.path() == Some(&property.path);
    let reason = change.reasons.iter().find(of_it);
    let chain = reason.map_or(&[][..], Reason::chain);
    let chain = match &property.after {
        // The value itself says that it is known after the first of them.
        Some(Value::Reference(reference)) if reference.pending.is_some() => {
            chain.get(1..).unwrap_or_default()
        }
        _ => chain,
    };
    let note = format!("{effect}{}", because(chain));
    note.trim_start_matches(", ").to_owned()
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
