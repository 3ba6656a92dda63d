//! What `moved` blocks say of the lock's entries: where something was before, and where it is now.
//! Only texts of addresses; who lives where is asked of the caller.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Entry, Lock, PlaceKey};
use crate::names::{Names, Symbol};
use crate::paths::{self, below, root_of};
use crate::source::Span;

/// One `moved` block.
#[derive(Clone, Copy, Debug)]
pub struct Move<'a> {
    /// The old address.
    pub from: &'a str,
    /// Where it is written.
    pub from_span: Span,
    /// The new address.
    pub to: &'a str,
    /// Where it is written.
    pub to_span: Span,
}

/// All `moved` blocks of an app.
#[derive(Default)]
pub struct Moves<'a> {
    /// As they are written, file by file.
    pub all: Vec<Move<'a>>,
    by_from: BTreeMap<&'a str, usize>,
    by_to: BTreeMap<&'a str, usize>,
}

/// What there is in the app now.
#[derive(Default)]
pub struct Present<'n> {
    /// Every address at which something lives.
    pub living: FxHashSet<&'n str>,
    /// These, and everything around them.
    pub around: FxHashSet<&'n str>,
}

impl<'n> Present<'n> {
    /// From the addresses at which something lives.
    pub fn new(living: FxHashSet<&'n str>) -> Self {
        let around = living.iter().flat_map(|address| paths::around(address));
        let around = around.collect();
        Self { living, around }
    }
}

/// Where an address stands: it decides how far its moves are followed.
#[derive(Clone, Copy)]
pub enum Role {
    /// By itself: as far as something lives at it.
    Own,
    /// In the key of an element. What it names may have no life of its own, as a capability has none:
    /// as far as there is something where the block says.
    Key,
}

impl Role {
    fn is_far_enough(self, side: &str, address: &str, present: &Present<'_>) -> bool {
        match self {
            Role::Own => present.living.contains(address),
            Role::Key => present.around.contains(side),
        }
    }
}

/// A place where something was before.
pub struct Before {
    /// The address.
    pub address: String,
    /// The blocks that say so, by their positions in [`Moves::all`].
    pub by: Vec<usize>,
    /// The last of them that speaks of the address and not of what stands in its keys.
    pub last: Option<usize>,
}

impl<'a> Moves<'a> {
    /// Of two blocks with one `from` or one `to` the first counts; the caller reports the second.
    pub fn new(all: Vec<Move<'a>>) -> Self {
        let mut moves = Self::default();
        for (at, one) in all.iter().enumerate() {
            moves.by_from.entry(one.from).or_insert(at);
            moves.by_to.entry(one.to).or_insert(at);
        }
        moves.all = all;
        moves
    }

    /// Whether nothing has moved.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Where the thing of an address was before, the nearest first. Behind an address at which
    /// something lives now nothing is followed: it was there before that came. What has an address for
    /// its key had another key when that was another address, which `key_before` knows.
    pub fn before(
        &self,
        address: &str,
        role: Role,
        present: &Present<'_>,
        key_before: &dyn Fn(&str) -> Option<Before>,
    ) -> Vec<Before> {
        let with_old_keys = |mut one: Before| {
            let old = paths::with_keys(&one.address, |key| {
                let before = key_before(key)?;
                one.by.extend(before.by);
                Some(before.address)
            });
            one.address = old.unwrap_or(one.address);
            one
        };
        let start = Before {
            address: address.to_owned(),
            by: Vec::new(),
            last: None,
        };
        let (steps, is_at_end) = self.steps_before(&start, role, present);
        let renamed = steps
            .last()
            .map_or(address, |last| &last.address)
            .to_owned();
        let start = Some(with_old_keys(start)).filter(|start| start.address != address);
        let mut found: Vec<Before> = start.into_iter().collect();
        found.extend(steps.into_iter().map(with_old_keys));
        // It may have got its name while its keys were the old ones.
        if let Some(last) = found.last()
            && !is_at_end
            && last.address != renamed
        {
            let further = self.steps_before(last, role, present).0;
            found.extend(further);
        }
        found
    }

    /// Where an address was before, whatever its keys are, and whether something ended that.
    fn steps_before(
        &self,
        start: &Before,
        role: Role,
        present: &Present<'_>,
    ) -> (Vec<Before>, bool) {
        let mut found = Vec::new();
        let (mut at, mut steps) = (start.address.clone(), start.by.clone());
        // As many steps as there are blocks: a circle of them ends here.
        while found.len() < self.all.len() {
            let Some((by, tail)) = longest(&self.by_to, &at) else {
                break;
            };
            let from = self.all[by].from;
            at = format!("{from}{tail}");
            steps.push(by);
            found.push(Before {
                address: at.clone(),
                by: steps.clone(),
                last: Some(by),
            });
            if role.is_far_enough(from, &at, present) {
                return (found, true);
            }
        }
        (found, false)
    }

    /// The block by which something moved to an address, or to what is around it.
    pub fn coming_to(&self, address: &str) -> Option<&Move<'a>> {
        let (by, _) = longest(&self.by_to, address)?;
        self.all.get(by)
    }

    /// Whether what stands in the keys of an address, or in theirs, is something that moved.
    pub fn comes_in_keys(&self, address: &str) -> bool {
        paths::keys(address).any(|key| self.coming_to(&key).is_some() || self.comes_in_keys(&key))
    }

    /// Whether something moved away from an address, or from what is around it.
    pub fn goes_from(&self, address: &str) -> bool {
        longest(&self.by_from, address).is_some()
    }

    /// The circles of moves, each once: the blocks on the way round.
    pub fn circles(&self) -> Vec<Vec<usize>> {
        let mut met = vec![usize::MAX; self.all.len()];
        let mut circles = Vec::new();
        for start in 0..self.all.len() {
            let mut path = Vec::new();
            let mut at = Some(start);
            while let Some(next) = at.filter(|next| met[*next] == usize::MAX) {
                met[next] = start;
                path.push(next);
                at = self.by_from.get(self.all[next].to).copied();
            }
            if let Some(again) = at.filter(|again| met[*again] == start) {
                circles.extend(
                    path.iter()
                        .position(|one| *one == again)
                        .map(|from| path.split_off(from)),
                );
            }
        }
        circles
    }

    /// Where the thing of an address is now; none if it has not moved.
    pub fn after(&self, address: &str, present: &Present<'_>) -> Option<String> {
        self.followed(address, Role::Own, present)
    }

    fn followed(&self, address: &str, role: Role, present: &Present<'_>) -> Option<String> {
        // Where a key stays that is the old address of something, it is a text of the app's own.
        let has_own_keys = present.living.contains(address) && !self.comes_in_keys(address);
        let with_new_keys = |address: &str| {
            let new = |key: &str| self.followed(key, Role::Key, present);
            let new = (!has_own_keys).then(|| paths::with_keys(address, new));
            new.flatten().unwrap_or_else(|| address.to_owned())
        };
        let mut at = address.to_owned();
        // By its old keys, and then by the new ones: blocks may speak of either.
        for has_new_keys in [false, true] {
            for _ in 0..self.all.len() {
                let Some((by, tail)) = longest(&self.by_from, &at) else {
                    break;
                };
                let to = self.all[by].to;
                at = format!("{to}{tail}");
                let there = if has_new_keys {
                    at.clone()
                } else {
                    with_new_keys(&at)
                };
                if role.is_far_enough(to, &there, present) {
                    return (there != address).then_some(there);
                }
            }
            let there = with_new_keys(&at);
            if has_new_keys || there == at {
                break;
            }
            at = there;
        }
        (at != address).then_some(at)
    }
}

/// The entry with the longest prefix of an address, and what follows that prefix.
fn longest<'s>(by_prefix: &BTreeMap<&str, usize>, address: &'s str) -> Option<(usize, &'s str)> {
    if by_prefix.is_empty() {
        return None;
    }
    let found = paths::around(address).filter_map(|prefix| {
        let found = by_prefix.get(prefix)?;
        Some((*found, &address[prefix.len()..]))
    });
    found.last()
}

impl Lock {
    /// The uses at the top level that this environment was built with.
    pub fn known_uses<'n>(&self, names: &'n Names) -> FxHashSet<&'n str> {
        let text = |address: &Symbol| root_of(names.text(*address));
        let places = self.places.keys().map(|PlaceKey { address, .. }| address);
        let all = places.chain(self.homes.keys()).chain(self.pins.keys());
        all.map(text).collect()
    }

    /// The uses at the top level that other environments were built with.
    pub fn known_elsewhere(&self) -> BTreeSet<String> {
        let entries = self.others.iter().filter_map(|line| Entry::read(line));
        entries
            .map(|entry| root_of(entry.address).to_owned())
            .collect()
    }

    /// Numbers in shared spaces, under the addresses of today. What is pinned has moved already.
    pub fn numbers_today(
        &self,
        moves: &Moves<'_>,
        names: &Names,
        present: &Present<'_>,
    ) -> FxHashMap<(Symbol, Symbol), i64> {
        let mut numbers = self.numbers.clone();
        let has_moved = |address: &str| {
            let mut pins = self.pins.keys().map(|pinned| names.text(*pinned));
            pins.any(|pinned| below(pinned, address).is_some())
        };
        let mut moved = Vec::new();
        for (&(space, address), &number) in &self.numbers {
            let after = moves.after(names.text(address), present);
            let lives = |after: &String| present.living.contains(after.as_str());
            if let Some(after) = after.filter(|after| lives(after) && !has_moved(after)) {
                numbers.remove(&(space, address));
                moved.push(((space, names.intern(&after)), number));
            }
        }
        numbers.extend(moved);
        numbers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moves<'a>(pairs: &[(&'a str, &'a str)]) -> Moves<'a> {
        let one = |(from, to): &(&'a str, &'a str)| Move {
            from,
            from_span: Span::NONE,
            to,
            to_span: Span::NONE,
        };
        Moves::new(pairs.iter().map(one).collect())
    }

    fn before(pairs: &[(&str, &str)], address: &str, living: &[&str]) -> Vec<String> {
        let present = Present::new(living.iter().copied().collect());
        let found = moves(pairs).before(address, Role::Own, &present, &|_| None);
        found.into_iter().map(|before| before.address).collect()
    }

    #[test]
    fn chains_are_followed_to_their_end() {
        let pairs = [("q.b", "q.c"), ("q.a", "q.b")];
        assert_eq!(before(&pairs, "q.c.main", &[]), ["q.b.main", "q.a.main"]);
        assert_eq!(before(&pairs, "q.cc.main", &[]), [""; 0]);
        let after = moves(&pairs).after("q.a.main", &Present::default());
        assert_eq!(after.as_deref(), Some("q.c.main"));
    }

    #[test]
    fn the_longest_prefix_counts() {
        let pairs = [("d.old", "d.new"), ("d.old.x", "d.new.y")];
        assert_eq!(before(&pairs, "d.new.y", &[]), ["d.old.x"]);
        assert_eq!(before(&pairs, "d.new.x", &[]), ["d.old.x"]);
        assert_eq!(before(&pairs, "d.new[\"a\"].y", &[]), ["d.old[\"a\"].y"]);
    }

    #[test]
    fn what_lives_ends_a_chain_so_two_can_change_places() {
        let pairs = [("q.a", "q.b"), ("q.b", "q.a")];
        let living = ["q.a.main", "q.b.main"];
        assert_eq!(before(&pairs, "q.a.main", &living), ["q.b.main"]);
        assert_eq!(before(&pairs, "q.b.main", &living), ["q.a.main"]);
        // A circle of what is not there ends.
        assert_eq!(before(&pairs, "q.a", &[]).len(), 2);
    }

    #[test]
    fn a_circle_is_found_once() {
        let pairs = [
            ("q.x", "q.a"),
            ("q.a", "q.b"),
            ("q.b", "q.c"),
            ("q.c", "q.a"),
            ("q.d", "q.d"),
        ];
        assert_eq!(moves(&pairs).circles(), [vec![1, 2, 3], vec![4]]);
        assert!(moves(&pairs[..3]).circles().is_empty());
    }
}
