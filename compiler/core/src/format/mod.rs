//! From source text to the same text in one layout. Comes in: a file. Goes out: the file with other
//! white space, or what cannot be read in it. Never touches anything but white space outside of
//! texts, heredocs and comments, and never joins or breaks a line: what is not white space stays,
//! in its order, and so does what it means. Doing it twice is doing it once.
//!
//! `tokens` cuts the text, `lines` indents it and drops surplus blank lines, `spacing` says what
//! stands apart, `columns` aligns `=` and trailing comments of neighbouring lines.

mod columns;
mod lines;
mod spacing;
mod tokens;

use crate::diag::{Diagnostic, Diagnostics};
use crate::names::Names;
use crate::source::{Origin, Sources};
use crate::syntax::{self, tree::Block};

/// Why a file is left alone.
pub enum Left {
    /// It cannot be read.
    Unreadable {
        /// The file that the diagnostics speak of.
        sources: Sources,
        /// What is wrong with it.
        diagnostics: Vec<Diagnostic>,
    },
    /// Its layout would say something else: a bug of ours, seen before anything was written.
    Changed,
}

/// The text of a file in its layout. `name` is what diagnostics call the file.
pub fn format(name: &str, text: &str) -> Result<String, Left> {
    let names = Names::new();
    let blocks = read(name, text, &names)?;
    let formatted = laid_out(text);
    if formatted != text {
        let again = read(name, &formatted, &names);
        if again.ok().is_none_or(|again| again != blocks) {
            return Err(Left::Changed);
        }
    }
    Ok(formatted)
}

/// What a text says, wherever it says it.
fn read(name: &str, text: &str, names: &Names) -> Result<Vec<Block>, Left> {
    let mut sources = Sources::new();
    let mut diagnostics = Diagnostics::new();
    let file = sources.add(name, text, Origin::User);
    let tree = syntax::parse(&sources, file, names, &mut diagnostics);
    if diagnostics.has_errors() {
        let diagnostics = diagnostics.into_sorted();
        return Err(Left::Unreadable {
            sources,
            diagnostics,
        });
    }
    Ok(tree.without_places())
}

/// The layout of a text that can be read.
fn laid_out(text: &str) -> String {
    const MARK: &str = "\u{feff}";
    let (mark, text) = match text.strip_prefix(MARK) {
        Some(rest) => (MARK, rest),
        None => ("", text),
    };
    let tokens = tokens::tokens(text);
    let lines = lines::lines(text, &tokens);
    let mut result = String::with_capacity(text.len() + text.len() / 16);
    result.push_str(mark);
    columns::write(text, &tokens, &lines, &mut result);
    result
}

#[cfg(test)]
mod tests;
