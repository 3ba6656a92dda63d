//! Inside strings and heredocs: escapes and interpolations.

use super::Reader;
use super::tokens::{self, Kind, Token};
use crate::diag::codes::syntax as codes;

impl Reader<'_> {
    pub(super) fn check_text(&mut self, token: Token) {
        let quoted = token.kind == Kind::Text;
        let text = self.source.text;
        let mut at = token.start + 1;
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
            } else {
                at += 1;
            }
        }
    }

    /// Gives the offset behind the escape.
    fn check_escape(&mut self, at: usize) -> usize {
        let rest = &self.source.text[at + 1..];
        let Some(character) = rest.chars().next() else {
            return at + 1;
        };
        let digits = match character {
            'n' | 'r' | 't' | '"' | '\\' => return at + 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let number = rest[character.len_utf8()..]
            .bytes()
            .take(digits)
            .take_while(u8::is_ascii_hexdigit)
            .count();
        if digits > 0 && number == digits && names_a_character(&rest[1..=digits]) {
            return at + 2 + digits;
        }
        let end = at + 1 + character.len_utf8() + number;
        let place = self.range(at, end);
        let text = self.source.slice(place);
        self.report(codes::unknown_escape(place, text));
        end
    }

    fn check_interpolation(&mut self, start: usize, end: usize) {
        let tokens = tokens::tokens(self.source.text, start, end);
        let mut inner = Reader::new(self.source, self.names, tokens);
        inner.depth = self.depth + 1;
        inner.interpolation();
        self.found.append(&mut inner.found);
    }

    fn interpolation(&mut self) {
        self.strip_marker();
        self.skip_lines();
        if self.expr(true).is_err() {
            return;
        }
        self.skip_lines();
        self.strip_marker();
        if self.token().kind != Kind::End {
            let unknown = self.other_language();
            if unknown.is_ok() {
                let _ = self.stop_here::<()>("`}`");
            }
        }
    }

    fn strip_marker(&mut self) {
        if self.is_sign("~") {
            let token = self.bump();
            self.report(codes::strip_marker(self.span(token)));
        }
    }
}

fn names_a_character(digits: &str) -> bool {
    u32::from_str_radix(digits, 16).is_ok_and(|number| char::from_u32(number).is_some())
}
