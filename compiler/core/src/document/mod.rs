//! Pages of a reference, written from what components say of themselves. Comes in: declarations and
//! the program that was typed from them. Goes out: one page of Markdown a kind, and an index of them.
//! Never evaluates anything; knows no kind by name.
//!
//! `read` puts a component's declarations into plain data, `write` makes Markdown of it.

mod read;
mod write;

use rustc_hash::FxHashMap;

use crate::names::{Names, Symbol};
use crate::resolve::Declarations;
use crate::source::{Origin, Sources};
use crate::syntax::tree::Block;
use crate::types::program::{Component, Program};
use crate::types::ty::Types;
use read::Reader;

/// A page about one kind.
#[derive(Clone, Debug)]
pub struct Page {
    /// The kind; also the name of its file, without `.md`.
    pub kind: String,
    /// To which part of the reference it belongs.
    pub part: Part,
    /// What the kind is, in its own words.
    pub doc: String,
    /// The page, in Markdown.
    pub text: String,
}

impl Page {
    /// The name of its file.
    pub fn file_name(&self) -> String {
        format!("{}.md", self.kind)
    }
}

/// The parts of a reference.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Part {
    /// Components that the app declares.
    App,
    /// Components that it imports.
    Import,
    /// Blocks of the language that are written as components.
    Language,
    /// Components of the standard library.
    Library,
}

/// The tables that pages are written from.
#[derive(Clone, Copy)]
pub struct Tables<'a> {
    /// Texts.
    pub names: &'a Names,
    /// Types.
    pub types: &'a Types,
    /// Where declarations stand.
    pub sources: &'a Sources,
}

/// The pages of all components that are declared, by part and kind.
pub fn pages(declarations: &Declarations<'_>, program: &Program, tables: Tables<'_>) -> Vec<Page> {
    let typed: FxHashMap<Symbol, &Component> = program
        .components
        .iter()
        .map(|component| (component.kind, component))
        .collect();
    let imported: FxHashMap<Symbol, Symbol> = declarations.imported_kinds().collect();
    let mut components: Vec<_> = declarations
        .components
        .iter()
        .filter_map(|(kind, block)| {
            // What a library calls a kind, as the app calls it.
            let shown = |written: Symbol| {
                let meant = declarations.named_in(*kind, written);
                let shown = meant.and_then(|meant| imported.get(&meant).copied());
                tables.names.text(shown.unwrap_or(written)).to_owned()
            };
            let part = if declarations.is_imported(*kind) {
                Part::Import
            } else {
                part_of(block, tables)
            };
            let reader = Reader::new(block, typed.get(kind)?, &shown, tables);
            Some(reader.component(part))
        })
        .collect();
    components.sort_by(|a, b| (a.part, &a.kind).cmp(&(b.part, &b.kind)));
    components
        .iter()
        .map(|component| Page {
            kind: component.kind.clone(),
            part: component.part,
            doc: component.doc.clone(),
            text: write::page(component, &components),
        })
        .collect()
}

/// The index of pages, in Markdown, with links to their files.
pub fn index(pages: &[Page]) -> String {
    write::index(pages)
}

/// The kind of a page that a misspelt one was probably meant to be.
pub fn nearest<'p>(kind: &str, pages: &'p [Page]) -> Option<&'p str> {
    crate::spelling::nearest(kind, pages.iter().map(|page| page.kind.as_str()))
}

fn part_of(block: &Block, tables: Tables<'_>) -> Part {
    let file = tables.sources.file_of(block.span);
    let file = file.map(|file| tables.sources.file(file));
    match file {
        Some(file) if file.origin == Origin::User => Part::App,
        Some(file) if file.name.starts_with("stdlib/language/") => Part::Language,
        _ => Part::Library,
    }
}
