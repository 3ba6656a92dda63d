//! Uses that nobody wrote: for whom they are made, and what they cannot choose by themselves.

use super::{Evaluated, Failed, FrameId, Machine, ROOT, Scope};
use crate::diag::codes;
use crate::source::Span;
use crate::types::program::{Ir, Op, SlotId, UseDef};

impl<'a> Machine<'a> {
    /// Keeps who is the first to be given a use that nobody wrote.
    pub(super) fn note_asker(&mut self, asker: FrameId, given: &'a Ir, scope: &Scope) {
        let slot = match given.op {
            Op::Root(slot) => slot,
            Op::Slot(slot) if self.instance_of(scope.frame) == ROOT => slot,
            _ => return,
        };
        if self.use_def(ROOT, slot).is_some_and(UseDef::is_implied) {
            self.askers.entry(slot).or_insert(asker);
        }
    }

    /// Reports an input that several uses of the app could fill, once for all sites.
    pub(super) fn none_is_named(
        &mut self,
        frame: FrameId,
        input: SlotId,
        uses: &[SlotId],
        place: Span,
    ) -> Evaluated {
        let id = self.instance_of(frame);
        if !self.without_name.insert((id, input)) {
            return Err(Failed::Reported);
        }
        let names = self.heap.names;
        let component = self.component(id);
        let owner = self.owner_text(frame);
        let asker = self.asker(frame);
        let asker_text = asker.map(|asker| self.owner_text(self.at_the_top(asker)));
        let could: Vec<_> = uses
            .iter()
            .map(|slot| self.component(ROOT).slots[slot.0 as usize].name)
            .map(|name| (names.text(name.name), name.span))
            .collect();
        let kind = uses.first().and_then(|first| self.use_def(ROOT, *first));
        let kind = kind.map(|def| self.program.components[def.component.0 as usize].kind);
        let lacking = codes::names::Lacking {
            place: asker
                .and_then(|asker| self.caller_span(asker))
                .unwrap_or(place),
            owner: &owner,
            input: names.text(component.slots[input.0 as usize].name.name),
            asker: asker_text.as_deref(),
        };
        self.diagnostics.push(codes::names::several_uses(
            &lacking,
            kind.map_or("", |kind| names.text(kind)),
            &could,
        ));
        Err(Failed::Reported)
    }

    /// Where a frame is of a use that nobody wrote: the frame for which it is made, of one that somebody did.
    fn asker(&self, frame: FrameId) -> Option<FrameId> {
        let mut asker = None;
        let mut asked = frame;
        loop {
            let instance = self.instance(self.instance_of(asked));
            let at_the_top = instance.parent == Some(ROOT);
            let is_implied = |slot| self.use_def(ROOT, slot).is_some_and(UseDef::is_implied);
            if !at_the_top || !is_implied(instance.slot) {
                return asker;
            }
            // It was asked for before it stood, so this ends.
            asked = *self.askers.get(&instance.slot)?;
            asker = Some(asked);
        }
    }

    /// The frame of the use of the app's own body that a frame is inside of.
    fn at_the_top(&self, frame: FrameId) -> FrameId {
        let top = self.use_around(self.instance_of(frame));
        self.frame_at(top, self.site(frame))
    }
}
