//! Addresses as texts with their logical ids, one behind the other: what an address has in common with
//! the one before it is put together once.

use super::logical_id::{finish, is_plain_part, push_camel_case};
use crate::names::Names;
use crate::value::{Address, Store};

/// The texts of one address and of all above it.
pub(super) struct Lineage<'a> {
    names: &'a Names,
    store: &'a Store,
    address: String,
    id: String,
    above: Vec<Mark>,
}

/// How far the texts belong to an address.
#[derive(Clone, Copy, Default)]
struct Mark {
    of: Option<Address>,
    address: usize,
    id: usize,
    /// Whether every word so far leads back from camel case.
    is_plain: bool,
}

impl<'a> Lineage<'a> {
    pub fn new(names: &'a Names, store: &'a Store) -> Self {
        Self {
            names,
            store,
            address: String::new(),
            id: String::new(),
            above: Vec::new(),
        }
    }

    /// The text of an address, and the logical id that comes from it.
    pub fn of(&mut self, address: Address) -> (&str, &str) {
        let (above, _) = self.store.parts(address);
        let mark = above.map_or_else(Mark::root, |above| self.enter(above));
        self.back_to(mark);
        let last = self.append(address, mark.is_plain);
        finish(&mut self.id, &self.address, last.is_plain);
        (&self.address, &self.id)
    }

    /// Makes the texts those of an address.
    fn enter(&mut self, address: Address) -> Mark {
        let known = |mark: &Mark| mark.of == Some(address);
        if let Some(at) = self.above.iter().rposition(known) {
            self.above.truncate(at + 1);
            return self.above[at];
        }
        let (above, _) = self.store.parts(address);
        let mark = match above {
            Some(above) => self.enter(above),
            None => {
                self.above.clear();
                Mark::root()
            }
        };
        self.back_to(mark);
        let mark = self.append(address, mark.is_plain);
        self.above.push(mark);
        mark
    }

    fn back_to(&mut self, mark: Mark) {
        self.address.truncate(mark.address);
        self.id.truncate(mark.id);
    }

    /// Appends the own part of an address.
    fn append(&mut self, address: Address, is_plain: bool) -> Mark {
        let from = self.address.len();
        let (_, own) = self.store.parts(address);
        own.write(self.names, &mut self.address);
        push_camel_case(&mut self.id, &self.address[from..]);
        Mark {
            of: Some(address),
            address: self.address.len(),
            id: self.id.len(),
            is_plain: is_plain && is_plain_part(&self.address[from..], from == 0),
        }
    }
}

impl Mark {
    /// Above all addresses.
    fn root() -> Self {
        Self {
            is_plain: true,
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::logical_id::logical_id;
    use super::Lineage;
    use crate::names::Names;
    use crate::value::{Segment, Store};

    #[test]
    fn relatives_are_what_they_are_alone() {
        let (names, store) = (Names::new(), Store::new());
        let longest = "x".repeat(300);
        let text = |text: &str| names.intern(text);
        let mut addresses = Vec::new();
        for (kind, name) in [
            ("service", "api"),
            ("service", "api_2"),
            ("a.b", "api"),
            ("network", longest.as_str()),
            ("resource", "aUdit"),
        ] {
            let used = store.address(None, Segment::Use(text(kind), text(name)));
            addresses.push(used);
            let (name, key) = (
                |name| Segment::Name(text(name)),
                |key| Segment::Key(text(key)),
            );
            for own in [name("task"), key("a.b"), name("a1b2c3"), name("in_ner")] {
                let inner = store.address(Some(used), own);
                let deep = store.address(Some(inner), key("a"));
                addresses.extend([inner, deep, store.address(Some(deep), name("Task"))]);
            }
        }
        // In an order in which relatives stand together, and in one in which they do not.
        let mut mixed = addresses.clone();
        mixed.sort_by_key(|address| address.0.wrapping_mul(0x9e37_79b9));
        let mut lineage = Lineage::new(&names, &store);
        for address in addresses.into_iter().chain(mixed) {
            let alone = store.address_text(&names, address);
            assert_eq!(
                lineage.of(address),
                (alone.as_str(), logical_id(&alone).as_str())
            );
        }
    }
}
