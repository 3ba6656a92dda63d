//! About how large resources are in a template.

use super::Tables;
use crate::eval::Resource;
use crate::value::{ObjectId, Value};

/// About how many bytes resources take in a template; each distinct value is measured once.
#[derive(Default)]
pub(super) struct Sizes {
    /// By object; zero where nobody has asked.
    known: Vec<u32>,
}

impl Sizes {
    /// Type, metadata, policies and braces of a resource; bytes.
    const AROUND: usize = 320;
    /// A reference, indented; bytes.
    const REFERENCE: usize = 120;
    /// Quotes, comma, line end and indentation of one value; bytes.
    const LINE: usize = 20;

    /// A resource; bytes.
    pub fn resource(&mut self, resource: &Resource, tables: Tables<'_>) -> usize {
        Self::AROUND + self.object(resource.properties, tables)
    }

    fn object(&mut self, object: ObjectId, tables: Tables<'_>) -> usize {
        let at = object.0 as usize;
        match self.known.get(at) {
            Some(0) => {}
            Some(known) => return *known as usize,
            None => self.known.resize((at + 1).next_power_of_two(), 0),
        }
        let fields = tables.store.fields(object).iter();
        let size =
            fields.map(|(name, value)| tables.names.text(*name).len() + self.value(*value, tables));
        let size = size.sum::<usize>() + Self::LINE;
        self.known[at] = u32::try_from(size).unwrap_or(u32::MAX);
        size
    }

    fn value(&mut self, value: Value, tables: Tables<'_>) -> usize {
        match value {
            Value::Text(text) => tables.names.text(text).len() + Self::LINE,
            Value::List(list) => {
                let elements = tables.store.elements(list).iter();
                let elements = elements.map(|value| self.value(*value, tables));
                Self::LINE + elements.sum::<usize>()
            }
            Value::Object(object) => self.object(object, tables),
            Value::Later(_) => Self::REFERENCE,
            _ => Self::LINE,
        }
    }
}
