//! From the JSON of resource schemas to the records that the schema file is made of. In: schemas as
//! CloudFormation's registry has them. Out: numbered nodes, and what a schema says of the resource
//! as a whole. `cargo xtask schemas` makes the embedded file of them, and an app's own schemas are
//! read with them when it is compiled. Total: whatever the JSON, there is a [`Fault`] or a result.

mod graph;
mod paths;
mod record;

pub use graph::Graph;
pub use paths::variant;
pub use record::{Item, Record, Strings, merge_equal};

use serde_json::Value;

/// What is wrong with a schema.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    text: String,
    /// The keywords around it, from the inside.
    keywords: Vec<String>,
}

impl Fault {
    fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            keywords: Vec::new(),
        }
    }

    /// Says inside of which keyword it is.
    fn inside(mut self, keyword: &str) -> Self {
        self.keywords.push(keyword.to_owned());
        self
    }

    /// The keyword that is at fault, if one is.
    pub fn keyword(&self) -> Option<&str> {
        self.keywords.first().map(String::as_str)
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for keyword in self.keywords.iter().rev() {
            write!(f, "{keyword}: ")?;
        }
        f.write_str(&self.text)
    }
}

impl std::error::Error for Fault {}

/// An entry being written.
#[derive(Default)]
pub struct Entry(Vec<u8>);

impl Entry {
    /// Appends a number.
    pub fn number(&mut self, mut number: u64) -> &mut Self {
        while number > 0x7f {
            self.0.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
        self
    }

    /// Appends a count or an index.
    pub fn index(&mut self, index: usize) -> &mut Self {
        self.number(index as u64)
    }

    /// Appends what another one holds.
    pub fn append(&mut self, other: &Entry) {
        self.0.extend_from_slice(&other.0);
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

/// A list of texts in a schema.
fn texts(value: &Value) -> impl Iterator<Item = &str> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
}
