//! Writes lines, with `=` and trailing comments of neighbouring lines below each other.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use super::lines::Line;
use super::spacing;
use super::tokens::{Kind, Token};

/// Columns of one step of indentation.
const STEP: usize = 2;

/// A line with the columns that its parts take.
struct Cells {
    /// The tokens before `=`, or all of them.
    head: Range<usize>,
    /// `=` and what follows, if the value ends on this line.
    value: Range<usize>,
    /// Columns up to the head's end, the indentation among them.
    head_columns: usize,
    /// Columns up to the value's end, once `=` is aligned; before, those of the value alone.
    columns: usize,
    /// Spaces before `=`.
    before_value: usize,
    /// Spaces before the comment.
    before_comment: usize,
    /// Whether a comment behind it can be aligned: not if a text within goes over lines.
    is_flat: bool,
}

/// Writes all lines to `result`.
pub(super) fn write(text: &str, tokens: &[Token], lines: &[Line], result: &mut String) {
    let writer = Writer { text, tokens };
    let mut cells: Vec<Cells> = lines.iter().map(|line| writer.cells(line)).collect();
    for run in runs(&cells, |_, cells| !cells.value.is_empty()) {
        let widest = cells[run.clone()].iter().map(|cells| cells.head_columns);
        let widest = widest.max().unwrap_or(0);
        for cells in &mut cells[run] {
            cells.before_value = widest - cells.head_columns + 1;
        }
    }
    for cells in &mut cells {
        cells.columns += cells.head_columns + cells.before_value;
    }
    for run in runs(&cells, |at, cells| {
        lines[at].comment.is_some() && cells.is_flat
    }) {
        let widest = cells[run.clone()].iter().map(|cells| cells.columns);
        let widest = widest.max().unwrap_or(0);
        for cells in &mut cells[run] {
            cells.before_comment = widest - cells.columns + 1;
        }
    }
    for (line, cells) in lines.iter().zip(&cells) {
        writer.write(line, cells, result);
    }
}

/// Neighbouring lines of which each is wanted.
fn runs(cells: &[Cells], wanted: impl Fn(usize, &Cells) -> bool) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, here) in cells.iter().enumerate() {
        if !wanted(at, here) {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.end == at => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

struct Writer<'a> {
    text: &'a str,
    tokens: &'a [Token<'a>],
}

impl Writer<'_> {
    fn cells(&self, line: &Line) -> Cells {
        let value = self.value(line);
        let head = line.tokens.start..value.start;
        Cells {
            head_columns: line.indent * STEP + self.columns(head.clone()),
            columns: self.columns(value.clone()),
            head,
            value,
            before_value: 0,
            before_comment: 1,
            is_flat: self.is_flat(line, |_| true),
        }
    }

    /// From `=` to the line's end if a whole value stands there; empty, at the end, if none does.
    fn value(&self, line: &Line) -> Range<usize> {
        let none = line.tokens.end..line.tokens.end;
        let is_equal = |at: &usize| self.tokens[*at].kind == Kind::Sign("=");
        let Some(equal) = line.tokens.clone().skip(1).find(is_equal) else {
            return none;
        };
        let mut depth = 0_usize;
        for token in &self.tokens[equal..line.tokens.end] {
            match token.kind {
                Kind::Open(_) => depth += 1,
                Kind::Close(_) if depth == 0 => return none,
                Kind::Close(_) => depth -= 1,
                _ => {}
            }
        }
        if depth == 0 && self.is_flat(line, |kind| kind != Kind::Heredoc) {
            equal..line.tokens.end
        } else {
            none
        }
    }

    /// Whether no token of these kinds goes over lines.
    fn is_flat(&self, line: &Line, of: impl Fn(Kind) -> bool) -> bool {
        !self.tokens[line.tokens.clone()]
            .iter()
            .any(|token| of(token.kind) && token.text.contains('\n'))
    }

    fn columns(&self, range: Range<usize>) -> usize {
        let mut columns = 0;
        for at in range.clone() {
            if at > range.start {
                columns += self.gap(range.start, at).len();
            }
            columns += self.tokens[at].text.width();
        }
        columns
    }

    fn write(&self, line: &Line, cells: &Cells, result: &mut String) {
        if !line.tokens.is_empty() {
            spaces(line.indent * STEP, result);
        }
        self.write_tokens(cells.head.clone(), result);
        if !cells.value.is_empty() {
            spaces(cells.before_value, result);
            self.write_tokens(cells.value.clone(), result);
        }
        if let Some(comment) = line.comment {
            match self.behind_heredoc(comment) {
                Some(gap) => result.push_str(gap),
                None => spaces(cells.before_comment, result),
            }
            result.push_str(&self.tokens[comment].text);
        }
        result.push_str(line.end);
    }

    fn write_tokens(&self, range: Range<usize>, result: &mut String) {
        for at in range.clone() {
            if at > range.start {
                result.push_str(self.gap(range.start, at));
            }
            result.push_str(&self.tokens[at].text);
        }
    }

    /// What stands before a token; `start` is the first token of its cell.
    fn gap(&self, start: usize, at: usize) -> &str {
        if let Some(gap) = self.behind_heredoc(at) {
            return gap;
        }
        let before = at.checked_sub(2).filter(|before| *before >= start);
        let before = before.map(|before| &self.tokens[before]);
        if spacing::apart(before, &self.tokens[at - 1], &self.tokens[at]) {
            " "
        } else {
            ""
        }
    }

    /// Behind a heredoc's end marker everything stays as it is.
    fn behind_heredoc(&self, at: usize) -> Option<&str> {
        let before = &self.tokens[at.checked_sub(1)?];
        let is_heredoc = before.kind == Kind::Heredoc;
        is_heredoc.then(|| &self.text[before.range.end..self.tokens[at].range.start])
    }
}

fn spaces(count: usize, result: &mut String) {
    result.extend(std::iter::repeat_n(' ', count));
}
