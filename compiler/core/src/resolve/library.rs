//! The standard library, read as far as it is used.

use std::cell::RefCell;

use crate::diag::Diagnostics;
use crate::imports::{Imports, SpaceId, Spaces};
use crate::names::{Names, Symbol};
use crate::source::{Origin, Sources};
use crate::syntax::{
    self, Compiled, Kept,
    tree::{Block, Expr, ExprKind, Tree},
};
use rustc_hash::{FxHashMap, FxHashSet};

use super::KEYWORDS;

/// The texts of the library.
#[derive(Clone, Copy)]
pub struct LibraryText<'a> {
    /// Path below `stdlib/` and content, sorted by path.
    pub files: &'a [(&'a str, &'a str)],
    /// What [`Self::compile`] made of them, or of texts that they were before; or nothing.
    pub compiled: &'a [u8],
}

impl<'a> LibraryText<'a> {
    /// The content of a file.
    pub fn file(self, path: &str) -> Option<&'a str> {
        let found = self.files.binary_search_by(|(name, _)| (*name).cmp(path));
        Some(self.files[found.ok()?].1)
    }

    /// All sources as parsed, so that nobody need parse them again.
    pub fn compile(self) -> Vec<u8> {
        let sources = self.files.iter().filter(|(path, _)| is_source(path));
        let sources = sources.map(|(path, text)| (source_name(path), *text));
        syntax::compile(&sources.collect::<Vec<_>>())
    }

    /// The files of a folder, such as `behaviors/`.
    pub fn folder(self, prefix: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.files
            .iter()
            .filter(move |(name, _)| name.starts_with(prefix))
            .copied()
    }
}

fn is_source(path: &str) -> bool {
    path.ends_with(".rig.hcl")
}

/// What messages call a file of the library.
fn source_name(path: &str) -> String {
    format!("stdlib/{path}")
}

/// The parts of the library that an app needs.
pub struct Library<'a> {
    texts: LibraryText<'a>,
    trees: Vec<Tree>,
    loaded: FxHashSet<Symbol>,
    compiled: Compiled<'a>,
    kept: Option<&'a RefCell<Kept>>,
}

impl<'a> Library<'a> {
    /// Nothing read yet, unless a session has `kept` it.
    pub fn new(texts: LibraryText<'a>, kept: Option<&'a RefCell<Kept>>) -> Self {
        Self {
            compiled: Compiled::open(texts.compiled),
            kept,
            texts,
            trees: Vec::new(),
            loaded: FxHashSet::default(),
        }
    }

    /// Reads the language's own declarations, behaviours, and every component that the trees use,
    /// those that these use, and so on. What is imported counts as far as it is used.
    pub fn load(
        &mut self,
        trees: &[Tree],
        (imports, spaces): (&Imports, &Spaces),
        sources: &mut Sources,
        names: &Names,
        diagnostics: &mut Diagnostics,
    ) {
        for folder in ["language/", "behaviors/"] {
            for (path, text) in self.texts.folder(folder) {
                let tree = self.parse(path, text, sources, names, diagnostics);
                self.trees.push(tree);
            }
        }
        let mut wanted = Wanted::default();
        for tree in trees {
            wanted.by(&tree.blocks, SpaceId::APP, names);
        }
        let imported = imported(imports, spaces, names, &mut wanted);
        while let Some((space, written)) = wanted.kinds.pop() {
            let kind = spaces.named(space, written).unwrap_or(written);
            if !self.loaded.insert(kind) {
                continue;
            }
            if let Some(block) = imported.get(&kind) {
                wanted.by(&block.body.blocks, spaces.home(kind), names);
                continue;
            }
            let path = format!("components/{}.rig.hcl", names.text(kind));
            if let Some(text) = self.texts.file(&path) {
                let tree = self.parse(&path, text, sources, names, diagnostics);
                wanted.by(&tree.blocks, SpaceId::APP, names);
                self.trees.push(tree);
            }
        }
    }

    /// Reads the language's own declarations and every component, whether used or not.
    pub fn load_all(
        &mut self,
        sources: &mut Sources,
        names: &Names,
        diagnostics: &mut Diagnostics,
    ) {
        for folder in ["language/", "components/"] {
            for (path, text) in self.texts.folder(folder) {
                let tree = self.parse(path, text, sources, names, diagnostics);
                self.trees.push(tree);
            }
        }
    }

    /// The sources of a folder, whether used or not.
    pub fn trees(
        &self,
        folder: &str,
        sources: &mut Sources,
        names: &Names,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Tree> {
        let files = self.texts.folder(folder);
        let files = files.filter(|(path, _)| is_source(path));
        let trees = files.map(|(path, text)| self.parse(path, text, sources, names, diagnostics));
        trees.collect()
    }

    /// Whether the library has a component of this kind, read or not.
    pub fn has(&self, kind: &str) -> bool {
        self.texts
            .file(&format!("components/{kind}.rig.hcl"))
            .is_some()
    }

    /// All blocks that were read.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.trees.iter().flat_map(|tree| &tree.blocks)
    }

    /// The kinds that the library has, whether read or not.
    pub fn kinds(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.texts
            .folder("components/")
            .filter_map(|(path, _)| path.strip_prefix("components/")?.strip_suffix(".rig.hcl"))
    }

    /// The library's texts.
    pub fn texts(&self) -> LibraryText<'a> {
        self.texts
    }

    fn parse(
        &self,
        path: &str,
        text: &str,
        sources: &mut Sources,
        names: &Names,
        diagnostics: &mut Diagnostics,
    ) -> Tree {
        let file = sources.add(source_name(path), text, Origin::Stdlib);
        let before = (&self.compiled, self.kept);
        syntax::parse_library(sources, file, names, before, diagnostics)
    }
}

/// Kinds that are wanted, each as it is written in a name space.
#[derive(Default)]
struct Wanted {
    kinds: Vec<(SpaceId, Symbol)>,
}

impl Wanted {
    fn by(&mut self, blocks: &[Block], space: SpaceId, names: &Names) {
        kinds_of_blocks(blocks, names, &mut |kind| self.kinds.push((space, kind)));
    }
}

/// The imported components by kind. Those that are checked whether used or not want their kinds at
/// once.
fn imported<'i>(
    imports: &'i Imports,
    spaces: &Spaces,
    names: &'i Names,
    wanted: &mut Wanted,
) -> FxHashMap<Symbol, &'i Block> {
    let mut found = FxHashMap::default();
    for (at, library) in imports.libraries.iter().enumerate() {
        let space = SpaceId::of_library(at);
        for block in library.components(names) {
            let Some(kind) = spaces.named(space, block.labels[0].name) else {
                continue;
            };
            if spaces.is_checked_unused(kind) {
                wanted.by(&block.body.blocks, space, names);
            }
            found.insert(kind, block);
        }
    }
    found
}

/// Every kind that trees refer to, in any environment.
pub fn written_kinds(trees: &[Tree], names: &Names) -> Vec<Symbol> {
    let mut found = Vec::new();
    for tree in trees {
        kinds_of_blocks(&tree.blocks, names, &mut |kind| found.push(kind));
    }
    found
}

/// Every kind that blocks may refer to: keywords of uses, and `component.KIND` in types.
fn kinds_of_blocks(blocks: &[Block], names: &Names, wanted: &mut dyn FnMut(Symbol)) {
    for block in blocks {
        let keyword = names.text(block.keyword.name);
        if !KEYWORDS.contains(&keyword) {
            wanted(block.keyword.name);
        }
        match keyword {
            "component" | "environment" => kinds_of_blocks(&block.body.blocks, names, wanted),
            "input" => {
                let types = block
                    .body
                    .attributes
                    .iter()
                    .filter(|attribute| names.text(attribute.name.name) == "type");
                types.for_each(|attribute| kinds_of_type(&attribute.value, names, wanted));
            }
            _ => {}
        }
    }
}

fn kinds_of_type(expr: &Expr, names: &Names, wanted: &mut dyn FnMut(Symbol)) {
    match &expr.kind {
        ExprKind::Get(base, kind) if matches!(base.kind, ExprKind::Name(name) if names.text(name) == "component") =>
        {
            wanted(kind.name);
        }
        ExprKind::Call(_, arguments) => arguments
            .iter()
            .for_each(|argument| kinds_of_type(argument, names, wanted)),
        ExprKind::Object(items) => items
            .iter()
            .for_each(|item| kinds_of_type(&item.value, names, wanted)),
        _ => {}
    }
}
