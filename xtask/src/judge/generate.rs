//! Resources made from their schemas: what is required, some of what is not, and a way to a wanted
//! keyword.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use outrigger_core::check::Checker;
use outrigger_core::names::{Names, Symbol};
use outrigger_core::schema::{
    Combination, Node, NodeId, NumberRules, ObjectRules, PathSegment, PatternId, ResourceSchema,
    Schemas, TypeMask,
};
use outrigger_core::value::Store;
use serde_json::{Map, Value as Json};

use super::json;
use super::random::Random;
use crate::schemas::pattern::{CharSet, Re, parse};

/// How often a value is tried before it is given up.
const TRIES: usize = 8;

/// How deep values are nested, at most.
const DEEPEST: usize = 9;

/// Makes values that the checker accepts.
pub struct Generator<'a> {
    pub schemas: &'a Schemas,
    pub names: &'a Names,
    pub store: &'a Store,
    pub checker: &'a Checker<'a>,
    pub random: Random,
    /// How many optional properties a resource gets, about; what is nested gets fewer.
    pub optional: usize,
    /// Nodes on the way to what is wanted.
    pub wanted: HashSet<NodeId>,
    patterns: HashMap<PatternId, Option<Rc<Re>>>,
    /// Patterns for which no text was found.
    hopeless: HashSet<PatternId>,
    /// For each set of characters those that are used of it.
    usual: HashMap<CharSet, Vec<char>>,
}

impl<'a> Generator<'a> {
    /// A generator with a seed.
    pub fn new(
        schemas: &'a Schemas,
        names: &'a Names,
        store: &'a Store,
        checker: &'a Checker<'a>,
        seed: u64,
    ) -> Self {
        Self {
            schemas,
            names,
            store,
            checker,
            random: Random::new(seed),
            optional: 1,
            wanted: HashSet::new(),
            patterns: HashMap::new(),
            hopeless: HashSet::new(),
            usual: HashMap::new(),
        }
    }

    /// The properties of a resource that we find right.
    pub fn resource(&mut self, schema: &ResourceSchema) -> Option<Json> {
        (0..TRIES).find_map(|_| {
            let mut properties = self.attempt(schema.root, 0)?;
            for path in &schema.read_only {
                remove(self.names, path, &mut properties);
            }
            self.accepts(schema.root, &properties).then_some(properties)
        })
    }

    /// A value that a node accepts.
    pub fn value(&mut self, id: NodeId, depth: usize) -> Option<Json> {
        if depth > DEEPEST {
            return None;
        }
        (0..TRIES).find_map(|_| {
            let value = self.attempt(id, depth)?;
            self.accepts(id, &value).then_some(value)
        })
    }

    /// Whether we find a value right.
    pub fn accepts(&self, id: NodeId, json: &Json) -> bool {
        let value = json::value(self.names, self.store, json);
        self.checker.check_value(id, value).is_empty()
    }

    fn attempt(&mut self, id: NodeId, depth: usize) -> Option<Json> {
        let node = self.schemas.node(self.names, id);
        if let Some(allowed) = &node.enumeration {
            let value = self.random.pick(&allowed.values)?;
            return Some(json::scalar(self.names, *value));
        }
        let kind = self.kind(node);
        let by_branch = node.object.is_none() && (kind.is_none() || self.random.chance(70));
        if let Some(rules) = node.combination.as_deref().filter(|_| by_branch) {
            let branch = self
                .branch(&rules.one_of)
                .or_else(|| self.branch(&rules.any_of));
            if let Some(branch) = branch {
                return self.value(branch, depth + 1);
            }
        }
        match kind.unwrap_or(TypeMask::STRING) {
            TypeMask::OBJECT => self.object(node, depth),
            TypeMask::ARRAY => self.list(node, depth),
            TypeMask::BOOLEAN => Some(self.random.chance(50).into()),
            TypeMask::INTEGER => self.number(node, true),
            TypeMask::NUMBER => self.number(node, false),
            _ => self.text(node),
        }
    }

    /// The type to make; none when the alternatives decide.
    fn kind(&mut self, node: &Node) -> Option<TypeMask> {
        let named: Vec<TypeMask> = TypeMask::ALL
            .iter()
            .map(|(mask, _)| *mask)
            .filter(|mask| node.types.names(*mask))
            .collect();
        if node.object.is_some() {
            Some(TypeMask::OBJECT)
        } else if node.list.is_some() {
            Some(TypeMask::ARRAY)
        } else {
            self.random.pick(&named).copied()
        }
    }

    /// One of several alternatives, rather one on the way to what is wanted.
    fn branch(&mut self, all: &[NodeId]) -> Option<NodeId> {
        let wanted: Vec<NodeId> = all
            .iter()
            .copied()
            .filter(|id| self.wanted.contains(id))
            .collect();
        if !wanted.is_empty() && self.random.chance(80) {
            return self.random.pick(&wanted).copied();
        }
        self.random.pick(all).copied()
    }

    fn text(&mut self, node: &Node) -> Option<Json> {
        let rules = &node.text;
        let least = rules.min_length.unwrap_or(0) as usize;
        let most = rules.max_length.map_or(usize::MAX, |most| most as usize);
        if let Some(id) = rules.pattern {
            if self.hopeless.contains(&id) {
                return None;
            }
            let re = self.pattern(id)?;
            for _ in 0..60 {
                let mut text = String::new();
                self.sample(&re, least, &mut text);
                let length = text.chars().count();
                let fits = self.schemas.pattern(id).matches(&text).accepts();
                if fits && (least..=most).contains(&length) {
                    return Some(text.into());
                }
            }
            self.hopeless.insert(id);
            return None;
        }
        let sample = match rules.format.map(|format| self.names.text(format)) {
            Some("date-time") => "2026-01-02T03:04:05Z",
            Some("ipv4-network") => "10.0.0.0/16",
            Some("ipv6-network") => "2001:db8::/32",
            _ => "",
        };
        if !sample.is_empty() {
            return Some(sample.into());
        }
        let length = least + self.random.below(most.saturating_sub(least).min(12) + 1);
        let letters = (0..length).map(|_| char::from(b'a' + self.random.below(26) as u8));
        Some(letters.collect::<String>().into())
    }

    /// A pattern's expression.
    pub fn pattern(&mut self, id: PatternId) -> Option<Rc<Re>> {
        let source = self.schemas.pattern(id).source();
        self.patterns
            .entry(id)
            .or_insert_with(|| parse(source).ok().map(Rc::new))
            .clone()
    }

    /// Writes what an expression may stand for; `long` asks for about so many characters.
    pub fn sample(&mut self, re: &Re, long: usize, text: &mut String) {
        match re {
            Re::Class(set) => text.extend(self.character(set)),
            Re::Concat(all) => {
                for re in all {
                    self.sample(re, long, text);
                }
            }
            Re::Alt(all) => {
                if let Some(re) = self.random.pick(all) {
                    self.sample(re, long, text);
                }
            }
            Re::Repeat { inner, least, most } => {
                let least = *least as usize;
                let more = self.random.below(4) + long.saturating_sub(text.chars().count());
                let most = most.map_or(usize::MAX, |most| most as usize);
                for _ in 0..(least + self.random.below(more + 1)).min(most) {
                    self.sample(inner, 0, text);
                }
            }
            Re::Atomic(inner) => self.sample(inner, long, text),
            Re::Start
            | Re::End
            | Re::TextEnd
            | Re::WordEdge(_)
            | Re::Ahead(..)
            | Re::Behind(..) => {}
        }
    }

    fn character(&mut self, set: &CharSet) -> Option<char> {
        let usual = self.usual.entry(set.clone()).or_insert_with(|| usual(set));
        self.random.pick(usual).copied()
    }

    fn number(&mut self, node: &Node, whole: bool) -> Option<Json> {
        let rules = node.number.as_deref().copied().unwrap_or_default();
        let (low, high) = limits(&rules);
        let step = rules.multiple_of.unwrap_or(1.0);
        let start = (low / step).ceil();
        let room = ((high - start * step) / step).floor();
        let steps = (0..1000).take_while(|&at| f64::from(at) <= room).count();
        let number = (start + self.random.small(steps)) * step;
        if number < 9e15 && number > -9e15 && number.fract() == 0.0 {
            return Some((number as i64).into());
        }
        let rounded = (number * 1e6).round() / 1e6;
        (!whole).then(|| rounded.into())
    }

    fn list(&mut self, node: &Node, depth: usize) -> Option<Json> {
        let no_rules = outrigger_core::schema::ListRules::default();
        let rules = node.list.as_deref().unwrap_or(&no_rules);
        let least = rules
            .min_items
            .unwrap_or(0)
            .max(rules.prefix_items.len() as u64) as usize;
        let most = rules.max_items.unwrap_or(u64::MAX).min(least as u64 + 2) as usize;
        let wanted = rules.items.is_some_and(|id| self.wanted.contains(&id));
        let length = least.max(usize::from(wanted && most > 0));
        let length = length + self.random.below(most.saturating_sub(length) + 1);
        let mut all: Vec<Json> = Vec::new();
        for _ in 0..length * 3 {
            let at = rules.prefix_items.get(all.len()).copied();
            let next = match at.or(rules.items) {
                Some(id) => self.value(id, depth + 1)?,
                None => "item".into(),
            };
            if !(rules.unique_items && all.contains(&next)) {
                all.push(next);
            }
            if all.len() == length {
                break;
            }
        }
        Some(all.into())
    }

    fn object(&mut self, node: &Node, depth: usize) -> Option<Json> {
        let no_rules = ObjectRules::default();
        let rules = node.object.as_deref().unwrap_or(&no_rules);
        let mut map = Map::new();
        for &name in &rules.required {
            self.set(node, name, depth, &mut map)?;
        }
        let few = ((100 * self.optional.saturating_sub(1)) >> (2 * depth)) + 100;
        let few = few / rules.properties.len().max(3);
        for &(name, id) in &rules.properties {
            let percent = if self.wanted.contains(&id) { 85 } else { few };
            if self.random.chance(percent) && depth < DEEPEST - 2 {
                // What cannot be made is left out.
                let _ = self.set(node, name, depth, &mut map);
            }
        }
        self.fill(rules, depth, &mut map);
        if let Some(rules) = &node.combination {
            self.combine(node, rules, depth, &mut map);
        }
        Some(map.into())
    }

    fn set(
        &mut self,
        node: &Node,
        name: Symbol,
        depth: usize,
        map: &mut Map<String, Json>,
    ) -> Option<()> {
        let text = self.names.text(name);
        if map.contains_key(text) {
            return Some(());
        }
        let value = match node.property(name) {
            Some(id) => self.value(id, depth + 1)?,
            None => "x".into(),
        };
        map.insert(text.to_owned(), value);
        Some(())
    }

    /// Keys of a map, as many as it must have.
    fn fill(&mut self, rules: &ObjectRules, depth: usize, map: &mut Map<String, Json>) {
        let least = rules.min_properties.unwrap_or(0) as usize;
        let some = usize::from(!rules.pattern_properties.is_empty());
        for _ in 0..least.max(some) * 3 {
            if map.len() >= least.max(some) {
                break;
            }
            let Some(&(pattern, id)) = self.random.pick(&rules.pattern_properties) else {
                map.insert(format!("key{}", self.random.below(1000)), "x".into());
                continue;
            };
            let mut name = String::new();
            if let Some(re) = self.pattern(pattern) {
                self.sample(&re, 3, &mut name);
            }
            if let Some(value) = self.value(id, depth + 1) {
                map.insert(name, value);
            }
        }
    }

    /// Chooses among alternatives, and settles which properties go together.
    fn combine(
        &mut self,
        node: &Node,
        rules: &Combination,
        depth: usize,
        map: &mut Map<String, Json>,
    ) {
        for &id in &rules.all_of {
            self.take_over(node, id, depth, map);
        }
        if let Some(id) = self.branch(&rules.any_of) {
            self.take_over(node, id, depth, map);
        }
        if let Some(chosen) = self.branch(&rules.one_of) {
            for &other in rules.one_of.iter().filter(|&&id| id != chosen) {
                self.leave_out(node, other, map);
            }
            self.take_over(node, chosen, depth, map);
        }
        for all in [&rules.required_xor, &rules.required_or] {
            if let Some(&chosen) = self.random.pick(all) {
                for &name in all.iter().filter(|&&name| name != chosen) {
                    map.remove(self.names.text(name));
                }
                let _ = self.set(node, chosen, depth, map);
            }
        }
        for (property, needs) in &rules.dependent_required {
            if map.contains_key(self.names.text(*property)) {
                for &name in needs {
                    let _ = self.set(node, name, depth, map);
                }
            }
        }
        for (property, excluded) in &rules.dependent_excluded {
            if map.contains_key(self.names.text(*property)) {
                for &name in excluded {
                    map.remove(self.names.text(name));
                }
            }
        }
    }

    /// Adds what another node about the same object requires.
    fn take_over(&mut self, node: &Node, id: NodeId, depth: usize, map: &mut Map<String, Json>) {
        let other = self.schemas.node(self.names, id);
        let Some(rules) = &other.object else {
            return;
        };
        for &name in &rules.required {
            let from = if other.property(name).is_some() {
                other
            } else {
                node
            };
            let _ = self.set(from, name, depth, map);
        }
        for &(name, id) in &rules.properties {
            if self.wanted.contains(&id) && self.random.chance(80) {
                let _ = self.set(other, name, depth, map);
            }
        }
    }

    /// Removes what only another alternative requires.
    fn leave_out(&mut self, node: &Node, id: NodeId, map: &mut Map<String, Json>) {
        let other = self.schemas.node(self.names, id);
        let names: BTreeSet<&str> = other
            .object
            .iter()
            .flat_map(|o| &o.required)
            .filter(|&&name| !node.requires(name))
            .map(|&name| self.names.text(name))
            .collect();
        map.retain(|name, _| !names.contains(name.as_str()));
    }
}

/// The characters of a set that people use; one of the others where it has none of them.
fn usual(set: &CharSet) -> Vec<char> {
    let has = |c: &char| set.contains(u32::from(*c));
    let printable = (b'!'..=b'~').map(char::from);
    let usual: Vec<char> = printable
        .filter(|c| c.is_ascii_alphanumeric() || "-_./:@ =+".contains(*c))
        .filter(has)
        .collect();
    if usual.is_empty() {
        (1..0x3000)
            .filter_map(char::from_u32)
            .find(has)
            .into_iter()
            .collect()
    } else {
        usual
    }
}

/// The closed range that a number must be in.
fn limits(rules: &NumberRules) -> (f64, f64) {
    let low = rules
        .minimum
        .or(rules.exclusive_minimum.map(|low| low + 1.0));
    let high = rules
        .maximum
        .or(rules.exclusive_maximum.map(|high| high - 1.0));
    match (low, high) {
        (Some(low), Some(high)) => (low, high),
        (Some(low), None) => (low, low + 100.0),
        (None, Some(high)) => (high - 100.0, high),
        (None, None) => (0.0, 100.0),
    }
}

/// Removes what a path leads to.
fn remove(names: &Names, path: &[PathSegment], json: &mut Json) {
    let Some((segment, rest)) = path.split_first() else {
        return;
    };
    match (segment, json) {
        (PathSegment::Name(name), Json::Object(map)) if rest.is_empty() => {
            map.remove(names.text(*name));
        }
        (PathSegment::Name(name), Json::Object(map)) => {
            if let Some(inner) = map.get_mut(names.text(*name)) {
                remove(names, rest, inner);
            }
        }
        (PathSegment::Each, Json::Array(all)) => {
            for inner in all {
                remove(names, rest, inner);
            }
        }
        (PathSegment::Each, Json::Object(map)) => {
            map.values_mut()
                .for_each(|inner| remove(names, rest, inner));
        }
        _ => {}
    }
}
