//! The arena behind values: lists, objects, later values and addresses, each kept once.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::hash::{BuildHasher, Hash};

use elsa::FrozenVec;
use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use super::{Address, Later, LaterId, ListId, ObjectId, Segment, Value};
use crate::names::{Names, Symbol};

/// Where content of a hash is found. The hash is kept beside the place, so that the table grows without
/// looking at the content again.
#[derive(Default)]
struct Index(HashTable<(u32, u32)>);

impl Index {
    fn find(&self, hash: u32, is_it: impl Fn(u32) -> bool) -> Option<u32> {
        let same = |entry: &(u32, u32)| entry.0 == hash && is_it(entry.1);
        self.0.find(spread(hash), same).map(|entry| entry.1)
    }

    fn insert(&mut self, hash: u32, at: u32) {
        let entry_hash = |entry: &(u32, u32)| spread(entry.0);
        self.0.insert_unique(spread(hash), (hash, at), entry_hash);
    }
}

fn hash_of(item: &(impl Hash + ?Sized)) -> u32 {
    let hash = FxBuildHasher.hash_one(item);
    (hash >> 32) as u32 ^ hash as u32
}

/// A hash of 64 bits, as the table wants it.
fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// An arena in which equal slices have one index.
struct Pool<T> {
    items: FrozenVec<Box<[T]>>,
    index: RefCell<Index>,
}

impl<T: Hash + Eq + Copy> Pool<T> {
    fn new() -> Self {
        Self {
            items: FrozenVec::new(),
            index: RefCell::default(),
        }
    }

    fn intern(&self, item: &[T]) -> u32 {
        let hash = hash_of(item);
        let mut index = self.index.borrow_mut();
        if let Some(found) = index.find(hash, |at| self.items[at as usize] == *item) {
            return found;
        }
        let at = self.items.len() as u32;
        self.items.push(item.into());
        index.insert(hash, at);
        at
    }

    fn get(&self, at: u32) -> &[T] {
        &self.items[at as usize]
    }
}

/// An arena of small things that are handed out as copies.
struct Copies<T> {
    items: RefCell<Vec<T>>,
    index: RefCell<Index>,
}

impl<T: Hash + Eq + Copy> Copies<T> {
    fn new() -> Self {
        Self {
            items: RefCell::default(),
            index: RefCell::default(),
        }
    }

    fn intern(&self, item: T) -> u32 {
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

    fn get(&self, at: u32) -> T {
        self.items.borrow()[at as usize]
    }
}

/// Everything that values refer to, of one compilation. Grows through a shared reference.
pub struct Store {
    lists: Pool<Value>,
    objects: Pool<(Symbol, Value)>,
    laters: Copies<Later>,
    addresses: Copies<(Option<Address>, Segment)>,
}

impl Store {
    /// An empty store.
    pub fn new() -> Self {
        Self {
            lists: Pool::new(),
            objects: Pool::new(),
            laters: Copies::new(),
            addresses: Copies::new(),
        }
    }

    /// The list of these elements.
    pub fn list(&self, elements: &[Value]) -> ListId {
        ListId(self.lists.intern(elements))
    }

    /// The elements of a list.
    pub fn elements(&self, list: ListId) -> &[Value] {
        self.lists.get(list.0)
    }

    /// The object of these fields, which must be sorted by the text of their keys, each key once.
    pub fn object(&self, fields: &[(Symbol, Value)]) -> ObjectId {
        ObjectId(self.objects.intern(fields))
    }

    /// The object of these fields in any order; of equal keys the last one wins.
    pub fn object_of(&self, names: &Names, mut fields: Vec<(Symbol, Value)>) -> ObjectId {
        fields.sort_by(|a, b| names.text(a.0).cmp(names.text(b.0)));
        fields.reverse();
        fields.dedup_by_key(|field| field.0);
        fields.reverse();
        self.object(&fields)
    }

    /// The fields of an object, sorted by the text of their keys.
    pub fn fields(&self, object: ObjectId) -> &[(Symbol, Value)] {
        self.objects.get(object.0)
    }

    /// One field of an object.
    pub fn field(&self, object: ObjectId, key: Symbol) -> Option<Value> {
        self.fields(object)
            .iter()
            .find(|field| field.0 == key)
            .map(|field| field.1)
    }

    /// The id of a later value.
    pub fn later(&self, later: Later) -> LaterId {
        LaterId(self.laters.intern(later))
    }

    /// The later value of an id.
    pub fn get_later(&self, id: LaterId) -> Later {
        self.laters.get(id.0)
    }

    /// The address of a segment below `parent`.
    pub fn address(&self, parent: Option<Address>, segment: Segment) -> Address {
        Address(self.addresses.intern((parent, segment)))
    }

    /// What an address is made of: the address above it and its own segment.
    pub fn parts(&self, address: Address) -> (Option<Address>, Segment) {
        self.addresses.get(address.0)
    }

    /// The use at the top level that an address belongs to.
    pub fn root(&self, address: Address) -> Address {
        let mut at = address;
        while let (Some(parent), _) = self.parts(at) {
            at = parent;
        }
        at
    }

    /// An address as people write it: `database.orders.cluster`, `network.main.app["a"]`.
    pub fn address_text(&self, names: &Names, address: Address) -> String {
        let mut text = String::with_capacity(64);
        self.write_address(names, address, &mut text);
        text
    }

    fn write_address(&self, names: &Names, address: Address, text: &mut String) {
        let (parent, segment) = self.parts(address);
        if let Some(parent) = parent {
            self.write_address(names, parent, text);
        }
        match segment {
            Segment::Use(kind, name) => {
                text.push_str(names.text(kind));
                text.push('.');
                text.push_str(names.text(name));
            }
            Segment::Name(name) => {
                text.push('.');
                text.push_str(names.text(name));
            }
            // Writing to a `String` cannot fail.
            Segment::Key(key) => {
                let _ = write!(text, "[{:?}]", names.text(key));
            }
        }
    }
}

impl Default for Store {
    fn default() -> Self {
        Self::new()
    }
}
