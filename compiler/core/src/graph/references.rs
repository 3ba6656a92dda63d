//! What the values of one resource refer to.

use rustc_hash::FxHashSet;

use crate::diag::codes::accounts::Foreign;
use crate::diag::{Diagnostics, codes};
use crate::eval::{Resource, SiteTables, World};
use crate::names::Symbol;
use crate::value::{Address, Later, LaterId, SiteId, Store, Value};

use super::{AttributeName, Graph, HandedBy, Reference, ResourceIndex};

#[derive(Default)]
pub(super) struct Found {
    attributes: Vec<(Address, SiteId, Symbol)>,
    params: Vec<Symbol>,
    /// What is read that is known without waiting for it.
    pub(super) named: Vec<ResourceIndex>,
    /// What means nothing in the account of who reads it.
    pub(super) foreign: Vec<ForeignRead>,
}

/// An attribute that means nothing in the account of who reads it.
pub(super) struct ForeignRead {
    reader: ResourceIndex,
    read: ResourceIndex,
    attribute: Symbol,
    why: String,
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
    let (named, foreign) = (&mut found.named, &mut found.foreign);
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
            && is_elsewhere(resource, to, world)
        {
            foreign.extend(foreign_read(resource, to, attribute, graph, world, tables));
            if graph
                .determined
                .find(to.index(), attribute, world, tables)
                .is_some()
            {
                named.push(to);
                continue;
            }
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

fn is_elsewhere(resource: &Resource, to: ResourceIndex, world: &World) -> bool {
    let there = &world.resources[to.index()];
    (there.account, there.site) != (resource.account, resource.site)
}

/// Some names mean nothing in another account, unless who reads them says whose they are.
fn foreign_read(
    resource: &Resource,
    to: ResourceIndex,
    attribute: Symbol,
    graph: &Graph,
    world: &World,
    tables: SiteTables<'_>,
) -> Option<ForeignRead> {
    let there = &world.resources[to.index()];
    if there.account == resource.account {
        return None;
    }
    let (names, references) = (tables.names, tables.references);
    let why = references.own_account(names.text(there.type_name), names.text(attribute))?;
    let mut said = tables.store.fields(resource.properties).iter();
    if said.any(|(property, _)| references.says_owner(names.text(*property))) {
        return None;
    }
    Some(ForeignRead {
        reader: graph.find(resource.address, resource.site)?,
        read: to,
        attribute,
        why: why.to_owned(),
    })
}

/// Reports once for each use and each other one of whose account it reads what means nothing in its
/// own.
pub(super) fn report_foreign(
    foreign: &[ForeignRead],
    world: &World,
    tables: SiteTables<'_>,
    handed_by: HandedBy<'_>,
    diagnostics: &mut Diagnostics,
) {
    let SiteTables { names, store, .. } = tables;
    let resource = |index: ResourceIndex| &world.resources[index.index()];
    let uses = |one: &ForeignRead| {
        let [reader, read] = [one.reader, one.read].map(|at| store.use_of(resource(at).address));
        (reader, read)
    };
    let mut told: Vec<((Address, Address), usize)> = Vec::new();
    let mut known = FxHashSet::default();
    for one in foreign {
        let [reader, read] = [one.reader, one.read].map(|at| resource(at).address);
        if !known.insert((reader, read, one.attribute)) {
            continue;
        }
        match told.iter_mut().find(|(known, _)| *known == uses(one)) {
            Some((_, more)) => *more += 1,
            None => told.push((uses(one), 0)),
        }
    }
    let name = |account| names.text(world.accounts.get(account).name);
    for (between, more) in told {
        let Some(first) = foreign.iter().find(|one| uses(one) == between) else {
            continue;
        };
        let (reader, there) = (resource(first.reader), resource(first.read));
        let read = store.address_text(names, there.address);
        let said = handed_by(reader, there);
        let said = said.map(|(input, span)| (names.text(input), span));
        let foreign = Foreign {
            reader: &store.address_text(names, reader.address),
            here: name(reader.account),
            read: &format!("{read}.{}", names.text(first.attribute)),
            there: name(there.account),
            around: &store.address_text(names, between.1),
            more,
        };
        let span = reader.origin.shown();
        let why = &first.why;
        diagnostics.push(codes::accounts::foreign_reference(
            span, &foreign, why, said,
        ));
    }
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
