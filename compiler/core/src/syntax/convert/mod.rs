//! From the parser library's tree to ours. Checks what that library lets through: things given
//! twice, numbers that lose digits, and forms that the language leaves out.

mod expressions;
mod templates;

use std::ops::Range;

use hcl_edit::Span as _;
use hcl_edit::structure::{self as theirs, BlockLabel, Structure};
use rustc_hash::FxHashMap;

use super::tree::{Attribute, Block, Body, Ident};
use super::{Source, limits};
use crate::diag::codes::syntax as codes;
use crate::diag::{Diagnostic, Diagnostics};
use crate::names::{Names, Symbol};
use crate::source::Span;

/// Converts the structures of one piece and appends its blocks.
pub(super) fn top_level(
    body: &theirs::Body,
    source: &Source,
    names: &Names,
    diagnostics: &mut Diagnostics,
    blocks: &mut Vec<Block>,
) {
    let mut converter = Converter {
        source,
        names,
        diagnostics,
        reported: 0,
    };
    for structure in body {
        match structure {
            Structure::Block(block) => blocks.push(converter.block(block)),
            Structure::Attribute(attribute) => {
                let key = converter.span(attribute.key.span());
                converter.report(codes::top_level_attribute(
                    key,
                    attribute.key.as_str(),
                    None,
                ));
            }
        }
    }
}

struct Converter<'a> {
    source: &'a Source<'a>,
    names: &'a Names,
    diagnostics: &'a mut Diagnostics,
    reported: usize,
}

impl Converter<'_> {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.reported += 1;
        if self.reported <= limits::ERRORS {
            self.diagnostics.push(diagnostic);
        }
    }

    fn span(&self, range: Option<Range<usize>>) -> Span {
        range.map_or(Span::NONE, |range| self.source.span(&range))
    }

    fn ident(&self, text: &str, range: Option<Range<usize>>) -> Ident {
        Ident {
            name: self.names.intern(text),
            span: self.span(range),
        }
    }

    fn block(&mut self, block: &theirs::Block) -> Block {
        let labels = block.labels.iter().map(|label| self.label(label)).collect();
        Block {
            keyword: self.ident(block.ident.as_str(), block.ident.span()),
            labels,
            body: self.body(&block.body),
            span: self.span(block.span()),
        }
    }

    fn label(&self, label: &BlockLabel) -> Ident {
        match label {
            BlockLabel::Ident(ident) => self.ident(ident.as_str(), ident.span()),
            BlockLabel::String(text) => self.ident(text.as_str(), text.span()),
        }
    }

    fn body(&mut self, body: &theirs::Body) -> Body {
        let mut result = Body::default();
        for structure in body {
            match structure {
                Structure::Attribute(attribute) => {
                    let name = self.ident(attribute.key.as_str(), attribute.key.span());
                    let value = self.expr(&attribute.value);
                    result.attributes.push(Attribute { name, value });
                }
                Structure::Block(block) => result.blocks.push(self.block(block)),
            }
        }
        self.check_names(&result);
        result
    }

    /// The parser refuses an attribute given twice; that a block has its name is for us to see.
    fn check_names(&mut self, body: &Body) {
        if body.blocks.is_empty() || body.attributes.is_empty() {
            return;
        }
        let mut reported = Vec::new();
        for block in &body.blocks {
            let keyword = block.keyword;
            if reported.contains(&keyword.name) {
                continue;
            }
            if let Some(attribute) = body.attribute(keyword.name) {
                reported.push(keyword.name);
                self.report(codes::attribute_and_block(
                    keyword.span,
                    self.names.text(keyword.name),
                    attribute.name.span,
                ));
            }
        }
    }
}

/// Names that have come already, with their places.
#[derive(Default)]
pub(crate) struct Seen {
    first: FxHashMap<Symbol, Span>,
}

impl Seen {
    /// Notes a name; gives the place of an earlier one.
    pub(crate) fn earlier(&mut self, name: Symbol, place: Span) -> Option<Span> {
        match self.first.entry(name) {
            std::collections::hash_map::Entry::Occupied(entry) => Some(*entry.get()),
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert(place);
                None
            }
        }
    }
}
