//! Types as they are written: `optional(list(string))`.

use crate::diag::codes;
use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind, Key};
use crate::units_of_measure::{Dimension, Money};

use super::ty::{Field, Form, Type, TypeId};
use super::{Typer, did_you_mean};

/// The names of the types without parameters.
const PLAIN: &[(&str, Type)] = &[
    ("string", Type::Text),
    ("bool", Type::Bool),
    ("int", Type::Int),
    ("number", Type::Number),
    ("duration", Type::Quantity(Dimension::Duration)),
    ("period", Type::Quantity(Dimension::Period)),
    ("bytes", Type::Quantity(Dimension::Bytes)),
    ("bandwidth", Type::Quantity(Dimension::Bandwidth)),
    ("percent", Type::Quantity(Dimension::Percent)),
    ("rate", Type::Quantity(Dimension::Rate)),
    (
        "money",
        Type::Quantity(Dimension::Money(Money::DOLLARS_A_MONTH)),
    ),
    ("cpu", Type::Quantity(Dimension::Cpu)),
    ("cidr", Type::Form(Form::Cidr)),
    ("arn", Type::Form(Form::Arn)),
    ("region", Type::Form(Form::Region)),
    ("image", Type::Form(Form::Image)),
    ("provides", Type::Provides(None)),
    ("tier", Type::Tier),
    ("json", Type::Json),
];

/// The names of the types with parameters, and how each is written.
const APPLIED: &[(&str, &str)] = &[
    ("list", "list(string)"),
    ("set", "set(string)"),
    ("map", "map(string)"),
    ("by_region", "by_region(string)"),
    ("object", "object({ a = int, b = optional(string) })"),
    ("optional", "optional(string)"),
    ("later", "later(string)"),
    ("enum", "enum(\"a\", \"b\")"),
    ("attribute", "attribute(\"AWS::IAM::Role\", \"Arn\")"),
    ("resource", "resource(\"AWS::EC2::VPC\")"),
    ("component", "component.queue"),
];

/// What other languages call our types.
const FOREIGN: &[(&str, &str)] = &[
    ("str", "string"),
    ("text", "string"),
    ("boolean", "bool"),
    ("integer", "int"),
    ("float", "number"),
    ("size", "bytes"),
    ("time", "duration"),
    ("throughput", "bandwidth"),
    ("percentage", "percent"),
    ("dict", "map"),
    ("any", "json"),
];

impl Typer<'_> {
    /// The type that an expression in the place of a type denotes.
    pub(super) fn type_of(&mut self, expr: &Expr) -> TypeId {
        match &expr.kind {
            ExprKind::Name(name) => self.plain_type(expr.span, self.text(*name)),
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
                self.applied_type(expr, function.span, self.text(function.name), arguments)
            }
            _ => self.not_a_type(expr),
        }
    }

    fn plain_type(&mut self, span: Span, name: &str) -> TypeId {
        if let Some((_, ty)) = PLAIN.iter().find(|(plain, _)| *plain == name) {
            return self.tables.types.id(ty.clone());
        }
        if let Some((name, form)) = APPLIED.iter().find(|(applied, _)| *applied == name) {
            let diagnostic = codes::types::type_parameters(span, name, form);
            self.diagnostics.push(diagnostic);
            return TypeId::ERROR;
        }
        let known = PLAIN
            .iter()
            .map(|(plain, _)| *plain)
            .chain(APPLIED.iter().map(|(applied, _)| *applied));
        let known = known.chain(FOREIGN.iter().map(|(foreign, _)| *foreign));
        let suggestion = did_you_mean(name, known);
        let foreign = |name: &str| FOREIGN.iter().find(|(foreign, _)| *foreign == name);
        let suggestion = suggestion.map(|name| match foreign(&name) {
            Some((_, ours)) => (*ours).to_owned(),
            None => name,
        });
        self.diagnostics.push(codes::types::unknown_type(
            span,
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

    fn applied_type(
        &mut self,
        expr: &Expr,
        function: Span,
        name: &str,
        arguments: &[Expr],
    ) -> TypeId {
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
            ("money", [kind]) => self.money_type(kind),
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
            (name, _) => match APPLIED.iter().find(|(applied, _)| *applied == name) {
                Some((name, form)) => {
                    let diagnostic = codes::types::type_parameters(expr.span, name, form);
                    self.diagnostics.push(diagnostic);
                    TypeId::ERROR
                }
                None if PLAIN.iter().any(|(plain, _)| *plain == name) => self.not_a_type(expr),
                None => self.plain_type(function, name),
            },
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

    /// `money("EUR/month")`
    fn money_type(&mut self, kind: &Expr) -> TypeId {
        let Some(text) = self.literal(kind) else {
            return TypeId::ERROR;
        };
        if let Some(money) = Money::of_code(self.text(text)) {
            let dimension = Dimension::Money(money);
            return self.tables.types.id(Type::Quantity(dimension));
        }
        let unknown = codes::types::unknown_money(kind.span, self.text(text));
        self.diagnostics.push(unknown);
        TypeId::ERROR
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
        let quoted = match expr.kind {
            ExprKind::Text(text) => Some(self.text(text)),
            _ => None,
        };
        let is_type = |text: &&str| PLAIN.iter().any(|(plain, _)| plain == text);
        let quoted = quoted.filter(is_type);
        self.diagnostics
            .push(codes::types::not_a_type(expr.span, quoted));
        TypeId::ERROR
    }
}
