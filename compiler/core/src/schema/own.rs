//! Resource types of the app's own: of a vendor, or private ones, with their schemas as
//! CloudFormation's registry has them. Few and small, so they are read whole when they are added.

use serde_json::Value as Json;

use super::compile::{Entry, Fault, Graph, Item, variant};
use super::node::{Decoder, Node};
use super::pattern::Pattern;
use super::resource::ResourceSchema;
use super::{PatternId, Schemas, TypeId};
use crate::names::Names;

/// Most bytes of one schema.
pub const MOST_BYTES: usize = 1 << 20;

/// Most schemas of an app.
pub const MOST_SCHEMAS: usize = 256;

/// The types that are added to those of the file, with numbers behind theirs.
#[derive(Default)]
pub(super) struct Own {
    /// Sorted by name.
    types: Vec<(String, ResourceSchema)>,
    nodes: Vec<Node>,
    patterns: Vec<Pattern>,
}

impl Own {
    pub(super) fn find(&self, type_name: &str) -> Option<u32> {
        let at = self
            .types
            .binary_search_by(|(name, _)| name.as_str().cmp(type_name));
        at.ok().map(|at| at as u32)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.types.iter().map(|(name, _)| name.as_str())
    }

    pub(super) fn len(&self) -> u32 {
        self.types.len() as u32
    }

    pub(super) fn get(&self, at: u32) -> Option<&(String, ResourceSchema)> {
        self.types.get(at as usize)
    }

    pub(super) fn node(&self, at: u32) -> Option<&Node> {
        self.nodes.get(at as usize)
    }

    pub(super) fn nodes(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn pattern(&self, at: u32) -> Option<&Pattern> {
        self.patterns.get(at as usize)
    }
}

/// The name of the type that a schema describes, if it is one.
pub fn type_name(schema: &Json) -> Option<&str> {
    let name = schema["typeName"].as_str()?;
    let parts: Vec<_> = name.split("::").collect();
    let is_word = |part: &&str| {
        (2..=64).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    (parts.len() == 3 && parts.iter().all(is_word)).then_some(name)
}

impl Schemas {
    /// Adds types with schemas of their own, once, before anything is asked. Each is a schema whose
    /// [`type_name`] is none that is known. Goes out: what is wrong, with the schema's position.
    pub fn add(&mut self, names: &Names, schemas: &[Json]) -> Vec<(usize, Fault)> {
        let mut graph = Graph::default();
        let mut faults = Vec::new();
        let mut records = Vec::new();
        for (at, schema) in schemas.iter().enumerate() {
            let record = graph
                .read(schema)
                .and_then(|root| variant(schema, root, &mut graph.strings));
            match (record, type_name(schema)) {
                (Ok(record), Some(name)) => records.push((name, record)),
                (Ok(_), None) => {}
                (Err(fault), _) => faults.push((at, fault)),
            }
        }
        if !faults.is_empty() {
            return faults;
        }
        records.sort_by_key(|(name, _)| *name);
        let strings = graph.strings.texts();
        let coded = Coded {
            first_node: self.nodes.0.len() as u32,
            first_pattern: self.patterns.0.len() as u32,
        };
        let decoder = Decoder {
            names,
            text: &|index| strings.get(index as usize).map_or("", String::as_str),
        };
        let types = records.iter().map(|(name, record)| {
            let entry = coded.entry(record);
            let schema = decoder.resource(names.intern(name), entry.bytes());
            ((*name).to_owned(), schema)
        });
        let nodes = graph.nodes.iter();
        self.own = Own {
            types: types.collect(),
            nodes: nodes
                .map(|node| decoder.node(coded.entry(node).bytes()))
                .collect(),
            patterns: graph
                .patterns
                .texts()
                .iter()
                .map(|source| Pattern::of_own(source))
                .collect(),
        };
        Vec::new()
    }

    /// The same from texts that were read without a fault before.
    pub fn add_texts(&mut self, names: &Names, texts: &[String]) {
        let read = texts
            .iter()
            .filter_map(|text| serde_json::from_str(text).ok());
        self.add(names, &read.collect::<Vec<Json>>());
    }

    /// The type of the app's own behind those of the file.
    pub(super) fn own_type(&self, id: TypeId) -> Option<&(String, ResourceSchema)> {
        self.own.get(id.0.checked_sub(self.of_file())?)
    }

    pub(super) fn own_node(&self, id: super::NodeId) -> Option<&Node> {
        self.own.node(id.0.checked_sub(self.nodes.0.len() as u32)?)
    }

    pub(super) fn own_pattern(&self, id: PatternId) -> Option<&Pattern> {
        let of_file = self.patterns.0.len() as u32;
        self.own.pattern(id.0.checked_sub(of_file)?)
    }
}

/// Records as bytes, with numbers behind those of the file.
struct Coded {
    first_node: u32,
    first_pattern: u32,
}

impl Coded {
    fn entry(&self, items: &[Item]) -> Entry {
        let mut entry = Entry::default();
        for item in items {
            entry.number(match *item {
                Item::Plain(number) => number,
                Item::Text { index, shift, plus } => (u64::from(index) << shift) + u64::from(plus),
                Item::Node(node) => u64::from(node + self.first_node),
                Item::Pattern(pattern) => u64::from(pattern + self.first_pattern),
            });
        }
        entry
    }
}

#[cfg(test)]
mod tests {
    use super::super::bytes::Reader;
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_written() {
        let coded = Coded {
            first_node: 1_000,
            first_pattern: 10,
        };
        let items = [Item::Plain(300), Item::Node(2), Item::Pattern(3)];
        let entry = coded.entry(&items);
        let mut reader = Reader::new(entry.bytes());
        let read = [reader.number(), reader.number(), reader.number()];
        assert_eq!(read, [300, 1_002, 13]);
    }
}
