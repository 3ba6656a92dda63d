//! Addresses as text, logical ids, and what `moved` and the lock's pins say of them.

use std::cell::RefCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Tables;
use super::lineage::Lineage;
use super::logical_id::logical_id;
use super::moved::Moving;
use crate::diag::{Diagnostics, codes};
use crate::eval::World;
use crate::lock::Lock;
use crate::names::Symbol;
use crate::paths::root_of;
use crate::value::Address;

/// The text of each address, and the logical id that comes from it alone.
pub type Named = FxHashMap<Address, (Symbol, Symbol)>;

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
    let (mut identity, own) = addresses(world, tables);
    let mut moving = Moving::new(world, lock, &identity, names);
    let mut known: FxHashMap<Symbol, Symbol> = FxHashMap::default();
    let mut owners: FxHashMap<Symbol, u32> = FxHashMap::default();
    let mut twice = Vec::new();
    for (at, (&text, own)) in identity.addresses.iter().zip(own).enumerate() {
        let mut id = || pinned(text, lock, next, &mut moving, tables).unwrap_or(own);
        // Where there is one site, no address comes twice.
        let id = match world.sites.len() {
            1 => id(),
            _ => *known.entry(text).or_insert_with(id),
        };
        let first = *owners.entry(id).or_insert(at as u32) as usize;
        if identity.addresses[first] != text {
            let span = |at: usize| world.resources[at].origin.shown();
            let (other, text) = (names.text(identity.addresses[first]), names.text(text));
            let id = names.text(id);
            twice.push(codes::stacks::id_twice(
                span(at),
                span(first),
                id,
                other,
                text,
            ));
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

/// The addresses of resources and uses, and beside them the ids that come from the addresses alone.
fn addresses(world: &World, tables: Tables<'_>) -> (Identity, Vec<Symbol>) {
    let names = tables.names;
    let mut identity = Identity {
        ids: Vec::with_capacity(world.resources.len()),
        addresses: Vec::with_capacity(world.resources.len()),
        roots: FxHashMap::default(),
    };
    let mut ids = Vec::with_capacity(world.resources.len());
    let comes_again = world.sites.len() > 1 || tables.named.is_some();
    let mut named = tables.named.map(RefCell::take).unwrap_or_default();
    let mut lineage = Lineage::new(names, tables.store);
    let mut root = None;
    for resource in &world.resources {
        let mut name = || {
            let (text, id) = lineage.of(resource.address);
            (names.intern(text), names.intern(id))
        };
        let (text, id) = if comes_again {
            *named.entry(resource.address).or_insert_with(name)
        } else {
            name()
        };
        identity.addresses.push(text);
        ids.push(id);
        if root.replace(resource.root) == Some(resource.root) {
            continue;
        }
        identity.roots.entry(resource.root).or_insert_with(|| {
            let text = names.intern(&tables.store.address_text(names, resource.root));
            RootAddress { text, before: text }
        });
    }
    if let Some(kept) = tables.named {
        kept.replace(named);
    }
    (identity, ids)
}

/// A pin of the lock, else the id of where it moved from, which is pinned then; none if it has its own.
fn pinned(
    text: Symbol,
    lock: &Lock,
    next: &mut Lock,
    moving: &mut Moving<'_>,
    tables: Tables<'_>,
) -> Option<Symbol> {
    let address = tables.names.text(text);
    if let Some(&pinned) = lock.pins.get(&text)
        && !moving.has_left(address, lock)
    {
        next.pins.insert(text, pinned);
        return Some(pinned);
    }
    let before = moving.arrived_from(address, lock)?;
    let pin = tables.names.find(&before);
    let pin = pin.and_then(|before| lock.pins.get(&before)).copied();
    let pinned = pin.unwrap_or_else(|| tables.names.intern(&logical_id(&before)));
    next.pins.insert(text, pinned);
    Some(pinned)
}

/// The uses at the top level of some addresses.
pub(super) fn roots_of<'n>(addresses: impl Iterator<Item = &'n str>) -> FxHashSet<&'n str> {
    addresses.map(root_of).collect()
}
