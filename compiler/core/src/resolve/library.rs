//! The standard library, read as far as it is used.

use crate::diag::Diagnostics;
use crate::names::{Names, Symbol};
use crate::source::{Origin, Sources};
use crate::syntax::{
    self, Kept,
    tree::{Block, Expr, ExprKind, Tree},
};
use rustc_hash::FxHashSet;

use super::KEYWORDS;

/// The texts of the library: path below `stdlib/` and content, sorted by path.
#[derive(Clone, Copy)]
pub struct LibraryText<'a>(pub &'a [(&'a str, &'a str)]);

impl<'a> LibraryText<'a> {
    /// The content of a file.
    pub fn file(self, path: &str) -> Option<&'a str> {
        let at = self
            .0
            .binary_search_by(|(name, _)| (*name).cmp(path))
            .ok()?;
        Some(self.0[at].1)
    }

    /// The files of a folder, such as `behaviors/`.
    pub fn folder(self, prefix: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0
            .iter()
            .filter(move |(name, _)| name.starts_with(prefix))
            .copied()
    }
}

/// The parts of the library that an app needs.
pub struct Library<'a> {
    texts: LibraryText<'a>,
    trees: Vec<Tree>,
    loaded: FxHashSet<Symbol>,
}

impl<'a> Library<'a> {
    /// Nothing read yet.
    pub fn new(texts: LibraryText<'a>) -> Self {
        Self {
            texts,
            trees: Vec::new(),
            loaded: FxHashSet::default(),
        }
    }

    /// Reads the language's own declarations, behaviours, and every component that the trees use,
    /// those that these use, and so on.
    pub fn load(
        &mut self,
        trees: &[Tree],
        sources: &mut Sources,
        names: &Names,
        mut kept: Option<&mut Kept>,
        diagnostics: &mut Diagnostics,
    ) {
        let mut parse = |path: &str, text: &str| {
            let file = sources.add(format!("stdlib/{path}"), text, Origin::Stdlib);
            syntax::parse_again(sources, file, names, kept.as_deref_mut(), diagnostics)
        };
        for folder in ["language/", "behaviors/"] {
            for (path, text) in self.texts.folder(folder) {
                self.trees.push(parse(path, text));
            }
        }
        let mut wanted = Vec::new();
        for tree in trees {
            kinds_of_blocks(&tree.blocks, names, &mut wanted);
        }
        while let Some(kind) = wanted.pop() {
            if !self.loaded.insert(kind) {
                continue;
            }
            let path = format!("components/{}.rig.hcl", names.text(kind));
            if let Some(text) = self.texts.file(&path) {
                let tree = parse(&path, text);
                kinds_of_blocks(&tree.blocks, names, &mut wanted);
                self.trees.push(tree);
            }
        }
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
}

/// Every kind that blocks may refer to: keywords of uses, and `component.KIND` in types.
fn kinds_of_blocks(blocks: &[Block], names: &Names, wanted: &mut Vec<Symbol>) {
    for block in blocks {
        let keyword = names.text(block.keyword.name);
        if !KEYWORDS.contains(&keyword) {
            wanted.push(block.keyword.name);
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

fn kinds_of_type(expr: &Expr, names: &Names, wanted: &mut Vec<Symbol>) {
    match &expr.kind {
        ExprKind::Get(base, kind) if matches!(base.kind, ExprKind::Name(name) if names.text(name) == "component") =>
        {
            wanted.push(kind.name);
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
