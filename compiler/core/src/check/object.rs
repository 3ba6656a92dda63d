//! Rules about objects and lists.

use rustc_hash::FxHashSet;

use super::{PathStep, Verdict, ViolationKind, Walk, is_set};
use crate::names::Symbol;
use crate::schema::{ListRules, Node, NodeId, ObjectRules, TypeMask};
use crate::spelling::nearest;
use crate::value::{ListId, ObjectId, Value};

/// From this length on, equal elements are found by hashing.
const MANY: usize = 16;

impl Walk<'_> {
    /// Properties, required ones, how many.
    pub(super) fn object(&mut self, node: &Node, object: ObjectId) -> Verdict {
        let mut verdict = Verdict::Yes;
        // A limit of the length is meant for a document that is sent as JSON text. Where the
        // schema lists properties it is a slip (of `maxProperties`), and says nothing.
        let limited = node.text.max_length.is_some() || node.text.min_length.is_some();
        if limited && node.types.names(TypeMask::OBJECT) && node.object.is_none() {
            verdict = self.length_as_json(&node.text, object);
        }
        let fields = self.checker.store.fields(object);
        match &node.object {
            Some(rules) => verdict.and(self.properties(rules, fields)),
            None => verdict.and(self.anything_below(fields)),
        }
    }

    /// Properties that the schema says nothing about: whatever can be written as JSON.
    fn anything_below(&mut self, fields: &[(Symbol, Value)]) -> Verdict {
        let mut verdict = Verdict::Yes;
        for &(name, value) in fields {
            if is_set(&value) {
                verdict = verdict.and(self.free(PathStep::Name(name), value));
            }
        }
        verdict
    }

    /// A value where the schema says nothing.
    fn free(&mut self, step: PathStep, value: Value) -> Verdict {
        if !self.silent {
            self.path.push(step);
        }
        let verdict = match value {
            Value::Object(object) => self.anything_below(self.checker.store.fields(object)),
            Value::List(list) => {
                let elements = self.checker.store.elements(list).iter();
                elements
                    .enumerate()
                    .fold(Verdict::Yes, |verdict, (index, &element)| {
                        verdict.and(self.free(PathStep::Index(index as u32), element))
                    })
            }
            _ => self.kind(&Node::default(), value),
        };
        if !self.silent {
            self.path.pop();
        }
        verdict
    }

    fn properties(&mut self, rules: &ObjectRules, fields: &[(Symbol, Value)]) -> Verdict {
        let mut verdict = Verdict::Yes;
        // Both lists are sorted by the text of the names, so one walk along both is enough.
        let mut from = 0;
        for &(name, value) in fields {
            if !is_set(&value) {
                continue;
            }
            let at = rules.properties[from..]
                .iter()
                .position(|property| property.0 == name);
            verdict = verdict.and(match at {
                Some(at) => {
                    let node = rules.properties[from + at].1;
                    from += at + 1;
                    let known = self.below(PathStep::Name(name), node, value);
                    known.and(self.by_pattern(rules, name, value).unwrap_or(Verdict::Yes))
                }
                None => match self.by_pattern(rules, name, value) {
                    Some(verdict) => verdict,
                    None if rules.closed => self.unknown(rules, name),
                    None => self.free(PathStep::Name(name), value),
                },
            });
            if self.enough(verdict) {
                return verdict;
            }
        }
        verdict
            .and(self.required(&rules.required, fields))
            .and(self.property_count(rules, fields))
    }

    /// The verdict of the patterns that fit a property's name; none if no pattern does.
    fn by_pattern(&mut self, rules: &ObjectRules, name: Symbol, value: Value) -> Option<Verdict> {
        let mut found = None;
        for &(pattern, node) in &rules.pattern_properties {
            let text = self.checker.names.text(name);
            if self
                .checker
                .schemas
                .pattern(pattern)
                .matches(text)
                .accepts()
            {
                let verdict = self.below(PathStep::Name(name), node, value);
                found = Some(verdict.and(found.unwrap_or(Verdict::Yes)));
            }
        }
        found
    }

    #[cold]
    fn unknown(&mut self, rules: &ObjectRules, name: Symbol) -> Verdict {
        if self.silent {
            return Verdict::No;
        }
        let names = self.checker.names;
        self.path.push(PathStep::Name(name));
        if rules.pattern_properties.is_empty() {
            let known = rules.properties.iter().map(|known| names.text(known.0));
            let meant = nearest(names.text(name), known);
            self.fail(|| ViolationKind::UnknownProperty {
                suggestion: meant.and_then(|text| names.find(text)),
            });
        } else {
            let patterns = rules.pattern_properties.iter();
            let schemas = self.checker.schemas;
            self.fail(|| ViolationKind::UnknownName {
                patterns: patterns
                    .map(|(pattern, _)| schemas.pattern(*pattern).source().into())
                    .collect(),
            });
        }
        self.path.pop();
        Verdict::No
    }

    fn required(&mut self, required: &[Symbol], fields: &[(Symbol, Value)]) -> Verdict {
        let mut verdict = Verdict::Yes;
        let mut from = 0;
        for &property in required {
            let at = fields[from..]
                .iter()
                .position(|field| field.0 == property && is_set(&field.1));
            match at {
                Some(at) => from += at + 1,
                None => verdict = self.fail(|| ViolationKind::Missing { property }),
            }
        }
        verdict
    }

    fn property_count(&mut self, rules: &ObjectRules, fields: &[(Symbol, Value)]) -> Verdict {
        if rules.min_properties.is_none() && rules.max_properties.is_none() {
            return Verdict::Yes;
        }
        let count = fields.iter().filter(|field| is_set(&field.1)).count() as u64;
        let least = rules.min_properties.unwrap_or(0);
        let most = rules.max_properties.unwrap_or(u64::MAX);
        self.rule(count >= least, || ViolationKind::TooFewProperties {
            count,
            least,
        })
        .and(
            self.rule(count <= most, || ViolationKind::TooManyProperties {
                count,
                most,
            }),
        )
    }

    /// Elements, how many, and which may not be equal.
    pub(super) fn list(&mut self, node: &Node, list: ListId) -> Verdict {
        let elements = self.checker.store.elements(list);
        let no_rules = ListRules::default();
        let rules = node.list.as_deref().unwrap_or(&no_rules);
        let mut verdict = Verdict::Yes;
        for (index, &element) in elements.iter().enumerate() {
            let step = PathStep::Index(index as u32);
            verdict = verdict.and(match node_at(rules, index) {
                Some(node) => self.below(step, node, element),
                None => self.free(step, element),
            });
            if self.enough(verdict) {
                return verdict;
            }
        }
        verdict
            .and(self.item_count(rules, elements.len() as u64))
            .and(self.differences(rules, elements))
    }

    fn item_count(&mut self, rules: &ListRules, count: u64) -> Verdict {
        let least = rules.min_items.unwrap_or(0);
        let most = rules.max_items.unwrap_or(u64::MAX);
        self.rule(count >= least, || ViolationKind::TooFewItems {
            count,
            least,
        })
        .and(self.rule(count <= most, || ViolationKind::TooManyItems {
            count,
            most,
        }))
    }

    fn differences(&mut self, rules: &ListRules, elements: &[Value]) -> Verdict {
        let mut verdict = Verdict::Yes;
        if rules.unique_items
            && let Some((first, second)) = equal_pair(elements)
        {
            verdict = self.fail(|| ViolationKind::Duplicate { first, second });
        }
        if !rules.unique_keys.is_empty() {
            verdict = verdict.and(self.unique_keys(&rules.unique_keys, elements));
        }
        if let Some(most) = rules.max_unique_items {
            let different: FxHashSet<Value> = elements.iter().copied().collect();
            let count = different.len() as u64;
            verdict = verdict.and(
                self.rule(count <= most, || ViolationKind::TooManyDifferent {
                    count,
                    most,
                }),
            );
        }
        verdict
    }

    /// No two elements that have all the keys may agree in them.
    fn unique_keys(&mut self, keys: &[Symbol], elements: &[Value]) -> Verdict {
        let store = self.checker.store;
        let of_element = |index: usize| -> Option<Vec<Value>> {
            let Value::Object(object) = elements[index] else {
                return None;
            };
            let values = keys.iter().map(|&key| store.field(object, key));
            values.map(|value| value.filter(is_set)).collect()
        };
        let all: Vec<(u32, Vec<Value>)> = (0..elements.len())
            .filter_map(|index| Some((index as u32, of_element(index)?)))
            .collect();
        for (at, (second, values)) in all.iter().enumerate() {
            if let Some((first, _)) = all[..at].iter().find(|(_, other)| other == values) {
                return self.fail(|| ViolationKind::DuplicateKey {
                    keys: keys.into(),
                    first: *first,
                    second: *second,
                });
            }
        }
        Verdict::Yes
    }
}

fn node_at(rules: &ListRules, index: usize) -> Option<NodeId> {
    rules.prefix_items.get(index).copied().or(rules.items)
}

/// The first two elements that are equal.
fn equal_pair(elements: &[Value]) -> Option<(u32, u32)> {
    let second = if elements.len() < MANY {
        (1..elements.len()).find(|&at| elements[..at].contains(&elements[at]))?
    } else {
        let mut seen = FxHashSet::default();
        elements.iter().position(|&element| !seen.insert(element))?
    };
    let first = elements
        .iter()
        .position(|&element| element == elements[second])?;
    Some((first as u32, second as u32))
}
