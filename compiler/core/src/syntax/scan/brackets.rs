//! Brackets that open, close, do not fit, or are never closed.

use super::unclosed;
use super::{Frame, FrameKind, Scanner};
use crate::diag::Diagnostic;
use crate::diag::codes::syntax as codes;
use crate::source::Span;

impl Scanner<'_> {
    pub(super) fn open_bracket(&mut self, byte: u8) {
        let kind = FrameKind::Bracket {
            byte,
            entries: 0,
            begun: false,
        };
        self.begin(kind, 1);
    }

    pub(super) fn close_bracket(&mut self, byte: u8) {
        self.begin_entry();
        let place = self.span(self.at..self.at + 1);
        self.at += 1;
        let opener = opener_of(byte);
        if self.open.last().is_some_and(|frame| frame.is(opener)) {
            self.open.pop();
            return;
        }
        self.mismatch(byte, place);
    }

    /// A closing bracket that does not close the innermost open one.
    fn mismatch(&mut self, byte: u8, place: Span) {
        // Inside a piece that has reached the next block, something before that is not closed.
        if self.limit == self.text.len()
            && let (Some(next), Some(start)) = (self.next_block.take(), self.start)
        {
            self.look_again(start, next);
            return;
        }
        // One such error a piece: after the first, what belongs together is a guess.
        let is_rest = self.open.is_empty() && self.after_broken;
        if !self.broken && !is_rest {
            let diagnostic = self.explain_mismatch(byte, place);
            self.report(diagnostic);
        }
        self.broken = true;
        match self.outer(byte) {
            Some(index) => self.open.truncate(index),
            // Probably meant for the innermost.
            None if self.on_this_line(self.open.last()) => {
                self.open.pop();
            }
            None => {}
        }
    }

    fn explain_mismatch(&self, byte: u8, place: Span) -> Diagnostic {
        let found = char::from(byte);
        match self.open.last().filter(|frame| !frame.is_text()) {
            Some(frame) if self.on_this_line(Some(frame)) => {
                let open = (self.opening(frame), frame.bracket());
                codes::stray_bracket(place, found, Some(open))
            }
            Some(frame) if self.outer(byte).is_some() => {
                codes::unclosed_bracket(self.opening(frame), frame.bracket(), None, Some(place))
            }
            _ => codes::stray_bracket(place, found, None),
        }
    }

    /// Where the bracket is open that a closing one would close if what is inside were closed. If
    /// the innermost begins on this line, only this line is looked at: `["a"}` is a slip.
    fn outer(&self, closer: u8) -> Option<usize> {
        let opener = opener_of(closer);
        let index = self
            .open
            .iter()
            .rposition(|frame| frame.is(opener) || frame.is_text())?;
        let near = !self.on_this_line(self.open.last()) || self.on_this_line(self.open.get(index));
        (self.open[index].is(opener) && near).then_some(index)
    }

    fn on_this_line(&self, frame: Option<&Frame>) -> bool {
        frame.is_some_and(|frame| {
            !frame.is_text() && !self.bytes[frame.at..self.at].contains(&b'\n')
        })
    }

    fn opening(&self, frame: &Frame) -> Span {
        self.span(frame.at..frame.at + frame.length())
    }

    /// The text has ended while something is open. Looks again at this piece alone, up to the
    /// next line that looks like the beginning of a block, and goes on there.
    pub(super) fn rescue(&mut self) -> bool {
        if self
            .open
            .last()
            .is_some_and(|frame| matches!(frame.kind, FrameKind::Quoted))
        {
            self.unclosed_string();
        }
        let start = self.start.unwrap_or(self.at);
        if self.limit == self.text.len()
            && let Some(next) = self.next_block.take()
        {
            self.look_again(start, next);
            return true;
        }
        let end = self.limit;
        let diagnostic = unclosed::explain(self.text, self.base, &self.open, start..end);
        if let (Some(diagnostic), false) = (diagnostic, self.broken) {
            self.report(diagnostic);
        }
        self.broken = true;
        self.go_on(end)
    }

    fn look_again(&mut self, start: usize, limit: usize) {
        self.found.truncate(self.found_before_piece);
        self.open.clear();
        self.heredocs.clear();
        self.broken = false;
        self.start = None;
        self.at = start;
        self.limit = limit;
    }

    /// Leaves the current piece, which cannot be made sense of, and goes on at the next block.
    pub(super) fn abandon_piece(&mut self) {
        let from = self.at;
        let next = unclosed::next_block(&self.text[..self.limit], from).unwrap_or(self.limit);
        self.open.clear();
        self.end_piece(next);
        self.rescued += 1;
        self.at = next;
    }

    fn go_on(&mut self, next: usize) -> bool {
        self.open.clear();
        self.end_piece(next);
        self.at = next;
        self.limit = self.text.len();
        self.rescued += 1;
        self.at < self.limit
    }
}

fn opener_of(closer: u8) -> u8 {
    match closer {
        b')' => b'(',
        b']' => b'[',
        _ => b'{',
    }
}
