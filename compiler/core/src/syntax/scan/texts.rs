//! Strings and heredocs.

use super::unclosed;
use super::{Frame, FrameKind, Scanner};
use crate::diag::codes::syntax as codes;

impl Scanner<'_> {
    /// One step inside a string.
    pub(super) fn quoted(&mut self) {
        match self.bytes[self.at] {
            b'"' => {
                self.open.pop();
                self.at += 1;
            }
            b'\\' if self.at + 1 < self.limit && self.bytes[self.at + 1] != b'\n' => self.at += 2,
            b'\n' => self.unclosed_string(),
            _ => self.text_byte(),
        }
    }

    /// What strings and heredocs have in common.
    fn text_byte(&mut self) {
        match self.bytes[self.at] {
            b'$' if self.follows(b"$${") => self.at += 3,
            b'%' if self.follows(b"%%{") => self.at += 3,
            b'$' if self.follows(b"${") => self.begin(FrameKind::Interpolation, 2),
            b'%' if self.follows(b"%{") => self.begin(FrameKind::Interpolation, 2),
            _ => {
                self.at += 1;
                self.skip_while(|byte| !matches!(byte, b'"' | b'\\' | b'\n' | b'$' | b'%'));
            }
        }
    }

    /// A line ends inside a string: whatever began with or behind the line's first open string
    /// ends here too.
    pub(super) fn unclosed_string(&mut self) {
        let line = self.text[..self.at].rfind('\n').map_or(0, |at| at + 1);
        let first = self
            .open
            .iter()
            .position(|frame| frame.at >= line && matches!(frame.kind, FrameKind::Quoted));
        let first = first.unwrap_or(self.open.len() - 1);
        let opening = self.open[first].at;
        let interpolation = self.open[first..]
            .iter()
            .find(|frame| matches!(frame.kind, FrameKind::Interpolation))
            .map(|frame| self.span(frame.at..frame.at + 2));
        let place = self.span(opening..opening + 1);
        self.open.truncate(first);
        self.report(codes::unclosed_string(place, interpolation));
    }

    pub(super) fn heredoc_start(&mut self) {
        let after = self.at + 2 + usize::from(self.bytes.get(self.at + 2) == Some(&b'-'));
        let rest = &self.text[after.min(self.limit)..self.limit];
        let quoted = rest.starts_with(['"', '\'']);
        let name_at = after + usize::from(quoted);
        let length = unclosed::name_length(&self.text[name_at.min(self.limit)..self.limit]);
        if length == 0 {
            self.begin_entry();
            self.at += 2;
            return;
        }
        let marker = name_at..name_at + length;
        let line = unclosed::line_end(self.text, marker.end).min(self.limit);
        let tail = marker.end..line;
        if quoted || !self.text[tail.clone()].trim_end_matches('\r').is_empty() {
            let name = &self.text[marker.clone()];
            self.begin_entry();
            let tail =
                tail.start + self.text[tail.clone()].find(|c| c != ' ').unwrap_or(0)..tail.end;
            self.report(codes::heredoc_start(self.span(tail), name));
            self.rescued += 1;
            if !unclosed::has_end_marker(&self.text[line..self.limit], name) {
                self.at = line;
                return;
            }
        }
        self.begin(FrameKind::Heredoc { marker }, line - self.at);
    }

    /// One step inside a heredoc; at a line's end, looks whether the next line ends it.
    pub(super) fn heredoc(&mut self) {
        if self.bytes[self.at] != b'\n' {
            self.text_byte();
            return;
        }
        self.at += 1;
        let Some(Frame {
            kind: FrameKind::Heredoc { marker },
            ..
        }) = self.open.last()
        else {
            return;
        };
        let name = &self.text[marker.clone()];
        if let Some(length) = unclosed::end_marker(&self.text[self.at..self.limit], name) {
            self.at += length;
            self.heredocs.push(marker.end..self.at);
            self.open.pop();
        }
    }
}
