//! About how large resources are in a template.

use crate::eval::Resource;
use crate::names::Names;
use crate::value::{ObjectId, Store, Value};

/// About how many bytes resources take in a template; each distinct value is measured once.
pub(super) struct Sizes<'a> {
    store: &'a Store,
    names: &'a Names,
    /// By object; zero where nobody has asked.
    known: Vec<u32>,
}

impl<'a> Sizes<'a> {
    /// Type, metadata, policies and braces of a resource; bytes.
    const AROUND: usize = 320;
    /// A reference, indented; bytes.
    const REFERENCE: usize = 120;
    /// Quotes, comma, line end and indentation of one value; bytes.
    const LINE: usize = 20;

    /// Nothing measured yet.
    pub fn new(store: &'a Store, names: &'a Names) -> Self {
        Self {
            store,
            names,
            known: Vec::new(),
        }
    }

    /// A resource; bytes.
    pub fn resource(&mut self, resource: &Resource) -> usize {
        Self::AROUND + self.object(resource.properties)
    }

    fn object(&mut self, object: ObjectId) -> usize {
        let at = object.0 as usize;
        match self.known.get(at) {
            Some(0) => {}
            Some(known) => return *known as usize,
            None => self.known.resize((at + 1).next_power_of_two(), 0),
        }
        let store = self.store;
        let size = store
            .fields(object)
            .iter()
            .map(|(name, value)| self.names.text(*name).len() + self.value(*value));
        let size = size.sum::<usize>() + Self::LINE;
        self.known[at] = u32::try_from(size).unwrap_or(u32::MAX);
        size
    }

    fn value(&mut self, value: Value) -> usize {
        let store = self.store;
        match value {
            Value::Text(text) => self.names.text(text).len() + Self::LINE,
            Value::List(list) => {
                Self::LINE
                    + store
                        .elements(list)
                        .iter()
                        .map(|value| self.value(*value))
                        .sum::<usize>()
            }
            Value::Object(object) => self.object(object),
            Value::Later(_) => Self::REFERENCE,
            _ => Self::LINE,
        }
    }
}
