//! From two deployments to what happens to each resource by itself; what that does to others is
//! in [`super::cascade`].

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::Context;
use super::change::{Action, Change, PropertyChange, Reason, Subject};
use super::compare::{Comparer, Difference};
use super::deployment::{Deployment, Unit};
use super::effect::{Effect, Rules};
use super::normalize::{Normalizer, Resource};
use super::path::PropertyPath;
use super::value::{Key, Value};
use crate::paths;
use crate::schema::{PathSegment, ReplacementStrategy, ResourceSchema, SchemaPath};

/// A resource on one side.
pub(super) struct Side<'d> {
    /// Its stack.
    pub(super) unit: &'d Unit,
    /// The account of that, if it is said.
    account: Option<&'d str>,
    /// What it is.
    pub(super) resource: Resource,
}

/// A resource on both sides.
pub(super) struct Pair<'d> {
    /// What it was.
    pub(super) before: Option<Side<'d>>,
    /// What it will be.
    pub(super) after: Option<Side<'d>>,
    /// What happens to it; none if nothing.
    pub(super) change: Option<Change>,
}

/// The resources of the stacks that differ.
pub(super) struct Pairs<'d> {
    /// Each resource once, by identity.
    pub(super) all: BTreeMap<Key, Pair<'d>>,
    /// The names of the stacks in it.
    pub(super) units: BTreeSet<&'d str>,
    /// The account that is the app's own from now on: keys say any other.
    pub(super) own: Option<&'d str>,
}

impl<'d> Pairs<'d> {
    /// The resources of all stacks that are not equal on both sides.
    pub(super) fn of_differing_units(
        before: &'d Deployment,
        after: &'d Deployment,
        context: &Context<'_>,
    ) -> Self {
        let mut pairs = Self {
            all: BTreeMap::new(),
            units: BTreeSet::new(),
            own: after.account.as_deref(),
        };
        for unit in &before.units {
            if !before.is_equal_in(unit, after) {
                pairs.add(before, unit, context, |pair, side| pair.before = Some(side));
            }
        }
        for unit in &after.units {
            if !after.is_equal_in(unit, before) {
                pairs.add(after, unit, context, |pair, side| pair.after = Some(side));
            }
        }
        pairs
    }

    /// Adds the resources of a stack, and gives back who they are.
    pub(super) fn add(
        &mut self,
        deployment: &'d Deployment,
        unit: &'d Unit,
        context: &Context<'_>,
        put: impl Fn(&mut Pair<'d>, Side<'d>),
    ) -> Vec<Key> {
        self.units.insert(&unit.name);
        let (Some(normalizer), Ok(template)) =
            (Normalizer::new(deployment, unit, self.own), unit.template())
        else {
            return Vec::new();
        };
        let mut keys = Vec::with_capacity(template.resources.len());
        for (id, raw) in &template.resources {
            let key = deployment.key(unit, id, self.own);
            let resource = normalizer.resource(raw, context.schemas, context.names);
            let pair = self.all.entry(key.clone()).or_insert(Pair {
                before: None,
                after: None,
                change: None,
            });
            let account = deployment.account_of(unit);
            put(
                pair,
                Side {
                    unit,
                    account,
                    resource,
                },
            );
            keys.push(key);
        }
        keys
    }

    /// Of what is new in its account, that account: it may have stood in another before.
    fn new_accounts(&self) -> BTreeMap<(String, String), Option<&'d str>> {
        if self.all.keys().all(|key| key.account.is_none()) {
            return BTreeMap::new();
        }
        let new = self.all.iter().filter_map(|(key, pair)| {
            let side = pair.after.as_ref().filter(|_| pair.before.is_none())?;
            Some(((key.region.clone(), key.id.clone()), side.account))
        });
        new.collect()
    }

    /// Decides what happens to each resource by itself.
    pub(super) fn decide(&mut self, context: &Context<'_>) {
        let declared: FxHashMap<&str, &str> = context
            .moved
            .iter()
            .map(|(from, to)| (from.as_str(), to.as_str()))
            .collect();
        let elsewhere = self.new_accounts();
        for (key, pair) in &mut self.all {
            pair.change = match (&pair.before, &pair.after) {
                (None, None) => None,
                (None, Some(after)) => Some(created(key, after, context)),
                (Some(before), None) => {
                    let reason = match elsewhere.get(&(key.region.clone(), key.id.clone())) {
                        Some(after) => Reason::AccountChanged {
                            before: before.account.map(ToOwned::to_owned),
                            after: after.map(ToOwned::to_owned),
                        },
                        None => Reason::Removed,
                    };
                    Some(change(key, before, Action::Delete, reason))
                }
                (Some(before), Some(after)) => changed(key, before, after, &declared, context),
            };
        }
    }
}

/// The schema of a resource's type where it stands.
pub(super) fn schema<'a>(side: &Side<'_>, context: &Context<'a>) -> Option<&'a ResourceSchema> {
    let id = context.schemas.find(&side.resource.type_name)?;
    let there = context
        .schemas
        .load_in(context.names, id, &side.unit.region);
    Some(there.unwrap_or_else(|| context.schemas.load(context.names, id)))
}

/// A change without properties.
pub(super) fn change(key: &Key, side: &Side<'_>, action: Action, reason: Reason) -> Change {
    Change {
        key: key.clone(),
        address: side.resource.address.clone(),
        address_before: None,
        type_name: side.resource.type_name.clone(),
        unit: side.unit.name.clone(),
        action,
        reasons: vec![reason],
        properties: Vec::new(),
        overridden: Vec::new(),
        risk: None,
        name_taken: None,
    }
}

fn created(key: &Key, after: &Side<'_>, context: &Context<'_>) -> Change {
    let schema = schema(after, context);
    let properties = after.resource.properties.iter();
    let properties = properties.map(|(name, value)| {
        let mut difference = Difference {
            path: PropertyPath::of(name),
            before: None,
            after: Some(value.clone()),
        };
        if let Some(schema) = schema {
            let names = context.names;
            Rules { schema, names }.hide(&mut difference);
        }
        property(Subject::Property, difference, Effect::Update)
    });
    Change {
        properties: properties.collect(),
        ..change(key, after, Action::Create, Reason::Added)
    }
}

fn property(subject: Subject, difference: Difference, effect: Effect) -> PropertyChange {
    PropertyChange {
        subject,
        path: difference.path,
        before: difference.before,
        after: difference.after,
        effect,
    }
}

fn changed(
    key: &Key,
    before: &Side<'_>,
    after: &Side<'_>,
    declared: &FxHashMap<&str, &str>,
    context: &Context<'_>,
) -> Option<Change> {
    let (was, is) = (&before.resource, &after.resource);
    let mut reasons = Vec::new();
    let mut action = None;
    if was.type_name != is.type_name {
        action = Some(Action::Replace);
        reasons.push(Reason::TypeChanged {
            before: was.type_name.clone(),
        });
    }
    if before.unit.stack != after.unit.stack {
        action = Some(Action::Replace);
        reasons.push(Reason::StackChanged {
            before: before.unit.stack.clone(),
            after: after.unit.stack.clone(),
        });
    }
    let properties = differences(before, after, context);
    for property in &properties {
        let path = property.path.clone();
        let (needed, reason) = match property.effect {
            // Under another type every property is another one.
            _ if was.type_name != is.type_name => continue,
            Effect::Replace => (Action::Replace, Reason::CreateOnly { path }),
            Effect::MayReplace => (Action::MayReplace, Reason::ConditionalCreateOnly { path }),
            Effect::Update => continue,
        };
        action = Some(action.map_or(needed, |action| action.min(needed)));
        reasons.push(reason);
    }
    if action.is_none() && !properties.is_empty() {
        action = Some(Action::Update);
        reasons.push(Reason::Differs);
    }
    let mut address_before = None;
    if was.address != is.address {
        action = action.or(Some(Action::Move));
        address_before = Some(was.address.clone());
        reasons.push(Reason::AddressChanged {
            before: was.address.clone(),
            declared: is_declared(&was.address, &is.address, declared),
        });
    }
    let action = action?;
    Some(Change {
        address_before,
        reasons,
        properties,
        ..change(key, after, action, Reason::Differs)
    })
}

/// Whether a `moved` says this: of the resource itself, of a use around it, or of what its keys name.
fn is_declared(before: &str, after: &str, declared: &FxHashMap<&str, &str>) -> bool {
    let with_moved_keys = |text: &str| paths::with_keys(text, |key| moved(key, declared));
    let is_after = |to: &str, tail: &str| {
        let rest = after.strip_prefix(to);
        rest.is_some_and(|rest| rest == tail || with_moved_keys(tail).as_deref() == Some(rest))
    };
    let mut around = paths::around(before);
    let is_around = around.any(|from| {
        let to = declared.get(from);
        to.is_some_and(|to| is_after(to, &before[from.len()..]))
    });
    is_around || with_moved_keys(before).as_deref() == Some(after)
}

/// What an address is called by the `moved` blocks; none if they say nothing of it.
fn moved(address: &str, declared: &FxHashMap<&str, &str>) -> Option<String> {
    let around = paths::around(address).filter_map(|from| Some((from, *declared.get(from)?)));
    let (from, to) = around.last().unwrap_or_default();
    let tail = &address[from.len()..];
    let keys = paths::with_keys(tail, |key| moved(key, declared));
    (keys.is_some() || !from.is_empty()).then(|| format!("{to}{}", keys.as_deref().unwrap_or(tail)))
}

fn differences(before: &Side<'_>, after: &Side<'_>, context: &Context<'_>) -> Vec<PropertyChange> {
    let comparer = Comparer {
        schemas: context.schemas,
        names: context.names,
    };
    let schema = schema(after, context);
    let (was, is) = (&before.resource, &after.resource);
    let root = schema.map(|schema| schema.root);
    let mut all = Vec::new();
    for mut difference in comparer.objects(root, &was.properties, &is.properties) {
        let rules = schema.map(|schema| Rules {
            schema,
            names: context.names,
        });
        let effect = rules.map_or(Effect::Update, |rules| rules.effect(&difference));
        if let Some(rules) = rules {
            rules.hide(&mut difference);
        }
        all.push(property(Subject::Property, difference, effect));
    }
    for difference in comparer.objects(None, &was.attributes, &is.attributes) {
        all.push(property(Subject::Attribute, difference, Effect::Update));
    }
    all
}

/// The property by which a resource keeps the name of the one that it replaces: all of what
/// identifies it is given in the source, and is what it was.
pub(super) fn name_taken(pair: &Pair<'_>, context: &Context<'_>) -> Option<PropertyPath> {
    let (change, before, after) = (
        pair.change.as_ref()?,
        pair.before.as_ref()?,
        pair.after.as_ref()?,
    );
    let is_beside = match change.action {
        Action::Replace | Action::MayReplace => before.resource.type_name == change.type_name,
        Action::Delete | Action::Update | Action::Create | Action::Move => false,
    };
    let schema = schema(after, context).filter(|_| is_beside)?;
    if schema.replacement_strategy == Some(ReplacementStrategy::DeleteThenCreate) {
        return None;
    }
    let name = |path: &SchemaPath| match &**path {
        [PathSegment::Name(name)] => Some(context.names.text(*name)),
        _ => None,
    };
    let names: Vec<&str> = schema
        .primary_identifier
        .iter()
        .map(name)
        .collect::<Option<_>>()?;
    let is_kept = |name: &&str| {
        let is = after.resource.properties.get(*name);
        matches!(is, Some(Value::Text(_))) && is == before.resource.properties.get(*name)
    };
    let first = names.first()?;
    names.iter().all(is_kept).then(|| PropertyPath::of(first))
}

/// A policy of a resource's template, such as `DeletionPolicy`.
pub(super) fn policy<'r>(resource: &'r Resource, name: &str) -> Option<&'r str> {
    match resource.attributes.get(name) {
        Some(Value::Text(policy)) => Some(policy),
        _ => None,
    }
}
