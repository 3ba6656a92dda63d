//! Trees as text, written as they are walked: nothing is kept.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::value::Value;

/// A format that trees are written in.
pub trait Writer {
    /// Begins an object.
    fn begin_object(&mut self);
    /// The key of the next value.
    fn key(&mut self, key: &str);
    /// Ends an object.
    fn end_object(&mut self);
    /// Begins a list.
    fn begin_list(&mut self);
    /// Ends a list.
    fn end_list(&mut self);
    /// Text.
    fn text(&mut self, text: &str);
    /// A whole number.
    fn int(&mut self, int: i64);
    /// A number.
    fn number(&mut self, number: f64);
    /// True or false.
    fn bool(&mut self, bool: bool);

    /// Writes what was kept of a container at the same depth of the same text; false if nothing was.
    fn again(&mut self, _value: Value) -> bool {
        false
    }

    /// Keeps the container that was written last.
    fn keep(&mut self, _value: Value) {}

    /// A key with text.
    fn field(&mut self, key: &str, text: &str) {
        self.key(key);
        self.text(text);
    }
}

/// The format of files that are built.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Format {
    /// JSON, indented by two.
    #[default]
    Json,
    /// YAML.
    Yaml,
}

impl Format {
    /// The ending of file names.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Yaml => "yaml",
        }
    }
}

/// Appends a JSON string. Most text needs no escapes, and is copied whole.
pub(super) fn quote(text: &str, out: &mut Vec<u8>) {
    if needs_escapes(text.as_bytes()) {
        // Writing to memory cannot fail.
        let _ = serde_json::to_writer(out, text);
        return;
    }
    out.reserve(text.len() + 2);
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
}

/// Whether JSON escapes some byte; eight are looked at in one step.
fn needs_escapes(bytes: &[u8]) -> bool {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES * 128;
    // The high bit of each byte that is below `limit`, which is at most 128; a byte from 128 on is not.
    let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word & HIGH;
    let is = |word: u64, byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    let found = |word: &[u8; 8]| {
        let word = u64::from_le_bytes(*word);
        below(word, 0x20) | is(word, b'"') | is(word, b'\\')
    };
    let words = bytes.as_chunks::<8>().0.iter();
    // The last eight are looked at together, whether or not some of them were before.
    match bytes.last_chunk::<8>() {
        Some(last) => words.fold(found(last), |all, word| all | found(word)) != 0,
        None => {
            let escapes = |byte: &u8| *byte < b' ' || *byte == b'"' || *byte == b'\\';
            bytes.iter().any(escapes)
        }
    }
}

/// JSON, indented by two, with a final line end.
pub struct Json<'a> {
    out: &'a mut Vec<u8>,
    depth: usize,
    /// Nothing was written yet at this depth.
    first: bool,
    /// A key was written, and its value is next.
    after_key: bool,
    /// Where the containers around begin.
    around: Vec<usize>,
    /// Where the container that was written last begins and ends.
    last: Range<usize>,
    /// Where containers stand, by value and depth: many resources have parts in common, and copying is
    /// quicker than writing them again.
    known: FxHashMap<(Value, usize), Range<usize>>,
}

impl<'a> Json<'a> {
    /// A writer at the end of `out`.
    pub fn new(out: &'a mut Vec<u8>) -> Self {
        Self {
            out,
            depth: 0,
            first: true,
            after_key: false,
            around: Vec::new(),
            last: 0..0,
            known: FxHashMap::default(),
        }
    }

    /// Ends the text.
    pub fn finish(self) {
        self.out.push(b'\n');
    }

    fn line(&mut self) {
        const LINE: &[u8] = b"\n                                                                ";
        let wanted = 1 + self.depth * 2;
        self.out.extend_from_slice(&LINE[..wanted.min(LINE.len())]);
        let beyond = wanted.saturating_sub(LINE.len());
        self.out.extend(std::iter::repeat_n(b' ', beyond));
    }

    fn before(&mut self) {
        if std::mem::take(&mut self.after_key) || self.depth == 0 {
            return;
        }
        self.separate();
    }

    fn separate(&mut self) {
        if !std::mem::take(&mut self.first) {
            self.out.push(b',');
        }
        self.line();
    }

    fn begin(&mut self, bracket: u8) {
        self.before();
        self.around.push(self.out.len());
        self.out.push(bracket);
        self.depth += 1;
        self.first = true;
    }

    fn end(&mut self, bracket: u8) {
        self.depth -= 1;
        if !std::mem::take(&mut self.first) {
            self.line();
        }
        self.out.push(bracket);
        self.last = self.around.pop().unwrap_or_default()..self.out.len();
    }
}

impl Writer for Json<'_> {
    fn begin_object(&mut self) {
        self.begin(b'{');
    }

    fn key(&mut self, key: &str) {
        self.separate();
        quote(key, self.out);
        self.out.extend_from_slice(b": ");
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
        quote(text, self.out);
    }

    fn int(&mut self, int: i64) {
        self.before();
        // Writing to memory cannot fail.
        let _ = serde_json::to_writer(&mut *self.out, &int);
    }

    fn number(&mut self, number: f64) {
        self.before();
        let _ = serde_json::to_writer(&mut *self.out, &number);
    }

    fn bool(&mut self, bool: bool) {
        self.before();
        self.out
            .extend_from_slice(if bool { b"true" } else { b"false" });
    }
}

/// YAML: block style, text in double quotes unless it is a plain word, so that no reader of any
/// version takes it for something else.
pub struct Yaml<'a> {
    out: &'a mut Vec<u8>,
    /// The containers around: whether a list, and whether it has something.
    around: Vec<(bool, bool)>,
    after_key: bool,
    /// Behind a dash, the first key stands on the same line.
    after_dash: bool,
}

impl<'a> Yaml<'a> {
    /// A writer at the end of `out`.
    pub fn new(out: &'a mut Vec<u8>) -> Self {
        Self {
            out,
            around: Vec::new(),
            after_key: false,
            after_dash: false,
        }
    }

    /// Ends the text.
    pub fn finish(self) {
        if self.out.last() != Some(&b'\n') {
            self.out.push(b'\n');
        }
    }

    fn indent(&mut self) {
        if self.out.last().is_some_and(|last| *last != b'\n') {
            self.out.push(b'\n');
        }
        let depth = self.around.len().saturating_sub(1);
        self.out.extend(std::iter::repeat_n(b' ', depth * 2));
    }

    /// Goes to where a value of a list or behind a key stands.
    fn before(&mut self) {
        if std::mem::take(&mut self.after_key) {
            return;
        }
        if let Some((true, has)) = self.around.last_mut() {
            *has = true;
            if std::mem::take(&mut self.after_dash) {
                self.out.push(b' ');
            } else {
                self.indent();
            }
            self.out.push(b'-');
            self.after_dash = true;
        }
    }

    fn scalar(&mut self, text: &[u8]) {
        self.before();
        self.after_dash = false;
        if !self.out.is_empty() && self.out.last() != Some(&b'\n') {
            self.out.push(b' ');
        }
        self.out.extend_from_slice(text);
    }

    fn end(&mut self, empty: &[u8]) {
        if let Some((_, false)) = self.around.pop() {
            self.out.push(b' ');
            self.out.extend_from_slice(empty);
        }
        self.after_dash = false;
    }
}

impl Writer for Yaml<'_> {
    fn begin_object(&mut self) {
        self.before();
        self.around.push((false, false));
    }

    fn key(&mut self, key: &str) {
        if let Some((_, has)) = self.around.last_mut() {
            *has = true;
        }
        if std::mem::take(&mut self.after_dash) {
            self.out.push(b' ');
        } else {
            self.indent();
        }
        if is_plain(key) {
            self.out.extend_from_slice(key.as_bytes());
        } else {
            quote(key, self.out);
        }
        self.out.push(b':');
        self.after_key = true;
    }

    fn end_object(&mut self) {
        self.end(b"{}");
    }

    fn begin_list(&mut self) {
        self.before();
        self.around.push((true, false));
    }

    fn end_list(&mut self) {
        self.end(b"[]");
    }

    fn text(&mut self, text: &str) {
        let mut quoted = Vec::with_capacity(text.len() + 2);
        if is_plain(text) {
            quoted.extend_from_slice(text.as_bytes());
        } else {
            quote(text, &mut quoted);
        }
        self.scalar(&quoted);
    }

    fn int(&mut self, int: i64) {
        self.scalar(int.to_string().as_bytes());
    }

    fn number(&mut self, number: f64) {
        let mut text = Vec::new();
        let _ = serde_json::to_writer(&mut text, &number);
        self.scalar(&text);
    }

    fn bool(&mut self, bool: bool) {
        self.scalar(if bool { b"true" } else { b"false" });
    }
}

/// Words of YAML 1.1 that are not text.
const WORDS: &[&str] = &["y", "n", "yes", "no", "on", "off", "true", "false", "null"];

fn is_plain(text: &str) -> bool {
    text.bytes()
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::{Json, Writer, Yaml};

    fn sample(writer: &mut impl Writer) {
        writer.begin_object();
        writer.key("Empty");
        writer.begin_object();
        writer.end_object();
        writer.key("List");
        writer.begin_list();
        writer.int(1);
        writer.begin_object();
        writer.field("A", "yes");
        writer.field("b c", "plain");
        writer.end_object();
        writer.begin_list();
        writer.text("x\n\"y\"");
        writer.end_list();
        writer.begin_list();
        writer.end_list();
        writer.end_list();
        writer.key("Yes");
        writer.bool(true);
        writer.end_object();
    }

    #[test]
    fn json_reads_back() {
        let mut out = Vec::new();
        let mut json = Json::new(&mut out);
        sample(&mut json);
        json.finish();
        let text = String::from_utf8(out).unwrap();
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(text, serde_json::to_string_pretty(&read).unwrap() + "\n");
    }

    #[test]
    fn yaml_quotes_what_could_be_misread() {
        let mut out = Vec::new();
        let mut yaml = Yaml::new(&mut out);
        sample(&mut yaml);
        yaml.finish();
        let expected = "Empty: {}\nList:\n  - 1\n  - A: \"yes\"\n    \"b c\": plain\n  - - \"x\\n\\\"y\\\"\"\n  - []\n\"Yes\": true\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
