//! Where content of one kind is kept for good, each piece once. Everything grows in parts of a fixed
//! size: what is there already is never copied to a larger place, which would touch as much memory
//! again.

use std::cell::RefCell;
use std::hash::{BuildHasher, Hash};
use std::num::NonZeroU32;
use std::ops;

use elsa::FrozenVec;
use rustc_hash::FxBuildHasher;

/// How many pieces a part has.
const PART: usize = 1024;

/// A hash of 32 bits.
pub(crate) fn hash_of(item: &(impl Hash + ?Sized)) -> u32 {
    let hash = FxBuildHasher.hash_one(item);
    (hash >> 32) as u32 ^ hash as u32
}

/// Where content of a hash is found: many small tables, each of which grows by itself. The hash is kept
/// beside the place, so that looking for something looks at hardly any other content, and growing at
/// none.
pub(crate) struct Index {
    tables: Box<[Table]>,
}

/// Places by hash, with open addressing: a place stands where its hash wants it, or in the next free
/// entry behind. So most searches touch one line of memory.
#[derive(Default)]
struct Table {
    /// Hash and place; as many as a power of two.
    entries: Vec<Option<(u32, Place)>>,
    used: usize,
}

/// A place, which is never the largest number.
#[derive(Clone, Copy)]
struct Place(NonZeroU32);

impl Index {
    /// How many bits of the hash choose a table.
    const BITS: u32 = 6;

    pub fn new() -> Self {
        let tables = std::iter::repeat_with(Table::default);
        Self {
            tables: tables.take(1 << Self::BITS).collect(),
        }
    }

    #[inline]
    pub fn find(&self, hash: u32, is_it: impl Fn(u32) -> bool) -> Option<u32> {
        let table = &self.tables[Self::table(hash)];
        let mut at = table.start(hash);
        // There is always a free entry.
        while let Some(&Some((known, place))) = table.entries.get(at) {
            if known == hash && is_it(place.get()) {
                return Some(place.get());
            }
            at = (at + 1) & (table.entries.len() - 1);
        }
        None
    }

    pub fn insert(&mut self, hash: u32, at: u32) {
        self.tables[Self::table(hash)].insert(hash, Place::new(at));
    }

    fn table(hash: u32) -> usize {
        (hash.wrapping_mul(0x9e37_79b9) >> (32 - Self::BITS)) as usize
    }
}

impl Table {
    /// How many entries a table begins with.
    const LEAST: usize = 16;

    fn start(&self, hash: u32) -> usize {
        let spread = u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (spread >> 32) as usize & self.entries.len().saturating_sub(1)
    }

    fn insert(&mut self, hash: u32, place: Place) {
        // A quarter stays free, so that searches end soon.
        if (self.used + 1) * 4 > self.entries.len() * 3 {
            let larger = (self.entries.len() * 2).max(Self::LEAST);
            let before = std::mem::replace(&mut self.entries, vec![None; larger]);
            for (hash, place) in before.into_iter().flatten() {
                self.put(hash, place);
            }
        }
        self.put(hash, place);
        self.used += 1;
    }

    fn put(&mut self, hash: u32, place: Place) {
        let mut at = self.start(hash);
        while self.entries[at].is_some() {
            at = (at + 1) & (self.entries.len() - 1);
        }
        self.entries[at] = Some((hash, place));
    }
}

impl Place {
    fn new(at: u32) -> Self {
        Self(NonZeroU32::MIN.saturating_add(at))
    }

    fn get(self) -> u32 {
        self.0.get() - 1
    }
}

/// Slices or texts, numbered, each once. Grows through a shared reference.
pub(crate) struct Pool<T: ?Sized> {
    parts: FrozenVec<Box<FrozenVec<Box<T>>>>,
    index: RefCell<Index>,
    /// Which pieces were put in more than once.
    again: RefCell<Bits>,
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
            self.again.borrow_mut().set(found);
            return found;
        }
        let at = self.len() as u32;
        self.push(item.into());
        index.insert(hash, at);
        at
    }

    /// Notes that a piece is used once more.
    pub fn comes_again(&self, at: u32) {
        self.again.borrow_mut().set(at);
    }

    /// Whether a piece was put in more than once.
    pub fn came_again(&self, at: u32) -> bool {
        self.again.borrow().has(at)
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

/// A set of numbers.
#[derive(Default)]
struct Bits(Vec<u64>);

impl Bits {
    fn set(&mut self, at: u32) {
        let word = (at / u64::BITS) as usize;
        if self.0.len() <= word {
            self.0.resize((word + 1).next_power_of_two(), 0);
        }
        self.0[word] |= 1 << (at % u64::BITS);
    }

    fn has(&self, at: u32) -> bool {
        let word = self.0.get((at / u64::BITS) as usize);
        word.is_some_and(|word| word & (1 << (at % u64::BITS)) != 0)
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
