//! Which uses of the app's own body have read what of others: so that a session knows, when one of them
//! changes, who has to be evaluated again.

use rustc_hash::FxHashSet;

use super::{FrameId, Machine};
use crate::names::Symbol;
use crate::types::program::SlotId;

/// What changes as a whole: a use of the app's own body with all that is inside of it, by its slot
/// there. Of a use with elements, all of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Unit(u32);

impl Unit {
    /// What the app and its tiers say: where that changes, everything is evaluated again.
    pub(super) const FIXED: Self = Self(u32::MAX);

    /// The app's own body, in which each slot is a unit of its own.
    pub(super) const BODY: Self = Self(u32::MAX - 1);

    /// The unit of a slot of the app's own body.
    pub fn of(slot: SlotId) -> Self {
        Self(slot.0)
    }

    /// The slot of the app's own body.
    pub fn slot(self) -> SlotId {
        SlotId(self.0)
    }
}

/// A slot of some other unit that was read, and by whom.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct Read {
    pub reader: Unit,
    pub frame: FrameId,
    pub slot: SlotId,
}

/// Who has read what.
pub(super) struct Reads {
    /// Whether anybody wants to know.
    are_noted: bool,
    /// Who reads now.
    reader: Unit,
    pub slots: FxHashSet<Read>,
    /// Who has asked by what the use of an address is called.
    pub callers: FxHashSet<(Unit, Symbol)>,
}

impl Reads {
    pub fn new(are_noted: bool) -> Self {
        Self {
            are_noted,
            reader: Unit::FIXED,
            slots: FxHashSet::default(),
            callers: FxHashSet::default(),
        }
    }

    /// The unit of a new instance. Where nothing is noted, all are one.
    pub fn unit(&self, unit: Unit) -> Unit {
        if self.are_noted { unit } else { Unit::FIXED }
    }

    /// Whether a read is one of another unit.
    #[inline]
    pub fn is_foreign(&self, of: Unit) -> bool {
        of != self.reader
    }

    pub fn callers_of(&mut self, callee: Symbol) {
        // What no unit asks is asked again each time, such as what facts are.
        if self.are_noted && self.reader != Unit::FIXED {
            self.callers.insert((self.reader, callee));
        }
    }

    /// Forgets what some units have read.
    pub fn forget(&mut self, is_renewed: impl Fn(Unit) -> bool) {
        self.slots.retain(|read| !is_renewed(read.reader));
        self.callers.retain(|(reader, _)| !is_renewed(*reader));
    }
}

impl Machine<'_> {
    /// The unit that a slot belongs to.
    pub fn unit_of(&self, frame: FrameId, slot: SlotId) -> Unit {
        match self.frames[frame.0 as usize].unit {
            Unit::BODY => Unit::of(slot),
            unit => unit,
        }
    }

    /// Runs `inner` as a unit: what it reads of others is noted.
    pub fn reading_as<T>(&mut self, unit: Unit, inner: impl FnOnce(&mut Self) -> T) -> T {
        // Where nothing is noted, all are one.
        let unit = self.reads.unit(unit);
        let around = std::mem::replace(&mut self.reads.reader, unit);
        let result = inner(self);
        self.reads.reader = around;
        result
    }

    /// The unit of an instance; that of the app's own body stands for all of its slots.
    pub fn unit(&self, frame: FrameId) -> Unit {
        self.frames[frame.0 as usize].unit
    }

    /// Notes that a slot of another unit is read.
    #[cold]
    pub(super) fn note_read(&mut self, frame: FrameId, slot: SlotId) {
        let (of, reader) = (self.unit_of(frame, slot), self.reads.reader);
        if of == Unit::FIXED || reader == Unit::FIXED || of == reader {
            return;
        }
        self.reads.slots.insert(Read {
            reader,
            frame,
            slot,
        });
    }
}
