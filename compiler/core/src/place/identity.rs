//! Addresses as text, logical ids, and what `moved` and the lock's pins say of them.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::Tables;
use super::logical_id::{Siblings, logical_id};
use crate::diag::{Diagnostics, codes};
use crate::eval::{Moved, World};
use crate::lock::Lock;
use crate::names::Symbol;
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

/// The address of a use, and the one under which the lock may know it.
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
    let before = diagnostics.error_count();
    let moves = Moves::new(world, tables, diagnostics);
    let mut twice = Vec::new();
    let mut identity = Identity {
        ids: Vec::with_capacity(world.resources.len()),
        addresses: Vec::with_capacity(world.resources.len()),
        roots: FxHashMap::default(),
    };
    // Where there is one site, no address comes twice.
    let comes_again = world.sites.len() > 1 || tables.named.is_some();
    let mut named = tables.named.map(RefCell::take).unwrap_or_default();
    let mut owners: FxHashMap<Symbol, u32> = FxHashMap::default();
    let mut siblings = Siblings::default();
    let (mut parent, mut root) = (None, None);
    for (at, resource) in world.resources.iter().enumerate() {
        let mut name = || {
            let (above, own) = tables.store.parts(resource.address);
            if parent.replace(above) != Some(above) {
                let above = above.map(|above| tables.store.address_text(tables.names, above));
                siblings.below(&above.unwrap_or_default());
            }
            let text = siblings.address(|text| own.write(tables.names, text));
            let text = tables.names.intern(text);
            (text, tables.names.intern(siblings.logical_id()))
        };
        let (text, own) = if comes_again {
            *named.entry(resource.address).or_insert_with(name)
        } else {
            name()
        };
        let id = pinned(text, lock, next, &moves, tables).unwrap_or(own);
        let owner = &world.resources[*owners.entry(id).or_insert(at as u32) as usize];
        if owner.address != resource.address {
            let (first, id) = (
                tables.store.address_text(tables.names, owner.address),
                tables.names.text(id),
            );
            twice.push(codes::stacks::id_twice(
                resource.origin.shown(),
                owner.origin.shown(),
                id,
                &first,
                tables.names.text(text),
            ));
        }
        identity.addresses.push(text);
        identity.ids.push(id);
        if root.replace(resource.root) == Some(resource.root) {
            continue;
        }
        identity.roots.entry(resource.root).or_insert_with(|| {
            let text = tables
                .names
                .intern(&tables.store.address_text(tables.names, resource.root));
            let before = moves
                .before(tables.names.text(text))
                .map(|before| tables.names.intern(&before));
            RootAddress {
                text,
                before: before.unwrap_or(text),
            }
        });
    }
    if let Some(kept) = tables.named {
        kept.replace(named);
    }
    moves.check(world, &identity, tables, diagnostics);
    // A wrong `moved` gives ids twice too; then it is the mistake.
    if diagnostics.error_count() == before {
        for one in twice {
            diagnostics.push(one);
        }
    }
    identity
}

/// A pin of the lock, else the id of where it moved from, which is pinned then; none if it has its own.
fn pinned(
    text: Symbol,
    lock: &Lock,
    next: &mut Lock,
    moves: &Moves,
    tables: Tables<'_>,
) -> Option<Symbol> {
    if let Some(&pinned) = lock.pins.get(&text) {
        next.pins.insert(text, pinned);
        return Some(pinned);
    }
    let before = moves.before(tables.names.text(text))?;
    let pinned = match tables
        .names
        .find(&before)
        .and_then(|before| lock.pins.get(&before))
    {
        Some(&pinned) => pinned,
        None => tables.names.intern(&logical_id(&before)),
    };
    next.pins.insert(text, pinned);
    Some(pinned)
}

/// What the `moved` blocks say.
struct Moves {
    pairs: Vec<(String, String, Moved, Moved)>,
}

impl Moves {
    fn new(world: &World, tables: Tables<'_>, diagnostics: &mut Diagnostics) -> Self {
        let mut pairs: Vec<(String, String, Moved, Moved)> = Vec::new();
        for (from, to) in &world.moved {
            let text = |side: &Moved| tables.names.text(side.address).to_owned();
            for side in [from, to] {
                if !is_address(&text(side)) {
                    diagnostics.push(codes::sites::bad_address(side.span, &text(side)));
                }
            }
            if let Some((.., first)) = pairs.iter().find(|pair| pair.1 == text(to)) {
                diagnostics.push(codes::stacks::moved_twice(to.span, first.span, &text(to)));
            } else if let Some((.., first, _)) = pairs.iter().find(|pair| pair.0 == text(from)) {
                diagnostics.push(codes::stacks::moved_twice(
                    from.span,
                    first.span,
                    &text(from),
                ));
            }
            pairs.push((text(from), text(to), *from, *to));
        }
        Self { pairs }
    }

    /// Where an address was before it moved, however often.
    fn before(&self, address: &str) -> Option<String> {
        if self.pairs.is_empty() {
            return None;
        }
        let mut at = address.to_owned();
        // As many steps as there are blocks: a circle of them ends here and is reported by `check`.
        for _ in 0..self.pairs.len() {
            let step = self
                .pairs
                .iter()
                .find_map(|(from, to, ..)| Some(format!("{from}{}", below(&at, to)?)));
            match step {
                Some(before) => at = before,
                None => break,
            }
        }
        (at != address).then_some(at)
    }

    /// Something must be at `to`, and nothing at `from` any more.
    fn check(
        &self,
        world: &World,
        identity: &Identity,
        tables: Tables<'_>,
        diagnostics: &mut Diagnostics,
    ) {
        if self.pairs.is_empty() {
            return;
        }
        let addresses: Vec<&str> = identity
            .addresses
            .iter()
            .map(|address| tables.names.text(*address))
            .collect();
        let exists = |wanted: &str| {
            addresses
                .iter()
                .any(|address| below(address, wanted).is_some())
        };
        for (from, to, from_side, to_side) in &self.pairs {
            if exists(from) {
                diagnostics.push(codes::stacks::moved_from_exists(from_side.span, from));
            }
            let passed_on = self
                .pairs
                .iter()
                .any(|(other, ..)| below(to, other).is_some());
            if !exists(to) && !passed_on && !world.resources.is_empty() {
                let roots = identity
                    .roots
                    .values()
                    .map(|root| tables.names.text(root.text));
                let suggestion = crate::schema::nearest(to, roots);
                diagnostics.push(codes::stacks::moved_to_missing(
                    to_side.span,
                    to,
                    suggestion,
                ));
            }
        }
    }
}

/// What follows `prefix` in an address, if it is that address or one below it.
fn below<'a>(address: &'a str, prefix: &str) -> Option<&'a str> {
    let rest = address.strip_prefix(prefix)?;
    (rest.is_empty() || rest.starts_with(['.', '['])).then_some(rest)
}

fn is_address(text: &str) -> bool {
    let plain = |segment: &str| {
        let name = segment.split('[').next().unwrap_or_default();
        crate::resolve::is_plain_name(name)
    };
    text.split('.').count() >= 2 && text.split('.').all(plain)
}
