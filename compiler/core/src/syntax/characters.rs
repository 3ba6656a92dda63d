//! Characters that may stand nowhere in a source, not even in comments: control characters, and
//! those that turn the direction of what a reader sees (U+202A to U+202E, U+2066 to U+2069), so
//! that no reviewer is shown another program than the compiler reads.

use crate::diag::Diagnostics;
use crate::diag::codes::syntax as codes;
use crate::source::Span;

/// How many are reported of one file; after that it is probably no text at all.
const REPORTED: usize = 10;

/// Reports the first ones of a file, and says whether there are any.
pub(super) fn report(text: &str, base: u32, diagnostics: &mut Diagnostics) -> bool {
    let mut at = 0;
    for _ in 0..REPORTED {
        let Some((offset, character)) = first(&text[at..]) else {
            break;
        };
        let start = base + (at + offset) as u32;
        at += offset + character.len_utf8();
        let end = base + at as u32;
        let instead = if character == '\r' { "\\r" } else { "" };
        let place = Span { start, end };
        diagnostics.push(codes::foreign_character(place, character, Some(instead)));
    }
    at > 0
}

/// The first of them, with its offset.
pub(super) fn first(text: &str) -> Option<(usize, char)> {
    // Without branches inside a chunk, so that many bytes are looked at together.
    let suspicious = |chunk: &[u8]| {
        chunk
            .iter()
            .fold(false, |any, &byte| any | may_begin_one(byte))
    };
    if !text.as_bytes().chunks(256).any(suspicious) {
        return None;
    }
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let followed_by_line_feed = characters.peek().is_some_and(|&(_, next)| next == '\n');
        let foreign = match character {
            '\t' | '\n' => false,
            '\r' => !followed_by_line_feed,
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
            other => other.is_control(),
        };
        if foreign {
            return Some((at, character));
        }
    }
    None
}

/// A quick look at bytes: 0xC2 begins U+0080 to U+00BF, 0xE2 begins U+2000 to U+2FFF.
fn may_begin_one(byte: u8) -> bool {
    (byte < b' ' && byte != b'\n' && byte != b'\t') || byte == 0x7f || byte == 0xc2 || byte == 0xe2
}
