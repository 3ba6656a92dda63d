//! JSON.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{Writer, needs_escapes, quote};
use crate::names::{Names, Symbol};
use crate::value::Value;

/// JSON, indented by two, with a final line end.
#[derive(Default)]
pub struct Json {
    out: Vec<u8>,
    depth: usize,
    /// Something was written already at this depth.
    has: bool,
    /// A key was written, and its value is next.
    after_key: bool,
    /// Where the containers around begin.
    around: Vec<usize>,
    /// Where the container that was written last begins and ends.
    last: Range<usize>,
    /// Where containers stand, by value and depth: many resources have parts in common, and copying is
    /// quicker than writing them again.
    known: FxHashMap<(Value, usize), Range<usize>>,
    /// Which names JSON writes as they are, as far as that was looked at.
    plain: Vec<Option<bool>>,
}

impl Json {
    /// A text. What is known of names is kept for the next one.
    pub fn file(&mut self, write: impl FnOnce(&mut Self)) -> &[u8] {
        self.out.clear();
        self.known.clear();
        (self.depth, self.has) = (0, false);
        write(self);
        self.out.push(b'\n');
        &self.out
    }

    fn before(&mut self) {
        if !std::mem::take(&mut self.after_key) && self.depth > 0 {
            self.separate();
        }
    }

    /// Goes to the line of the next key or element.
    fn separate(&mut self) {
        let from = usize::from(!std::mem::replace(&mut self.has, true));
        self.line(from);
    }

    /// Goes to a new line at the present depth: behind a comma, if that is wanted too.
    fn line(&mut self, from: usize) {
        const LINE: &[u8] = b",\n                                ";
        /// Copied whole, which is quicker than copying as much as is wanted.
        const USUAL: usize = 32;
        let (length, wanted) = (self.out.len(), 2 + self.depth * 2 - from);
        let usual = LINE[from..].first_chunk::<USUAL>();
        if let Some(usual) = usual.filter(|_| wanted <= USUAL) {
            self.out.extend_from_slice(usual);
            self.out.truncate(length + wanted);
        } else {
            self.out.extend_from_slice(&LINE[from..2]);
            self.out.resize(length + wanted, b' ');
        }
    }

    fn begin(&mut self, bracket: u8) {
        self.before();
        self.around.push(self.out.len());
        self.out.push(bracket);
        self.depth += 1;
        self.has = false;
    }

    fn end(&mut self, bracket: u8) {
        self.depth -= 1;
        if std::mem::replace(&mut self.has, true) {
            self.line(1);
        }
        self.out.push(bracket);
        self.last = self.around.pop().unwrap_or_default()..self.out.len();
    }

    /// The text of a name with what comes behind it; what needs escapes is cold.
    #[inline]
    fn quote_name<const N: usize>(&mut self, names: &Names, name: Symbol, end: &[u8; N]) {
        let text = names.text(name);
        if self.is_plain(name, text) {
            self.plain(text, end);
        } else {
            quote(text, &mut self.out);
            self.out.extend_from_slice(&end[1..]);
        }
    }

    /// A text without escapes in quotes, of which the second is part of the end.
    #[inline]
    fn plain<const N: usize>(&mut self, text: &str, end: &[u8; N]) {
        self.out.reserve(1 + text.len() + N);
        self.out.push(b'"');
        self.out.extend_from_slice(text.as_bytes());
        self.out.extend_from_slice(end);
    }

    fn is_plain(&mut self, name: Symbol, text: &str) -> bool {
        let at = name.index();
        if self.plain.len() <= at {
            self.plain.resize((at + 1).next_power_of_two(), None);
        }
        *self.plain[at].get_or_insert_with(|| !needs_escapes(text.as_bytes()))
    }
}

impl Writer for Json {
    fn begin_object(&mut self) {
        self.begin(b'{');
    }

    fn key(&mut self, key: &'static str) {
        debug_assert!(!needs_escapes(key.as_bytes()), "`{key}` is no word");
        self.separate();
        self.plain(key, b"\": ");
        self.after_key = true;
    }

    fn key_text(&mut self, key: &str) {
        self.separate();
        quote(key, &mut self.out);
        self.out.extend_from_slice(b": ");
        self.after_key = true;
    }

    fn key_of(&mut self, names: &Names, key: Symbol) {
        self.separate();
        self.quote_name(names, key, b"\": ");
        self.after_key = true;
    }

    fn end_object(&mut self) {
        self.end(b'}');
    }

    fn begin_list(&mut self) {
        self.begin(b'[');
    }

    fn end_list(&mut self) {
        self.end(b']');
    }

    fn again(&mut self, value: Value) -> bool {
        let Some(known) = self.known.get(&(value, self.depth)).cloned() else {
            return false;
        };
        self.before();
        self.out.extend_from_within(known);
        true
    }

    fn keep(&mut self, value: Value) {
        self.known.insert((value, self.depth), self.last.clone());
    }

    fn text(&mut self, text: &str) {
        self.before();
        quote(text, &mut self.out);
    }

    fn text_of(&mut self, names: &Names, text: Symbol) {
        self.before();
        self.quote_name(names, text, b"\"");
    }

    fn int(&mut self, int: i64) {
        self.before();
        // Writing to memory cannot fail.
        let _ = serde_json::to_writer(&mut self.out, &int);
    }

    fn number(&mut self, number: f64) {
        self.before();
        let _ = serde_json::to_writer(&mut self.out, &number);
    }

    fn bool(&mut self, bool: bool) {
        self.before();
        self.out
            .extend_from_slice(if bool { b"true" } else { b"false" });
    }
}
