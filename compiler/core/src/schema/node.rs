//! One node of a schema: what a value at its place may be.

use std::fmt;

use super::bytes::{Reader, signed};
use super::layout::{Keyword, scalar};
use crate::names::{Names, Symbol};
use crate::value::{Number, Value};

/// A node of the schema file. Global: variants of a type, and types, share equal nodes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(pub(super) u32);

impl NodeId {
    /// The position in the file's table of nodes.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A pattern of the schema file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct PatternId(pub(super) u32);

/// A set of JSON types. The empty set says nothing: every type is allowed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct TypeMask(u8);

impl TypeMask {
    /// Text.
    pub const STRING: TypeMask = TypeMask(1);
    /// Whole numbers.
    pub const INTEGER: TypeMask = TypeMask(2);
    /// Any number.
    pub const NUMBER: TypeMask = TypeMask(4);
    /// True or false.
    pub const BOOLEAN: TypeMask = TypeMask(8);
    /// Lists.
    pub const ARRAY: TypeMask = TypeMask(16);
    /// Objects and maps.
    pub const OBJECT: TypeMask = TypeMask(32);
    /// Null.
    pub const NULL: TypeMask = TypeMask(64);
    /// What a whole number is: an integer and a number.
    pub const WHOLE: TypeMask = TypeMask(2 | 4);
    /// What a value that is known at deployment can stand for.
    pub const SCALAR: TypeMask = TypeMask(1 | 2 | 4 | 8);

    /// All types with their names, in the order of their bits.
    pub const ALL: [(TypeMask, &'static str); 7] = [
        (TypeMask::STRING, "string"),
        (TypeMask::INTEGER, "integer"),
        (TypeMask::NUMBER, "number"),
        (TypeMask::BOOLEAN, "boolean"),
        (TypeMask::ARRAY, "array"),
        (TypeMask::OBJECT, "object"),
        (TypeMask::NULL, "null"),
    ];

    /// The set with these bits.
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits)
    }

    /// The bits of the set.
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// Whether it says nothing.
    pub const fn is_any(self) -> bool {
        self.0 == 0
    }

    /// Whether a type is in the set, or the set says nothing.
    pub const fn allows(self, types: TypeMask) -> bool {
        self.0 == 0 || self.0 & types.0 != 0
    }

    /// Whether a type is written in the set.
    pub const fn names(self, types: TypeMask) -> bool {
        self.0 & types.0 != 0
    }
}

impl fmt::Display for TypeMask {
    /// As in a message: `a string`, `a string or a list`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const WORDS: [&str; 7] = [
            "a string",
            "a whole number",
            "a number",
            "true or false",
            "a list",
            "an object",
            "null",
        ];
        let mut or = "";
        for ((mask, _), word) in TypeMask::ALL.iter().zip(WORDS) {
            if self.names(*mask) {
                write!(f, "{or}{word}")?;
                or = " or ";
            }
        }
        if self.is_any() {
            write!(f, "any JSON value")?;
        }
        Ok(())
    }
}

/// What the schema says about text.
#[derive(Clone, Copy, Debug, Default)]
pub struct TextRules {
    /// Fewest characters.
    pub min_length: Option<u64>,
    /// Most characters.
    pub max_length: Option<u64>,
    /// The pattern that must be found in it.
    pub pattern: Option<PatternId>,
    /// What the text is, such as `AWS::KMS::Key.Arn` or `date-time`.
    pub format: Option<Symbol>,
}

/// What the schema says about numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct NumberRules {
    /// Smallest.
    pub minimum: Option<f64>,
    /// Largest.
    pub maximum: Option<f64>,
    /// Must be larger than this.
    pub exclusive_minimum: Option<f64>,
    /// Must be smaller than this.
    pub exclusive_maximum: Option<f64>,
    /// Must be a multiple of this.
    pub multiple_of: Option<f64>,
}

/// What the schema says about lists.
#[derive(Clone, Debug, Default)]
pub struct ListRules {
    /// The node of each element after the prefix.
    pub items: Option<NodeId>,
    /// The nodes of the first elements, by position.
    pub prefix_items: Box<[NodeId]>,
    /// Fewest elements.
    pub min_items: Option<u64>,
    /// Most elements.
    pub max_items: Option<u64>,
    /// Most different elements.
    pub max_unique_items: Option<u64>,
    /// No two elements may be equal.
    pub unique_items: bool,
    /// No two elements may agree in all of these keys.
    pub unique_keys: Box<[Symbol]>,
    /// The order means nothing (`insertionOrder: false`).
    pub unordered: bool,
    /// `arrayType`, such as `AttributeList`.
    pub array_type: Option<Symbol>,
}

/// What the schema says about objects.
#[derive(Clone, Debug, Default)]
pub struct ObjectRules {
    /// The known properties, sorted by the text of their names.
    pub properties: Box<[(Symbol, NodeId)]>,
    /// The nodes of properties whose names match a pattern.
    pub pattern_properties: Box<[(PatternId, NodeId)]>,
    /// No other properties are allowed.
    pub closed: bool,
    /// Properties that must be there, sorted by text.
    pub required: Box<[Symbol]>,
    /// Fewest properties.
    pub min_properties: Option<u64>,
    /// Most properties.
    pub max_properties: Option<u64>,
}

/// The values that are allowed.
#[derive(Clone, Debug)]
pub struct Enumeration {
    /// The values; texts in lower case when case is ignored.
    pub values: Box<[Value]>,
    /// Whether `FIFO` is as good as `fifo`.
    pub ignore_case: bool,
}

/// A reference that a value makes: which type's property it names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Relationship {
    /// The type that is referred to.
    pub type_name: Symbol,
    /// The property of that type, such as `/properties/Arn`.
    pub property_path: Symbol,
}

/// What few nodes have: combinations of nodes, and properties that depend on others.
#[derive(Clone, Debug, Default)]
pub struct Combination {
    /// Every one must accept.
    pub all_of: Box<[NodeId]>,
    /// At least one must accept.
    pub any_of: Box<[NodeId]>,
    /// Exactly one must accept.
    pub one_of: Box<[NodeId]>,
    /// Must not accept.
    pub not: Option<NodeId>,
    /// If this accepts, so must `then`, otherwise `otherwise`.
    pub condition: Option<NodeId>,
    /// See `condition`.
    pub then: Option<NodeId>,
    /// See `condition`.
    pub otherwise: Option<NodeId>,
    /// Where the property is set, the others must be.
    pub dependent_required: Box<[(Symbol, Box<[Symbol]>)]>,
    /// Where the property is set, the whole object must be accepted by the node.
    pub dependent_schemas: Box<[(Symbol, NodeId)]>,
    /// Where the property is set, the others must not be.
    pub dependent_excluded: Box<[(Symbol, Box<[Symbol]>)]>,
    /// Exactly one of these must be set.
    pub required_xor: Box<[Symbol]>,
    /// At least one of these must be set.
    pub required_or: Box<[Symbol]>,
}

/// A node of a schema. All that it says must hold.
#[derive(Clone, Debug, Default)]
pub struct Node {
    /// The types a value may have.
    pub types: TypeMask,
    /// About text.
    pub text: TextRules,
    /// About numbers; most nodes say nothing.
    pub number: Option<Box<NumberRules>>,
    /// About lists; most nodes say nothing.
    pub list: Option<Box<ListRules>>,
    /// About objects; most nodes say nothing.
    pub object: Option<Box<ObjectRules>>,
    /// The values that are allowed (`enum`, `enumCaseInsensitive`, `const`).
    pub enumeration: Option<Box<Enumeration>>,
    /// What it is when it is not set, where the schema says so.
    pub default: Option<Value>,
    /// Combinations and dependencies.
    pub combination: Option<Box<Combination>>,
    /// What the value refers to.
    pub relationship: Option<Relationship>,
}

impl Node {
    /// The node of a property by its name.
    pub fn property(&self, name: Symbol) -> Option<NodeId> {
        let object = self.object.as_ref()?;
        object
            .properties
            .iter()
            .find(|property| property.0 == name)
            .map(|property| property.1)
    }

    /// The known properties, sorted by the text of their names.
    pub fn properties(&self) -> &[(Symbol, NodeId)] {
        self.object
            .as_ref()
            .map_or(&[], |object| &object.properties)
    }

    /// Whether a property must be set.
    pub fn requires(&self, name: Symbol) -> bool {
        self.object
            .as_ref()
            .is_some_and(|object| object.required.contains(&name))
    }

    /// The node of a list's elements.
    pub fn items(&self) -> Option<NodeId> {
        self.list.as_ref().and_then(|list| list.items)
    }

    /// Whether it accepts every value.
    pub fn is_anything(&self) -> bool {
        self.types.is_any()
            && self.text.min_length.is_none()
            && self.text.max_length.is_none()
            && self.text.pattern.is_none()
            && self.text.format.is_none()
            && self.number.is_none()
            && self.list.is_none()
            && self.object.is_none()
            && self.enumeration.is_none()
            && self.combination.is_none()
    }
}

/// Reads nodes: the texts of the file on one side, the names of the compilation on the other.
pub(super) struct Decoder<'a> {
    pub(super) names: &'a Names,
    pub(super) text: &'a dyn Fn(u32) -> &'a str,
}

impl Decoder<'_> {
    pub(super) fn symbol(&self, reader: &mut Reader) -> Symbol {
        self.names.intern((self.text)(reader.index()))
    }

    fn symbols(&self, reader: &mut Reader) -> Box<[Symbol]> {
        reader.list(|reader| self.symbol(reader))
    }

    fn scalar(&self, reader: &mut Reader) -> Value {
        let number = reader.number();
        match number & 3 {
            scalar::TEXT => Value::Text(self.names.intern((self.text)((number >> 2) as u32))),
            scalar::INT => Value::Int(signed(number >> 2)),
            scalar::BOOL => Value::Bool(number >> 2 != 0),
            _ => Number::new(f64::from_bits(reader.number())).map_or(Value::Null, Value::Number),
        }
    }

    fn dependents(&self, reader: &mut Reader) -> Box<[(Symbol, Box<[Symbol]>)]> {
        reader.list(|reader| (self.symbol(reader), self.symbols(reader)))
    }

    /// Reads a whole node.
    pub(super) fn node(&self, bytes: &[u8]) -> Node {
        let mut reader = Reader::new(bytes);
        let mask = reader.number();
        let mut node = Node::default();
        for keyword in Keyword::ALL {
            if mask & keyword.bit() != 0 {
                self.keyword(keyword, &mut reader, &mut node);
            }
        }
        node
    }

    fn keyword(&self, keyword: Keyword, reader: &mut Reader, node: &mut Node) {
        match keyword {
            Keyword::Types => node.types = TypeMask(reader.number() as u8),
            Keyword::MinLength => node.text.min_length = Some(reader.number()),
            Keyword::MaxLength => node.text.max_length = Some(reader.number()),
            Keyword::Pattern => node.text.pattern = Some(PatternId(reader.index())),
            Keyword::Format => node.text.format = Some(self.symbol(reader)),
            Keyword::Default => node.default = Some(self.scalar(reader)),
            Keyword::Relationship => {
                node.relationship = Some(Relationship {
                    type_name: self.symbol(reader),
                    property_path: self.symbol(reader),
                });
            }
            Keyword::Enum | Keyword::EnumIgnoringCase | Keyword::Const => {
                node.enumeration = Some(Box::new(Enumeration {
                    values: reader.list(|reader| self.scalar(reader)),
                    ignore_case: keyword == Keyword::EnumIgnoringCase,
                }));
            }
            Keyword::Minimum
            | Keyword::Maximum
            | Keyword::ExclusiveMinimum
            | Keyword::ExclusiveMaximum
            | Keyword::MultipleOf => {
                read_number_rule(keyword, reader, node.number.get_or_insert_default());
            }
            Keyword::Items
            | Keyword::PrefixItems
            | Keyword::MinItems
            | Keyword::MaxItems
            | Keyword::UniqueItems
            | Keyword::Unordered
            | Keyword::ArrayType
            | Keyword::UniqueKeys
            | Keyword::MaxUniqueItems => {
                self.list_rule(keyword, reader, node.list.get_or_insert_default());
            }
            Keyword::Properties
            | Keyword::Required
            | Keyword::Closed
            | Keyword::PatternProperties
            | Keyword::MinProperties
            | Keyword::MaxProperties => {
                self.object_rule(keyword, reader, node.object.get_or_insert_default());
            }
            Keyword::AllOf
            | Keyword::AnyOf
            | Keyword::OneOf
            | Keyword::Not
            | Keyword::If
            | Keyword::Then
            | Keyword::Else
            | Keyword::DependentRequired
            | Keyword::DependentSchemas
            | Keyword::DependentExcluded
            | Keyword::RequiredXor
            | Keyword::RequiredOr => {
                self.combine(keyword, reader, node.combination.get_or_insert_default());
            }
        }
    }

    fn list_rule(&self, keyword: Keyword, reader: &mut Reader, list: &mut ListRules) {
        match keyword {
            Keyword::Items => list.items = Some(node_id(reader)),
            Keyword::PrefixItems => list.prefix_items = reader.list(node_id),
            Keyword::MinItems => list.min_items = Some(reader.number()),
            Keyword::MaxItems => list.max_items = Some(reader.number()),
            Keyword::UniqueItems => list.unique_items = true,
            Keyword::Unordered => list.unordered = true,
            Keyword::ArrayType => list.array_type = Some(self.symbol(reader)),
            Keyword::UniqueKeys => list.unique_keys = self.symbols(reader),
            _ => list.max_unique_items = Some(reader.number()),
        }
    }

    fn object_rule(&self, keyword: Keyword, reader: &mut Reader, object: &mut ObjectRules) {
        match keyword {
            Keyword::Properties => {
                object.properties = reader.list(|reader| (self.symbol(reader), node_id(reader)));
            }
            Keyword::Required => object.required = self.symbols(reader),
            Keyword::Closed => object.closed = true,
            Keyword::PatternProperties => {
                object.pattern_properties =
                    reader.list(|reader| (PatternId(reader.index()), node_id(reader)));
            }
            Keyword::MinProperties => object.min_properties = Some(reader.number()),
            _ => object.max_properties = Some(reader.number()),
        }
    }

    fn combine(&self, keyword: Keyword, reader: &mut Reader, combination: &mut Combination) {
        match keyword {
            Keyword::AllOf => combination.all_of = reader.list(node_id),
            Keyword::AnyOf => combination.any_of = reader.list(node_id),
            Keyword::OneOf => combination.one_of = reader.list(node_id),
            Keyword::Not => combination.not = Some(node_id(reader)),
            Keyword::If => combination.condition = Some(node_id(reader)),
            Keyword::Then => combination.then = Some(node_id(reader)),
            Keyword::Else => combination.otherwise = Some(node_id(reader)),
            Keyword::DependentRequired => combination.dependent_required = self.dependents(reader),
            Keyword::DependentSchemas => {
                combination.dependent_schemas =
                    reader.list(|reader| (self.symbol(reader), node_id(reader)));
            }
            Keyword::DependentExcluded => combination.dependent_excluded = self.dependents(reader),
            Keyword::RequiredXor => combination.required_xor = self.symbols(reader),
            _ => combination.required_or = self.symbols(reader),
        }
    }
}

fn node_id(reader: &mut Reader) -> NodeId {
    NodeId(reader.index())
}

fn read_number_rule(keyword: Keyword, reader: &mut Reader, rules: &mut NumberRules) {
    let number = Some(bound(reader));
    match keyword {
        Keyword::Minimum => rules.minimum = number,
        Keyword::Maximum => rules.maximum = number,
        Keyword::ExclusiveMinimum => rules.exclusive_minimum = number,
        Keyword::ExclusiveMaximum => rules.exclusive_maximum = number,
        _ => rules.multiple_of = number,
    }
}

/// A bound: a scalar that is a number. Bounds beyond 2^53 are rounded, as in the schemas' own JSON.
#[expect(
    clippy::cast_precision_loss,
    reason = "bounds are read as JSON numbers"
)]
fn bound(reader: &mut Reader) -> f64 {
    let number = reader.number();
    if number & 3 == scalar::FLOAT {
        f64::from_bits(reader.number())
    } else {
        signed(number >> 2) as f64
    }
}
