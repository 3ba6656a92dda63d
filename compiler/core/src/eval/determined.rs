//! What is known of a resource without asking it: attributes that AWS makes of a property whose
//! text is known, such as the ARN of a bucket that has a name. Read at another site they are that
//! text, and nothing has to wait: so two sites can name each other.

use rustc_hash::FxHashMap;

use super::{Resource, World};
use crate::interpret::Heap;
use crate::interpret::site::Regions;
use crate::names::{Names, Symbol};
use crate::types::references::References;
use crate::value::{Later, Store, Value};

/// What is known of sites and references.
#[derive(Clone, Copy)]
pub struct SiteTables<'a> {
    /// Texts.
    pub names: &'a Names,
    /// Values.
    pub store: &'a Store,
    /// Which attribute is made of what.
    pub references: &'a References,
    /// Facts about regions.
    pub regions: &'a Regions,
}

impl<'a> SiteTables<'a> {
    /// The tables of a machine, and what is known of references.
    pub fn of(heap: Heap<'a>, references: &'a References) -> Self {
        Self {
            names: heap.names,
            store: heap.store,
            references,
            regions: heap.regions,
        }
    }
}

/// The attributes that somebody at another site reads, each found out once.
#[derive(Default)]
pub struct Determined {
    values: FxHashMap<(usize, Symbol), Option<Value>>,
}

impl Determined {
    /// The value of an attribute of a resource (its place in the world), where it is determined.
    pub fn get(&self, of: usize, attribute: Symbol) -> Option<Value> {
        self.values.get(&(of, attribute)).copied().flatten()
    }

    /// Finds out again what some resources (places in the world, sorted) determine. False if what was
    /// known is not any more, or the other way round: then others wait for it than before.
    pub fn find_again(&mut self, changed: &[usize], world: &World, tables: SiteTables<'_>) -> bool {
        let mut alike = true;
        for ((of, attribute), known) in &mut self.values {
            if changed.binary_search(of).is_ok() {
                let now = value(&world.resources[*of], *attribute, world, tables);
                alike &= known.is_some() == now.is_some();
                *known = now;
            }
        }
        alike
    }

    /// Finds out whether an attribute is determined.
    pub fn find(
        &mut self,
        of: usize,
        attribute: Symbol,
        world: &World,
        tables: SiteTables<'_>,
    ) -> Option<Value> {
        let resource = &world.resources[of];
        *self
            .values
            .entry((of, attribute))
            .or_insert_with(|| value(resource, attribute, world, tables))
    }
}

/// The template of an attribute with everything filled in; none if a property is not known text.
fn value(
    resource: &Resource,
    attribute: Symbol,
    world: &World,
    tables: SiteTables<'_>,
) -> Option<Value> {
    let type_name = tables.names.text(resource.type_name);
    let attribute = tables.names.text(attribute);
    let determined = tables.references.determined(type_name)?;
    let mut pieces = Pieces {
        tables,
        done: Vec::new(),
        text: String::new(),
    };
    let mut rest = determined.attributes.get(attribute)?.as_str();
    while let Some((before, after)) = rest.split_once("${") {
        let (name, after) = after.split_once('}')?;
        pieces.text.push_str(before);
        pieces.fill(name, resource, world, &determined.defaults)?;
        rest = after;
    }
    pieces.text.push_str(rest);
    Some(pieces.value())
}

struct Pieces<'a> {
    tables: SiteTables<'a>,
    done: Vec<Value>,
    text: String,
}

impl Pieces<'_> {
    /// A word for something of the site, else a property.
    fn fill(
        &mut self,
        name: &str,
        resource: &Resource,
        world: &World,
        defaults: &FxHashMap<String, String>,
    ) -> Option<()> {
        let SiteTables { names, regions, .. } = self.tables;
        let region = names.text(world.sites.get(resource.site).region);
        match name {
            "region" => self.text.push_str(region),
            "partition" => self.text.push_str(regions.partition(region)),
            "url_suffix" => self.text.push_str(regions.url_suffix(region)),
            "account" => self.account(resource, world),
            property => {
                let set = self
                    .tables
                    .store
                    .field(resource.properties, names.intern(property));
                match set {
                    Some(Value::Text(text)) => self.text.push_str(names.text(text)),
                    Some(_) => return None,
                    None => self.text.push_str(defaults.get(property)?),
                }
            }
        }
        Some(())
    }

    /// Its digits; where nobody says them there is one account, which the reader is in too.
    fn account(&mut self, resource: &Resource, world: &World) {
        let SiteTables { names, store, .. } = self.tables;
        if let Some(digits) = world.accounts.get(resource.account).digits {
            self.text.push_str(names.text(digits));
            return;
        }
        let before = std::mem::take(&mut self.text);
        self.done.push(Value::Text(names.intern(&before)));
        let account = Later::Pseudo(names.intern("AccountId"));
        self.done.push(Value::Later(store.later(account)));
    }

    fn value(mut self) -> Value {
        let SiteTables { names, store, .. } = self.tables;
        if self.done.is_empty() {
            return Value::Text(names.intern(&self.text));
        }
        if !self.text.is_empty() {
            self.done.push(Value::Text(names.intern(&self.text)));
        }
        Value::Later(store.later(Later::Template(store.list(&self.done))))
    }
}
