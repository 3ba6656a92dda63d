//! Whose mistake it is: what is reported names the user's use, whoever wrote the text.

use super::{FrameId, Machine, ROOT};
use crate::source::Span;

impl Machine<'_> {
    /// The user's use that a frame belongs to, where it is not the app's own body.
    pub fn caller_span(&self, frame: FrameId) -> Option<Span> {
        let mut instance = self.instance(self.instance_of(frame));
        while let Some(parent) = instance.parent {
            if parent == ROOT {
                let span = self.use_def(ROOT, instance.slot)?.span;
                // A use that nobody wrote is the app's.
                let app = self.program.header.span;
                return Some(if span.is_some() { span } else { app });
            }
            instance = self.instance(parent);
        }
        None
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
