//! One line of source with the places in it underlined and labelled.

use super::width::{columns, shown, wrap};

/// A place on a line. Offsets are bytes of the line.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub start: usize,
    pub end: usize,
    pub text: String,
    pub is_main: bool,
}

/// What a run of characters is, so that it can be coloured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Tone {
    Plain,
    Main,
    Other,
}

/// A row of the drawing: runs of characters.
pub(super) type Row = Vec<(Tone, String)>;

/// The line itself, and what is drawn below it.
#[derive(Debug)]
pub(super) struct Excerpt {
    pub line: String,
    pub below: Vec<Row>,
}

/// The characters that draw.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pen {
    pub underline: char,
    pub junction: char,
    pub stem: char,
    pub corner: char,
    pub dash: char,
    pub cut: &'static str,
}

/// A mark in columns of the shown line.
struct Spot<'a> {
    mark: &'a Mark,
    column: usize,
    width: usize,
}

/// Draws a line with its marks, in as many excerpts as are needed to show all marks within
/// `width` columns.
pub(super) fn excerpts(line: &str, marks: &[Mark], pen: Pen, width: usize) -> Vec<Excerpt> {
    let mut marks: Vec<&Mark> = marks.iter().collect();
    marks.sort_by_key(|mark| (mark.start, mark.end));
    if columns(line) <= width {
        return vec![excerpt(line, 0..line.len(), &marks, pen, width)];
    }
    let mut result = Vec::new();
    let mut rest = marks.as_slice();
    while let Some(first) = rest.first() {
        let window = window(line, first.start, width);
        let inside = rest
            .iter()
            .take_while(|mark| mark.start < window.end.max(first.start + 1));
        let count = inside.count();
        let (now, later) = rest.split_at(count);
        result.push(excerpt(line, window, now, pen, width));
        rest = later;
    }
    result
}

/// The part of a long line to show around `at`: a third of it before, the rest behind.
fn window(line: &str, at: usize, width: usize) -> std::ops::Range<usize> {
    let at = at.min(line.len());
    let before = width / 3;
    let mut start = at;
    let mut taken = 0;
    for (offset, character) in line[..at].char_indices().rev() {
        taken += shown(character).1;
        if taken > before {
            break;
        }
        start = offset;
    }
    let mut end = start;
    let mut taken = 0;
    for (offset, character) in line[start..].char_indices() {
        taken += shown(character).1;
        if taken + 2 > width {
            break;
        }
        end = start + offset + character.len_utf8();
    }
    start..end
}

fn excerpt(
    line: &str,
    window: std::ops::Range<usize>,
    marks: &[&Mark],
    pen: Pen,
    width: usize,
) -> Excerpt {
    let mut text = String::new();
    if window.start > 0 {
        text.push_str(pen.cut);
    }
    let shift = columns(&text);
    for character in line[window.clone()].chars() {
        let (character, count) = shown(character);
        let repeat = if character == ' ' { count } else { 1 };
        text.extend(std::iter::repeat_n(character, repeat));
    }
    if window.end < line.len() {
        text.push_str(pen.cut);
    }
    let spots: Vec<Spot> = marks
        .iter()
        .map(|mark| spot(line, &window, mark, shift))
        .collect();
    let below = lanes(spots)
        .iter()
        .flat_map(|lane| draw(lane, pen, width))
        .collect();
    Excerpt {
        line: text.trim_end().to_owned(),
        below,
    }
}

fn spot<'a>(line: &str, window: &std::ops::Range<usize>, mark: &'a Mark, shift: usize) -> Spot<'a> {
    let start = mark.start.clamp(window.start, window.end);
    let end = mark.end.clamp(start, window.end);
    Spot {
        mark,
        column: shift + columns(&line[window.start..start]),
        width: columns(&line[start..end]).max(1),
    }
}

/// Marks that overlap are drawn below each other.
fn lanes(spots: Vec<Spot>) -> Vec<Vec<Spot>> {
    let mut lanes: Vec<Vec<Spot>> = Vec::new();
    for spot in spots {
        let free = lanes.iter_mut().find(|lane| {
            let last = lane.last();
            last.is_none_or(|last| last.column + last.width <= spot.column)
        });
        match free {
            Some(lane) => lane.push(spot),
            None => lanes.push(vec![spot]),
        }
    }
    lanes
}

/// Underlines, then the labels from right to left.
fn draw(lane: &[Spot], pen: Pen, width: usize) -> Vec<Row> {
    let mut rows = vec![underlines(lane, pen)];
    for (index, spot) in lane.iter().enumerate().rev() {
        if spot.mark.text.is_empty() {
            continue;
        }
        let stems = &lane[..index];
        let joint = spot.joint();
        let room = width.saturating_sub(joint + 4).max(24);
        for (number, text) in wrap(&spot.mark.text, room).iter().enumerate() {
            let mut row = Row::new();
            let mut at = 0;
            for stem in stems.iter().filter(|stem| !stem.mark.text.is_empty()) {
                push(
                    &mut row,
                    &mut at,
                    stem.joint(),
                    stem.tone(),
                    &pen.stem.to_string(),
                );
            }
            let lead = if number == 0 {
                format!("{}{}{} ", pen.corner, pen.dash, pen.dash)
            } else {
                "    ".to_owned()
            };
            push(
                &mut row,
                &mut at,
                joint,
                spot.tone(),
                &format!("{lead}{text}"),
            );
            rows.push(row);
        }
    }
    rows
}

fn underlines(lane: &[Spot], pen: Pen) -> Row {
    let mut row = Row::new();
    let mut at = 0;
    for spot in lane {
        let mut drawn: Vec<char> = vec![pen.underline; spot.width];
        if !spot.mark.text.is_empty() {
            drawn[spot.joint() - spot.column] = pen.junction;
        }
        let drawn: String = drawn.into_iter().collect();
        push(&mut row, &mut at, spot.column, spot.tone(), &drawn);
    }
    row
}

/// Adds text to a row at a column, with spaces up to there.
fn push(row: &mut Row, at: &mut usize, column: usize, tone: Tone, text: &str) {
    row.push((Tone::Plain, " ".repeat(column.saturating_sub(*at))));
    row.push((tone, text.to_owned()));
    *at = column.max(*at) + columns(text);
}

impl Spot<'_> {
    /// The column from which its label hangs.
    fn joint(&self) -> usize {
        self.column + (self.width - 1) / 2
    }

    fn tone(&self) -> Tone {
        if self.mark.is_main {
            Tone::Main
        } else {
            Tone::Other
        }
    }
}
