//! Name spaces: which component a kind means, in the app and in each library. A library's own
//! components have their bare names there; what a folder imports is `NAME_KIND` in it. Each component
//! has one kind in the whole app: the one that the app writes, where it can.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Imports, Library};
use crate::diag::{Diagnostics, codes};
use crate::names::{Names, Symbol};
use crate::syntax::tree::Ident;

/// A name space.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct SpaceId(u32);

impl SpaceId {
    /// That of the app and of the standard library.
    pub const APP: Self = Self(0);

    /// That of a library, by its place in [`Imports::libraries`].
    pub fn of_library(at: usize) -> Self {
        Self(at as u32 + 1)
    }
}

/// All name spaces of an app. Without imports there is nothing in it.
#[derive(Default)]
pub struct Spaces {
    /// What is written, and the kind that it means.
    scopes: Vec<FxHashMap<Symbol, Symbol>>,
    /// The name spaces of kinds that come from libraries.
    homes: FxHashMap<Symbol, SpaceId>,
    /// Kinds that are checked only where they are used: those of repositories.
    as_used: FxHashSet<Symbol>,
    /// As messages call the library of a kind that the app has no name for.
    unnamed: FxHashMap<Symbol, String>,
}

impl Spaces {
    /// Names everything. `own` are the components of the app, `is_standard` knows those of the
    /// standard library.
    pub fn new(
        imports: &Imports,
        own: &[Ident],
        is_standard: &dyn Fn(&str) -> bool,
        names: &Names,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut spaces = Self::default();
        if imports.libraries.is_empty() {
            return spaces;
        }
        spaces.scopes.push(FxHashMap::default());
        let kinds: Vec<Vec<(Ident, Symbol)>> = imports
            .libraries
            .iter()
            .enumerate()
            .map(|(at, library)| spaces.declare(at, library, names))
            .collect();
        for (space, links) in std::iter::once(&imports.app)
            .chain(imports.libraries.iter().map(|library| &library.imports))
            .enumerate()
        {
            let own = match space.checked_sub(1) {
                None => own.to_vec(),
                Some(at) => kinds[at].iter().map(|(name, _)| *name).collect(),
            };
            for link in links {
                for (name, kind) in &kinds[link.to] {
                    let written =
                        format!("{}_{}", names.text(link.name.name), names.text(name.name));
                    let clash = own.iter().find(|own| names.text(own.name) == written);
                    if clash.is_some() || is_standard(&written) {
                        let clash = clash.map(|own| own.span);
                        diagnostics.push(codes::imports::clash(link.name.span, &written, clash));
                    }
                    spaces.scopes[space].insert(names.intern(&written), *kind);
                }
            }
        }
        spaces
    }

    /// The kinds of a library's components.
    fn declare(&mut self, at: usize, library: &Library, names: &Names) -> Vec<(Ident, Symbol)> {
        let steps: Vec<_> = library.path.iter().map(|step| names.text(*step)).collect();
        let space = SpaceId::of_library(at);
        let mut scope = FxHashMap::default();
        let mut found = Vec::new();
        for component in library.components(names) {
            let name = component.labels[0];
            let text = names.text(name.name);
            let is_named = steps.len() == 1;
            let kind = if is_named {
                names.intern(&format!("{}_{text}", steps[0]))
            } else {
                // No source can write this: a name has no dot.
                let kind = names.intern(&format!("{}.{text}", steps.join(".")));
                self.unnamed.insert(kind, library.shown.clone());
                kind
            };
            scope.insert(name.name, kind);
            self.homes.insert(kind, space);
            if !library.is_folder {
                self.as_used.insert(kind);
            }
            found.push((name, kind));
        }
        self.scopes.push(scope);
        found
    }

    /// The kind that is meant by what is written in a name space, as far as a library or an import
    /// says it.
    pub fn named(&self, space: SpaceId, written: Symbol) -> Option<Symbol> {
        self.scopes.get(space.0 as usize)?.get(&written).copied()
    }

    /// What can be written in a name space beside the standard library's kinds.
    pub fn written(&self, space: SpaceId) -> impl Iterator<Item = Symbol> {
        let scope = self.scopes.get(space.0 as usize);
        scope.into_iter().flat_map(|scope| scope.keys().copied())
    }

    /// The name space in which a kind's component is written.
    pub fn home(&self, kind: Symbol) -> SpaceId {
        self.homes.get(&kind).copied().unwrap_or(SpaceId::APP)
    }

    /// Whether a kind is checked though nothing uses it.
    pub fn is_checked_unused(&self, kind: Symbol) -> bool {
        !self.as_used.contains(&kind)
    }

    /// The library of a kind that the app has no name for.
    pub fn unnamed(&self, kind: Symbol) -> Option<&str> {
        self.unnamed.get(&kind).map(String::as_str)
    }
}

/// Warns of imports of which nothing is written in the app, in any environment. What a library says
/// of types counts as a use of it.
pub fn warn_of_unused(
    imports: &Imports,
    written: &[Symbol],
    spaces: &Spaces,
    names: &Names,
    diagnostics: &mut Diagnostics,
) {
    let kinds = written
        .iter()
        .filter_map(|name| spaces.named(SpaceId::APP, *name));
    let used: FxHashSet<SpaceId> = kinds.map(|kind| spaces.home(kind)).collect();
    for link in &imports.app {
        let mut blocks = imports.libraries[link.to].blocks();
        let speaks = blocks.any(|block| names.text(block.keyword.name) == "behavior");
        if !speaks && !used.contains(&SpaceId::of_library(link.to)) {
            let name = names.text(link.name.name);
            diagnostics.push(codes::imports::unused(link.name.span, name));
        }
    }
}
