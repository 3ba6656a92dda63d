//! What has moved since the lock was written, and which `moved` blocks cannot be or do nothing.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::identity::{Identity, roots_of};
use crate::diag::{Diagnostics, codes};
use crate::eval::World;
use crate::lock::Lock;
use crate::lock::moves::{Before, Move, Moves, Present, Role};
use crate::names::Names;
use crate::paths::{self, around, below, root_of};
use crate::spelling::nearest;

/// The `moved` blocks of an app beside what there is and what there was.
pub(super) struct Moving<'n> {
    names: &'n Names,
    moves: Moves<'n>,
    /// The addresses of resources, and what is around them.
    present: Present<'n>,
    /// Every use at the top level.
    roots: FxHashSet<&'n str>,
    /// The uses at the top level that the lock knows.
    known: FxHashSet<&'n str>,
    /// Around what the lock pins.
    pinned: FxHashSet<&'n str>,
    /// Of these, around what is pinned and does not move away.
    settled: FxHashSet<&'n str>,
    /// Which blocks have moved something in this build.
    active: Vec<bool>,
    /// The use at the top level from which something came, by the one to which it came.
    arrivals: BTreeMap<String, String>,
}

impl<'n> Moving<'n> {
    pub(super) fn new(world: &World, lock: &Lock, identity: &Identity, names: &'n Names) -> Self {
        let all = world.moved.iter().map(|(from, to)| Move {
            from: names.text(from.address),
            from_span: from.span,
            to: names.text(to.address),
            to_span: to.span,
        });
        let moves = Moves::new(all.collect());
        let mut moving = Self {
            active: vec![false; moves.all.len()],
            names,
            moves,
            present: Present::default(),
            roots: FxHashSet::default(),
            known: FxHashSet::default(),
            pinned: FxHashSet::default(),
            settled: FxHashSet::default(),
            arrivals: BTreeMap::new(),
        };
        if !moving.moves.is_empty() {
            let addresses = identity.addresses.iter();
            moving.present = Present::new(addresses.map(|at| names.text(*at)).collect());
            moving.roots = roots_of(moving.present.living.iter().copied());
            moving.known = lock.known_uses(names);
            let pinned = lock.pins.keys().map(|pinned| names.text(*pinned));
            moving.pinned = pinned.clone().flat_map(around).collect();
            let settled = pinned
                .filter(|one| moving.present.living.contains(one) && !moving.has_left(one, lock));
            moving.settled = settled.flat_map(around).collect();
        }
        moving
    }

    /// Whether the pin of an address is that of something that moves away from it in this build, to
    /// make room for something else.
    pub(super) fn has_left(&self, address: &str, lock: &Lock) -> bool {
        let after = self.moves.after(address, &self.present);
        after.is_some_and(|after| {
            self.present.living.contains(after.as_str()) && !self.is_pinned(&after, lock)
        })
    }

    fn is_pinned(&self, address: &str, lock: &Lock) -> bool {
        let address = self.names.find(address);
        address.is_some_and(|address| lock.pins.contains_key(&address))
    }

    /// The address whose id something keeps: where the lock has it last.
    pub(super) fn arrived_from(&mut self, address: &str, lock: &Lock) -> Option<String> {
        if self.moves.is_empty() {
            return None;
        }
        let key_before = |key: &str| self.key_before(key);
        let before = |key_before| {
            let present = &self.present;
            self.moves.before(address, Role::Own, present, key_before)
        };
        let mut found = before(&key_before);
        let keeps_keys = |one: &Before| {
            let lives = self.present.living.contains(one.address.as_str());
            one.last.is_none() && lives && !self.moves.comes_in_keys(&one.address)
        };
        // Where a key stays that is the old address of something, it is a text of the app's own.
        if found.first().is_some_and(keeps_keys) {
            found = before(&|_| None);
        }
        let pinned = found
            .iter()
            .position(|one| self.is_pinned(&one.address, lock));
        let at = pinned.or_else(|| self.last_built(&found))?;
        let from = found.swap_remove(at);
        for by in from.by {
            self.active[by] = true;
        }
        let from = from.address;
        let (old, new) = (root_of(&from), root_of(address));
        if old != new {
            // Of several the first by name, whatever the order of resources.
            let known = self.arrivals.get(new);
            if known.is_none_or(|known| old < known.as_str()) {
                self.arrivals.insert(new.to_owned(), old.to_owned());
            }
        }
        Some(from)
    }

    /// Of the places where something was before, the farthest that the lock was built with.
    fn last_built(&self, before: &[Before]) -> Option<usize> {
        // Without a lock the blocks are believed.
        let is_built =
            |one: &Before| self.known.is_empty() || self.known.contains(root_of(&one.address));
        before.iter().rposition(is_built)
    }

    /// What a key was in the build that the lock is of, if it is the address of something that moved
    /// since. Whether it is an address cannot be seen: a text of the app's own that is the same goes
    /// along, which keeps a logical id that would have changed, and changes nothing else.
    fn key_before(&self, key: &str) -> Option<Before> {
        let key_before = |key: &str| self.key_before(key);
        let mut found = self
            .moves
            .before(key, Role::Key, &self.present, &key_before);
        // What moved in an earlier build was called there as it is here.
        let coming = self.moves.coming_to(key);
        if coming.is_some_and(|one| self.settled.contains(one.to)) {
            found.retain(|one| one.last.is_none());
        }
        let is_pinned = |one: &Before| {
            let by = one.last.map(|by| self.moves.all[by].from);
            by.is_some_and(|from| self.pinned.contains(from))
        };
        let pinned = found.iter().position(is_pinned);
        let at = pinned.or_else(|| self.last_built(&found))?;
        Some(found.swap_remove(at))
    }

    /// The use whose home and stacks a use keeps: the one that all of it, or the first of it, came
    /// from. What stood already stays where it is, whatever comes to it.
    pub(super) fn root_before(&self, root: &str) -> Option<String> {
        let old = self.arrivals.get(root)?;
        let roots = Present {
            living: self.roots.clone(),
            around: FxHashSet::default(),
        };
        let whole = self.moves.before(root, Role::Own, &roots, &|_| None);
        let came_whole = whole.iter().any(|one| one.address == *old);
        (came_whole || !self.known.contains(root)).then(|| old.clone())
    }

    /// Reports what cannot be, and what does nothing.
    pub(super) fn check(&self, lock: &Lock, has_resources: bool, diagnostics: &mut Diagnostics) {
        if self.moves.is_empty() {
            return;
        }
        let before = diagnostics.error_count();
        for (at, one) in self.moves.all.iter().enumerate() {
            Self::check_form(one, diagnostics);
            self.check_twice(at, one, diagnostics);
        }
        self.check_circles(diagnostics);
        for one in &self.moves.all {
            self.check_from(one, diagnostics);
            self.check_occupied(one, lock, diagnostics);
            self.check_to(one, has_resources, diagnostics);
        }
        if diagnostics.error_count() == before {
            self.report_idle(lock, diagnostics);
        }
    }

    fn check_form(one: &Move<'_>, diagnostics: &mut Diagnostics) {
        for (text, span) in [(one.from, one.from_span), (one.to, one.to_span)] {
            if paths::address(text).is_none() {
                let breaks = paths::parse(text).err();
                let breaks = breaks.map(|no_path| (&text[..no_path.at], no_path.wanted));
                diagnostics.push(codes::sites::bad_address(span, text, breaks));
            }
        }
    }

    fn check_twice(&self, at: usize, one: &Move<'_>, diagnostics: &mut Diagnostics) {
        let earlier = &self.moves.all[..at];
        if let Some(first) = earlier.iter().find(|first| first.to == one.to) {
            let twice = codes::stacks::moved_twice(one.to_span, first.to_span, one.to);
            diagnostics.push(twice);
        } else if let Some(first) = earlier.iter().find(|first| first.from == one.from) {
            let twice = codes::stacks::moved_twice(one.from_span, first.from_span, one.from);
            diagnostics.push(twice);
        }
    }

    /// Things may change places, if all of them are there; else a circle has no beginning.
    fn check_circles(&self, diagnostics: &mut Diagnostics) {
        for circle in self.moves.circles() {
            let steps = circle.iter().map(|at| self.moves.all[*at]);
            // A circle begins anywhere: the smallest address is the same for every order of blocks.
            let Some(first) = steps.clone().map(|one| one.from).min() else {
                continue;
            };
            let from = steps.clone().position(|one| one.from == first).unwrap_or(0);
            let round = steps.clone().cycle().skip(from).take(circle.len() + 1);
            let path: Vec<&str> = round.map(|one| one.from).collect();
            let there = path
                .iter()
                .all(|address| self.present.around.contains(address));
            if circle.len() == 1 || !there {
                let span = self.moves.all[circle[from]].from_span;
                diagnostics.push(codes::moved::circle(span, &path));
            }
        }
    }

    /// Nothing may be at `from` any more, unless it moved there.
    fn check_from(&self, one: &Move<'_>, diagnostics: &mut Diagnostics) {
        if self.moves.coming_to(one.from).is_some() || !self.present.around.contains(one.from) {
            return;
        }
        // What moved further inside is below `from` still.
        let stays =
            |living: &&&str| below(living, one.from).is_some() && below(living, one.to).is_none();
        if below(one.to, one.from).is_none() || self.present.living.iter().any(|one| stays(&one)) {
            diagnostics.push(codes::stacks::moved_from_exists(one.from_span, one.from));
        }
    }

    /// Whether the lock pins something that lives at an address or below it.
    fn is_pinned_below(&self, address: &str, lock: &Lock) -> bool {
        let mut living = self.present.living.iter();
        living.any(|living| below(living, address).is_some() && self.is_pinned(living, lock))
    }

    /// Where something stands already, nothing can move to.
    fn check_occupied(&self, one: &Move<'_>, lock: &Lock, diagnostics: &mut Diagnostics) {
        let leaves = self.moves.goes_from(one.to);
        // What was moved by an earlier build is pinned, and its old name may have been given on.
        let done = self.present.around.contains(one.from) && self.is_pinned_below(one.to, lock);
        let both_known = self.known.contains(one.from) && self.known.contains(one.to);
        if leaves
            && both_known
            && !self.present.around.contains(one.from)
            && !self.present.around.contains(one.to)
        {
            // A chain whose two ends are deployed would make one of two.
            diagnostics.push(codes::moved::occupied(one.to_span, one.from, one.to));
        }
        if leaves || done || !self.present.around.contains(one.to) {
            return;
        }
        let pins = |address: &str| {
            let address = self.names.find(address)?;
            lock.pins.get(&address)
        };
        let mut here = self.present.living.iter().filter_map(|living| {
            let tail = below(living, one.to)?;
            let (old, new) = (pins(&format!("{}{tail}", one.from))?, pins(living)?);
            (old != new).then_some(())
        });
        if both_known || here.next().is_some() {
            diagnostics.push(codes::moved::occupied(one.to_span, one.from, one.to));
        }
    }

    /// Something must be at `to`, or must have gone on from there.
    fn check_to(&self, one: &Move<'_>, has_resources: bool, diagnostics: &mut Diagnostics) {
        let goes_on = |key: String| self.moves.goes_from(&key);
        let passed_on = self.moves.goes_from(one.to) || paths::keys(one.to).any(goes_on);
        let matters = self.known.is_empty() || self.known.contains(root_of(one.from));
        if passed_on || !matters || !has_resources || self.present.around.contains(one.to) {
            return;
        }
        let mut candidates: Vec<&str> = self.roots.iter().copied().collect();
        if below(one.to, root_of(one.to)).is_some_and(|inside| !inside.is_empty()) {
            candidates = self.present.living.iter().copied().collect();
        }
        candidates.sort_unstable();
        let suggestion = crate::spelling::nearest(one.to, candidates);
        let suggestion = suggestion.map(paths::pasted);
        let missing = codes::stacks::moved_to_missing(one.to_span, one.to, suggestion.as_deref());
        diagnostics.push(missing);
    }

    /// What has moved everywhere can be taken away: the pins stay.
    fn report_idle(&self, lock: &Lock, diagnostics: &mut Diagnostics) {
        if self.active.iter().all(|active| *active) {
            return;
        }
        let elsewhere = lock.known_elsewhere();
        for (one, active) in self.moves.all.iter().zip(&self.active) {
            if *active || elsewhere.contains(root_of(one.from)) {
                continue;
            }
            let pinned = self.is_pinned_below(one.to, lock);
            let gone = self.known.iter().copied();
            let gone = gone.filter(|root| !self.present.around.contains(root));
            let mut gone: Vec<&str> = gone.collect();
            gone.sort_unstable();
            let meant = nearest(one.from, gone).filter(|_| !pinned);
            let addresses = (one.from, one.to);
            diagnostics.push(codes::moved::idle(one.from_span, addresses, pinned, meant));
        }
    }
}
