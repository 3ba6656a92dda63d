//! What has moved since the lock was written, and which `moved` blocks cannot be or do nothing.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::identity::{Identity, roots_of};
use crate::diag::{Diagnostics, codes};
use crate::eval::World;
use crate::lock::Lock;
use crate::lock::moves::{Before, Move, Moves};
use crate::names::Names;
use crate::paths::{self, around, below, root_of};

/// The `moved` blocks of an app beside what there is and what there was.
pub(super) struct Moving<'n> {
    names: &'n Names,
    moves: Moves<'n>,
    /// Every address of a resource.
    living: FxHashSet<&'n str>,
    /// These, and everything around them.
    stands: FxHashSet<&'n str>,
    /// Every use at the top level.
    roots: FxHashSet<&'n str>,
    /// The uses at the top level that the lock knows.
    known: FxHashSet<&'n str>,
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
            living: FxHashSet::default(),
            stands: FxHashSet::default(),
            roots: FxHashSet::default(),
            known: FxHashSet::default(),
            arrivals: BTreeMap::new(),
        };
        if !moving.moves.is_empty() {
            let addresses = identity.addresses.iter();
            moving.living = addresses.map(|address| names.text(*address)).collect();
            let around = moving.living.iter().flat_map(|address| around(address));
            moving.stands = around.collect();
            moving.roots = roots_of(moving.living.iter().copied());
            moving.known = lock.known_uses(names);
        }
        moving
    }

    /// Whether the pin of an address is that of something that moves away from it in this build, to
    /// make room for something else.
    pub(super) fn has_left(&self, address: &str, lock: &Lock) -> bool {
        let after = self.moves.after(address, |one| self.living.contains(one));
        after
            .is_some_and(|after| self.living.contains(after.as_str()) && !self.pinned(&after, lock))
    }

    fn pinned(&self, address: &str, lock: &Lock) -> bool {
        let address = self.names.find(address);
        address.is_some_and(|address| lock.pins.contains_key(&address))
    }

    /// The address whose id something keeps: where the lock has it last.
    pub(super) fn arrived_from(&mut self, address: &str, lock: &Lock) -> Option<String> {
        if self.moves.is_empty() {
            return None;
        }
        let before = self.moves.before(address, |one| self.living.contains(one));
        let pinned = before
            .iter()
            .position(|one| self.pinned(&one.address, lock));
        let built = || {
            let known = |one: &Before| self.known.contains(root_of(&one.address));
            before.iter().rposition(known)
        };
        // Without a lock the blocks are believed.
        let believed = || {
            before
                .len()
                .checked_sub(1)
                .filter(|_| self.known.is_empty())
        };
        let at = pinned.or_else(built).or_else(believed)?;
        for step in &before[..=at] {
            self.active[step.by] = true;
        }
        let from = before.into_iter().nth(at)?.address;
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

    /// The use whose home and stacks a use keeps: the one that all of it, or the first of it, came
    /// from. What stood already stays where it is, whatever comes to it.
    pub(super) fn root_before(&self, root: &str) -> Option<String> {
        let old = self.arrivals.get(root)?;
        let whole = self.moves.before(root, |one| self.roots.contains(one));
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
                diagnostics.push(codes::sites::bad_address(span, text));
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
            let there = path.iter().all(|address| self.stands.contains(address));
            if circle.len() == 1 || !there {
                let span = self.moves.all[circle[from]].from_span;
                diagnostics.push(codes::moved::circle(span, &path));
            }
        }
    }

    /// Nothing may be at `from` any more, unless it moved there.
    fn check_from(&self, one: &Move<'_>, diagnostics: &mut Diagnostics) {
        if self.moves.comes_to(one.from) || !self.stands.contains(one.from) {
            return;
        }
        // What moved further inside is below `from` still.
        let stays =
            |living: &&&str| below(living, one.from).is_some() && below(living, one.to).is_none();
        if below(one.to, one.from).is_none() || self.living.iter().any(|one| stays(&one)) {
            diagnostics.push(codes::stacks::moved_from_exists(one.from_span, one.from));
        }
    }

    /// Whether the lock pins something that lives at an address or below it.
    fn is_pinned_below(&self, address: &str, lock: &Lock) -> bool {
        let mut living = self.living.iter();
        living.any(|living| below(living, address).is_some() && self.pinned(living, lock))
    }

    /// Where something stands already, nothing can move to.
    fn check_occupied(&self, one: &Move<'_>, lock: &Lock, diagnostics: &mut Diagnostics) {
        let leaves = self.moves.goes_from(one.to);
        // What was moved by an earlier build is pinned, and its old name may have been given on.
        let done = self.stands.contains(one.from) && self.is_pinned_below(one.to, lock);
        let both_known = self.known.contains(one.from) && self.known.contains(one.to);
        if leaves && both_known && !self.stands.contains(one.from) && !self.stands.contains(one.to)
        {
            // A chain whose two ends are deployed would make one of two.
            diagnostics.push(codes::moved::occupied(one.to_span, one.from, one.to));
        }
        if leaves || done || !self.stands.contains(one.to) {
            return;
        }
        let pins = |address: &str| {
            let address = self.names.find(address)?;
            lock.pins.get(&address)
        };
        let mut here = self.living.iter().filter_map(|living| {
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
        let passed_on = self.moves.goes_from(one.to);
        let matters = self.known.is_empty() || self.known.contains(root_of(one.from));
        if passed_on || !matters || !has_resources || self.stands.contains(one.to) {
            return;
        }
        let mut candidates: Vec<&str> = self.roots.iter().copied().collect();
        if below(one.to, root_of(one.to)).is_some_and(|inside| !inside.is_empty()) {
            candidates = self.living.iter().copied().collect();
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
            diagnostics.push(codes::moved::idle(one.from_span, one.from, one.to, pinned));
        }
    }
}
