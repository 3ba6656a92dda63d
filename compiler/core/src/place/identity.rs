//! Addresses as text, logical ids, and what `moved` and the lock's pins say of them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Tables;
use super::logical_id::logical_id;
use super::moved::Moving;
use crate::diag::{Diagnostics, codes};
use crate::eval::World;
use crate::lock::Lock;
use crate::lock::moves::root_of;
use crate::names::Symbol;
use crate::source::Span;
use crate::value::Address;

/// Who is who.
pub(super) struct Identity {
    /// The logical id of each resource.
    pub ids: Vec<Symbol>,
    /// The address of each resource.
    pub addresses: Vec<Symbol>,
    /// The addresses of uses at the top level.
    pub roots: FxHashMap<Address, RootAddress>,
}

/// The address of a use, and the one under which the lock knows it.
#[derive(Clone, Copy)]
pub(super) struct RootAddress {
    pub text: Symbol,
    pub before: Symbol,
}

pub(super) fn identify(
    world: &World,
    lock: &Lock,
    next: &mut Lock,
    tables: Tables<'_>,
    diagnostics: &mut Diagnostics,
) -> Identity {
    let names = tables.names;
    let before = diagnostics.error_count();
    let mut identity = addresses(world, tables);
    let mut moving = Moving::new(world, lock, &identity, names);
    let mut known: FxHashMap<Symbol, Symbol> = FxHashMap::default();
    let mut owners: FxHashMap<Symbol, (Symbol, Span)> = FxHashMap::default();
    let mut twice = Vec::new();
    for (resource, &text) in world.resources.iter().zip(&identity.addresses) {
        let id = *known
            .entry(text)
            .or_insert_with(|| id_of(text, lock, next, &mut moving, tables));
        let span = resource.origin.shown();
        let owner = owners.entry(id).or_insert((text, span));
        if owner.0 != text {
            let (first, text) = (names.text(owner.0), names.text(text));
            let id = names.text(id);
            twice.push(codes::stacks::id_twice(span, owner.1, id, first, text));
        }
        identity.ids.push(id);
    }
    for root in identity.roots.values_mut() {
        if let Some(before) = moving.root_before(names.text(root.text)) {
            root.before = names.intern(&before);
        }
    }
    moving.check(lock, !world.resources.is_empty(), diagnostics);
    // A wrong `moved` gives ids twice too; then it is the mistake.
    if diagnostics.error_count() == before {
        twice.into_iter().for_each(|one| diagnostics.push(one));
    }
    identity
}

/// The addresses of resources and uses, without ids.
fn addresses(world: &World, tables: Tables<'_>) -> Identity {
    let mut identity = Identity {
        ids: Vec::with_capacity(world.resources.len()),
        addresses: Vec::with_capacity(world.resources.len()),
        roots: FxHashMap::default(),
    };
    let mut texts: FxHashMap<Address, Symbol> = FxHashMap::default();
    let intern = |address| {
        let text = tables.store.address_text(tables.names, address);
        tables.names.intern(&text)
    };
    for resource in &world.resources {
        let text = *texts
            .entry(resource.address)
            .or_insert_with(|| intern(resource.address));
        identity.addresses.push(text);
        identity.roots.entry(resource.root).or_insert_with(|| {
            let text = intern(resource.root);
            RootAddress { text, before: text }
        });
    }
    identity
}

/// A pin of the lock, else the id of where it moved from (which is pinned then), else its own.
fn id_of(
    text: Symbol,
    lock: &Lock,
    next: &mut Lock,
    moving: &mut Moving<'_>,
    tables: Tables<'_>,
) -> Symbol {
    let address = tables.names.text(text);
    if let Some(&pinned) = lock.pins.get(&text)
        && !moving.has_left(address, lock)
    {
        next.pins.insert(text, pinned);
        return pinned;
    }
    let Some(before) = moving.arrived_from(address, lock) else {
        return tables.names.intern(&logical_id(address));
    };
    let pin = tables.names.find(&before);
    let pin = pin.and_then(|before| lock.pins.get(&before)).copied();
    let pinned = pin.unwrap_or_else(|| tables.names.intern(&logical_id(&before)));
    next.pins.insert(text, pinned);
    pinned
}

/// The uses at the top level of some addresses.
pub(super) fn roots_of<'n>(addresses: impl Iterator<Item = &'n str>) -> FxHashSet<&'n str> {
    addresses.map(root_of).collect()
}
