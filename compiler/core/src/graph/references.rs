//! What the values of one resource refer to.

use crate::diag::{Diagnostics, codes};
use crate::eval::{Resource, World};
use crate::names::{Names, Symbol};
use crate::value::{Address, Later, LaterId, SiteId, Store, Value};

use super::{AttributeName, Graph, Reference};

#[derive(Default)]
pub(super) struct Found {
    attributes: Vec<(Address, SiteId, Symbol)>,
    params: Vec<Symbol>,
}

pub(super) fn of(
    resource: &Resource,
    graph: &Graph,
    names: &Names,
    store: &Store,
    world: &World,
    found: &mut Found,
    diagnostics: &mut Diagnostics,
) -> (Box<[Reference]>, Box<[Symbol]>) {
    found.attributes.clear();
    found.params.clear();
    let properties = Value::Object(resource.properties);
    walk(properties, resource.site, store, found);
    for (_, value) in &resource.facts {
        walk(*value, resource.site, store, found);
    }
    let mut needs = Vec::with_capacity(found.attributes.len() + resource.after.len());
    let waited = resource
        .after
        .iter()
        .map(|waited| (waited.address, waited.site, None));
    let read = found
        .attributes
        .iter()
        .map(|&(address, site, attribute)| (address, site, Some(attribute)));
    for (address, site, attribute) in read.chain(waited) {
        if let Some(to) = graph.find(address, site) {
            needs.push(Reference {
                to,
                attribute: attribute.map(AttributeName),
            });
        } else {
            let span = resource.origin.shown();
            let region = names.text(world.sites.get(site).region);
            diagnostics.push(codes::sites::not_at_site(
                span,
                &store.address_text(names, address),
                region,
            ));
        }
    }
    needs.sort_unstable();
    needs.dedup();
    found.params.sort_unstable_by_key(|param| param.index());
    found.params.dedup();
    (needs.into(), found.params.as_slice().into())
}

fn walk(value: Value, site: SiteId, store: &Store, found: &mut Found) {
    match value {
        Value::Later(id) => later(id, site, store, found),
        Value::List(list) => store
            .elements(list)
            .iter()
            .for_each(|element| walk(*element, site, store, found)),
        Value::Object(object) => store
            .fields(object)
            .iter()
            .for_each(|field| walk(field.1, site, store, found)),
        _ => {}
    }
}

fn later(id: LaterId, site: SiteId, store: &Store, found: &mut Found) {
    match store.get_later(id) {
        Later::Attribute(address, attribute) => found.attributes.push((address, site, attribute)),
        Later::Param(name) => found.params.push(name),
        Later::Pseudo(_) => {}
        Later::Template(parts) => walk(Value::List(parts), site, store, found),
        Later::Json(value) => walk(value, site, store, found),
        Later::Elsewhere(there, inner) => later(inner, there, store, found),
        Later::Replace(of, _, _) => later(of, site, store, found),
    }
}
