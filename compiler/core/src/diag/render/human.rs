//! Diagnostics for people. miette gives the characters and colours; its own handler shows one
//! source a report and cannot put places of several files under one message, so the drawing is
//! ours.

use std::fmt::Write as _;

use miette::GraphicalTheme;

use super::excerpt::{Excerpt, Mark, Pen, Row, Tone, excerpts};
use super::width::{columns, wrap};
use super::{heading, place};
use crate::diag::{Diagnostic, Label, Severity};
use crate::source::{FileId, Sources, Span};

/// What the reader's terminal can show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Style {
    /// Draw with Unicode's lines; with ASCII otherwise.
    pub unicode: bool,
    /// Use colours.
    pub color: bool,
    /// Columns of the terminal. Source lines are never wrapped, but cut to what matters in them.
    pub width: usize,
}

/// Lines of one file that lie so close together are shown in one piece.
const NEAR: u32 = 2;

/// All diagnostics, with the source and the places that matter, an empty line between two.
pub fn human(diagnostics: &[Diagnostic], sources: &Sources, style: &Style) -> String {
    let painter = Painter::new(*style);
    let all = diagnostics
        .iter()
        .map(|diagnostic| painter.diagnostic(diagnostic, sources));
    all.collect::<Vec<_>>().join("\n")
}

/// Some lines of one file.
struct Snippet<'a> {
    file: FileId,
    /// The place in its heading.
    first: Span,
    lines: Vec<(u32, Vec<&'a Label>)>,
}

struct Painter {
    theme: GraphicalTheme,
    style: Style,
    pen: Pen,
}

impl Painter {
    fn new(style: Style) -> Self {
        let theme = match (style.unicode, style.color) {
            (true, true) => GraphicalTheme::unicode(),
            (true, false) => GraphicalTheme::unicode_nocolor(),
            (false, true) => GraphicalTheme::ascii(),
            (false, false) => GraphicalTheme::none(),
        };
        let characters = &theme.characters;
        let pen = Pen {
            underline: characters.underline,
            // In ASCII miette's `|` below `^^^` reads as a part of the text.
            junction: if style.unicode {
                characters.underbar
            } else {
                characters.underline
            },
            stem: characters.vbar,
            corner: characters.lbot,
            dash: characters.hbar,
            cut: if style.unicode { "…" } else { "..." },
        };
        Self { theme, style, pen }
    }

    fn diagnostic(&self, diagnostic: &Diagnostic, sources: &Sources) -> String {
        let snippets = snippets(diagnostic, sources);
        let last_line = snippets.iter().flat_map(|snippet| snippet.lines.iter());
        let digits = last_line
            .map(|(line, _)| line.to_string().len())
            .max()
            .unwrap_or(0)
            .max(2);
        let gutter = " ".repeat(digits + 1);
        let mut text = self.message(diagnostic);
        for snippet in &snippets {
            self.snippet(&mut text, snippet, diagnostic, sources, &gutter);
        }
        for help in &diagnostic.help {
            self.note(&mut text, &gutter, "help: ", help);
        }
        let see = format!("outrigger explain {}", diagnostic.code);
        self.note(&mut text, &gutter, "see:  ", &see);
        text
    }

    fn message(&self, diagnostic: &Diagnostic) -> String {
        let heading = heading(diagnostic);
        let indent = columns(&heading) + 2;
        let room = self.style.width.saturating_sub(indent).max(24);
        let lines = wrap(&diagnostic.message, room);
        let message = lines.join(&format!("\n{}", " ".repeat(indent)));
        let heading = self.paint(diagnostic.severity, &heading);
        format!("{heading}: {message}\n")
    }

    fn snippet(
        &self,
        text: &mut String,
        snippet: &Snippet,
        diagnostic: &Diagnostic,
        sources: &Sources,
        gutter: &str,
    ) {
        let characters = &self.theme.characters;
        let frame = format!("{}{}{}", characters.ltop, characters.hbar, characters.lbox);
        let place = place(sources, snippet.first).unwrap_or_default();
        let place = self.theme.styles.link.style(place);
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "{gutter}{frame}{place}{}", characters.rbox);
        let mut before = None;
        for (number, labels) in &snippet.lines {
            if before.is_some_and(|before| before + 1 < *number) {
                self.source_line(text, gutter, number - 1, sources, snippet);
            }
            before = Some(*number);
            self.marked_line(
                text,
                gutter,
                (*number, labels),
                diagnostic,
                sources,
                snippet,
            );
        }
    }

    /// A line without marks between two that have some.
    fn source_line(
        &self,
        text: &mut String,
        gutter: &str,
        number: u32,
        sources: &Sources,
        snippet: &Snippet,
    ) {
        let (_, line) = sources.line(snippet.file, number);
        let empty = Mark {
            start: 0,
            end: 0,
            text: String::new(),
            is_main: false,
        };
        let room = self.room(gutter);
        for excerpt in excerpts(line, &[empty], self.pen, room) {
            self.numbered(text, gutter, number, &excerpt);
        }
    }

    fn marked_line(
        &self,
        text: &mut String,
        gutter: &str,
        (number, labels): (u32, &[&Label]),
        diagnostic: &Diagnostic,
        sources: &Sources,
        snippet: &Snippet,
    ) {
        let (start, line) = sources.line(snippet.file, number);
        let main = diagnostic.labels.first();
        let marks: Vec<Mark> = labels
            .iter()
            .map(|label| {
                let is_main = main.is_some_and(|main| std::ptr::eq(main, *label));
                mark(label, sources, start, line, is_main)
            })
            .collect();
        for excerpt in excerpts(line, &marks, self.pen, self.room(gutter)) {
            self.numbered(text, gutter, number, &excerpt);
            for row in &excerpt.below {
                let row = self.row(row, diagnostic);
                let bar = self
                    .theme
                    .styles
                    .linum
                    .style(self.theme.characters.vbar_break);
                let _ = writeln!(text, "{gutter}{bar} {row}");
            }
        }
    }

    fn numbered(&self, text: &mut String, gutter: &str, number: u32, excerpt: &Excerpt) {
        let width = gutter.len() - 1;
        let number = self.theme.styles.linum.style(format!("{number:>width$}"));
        let line = format!("{number} {} {}", self.theme.characters.vbar, excerpt.line);
        let _ = writeln!(text, "{}", line.trim_end());
    }

    /// Columns for a line of source: what the line number and the frame leave.
    fn room(&self, gutter: &str) -> usize {
        self.style.width.saturating_sub(gutter.len() + 2).max(24)
    }

    fn row(&self, row: &Row, diagnostic: &Diagnostic) -> String {
        let runs = row.iter().map(|(tone, run)| match tone {
            Tone::Plain => run.clone(),
            Tone::Main => self.paint(diagnostic.severity, run),
            Tone::Other => self.theme.styles.advice.style(run).to_string(),
        });
        runs.collect()
    }

    fn note(&self, text: &mut String, gutter: &str, word: &str, note: &str) {
        let indent = gutter.len() + word.len();
        let room = self.style.width.saturating_sub(indent).max(24);
        for (index, line) in wrap(note, room).iter().enumerate() {
            let word = if index == 0 {
                self.theme.styles.help.style(word).to_string()
            } else {
                " ".repeat(word.len())
            };
            let line = format!("{gutter}{word}{line}");
            let _ = writeln!(text, "{}", line.trim_end());
        }
    }

    fn paint(&self, severity: Severity, text: &str) -> String {
        let styles = &self.theme.styles;
        let style = match severity {
            Severity::Error => styles.error,
            Severity::Warning => styles.warning,
        };
        style.style(text).to_string()
    }
}

/// The places of a diagnostic, in the order of its labels, those that lie close together as one.
fn snippets<'a>(diagnostic: &'a Diagnostic, sources: &Sources) -> Vec<Snippet<'a>> {
    let mut snippets: Vec<Snippet> = Vec::new();
    for label in &diagnostic.labels {
        let Some((file, at)) = sources.line_column(label.span) else {
            continue;
        };
        let near = snippets.iter_mut().find(|snippet| {
            let mut lines = snippet.lines.iter();
            snippet.file == file && lines.any(|(line, _)| line.abs_diff(at.line) <= NEAR)
        });
        match near {
            Some(snippet) => snippet.add(at.line, label),
            None => snippets.push(Snippet {
                file,
                first: label.span,
                lines: vec![(at.line, vec![label])],
            }),
        }
    }
    snippets
}

impl<'a> Snippet<'a> {
    fn add(&mut self, number: u32, label: &'a Label) {
        match self.lines.binary_search_by_key(&number, |(line, _)| *line) {
            Ok(found) => self.lines[found].1.push(label),
            Err(place) => self.lines.insert(place, (number, vec![label])),
        }
    }
}

/// A label as a mark on the line it begins on; it ends with the line at the latest.
fn mark(label: &Label, sources: &Sources, line_start: usize, line: &str, is_main: bool) -> Mark {
    let range = sources.local(label.span).map_or(0..0, |(_, range)| range);
    let start = boundary(line, range.start.saturating_sub(line_start));
    let end = boundary(line, range.end.saturating_sub(line_start)).max(start);
    // What goes on over several lines is underlined up to the last word of its first.
    let end = end.min(line.trim_end().len()).max(start);
    Mark {
        start,
        end,
        text: label.text.clone(),
        is_main,
    }
}

/// The last character boundary at or before `at`.
fn boundary(line: &str, at: usize) -> usize {
    let mut at = at.min(line.len());
    while !line.is_char_boundary(at) {
        at -= 1;
    }
    at
}
