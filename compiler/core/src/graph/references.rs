//! What the values of one resource refer to.

use crate::diag::codes::accounts::Foreign;
use crate::diag::{Diagnostics, codes};
use crate::eval::{Resource, SiteTables, World};
use crate::names::Symbol;
use crate::value::{Address, Later, LaterId, SiteId, Store, Value};

use super::{AttributeName, Graph, Reference, ResourceIndex};

#[derive(Default)]
pub(super) struct Found {
    attributes: Vec<(Address, SiteId, Symbol)>,
    params: Vec<Symbol>,
    /// What is read that is known without waiting for it.
    pub(super) named: Vec<ResourceIndex>,
}

pub(super) fn of(
    resource: &Resource,
    graph: &mut Graph,
    world: &World,
    tables: SiteTables<'_>,
    found: &mut Found,
    diagnostics: &mut Diagnostics,
) -> (Box<[Reference]>, Box<[Symbol]>) {
    let store = tables.store;
    found.attributes.clear();
    found.params.clear();
    let properties = Value::Object(resource.properties);
    walk(properties, resource.site, store, found);
    for (_, value) in &resource.facts {
        walk(*value, resource.site, store, found);
    }
    let named = &mut found.named;
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
        let Some(to) = graph.find(address, site) else {
            let span = resource.origin.shown();
            let region = tables.names.text(world.sites.get(site).region);
            diagnostics.push(codes::sites::not_at_site(
                span,
                &store.address_text(tables.names, address),
                region,
            ));
            continue;
        };
        if let Some(attribute) = attribute
            && is_known(resource, to, attribute, graph, world, tables, diagnostics)
        {
            named.push(to);
            continue;
        }
        needs.push(Reference {
            to,
            attribute: attribute.map(AttributeName),
        });
    }
    needs.sort_unstable();
    needs.dedup();
    found.params.sort_unstable_by_key(|param| param.index());
    found.params.dedup();
    (needs.into(), found.params.as_slice().into())
}

/// Whether an attribute at another site is known without waiting for it.
fn is_known(
    resource: &Resource,
    to: ResourceIndex,
    attribute: Symbol,
    graph: &mut Graph,
    world: &World,
    tables: SiteTables<'_>,
    diagnostics: &mut Diagnostics,
) -> bool {
    let there = &world.resources[to.index()];
    if (there.account, there.site) == (resource.account, resource.site) {
        return false;
    }
    if there.account != resource.account {
        refuse_foreign(resource, there, attribute, world, tables, diagnostics);
    }
    let known = graph.determined.find(to.index(), attribute, world, tables);
    known.is_some()
}

/// Some names mean nothing in another account, unless who reads them says whose they are.
fn refuse_foreign(
    resource: &Resource,
    there: &Resource,
    attribute: Symbol,
    world: &World,
    tables: SiteTables<'_>,
    diagnostics: &mut Diagnostics,
) {
    let SiteTables {
        names,
        store,
        references,
        ..
    } = tables;
    let attribute = names.text(attribute);
    let Some(why) = references.own_account(names.text(there.type_name), attribute) else {
        return;
    };
    let mut said = store.fields(resource.properties).iter();
    if said.any(|(property, _)| references.says_owner(names.text(*property))) {
        return;
    }
    let name = |account| names.text(world.accounts.get(account).name);
    let read = store.address_text(names, there.address);
    let foreign = Foreign {
        reader: &store.address_text(names, resource.address),
        here: name(resource.account),
        read: &format!("{read}.{attribute}"),
        there: name(there.account),
    };
    let span = resource.origin.shown();
    diagnostics.push(codes::accounts::foreign_reference(span, &foreign, why));
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
