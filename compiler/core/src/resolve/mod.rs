//! From syntax trees to declarations. Comes in: the trees of the app's files and of what it imports,
//! and an environment's name. Goes out: [`Declarations`], with the environment merged and every block
//! under its keyword.
//! Never looks into an expression, but to merge objects.

mod environment;
mod library;

pub use crate::paths::{RESERVED, is_plain_name};
pub use environment::{BASE, Environments};
pub use library::{Library, LibraryText, written_kinds};

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::foreign;
use crate::imports::{Imports, SpaceId, Spaces};
use crate::names::{Names, Symbol};
use crate::source::{Origin, Sources, Span};
use crate::syntax::tree::{Block, Expr, Ident, Tree};

/// Words that begin a declaration; every other block is a use. A use cannot be called so.
pub const KEYWORDS: &[&str] = &[
    "app",
    "tier",
    "environment",
    "param",
    "existing",
    "component",
    "input",
    "let",
    "resource",
    "output",
    "check",
    "provides",
    "fact",
    "behavior",
    "translate",
    "import",
    "moved",
    "override",
    "accept",
    "waive",
    "quota",
];

/// The declarations of an app, each with the block that it came from.
#[derive(Default)]
pub struct Declarations<'t> {
    /// The `app` block.
    pub app: Option<&'t Block>,
    /// Tiers in source order.
    pub tiers: Vec<&'t Block>,
    /// Params in source order.
    pub params: Vec<&'t Block>,
    /// What exists already, in source order.
    pub existing: Vec<&'t Block>,
    /// Resources beside the uses.
    pub resources: Vec<&'t Block>,
    /// Moved addresses.
    pub moved: Vec<&'t Block>,
    /// Uses in source order.
    pub uses: Vec<&'t Block>,
    /// Components by kind: the app's own, those of the library that are needed, and what is imported.
    pub components: FxHashMap<Symbol, &'t Block>,
    /// The kinds that the library has, whether needed or not.
    pub kinds: Vec<String>,
    /// What resource types do, by type: the app's own, else the library's, else an imported one.
    pub behaviors: FxHashMap<Symbol, &'t Block>,
    /// Of these, what a library says of the same types.
    pub replaced: FxHashMap<Symbol, &'t Block>,
    /// What kinds mean, in the app and in each library.
    pub spaces: Spaces,
    /// The environments.
    pub environments: Environments,
    /// Expressions that are asked beside the app.
    pub questions: Vec<&'t Expr>,
}

impl Declarations<'_> {
    /// Whether there is a component of this kind, needed or not.
    pub fn has_kind(&self, space: SpaceId, written: Symbol, names: &Names) -> bool {
        let text = names.text(written);
        let is_known = |kind| self.components.contains_key(&kind);
        self.kind(space, written, names).is_some_and(is_known)
            || self.kinds.iter().any(|kind| kind == text)
            || self.spaces.named(space, written).is_some()
    }

    /// What is said of a kind that is not there. `space` is where it is written.
    pub fn unknown_kind(&self, kind: Ident, space: SpaceId, names: &Names) -> Diagnostic {
        let text = names.text(kind.name);
        let library = self.kinds.iter().map(String::as_str);
        let here = self.spaces.written(space);
        let own = self.components.keys().copied();
        let own = own.filter(|_| space == SpaceId::APP);
        let named: BTreeSet<_> = here.chain(own).map(|kind| names.text(kind)).collect();
        let candidates = library.chain(named).chain(KEYWORDS.iter().copied());
        let instead = foreign::instead(foreign::Place::Block, text, None);
        let suggestion = crate::spelling::nearest(text, candidates);
        codes::names::unknown_kind(kind.span, text, suggestion, instead)
    }

    /// Whether a kind's component is another library's.
    pub fn is_imported(&self, kind: Symbol) -> bool {
        self.spaces.home(kind) != SpaceId::APP
    }

    /// The imported kinds that the app can name, and what it calls them.
    pub fn imported_kinds(&self) -> impl Iterator<Item = (Symbol, Symbol)> {
        let written = self.spaces.written(SpaceId::APP);
        written.filter_map(|written| Some((self.spaces.named(SpaceId::APP, written)?, written)))
    }

    /// The kind that is meant by what is written in the component of another, as far as a library or
    /// an import says it.
    pub fn named_in(&self, of: Symbol, written: Symbol) -> Option<Symbol> {
        self.spaces.named(self.spaces.home(of), written)
    }

    /// The kind that is meant by what is written in a name space. A library sees its own components,
    /// what it imports, and the standard library as the app has it.
    pub fn kind(&self, space: SpaceId, written: Symbol, names: &Names) -> Option<Symbol> {
        if let Some(kind) = self.spaces.named(space, written) {
            return Some(kind);
        }
        let text = names.text(written);
        let is_seen = space == SpaceId::APP || self.kinds.iter().any(|kind| kind == text);
        is_seen.then_some(written)
    }
}

/// The names of the components that the app itself declares.
pub fn own_components(trees: &[Tree], names: &Names) -> Vec<Ident> {
    let blocks = trees.iter().flat_map(|tree| &tree.blocks);
    let components = blocks.filter(|block| names.text(block.keyword.name) == "component");
    components
        .filter_map(|block| block.labels.first().copied())
        .collect()
}

/// Merges the differences of one more block into the trees, as those of an environment are.
pub fn merge_overlay(
    trees: &mut [Tree],
    overlay: Block,
    names: &Names,
    diagnostics: &mut Diagnostics,
) {
    environment::merge_overlay(trees, overlay, names, diagnostics);
}

/// Merges the environment into the trees. What the other environments say is dropped.
pub fn merge_environment(
    trees: &mut [Tree],
    environment: &str,
    names: &Names,
    diagnostics: &mut Diagnostics,
) -> Environments {
    environment::merge(trees, environment, names, diagnostics)
}

/// Sorts the blocks of all trees under their keywords.
pub fn declarations<'t>(
    trees: &'t [Tree],
    library: &'t Library<'_>,
    (imports, spaces): (&'t Imports, Spaces),
    sources: &Sources,
    names: &Names,
    diagnostics: &mut Diagnostics,
) -> Declarations<'t> {
    let mut found = Declarations {
        kinds: library.kinds().map(str::to_owned).collect(),
        spaces,
        ..Declarations::default()
    };
    let user = trees.iter().flat_map(|tree| &tree.blocks);
    for block in user.clone().chain(library.blocks()) {
        sort(block, &mut found, sources, names, diagnostics);
    }
    for (at, library) in imports.libraries.iter().enumerate() {
        for block in library.blocks() {
            let space = SpaceId::of_library(at);
            sort_imported(block, space, &mut found, sources, names, diagnostics);
        }
    }
    if found.app.is_none() {
        diagnostics.push(codes::names::no_app(
            found
                .uses
                .first()
                .map_or(Span::NONE, |block| block.header()),
        ));
    }
    check_unique(&found, names, diagnostics);
    // Which kinds there are is known when all blocks have been seen.
    for block in user.filter(|block| is_misused(block, names)) {
        let diagnostic = if found.has_kind(SpaceId::APP, block.keyword.name, names) {
            let keyword = names.text(block.keyword.name);
            codes::names::wrong_labels(block.header(), keyword, 1, block.labels.len())
        } else {
            found.unknown_kind(block.keyword, SpaceId::APP, names)
        };
        diagnostics.push(diagnostic);
    }
    found
}

/// Whether a block is a use by its keyword, and none by its labels.
fn is_misused(block: &Block, names: &Names) -> bool {
    !KEYWORDS.contains(&names.text(block.keyword.name)) && block.labels.len() != 1
}

fn sort<'t>(
    block: &'t Block,
    found: &mut Declarations<'t>,
    sources: &Sources,
    names: &Names,
    diagnostics: &mut Diagnostics,
) {
    let keyword = names.text(block.keyword.name);
    let labels = match keyword {
        "existing" | "resource" => 2,
        "moved" | "let" => 0,
        _ => 1,
    };
    if is_misused(block, names) {
        return;
    }
    if block.labels.len() != labels {
        diagnostics.push(codes::names::wrong_labels(
            block.header(),
            keyword,
            labels,
            block.labels.len(),
        ));
        return;
    }
    match keyword {
        "app" => {
            if let Some(first) = found.app {
                diagnostics.push(codes::names::second_app(block.header(), first.header()));
            } else {
                let name = block.labels[0];
                if !is_stack_name(names.text(name.name)) {
                    let text = names.text(name.name);
                    diagnostics.push(codes::names::not_a_name(name.span, text, true));
                }
                found.app = Some(block);
            }
        }
        "tier" => found.tiers.push(block),
        "param" => found.params.push(block),
        "existing" => found.existing.push(block),
        "resource" => found.resources.push(block),
        "moved" => found.moved.push(block),
        "component" => declare_component(
            block,
            block.labels[0].name,
            found,
            sources,
            names,
            diagnostics,
        ),
        "behavior" => {
            // The app's own blocks come first, and replace the library's.
            let label = block.labels[0];
            match found.behaviors.get(&label.name) {
                None => {
                    found.behaviors.insert(label.name, block);
                }
                Some(first) if origin(block, sources) == Some(Origin::User) => {
                    let (first, name) = (first.header(), names.text(label.name));
                    let twice =
                        codes::names::declared_twice(block.header(), first, "behaviour", name);
                    diagnostics.push(twice);
                }
                Some(_) => {
                    found.replaced.insert(label.name, block);
                }
            }
        }
        "environment" | "import" => {}
        other if KEYWORDS.contains(&other) => {
            diagnostics.push(codes::names::keyword_not_here(block.keyword.span, other));
        }
        _ => found.uses.push(block),
    }
}

/// What stands in a library: components and what types do.
fn sort_imported<'t>(
    block: &'t Block,
    space: SpaceId,
    found: &mut Declarations<'t>,
    sources: &Sources,
    names: &Names,
    diagnostics: &mut Diagnostics,
) {
    let keyword = names.text(block.keyword.name);
    let [label] = block.labels[..] else {
        let (span, count) = (block.header(), block.labels.len());
        diagnostics.push(codes::names::wrong_labels(span, keyword, 1, count));
        return;
    };
    match keyword {
        "component" => {
            let kind = found.spaces.named(space, label.name).unwrap_or(label.name);
            declare_component(block, kind, found, sources, names, diagnostics);
        }
        "behavior" => match found.behaviors.get(&label.name) {
            None => {
                found.behaviors.insert(label.name, block);
            }
            Some(first) if origin(first, sources) == Some(Origin::User) => {
                found.replaced.entry(label.name).or_insert(block);
            }
            Some(first) => {
                let is_standard = is_library(first, sources);
                let other = (!is_standard).then(|| first.header());
                let type_name = names.text(label.name);
                let twice = codes::imports::behavior_twice(block.header(), type_name, other);
                diagnostics.push(twice);
            }
        },
        _ => {}
    }
}

/// `kind` is what the component is called in the whole app.
fn declare_component<'t>(
    block: &'t Block,
    kind: Symbol,
    found: &mut Declarations<'t>,
    sources: &Sources,
    names: &Names,
    diagnostics: &mut Diagnostics,
) {
    let label = block.labels[0];
    let text = names.text(label.name);
    let ours = is_library(block, sources);
    let core = ours && matches!(text, "app" | "tier");
    if !core && (KEYWORDS.contains(&text) || RESERVED.contains(&text)) {
        diagnostics.push(codes::names::reserved(label.span, text));
        if !KEYWORDS.contains(&text) {
            // It is there all the same, for whoever uses it.
            found.components.entry(kind).or_insert(block);
        }
    } else if !is_plain_name(text) {
        diagnostics.push(codes::names::not_a_name(label.span, text, false));
    } else if let Some(first) = found.components.get(&kind) {
        // A component of the user replaces the library's of the same kind.
        if !ours {
            diagnostics.push(codes::names::declared_twice(
                label.span,
                first.labels[0].span,
                "component",
                text,
            ));
        }
    } else {
        found.components.insert(kind, block);
    }
}

fn is_library(block: &Block, sources: &Sources) -> bool {
    origin(block, sources) == Some(Origin::Stdlib)
}

fn origin(block: &Block, sources: &Sources) -> Option<Origin> {
    let file = sources.file_of(block.span)?;
    Some(sources.file(file).origin)
}

fn check_unique(found: &Declarations<'_>, names: &Names, diagnostics: &mut Diagnostics) {
    let mut seen: FxHashMap<(Symbol, Symbol), Span> = FxHashMap::default();
    let named = [&found.tiers, &found.params, &found.uses]
        .into_iter()
        .flatten()
        .map(|block| (*block, block.labels[0]));
    let typed = [&found.existing, &found.resources]
        .into_iter()
        .flatten()
        .map(|block| (*block, block.labels[1]));
    for (block, name) in named.chain(typed) {
        let what = block.keyword.name;
        if let Some(first) = seen.insert((what, name.name), name.span) {
            diagnostics.push(codes::names::declared_twice(
                name.span,
                first,
                names.text(what),
                names.text(name.name),
            ));
        }
        if !is_plain_name(names.text(name.name)) {
            diagnostics.push(codes::names::not_a_name(
                name.span,
                names.text(name.name),
                false,
            ));
        }
    }
}

/// Names of apps and environments: a letter, then letters, digits and hyphens.
pub fn is_stack_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text
            .chars()
            .all(|rest| rest.is_ascii_alphanumeric() || rest == '-')
        && text.len() <= 40
}
