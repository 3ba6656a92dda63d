//! What later values are that nobody has to wait for, such as the ARN of a bucket with a name: a
//! test may expect the text, which a template of another site or account has in their place.

use rustc_hash::FxHashMap;

use crate::eval::{Determined, SiteTables, World};
use crate::value::{Address, Later, LaterId, SiteId, Value};

/// The resources of a world, and what is known of them.
pub(super) struct Known<'w> {
    world: &'w World,
    tables: SiteTables<'w>,
    places: FxHashMap<(Address, SiteId), usize>,
    determined: Determined,
}

impl<'w> Known<'w> {
    pub(super) fn new(world: &'w World, tables: SiteTables<'w>) -> Self {
        let resources = world.resources.iter().enumerate();
        let places = resources.map(|(at, one)| ((one.address, one.site), at));
        Self {
            world,
            tables,
            places: places.collect(),
            determined: Determined::default(),
        }
    }

    /// A text, or a later value read at `site` that will be one that is known.
    pub(super) fn text(&mut self, value: Value, site: SiteId) -> Option<String> {
        match value {
            Value::Text(text) => Some(self.tables.names.text(text).to_owned()),
            Value::Later(later) => self.later(later, site),
            _ => None,
        }
    }

    fn later(&mut self, later: LaterId, site: SiteId) -> Option<String> {
        let SiteTables { names, store, .. } = self.tables;
        match store.get_later(later) {
            Later::Attribute(address, name) => {
                let of = *self.places.get(&(address, site))?;
                let known = self.determined.find(of, name, self.world, self.tables);
                match known? {
                    Value::Text(text) => Some(names.text(text).to_owned()),
                    // It has the account's digits in it, which nobody says.
                    _ => None,
                }
            }
            Later::Template(parts) => {
                let parts = store.elements(parts).iter();
                parts.map(|part| self.text(*part, site)).collect()
            }
            Later::Replace(of, from, to) => {
                let text = self.later(of, site)?;
                Some(text.replace(names.text(from), names.text(to)))
            }
            Later::Elsewhere(there, inner) => self.later(inner, there),
            Later::Param(_) | Later::Pseudo(_) | Later::Json(_) => None,
        }
    }
}
