//! How wide text is on a terminal, and how it is broken into lines.

use unicode_width::UnicodeWidthChar;

/// Columns to which a tab is expanded.
const TAB: usize = 4;

/// A character as it is shown: itself, spaces for a tab, a sign for what would be invisible.
pub(super) fn shown(character: char) -> (char, usize) {
    match character {
        '\t' => (' ', TAB),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => ('\u{fffd}', 1),
        other if other.is_control() => ('\u{fffd}', 1),
        other => (other, other.width().unwrap_or(0)),
    }
}

/// Columns that a text takes.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(|character| shown(character).1).sum()
}

/// Breaks text at spaces into lines of at most `width` columns; longer words stay whole. Line ends
/// in the text stay; what follows them is code to be pasted, and is not broken.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    if text.contains('\n') {
        return text.lines().map(str::to_owned).collect();
    }
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        if !line.is_empty() && columns(&line) + 1 + columns(word) > width {
            lines.push(std::mem::take(&mut line));
        } else if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines
}
