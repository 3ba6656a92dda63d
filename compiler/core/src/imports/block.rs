//! What an `import` block says.

use super::location::{self, Base, GitFolder, Location, Named, Refused};
use super::requirement::{Constraint, Requirement, is_commit, is_tag};
use crate::diag::{Diagnostics, codes};
use crate::names::Names;
use crate::source::Span;
use crate::syntax::tree::{Attribute, Block, ExprKind, Ident};

const ATTRIBUTES: [&str; 4] = ["source", "tag", "commit", "version"];

/// An import, read.
pub(super) struct Import {
    /// What the folder calls it.
    pub(super) name: Ident,
    /// Where its source is written.
    pub(super) source: Span,
    /// What says which commit; the source where nothing does.
    pub(super) asks: Span,
    /// Where it is.
    pub(super) location: Location,
}

/// Reads a block that stands in `base`.
pub(super) fn read(
    block: &Block,
    base: &Base,
    names: &Names,
    diagnostics: &mut Diagnostics,
) -> Option<Import> {
    let [name] = block.labels[..] else {
        let found = block.labels.len();
        diagnostics.push(codes::names::wrong_labels(
            block.header(),
            "import",
            1,
            found,
        ));
        return None;
    };
    for inner in &block.body.blocks {
        let keyword = names.text(inner.keyword.name);
        diagnostics.push(codes::names::block_not_here(
            inner.header(),
            keyword,
            "an import",
            codes::names::Instead::Object,
        ));
    }
    for attribute in &block.body.attributes {
        let text = names.text(attribute.name.name);
        if !ATTRIBUTES.contains(&text) {
            let span = attribute.name.span;
            let unknown = codes::names::unknown_attribute(span, text, "an import", &ATTRIBUTES);
            diagnostics.push(unknown);
        }
    }
    let text = names.text(name.name);
    if !is_import_name(text) {
        diagnostics.push(codes::imports::name(name.span, text));
    }
    let Some(source) = attribute(block, "source", names) else {
        let missing = codes::names::missing_attribute(block.header(), "source", "an import");
        diagnostics.push(missing);
        return None;
    };
    let source_text = literal(source, names, diagnostics)?;
    let named = match location::read(source_text, base) {
        Ok(named) => named,
        Err(refused) => {
            diagnostics.push(refusal(source.value.span, source_text, &refused));
            return None;
        }
    };
    let (location, asks) = located(named, block, source.value.span, names, diagnostics)?;
    Some(Import {
        name,
        source: source.value.span,
        asks,
        location,
    })
}

/// `acme` of `acme_queue`: without `_`, so that there is one way to take the two apart.
fn is_import_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|rest| rest.is_ascii_alphanumeric())
        && text.len() <= 32
}

fn refusal(span: Span, source: &str, refused: &Refused) -> crate::diag::Diagnostic {
    match refused {
        Refused::Form(why, better) => codes::imports::source(span, source, why, better.as_deref()),
        Refused::LeavesRepository => codes::imports::leaves_repository(span, source),
    }
}

/// Where it is, with the commit that the block asks for.
fn located(
    named: Named,
    block: &Block,
    source: Span,
    names: &Names,
    diagnostics: &mut Diagnostics,
) -> Option<(Location, Span)> {
    let given = ["tag", "commit", "version"].map(|name| attribute(block, name, names));
    let given: Vec<&Attribute> = given.into_iter().flatten().collect();
    match (named, &given[..]) {
        (Named::Folder(path), []) => Some((Location::Folder(path), source)),
        (Named::Beside(folder), []) => Some((Location::Git(folder), source)),
        (Named::Folder(_) | Named::Beside(_), [first, ..]) => {
            let word = names.text(first.name.name);
            diagnostics.push(codes::imports::path_with_version(first.name.span, word));
            None
        }
        (Named::Git(..), []) => {
            diagnostics.push(codes::imports::which_commit(block.header(), None));
            None
        }
        (Named::Git(..), [_, second, ..]) => {
            diagnostics.push(codes::imports::which_commit(
                second.name.span,
                Some(given[0].name.span),
            ));
            None
        }
        (Named::Git(remote, folder), [only]) => {
            let requirement = requirement(only, names, diagnostics)?;
            let folder = GitFolder {
                remote,
                folder,
                requirement,
            };
            Some((Location::Git(folder), only.value.span))
        }
    }
}

fn requirement(
    attribute: &Attribute,
    names: &Names,
    diagnostics: &mut Diagnostics,
) -> Option<Requirement> {
    let (span, text) = (
        attribute.value.span,
        literal(attribute, names, diagnostics)?,
    );
    let read = match names.text(attribute.name.name) {
        "tag" if is_tag(text) => Ok(Requirement::Tag(text.to_owned())),
        "tag" => Err("a tag is of letters, digits and `.`, `_`, `-`, `+`, `/`".to_owned()),
        "commit" if is_commit(text) => Ok(Requirement::Commit(text.to_owned())),
        "commit" => Err("a commit is written with all its 40 digits, in lower case".to_owned()),
        _ => Constraint::read(text).map(Requirement::Version),
    };
    match read {
        Ok(requirement) => Some(requirement),
        Err(why) => {
            let word = names.text(attribute.name.name);
            diagnostics.push(codes::imports::requirement(span, word, text, &why));
            None
        }
    }
}

fn attribute<'b>(block: &'b Block, name: &str, names: &Names) -> Option<&'b Attribute> {
    let mut attributes = block.body.attributes.iter();
    attributes.find(|attribute| names.text(attribute.name.name) == name)
}

fn literal<'n>(
    attribute: &Attribute,
    names: &'n Names,
    diagnostics: &mut Diagnostics,
) -> Option<&'n str> {
    if let ExprKind::Text(text) = attribute.value.kind {
        return Some(names.text(text));
    }
    let wanted = codes::types::literal_wanted(attribute.value.span, "a quoted text");
    diagnostics.push(wanted);
    None
}
