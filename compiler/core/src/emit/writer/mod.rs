//! Trees as text, written as they are walked: nothing is kept.

mod json;
mod yaml;

pub use json::Json;
pub use yaml::Yaml;

use crate::names::{Names, Symbol};
use crate::value::Value;

/// A format that trees are written in.
pub trait Writer {
    /// Begins an object.
    fn begin_object(&mut self);
    /// The key of the next value: a word of the format.
    fn key(&mut self, key: &'static str);
    /// The key of the next value: any text.
    fn key_text(&mut self, key: &str);
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

    /// The key of the next value, which is a name.
    fn key_of(&mut self, names: &Names, key: Symbol) {
        self.key_text(names.text(key));
    }

    /// Text that is a name.
    fn text_of(&mut self, names: &Names, text: Symbol) {
        self.text(names.text(text));
    }

    /// Writes what was kept of a container at the same depth of the same text; false if nothing was.
    fn again(&mut self, _value: Value) -> bool {
        false
    }

    /// Keeps the container that was written last.
    fn keep(&mut self, _value: Value) {}

    /// A key with text.
    fn field(&mut self, key: &'static str, text: &str) {
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
pub(in crate::emit) fn quote(text: &str, out: &mut Vec<u8>) {
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

#[cfg(test)]
mod tests {
    use super::{Json, Writer, Yaml};

    fn sample<W: Writer>(writer: &mut W) {
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
        let mut json = Json::default();
        let text = str::from_utf8(json.file(sample)).unwrap();
        let read: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(text, serde_json::to_string_pretty(&read).unwrap() + "\n");
    }

    #[test]
    fn json_is_indented_however_deep() {
        let mut json = Json::default();
        let text = str::from_utf8(json.file(|json| {
            (0..40).for_each(|_| json.begin_list());
            json.int(1);
            json.int(2);
            (0..40).for_each(|_| json.end_list());
        }))
        .unwrap();
        let read: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(text, serde_json::to_string_pretty(&read).unwrap() + "\n");
    }

    #[test]
    fn yaml_quotes_what_could_be_misread() {
        let mut yaml = Yaml::default();
        let text = str::from_utf8(yaml.file(sample)).unwrap();
        let expected = "Empty: {}\nList:\n  - 1\n  - A: \"yes\"\n    \"b c\": plain\n  - - \"x\\n\\\"y\\\"\"\n  - []\n\"Yes\": true\n";
        assert_eq!(text, expected);
    }
}
