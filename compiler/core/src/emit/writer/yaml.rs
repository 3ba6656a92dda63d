//! YAML.

use super::{Writer, quote};

/// YAML: block style, text in double quotes unless it is a plain word, so that no reader of any
/// version takes it for something else.
#[derive(Default)]
pub struct Yaml {
    out: Vec<u8>,
    /// The containers around: whether a list, and whether it has something.
    around: Vec<(bool, bool)>,
    after_key: bool,
    /// Behind a dash, the first key stands on the same line.
    after_dash: bool,
}

impl Yaml {
    /// A text.
    pub fn file(&mut self, write: impl FnOnce(&mut Self)) -> &[u8] {
        self.out.clear();
        (self.after_key, self.after_dash) = (false, false);
        write(self);
        if self.out.last() != Some(&b'\n') {
            self.out.push(b'\n');
        }
        &self.out
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

impl Writer for Yaml {
    fn begin_object(&mut self) {
        self.before();
        self.around.push((false, false));
    }

    fn key(&mut self, key: &'static str) {
        self.key_text(key);
    }

    fn key_text(&mut self, key: &str) {
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
            quote(key, &mut self.out);
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
