//! Two values of one property: where exactly they differ.

use std::collections::BTreeMap;

use super::path::{PropertyPath, Step};
use super::value::Value;
use crate::names::Names;
use crate::schema::{Node, NodeId, Schemas};

/// A place where two values differ.
#[derive(Clone, PartialEq, Debug)]
pub struct Difference {
    /// The place.
    pub path: PropertyPath,
    /// What stood there; none if nothing.
    pub before: Option<Value>,
    /// What stands there; none if nothing.
    pub after: Option<Value>,
}

/// Fields that name an element of a list, where the schema does not say which do.
const NAMING_FIELDS: [&str; 4] = ["Key", "Name", "Id", "Sid"];

/// The versions of the language of IAM policies.
const POLICY_VERSIONS: [&str; 2] = ["2012-10-17", "2008-10-17"];

/// What is known of the shape of a value.
#[derive(Clone, Copy)]
enum Shape {
    /// What the schema says.
    Known(NodeId),
    /// Nothing: it is free-form.
    Free,
    /// It is, or stands in, a policy: the order of texts in its lists means nothing.
    Policy,
}

/// Finds differences.
#[derive(Clone, Copy)]
pub struct Comparer<'a> {
    /// The shapes of properties.
    pub schemas: &'a Schemas,
    /// The names in them.
    pub names: &'a Names,
}

impl Comparer<'_> {
    /// All differences between two objects, sorted by name. Each is as deep as it can be said.
    pub fn objects(
        &self,
        node: Option<NodeId>,
        before: &BTreeMap<String, Value>,
        after: &BTreeMap<String, Value>,
    ) -> Vec<Difference> {
        let mut found = Vec::new();
        let shape = node.map_or(Shape::Free, Shape::Known);
        self.fields(shape, before, after, &PropertyPath::default(), &mut found);
        found
    }

    /// A path with positions, with the names of elements where they have some.
    pub fn spelled(
        &self,
        root: Option<NodeId>,
        properties: &BTreeMap<String, Value>,
        path: &PropertyPath,
    ) -> PropertyPath {
        let mut spelled = PropertyPath::default();
        let mut steps = path.0.iter();
        let Some(first @ Step::Name(name)) = steps.next() else {
            return path.clone();
        };
        spelled.0.push(first.clone());
        let child = |node: Option<NodeId>, name: &str| {
            node.and_then(|node| self.schemas.step(self.names, node, name))
        };
        let mut value = properties.get(name);
        let mut node = child(root, name);
        for step in steps {
            let (shown, inner, below) = match (value, step) {
                (Some(Value::List(parts)), Step::Index(at)) => {
                    let list = node.map(|node| self.schemas.node(self.names, node));
                    let field = self.naming_field(list, parts, parts);
                    let part = parts.get(*at);
                    let named = field.and_then(|field| {
                        let name = name_of(part?, &field)?.to_owned();
                        Some(Step::Where(field, name))
                    });
                    (named, part, list.and_then(Node::items))
                }
                (Some(Value::Object(fields)), Step::Name(name)) => {
                    (None, fields.get(name), child(node, name))
                }
                _ => (None, None, None),
            };
            spelled.0.push(shown.unwrap_or_else(|| step.clone()));
            (value, node) = (inner, below);
        }
        spelled
    }

    fn fields(
        &self,
        shape: Shape,
        before: &BTreeMap<String, Value>,
        after: &BTreeMap<String, Value>,
        path: &PropertyPath,
        found: &mut Vec<Difference>,
    ) {
        let added = after.keys().filter(|name| !before.contains_key(*name));
        let mut names: Vec<&String> = before.keys().chain(added).collect();
        names.sort_unstable();
        for name in names {
            let path = path.then(Step::Name(name.clone()));
            let shape = match shape {
                Shape::Known(node) => self.schemas.step(self.names, node, name),
                Shape::Free | Shape::Policy => None,
            }
            .map_or(shape.below(), Shape::Known);
            self.values(shape, before.get(name), after.get(name), &path, found);
        }
    }

    fn values(
        &self,
        shape: Shape,
        before: Option<&Value>,
        after: Option<&Value>,
        path: &PropertyPath,
        found: &mut Vec<Difference>,
    ) {
        if before == after {
            return;
        }
        match (before, after) {
            (Some(Value::Object(before)), Some(Value::Object(after))) => {
                let is_policy = is_policy(before) && is_policy(after);
                let shape = if is_policy { Shape::Policy } else { shape };
                self.fields(shape, before, after, path, found);
            }
            (Some(Value::List(before)), Some(Value::List(after))) => {
                self.lists(shape, before, after, path, found);
            }
            _ => found.push(difference(path.clone(), before, after)),
        }
    }

    fn lists(
        &self,
        shape: Shape,
        before: &[Value],
        after: &[Value],
        path: &PropertyPath,
        found: &mut Vec<Difference>,
    ) {
        let node = match shape {
            Shape::Known(node) => Some(self.schemas.node(self.names, node)),
            Shape::Free | Shape::Policy => None,
        };
        let items = node.and_then(Node::items);
        let items = items.map_or(shape.below(), Shape::Known);
        let list = node.and_then(|node| node.list.as_ref());
        let is_policy = matches!(shape, Shape::Policy);
        let unordered = is_policy || list.is_some_and(|list| list.unordered);
        let is_plain = [before, after].into_iter().flatten().all(Value::is_plain);
        if let Some(field) = self.naming_field(node, before, after) {
            self.named_elements(items, &field, before, after, path, found);
            if !unordered {
                order_of_names(&field, before, after, path, found);
            }
        } else if unordered && (is_plain || !is_policy) {
            multisets(before, after, path, found);
        } else if is_plain && are_distinct(before) && are_distinct(after) {
            sequences(before, after, path, found);
        } else {
            self.positions(items, before, after, path, found);
        }
    }

    /// The field whose text tells the elements apart on either side.
    fn naming_field(
        &self,
        node: Option<&Node>,
        before: &[Value],
        after: &[Value],
    ) -> Option<String> {
        let unique = node.and_then(|node| node.list.as_ref());
        let unique = unique.map_or(&[][..], |list| &list.unique_keys);
        let unique = unique.iter().map(|key| self.names.text(*key));
        let first = match before.first().or(after.first()) {
            Some(Value::Object(fields)) => Some(fields),
            _ => None,
        };
        let like_a_name = first
            .into_iter()
            .flat_map(BTreeMap::keys)
            .map(String::as_str)
            .filter(|field| field.ends_with("Name"));
        unique
            .chain(NAMING_FIELDS)
            .chain(like_a_name)
            .find(|field| {
                [before, after].into_iter().all(|list| {
                    let mut names: Vec<_> = list.iter().map(|part| name_of(part, field)).collect();
                    names.sort_unstable();
                    let count = names.len();
                    names.dedup();
                    names.len() == count && names.iter().all(Option::is_some)
                })
            })
            .map(str::to_owned)
    }

    fn named_elements(
        &self,
        items: Shape,
        field: &str,
        before: &[Value],
        after: &[Value],
        path: &PropertyPath,
        found: &mut Vec<Difference>,
    ) {
        let by_name = |list| elements_by_name(list, field);
        let (before, after) = (by_name(before), by_name(after));
        let added = after.keys().filter(|name| !before.contains_key(*name));
        let mut names: Vec<&&str> = before.keys().chain(added).collect();
        names.sort_unstable();
        for name in names {
            let path = path.then(Step::Where(field.to_owned(), (*name).to_owned()));
            let (before, after) = (before.get(name), after.get(name));
            self.values(items, before.copied(), after.copied(), &path, found);
        }
    }

    /// Lists of one length element by element; else what stands between their common beginning
    /// and their common end.
    fn positions(
        &self,
        items: Shape,
        before: &[Value],
        after: &[Value],
        path: &PropertyPath,
        found: &mut Vec<Difference>,
    ) {
        let at = |index: usize| path.then(Step::Index(index));
        if before.len() == after.len() {
            for (index, (before, after)) in before.iter().zip(after).enumerate() {
                self.values(items, Some(before), Some(after), &at(index), found);
            }
            return;
        }
        let pairs = before.iter().zip(after);
        let start = pairs.take_while(|(before, after)| before == after).count();
        let (rest_before, rest_after) = (&before[start..], &after[start..]);
        let pairs = rest_before.iter().rev().zip(rest_after.iter().rev());
        let end = pairs.take_while(|(before, after)| before == after).count();
        for (index, part) in rest_before.iter().enumerate().take(rest_before.len() - end) {
            found.push(difference(at(start + index), Some(part), None));
        }
        for (index, part) in rest_after.iter().enumerate().take(rest_after.len() - end) {
            found.push(difference(at(start + index), None, Some(part)));
        }
    }
}

impl Shape {
    /// Of what is inside, where the schema does not say it.
    fn below(self) -> Self {
        match self {
            Shape::Known(_) | Shape::Free => Shape::Free,
            Shape::Policy => Shape::Policy,
        }
    }
}

/// Policies are free-form to the schemas, and known by their form.
fn is_policy(fields: &BTreeMap<String, Value>) -> bool {
    let version = fields.get("Version");
    let is_version = |known: &str| version == Some(&Value::text(known));
    fields.contains_key("Statement") && POLICY_VERSIONS.iter().any(|known| is_version(known))
}

fn are_distinct(list: &[Value]) -> bool {
    let mut rest = list.iter().enumerate();
    rest.all(|(at, part)| !list[..at].contains(part))
}

fn difference(path: PropertyPath, before: Option<&Value>, after: Option<&Value>) -> Difference {
    Difference {
        path,
        before: before.cloned(),
        after: after.cloned(),
    }
}

fn name_of<'v>(element: &'v Value, field: &str) -> Option<&'v str> {
    match element {
        Value::Object(fields) => match fields.get(field) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

fn elements_by_name<'v>(list: &'v [Value], field: &str) -> BTreeMap<&'v str, &'v Value> {
    list.iter()
        .filter_map(|part| Some((name_of(part, field)?, part)))
        .collect()
}

/// Says that elements changed places, if those on both sides did.
fn order_of_names(
    field: &str,
    before: &[Value],
    after: &[Value],
    path: &PropertyPath,
    found: &mut Vec<Difference>,
) {
    let common = |list, other| {
        let other = elements_by_name(other, field);
        elements_in_order(list, field)
            .into_iter()
            .filter(|name| other.contains_key(name))
            .collect::<Vec<_>>()
    };
    let (was, is) = (common(before, after), common(after, before));
    if was != is {
        let names = |names: Vec<&str>| Value::List(names.into_iter().map(Value::text).collect());
        let path = path.then(Step::Name("order".into()));
        found.push(difference(path, Some(&names(was)), Some(&names(is))));
    }
}

fn elements_in_order<'v>(list: &'v [Value], field: &str) -> Vec<&'v str> {
    list.iter()
        .filter_map(|part| name_of(part, field))
        .collect()
}

/// Elements that only one side has, with their positions there.
fn only_here<'v>(here: &'v [Value], there: &[Value]) -> Vec<(usize, &'v Value)> {
    let mut there: Vec<Option<&Value>> = there.iter().map(Some).collect();
    let mut only = Vec::new();
    for (index, part) in here.iter().enumerate() {
        match there.iter_mut().find(|other| **other == Some(part)) {
            Some(taken) => *taken = None,
            None => only.push((index, part)),
        }
    }
    only
}

/// What only one side of lists has whose order means nothing.
fn multisets(before: &[Value], after: &[Value], path: &PropertyPath, found: &mut Vec<Difference>) {
    let at = |index| path.then(Step::Index(index));
    for (index, part) in only_here(before, after) {
        found.push(difference(at(index), Some(part), None));
    }
    for (index, part) in only_here(after, before) {
        found.push(difference(at(index), None, Some(part)));
    }
}

/// What only one side has of lists of distinct values, whatever its position has become; and that
/// the others changed places, if they did.
fn sequences(before: &[Value], after: &[Value], path: &PropertyPath, found: &mut Vec<Difference>) {
    let mut at: BTreeMap<usize, (Option<&Value>, Option<&Value>)> = BTreeMap::new();
    for (index, part) in only_here(before, after) {
        at.entry(index).or_default().0 = Some(part);
    }
    for (index, part) in only_here(after, before) {
        at.entry(index).or_default().1 = Some(part);
    }
    for (index, (before, after)) in at {
        found.push(difference(path.then(Step::Index(index)), before, after));
    }
    let common = |list: &[Value], other: &[Value]| {
        let common = list.iter().filter(|part| other.contains(part));
        Value::List(common.cloned().collect())
    };
    let (was, is) = (common(before, after), common(after, before));
    if was != is {
        let path = path.then(Step::Name("order".into()));
        found.push(difference(path, Some(&was), Some(&is)));
    }
}
