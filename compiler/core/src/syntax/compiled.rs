//! The library as it was parsed when the compiler was made: reading that costs a tenth of parsing. Each
//! file has a fingerprint of its text, so that a text that has changed since is parsed.

use serde::{Deserialize, Serialize};

use super::tree::Block;
use super::visit::{self, Moved, Visitor};
use crate::diag::Diagnostics;
use crate::names::{Names, Symbol};
use crate::source::{Origin, Sources, Span};

/// Parsed files, each to be read when it is asked for.
#[derive(Default, Serialize, Deserialize)]
pub struct Compiled<'b>(#[serde(borrow)] Vec<File<'b>>);

#[derive(Serialize, Deserialize)]
struct File<'b> {
    name: &'b str,
    fingerprint: u64,
    /// A [`Content`].
    content: &'b [u8],
}

/// Blocks whose texts are numbers, these texts, and where the file lay.
#[derive(Serialize, Deserialize)]
struct Content<'b> {
    base: u32,
    #[serde(borrow)]
    texts: Vec<&'b str>,
    blocks: Vec<Block>,
}

impl<'b> Compiled<'b> {
    /// What [`compile`] made; nothing, if it did not.
    pub fn open(bytes: &'b [u8]) -> Self {
        postcard::from_bytes(bytes).unwrap_or_default()
    }

    /// The blocks of a file that lies at `base`; none if it was not parsed, or its text was another.
    pub(super) fn find(
        &self,
        name: &str,
        text: &str,
        base: u32,
        names: &Names,
    ) -> Option<Vec<Block>> {
        let file = self.0.iter().find(|file| file.name == name)?;
        if file.fingerprint != fingerprint(text) {
            return None;
        }
        let content: Content<'_> = postcard::from_bytes(file.content).ok()?;
        let texts = content.texts.iter().map(|text| names.intern(text));
        let mut found = Found {
            texts: texts.collect(),
            way: Moved::by(base.wrapping_sub(content.base)),
        };
        let mut blocks = content.blocks;
        visit::blocks(&mut blocks, &mut found);
        Some(blocks)
    }
}

/// Parses files, given as name and text. A file with a fault is left out, to be parsed again with its
/// diagnostics.
pub fn compile(files: &[(String, &str)]) -> Vec<u8> {
    let contents = files.iter().filter_map(|(name, text)| {
        let content = content(name, text)?;
        Some((name, fingerprint(text), content))
    });
    let contents: Vec<_> = contents.collect();
    let files = contents.iter().map(|(name, fingerprint, content)| File {
        name,
        fingerprint: *fingerprint,
        content,
    });
    written(&Compiled(files.collect()))
}

fn content(name: &str, text: &str) -> Option<Vec<u8>> {
    let (mut sources, names) = (Sources::default(), Names::new());
    let mut diagnostics = Diagnostics::default();
    let file = sources.add(name, text, Origin::Stdlib);
    let mut blocks = super::parse(&sources, file, &names, &mut diagnostics).blocks;
    let mut stored = Stored(Vec::new());
    visit::blocks(&mut blocks, &mut stored);
    let texts = stored.0.iter().map(|text| names.text(*text));
    let content = Content {
        base: sources.base(file),
        texts: texts.collect(),
        blocks,
    };
    diagnostics.is_empty().then(|| written(&content))
}

/// Writing to memory cannot fail; what cannot be read is parsed.
fn written(content: &impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(content).unwrap_or_default()
}

/// From a tree to what is stored: the texts so far.
struct Stored(Vec<Symbol>);

impl Visitor for Stored {
    fn place(&mut self, _: &mut Span) {}

    fn text(&mut self, text: &mut Symbol) {
        let known = self.0.iter().position(|known| known == text);
        let at = known.unwrap_or_else(|| {
            self.0.push(*text);
            self.0.len() - 1
        });
        *text = Symbol::stored(at as u32);
    }
}

/// From what is stored to a tree.
struct Found {
    texts: Vec<Symbol>,
    way: Moved,
}

impl Visitor for Found {
    fn place(&mut self, span: &mut Span) {
        self.way.place(span);
    }

    fn text(&mut self, text: &mut Symbol) {
        *text = self.texts[text.index()];
    }
}

/// A number that is another one for another text, and for another form of trees.
fn fingerprint(text: &str) -> u64 {
    const TREES: u64 = hash(0, include_bytes!("tree.rs"));
    hash(TREES, text.as_bytes())
}

/// FNV-1a, eight bytes a step; the same on every machine.
const fn hash(seed: u64, bytes: &[u8]) -> u64 {
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let (words, rest) = bytes.as_chunks::<8>();
    let mut hash = seed ^ 0xcbf2_9ce4_8422_2325 ^ bytes.len() as u64;
    let mut at = 0;
    while at < words.len() {
        hash = (hash ^ u64::from_le_bytes(words[at])).wrapping_mul(PRIME);
        hash ^= hash >> 32;
        at += 1;
    }
    at = 0;
    while at < rest.len() {
        hash = (hash ^ rest[at] as u64).wrapping_mul(PRIME);
        at += 1;
    }
    hash
}
