//! Types of the language, each kept once: two types are equal exactly when their ids are.

use std::cell::RefCell;

use elsa::FrozenVec;
use rustc_hash::FxHashMap;

use crate::literal;
use crate::names::{Names, Symbol};
use crate::schema::NodeId;
use crate::units_of_measure::Dimension;

/// A type in a [`Types`] table.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct TypeId(u32);

/// A type.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Type {
    /// The type of what was already reported; fits everywhere, so that one mistake is one message.
    Error,
    /// The type of no value: the elements of `[]`.
    Never,
    /// `null`.
    Null,
    /// `bool`.
    Bool,
    /// `string`.
    Text,
    /// `int`.
    Int,
    /// `number`.
    Number,
    /// `duration`, `bytes`, ...
    Quantity(Dimension),
    /// A text with a known form.
    Form(Form),
    /// `enum("a", "b")`, sorted by text.
    Enum(Box<[Symbol]>),
    /// `list(T)`.
    List(TypeId),
    /// `set(T)`.
    Set(TypeId),
    /// `map(T)`.
    Map(TypeId),
    /// `by_region(T)`: one value for all regions, or a map from region to value.
    ByRegion(TypeId),
    /// `object({...})`, fields sorted by text.
    Object(Box<[Field]>),
    /// `optional(T)`.
    Optional(TypeId),
    /// `later(T)`.
    Later(TypeId),
    /// `attribute("TYPE", "ATTR")`: a later text that is this attribute of such a resource.
    Attribute(Symbol, Symbol),
    /// A resource of this type, ours or existing.
    Resource(Symbol),
    /// A use of this component.
    Component(Symbol),
    /// Anything that provides (the capability).
    Provides(Option<Symbol>),
    /// A tier.
    Tier,
    /// What a property takes, as its schema says.
    Property(NodeId),
    /// Free-form JSON.
    Json,
    /// Free-form JSON without anything later inside.
    KnownJson,
}

/// Texts with a form that the compiler knows.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Form {
    /// `10.0.0.0/16`.
    Cidr,
    /// `arn:...`.
    Arn,
    /// `eu-west-1`.
    Region,
    /// A container image.
    Image,
    /// An environment of the app.
    Environment,
}

impl Form {
    /// Its name in the language.
    pub fn name(self) -> &'static str {
        match self {
            Form::Cidr => "cidr",
            Form::Arn => "arn",
            Form::Region => "region",
            Form::Image => "image",
            Form::Environment => "environment",
        }
    }
}

/// A field of an object type.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Field {
    /// Its name.
    pub name: Symbol,
    /// Its type; an optional one may be left out.
    pub ty: TypeId,
}

/// All types of a compilation.
pub struct Types {
    all: FrozenVec<Box<Type>>,
    /// How many types each is made of, counted as often as they stand in it.
    weights: RefCell<Vec<u32>>,
    table: RefCell<FxHashMap<Type, TypeId>>,
}

impl Types {
    /// A table with the types without parameters in it.
    pub fn new() -> Self {
        let types = Self {
            all: FrozenVec::new(),
            weights: RefCell::default(),
            table: RefCell::new(FxHashMap::default()),
        };
        for (id, ty) in BASIC {
            let made = types.id(ty.clone());
            debug_assert_eq!(made, *id);
        }
        types
    }

    /// The id of a type.
    pub fn id(&self, ty: Type) -> TypeId {
        let mut table = self.table.borrow_mut();
        if let Some(&id) = table.get(&ty) {
            return id;
        }
        let id = TypeId(self.all.len() as u32);
        let weight = self.weight_of(&ty);
        self.weights.borrow_mut().push(weight);
        self.all.push(Box::new(ty.clone()));
        table.insert(ty, id);
        id
    }

    /// How many types this one is made of, counted as often as they stand in it: what it costs to go
    /// through all of it.
    pub fn weight(&self, id: TypeId) -> u32 {
        self.weights.borrow()[id.0 as usize]
    }

    fn weight_of(&self, ty: &Type) -> u32 {
        let inside = match ty {
            Type::List(of)
            | Type::Set(of)
            | Type::Map(of)
            | Type::ByRegion(of)
            | Type::Optional(of)
            | Type::Later(of) => self.weight(*of),
            Type::Object(fields) => {
                let weights = fields.iter().map(|field| self.weight(field.ty));
                weights.fold(0, u32::saturating_add)
            }
            _ => 0,
        };
        inside.saturating_add(1)
    }

    /// The type of an id.
    pub fn get(&self, id: TypeId) -> &Type {
        &self.all[id.0 as usize]
    }

    /// `optional(T)`; of what is optional already, itself.
    pub fn optional(&self, id: TypeId) -> TypeId {
        match self.get(id) {
            Type::Optional(_) | Type::Null | Type::Error => id,
            Type::Never => TypeId::NULL,
            _ => self.id(Type::Optional(id)),
        }
    }

    /// What is inside `optional(T)`; any other type is itself.
    pub fn present(&self, id: TypeId) -> TypeId {
        match *self.get(id) {
            Type::Optional(inner) => inner,
            _ => id,
        }
    }

    /// `later(T)`; of what is later already, itself.
    pub fn later(&self, id: TypeId) -> TypeId {
        match *self.get(id) {
            Type::Later(_) | Type::Attribute(..) | Type::Error => id,
            Type::Optional(inner) => self.optional(self.later(inner)),
            _ => self.id(Type::Later(id)),
        }
    }

    /// Whether a value of this type may be `null`.
    pub fn is_optional(&self, id: TypeId) -> bool {
        matches!(self.get(id), Type::Optional(_) | Type::Null)
    }

    /// Whether a value of this type, itself, is known at deployment only.
    pub fn is_later(&self, id: TypeId) -> bool {
        matches!(
            self.get(self.present(id)),
            Type::Later(_) | Type::Attribute(..)
        )
    }

    /// Whether a later value can be anywhere inside.
    pub fn has_later(&self, id: TypeId) -> bool {
        match self.get(id) {
            Type::Later(_) | Type::Attribute(..) | Type::Property(_) | Type::Json => true,
            Type::List(inner)
            | Type::Set(inner)
            | Type::Map(inner)
            | Type::ByRegion(inner)
            | Type::Optional(inner) => self.has_later(*inner),
            Type::Object(fields) => fields.iter().any(|field| self.has_later(field.ty)),
            _ => false,
        }
    }

    /// How a type is written.
    pub fn text(&self, names: &Names, id: TypeId) -> String {
        let inner = |id: &TypeId| self.text(names, *id);
        match self.get(id) {
            Type::Error => "an unknown type".into(),
            Type::Never => "nothing".into(),
            Type::Null => "null".into(),
            Type::Bool => "bool".into(),
            Type::Text => "string".into(),
            Type::Int => "int".into(),
            Type::Number => "number".into(),
            Type::Quantity(dimension) => dimension.type_text(),
            Type::Form(form) => form.name().into(),
            Type::Enum(values) => {
                let values: Vec<_> = values
                    .iter()
                    .map(|value| literal::quoted(names.text(*value)))
                    .collect();
                format!("enum({})", values.join(", "))
            }
            Type::List(of) => format!("list({})", inner(of)),
            Type::Set(of) => format!("set({})", inner(of)),
            Type::Map(of) => format!("map({})", inner(of)),
            Type::ByRegion(of) => format!("by_region({})", inner(of)),
            Type::Object(fields) => {
                let fields: Vec<_> = fields
                    .iter()
                    .map(|field| format!("{} = {}", names.text(field.name), inner(&field.ty)))
                    .collect();
                format!("object({{ {} }})", fields.join(", "))
            }
            Type::Optional(of) => format!("optional({})", inner(of)),
            Type::Later(of) => format!("later({})", inner(of)),
            Type::Attribute(ty, attribute) => {
                format!("{}.{}", names.text(*ty), names.text(*attribute))
            }
            Type::Resource(ty) => format!("resource({:?})", names.text(*ty)),
            Type::Component(kind) => format!("component.{}", names.text(*kind)),
            Type::Provides(None) => "provides".into(),
            Type::Provides(Some(capability)) => format!("provides.{}", names.text(*capability)),
            Type::Tier => "tier".into(),
            Type::Property(_) => "a property's value".into(),
            Type::Json | Type::KnownJson => "any JSON".into(),
        }
    }
}

impl Default for Types {
    fn default() -> Self {
        Self::new()
    }
}

impl TypeId {
    /// See [`Type::Error`].
    pub const ERROR: TypeId = TypeId(0);
    /// See [`Type::Never`].
    pub const NEVER: TypeId = TypeId(1);
    /// See [`Type::Null`].
    pub const NULL: TypeId = TypeId(2);
    /// See [`Type::Bool`].
    pub const BOOL: TypeId = TypeId(3);
    /// See [`Type::Text`].
    pub const TEXT: TypeId = TypeId(4);
    /// See [`Type::Int`].
    pub const INT: TypeId = TypeId(5);
    /// See [`Type::Number`].
    pub const NUMBER: TypeId = TypeId(6);
    /// See [`Type::Tier`].
    pub const TIER: TypeId = TypeId(7);
    /// See [`Type::Json`].
    pub const JSON: TypeId = TypeId(8);
    /// See [`Type::KnownJson`].
    pub const KNOWN_JSON: TypeId = TypeId(9);
}

const BASIC: &[(TypeId, Type)] = &[
    (TypeId::ERROR, Type::Error),
    (TypeId::NEVER, Type::Never),
    (TypeId::NULL, Type::Null),
    (TypeId::BOOL, Type::Bool),
    (TypeId::TEXT, Type::Text),
    (TypeId::INT, Type::Int),
    (TypeId::NUMBER, Type::Number),
    (TypeId::TIER, Type::Tier),
    (TypeId::JSON, Type::Json),
    (TypeId::KNOWN_JSON, Type::KnownJson),
];
