//! Types as they are written: `optional(list(string))`.

use crate::diag::codes;
use crate::syntax::tree::{Expr, ExprKind, Key};
use crate::units_of_measure::Dimension;

use super::ty::{Field, Form, Type, TypeId};
use super::{Typer, did_you_mean};

/// The names of the types without parameters.
const PLAIN: &[(&str, Type)] = &[
    ("string", Type::Text),
    ("bool", Type::Bool),
    ("int", Type::Int),
    ("number", Type::Number),
    ("duration", Type::Quantity(Dimension::Duration)),
    ("bytes", Type::Quantity(Dimension::Bytes)),
    ("percent", Type::Quantity(Dimension::Percent)),
    ("rate", Type::Quantity(Dimension::Rate)),
    ("money", Type::Quantity(Dimension::Money)),
    ("cpu", Type::Quantity(Dimension::Cpu)),
    ("cidr", Type::Form(Form::Cidr)),
    ("arn", Type::Form(Form::Arn)),
    ("region", Type::Form(Form::Region)),
    ("image", Type::Form(Form::Image)),
    ("provides", Type::Provides(None)),
    ("tier", Type::Tier),
    ("json", Type::Json),
];

/// The names of the types with parameters.
const APPLIED: &[&str] = &[
    "list",
    "set",
    "map",
    "by_region",
    "object",
    "optional",
    "later",
    "enum",
    "attribute",
    "resource",
];

impl Typer<'_> {
    /// The type that an expression in the place of a type denotes.
    pub(super) fn type_of(&mut self, expr: &Expr) -> TypeId {
        match &expr.kind {
            ExprKind::Name(name) => self.plain_type(expr, self.text(*name)),
            ExprKind::Get(base, name) => match &base.kind {
                ExprKind::Name(base) if self.text(*base) == "component" => {
                    self.component_type(name)
                }
                ExprKind::Name(base) if self.text(*base) == "provides" => {
                    self.tables.types.id(Type::Provides(Some(name.name)))
                }
                _ => self.not_a_type(expr),
            },
            ExprKind::Call(function, arguments) => {
                self.applied_type(expr, self.text(function.name), arguments)
            }
            _ => self.not_a_type(expr),
        }
    }

    fn plain_type(&mut self, expr: &Expr, name: &str) -> TypeId {
        if let Some((_, ty)) = PLAIN.iter().find(|(plain, _)| *plain == name) {
            return self.tables.types.id(ty.clone());
        }
        let known = PLAIN
            .iter()
            .map(|(plain, _)| *plain)
            .chain(APPLIED.iter().copied());
        let suggestion = did_you_mean(name, known);
        self.diagnostics.push(codes::types::unknown_type(
            expr.span,
            name,
            suggestion.as_deref(),
        ));
        TypeId::ERROR
    }

    fn component_type(&mut self, kind: &crate::syntax::tree::Ident) -> TypeId {
        let (space, names) = (self.space, self.tables.names);
        let meant = self.declarations.kind(space, kind.name, names);
        match meant.filter(|meant| self.declarations.components.contains_key(meant)) {
            Some(meant) => self.tables.types.id(Type::Component(meant)),
            None => {
                self.unknown_kind(*kind, space);
                TypeId::ERROR
            }
        }
    }

    fn applied_type(&mut self, expr: &Expr, name: &str, arguments: &[Expr]) -> TypeId {
        let types = self.tables.types;
        match (name, arguments) {
            ("list", [of]) => types.id(Type::List(self.type_of(of))),
            ("set", [of]) => types.id(Type::Set(self.type_of(of))),
            ("map", [of]) => types.id(Type::Map(self.type_of(of))),
            ("optional", [of]) => types.optional(self.type_of(of)),
            ("later", [of]) => types.later(self.type_of(of)),
            ("by_region", [of]) => types.id(Type::ByRegion(self.type_of(of))),
            ("object", [fields]) => self.object_type(fields),
            ("enum", [_, ..]) => self.enum_type(arguments),
            ("attribute", [ty, attribute]) => match (self.literal(ty), self.literal(attribute)) {
                (Some(ty), Some(attribute)) => types.id(Type::Attribute(ty, attribute)),
                _ => TypeId::ERROR,
            },
            ("resource", [ty]) => match self.literal(ty) {
                Some(name) if self.tables.schemas.find(self.text(name)).is_some() => {
                    types.id(Type::Resource(name))
                }
                Some(name) => {
                    self.unknown_resource_type(ty.span, name);
                    TypeId::ERROR
                }
                None => TypeId::ERROR,
            },
            _ => self.not_a_type(expr),
        }
    }

    fn object_type(&mut self, fields: &Expr) -> TypeId {
        let ExprKind::Object(items) = &fields.kind else {
            return self.not_a_type(fields);
        };
        let mut found = Vec::new();
        for item in items {
            match &item.key {
                Key::Literal(name) => found.push(Field {
                    name: *name,
                    ty: self.type_of(&item.value),
                }),
                Key::Computed(key) => {
                    self.not_a_type(key);
                }
            }
        }
        found.sort_by(|a, b| self.text(a.name).cmp(self.text(b.name)));
        self.tables.types.id(Type::Object(found.into()))
    }

    fn enum_type(&mut self, values: &[Expr]) -> TypeId {
        let mut found: Vec<_> = values
            .iter()
            .filter_map(|value| self.literal(value))
            .collect();
        found.sort_by(|a, b| self.text(*a).cmp(self.text(*b)));
        found.dedup();
        self.tables.types.id(Type::Enum(found.into()))
    }

    /// A text literal, which the place demands.
    pub(super) fn literal(&mut self, expr: &Expr) -> Option<crate::names::Symbol> {
        if let ExprKind::Text(text) = expr.kind {
            Some(text)
        } else {
            self.diagnostics
                .push(codes::types::literal_wanted(expr.span, "a quoted text"));
            None
        }
    }

    fn not_a_type(&mut self, expr: &Expr) -> TypeId {
        self.diagnostics.push(codes::types::not_a_type(expr.span));
        TypeId::ERROR
    }
}
