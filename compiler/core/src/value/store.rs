//! The arena behind values: lists, objects, later values and addresses, each kept once.

use std::cell::RefCell;
use std::fmt::Write as _;

use super::{Address, Later, LaterId, ListId, ObjectId, Segment, Value};
use crate::arena::{Copies, Parts, Pool};
use crate::names::{Names, Symbol};

/// Everything that values refer to, of one compilation. Grows through a shared reference.
pub struct Store {
    lists: Pool<[Value]>,
    objects: Pool<[(Symbol, Value)]>,
    laters: Copies<Later>,
    addresses: Copies<(Option<Address>, Segment)>,
    weights: Weights,
}

/// How many values each thing holds, counted as often as they stand in it.
struct Weights {
    lists: RefCell<Parts<u32>>,
    objects: RefCell<Parts<u32>>,
    laters: RefCell<Parts<u32>>,
}

impl Store {
    /// An empty store.
    pub fn new() -> Self {
        Self {
            lists: Pool::new(),
            objects: Pool::new(),
            laters: Copies::new(),
            addresses: Copies::new(),
            weights: Weights {
                lists: RefCell::new(Parts::new()),
                objects: RefCell::new(Parts::new()),
                laters: RefCell::new(Parts::new()),
            },
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
        let before = self.lists.len();
        let id = self.lists.intern(elements);
        if self.lists.len() > before {
            let weight = self.sum(elements.iter().copied());
            self.weights.lists.borrow_mut().push(weight);
        }
        ListId(id)
    }

    /// The elements of a list.
    pub fn elements(&self, list: ListId) -> &[Value] {
        self.lists.get(list.0)
    }

    /// The object of these fields, which must be sorted by the text of their keys, each key once.
    pub fn object(&self, fields: &[(Symbol, Value)]) -> ObjectId {
        let before = self.objects.len();
        let id = self.objects.intern(fields);
        if self.objects.len() > before {
            let weight = self.sum(fields.iter().map(|field| field.1));
            self.weights.objects.borrow_mut().push(weight);
        }
        ObjectId(id)
    }

    /// The object of these fields in any order; of equal keys the last one wins.
    pub fn object_of(&self, names: &Names, mut fields: Vec<(Symbol, Value)>) -> ObjectId {
        let in_order = |pair: &[(Symbol, Value)]| names.text(pair[0].0) < names.text(pair[1].0);
        if fields.windows(2).all(in_order) {
            return self.object(&fields);
        }
        fields.sort_by(|a, b| names.text(a.0).cmp(names.text(b.0)));
        fields.reverse();
        fields.dedup_by_key(|field| field.0);
        fields.reverse();
        self.object(&fields)
    }

    /// An object with the fields of another over it.
    pub fn over(&self, names: &Names, below: ObjectId, above: ObjectId) -> ObjectId {
        let (mut below, mut above) = (self.fields(below), self.fields(above));
        let mut fields = Vec::with_capacity(below.len() + above.len());
        while let (Some((low, rest_below)), Some((high, rest_above))) =
            (below.split_first(), above.split_first())
        {
            if low.0 == high.0 {
                (below, above) = (rest_below, rest_above);
                fields.push(*high);
            } else if names.text(low.0) < names.text(high.0) {
                below = rest_below;
                fields.push(*low);
            } else {
                above = rest_above;
                fields.push(*high);
            }
        }
        fields.extend(below.iter().chain(above));
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
        let before = self.laters.len();
        let id = self.laters.intern(later);
        if self.laters.len() > before {
            let weight = match later {
                Later::Template(parts) => self.weight(Value::List(parts)),
                Later::Json(value) => self.weight(value),
                Later::Replace(of, ..) | Later::Elsewhere(_, of) => self.weight(Value::Later(of)),
                Later::Attribute(..) | Later::Param(_) | Later::Pseudo(_) => 1,
            };
            self.weights.laters.borrow_mut().push(weight);
        }
        LaterId(id)
    }

    /// Notes that an object is used once more without being made again.
    pub fn comes_again(&self, object: ObjectId) {
        self.objects.comes_again(object.0);
    }

    /// Whether a list or an object was made more than once: then it is likely to be met again, and worth
    /// the while to remember what was found of it.
    pub fn came_again(&self, value: Value) -> bool {
        match value {
            Value::List(list) => self.lists.came_again(list.0),
            Value::Object(object) => self.objects.came_again(object.0),
            _ => false,
        }
    }

    /// How many values a value holds, itself and all inside of it, counted as often as they stand
    /// there: what it costs to go through all of it, or to write it. What is shared is kept once.
    pub fn weight(&self, value: Value) -> u32 {
        match value {
            Value::List(ListId(at)) => self.weights.lists.borrow()[at as usize],
            Value::Object(ObjectId(at)) => self.weights.objects.borrow()[at as usize],
            Value::Later(LaterId(at)) => self.weights.laters.borrow()[at as usize],
            Value::Null
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Number(_)
            | Value::Text(_)
            | Value::Quantity(_)
            | Value::Resource(_)
            | Value::Use(_)
            | Value::Existing(_)
            | Value::Tier(_) => 1,
        }
    }

    fn sum(&self, values: impl Iterator<Item = Value>) -> u32 {
        let weights = values.map(|value| self.weight(value));
        weights.fold(1, u32::saturating_add)
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
