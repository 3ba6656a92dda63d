//! What can be wrong with a property, with all the facts.

use std::fmt::{self, Write as _};

use crate::names::{Names, Symbol};
use crate::schema::TypeMask;
use crate::units_of_measure::Dimension;
use crate::value::Value;

/// A step to a property.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PathStep {
    /// A property or the key of a map.
    Name(Symbol),
    /// An element of a list, from 0.
    Index(u32),
}

/// Where a property is, from the resource's properties down. Empty: the properties as a whole.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct PropertyPath(pub Box<[PathStep]>);

impl PropertyPath {
    /// As people write it: `Environment[2].Value`.
    pub fn text(&self, names: &Names) -> String {
        let mut text = String::new();
        for step in &self.0 {
            match step {
                PathStep::Name(name) => {
                    if !text.is_empty() {
                        text.push('.');
                    }
                    text.push_str(names.text(*name));
                }
                PathStep::Index(index) => {
                    // Writing to a `String` cannot fail.
                    let _ = write!(text, "[{index}]");
                }
            }
        }
        text
    }
}

/// What a value is, for messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Found {
    /// Unset, where something must be (an element of a list).
    Null,
    /// True or false.
    Bool,
    /// A whole number.
    Int,
    /// A number with a fraction.
    Number,
    /// Text.
    Text,
    /// A list.
    List,
    /// An object.
    Object,
    /// A value that is known at deployment only.
    Later,
    /// A quantity, which must be turned into a number in a unit first.
    Quantity(Dimension),
    /// A resource itself.
    Resource,
    /// A use of a component itself.
    Use,
    /// Something that exists already.
    Existing,
    /// A tier.
    Tier,
}

impl Found {
    /// What `value` is.
    pub fn of(value: Value) -> Self {
        match value {
            Value::Null => Found::Null,
            Value::Bool(_) => Found::Bool,
            Value::Int(_) => Found::Int,
            Value::Number(_) => Found::Number,
            Value::Text(_) => Found::Text,
            Value::Quantity(quantity) => Found::Quantity(quantity.dimension),
            Value::List(_) => Found::List,
            Value::Object(_) => Found::Object,
            Value::Later(_) => Found::Later,
            Value::Resource(_) => Found::Resource,
            Value::Use(_) => Found::Use,
            Value::Existing(_) => Found::Existing,
            Value::Tier(_) => Found::Tier,
        }
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Found::Null => "null",
            Found::Bool => "true or false",
            Found::Int => "a whole number",
            Found::Number => "a number",
            Found::Text => "a string",
            Found::List => "a list",
            Found::Object => "an object",
            Found::Later => "a single value that is known at deployment",
            Found::Quantity(dimension) => return write!(f, "a {}", dimension.name()),
            Found::Resource => "a resource",
            Found::Use => "a use of a component",
            Found::Existing => "something that exists already",
            Found::Tier => "a tier",
        })
    }
}

/// What is wrong.
#[derive(Clone, PartialEq, Debug)]
#[expect(missing_docs, reason = "each field is named by what it is")]
pub enum ViolationKind {
    /// The property does not exist; `path` is where it would be.
    UnknownProperty {
        suggestion: Option<Symbol>,
    },
    /// The property's name fits none of the patterns that names have here.
    UnknownName {
        patterns: Box<[Box<str>]>,
    },
    /// The service sets it, nobody else.
    ReadOnly,
    /// A value of another type.
    WrongType {
        expected: TypeMask,
        found: Found,
    },
    /// A property that must be set is not.
    Missing {
        property: Symbol,
    },
    /// Not one of the values that are allowed.
    NotAllowed {
        value: Value,
        allowed: Box<[Value]>,
        suggestion: Option<Value>,
    },
    /// The text does not fit the pattern.
    Pattern {
        text: Symbol,
        pattern: Box<str>,
    },
    /// The text is not what the schema's format says.
    Format {
        text: Symbol,
        format: Symbol,
    },
    /// Too few or too many characters; the limit is the schema's.
    TooShort {
        length: u64,
        least: u64,
    },
    TooLong {
        length: u64,
        most: u64,
    },
    /// Out of range; `exclusive` when the limit itself is out, too.
    TooSmall {
        value: Value,
        least: f64,
        exclusive: bool,
    },
    TooLarge {
        value: Value,
        most: f64,
        exclusive: bool,
    },
    /// Not a multiple.
    NotAMultiple {
        value: Value,
        of: f64,
    },
    /// Too few or too many elements.
    TooFewItems {
        count: u64,
        least: u64,
    },
    TooManyItems {
        count: u64,
        most: u64,
    },
    /// Too many different elements.
    TooManyDifferent {
        count: u64,
        most: u64,
    },
    /// Two elements are equal.
    Duplicate {
        first: u32,
        second: u32,
    },
    /// Two elements agree in the keys that tell elements apart.
    DuplicateKey {
        keys: Box<[Symbol]>,
        first: u32,
        second: u32,
    },
    /// Too few or too many properties or keys.
    TooFewProperties {
        count: u64,
        least: u64,
    },
    TooManyProperties {
        count: u64,
        most: u64,
    },
    /// None of the alternatives fits; `closest` is what keeps the nearest one from fitting.
    NoAlternative {
        alternatives: u32,
        closest: Box<[Violation]>,
    },
    /// Several of the alternatives fit where exactly one must.
    SeveralAlternatives {
        fitting: Box<[u32]>,
    },
    /// A value that is excluded.
    Excluded,
    /// `property` is set and needs `needs`.
    Needs {
        property: Symbol,
        needs: Symbol,
    },
    /// `property` is set and excludes `excluded`, which is set, too.
    Excludes {
        property: Symbol,
        excluded: Symbol,
    },
    /// None of the properties is set, of which one (exactly one, when `only`) must be.
    NoneOf {
        properties: Box<[Symbol]>,
        only: bool,
    },
    /// Several properties are set, of which exactly one must be.
    SeveralOf {
        properties: Box<[Symbol]>,
        set: Box<[Symbol]>,
    },
}

/// One thing that is wrong with a resource.
#[derive(Clone, PartialEq, Debug)]
pub struct Violation {
    /// Where, inside the properties.
    pub path: PropertyPath,
    /// What.
    pub kind: ViolationKind,
}

impl Violation {
    /// Whether another one says nothing new: it is equal, or the same exclusion seen from the other
    /// side.
    pub(super) fn says_the_same(&self, other: &Violation) -> bool {
        let turned = match (&self.kind, &other.kind) {
            (
                ViolationKind::Excludes { property, excluded },
                ViolationKind::Excludes {
                    property: other_property,
                    excluded: other_excluded,
                },
            ) => property == other_excluded && excluded == other_property,
            _ => self.kind == other.kind,
        };
        self.path == other.path && (turned || self.kind == other.kind)
    }
}
