//! What is looked at only when something never ends: where the next block begins, which bracket
//! was meant, what nearly ended a heredoc.

use std::ops::Range;

use super::{Frame, FrameKind};
use crate::diag::Diagnostic;
use crate::diag::codes::syntax as codes;
use crate::source::Span;

/// Offset of the end of the line that `at` lies in.
pub(crate) fn line_end(text: &str, at: usize) -> usize {
    text[at..]
        .find('\n')
        .map_or(text.len(), |length| at + length)
}

/// The length of the name that `text` begins with; 0 if it does not begin with one. What a name is made
/// of is for Unicode to say, and for the parser: marks that stand over a letter are part of it.
pub(crate) fn name_length(text: &str) -> usize {
    let mut characters = text.char_indices();
    match characters.next() {
        Some((_, first)) if unicode_ident::is_xid_start(first) || first == '_' => {}
        _ => return 0,
    }
    characters
        .find(|&(_, c)| !(unicode_ident::is_xid_continue(c) || c == '-'))
        .map_or(text.len(), |(at, _)| at)
}

/// The length of the end marker if the first line of `text` is nothing else, indented or not.
pub(in crate::syntax) fn end_marker(text: &str, name: &str) -> Option<usize> {
    let indent = text.len() - text.trim_start_matches([' ', '\t']).len();
    let end = indent + name_length(&text[indent..]);
    let rest = &text[end..line_end(text, end)];
    (&text[indent..end] == name && rest.trim_end().is_empty()).then_some(end)
}

/// Whether a line of `text` ends a heredoc of this name.
pub(in crate::syntax) fn has_end_marker(text: &str, name: &str) -> bool {
    text.lines().any(|line| end_marker(line, name).is_some())
}

/// The first line behind the one of `start` that looks like the beginning of a top-level block.
pub(in crate::syntax) fn next_block(text: &str, start: usize) -> Option<usize> {
    let mut at = line_end(text, start) + 1;
    while at < text.len() {
        let end = line_end(text, at);
        if is_header(&text[at..]) {
            return Some(at);
        }
        at = end + 1;
    }
    None
}

/// The length of `name "label"` if `line` holds nothing else and `rest`, what follows it, looks
/// like the body of a block.
pub(in crate::syntax) fn header_without_brace(line: &str, rest: &str) -> Option<usize> {
    let end = words_end(line)?;
    let behind = line[end..].trim_start();
    let body = rest.trim_start_matches([' ', '\t']);
    let indented = body.len() < rest.len() && name_length(body) > 0;
    (indented && (behind.is_empty() || behind.starts_with('#')))
        .then(|| line[..end].trim_end().len())
}

/// Whether `text` begins with `name "label" {`, all on one line.
pub(in crate::syntax) fn is_header(text: &str) -> bool {
    let line = &text[..line_end(text, 0)];
    words_end(line).is_some_and(|end| line[end..].starts_with('{'))
}

/// Where the name and the quoted labels that `line` begins with end, with the spaces behind them.
fn words_end(line: &str) -> Option<usize> {
    let spaces = [' ', '\t'];
    let length = name_length(line);
    if length == 0 {
        return None;
    }
    let mut rest = line[length..].trim_start_matches(spaces);
    while let Some(quoted) = rest.strip_prefix('"') {
        let end = quoted.find('"')?;
        rest = quoted[end + 1..].trim_start_matches(spaces);
    }
    Some(line.len() - rest.len())
}

/// The error for what is still open at the end of `piece`.
pub(in crate::syntax) fn explain(
    text: &str,
    base: u32,
    open: &[Frame],
    piece: Range<usize>,
) -> Option<Diagnostic> {
    let span = |range: Range<usize>| Span {
        start: base + range.start as u32,
        end: base + range.end as u32,
    };
    let last = open.last()?;
    match &last.kind {
        FrameKind::Quoted => Some(codes::unclosed_string(span(last.at..last.at + 1), None)),
        FrameKind::Heredoc { marker } => {
            let name = &text[marker.clone()];
            let candidate = near_end(text, marker.end..piece.end, name).map(span);
            Some(codes::unclosed_heredoc(
                span(last.at..marker.end),
                name,
                candidate,
            ))
        }
        FrameKind::Bracket { .. } | FrameKind::Interpolation => {
            let suspect =
                suspect(text, piece.clone()).map(|(a, b)| (span(a..a + 1), span(b..b + 1)));
            let next = (piece.end < text.len()).then(|| span(piece.end..line_end(text, piece.end)));
            Some(codes::unclosed_bracket(
                span(last.at..last.at + last.length()),
                last.bracket(),
                suspect,
                next,
            ))
        }
    }
}

/// A line that is the end marker but for case.
fn near_end(text: &str, within: Range<usize>, name: &str) -> Option<Range<usize>> {
    let mut at = within.start;
    while at < within.end {
        let end = line_end(text, at).min(within.end);
        let line = text[at..end].trim();
        if line.len() < 64 && line.eq_ignore_ascii_case(name) {
            let start = at + text[at..end].find(line)?;
            return Some(start..start + line.len());
        }
        at = end + 1;
    }
    None
}

/// The first pair of braces whose closing one begins a line that is indented differently from the
/// line of the opening one: probably it was meant for another.
fn suspect(text: &str, piece: Range<usize>) -> Option<(usize, usize)> {
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut at = piece.start;
    while at < piece.end {
        let end = line_end(text, at).min(piece.end);
        let line = &text[at..end];
        let indent = line.len() - line.trim_start().len();
        let code = line.split('#').next().unwrap_or(line);
        for (offset, byte) in code.bytes().enumerate() {
            match byte {
                b'{' => open.push((at + offset, indent)),
                b'}' => {
                    let (opening, wanted) = open.pop()?;
                    let first = offset == indent;
                    if first && wanted != indent && opening < at {
                        return Some((opening, at + offset));
                    }
                }
                _ => {}
            }
        }
        at = end + 1;
    }
    None
}
