//! How deep values stand on each other. Typing orders what needs each other, but for calls, which may
//! go round: that nobody makes what it provides of what it calls there is found out here.

use super::{Failed, FrameId, Machine};
use crate::diag::codes;
use crate::source::Span;
use crate::types::program::{SlotDef, SlotId};

/// How many values may wait for one another; more are a mistake, and would exhaust the stack.
const DEEPEST: usize = 240;

/// The slots whose values are being worked out, each for the one before.
#[derive(Default)]
pub(super) struct Waiting {
    slots: Vec<(FrameId, SlotId)>,
    /// Whoever needs something of a circle finds it again.
    is_reported: bool,
}

impl Machine<'_> {
    /// Runs `inner`, which works out a slot: not if too many wait for it.
    #[inline]
    pub(super) fn waiting_for<T>(
        &mut self,
        frame: FrameId,
        slot: SlotId,
        inner: impl FnOnce(&mut Self) -> T,
    ) -> Result<T, Failed> {
        if self.waiting.slots.len() >= DEEPEST {
            return Err(self.too_deep());
        }
        self.waiting.slots.push((frame, slot));
        let result = inner(self);
        self.waiting.slots.pop();
        Ok(result)
    }

    #[cold]
    fn too_deep(&mut self) -> Failed {
        if std::mem::replace(&mut self.waiting.is_reported, true) {
            return Failed::Reported;
        }
        let slots = std::mem::take(&mut self.waiting.slots);
        let last = slots.last().copied();
        let before = slots[..slots.len().saturating_sub(1)].iter();
        let start = before.rev().position(|slot| Some(*slot) == last);
        let circle = &slots[slots.len() - start.map_or(1, |ago| ago + 1)..];
        let path: Vec<_> = self.crossings(circle).map(|at| self.named(at)).collect();
        let path: Vec<_> = path.iter().map(|(name, at)| (name.as_str(), *at)).collect();
        let said = match (start, path.as_slice()) {
            (None, [(name, span), ..]) => codes::types::too_deep(*span, name, DEEPEST),
            _ => codes::types::cycle_of_calls(&path),
        };
        self.diagnostics.push(said);
        self.waiting.slots = slots;
        Failed::Reported
    }

    /// Of a circle the last slots before it comes to another use of the app; all, if it never does.
    fn crossings<'s>(
        &'s self,
        circle: &'s [(FrameId, SlotId)],
    ) -> impl Iterator<Item = (FrameId, SlotId)> + 's {
        let root = |at: usize| self.use_around(self.instance_of(circle[at % circle.len()].0));
        let is_last = move |at: &usize| root(*at) != root(at + 1);
        let crosses = (0..circle.len()).any(|at| is_last(&at));
        let kept = (0..circle.len()).filter(move |at| !crosses || is_last(at));
        kept.map(|at| circle[at])
    }

    /// What a slot is called, and where its value is written.
    fn named(&self, (frame, slot): (FrameId, SlotId)) -> (String, Span) {
        let instance = self.instance_of(frame);
        let address = self.slot_address(instance, slot);
        let of = &self.component(instance).slots[slot.0 as usize];
        let span = match of.def {
            SlotDef::Input(_) => self.argument(frame, slot).map(|argument| argument.0.span),
            _ => None,
        };
        let name = self.heap.store.address_text(self.heap.names, address);
        (name, span.unwrap_or(of.name.span))
    }
}
