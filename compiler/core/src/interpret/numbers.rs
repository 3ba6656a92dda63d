//! Numbers that uses have in spaces that they share.

use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};

use super::{Evaluated, Failed, FrameId, Machine};
use crate::diag::codes;
use crate::names::Symbol;
use crate::order::by_text;
use crate::source::Span;
use crate::value::{InstanceId, Value};

impl Machine<'_> {
    pub(super) fn stable_number(&self, frame: FrameId, space: Symbol) -> Evaluated {
        let address = self.owner(self.instance_of(frame));
        let number = self.numbers.get(&(space, address));
        number
            .map(|number| Value::Int(*number))
            .ok_or(Failed::Reported)
    }

    /// Gives every use its numbers: that of the lock, else the first free one from a hash of its
    /// address on, so that two branches rarely take the same.
    pub fn number_uses(&mut self, locked: &FxHashMap<(Symbol, Symbol), i64>) {
        let names = self.heap.names;
        let mut wanted: Vec<(Symbol, Symbol, i64, Span)> = Vec::new();
        for at in 0..self.instances.len() {
            let id = InstanceId(at as u32);
            let component = self.component(id);
            for (at, &(space, most)) in component.spaces.iter().enumerate() {
                if component.spaces[..at]
                    .iter()
                    .any(|(known, _)| *known == space)
                {
                    continue;
                }
                let frame = self.frame_at(id, self.sites.home());
                let span = self.caller_span(frame).unwrap_or(component.span);
                wanted.push((self.owner(id), space, most, span));
            }
        }
        by_text(&mut wanted, |one| names.text(one.0));
        let taken = locked.iter().map(|((space, _), number)| (*space, *number));
        let mut taken: FxHashSet<(Symbol, i64)> = taken.collect();
        for (address, space, most, span) in wanted {
            let key = (space, address);
            let number = locked.get(&key).copied().or_else(|| {
                let start = start_of(names.text(address), most);
                let mut numbers = (0..most).map(|step| (start + step) % most + 1);
                numbers.find(|number| taken.insert((space, *number)))
            });
            if let Some(number) = number {
                self.numbers.insert(key, number);
            } else {
                let space = self.heap.names.text(space);
                self.diagnostics
                    .push(codes::stacks::no_number_left(span, space, most));
            }
        }
    }
}

/// Where the search for a number begins, from 0.
fn start_of(address: &str, most: i64) -> i64 {
    let digest = Sha256::digest(address.as_bytes());
    let number = digest
        .iter()
        .take(8)
        .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    (number % most.unsigned_abs()) as i64
}
