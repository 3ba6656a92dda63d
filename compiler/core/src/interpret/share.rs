//! What looks at no site is the same at all of them: evaluated at the first site where its instance
//! stands, and taken from there at the others. References are relative to the site that holds them, so
//! they are equal too.

use super::{Frame, FrameId, Machine};
use crate::types::program::{SlotDef, SlotId};
use crate::value::Value;

/// Slots of a frame. Most frames have no more than 64.
#[derive(Default)]
pub(super) struct Slots {
    first: u64,
    rest: Box<[u64]>,
}

impl Slots {
    /// None of so many.
    pub fn none_of(many: usize) -> Self {
        let rest = many.saturating_sub(BITS).div_ceil(BITS);
        Self {
            first: 0,
            rest: vec![0; rest].into(),
        }
    }

    #[inline]
    pub fn contain(&self, SlotId(slot): SlotId) -> bool {
        let (word, bit) = (slot as usize / BITS, slot as usize % BITS);
        let word = match word.checked_sub(1) {
            None => self.first,
            Some(at) => self.rest[at],
        };
        word & (1 << bit) != 0
    }

    fn insert(&mut self, SlotId(slot): SlotId) {
        let (word, bit) = (slot as usize / BITS, slot as usize % BITS);
        let word = match word.checked_sub(1) {
            None => &mut self.first,
            Some(at) => &mut self.rest[at],
        };
        *word |= 1 << bit;
    }
}

const BITS: usize = u64::BITS as usize;

impl Frame {
    pub(super) fn set(&mut self, slot: SlotId, value: Value, regional: bool) {
        self.values[slot.0 as usize] = Some(value);
        if regional {
            self.regional.insert(slot);
        }
    }
}

impl Machine<'_> {
    /// Evaluates, and says whether that has looked at the site.
    pub fn looking<T>(&mut self, inner: impl FnOnce(&mut Self) -> T) -> (T, bool) {
        let before = std::mem::replace(&mut self.looked, false);
        let result = inner(self);
        let looked = self.looked;
        self.looked |= before;
        (result, looked)
    }

    /// The value of a slot at the first site of its instance, where it is known and looks at nothing
    /// of that site.
    pub(super) fn known_elsewhere(&self, frame: FrameId, slot: SlotId) -> Option<Value> {
        if !self.sites.are_several() {
            return None;
        }
        let own = &self.frames[frame.0 as usize];
        let first = self.first_frame(own.instance)?;
        if first == frame {
            return None;
        }
        // A use has to be put in place at each site.
        if let SlotDef::Use(_) = self.component(own.instance).slots[slot.0 as usize].def {
            return None;
        }
        let other = &self.frames[first.0 as usize];
        if other.regional.contain(slot) {
            return None;
        }
        let known = other.values.get(slot.0 as usize).copied().flatten();
        // What nobody wrote stands where it is asked for.
        known.filter(|value| match value {
            Value::Use(id) => self.instance(*id).stands_at(own.site),
            _ => true,
        })
    }
}
