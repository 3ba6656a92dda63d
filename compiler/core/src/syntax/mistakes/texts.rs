//! Inside strings and heredocs: escapes and interpolations.

use super::Reader;
use super::tokens::{self, Kind, Token};
use crate::diag::codes::syntax as codes;
use crate::diag::codes::syntax::DirectiveMistake;
use crate::source::Span;

impl Reader<'_> {
    pub(super) fn check_text(&mut self, token: Token) {
        let quoted = token.kind == Kind::Text;
        let text = self.source.text;
        let mut at = token.start + 1;
        let mut open = Vec::new();
        while at < token.end {
            let rest = &text.as_bytes()[at..token.end];
            if quoted && rest.starts_with(b"\\") {
                at = self.check_escape(at);
            } else if rest.starts_with(b"$${") || rest.starts_with(b"%%{") {
                at += 3;
            } else if rest.starts_with(b"${") {
                let end = tokens::interpolation_end(text, at);
                self.check_interpolation(at + 2, end.saturating_sub(1).max(at + 2));
                at = end;
            } else if rest.starts_with(b"%{") {
                let end = tokens::interpolation_end(text, at);
                self.check_directive(at, end, &mut open);
                at = end;
            } else {
                at += 1;
            }
        }
        for (word, place) in open {
            let end = if word == "for" { "endfor" } else { "endif" };
            self.report(codes::directive(place, DirectiveMistake::Open(end)));
        }
    }

    /// Gives the offset behind the escape.
    fn check_escape(&mut self, at: usize) -> usize {
        let (character, length) = escaped_character(&self.source.text[at + 1..]);
        let end = at + 1 + length;
        if character.is_none() && length > 0 {
            let place = self.range(at, end);
            let text = self.source.slice(place);
            self.report(codes::unknown_escape(place, text));
        }
        end
    }

    fn check_interpolation(&mut self, start: usize, end: usize) {
        let tokens = tokens::tokens(self.source.text, start, end);
        let mut inner = Reader::new(self.source, self.names, tokens);
        inner.depth = self.depth + 1;
        inner.interpolation();
        self.found.append(&mut inner.found);
    }

    fn check_directive(&mut self, start: usize, end: usize, open: &mut Vec<(&'static str, Span)>) {
        let inside = (start + 2, end.saturating_sub(1).max(start + 2));
        let tokens = tokens::tokens(self.source.text, inside.0, inside.1);
        let mut inner = Reader::new(self.source, self.names, tokens);
        inner.depth = self.depth + 1;
        inner.directive(self.range(start, end), open);
        self.found.append(&mut inner.found);
    }

    fn interpolation(&mut self) {
        self.takes_sign("~");
        self.skip_lines();
        if self.expr(true).is_err() {
            return;
        }
        self.text_goes_on();
    }

    /// The end of an interpolation or a directive.
    fn text_goes_on(&mut self) {
        self.skip_lines();
        self.takes_sign("~");
        if self.token().kind != Kind::End {
            let unknown = self.other_language();
            if unknown.is_ok() {
                let _ = self.stop_here::<()>("`}`");
            }
        }
    }

    /// What stands in `%{ ... }`: `if`, `else`, `endif`, `for` or `endfor`. Open directives wait for
    /// their ends.
    fn directive(&mut self, place: Span, open: &mut Vec<(&'static str, Span)>) {
        self.takes_sign("~");
        let word = self.token();
        let name = match word.kind {
            Kind::Name => self.text(word),
            _ => "",
        };
        let innermost = open.last().map(|(word, _)| *word);
        let mistake = match (name, innermost) {
            ("if", _) => {
                open.push(("if", place));
                self.bump();
                let _ = self.expr(true);
                return;
            }
            ("for", _) => {
                open.push(("for", place));
                let _ = self.loop_header();
                return;
            }
            ("else", Some("if")) => {
                if let Some(innermost) = open.last_mut() {
                    innermost.0 = "else";
                }
                None
            }
            ("endif", Some("if" | "else")) | ("endfor", Some("for")) => {
                open.pop();
                None
            }
            ("else" | "endif" | "endfor", _) => Some(DirectiveMistake::Stray),
            _ => Some(DirectiveMistake::Unknown),
        };
        if let Some(mistake) = mistake {
            self.report(codes::directive(place, mistake));
            return;
        }
        self.bump();
        self.text_goes_on();
    }
}

/// What an escape stands for, and its length; none if it means nothing. The backslash is no part of
/// the text.
pub(in super::super) fn escaped_character(text: &str) -> (Option<char>, usize) {
    let Some(character) = text.chars().next() else {
        return (None, 0);
    };
    let digits = match character {
        'n' => return (Some('\n'), 1),
        'r' => return (Some('\r'), 1),
        't' => return (Some('\t'), 1),
        '"' | '\\' => return (Some(character), 1),
        'u' => 4,
        'U' => 8,
        _ => 0,
    };
    let length = character.len_utf8();
    let found = text[length..].bytes().take(digits);
    let found = found.take_while(u8::is_ascii_hexdigit).count();
    let number = u32::from_str_radix(&text[length..length + found], 16);
    let named = number.ok().filter(|_| found == digits);
    (named.and_then(char::from_u32), length + found)
}
