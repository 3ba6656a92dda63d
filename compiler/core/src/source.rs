//! Source files and places in them. All files of a compilation share one space of positions, so a
//! [`Span`] is eight bytes and names its file by itself.

use std::cell::OnceCell;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

/// A range of bytes in the shared position space; `end` is exclusive.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// No place at all: for what the compiler made itself. Never shown.
    pub const NONE: Span = Span { start: 0, end: 0 };

    /// From the start of `self` to the end of `other`.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// Whether this is a real place.
    pub fn is_some(self) -> bool {
        self != Span::NONE
    }
}

/// A file of a compilation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FileId(u32);

/// Who wrote a file. Errors inside the standard library because of a user are a bug of ours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// The folder that is compiled.
    User,
    /// A folder or repository that it imports.
    Imported,
    /// Text embedded in the compiler.
    Stdlib,
}

/// One source file.
#[derive(Clone)]
pub struct SourceFile {
    /// The path as users see it, relative to the app's folder, with `/` between its parts.
    pub name: String,
    /// The whole text, as it was read; copies of the tables share it.
    pub text: Rc<str>,
    /// Who wrote it.
    pub origin: Origin,
    base: u32,
    lines: OnceCell<Vec<u32>>,
}

impl SourceFile {
    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| line_starts(&self.text))
    }
}

/// A place for people: both numbers start at 1, the column counts characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// All files of a compilation.
#[derive(Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// No files yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file and gives it a range of positions of its own.
    pub fn add(
        &mut self,
        name: impl Into<String>,
        text: impl Into<Rc<str>>,
        origin: Origin,
    ) -> FileId {
        // Position 0 belongs to nobody, so that `Span::NONE` is never a real place.
        let base = self
            .files
            .last()
            .map_or(1, |last| last.base + last.text.len() as u32 + 1);
        let id = FileId(self.files.len() as u32);
        self.files.push(SourceFile {
            name: name.into(),
            text: text.into(),
            origin,
            base,
            lines: OnceCell::new(),
        });
        id
    }

    /// The file with this id.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// The first position of a file; a byte offset in it plus this is a position.
    pub fn base(&self, id: FileId) -> u32 {
        self.file(id).base
    }

    /// All files in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files
            .iter()
            .enumerate()
            .map(|(index, file)| (FileId(index as u32), file))
    }

    /// The file that a place lies in; none for [`Span::NONE`].
    pub fn file_of(&self, span: Span) -> Option<FileId> {
        if !span.is_some() {
            return None;
        }
        let after = self.files.partition_point(|file| file.base <= span.start);
        after.checked_sub(1).map(|index| FileId(index as u32))
    }

    /// The place from one byte of a file to another.
    pub fn place(&self, id: FileId, start: usize, end: usize) -> Span {
        let base = self.base(id);
        Span {
            start: base + start as u32,
            end: base + end as u32,
        }
    }

    /// The text at a place.
    pub fn slice(&self, span: Span) -> &str {
        let Some(id) = self.file_of(span) else {
            return "";
        };
        let file = self.file(id);
        file.text
            .get((span.start - file.base) as usize..(span.end - file.base) as usize)
            .unwrap_or("")
    }

    /// Byte offsets of a place within its own file.
    pub fn local(&self, span: Span) -> Option<(FileId, std::ops::Range<usize>)> {
        let id = self.file_of(span)?;
        let base = self.file(id).base;
        Some((id, (span.start - base) as usize..(span.end - base) as usize))
    }

    /// A line by its number from 1: its byte offset in the file, and its text without the line end.
    pub fn line(&self, id: FileId, number: u32) -> (usize, &str) {
        let file = self.file(id);
        let index = number.saturating_sub(1) as usize;
        let Some(&start) = file.lines().get(index) else {
            return (file.text.len(), "");
        };
        let rest = &file.text[start as usize..];
        let line = rest.split('\n').next().unwrap_or(rest);
        (start as usize, line.strip_suffix('\r').unwrap_or(line))
    }

    /// Line and column of the start of a place.
    pub fn line_column(&self, span: Span) -> Option<(FileId, LineColumn)> {
        let (id, range) = self.local(span)?;
        let file = self.file(id);
        let lines = file.lines();
        let line = lines.partition_point(|&start| start as usize <= range.start) - 1;
        let start = lines[line] as usize;
        let column = file
            .text
            .get(start..range.start)
            .map_or(range.start - start, |text| text.chars().count());
        Some((
            id,
            LineColumn {
                line: line as u32 + 1,
                column: column as u32 + 1,
            },
        ))
    }
}

fn line_starts(text: &str) -> Vec<u32> {
    std::iter::once(0)
        .chain(text.match_indices('\n').map(|(at, _)| at as u32 + 1))
        .collect()
}
