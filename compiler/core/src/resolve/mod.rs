//! From syntax trees to declarations. Comes in: the trees of the app's files and an environment's
//! name. Goes out: [`Declarations`], with the environment merged and every block under its keyword.
//! Never looks into an expression, but to merge objects.

mod environment;
mod library;

pub use library::{Library, LibraryText};

use rustc_hash::FxHashMap;

use crate::diag::{Diagnostics, codes};
use crate::names::{Names, Symbol};
use crate::source::{Origin, Sources, Span};
use crate::syntax::tree::{Block, Tree};

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

/// Names that the language keeps for itself.
pub const RESERVED: &[&str] = &[
    "app", "site", "tier", "self", "param", "existing", "each", "resource",
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
    /// Components by kind: the app's own and those of the library that are needed.
    pub components: FxHashMap<Symbol, &'t Block>,
    /// The kinds that the library has, whether needed or not.
    pub kinds: Vec<String>,
    /// What resource types do, by type: the app's own, else the library's.
    pub behaviors: FxHashMap<Symbol, &'t Block>,
}

/// Merges the environment into the trees. What the other environments say is dropped.
/// Returns the trees that are left, or `None` where there is no such environment.
pub fn merge_environment(
    trees: &mut [Tree],
    environment: &str,
    names: &Names,
    diagnostics: &mut Diagnostics,
) {
    environment::merge(trees, environment, names, diagnostics);
}

/// Sorts the blocks of all trees under their keywords.
pub fn declarations<'t>(
    trees: &'t [Tree],
    library: &'t Library<'_>,
    sources: &Sources,
    names: &Names,
    diagnostics: &mut Diagnostics,
) -> Declarations<'t> {
    let mut found = Declarations {
        kinds: library.kinds().map(str::to_owned).collect(),
        ..Declarations::default()
    };
    let user = trees.iter().flat_map(|tree| &tree.blocks);
    for block in user.chain(library.blocks()) {
        sort(block, &mut found, sources, names, diagnostics);
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
    found
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
        "component" => declare_component(block, found, sources, names, diagnostics),
        "behavior" => {
            // The app's own blocks come first, and replace the library's.
            found.behaviors.entry(block.labels[0].name).or_insert(block);
        }
        "environment" => {}
        other if KEYWORDS.contains(&other) => {
            diagnostics.push(codes::names::keyword_not_here(block.keyword.span, other));
        }
        _ => found.uses.push(block),
    }
}

fn declare_component<'t>(
    block: &'t Block,
    found: &mut Declarations<'t>,
    sources: &Sources,
    names: &Names,
    diagnostics: &mut Diagnostics,
) {
    let kind = block.labels[0];
    let text = names.text(kind.name);
    let ours = is_library(block, sources);
    let core = ours && matches!(text, "app" | "tier");
    if !core && (KEYWORDS.contains(&text) || RESERVED.contains(&text)) {
        diagnostics.push(codes::names::reserved(kind.span, text));
    } else if !is_plain_name(text) {
        diagnostics.push(codes::names::not_a_name(kind.span, text, false));
    } else if let Some(first) = found.components.get(&kind.name) {
        // A component of the user replaces the library's of the same kind.
        if !ours {
            diagnostics.push(codes::names::declared_twice(
                kind.span,
                first.labels[0].span,
                "component",
                text,
            ));
        }
    } else {
        found.components.insert(kind.name, block);
    }
}

fn is_library(block: &Block, sources: &Sources) -> bool {
    sources
        .file_of(block.span)
        .is_some_and(|file| sources.file(file).origin == Origin::Stdlib)
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

/// Names of uses and of what is inside them: a letter, then letters, digits and underscores.
pub fn is_plain_name(text: &str) -> bool {
    let mut characters = text.chars();
    characters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic())
        && characters.all(|rest| rest.is_ascii_alphanumeric() || rest == '_')
        && text.len() <= 64
}
