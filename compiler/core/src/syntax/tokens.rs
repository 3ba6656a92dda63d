//! Words and signs of a piece. The scanner has seen to it that texts, comments and brackets are
//! closed, so everything found here ends within the piece.

use super::scan::unclosed;
pub(crate) use super::scan::unclosed::{line_end, name_length};

/// A word or a sign, with its byte offsets in the piece.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Name,
    Number,
    /// `"..."` with everything in it.
    Text,
    /// `<<EOT` to its end marker.
    Heredoc,
    /// `'...'`.
    Apostrophes,
    /// `(`, `[` or `{`.
    Open(u8),
    /// `)`, `]` or `}`.
    Close(u8),
    Sign(&'static str),
    LineEnd,
    /// A character that begins nothing.
    Foreign(char),
    /// Behind the last token.
    End,
}

/// Signs of this language and of others, so that those can be recognised; longer ones first.
const SIGNS: [&str; 46] = [
    "...", "===", "!==", "**=", "||=", "&&=", "??=", "<=>", ":=", "::", "==", "!=", "<=", ">=",
    "=>", "=~", "!~", "&&", "||", "??", "?.", "?:", "|>", "->", "**", "++", "+=", "-=", "*=", "/=",
    "<>", ">>", "..", "=", ":", "?", ",", ".", "+", "-", "*", "/", "%", "!", "<", ">",
];

/// Signs of one character that only other languages have.
const FOREIGN_SIGNS: [&str; 4] = ["&", "|", "^", "~"];

/// The tokens of `text` from `from` up to `to`, with an [`Kind::End`] at the end.
pub(super) fn tokens(text: &str, from: usize, to: usize) -> Vec<Token> {
    let mut result = Vec::new();
    let mut at = from;
    while at < to {
        let (kind, end) = next(text, at);
        if let Some(kind) = kind {
            let start = at;
            result.push(Token { kind, start, end });
        }
        at = end.max(at + 1);
    }
    result.push(Token {
        kind: Kind::End,
        start: to,
        end: to,
    });
    result
}

/// The token at `at` and its end; no kind for spaces and comments.
fn next(text: &str, at: usize) -> (Option<Kind>, usize) {
    let rest = &text[at..];
    let Some(character) = rest.chars().next() else {
        return (None, at + 1);
    };
    let name = unclosed::name_length(rest);
    if name > 0 {
        return (Some(Kind::Name), at + name);
    }
    match character {
        ' ' | '\t' | '\r' => (None, at + 1),
        '\n' => (Some(Kind::LineEnd), at + 1),
        '#' => (None, unclosed::line_end(text, at)),
        '/' if rest.starts_with("//") => (None, unclosed::line_end(text, at)),
        '/' if rest.starts_with("/*") => {
            // `/*/` begins one and does not end it.
            let length = rest[2..].find("*/").map_or(rest.len(), |length| length + 4);
            (None, at + length)
        }
        '"' => (Some(Kind::Text), text_end(text, at)),
        '\'' => apostrophes(rest, at),
        '0'..='9' => (Some(Kind::Number), at + number_length(rest)),
        '(' | '[' | '{' => (Some(Kind::Open(character as u8)), at + 1),
        ')' | ']' | '}' => (Some(Kind::Close(character as u8)), at + 1),
        '<' if heredoc_end(text, at).is_some() => {
            (Some(Kind::Heredoc), heredoc_end(text, at).unwrap_or(at + 1))
        }
        _ => sign(rest, at, character),
    }
}

fn sign(rest: &str, at: usize, character: char) -> (Option<Kind>, usize) {
    let known = SIGNS.iter().chain(&FOREIGN_SIGNS);
    match known.copied().find(|sign| rest.starts_with(sign)) {
        Some(sign) => (Some(Kind::Sign(sign)), at + sign.len()),
        None => (Some(Kind::Foreign(character)), at + character.len_utf8()),
    }
}

fn apostrophes(rest: &str, at: usize) -> (Option<Kind>, usize) {
    match rest[1..].find(['\'', '\n']) {
        Some(length) if rest.as_bytes()[length + 1] == b'\'' => {
            (Some(Kind::Apostrophes), at + length + 2)
        }
        _ => (Some(Kind::Foreign('\'')), at + 1),
    }
}

/// The length of the number that `text` begins with.
pub(crate) fn number_length(text: &str) -> usize {
    let digits = |from: usize| {
        let rest = text.as_bytes().get(from..).unwrap_or(&[]);
        rest.iter().take_while(|b| b.is_ascii_digit()).count()
    };
    let mut length = digits(0);
    if text.as_bytes().get(length) == Some(&b'.') && digits(length + 1) > 0 {
        length += 1 + digits(length + 1);
    }
    if matches!(text.as_bytes().get(length), Some(b'e' | b'E')) {
        let signed = matches!(text.as_bytes().get(length + 1), Some(b'+' | b'-'));
        let from = length + 1 + usize::from(signed);
        if digits(from) > 0 {
            length = from + digits(from);
        }
    }
    length
}

/// Where the string that begins at `at` ends.
pub(crate) fn text_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = at + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at = text_step(text, at),
        }
    }
    bytes.len()
}

/// Where the interpolation that begins at `at` with `${` ends.
pub(crate) fn interpolation_end(text: &str, at: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = at + 2;
    while at < text.len() {
        let (kind, end) = next(text, at);
        match kind {
            Some(Kind::Open(_)) => depth += 1,
            Some(Kind::Close(_)) if depth == 0 => return end,
            Some(Kind::Close(_)) => depth -= 1,
            _ => {}
        }
        at = end.max(at + 1);
    }
    text.len()
}

/// Behind the character, the escaped `$${` or the whole interpolation at `at`.
pub(crate) fn text_step(text: &str, at: usize) -> usize {
    let rest = &text.as_bytes()[at..];
    if rest.starts_with(b"$${") || rest.starts_with(b"%%{") {
        at + 3
    } else if rest.starts_with(b"${") || rest.starts_with(b"%{") {
        interpolation_end(text, at)
    } else {
        at + 1
    }
}

/// Where the heredoc that begins at `at` ends; none if none begins there.
pub(crate) fn heredoc_end(text: &str, at: usize) -> Option<usize> {
    let rest = text[at..].strip_prefix("<<")?;
    let rest = rest.strip_prefix('-').unwrap_or(rest);
    let name = &rest[..unclosed::name_length(rest)];
    let mut at = text.len() - rest.len() + name.len();
    if name.is_empty() || !text[at..unclosed::line_end(text, at)].trim().is_empty() {
        return None;
    }
    while at < text.len() {
        if text.as_bytes()[at] == b'\n'
            && let Some(length) = unclosed::end_marker(&text[at + 1..], name)
        {
            return Some(at + 1 + length);
        }
        at = text_step(text, at);
    }
    None
}
