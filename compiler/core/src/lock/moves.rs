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

/// A place where something was before, and the block that says so.
pub struct Before {
    /// The address.
    pub address: String,
    /// The position of the block in [`Moves::all`].
    pub by: usize,
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
    /// something lives now nothing is followed: it was there before that came.
    pub fn before(&self, address: &str, lives: impl Fn(&str) -> bool) -> Vec<Before> {
        let mut found: Vec<Before> = Vec::new();
        let mut at = address.to_owned();
        // As many steps as there are blocks: a circle of them ends here.
        while found.len() < self.all.len() {
            let Some((by, tail)) = longest(&self.by_to, &at) else {
                break;
            };
            let before = format!("{}{tail}", self.all[by].from);
            let stop = lives(&before);
            found.push(Before {
                address: before.clone(),
                by,
            });
            if stop {
                break;
            }
            at = before;
        }
        found
    }

    /// Whether something moved to an address or to what is around it.
    pub fn comes_to(&self, address: &str) -> bool {
        longest(&self.by_to, address).is_some()
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
    pub fn after(&self, address: &str, lives: impl Fn(&str) -> bool) -> Option<String> {
        let mut at = address.to_owned();
        for _ in 0..self.all.len() {
            let Some((by, tail)) = longest(&self.by_from, &at) else {
                break;
            };
            at = format!("{}{tail}", self.all[by].to);
            if lives(&at) {
                break;
            }
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
        lives: impl Fn(&str) -> bool,
    ) -> FxHashMap<(Symbol, Symbol), i64> {
        let mut numbers = self.numbers.clone();
        let has_moved = |address: &str| {
            let mut pins = self.pins.keys().map(|pinned| names.text(*pinned));
            pins.any(|pinned| below(pinned, address).is_some())
        };
        let mut moved = Vec::new();
        for (&(space, address), &number) in &self.numbers {
            let after = moves.after(names.text(address), &lives);
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
        let found = moves(pairs).before(address, |one| living.contains(&one));
        found.into_iter().map(|before| before.address).collect()
    }

    #[test]
    fn chains_are_followed_to_their_end() {
        let pairs = [("q.b", "q.c"), ("q.a", "q.b")];
        assert_eq!(before(&pairs, "q.c.main", &[]), ["q.b.main", "q.a.main"]);
        assert_eq!(before(&pairs, "q.cc.main", &[]), [""; 0]);
        let after = moves(&pairs).after("q.a.main", |_| false);
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
