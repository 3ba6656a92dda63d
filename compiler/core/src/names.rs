//! Interned text. Every name, object key and string value of one compilation is a [`Symbol`]:
//! four bytes, compared by number.

use serde::{Deserialize, Serialize};

use crate::arena::Pool;

/// A piece of text in a [`Names`] table. Two symbols of one table are equal exactly when their
/// texts are. The numeric order means nothing: sort by text where order reaches the output.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Symbol(u32);

impl Symbol {
    /// A place in a list of texts that is stored with a tree, to be replaced when the tree is read.
    pub(crate) fn stored(at: u32) -> Self {
        Self(at)
    }

    /// The position in the table, for arrays indexed by symbol.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The table of all texts of one compilation. Grows through a shared reference and never forgets.
pub struct Names(Pool<str>);

impl Names {
    /// An empty table.
    pub fn new() -> Self {
        Self(Pool::new())
    }

    /// The symbol of `text`, made if it is new.
    pub fn intern(&self, text: &str) -> Symbol {
        Symbol(self.0.intern(text))
    }

    /// The symbol of `text` if it was interned before.
    pub fn find(&self, text: &str) -> Option<Symbol> {
        self.0.find(text).map(Symbol)
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The text of a symbol of this table.
    pub fn text(&self, symbol: Symbol) -> &str {
        self.0.get(symbol.0)
    }
}

impl Default for Names {
    fn default() -> Self {
        Self::new()
    }
}
