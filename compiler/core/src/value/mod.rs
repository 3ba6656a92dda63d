//! Values of the language: sixteen bytes each, with everything larger kept once in a [`Store`].
//! Two values of one store are equal exactly when they are equal bit by bit, so comparing a whole
//! subtree is comparing two numbers, and regions share what they have in common.

mod store;

use std::cmp::Ordering;

pub use store::Store;

use crate::names::Symbol;
use crate::units_of_measure::Quantity;

/// A value. `Copy`, because all structure is behind an id of the store.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Value {
    /// Unset.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with a fraction.
    Number(Number),
    /// Text.
    Text(Symbol),
    /// A quantity with its unit of measure.
    Quantity(Quantity),
    /// A list (also a set, then sorted and without doubles).
    List(ListId),
    /// An object or a map; keys sorted by text.
    Object(ObjectId),
    /// A value that is known at deployment only.
    Later(LaterId),
    /// A resource itself, at the site of whoever holds the value.
    Resource(Address),
    /// A use of a component itself.
    Use(InstanceId),
    /// Something that exists already and is not ours.
    Existing(u32),
    /// A tier.
    Tier(u32),
}

impl Value {
    /// A number; a whole one is an int, so that equal numbers are equal values. None if it is not
    /// finite.
    pub fn number(number: f64) -> Option<Self> {
        if number.fract() == 0.0 && number.abs() < 9e15 {
            return Some(Value::Int(number as i64));
        }
        Number::new(number).map(Value::Number)
    }

    /// How much a number or a quantity is; none for what is neither. From 2^53 on, neighbours are one.
    #[allow(clippy::cast_precision_loss)] // Counts and amounts that are mixed with fractions stay below.
    pub fn amount(self) -> Option<f64> {
        match self {
            Value::Int(int) => Some(int as f64),
            Value::Number(number) => Some(number.get()),
            Value::Quantity(quantity) => Some(quantity.amount as f64),
            _ => None,
        }
    }

    /// How two numbers compare, or two quantities of one dimension; none for all else.
    pub fn compare(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Value::Int(a), Value::Int(b)) => Some(a.cmp(&b)),
            (Value::Quantity(a), Value::Quantity(b)) => {
                (a.dimension == b.dimension).then(|| a.amount.cmp(&b.amount))
            }
            (Value::Quantity(_), _) | (_, Value::Quantity(_)) => None,
            (a, b) => a.amount()?.partial_cmp(&b.amount()?),
        }
    }
}

/// A finite number, compared and hashed by its bits (`-0.0` is stored as `0.0`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Number(u64);

impl Number {
    /// None for infinities and for what is not a number.
    pub fn new(number: f64) -> Option<Self> {
        number.is_finite().then(|| {
            Self(if number == 0.0 {
                0.0_f64.to_bits()
            } else {
                number.to_bits()
            })
        })
    }

    /// As a floating-point number.
    pub fn get(self) -> f64 {
        f64::from_bits(self.0)
    }
}

/// A list in a [`Store`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ListId(pub(crate) u32);

/// An object in a [`Store`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ObjectId(pub(crate) u32);

/// A later value in a [`Store`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct LaterId(pub(crate) u32);

/// The address of a use, a resource or an element, without its site.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Address(pub(crate) u32);

/// One use of a component in the expanded app (all its sites together).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct InstanceId(pub u32);

/// One of the app's regions, by its place in their list. With the account of a use it is a site.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SiteId(pub u16);

/// An account of the app: the index into its list of accounts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub struct AccountId(pub u16);

impl AccountId {
    /// What `account` of the app says; where uses stand that name none.
    pub const MAIN: Self = Self(0);
}

/// A value known at deployment only. References are relative: to the site of the resource that
/// holds them, so that two regions share one value.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Later {
    /// An attribute of a resource, or what `Ref` gives when the attribute is `ref`.
    Attribute(Address, Symbol),
    /// A parameter of the app.
    Param(Symbol),
    /// What the target itself knows of where it runs: `AccountId`, `Partition`, `UrlSuffix`.
    Pseudo(Symbol),
    /// Parts put together to one text: texts and later values.
    Template(ListId),
    /// A value encoded as JSON text, with later values inside.
    Json(Value),
    /// A later text in which every occurrence of the second is the third.
    Replace(LaterId, Symbol, Symbol),
    /// A value as it is at another site.
    Elsewhere(SiteId, LaterId),
}

/// A segment of an address below its use.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Segment {
    /// A use at the top level: kind and name.
    Use(Symbol, Symbol),
    /// A resource or an inner use.
    Name(Symbol),
    /// An element: a key of `for_each`.
    Key(Symbol),
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::Value;
    use crate::units_of_measure::{Dimension, Quantity};

    #[test]
    fn what_has_an_order_is_compared_exactly() {
        let number = |number| Value::number(number).unwrap();
        let of = |dimension, amount| Value::Quantity(Quantity { dimension, amount });
        let larger = i64::MAX;
        let pairs = [
            (
                Value::Int(larger - 1),
                Value::Int(larger),
                Some(Ordering::Less),
            ),
            (number(2.5), Value::Int(2), Some(Ordering::Greater)),
            (number(2.0), Value::Int(2), Some(Ordering::Equal)),
            (
                of(Dimension::Bytes, larger - 1),
                of(Dimension::Bytes, larger),
                Some(Ordering::Less),
            ),
            (of(Dimension::Bytes, 1), of(Dimension::Duration, 2), None),
            (of(Dimension::Bytes, 1), Value::Int(2), None),
            (Value::Null, Value::Int(2), None),
        ];
        for (a, b, order) in pairs {
            assert_eq!(a.compare(b), order, "{a:?} and {b:?}");
            assert_eq!(
                b.compare(a),
                order.map(Ordering::reverse),
                "{b:?} and {a:?}"
            );
        }
    }
}
