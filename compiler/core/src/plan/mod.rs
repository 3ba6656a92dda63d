//! What would happen: two [`Deployment`]s come in, a [`Plan`] goes out. Compares by meaning and
//! never by text: what is the same in another spelling, another order or another wiring is no
//! change. Knows nothing of where a deployment was read, and changes nothing.

mod cascade;
mod change;
mod compare;
mod deployment;
mod diff;
mod effect;
mod normalize;
mod path;
mod risk;
mod template;
mod value;
pub mod view;
mod yaml;

use std::collections::{BTreeMap, BTreeSet};

pub use change::{
    Action, Change, Fate, Plan, PropertyChange, Reason, Risk, StackChange, StackEvent, Subject,
};
pub use deployment::{Deployment, Files, MANIFEST_FORMAT, Source, Unit, files_of_manifest};
pub use effect::Effect;
pub use path::{PropertyPath, Step};
pub use template::{Parameter, Takes};
pub use value::{Key, Pending, Reference, Value};

use crate::diag::{Diagnostic, codes};
use crate::names::Names;
use crate::paths;
use crate::schema::Schemas;
use diff::Pairs;

/// What a plan needs to know beside the deployments.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// What of a resource can be changed in place.
    pub schemas: &'a Schemas,
    /// The table that goes with the schemas.
    pub names: &'a Names,
    /// The `moved` blocks of the source: from, to.
    pub moved: &'a [(String, String)],
    /// The types that hold data, and whether it exists nowhere else.
    pub holds_data: &'a BTreeMap<String, bool>,
}

/// What has to happen so that `before` becomes `after`. Fails if a template cannot be read.
pub fn diff(
    before: &Deployment,
    after: &Deployment,
    context: &Context<'_>,
) -> Result<Plan, Vec<Diagnostic>> {
    let mut unreadable = Vec::new();
    check_templates(before, after, &mut unreadable);
    check_templates(after, before, &mut unreadable);
    if !unreadable.is_empty() {
        return Err(unreadable);
    }
    let mut pairs = Pairs::of_differing_units(before, after, context);
    pairs.decide(context);
    cascade::follow(&mut pairs, before, after, context);
    let sites: BTreeSet<(Option<&str>, &str)> = [before, after]
        .into_iter()
        .flat_map(|deployment| deployment.units.iter().map(move |unit| (deployment, unit)))
        .map(|(deployment, unit)| {
            let account = deployment.account_beside(unit, after.account.as_deref());
            (account, unit.region.as_str())
        })
        .collect();
    let app = after.app.as_ref().or(before.app.as_ref());
    let mut plan = Plan {
        app: app.cloned().unwrap_or_default(),
        environment: after.environment.clone(),
        basis: before.label.clone(),
        several_sites: sites.len() > 1,
        stacks: stack_changes(before, after),
        changes: changes(pairs, &ranks(before, after), context),
        rewired: Vec::new(),
    };
    plan.rewired = rewired(before, after, &plan);
    Ok(plan)
}

/// The order in which stacks are deployed: those that go come last.
fn ranks<'d>(before: &'d Deployment, after: &'d Deployment) -> BTreeMap<&'d str, usize> {
    let mut ranks = BTreeMap::new();
    for unit in after.units.iter().chain(&before.units) {
        let next = ranks.len();
        ranks.entry(unit.name.as_str()).or_insert(next);
    }
    ranks
}

fn changes(pairs: Pairs<'_>, ranks: &BTreeMap<&str, usize>, context: &Context<'_>) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    for pair in pairs.all.into_values() {
        let name_taken = diff::name_taken(&pair, context);
        let Some(mut change) = pair.change else {
            continue;
        };
        change.name_taken = name_taken;
        if let Some(before) = &pair.before {
            change.risk = risk::of(&change, &before.resource, context.holds_data);
        }
        if let Some(after) = &pair.after {
            change.overridden = overridden(&change, &after.resource.overrides);
        }
        changes.push(change);
    }
    mark_pending(&mut changes);
    changes.sort_by(|a, b| order(a, ranks).cmp(&order(b, ranks)));
    changes
}

/// The overrides that have to do with what changes: those of the same property.
fn overridden(change: &Change, overrides: &[(String, String)]) -> Vec<(String, String)> {
    let changes = |(path, _): &&(String, String)| {
        let property = paths::first_step(path);
        let mut changed = change.properties.iter();
        changed.any(|changed| {
            let (of, changed) = (changed.subject, changed.path.to_string());
            let is_policy = of == Subject::Attribute && property == "on_delete";
            is_policy || paths::first_step(&changed) == property
        })
    };
    overrides.iter().filter(changes).cloned().collect()
}

/// What holds data comes first, and a cause before what it causes.
fn order<'c>(
    change: &'c Change,
    ranks: &BTreeMap<&str, usize>,
) -> (bool, Action, usize, Option<usize>, &'c str, &'c Key) {
    (
        change.risk.is_none(),
        change.action,
        change.depth(),
        ranks.get(change.unit.as_str()).copied(),
        &change.address,
        &change.key,
    )
}

/// Says of every new value whether it is known before the plan is carried out.
fn mark_pending(changes: &mut [Change]) {
    let pending: BTreeMap<Key, Pending> = changes
        .iter()
        .filter_map(|change| {
            let pending = match change.action {
                Action::Create => Pending::Created,
                Action::Replace => Pending::Replaced,
                Action::Delete | Action::MayReplace | Action::Update | Action::Move => return None,
            };
            Some((change.key.clone(), pending))
        })
        .collect();
    let properties = changes.iter_mut().flat_map(|change| &mut change.properties);
    for after in properties.filter_map(|property| property.after.as_mut()) {
        after.each_reference(&mut |reference| {
            reference.pending = pending.get(&reference.key).copied();
        });
    }
}

fn stack_changes(before: &Deployment, after: &Deployment) -> Vec<StackChange> {
    let mut changes = Vec::new();
    let mut add = |deployment: &Deployment, unit: &Unit, event| {
        let account = deployment.account_beside(unit, after.account.as_deref());
        changes.push(StackChange {
            unit: unit.name.clone(),
            stack: unit.stack.clone(),
            account: account.map(ToOwned::to_owned),
            event,
        });
    };
    let same = |unit: &Unit, other: &Unit| {
        unit.stack == other.stack && before.shares_account(unit, after, other)
    };
    let is_reached = |unit: &Unit| {
        let account = before.account_of(unit);
        let accounts = after.accounts();
        accounts.is_empty() || account.is_none_or(|account| accounts.contains(account))
    };
    for unit in &before.units {
        match after.unit(&unit.name).filter(|other| same(unit, other)) {
            None if is_reached(unit) => add(before, unit, StackEvent::Deleted),
            None => add(before, unit, StackEvent::LeftBehind),
            Some(other) => match (unit.termination_protection, other.termination_protection) {
                (true, false) => add(before, unit, StackEvent::ProtectionLost),
                (false, true) => add(before, unit, StackEvent::ProtectionGained),
                (true, true) | (false, false) => {}
            },
        }
    }
    for unit in &after.units {
        if !before
            .unit(&unit.name)
            .is_some_and(|other| same(other, unit))
        {
            add(after, unit, StackEvent::Created);
        }
    }
    changes.sort_by(|a, b| (a.event, &a.unit, &a.stack).cmp(&(b.event, &b.unit, &b.stack)));
    changes
}

/// Stacks of both sides that are not equal although nothing in them changes.
fn rewired(before: &Deployment, after: &Deployment, plan: &Plan) -> Vec<String> {
    let changed: BTreeSet<&str> = plan
        .changes
        .iter()
        .map(|change| change.unit.as_str())
        .chain(plan.stacks.iter().map(|stack| stack.unit.as_str()))
        .collect();
    after
        .units
        .iter()
        .filter(|unit| {
            before.unit(&unit.name).is_some()
                && !after.is_equal_in(unit, before)
                && !changed.contains(unit.name.as_str())
        })
        .map(|unit| unit.name.clone())
        .collect()
}

/// Reads the templates of stacks that differ, and of those that feed them.
fn check_templates(here: &Deployment, there: &Deployment, unreadable: &mut Vec<Diagnostic>) {
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for unit in &here.units {
        if here.is_equal_in(unit, there) {
            continue;
        }
        names.insert(&unit.name);
        for source in unit.parameters.values() {
            if let Source::Output { unit, .. } = source {
                names.insert(unit);
            }
        }
    }
    for unit in here
        .units
        .iter()
        .filter(|unit| names.contains(unit.name.as_str()))
    {
        if let Err(why) = unit.template() {
            unreadable.push(codes::plan::template_unreadable(
                &unit.path,
                &here.label,
                why,
            ));
        }
    }
}
