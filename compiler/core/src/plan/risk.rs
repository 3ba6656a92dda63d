//! Data that a plan would lose, and the user's consent to that.

use std::collections::BTreeMap;

use super::change::{Action, Change, Fate, Plan, Reason, Risk};
use super::diff::policy;
use super::normalize::Resource;
use super::value::Key;
use crate::diag::codes::plan::Loss;
use crate::diag::{Diagnostic, codes};
use crate::spelling::nearest;

/// Where a resource goes when its stack gives it up.
const DELETION: &str = "DeletionPolicy";

/// Where it goes when another takes its place.
const REPLACEMENT: &str = "UpdateReplacePolicy";

/// What a change does to the data of what was there.
pub(super) fn of(
    change: &Change,
    before: &Resource,
    holds_data: &BTreeMap<String, bool>,
) -> Option<Risk> {
    let leaves_its_stack = |reason: &Reason| {
        matches!(
            reason,
            Reason::StackChanged { .. } | Reason::TypeChanged { .. }
        )
    };
    let name = match change.action {
        Action::Delete => DELETION,
        Action::Replace if change.reasons.iter().any(leaves_its_stack) => DELETION,
        Action::Replace | Action::MayReplace => REPLACEMENT,
        Action::Update | Action::Create | Action::Move => return None,
    };
    let is_precious = holds_data.get(&before.type_name).copied();
    if !is_precious.unwrap_or(false) {
        return None;
    }
    // Whoever wrote `on_delete = "delete"` has agreed already.
    let gives_up = |name| policy(before, name).is_none_or(|policy| policy == "Delete");
    if policy(before, DELETION) == Some("Delete") && gives_up(name) {
        return None;
    }
    let fate = match policy(before, name) {
        Some("Snapshot") => Fate::Snapshot,
        Some("Retain" | "RetainExceptOnCreate") => Fate::Retained,
        _ => Fate::Deleted,
    };
    Some(Risk {
        fate,
        allowed: false,
    })
}

impl Plan {
    /// Takes the user's consent to lose what lives at these addresses. Goes out: an error for each
    /// loss without consent, and for each consent without a loss. `command` is what runs, and where
    /// the consent would have to be said: `outrigger plan`.
    pub fn consent(&mut self, addresses: &[String], command: &str) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        for address in addresses {
            if let Err(diagnostic) = self.allow(address) {
                diagnostics.push(diagnostic);
            }
        }
        diagnostics.extend(self.changes.iter().filter_map(moved_to_another_type));
        let losses = self.changes.iter();
        diagnostics.extend(losses.filter_map(|change| self.loss(change, command)));
        diagnostics
    }

    /// What would be gone, with consent or without need of any: whatever is deleted or replaced.
    pub fn losing(&self) -> impl Iterator<Item = &Key> {
        let goes = |change: &&Change| {
            matches!(
                change.action,
                Action::Delete | Action::Replace | Action::MayReplace
            )
        };
        self.changes.iter().filter(goes).map(|change| &change.key)
    }

    fn allow(&mut self, address: &str) -> Result<(), Diagnostic> {
        let is_named = |change: &Change| {
            change.address == address
                || change.site_address() == address
                || change.address_before.as_deref() == Some(address)
        };
        let found: Vec<usize> = (0..self.changes.len())
            .filter(|at| self.changes[*at].risk.is_some() && is_named(&self.changes[*at]))
            .collect();
        match found.as_slice() {
            [] => {
                let exists = self.changes.iter().any(is_named);
                let at_risk = self.changes.iter().filter(|change| change.risk.is_some());
                let at_risk: Vec<String> = at_risk.map(|change| self.address(change)).collect();
                let near = nearest(address, at_risk.iter().map(String::as_str));
                Err(codes::plan::not_at_risk(address, near, exists))
            }
            [only] => {
                if let Some(risk) = &mut self.changes[*only].risk {
                    risk.allowed = true;
                }
                Ok(())
            }
            several => {
                let sites = several.iter().map(|at| self.changes[*at].site_address());
                let sites: Vec<String> = sites.collect();
                let sites: Vec<&str> = sites.iter().map(String::as_str).collect();
                Err(codes::plan::consent_is_ambiguous(address, &sites))
            }
        }
    }

    fn loss(&self, change: &Change, command: &str) -> Option<Diagnostic> {
        let risk = change.risk.as_ref().filter(|risk| !risk.allowed)?;
        let why = change.reasons.first().map(|reason| reason.words().1);
        let moved = self.new_name(change);
        let moved = moved
            .as_ref()
            .map(|(from, to)| (from.as_str(), to.as_str()));
        let loss = Loss {
            address: &self.address(change),
            command,
            type_name: &change.type_name,
            why: why.as_deref().unwrap_or_default(),
            fate: risk.fate.words().1,
            moved,
            way_out: &change.reasons.first().map_or_else(String::new, way_out),
        };
        Some(match change.action {
            Action::Delete => codes::plan::data_deleted(&loss),
            Action::Replace => codes::plan::data_replaced(&loss, true),
            _ => codes::plan::data_replaced(&loss, false),
        })
    }

    /// What a deleted resource may be called now: the `from` and `to` of a `moved` block that
    /// would keep it, for the most similar new resource of its type.
    fn new_name(&self, gone: &Change) -> Option<(String, String)> {
        let is_like = |other: &&Change| {
            other.action == Action::Create
                && other.type_name == gone.type_name
                && (&other.key.account, &other.key.region) == (&gone.key.account, &gone.key.region)
        };
        let mut candidates: Vec<_> = self
            .changes
            .iter()
            .filter(is_like)
            .map(|new| renamed(&gone.address, &new.address))
            .collect();
        // The longer the end that they share, the shorter what changed.
        candidates.sort_by_key(|(from, to)| (from.len(), to.len(), to.clone()));
        candidates.into_iter().next()
    }
}

/// What a `moved` cannot do: services do not make a queue of a topic.
fn moved_to_another_type(change: &Change) -> Option<Diagnostic> {
    let was = change.reasons.iter().find_map(|reason| match reason {
        Reason::TypeChanged { before } => Some(before),
        _ => None,
    })?;
    let declared =
        |reason: &Reason| matches!(reason, Reason::AddressChanged { declared: true, .. });
    let before = change.address_before.as_ref()?;
    change
        .reasons
        .iter()
        .any(declared)
        .then(|| codes::moved::type_changes(&change.address, before, was, &change.type_name))
}

/// How a replacement can be avoided.
fn way_out(reason: &Reason) -> String {
    let instead = "make a second one beside it, move the data, and then remove the first";
    match reason {
        Reason::StackChanged { .. } => {
            "take its `place` lines in outrigger.lock, and the names of the app and the environment, as they were".into()
        }
        Reason::TypeChanged { .. } => format!("give the new one another name, or {instead}"),
        Reason::CreateOnly { path } | Reason::ConditionalCreateOnly { path } => {
            format!("keep `{path}` as it was, or {instead}")
        }
        Reason::CreateOnlyReads { chain, .. } | Reason::Reads { chain, .. } => {
            let root = chain.last().map_or("what it reads from", String::as_str);
            format!("keep `{root}` as it was, or {instead}")
        }
        Reason::AccountChanged { .. } => {
            "leave it in its account, or move the data into the other one, and then remove the first".into()
        }
        Reason::Added
        | Reason::Removed
        | Reason::Differs
        | Reason::AddressChanged { .. } => {
            String::new()
        }
    }
}

/// Two addresses without the end that they share; a use's kind and name stay together.
fn renamed(from: &str, to: &str) -> (String, String) {
    let (mut from, mut to) = (segments(from), segments(to));
    while from.len() > 2 && to.len() > 2 && from.last() == to.last() {
        from.pop();
        to.pop();
    }
    (from.join("."), to.join("."))
}

/// The parts between dots; a dot within `["..."]` is no border.
fn segments(address: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let (mut start, mut quoted) = (0, false);
    for (at, character) in address.char_indices() {
        match character {
            '"' => quoted = !quoted,
            '.' if !quoted => {
                all.push(&address[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    all.push(&address[start..]);
    all
}

#[cfg(test)]
mod tests {
    use super::renamed;

    #[test]
    fn a_new_name_is_as_short_as_it_can_be() {
        let pair = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        assert_eq!(
            renamed("database.orders.cluster", "database.bookings.cluster"),
            pair("database.orders", "database.bookings")
        );
        assert_eq!(
            renamed("store.a.table[\"x.y\"]", "store.b.table[\"x.z\"]"),
            pair("store.a.table[\"x.y\"]", "store.b.table[\"x.z\"]")
        );
    }
}
