//! What a replacement does to those who read from what is replaced: their values change, and where
//! a property cannot be changed in place they are replaced too, and so on.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use rustc_hash::FxHashMap;

use super::Context;
use super::change::{Action, Change, PropertyChange, Reason, Subject};
use super::compare::{Comparer, Difference};
use super::deployment::{Deployment, Source, Unit};
use super::diff::{Pairs, Side, change, schema};
use super::effect::{Effect, Rules};
use super::normalize::Normalizer;
use super::path::{PropertyPath, Step};
use super::value::{Key, Value};

/// Who reads what: the reader and the property.
type Readers = FxHashMap<Key, Vec<(Key, PropertyPath)>>;

/// Follows every replacement to its end. Stacks that are equal on both sides are read where
/// something that they are fed with is replaced.
pub(super) fn follow<'d>(
    pairs: &mut Pairs<'d>,
    before: &'d Deployment,
    after: &'d Deployment,
    context: &Context<'_>,
) {
    let mut readers = Readers::default();
    let mut waiting = VecDeque::new();
    for (key, pair) in &pairs.all {
        if let Some(side) = &pair.after {
            note(&mut readers, key, side);
        }
        let action = pair.change.as_ref().map(|change| change.action);
        if matches!(action, Some(Action::Replace | Action::MayReplace)) {
            waiting.push_back(key.clone());
        }
    }
    let mut unread = Unread::of(pairs, after);
    let mut chains: FxHashMap<Key, Vec<String>> = FxHashMap::default();
    while let Some(key) = waiting.pop_front() {
        // One of them may hand the value on to the next.
        while let Some(unit) = unread.fed_by(&key) {
            for added in load(pairs, unit, before, after, context) {
                if let Some(side) = pairs.all.get(&added).and_then(|pair| pair.after.as_ref()) {
                    note(&mut readers, &added, side);
                }
            }
            unread.now_read(unit);
        }
        let Some(change) = pairs.all.get(&key).and_then(|pair| pair.change.as_ref()) else {
            continue;
        };
        let action = change.action;
        let mut chain = vec![change.address.clone()];
        chain.extend(chains.get(&key).cloned().unwrap_or_default());
        for (reader, path) in readers.get(&key).cloned().unwrap_or_default() {
            if reader != key && touch(pairs, &reader, &path, action, &chain, context) {
                chains.insert(reader.clone(), chain.clone());
                waiting.push_back(reader);
            }
        }
    }
}

/// Stacks that are equal on both sides and were not read, by what they are fed with.
struct Unread<'d> {
    after: &'d Deployment,
    own: Option<&'d str>,
    /// The stacks, and the outputs that feed them, by the stack that has the outputs.
    outputs: FxHashMap<&'d str, Vec<(&'d str, &'d Unit)>>,
    /// The stacks by the resources that feed them, as far as those stand in stacks that were read.
    by_key: FxHashMap<Key, Vec<&'d Unit>>,
    read: BTreeSet<&'d str>,
}

impl<'d> Unread<'d> {
    fn of(pairs: &Pairs<'d>, after: &'d Deployment) -> Self {
        let mut outputs: FxHashMap<&str, Vec<(&str, &Unit)>> = FxHashMap::default();
        for reader in &after.units {
            for source in reader.parameters.values() {
                if let Source::Output { output, unit } = source {
                    let of_it = outputs.entry(unit).or_default();
                    of_it.push((output, reader));
                }
            }
        }
        let mut unread = Self {
            after,
            own: pairs.own,
            outputs,
            by_key: FxHashMap::default(),
            read: BTreeSet::new(),
        };
        for unit in &after.units {
            if pairs.units.contains(unit.name.as_str()) {
                unread.now_read(unit);
            }
        }
        unread
    }

    /// From now on it is known which resources the outputs of this stack give.
    fn now_read(&mut self, unit: &'d Unit) {
        self.read.insert(&unit.name);
        let Some(normalizer) = Normalizer::new(self.after, unit, self.own) else {
            return;
        };
        for (output, reader) in self.outputs.remove(unit.name.as_str()).unwrap_or_default() {
            if let Some(value) = normalizer.output(output) {
                references(&value, &PropertyPath::default(), &mut |key, _| {
                    self.by_key.entry(key.clone()).or_default().push(reader);
                });
            }
        }
    }

    /// A stack that must be read because this resource is replaced.
    fn fed_by(&mut self, key: &Key) -> Option<&'d Unit> {
        let units = self.by_key.get_mut(key)?;
        while let Some(unit) = units.pop() {
            if !self.read.contains(unit.name.as_str()) {
                return Some(unit);
            }
        }
        None
    }
}

/// Adds the resources of a stack that is equal on both sides.
fn load<'d>(
    pairs: &mut Pairs<'d>,
    unit: &'d Unit,
    before: &'d Deployment,
    after: &'d Deployment,
    context: &Context<'_>,
) -> Vec<Key> {
    let Some(old) = before.unit(&unit.name) else {
        return Vec::new();
    };
    pairs.add(before, old, context, |pair, side| pair.before = Some(side));
    pairs.add(after, unit, context, |pair, side| pair.after = Some(side))
}

fn note(readers: &mut Readers, key: &Key, side: &Side<'_>) {
    for (name, value) in &side.resource.properties {
        let path = PropertyPath::of(name);
        references(value, &path, &mut |read, path| {
            let of_it = readers.entry(read.clone()).or_default();
            of_it.push((key.clone(), path.clone()));
        });
    }
}

/// All references in a value, each with the place of the whole property value around it that a
/// plan shows: text that is put together is one value.
fn references(value: &Value, path: &PropertyPath, found: &mut dyn FnMut(&Key, &PropertyPath)) {
    match value {
        Value::Reference(reference) => found(&reference.key, path),
        Value::Object(fields) => {
            for (name, field) in fields {
                references(field, &path.then(Step::Name(name.clone())), found);
            }
        }
        Value::List(parts) => {
            for (at, part) in parts.iter().enumerate() {
                references(part, &path.then(Step::Index(at)), found);
            }
        }
        Value::Joined(_) | Value::Call(..) => {
            for part in value.children() {
                references(part, path, found);
            }
        }
        Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::Text(_)
        | Value::Param(_)
        | Value::Pseudo(_)
        | Value::Sensitive => {}
    }
}

/// Lets a property of a reader change. Whether the reader is now replaced, and was not before.
fn touch(
    pairs: &mut Pairs<'_>,
    reader: &Key,
    path: &PropertyPath,
    action: Action,
    chain: &[String],
    context: &Context<'_>,
) -> bool {
    let Some(pair) = pairs.all.get_mut(reader) else {
        return false;
    };
    let (Some(side), before) = (&pair.after, pair.change.as_ref()) else {
        return false;
    };
    if matches!(
        before.map(|change| change.action),
        Some(Action::Create | Action::Delete)
    ) {
        return false;
    }
    let value = at(&side.resource.properties, path);
    let mut difference = Difference {
        path: path.clone(),
        before: value.cloned(),
        after: value.cloned(),
    };
    let rules = schema(side, context).map(|schema| Rules {
        schema,
        names: context.names,
    });
    let effect = rules.map_or(Effect::Update, |rules| rules.effect(&difference));
    let needed = match (action, effect) {
        (Action::Replace, Effect::Replace) => Action::Replace,
        (Action::Replace, Effect::Update) => Action::Update,
        (_, Effect::Replace | Effect::MayReplace) => Action::MayReplace,
        // Something that may be replaced changes nothing for certain.
        (_, Effect::Update) => return false,
    };
    if let Some(rules) = rules {
        rules.hide(&mut difference);
    }
    let comparer = Comparer {
        schemas: context.schemas,
        names: context.names,
    };
    let root = rules.map(|rules| rules.schema.root);
    difference.path = comparer.spelled(root, &side.resource.properties, path);
    let (path, chain) = (difference.path.clone(), chain.to_vec());
    let reason = match needed {
        Action::Update => Reason::Reads { path, chain },
        _ => Reason::CreateOnlyReads { path, chain },
    };
    let was = pair.change.as_ref().map(|change| change.action);
    let is_worse = was.is_none_or(|was| needed < was);
    let change = pair
        .change
        .get_or_insert_with(|| change(reader, side, needed, reason.clone()));
    change.action = change.action.min(needed);
    add_reason(change, reason, is_worse);
    let known = change
        .properties
        .iter_mut()
        .find(|property| property.subject == Subject::Property && property.path == difference.path);
    match known {
        Some(known) => known.effect = known.effect.max(effect_of(needed)),
        None => change.properties.push(PropertyChange {
            subject: Subject::Property,
            path: difference.path,
            before: difference.before,
            after: difference.after,
            effect: effect_of(needed),
        }),
    }
    is_worse && needed != Action::Update
}

fn add_reason(change: &mut Change, reason: Reason, is_worse: bool) {
    if change.reasons.contains(&reason) {
        return;
    }
    if is_worse {
        change.reasons.insert(0, reason);
    } else {
        change.reasons.push(reason);
    }
}

fn effect_of(action: Action) -> Effect {
    match action {
        Action::Replace => Effect::Replace,
        Action::MayReplace => Effect::MayReplace,
        Action::Delete | Action::Update | Action::Create | Action::Move => Effect::Update,
    }
}

fn at<'v>(properties: &'v BTreeMap<String, Value>, path: &PropertyPath) -> Option<&'v Value> {
    let mut steps = path.0.iter();
    let Some(Step::Name(first)) = steps.next() else {
        return None;
    };
    steps.try_fold(properties.get(first)?, |value, step| match (value, step) {
        (Value::Object(fields), Step::Name(name)) => fields.get(name),
        (Value::List(parts), Step::Index(index)) => parts.get(*index),
        _ => None,
    })
}
