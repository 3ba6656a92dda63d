//! Lines with their indentation, without the blank ones that say nothing.

use std::ops::Range;

use super::tokens::{Kind, Token};

/// A line of the result.
#[derive(Debug)]
pub(super) struct Line {
    /// Its tokens, without a trailing comment and the line end; empty for a blank line.
    pub tokens: Range<usize>,
    /// The comment behind them.
    pub comment: Option<usize>,
    /// How many steps it is indented.
    pub indent: usize,
    /// What ends it.
    pub end: &'static str,
}

impl Line {
    fn is_blank(&self) -> bool {
        self.tokens.is_empty()
    }
}

/// Puts tokens into lines. The last line ends too, as the first one does.
pub(super) fn lines(text: &str, tokens: &[Token]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    for (at, token) in tokens.iter().enumerate() {
        if token.kind == Kind::LineEnd {
            let end = if token.range.len() == 2 { "\r\n" } else { "\n" };
            add(line(tokens, start..at, end), tokens, &mut lines);
            start = at + 1;
        }
    }
    if start < tokens.len() {
        let first = text.find('\n').map_or("", |at| &text[..at]);
        let end = if first.ends_with('\r') { "\r\n" } else { "\n" };
        add(line(tokens, start..tokens.len(), end), tokens, &mut lines);
    }
    if lines.last().is_some_and(Line::is_blank) {
        lines.pop();
    }
    indent(tokens, &mut lines);
    lines
}

fn line(tokens: &[Token], range: Range<usize>, end: &'static str) -> Line {
    let is_comment = |at: &usize| tokens[*at].kind == Kind::LineComment;
    let last = range.end.checked_sub(1).filter(|at| *at > range.start);
    let comment = last.filter(is_comment);
    Line {
        tokens: range.start..comment.unwrap_or(range.end),
        comment,
        indent: 0,
        end,
    }
}

/// Leaves blank lines out behind another, behind a bracket that opens, before one that closes, and
/// at the beginning of the file.
fn add(line: Line, tokens: &[Token], lines: &mut Vec<Line>) {
    let opens = |line: &Line| matches!(tokens[line.tokens.end - 1].kind, Kind::Open(_));
    if line.is_blank() {
        if lines
            .last()
            .is_some_and(|last| !last.is_blank() && !opens(last))
        {
            lines.push(line);
        }
        return;
    }
    if matches!(tokens[line.tokens.start].kind, Kind::Close(_))
        && lines.last().is_some_and(Line::is_blank)
    {
        lines.pop();
    }
    lines.push(line);
}

/// A line stands one step behind the line in which the innermost open bracket opens; one that
/// begins with closing brackets stands where the line stands in which the last of them opens.
fn indent(tokens: &[Token], lines: &mut [Line]) {
    // The indentation of the line of each open bracket.
    let mut open: Vec<usize> = Vec::new();
    for line in lines {
        let tokens = &tokens[line.tokens.clone()];
        let closing = tokens
            .iter()
            .take_while(|token| matches!(token.kind, Kind::Close(_)));
        let outer = open.len().saturating_sub(closing.count());
        line.indent = match open.get(outer) {
            Some(indent) => *indent,
            None => open.last().map_or(0, |indent| indent + 1),
        };
        for token in tokens {
            match token.kind {
                Kind::Open(_) => open.push(line.indent),
                Kind::Close(_) => {
                    open.pop();
                }
                _ => {}
            }
        }
    }
}
