//! Whose mistake it is: what is reported names the user's use, whoever wrote the text.

use super::{FrameId, Machine, ROOT, Scope};
use crate::source::Span;
use crate::types::program::{InputDef, Ir, SlotDef, SlotId};

/// Where the value of a slot is written.
pub enum SlotSource<'a> {
    /// The expression of a let or an output, or what a use gives an input.
    Expression(&'a Ir, Scope),
    /// An input that is not given.
    LeftOut(&'a InputDef),
    /// Nowhere: what the slot stands for is made.
    Made,
}

impl<'a> Machine<'a> {
    /// Where the value of a slot is written.
    pub fn source_of(&self, frame: FrameId, slot: SlotId) -> SlotSource<'a> {
        match &self.component(self.instance_of(frame)).slots[slot.0 as usize].def {
            SlotDef::Let(inner) | SlotDef::Output(inner) => {
                SlotSource::Expression(inner, Scope::new(frame))
            }
            SlotDef::Input(input) => match self.argument(frame, slot) {
                Some((inner, _, scope)) => SlotSource::Expression(inner, scope),
                None => SlotSource::LeftOut(input),
            },
            SlotDef::Resource(_) | SlotDef::Use(_) | SlotDef::Broken => SlotSource::Made,
        }
    }

    /// The user's use that a frame belongs to, where it is not the app's own body.
    pub fn caller_span(&self, frame: FrameId) -> Option<Span> {
        let instance = self.instance(self.use_around(self.instance_of(frame)));
        instance.parent?;
        let span = self.use_def(ROOT, instance.slot)?.span;
        // A use that nobody wrote is the app's.
        let app = self.program.header.span;
        Some(if span.is_some() { span } else { app })
    }

    /// Runs `inner`, which evaluates the text of a frame's component. What it reports names the
    /// user's use too: the text may be the library's.
    pub fn blaming<T>(&mut self, frame: FrameId, inner: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.diagnostics.len();
        let result = inner(self);
        if self.diagnostics.len() > before
            && let Some(caller) = self.caller_span(frame)
        {
            self.diagnostics
                .label_since(before, caller, "because of this use");
        }
        result
    }

    /// Runs `inner` with what does not stand at a site left out, or reported.
    pub fn with_absent<T>(&mut self, left_out: bool, inner: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.leaves_out_absent, left_out);
        let result = inner(self);
        self.leaves_out_absent = before;
        result
    }
}
