//! Where content of one kind is kept for good, each piece once. Everything grows in parts of a fixed
//! size: what is there already is never copied to a larger place, which would touch as much memory
//! again.

use std::cell::RefCell;
use std::hash::{BuildHasher, Hash};
use std::ops;

use elsa::FrozenVec;
use fixedbitset::FixedBitSet;
use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

/// How many pieces a part has.
const PART: usize = 1024;

/// A hash of 32 bits.
pub(crate) fn hash_of(item: &(impl Hash + ?Sized)) -> u32 {
    let hash = FxBuildHasher.hash_one(item);
    (hash >> 32) as u32 ^ hash as u32
}

/// Where content of a hash is found: many small tables, each of which grows by itself. The hash is kept
/// beside the place, so that they grow without looking at the content again.
pub(crate) struct Index {
    tables: Box<[HashTable<(u32, u32)>]>,
}

impl Index {
    /// How many bits of the hash choose a table.
    const BITS: u32 = 6;

    pub fn new() -> Self {
        let tables = std::iter::repeat_with(HashTable::new);
        Self {
            tables: tables.take(1 << Self::BITS).collect(),
        }
    }

    #[inline]
    pub fn find(&self, hash: u32, is_it: impl Fn(u32) -> bool) -> Option<u32> {
        let same = |entry: &(u32, u32)| entry.0 == hash && is_it(entry.1);
        let table = &self.tables[Self::table(hash)];
        table.find(spread(hash), same).map(|entry| entry.1)
    }

    pub fn insert(&mut self, hash: u32, at: u32) {
        let entry_hash = |entry: &(u32, u32)| spread(entry.0);
        self.tables[Self::table(hash)].insert_unique(spread(hash), (hash, at), entry_hash);
    }

    fn table(hash: u32) -> usize {
        (hash.wrapping_mul(0x9e37_79b9) >> (32 - Self::BITS)) as usize
    }
}

/// A hash of 64 bits, as the tables want it.
fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Slices or texts, numbered, each once. Grows through a shared reference.
pub(crate) struct Pool<T: ?Sized> {
    parts: FrozenVec<Box<FrozenVec<Box<T>>>>,
    index: RefCell<Index>,
    /// Which pieces were put in more than once.
    again: RefCell<FixedBitSet>,
}

impl<T: ?Sized + Hash + Eq> Pool<T> {
    pub fn new() -> Self {
        Self {
            parts: FrozenVec::new(),
            index: RefCell::new(Index::new()),
            again: RefCell::default(),
        }
    }

    pub fn intern<'t>(&self, item: &'t T) -> u32
    where
        Box<T>: From<&'t T>,
    {
        let hash = hash_of(item);
        let mut index = self.index.borrow_mut();
        if let Some(found) = index.find(hash, |at| self.get(at) == item) {
            self.comes_again(found);
            return found;
        }
        let at = self.len() as u32;
        self.push(item.into());
        index.insert(hash, at);
        at
    }

    /// Notes that a piece is used once more.
    pub fn comes_again(&self, at: u32) {
        self.again.borrow_mut().grow_and_insert(at as usize);
    }

    /// Whether a piece was put in more than once.
    pub fn came_again(&self, at: u32) -> bool {
        self.again.borrow().contains(at as usize)
    }

    pub fn find(&self, item: &T) -> Option<u32> {
        let index = self.index.borrow();
        index.find(hash_of(item), |at| self.get(at) == item)
    }

    fn push(&self, item: Box<T>) {
        let part = match self.parts.last() {
            Some(last) if last.len() < PART => last,
            _ => {
                let part = FrozenVec::from(Vec::with_capacity(PART));
                self.parts.push_get(Box::new(part))
            }
        };
        part.push(item);
    }

    pub fn len(&self) -> usize {
        let before = self.parts.len().saturating_sub(1) * PART;
        before + self.parts.last().map_or(0, FrozenVec::len)
    }

    pub fn get(&self, at: u32) -> &T {
        &self.parts[at as usize / PART][at as usize % PART]
    }
}

/// Small things that are handed out as copies, numbered, each once.
pub(crate) struct Copies<T> {
    items: RefCell<Parts<T>>,
    index: RefCell<Index>,
}

impl<T: Hash + Eq + Copy> Copies<T> {
    pub fn new() -> Self {
        Self {
            items: RefCell::new(Parts::new()),
            index: RefCell::new(Index::new()),
        }
    }

    pub fn intern(&self, item: T) -> u32 {
        let hash = hash_of(&item);
        let (mut items, mut index) = (self.items.borrow_mut(), self.index.borrow_mut());
        if let Some(found) = index.find(hash, |at| items[at as usize] == item) {
            return found;
        }
        let at = items.len() as u32;
        items.push(item);
        index.insert(hash, at);
        at
    }

    pub fn len(&self) -> usize {
        self.items.borrow().len()
    }

    pub fn get(&self, at: u32) -> T {
        self.items.borrow()[at as usize]
    }
}

/// A list that grows by parts.
pub(crate) struct Parts<T>(Vec<Vec<T>>);

impl<T> Parts<T> {
    pub fn new() -> Self {
        Self(Vec::new())
    }

    pub fn len(&self) -> usize {
        let before = self.0.len().saturating_sub(1) * PART;
        before + self.0.last().map_or(0, Vec::len)
    }

    pub fn push(&mut self, item: T) {
        match self.0.last_mut() {
            Some(last) if last.len() < PART => last.push(item),
            _ => {
                let mut part = Vec::with_capacity(PART);
                part.push(item);
                self.0.push(part);
            }
        }
    }
}

impl<T> ops::Index<usize> for Parts<T> {
    type Output = T;

    fn index(&self, at: usize) -> &T {
        &self.0[at / PART][at % PART]
    }
}

impl<T> ops::IndexMut<usize> for Parts<T> {
    fn index_mut(&mut self, at: usize) -> &mut T {
        &mut self.0[at / PART][at % PART]
    }
}
