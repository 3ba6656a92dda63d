//! From text to a tree. In comes one source file; out goes the compiler's own [`tree`] with the
//! place of everything, and a diagnostic for each thing that cannot be read. This phase knows no
//! keyword, no name and no type: any block with any attributes passes. It never panics, whatever
//! the text is, and never costs more than a moment (see `limits`). A tree is complete only if no
//! error was reported: a block that cannot be read is left out.
//!
//! `scan` cuts the file into its top-level pieces; each is parsed by itself and converted, so
//! that one broken block hides no other. Only when the parser refuses a piece, `mistakes` reads it
//! once more to say what is wrong.

mod characters;
mod compiled;
mod convert;
pub mod inline;
mod kept;
mod limits;
mod markers;
mod mistakes;
mod number;
mod scan;
pub(crate) mod tokens;
pub mod tree;
mod visit;

use std::borrow::Cow;
use std::cell::RefCell;

use crate::SourceText;
use crate::diag::Diagnostics;
use crate::names::Names;
use crate::own_schemas::is_schema;
use crate::source::{FileId, Origin, Sources, Span};
pub use compiled::{Compiled, compile};
pub use kept::Kept;
use scan::Piece;
use tree::Tree;

/// Reads one file.
pub fn parse(
    sources: &Sources,
    file: FileId,
    names: &Names,
    diagnostics: &mut Diagnostics,
) -> Tree {
    parse_again(sources, file, names, None, diagnostics)
}

/// Reads one file, of which parts may have been read before.
pub fn parse_again(
    sources: &Sources,
    file: FileId,
    names: &Names,
    kept: Option<&RefCell<Kept>>,
    diagnostics: &mut Diagnostics,
) -> Tree {
    let text = &sources.file(file).text;
    let base = sources.base(file);
    let mut tree = Tree {
        file,
        blocks: Vec::new(),
    };
    let mut pieces = scan::pieces(text, base, diagnostics)
        .into_iter()
        .map(|piece| Source::new(text, base, &piece))
        .peekable();
    let of_scan = diagnostics.len();
    while let Some(piece) = pieces.next() {
        if diagnostics.len() - of_scan >= limits::ERRORS {
            break;
        }
        if let Some(kept) = kept
            && kept
                .borrow_mut()
                .find(piece.text, piece.base, &mut tree.blocks)
        {
            continue;
        }
        let (known, faults) = (tree.blocks.len(), diagnostics.len());
        match hcl_edit::parser::parse_body(&piece.parsed) {
            Ok(body) => {
                convert::top_level(&body, &piece, names, diagnostics, &mut tree.blocks);
                if let Some(kept) = kept
                    && diagnostics.len() == faults
                {
                    let blocks = &tree.blocks[known..];
                    kept.borrow_mut().keep(piece.text, piece.base, blocks);
                }
            }
            Err(error) => {
                let with_body =
                    pieces.next_if(|next| mistakes::brace_on_next_line(&piece, next, diagnostics));
                if with_body.is_none() {
                    mistakes::explain(&piece, &error, names, diagnostics);
                }
            }
        }
    }
    tree
}

/// Reads a file of the library, which may have been read before: by the session, or when the compiler
/// was made. Nobody edits these files: they are kept whole.
pub fn parse_library(
    sources: &Sources,
    file: FileId,
    names: &Names,
    (compiled, kept): (&Compiled<'_>, Option<&RefCell<Kept>>),
    diagnostics: &mut Diagnostics,
) -> Tree {
    let source = sources.file(file);
    let (text, base) = (&source.text, sources.base(file));
    let mut blocks = Vec::new();
    if let Some(kept) = kept
        && kept.borrow_mut().find(text, base, &mut blocks)
    {
        return Tree { file, blocks };
    }
    let before = diagnostics.len();
    let tree = match compiled.find(&source.name, text, base, names) {
        Some(blocks) => Tree { file, blocks },
        None => parse(sources, file, names, diagnostics),
    };
    if let Some(kept) = kept
        && diagnostics.len() == before
    {
        kept.borrow_mut().keep(text, base, &tree.blocks);
    }
    tree
}

/// Reads the files of an app, in the order of their names: that in which they are handed in means
/// nothing.
pub fn parse_all(
    files: &[SourceText],
    names: &Names,
    sources: &mut Sources,
    kept: Option<&RefCell<Kept>>,
    diagnostics: &mut Diagnostics,
) -> Vec<Tree> {
    let mut files: Vec<_> = files.iter().filter(|file| !is_schema(file)).collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    let mut trees = Vec::with_capacity(files.len());
    for file in files {
        let id = sources.add(&file.name, file.text.as_str(), Origin::User);
        trees.push(parse_again(sources, id, names, kept, diagnostics));
    }
    trees
}

/// The text of one piece, and where it lies.
pub(crate) struct Source<'a> {
    /// As it was written.
    text: &'a str,
    /// As the parser gets it, of the same length: a line end is one character there, because the
    /// parser does not take `\r\n` everywhere. Heredocs keep theirs until they are converted; their
    /// markers may be others.
    parsed: Cow<'a, str>,
    /// Position of the first byte.
    base: u32,
}

impl<'a> Source<'a> {
    fn new(file: &'a str, base: u32, piece: &Piece) -> Self {
        let text = &file[piece.range.clone()];
        let start = piece.range.start;
        let parsed = if text.contains('\r') {
            Cow::Owned(with_single_line_ends(text, start, piece))
        } else {
            Cow::Borrowed(text)
        };
        let heredocs = piece.heredocs.iter();
        let heredocs: Vec<_> = heredocs
            .map(|heredoc| heredoc.start - start..heredoc.end - start)
            .collect();
        let parsed = markers::apart(parsed, &heredocs);
        Self {
            text,
            parsed,
            base: base + start as u32,
        }
    }

    fn span(&self, range: &std::ops::Range<usize>) -> Span {
        Span {
            start: self.base + range.start as u32,
            end: self.base + range.end as u32,
        }
    }

    fn slice(&self, span: Span) -> &'a str {
        let range = (span.start - self.base) as usize..(span.end - self.base) as usize;
        self.text.get(range).unwrap_or("")
    }
}

fn with_single_line_ends(text: &str, start: usize, piece: &Piece) -> String {
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for heredoc in &piece.heredocs {
        // Heredocs inside a heredoc's interpolation lie within the outer one.
        let (from, to) = (heredoc.start - start, heredoc.end - start);
        if to <= at {
            continue;
        }
        let from = from.max(at);
        result.push_str(&text[at..from].replace('\r', " "));
        result.push_str(&text[from..to]);
        at = to;
    }
    result.push_str(&text[at..].replace('\r', " "));
    result
}

#[cfg(test)]
mod tests;
