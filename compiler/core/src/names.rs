//! Interned text. Every name, object key and string value of one compilation is a [`Symbol`]:
//! four bytes, compared by number.

use std::cell::RefCell;
use std::hash::{BuildHasher, Hash};

use elsa::FrozenVec;
use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

/// A piece of text in a [`Names`] table. Two symbols of one table are equal exactly when their
/// texts are. The numeric order means nothing: sort by text where order reaches the output.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Symbol(u32);

impl Symbol {
    /// The position in the table, for arrays indexed by symbol.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The table of all texts of one compilation. Grows through a shared reference and never forgets.
pub struct Names {
    texts: FrozenVec<Box<str>>,
    /// Hash and position: with the hash at hand the table grows without looking at the texts again.
    table: RefCell<HashTable<(u64, u32)>>,
}

impl Names {
    /// An empty table.
    pub fn new() -> Self {
        Self {
            texts: FrozenVec::new(),
            table: RefCell::new(HashTable::new()),
        }
    }

    /// The symbol of `text`, made if it is new.
    pub fn intern(&self, text: &str) -> Symbol {
        let hash = hash(text);
        let mut table = self.table.borrow_mut();
        if let Some(&(_, found)) = table.find(hash, |entry| self.is(entry, hash, text)) {
            return Symbol(found);
        }
        let id = self.texts.len() as u32;
        self.texts.push(text.into());
        table.insert_unique(hash, (hash, id), |entry| entry.0);
        Symbol(id)
    }

    fn is(&self, entry: &(u64, u32), hash: u64, text: &str) -> bool {
        entry.0 == hash && &self.texts[entry.1 as usize] == text
    }

    /// The symbol of `text` if it was interned before.
    pub fn find(&self, text: &str) -> Option<Symbol> {
        let (table, hash) = (self.table.borrow(), hash(text));
        table
            .find(hash, |entry| self.is(entry, hash, text))
            .map(|entry| Symbol(entry.1))
    }

    /// The text of a symbol of this table.
    pub fn text(&self, symbol: Symbol) -> &str {
        &self.texts[symbol.index()]
    }
}

impl Default for Names {
    fn default() -> Self {
        Self::new()
    }
}

fn hash(text: impl Hash) -> u64 {
    FxBuildHasher.hash_one(text)
}
