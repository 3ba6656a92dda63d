//! Cuts a file into its top-level pieces without understanding them, and is the guard before the
//! parser: what leaves here is balanced, closed and within the limits. It owns the errors of
//! strings, comments, heredocs and brackets that do not end, because only the whole file shows
//! where they begin.

mod brackets;
mod texts;
pub(super) mod unclosed;

use std::ops::Range;

use super::{characters, limits};
use crate::diag::codes::syntax as codes;
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::Span;

/// One top-level block, or what stands in its place, from its first character to its line's end.
#[derive(Debug)]
pub(super) struct Piece {
    /// Byte offsets in the file.
    pub range: Range<usize>,
    /// Heredocs in it, from behind the marker to the end marker. Line ends count there.
    pub heredocs: Vec<Range<usize>>,
}

/// Something that has begun and must end.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    /// Offset of its first byte.
    pub at: usize,
    /// What it is.
    pub kind: FrameKind,
}

#[derive(Clone, Debug)]
pub(super) enum FrameKind {
    /// `(`, `[` or `{`, with the entries so far and whether the current one has begun.
    Bracket {
        byte: u8,
        entries: usize,
        begun: bool,
    },
    /// `${` in a text.
    Interpolation,
    /// A string in double quotes.
    Quoted,
    /// A heredoc: where its marker stands.
    Heredoc { marker: Range<usize> },
}

/// Cuts `text` into pieces. Pieces with an error of their own are reported and left out.
pub(super) fn pieces(text: &str, base: u32, diagnostics: &mut Diagnostics) -> Vec<Piece> {
    if text.len() > limits::FILE_BYTES {
        let start = Span {
            start: base,
            end: base,
        };
        diagnostics.push(codes::file_too_large(start, text.len(), limits::FILE_BYTES));
        return Vec::new();
    }
    let mut scanner = Scanner::new(text, base);
    scanner.run();
    let foreign = characters::report(text, base, diagnostics);
    for diagnostic in scanner.found {
        diagnostics.push(diagnostic);
    }
    if foreign {
        scanner
            .pieces
            .retain(|piece| characters::first(&text[piece.range.clone()]).is_none());
    }
    scanner.pieces
}

pub(super) struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    base: u32,
    at: usize,
    /// Where the text to look at ends: the file's end, or the next block while looking again.
    limit: usize,
    open: Vec<Frame>,
    start: Option<usize>,
    broken: bool,
    /// Whether the piece before had an error: a stray bracket is then its rest.
    after_broken: bool,
    heredocs: Vec<Range<usize>>,
    pieces: Vec<Piece>,
    found: Vec<Diagnostic>,
    found_before_piece: usize,
    /// The first line inside the current piece that looks like the beginning of the next one.
    next_block: Option<usize>,
    rescued: usize,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str, base: u32) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            base,
            at: if text.starts_with('\u{feff}') { 3 } else { 0 },
            limit: text.len(),
            open: Vec::new(),
            start: None,
            broken: false,
            after_broken: false,
            heredocs: Vec::new(),
            pieces: Vec::new(),
            found: Vec::new(),
            found_before_piece: 0,
            next_block: None,
            rescued: 0,
        }
    }

    fn run(&mut self) {
        loop {
            while self.at < self.limit && !self.gives_up() {
                match self.open.last().map(|frame| &frame.kind) {
                    None | Some(FrameKind::Bracket { .. } | FrameKind::Interpolation) => {
                        self.code();
                    }
                    Some(FrameKind::Quoted) => self.quoted(),
                    Some(FrameKind::Heredoc { .. }) => self.heredoc(),
                }
            }
            if self.gives_up() {
                return;
            }
            if self.open.is_empty() {
                self.end_piece(self.limit);
                return;
            }
            if !self.rescue() {
                return;
            }
        }
    }

    /// Whether the file has shown that the rest is not worth a look.
    fn gives_up(&self) -> bool {
        self.rescued >= limits::RESCUES || self.found.len() >= limits::ERRORS
    }

    /// One step outside of texts.
    fn code(&mut self) {
        let byte = self.bytes[self.at];
        match byte {
            b'\n' => self.line_end(),
            b' ' | b'\t' | b'\r' => self.skip_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')),
            b'#' => self.skip_line(),
            b'/' if self.follows(b"//") => self.skip_line(),
            b'/' if self.follows(b"/*") => self.block_comment(),
            b'"' => self.begin(FrameKind::Quoted, 1),
            b'\'' => self.apostrophe(),
            b'(' | b'[' | b'{' => self.open_bracket(byte),
            b')' | b']' | b'}' => self.close_bracket(byte),
            b',' => {
                self.entry_ends();
                self.at += 1;
            }
            b'<' if self.follows(b"<<") => self.heredoc_start(),
            _ => {
                self.begin_entry();
                self.at += 1;
                self.skip_while(|byte| PLAIN[usize::from(byte)]);
            }
        }
    }

    /// Skips bytes as fast as possible: most of a source means nothing to the scanner.
    fn skip_while(&mut self, wanted: impl Fn(u8) -> bool) {
        let rest = &self.bytes[self.at..self.limit];
        let length = rest.iter().position(|&byte| !wanted(byte));
        self.at += length.unwrap_or(rest.len());
    }

    fn follows(&self, text: &[u8]) -> bool {
        self.bytes[self.at..self.limit].starts_with(text)
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span {
            start: self.base + range.start as u32,
            end: self.base + range.end as u32,
        }
    }

    /// Reports an error of the current piece, which is then not parsed.
    fn report(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
        self.broken = true;
    }

    /// Notes that a piece and an entry of the innermost braces have begun.
    fn begin_entry(&mut self) {
        if self.start.is_none() {
            self.start = Some(self.at);
            self.found_before_piece = self.found.len();
        }
        if let Some(Frame {
            kind: FrameKind::Bracket { begun, .. },
            ..
        }) = self.open.last_mut()
        {
            *begun = true;
        }
    }

    fn entry_ends(&mut self) {
        self.begin_piece_only();
        let Some(Frame {
            at,
            kind:
                FrameKind::Bracket {
                    byte: b'{',
                    entries,
                    begun,
                },
        }) = self.open.last_mut()
        else {
            return;
        };
        if std::mem::take(begun) {
            *entries += 1;
            if *entries == limits::ENTRIES + 1 {
                let at = *at;
                self.report(codes::too_many_entries(
                    self.span(at..at + 1),
                    limits::ENTRIES,
                ));
            }
        }
    }

    fn begin_piece_only(&mut self) {
        if self.start.is_none() && self.bytes[self.at] != b'\n' {
            self.begin_entry();
        }
    }

    fn begin(&mut self, kind: FrameKind, length: usize) {
        self.begin_entry();
        self.open.push(Frame { at: self.at, kind });
        self.at += length;
        if self.open.len() > limits::NESTING {
            self.too_deep();
        }
    }

    fn too_deep(&mut self) {
        let place = self
            .open
            .last()
            .map_or(0..0, |frame| frame.at..frame.at + 1);
        self.report(codes::nested_too_deeply(self.span(place), limits::NESTING));
        self.abandon_piece();
    }

    fn line_end(&mut self) {
        self.entry_ends();
        self.at += 1;
        if self.open.is_empty() {
            self.end_piece(self.at);
        } else if self.next_block.is_none()
            && self.bytes.get(self.at).is_some_and(u8::is_ascii_alphabetic)
            && unclosed::is_header(&self.text[self.at..])
        {
            self.next_block = Some(self.at);
        }
    }

    fn end_piece(&mut self, end: usize) {
        let heredocs = std::mem::take(&mut self.heredocs);
        self.next_block = None;
        let Some(start) = self.start.take() else {
            return;
        };
        self.check_piece(start, end);
        // What is indented behind a broken piece was meant to be inside it.
        let is_rest = self.after_broken && self.is_indented(start);
        self.after_broken = std::mem::take(&mut self.broken) || is_rest;
        if !self.after_broken {
            self.pieces.push(Piece {
                range: start..end,
                heredocs,
            });
        }
    }

    fn check_piece(&mut self, start: usize, end: usize) {
        if self.broken {
            return;
        }
        let line = start..unclosed::line_end(self.text, start);
        if end - start > limits::PIECE_BYTES {
            let size = end - start;
            let place = self.span(line);
            self.report(codes::block_too_large(place, size, limits::PIECE_BYTES));
        } else if let Some(length) =
            unclosed::header_without_brace(&self.text[line], &self.text[end..])
        {
            let place = start..start + length;
            let header = &self.text[place.clone()];
            self.report(codes::missing_brace(self.span(place), header));
        } else if let Some((name, brace)) = self.left_behind(start) {
            let text = &self.text[name.clone()];
            let brace = self.span(brace..brace + 1);
            self.report(codes::top_level_attribute(
                self.span(name),
                text,
                Some(brace),
            ));
        }
    }

    /// An indented attribute right behind a block, which has probably ended too early: its name,
    /// and the offset of the brace.
    fn left_behind(&self, start: usize) -> Option<(Range<usize>, usize)> {
        if !self.is_indented(start) || self.after_broken {
            return None;
        }
        let length = unclosed::name_length(&self.text[start..]);
        let behind = self.text[start + length..].trim_start_matches([' ', '\t']);
        let before = &self.pieces.last()?.range;
        let near = self.text[before.end..start].trim().is_empty();
        if length == 0 || !near || !behind.starts_with('=') {
            return None;
        }
        let brace = self.text[before.clone()].rfind('}')?;
        Some((start..start + length, before.start + brace))
    }

    fn is_indented(&self, at: usize) -> bool {
        let before = self.bytes[..at].last();
        before.is_some_and(|byte| matches!(byte, b' ' | b'\t'))
    }

    fn skip_line(&mut self) {
        self.skip_while(|byte| byte != b'\n');
    }

    fn block_comment(&mut self) {
        if let Some(length) = self.text[self.at + 2..self.limit].find("*/") {
            self.at += 2 + length + 2;
            return;
        }
        self.begin_entry();
        self.report(codes::unclosed_comment(self.span(self.at..self.at + 2)));
        self.open.clear();
        self.at = self.limit;
    }

    /// Skips `'text'`, which the parser will explain, so that what is inside opens nothing.
    fn apostrophe(&mut self) {
        self.begin_entry();
        let rest = &self.text[self.at + 1..self.limit];
        self.at += match rest.find(['\'', '\n']) {
            Some(length) if rest.as_bytes()[length] == b'\'' => length + 2,
            _ => 1,
        };
    }
}

impl Frame {
    fn is(&self, opener: u8) -> bool {
        match self.kind {
            FrameKind::Bracket { byte, .. } => byte == opener,
            FrameKind::Interpolation => opener == b'{',
            FrameKind::Quoted | FrameKind::Heredoc { .. } => false,
        }
    }

    fn is_text(&self) -> bool {
        matches!(self.kind, FrameKind::Quoted | FrameKind::Heredoc { .. })
    }

    /// The bracket to show for it.
    pub(super) fn bracket(&self) -> char {
        match self.kind {
            FrameKind::Bracket { byte, .. } => char::from(byte),
            FrameKind::Interpolation => '{',
            FrameKind::Quoted | FrameKind::Heredoc { .. } => '"',
        }
    }

    /// How many bytes open it.
    pub(super) fn length(&self) -> usize {
        match self.kind {
            FrameKind::Interpolation => 2,
            FrameKind::Bracket { .. } | FrameKind::Quoted | FrameKind::Heredoc { .. } => 1,
        }
    }
}

/// Bytes of names, numbers and operators, which open and close nothing, and blanks between them.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut at = 0;
    while at < 256 {
        let byte = at as u8;
        plain[at] = byte.is_ascii_alphanumeric()
            || matches!(byte, b'_' | b'.' | b'=' | b'-' | b' ' | b'\t' | b'\r')
            || byte >= 0x80;
        at += 1;
    }
    plain
};
