//! Imports: from the app's trees to the libraries that they bring in. Comes in: trees, what the lock
//! pins, and a door to folders and repositories. Goes out: [`Imports`], each library once, with the
//! names that its folder gives to others. Never looks into a component, and runs nothing.

mod block;
mod circle;
mod location;
mod pins;
mod requirement;
mod spaces;
mod update;

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

pub use location::{GitFolder, Location};
pub use pins::{ContentHash, OF_ALL, Pin, PinKey, Pins};
pub use requirement::{Requirement, Tag};
pub use spaces::{SpaceId, Spaces, warn_of_unused};
pub use update::{Change, Updating, changes};

use crate::SourceText;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::names::{Names, Symbol};
use crate::source::{Origin, Sources};
use crate::syntax;
use crate::syntax::tree::{Block, Ident, Tree};
use block::Import;
use location::Base;

/// More libraries than this in one app are an error.
pub const MOST_LIBRARIES: usize = 128;

/// The door to what is imported: the only way in which the compiler asks for more than it was handed.
/// It is asked for what the source names, and for nothing else.
pub trait Outside {
    /// The sources of a folder, by its path from the app's.
    fn folder(&self, path: &str) -> Result<Vec<SourceText>, Unread>;
    /// The sources of a folder of a repository, at a commit.
    fn repository(&self, folder: &GitFolder, pin: &Pin) -> Result<Vec<SourceText>, Unread>;
    /// The tags of a repository, as it has them now. Only an update asks.
    fn tags(&self, remote: &str) -> Result<Vec<Tag>, Unread>;
}

/// Why something cannot be had.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unread {
    /// In a few words.
    pub why: String,
    /// What to do.
    pub help: Option<String>,
}

/// Nothing is beside the app: for callers that have no imports.
pub struct Nothing;

impl Outside for Nothing {
    fn folder(&self, _: &str) -> Result<Vec<SourceText>, Unread> {
        Err(nothing())
    }

    fn repository(&self, _: &GitFolder, _: &Pin) -> Result<Vec<SourceText>, Unread> {
        Err(nothing())
    }

    fn tags(&self, _: &str) -> Result<Vec<Tag>, Unread> {
        Err(nothing())
    }
}

fn nothing() -> Unread {
    Unread {
        why: "there is nothing beside the app".into(),
        help: None,
    }
}

/// What was brought in.
#[derive(Default)]
pub struct Imports {
    /// Each library once, those that the app imports itself first.
    pub libraries: Vec<Library>,
    /// What the app imports, by the name that it gives.
    pub app: Vec<Link>,
}

/// A folder of components.
pub struct Library {
    /// As messages call it: `acme (v1.4.2)`, or its path.
    pub shown: String,
    /// The names of the imports that lead to it from the app.
    pub path: Vec<Symbol>,
    /// Whether it is a folder beside the app, and so the user's own.
    pub is_folder: bool,
    /// Its files.
    pub trees: Vec<Tree>,
    /// What it imports itself.
    pub imports: Vec<Link>,
}

/// A library, as a folder calls it.
#[derive(Clone, Copy)]
pub struct Link {
    /// The name, where it is written.
    pub name: Ident,
    /// Which of [`Imports::libraries`].
    pub to: usize,
}

impl Library {
    /// The blocks of its files.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.trees.iter().flat_map(|tree| &tree.blocks)
    }

    /// Its components.
    pub fn components<'l>(&'l self, names: &'l Names) -> impl Iterator<Item = &'l Block> {
        self.blocks().filter(|block| {
            names.text(block.keyword.name) == "component" && block.labels.len() == 1
        })
    }
}

/// Whether a file of a folder is read: sources are, and a user's own tests are not.
pub fn is_source(name: &str) -> bool {
    name.ends_with(".rig.hcl") && !name.ends_with(".test.rig.hcl")
}

/// Whether any file imports anything, in any environment.
pub fn any(trees: &[Tree], names: &Names) -> bool {
    let mut blocks = trees.iter().flat_map(|tree| &tree.blocks);
    blocks.any(|block| match names.text(block.keyword.name) {
        "import" => true,
        "environment" => is_among(&block.body.blocks, names),
        _ => false,
    })
}

fn is_among(blocks: &[Block], names: &Names) -> bool {
    blocks
        .iter()
        .any(|block| names.text(block.keyword.name) == "import")
}

/// Which commit an import stands for.
trait Pinning {
    /// The pin, or what is wrong.
    fn pin(&mut self, import: &Import, folder: &GitFolder, name: &str) -> Result<Pin, Diagnostic>;
    /// What was read for it.
    fn read(&mut self, path: &str, folder: &GitFolder, pin: &Pin, hash: &ContentHash);
}

/// As the lock says; what it does not say is not fetched.
struct Locked<'p>(&'p Pins);

impl Pinning for Locked<'_> {
    fn pin(&mut self, import: &Import, folder: &GitFolder, name: &str) -> Result<Pin, Diagnostic> {
        let pin = self.0.get(folder).cloned();
        pin.ok_or_else(|| codes::imports::not_locked(import.asks, name))
    }

    fn read(&mut self, _: &str, _: &GitFolder, _: &Pin, _: &ContentHash) {}
}

/// The tables that reading fills.
pub struct Tables<'a> {
    /// Texts.
    pub names: &'a Names,
    /// Files.
    pub sources: &'a mut Sources,
    /// What is wrong.
    pub diagnostics: &'a mut Diagnostics,
}

/// Reads everything that the trees import, at the commits that the lock pins.
pub fn load(trees: &[Tree], pins: &Pins, outside: &dyn Outside, tables: Tables<'_>) -> Imports {
    Walk::new(&mut Locked(pins), outside, tables).run(trees)
}

/// The way from the app through all libraries, nearest first, so that a library is known by its
/// shortest way.
struct Walk<'a> {
    pinning: &'a mut dyn Pinning,
    outside: &'a dyn Outside,
    tables: Tables<'a>,
    imports: Imports,
    bases: Vec<Base>,
    known: FxHashMap<Identity, usize>,
    hashes: FxHashMap<usize, ContentHash>,
    waiting: VecDeque<usize>,
}

/// What an import names, with the commit.
enum Resolved<'i> {
    Folder(&'i str),
    Commit(&'i GitFolder, Pin),
}

impl Resolved<'_> {
    fn identity(&self) -> Identity {
        match self {
            Self::Folder(folder) => Identity::Folder((*folder).to_owned()),
            Self::Commit(folder, pin) => {
                let GitFolder { remote, folder, .. } = (*folder).clone();
                Identity::Commit(remote, folder, pin.commit.clone())
            }
        }
    }

    /// As messages call it.
    fn shown(&self, dotted: &str) -> String {
        match self {
            Self::Folder(folder) => (*folder).to_owned(),
            Self::Commit(_, pin) => format!("{dotted} ({})", pin.shown()),
        }
    }
}

/// One library: a folder, or a folder of a repository at a commit.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Identity {
    Folder(String),
    Commit(String, String, String),
}

impl<'a> Walk<'a> {
    fn new(pinning: &'a mut dyn Pinning, outside: &'a dyn Outside, tables: Tables<'a>) -> Self {
        Self {
            pinning,
            outside,
            tables,
            imports: Imports::default(),
            bases: Vec::new(),
            known: FxHashMap::default(),
            hashes: FxHashMap::default(),
            waiting: VecDeque::new(),
        }
    }

    fn run(mut self, trees: &[Tree]) -> Imports {
        self.imports.app = self.links(trees, &Base::Folder(String::new()), &[]);
        while let Some(at) = self.waiting.pop_front() {
            let library = &mut self.imports.libraries[at];
            let (trees, path) = (std::mem::take(&mut library.trees), library.path.clone());
            let base = self.bases[at].clone();
            let links = self.links(&trees, &base, &path);
            let library = &mut self.imports.libraries[at];
            (library.trees, library.imports) = (trees, links);
        }
        circle::find(&self.imports, self.tables.names, self.tables.diagnostics);
        self.imports
    }

    /// What a folder's files import, by name: the order of files means nothing.
    fn links(&mut self, trees: &[Tree], base: &Base, path: &[Symbol]) -> Vec<Link> {
        let names = self.tables.names;
        let blocks = trees.iter().flat_map(|tree| &tree.blocks);
        let blocks = blocks.filter(|block| names.text(block.keyword.name) == "import");
        let mut found: Vec<Import> = blocks
            .filter_map(|block| block::read(block, base, names, self.tables.diagnostics))
            .collect();
        found.sort_by(|a, b| names.text(a.name.name).cmp(names.text(b.name.name)));
        let mut links: Vec<Link> = Vec::with_capacity(found.len());
        for import in found {
            let name = names.text(import.name.name);
            if let Some(first) = links.iter().find(|link| link.name.name == import.name.name) {
                let (second, first) = (import.name.span, first.name.span);
                let twice = codes::names::declared_twice(second, first, "import", name);
                self.tables.diagnostics.push(twice);
                continue;
            }
            let Some(to) = self.library(&import, path) else {
                continue;
            };
            if let Some(first) = links.iter().find(|link| link.to == to) {
                let twice = codes::imports::twice(
                    (import.name.span, name),
                    (first.name.span, names.text(first.name.name)),
                );
                self.tables.diagnostics.push(twice);
                continue;
            }
            links.push(Link {
                name: import.name,
                to,
            });
        }
        links
    }

    /// The library that an import names, read if it is new.
    fn library(&mut self, import: &Import, path: &[Symbol]) -> Option<usize> {
        let mut path = path.to_vec();
        path.push(import.name.name);
        let names = self.tables.names;
        let words: Vec<_> = path.iter().map(|step| names.text(*step)).collect();
        let dotted = words.join(".");
        let resolved = match &import.location {
            Location::Folder(folder) => Resolved::Folder(folder),
            Location::Git(folder) => {
                let pin = self.pinning.pin(import, folder, &dotted);
                Resolved::Commit(folder, self.said(pin)?)
            }
        };
        let identity = resolved.identity();
        if let Some(&known) = self.known.get(&identity) {
            // Two requirements may stand for one commit, and the lock has a line for each.
            let hash = self.hashes.get(&known).cloned();
            let is_sound = self.is_as_locked(import, &resolved, hash.as_ref(), &dotted);
            return is_sound.then_some(known);
        }
        if self.imports.libraries.len() >= MOST_LIBRARIES {
            let many = codes::imports::too_many(import.name.span, MOST_LIBRARIES);
            self.tables.diagnostics.push(many);
            return None;
        }
        let read = match &resolved {
            Resolved::Folder(folder) => self.outside.folder(folder),
            Resolved::Commit(folder, pin) => self.outside.repository(folder, pin),
        };
        let read = read.map_err(|Unread { why, help }| {
            codes::imports::unread(import.source, &dotted, &why, help)
        });
        let files = self.said(read)?;
        let hash = match resolved {
            Resolved::Folder(_) => None,
            Resolved::Commit(..) => Some(ContentHash::of(&files)),
        };
        if !self.is_as_locked(import, &resolved, hash.as_ref(), &dotted) {
            return None;
        }
        let at = self.imports.libraries.len();
        if let Some(hash) = hash {
            self.hashes.insert(at, hash);
        }
        self.known.insert(identity, at);
        self.waiting.push_back(at);
        self.add(import, &resolved, path, resolved.shown(&dotted), files);
        Some(at)
    }

    fn add(
        &mut self,
        import: &Import,
        resolved: &Resolved<'_>,
        path: Vec<Symbol>,
        shown: String,
        mut files: Vec<SourceText>,
    ) {
        files.sort_by(|a, b| a.name.cmp(&b.name));
        let (is_folder, base, between) = match resolved {
            Resolved::Folder(folder) => (true, Base::Folder((*folder).to_owned()), "/"),
            Resolved::Commit(folder, _) => (false, Base::Git((*folder).clone()), ": "),
        };
        let before = self.tables.diagnostics.error_count();
        let mut trees = Vec::with_capacity(files.len());
        for file in files {
            let name = format!("{shown}{between}{}", file.name);
            let id = self.tables.sources.add(name, file.text, Origin::Imported);
            let (sources, names) = (&*self.tables.sources, self.tables.names);
            trees.push(syntax::parse(sources, id, names, self.tables.diagnostics));
        }
        let library = Library {
            shown,
            path,
            is_folder,
            trees,
            imports: Vec::new(),
        };
        if self.tables.diagnostics.error_count() == before {
            self.look_through(import, &library);
        }
        self.imports.libraries.push(library);
        self.bases.push(base);
    }

    /// A library holds components, what types do, and imports; anything else would be an app's.
    fn look_through(&mut self, import: &Import, library: &Library) {
        let names = self.tables.names;
        let mut is_empty = true;
        for block in library.blocks() {
            match names.text(block.keyword.name) {
                "component" | "behavior" => is_empty = false,
                "import" => {}
                other => {
                    let stray = codes::imports::stray(block.header(), other);
                    self.tables.diagnostics.push(stray);
                    is_empty = false;
                }
            }
        }
        if is_empty {
            let empty = codes::imports::empty(import.source, &library.shown);
            self.tables.diagnostics.push(empty);
        }
    }

    /// Whether the content is what the lock says it is.
    fn is_as_locked(
        &mut self,
        import: &Import,
        resolved: &Resolved<'_>,
        hash: Option<&ContentHash>,
        dotted: &str,
    ) -> bool {
        let (Resolved::Commit(folder, pin), Some(hash)) = (resolved, hash) else {
            return true;
        };
        if pin.hash.as_ref().is_some_and(|locked| locked != hash) {
            let shown = resolved.shown(dotted);
            let other = codes::imports::other_content(import.source, &shown, &pin.commit);
            self.tables.diagnostics.push(other);
            return false;
        }
        self.pinning.read(dotted, folder, pin, hash);
        true
    }

    fn said<T>(&mut self, result: Result<T, Diagnostic>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(diagnostic) => {
                self.tables.diagnostics.push(diagnostic);
                None
            }
        }
    }
}
