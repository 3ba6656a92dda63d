//! What exists already, as far as the app states it.

use rustc_hash::FxHashMap;

use crate::interpret::{Machine, ROOT, Scope};
use crate::names::Symbol;
use crate::value::{SiteId, Value};

/// What is stated of what exists already, at each site.
#[derive(Default)]
pub struct Existing {
    by_id: FxHashMap<(Value, SiteId), u32>,
    stated: FxHashMap<(u32, SiteId, Symbol), Value>,
}

impl Existing {
    /// Reads what the app states.
    pub fn of(machine: &mut Machine<'_>) -> Self {
        let mut found = Self::default();
        let program = machine.program;
        for (number, def) in program.existing.iter().enumerate() {
            let number = number as u32;
            for site in machine.sites.ids() {
                let mut scope = Scope::new(machine.frame_at(ROOT, site));
                let id = match machine.evaluate(&def.id, &mut scope) {
                    Ok(Value::Object(by_region)) => {
                        let region = machine.sites.get(site).region;
                        machine.heap.store.field(by_region, region)
                    }
                    Ok(id) => Some(id),
                    Err(_) => None,
                };
                if let Some(id) = id {
                    found.by_id.insert((id, site), number);
                }
                for (property, value) in &def.stated {
                    if let Ok(value) = machine.evaluate(value, &mut scope) {
                        found.stated.insert((number, site, *property), value);
                    }
                }
            }
        }
        found
    }

    /// What has this id at a site: text, or a param.
    pub fn find(&self, id: Value, site: SiteId) -> Option<u32> {
        self.by_id.get(&(id, site)).copied()
    }

    /// A property that is stated.
    pub fn stated(&self, number: u32, site: SiteId, property: Symbol) -> Option<Value> {
        self.stated.get(&(number, site, property)).copied()
    }
}
