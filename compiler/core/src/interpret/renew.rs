//! Units are evaluated again, after their text has changed or what they have read of others: what
//! they were is taken away, and compared with what they become.

use rustc_hash::{FxHashMap, FxHashSet};

use super::reads::{Read, Unit};
use super::{FrameId, Machine, ROOT};
use crate::names::Symbol;
use crate::types::program::SlotId;
use crate::value::{InstanceId, SiteId, Value};

/// What some units were.
pub struct Emptied {
    units: FxHashSet<Unit>,
    frames: FxHashMap<FrameId, Box<[Option<Value>]>>,
    /// Slots of the app's own body.
    body: FxHashMap<(FrameId, SlotId), Option<Value>>,
    /// At which sites their instances stood, a bit each.
    stood: Vec<(InstanceId, u64)>,
}

/// What a slot was; nothing where it could not be read.
struct Before(Option<Value>);

impl Machine<'_> {
    /// Takes away all that some units are: their slots are empty, and they stand nowhere.
    pub fn empty(&mut self, units: FxHashSet<Unit>) -> Emptied {
        let mut emptied = Emptied {
            frames: FxHashMap::default(),
            body: FxHashMap::default(),
            stood: Vec::new(),
            units,
        };
        let units = &emptied.units;
        for site in self.sites.ids() {
            let frame = self.frame_at(ROOT, site);
            for slot in units.iter().map(|unit| unit.slot()) {
                let value = &mut self.frames[frame.0 as usize].values[slot.0 as usize];
                emptied.body.insert((frame, slot), value.take());
            }
        }
        for at in 0..self.instances.len() {
            let id = InstanceId(at as u32);
            let first = self.frame_at(id, SiteId(0));
            if !units.contains(&self.unit(first)) {
                continue;
            }
            for site in self.sites.ids() {
                let frame = self.frame_at(id, site);
                let values = std::mem::take(&mut self.frames[frame.0 as usize].values);
                emptied.frames.insert(frame, values);
            }
            let stood = std::mem::take(&mut self.instances[at].sites);
            emptied.stood.push((id, stood));
        }
        self.reads.forget(|unit| units.contains(&unit));
        let frames = &self.frames;
        let unit_of = |frame: FrameId| frames[frame.0 as usize].unit;
        self.claimed
            .retain(|(_, frame)| !units.contains(&unit_of(*frame)));
        self.forget_callers();
        emptied
    }

    /// Whether what was emptied stands again where it stood.
    pub fn stands_as_before(&self, emptied: &Emptied) -> bool {
        let mut stood = emptied.stood.iter();
        stood.all(|(id, sites)| self.instance(*id).sites == *sites)
    }

    /// The other units that have read of emptied ones what is another value now.
    pub fn readers_of_changes(&mut self, emptied: &Emptied) -> FxHashSet<Unit> {
        let mut changed: FxHashMap<(FrameId, SlotId), bool> = FxHashMap::default();
        let foreign = self.reads.slots.iter();
        let foreign = foreign.filter(|read| !emptied.units.contains(&read.reader));
        let foreign: Vec<Read> = foreign.copied().collect();
        let mut readers = FxHashSet::default();
        for read in foreign {
            let Some(Before(before)) = emptied.before(read) else {
                continue;
            };
            let place = (read.frame, read.slot);
            let is_changed = match changed.get(&place) {
                Some(known) => *known,
                None => {
                    let now = self.slot(read.frame, read.slot);
                    let is_changed = now.ok() != before;
                    changed.insert(place, is_changed);
                    is_changed
                }
            };
            if is_changed {
                readers.insert(read.reader);
            }
        }
        readers
    }

    /// Finds out whom emptied units call now. Goes out: who has asked for calls that are others.
    pub fn readers_of_calls(&mut self, emptied: &Emptied) -> FxHashSet<Unit> {
        let instances: FxHashSet<InstanceId> = emptied.stood.iter().map(|(id, _)| *id).collect();
        let changed: FxHashSet<Symbol> = self
            .collect_calls_again(|id| instances.contains(&id))
            .into_iter()
            .collect();
        let asked = self.reads.callers.iter();
        let asked = asked.filter(|(_, callee)| changed.contains(callee));
        asked.map(|(reader, _)| *reader).collect()
    }

    /// Whether any unit has read a slot of the app's own body.
    pub fn is_asked_for(&self, slot: SlotId) -> bool {
        let mut reads = self.reads.slots.iter();
        reads.any(|read| self.instance_of(read.frame) == ROOT && read.slot == slot)
    }
}

impl Emptied {
    /// The units.
    pub fn units(&self) -> &FxHashSet<Unit> {
        &self.units
    }

    /// Whether a slot of the app's own body had a value.
    pub fn was_there(&self, frame: FrameId, slot: SlotId) -> bool {
        self.body.get(&(frame, slot)).is_some_and(Option::is_some)
    }

    /// What was read, if it is of an emptied unit.
    fn before(&self, read: Read) -> Option<Before> {
        if let Some(values) = self.frames.get(&read.frame) {
            return Some(Before(values.get(read.slot.0 as usize).copied().flatten()));
        }
        let value = self.body.get(&(read.frame, read.slot));
        value.copied().map(Before)
    }
}
