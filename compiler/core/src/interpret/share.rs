//! What looks at no site is the same at all of them: evaluated at the first site where its instance
//! stands, and taken from there at the others. References are relative to the site that holds them, so
//! they are equal too.

use super::{Frame, FrameId, Machine};
use crate::types::program::{SlotDef, SlotId};
use crate::value::Value;

impl Frame {
    /// Whether the value of a slot looks at the site. There are few components with more than 64 slots;
    /// those behind are evaluated at each site.
    fn is_regional(&self, slot: SlotId) -> bool {
        slot.0 >= u64::BITS || self.regional & (1 << slot.0) != 0
    }

    pub(super) fn set(&mut self, slot: SlotId, value: Value, regional: bool) {
        self.values[slot.0 as usize] = Some(value);
        if regional && slot.0 < u64::BITS {
            self.regional |= 1 << slot.0;
        }
    }
}

impl Machine<'_> {
    /// Notes that what is being evaluated has read a slot.
    pub(super) fn look_through(&mut self, frame: FrameId, slot: SlotId) {
        self.looked |= self.frames[frame.0 as usize].is_regional(slot);
    }

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
        if other.is_regional(slot) {
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
