//! The arena behind values: lists, objects, later values and addresses, each kept once.

use std::fmt::Write as _;

use super::{Address, Later, LaterId, ListId, ObjectId, Segment, Value};
use crate::arena::{Copies, Pool};
use crate::names::{Names, Symbol};

/// Everything that values refer to, of one compilation. Grows through a shared reference.
pub struct Store {
    lists: Pool<[Value]>,
    objects: Pool<[(Symbol, Value)]>,
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

    /// How many things are in it.
    pub fn len(&self) -> usize {
        self.lists.len() + self.objects.len() + self.laters.len() + self.addresses.len()
    }

    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
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

    /// What of an address is a use at the top level: the element, where the use has elements.
    pub fn use_of(&self, address: Address) -> Address {
        let mut element = address;
        let mut at = address;
        while let (Some(parent), segment) = self.parts(at) {
            element = match segment {
                Segment::Key(_) => at,
                Segment::Use(..) | Segment::Name(_) => parent,
            };
            at = parent;
        }
        element
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
        segment.write(names, text);
    }
}

impl Segment {
    /// Appends the segment as it stands in an address.
    pub fn write(self, names: &Names, text: &mut String) {
        match self {
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
