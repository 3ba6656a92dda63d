//! Links some units again: those whose text has changed, and those that have read of them what is
//! another value now.

use rustc_hash::FxHashSet;

use super::is_use;
use crate::interpret::{Machine, Unit};
use crate::types::program::SlotId;

/// How often changes may lead to further units, before it is better to begin anew.
const MOST_ROUNDS: usize = 8;

/// Links what has changed again, and all that depends on it. Goes out: the units that were. None if
/// something is wrong, or other uses are there than before: then everything has to be linked anew, and
/// the machine is not to be used any more.
pub fn link_again(machine: &mut Machine<'_>, changed: Vec<SlotId>) -> Option<FxHashSet<Unit>> {
    let all = machine.program.order.len();
    let mut waiting: FxHashSet<Unit> = changed.into_iter().map(Unit::of).collect();
    let mut renewed = FxHashSet::default();
    for _ in 0..MOST_ROUNDS {
        if waiting.is_empty() {
            break;
        }
        renewed.extend(&waiting);
        if renewed.len() > all / 2 {
            return None;
        }
        waiting = machine.renew(waiting)?;
    }
    if !waiting.is_empty() || !machine.is_everything_asked_for() {
        return None;
    }
    machine.check_unique();
    (!machine.diagnostics.has_errors()).then_some(renewed)
}

impl Machine<'_> {
    /// Links some units anew. Goes out: who else has read of them what is another value now.
    fn renew(&mut self, units: FxHashSet<Unit>) -> Option<FxHashSet<Unit>> {
        let instances = self.instances.len();
        let emptied = self.empty(units);
        for slot in self.program.order.iter().copied() {
            if !emptied.units().contains(&Unit::of(slot)) {
                continue;
            }
            let is_implied = is_use(self.program, slot, true);
            // What nobody wrote stands where somebody has asked for it.
            self.link_unit(slot, |frame| !is_implied || emptied.was_there(frame, slot));
        }
        let is_another = self.instances.len() != instances || !self.stands_as_before(&emptied);
        if is_another || self.diagnostics.has_errors() {
            return None;
        }
        let mut readers = self.readers_of_calls(&emptied);
        readers.extend(self.readers_of_changes(&emptied));
        (!self.diagnostics.has_errors()).then_some(readers)
    }

    /// Whether every use that nobody wrote is still read by somebody: what is not is not made.
    fn is_everything_asked_for(&self) -> bool {
        let implied = self.program.order.iter().copied();
        let mut implied = implied.filter(|slot| is_use(self.program, *slot, true));
        implied.all(|slot| {
            let mut sites = self.sites.ids();
            !sites.any(|site| self.is_used(slot, site)) || self.is_asked_for(slot)
        })
    }
}
