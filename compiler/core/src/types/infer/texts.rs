//! Functions whose types are read from a literal text: `format` and `regex`; and `merge` of objects
//! that differ.

use crate::diag::codes;
use crate::diag::codes::functions::FormatMistake;
use crate::functions::format::{self, Piece, Place, Verb};
use crate::functions::regex::{self, Groups, Patterns};
use crate::functions::{self, Function, Heap};
use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind};
use crate::value::Value;

use super::super::program::{Ir, Op};
use super::super::ty::{Field, Type, TypeId};
use super::super::{Typed, Typer};
use super::Env;

impl Typer<'_> {
    /// `format("...", a, b)`: each value is checked against its place.
    pub(super) fn infer_format(&mut self, arguments: &[Expr], span: Span, env: &mut Env) -> Typed {
        let Some((text, values)) = arguments.split_first() else {
            return Typed::broken(span);
        };
        let Some((format, written)) = self.literal_text(text, env) else {
            return Typed::broken(span);
        };
        let pieces = match format::read(&written) {
            Ok(pieces) => pieces,
            Err(why) => {
                let mistake = FormatMistake::Unread(&why);
                self.diagnostics
                    .push(codes::functions::format_mistake(text.span, mistake));
                return Typed::broken(span);
            }
        };
        let places: Vec<Place> = pieces
            .into_iter()
            .filter_map(|piece| match piece {
                Piece::Place(place) => Some(place),
                Piece::Text(_) => None,
            })
            .collect();
        if let Some(missing) = places.iter().find(|place| place.argument >= values.len()) {
            let mistake = FormatMistake::NoValue {
                number: missing.argument + 1,
                given: values.len(),
            };
            self.diagnostics
                .push(codes::functions::format_mistake(text.span, mistake));
            return Typed::broken(span);
        }
        let (mut later, mut regional, mut is_ok) = (false, false, true);
        let mut parts = vec![format];
        for (at, value) in values.iter().enumerate() {
            let mut of_value = places
                .iter()
                .filter(|place| place.argument == at)
                .peekable();
            if let ExprKind::Spread(_) = value.kind {
                let signature = Some("format(format, value, ...)");
                self.diagnostics
                    .push(codes::syntax::argument_expansion(value.span, signature));
                return Typed::broken(span);
            }
            if of_value.peek().is_none() {
                let mistake = FormatMistake::NoPlace;
                self.diagnostics
                    .push(codes::functions::format_mistake(value.span, mistake));
                is_ok = false;
            }
            let typed = self.infer(value, None, env);
            is_ok &= typed.ty != TypeId::ERROR;
            if typed.ty != TypeId::ERROR {
                let misfit = of_value.find_map(|place| self.misfit_of_place(place, typed.ty));
                if let Some(wanted) = misfit {
                    let found = self.type_text(typed.ty);
                    let diagnostic = codes::functions::wrong_for_place(value.span, wanted, &found);
                    self.diagnostics.push(diagnostic);
                    is_ok = false;
                }
            }
            later |= self.tables.types.has_later(typed.ty);
            regional |= typed.regional;
            parts.push(typed.ir);
        }
        if !is_ok {
            return Typed::broken(span);
        }
        let ty = if later {
            self.tables.types.later(TypeId::TEXT)
        } else {
            TypeId::TEXT
        };
        Typed {
            regional,
            ..Typed::new(Op::Call(Function::Format, parts), span, ty)
        }
    }

    /// What is wanted in a place where a type does not fit.
    fn misfit_of_place(&self, place: &Place, ty: TypeId) -> Option<&'static str> {
        let types = self.tables.types;
        let found = types.get(ty);
        let later = types.has_later(ty);
        let (fits, wanted) = match place.verb {
            Verb::Shown if later => (
                self.fits_template(ty) && place.is_plain(),
                "a known value; what is known at deployment stands in a plain `%s`, without a width,",
            ),
            Verb::Shown => (
                self.fits_template(ty),
                "text, a number, a bool or a quantity",
            ),
            Verb::Any if later => (
                self.fits_template(ty) && place.is_plain(),
                "a known value, or one that is known at deployment and can stand in text,",
            ),
            Verb::Any => (
                self.fits_template(ty) || self.is_json(ty),
                "what text or JSON can hold",
            ),
            Verb::Quoted => (
                matches!(found, Type::Text | Type::Form(_) | Type::Enum(_)),
                "known text",
            ),
            Verb::Bool => (ty == TypeId::BOOL, "bool"),
            Verb::Int { .. } => (ty == TypeId::INT, "int"),
            Verb::Number(_) => (matches!(found, Type::Int | Type::Number), "number"),
        };
        (!fits).then_some(wanted)
    }

    /// `regex("...", text)`: the groups of the pattern say what comes out.
    pub(super) fn infer_regex(
        &mut self,
        function: Function,
        arguments: &[Expr],
        span: Span,
        env: &mut Env,
    ) -> Typed {
        let [pattern, text] = arguments else {
            return Typed::broken(span);
        };
        let Some((ir, written)) = self.literal_text(pattern, env) else {
            return Typed::broken(span);
        };
        let groups = match regex::groups(&written) {
            Ok(groups) => groups,
            Err(why) => {
                self.diagnostics
                    .push(codes::types::bad_pattern(pattern.span, &why));
                return Typed::broken(span);
            }
        };
        let text = self.expect_known(text, TypeId::TEXT, "what is looked for in a text", env);
        let types = self.tables.types;
        let part = types.optional(TypeId::TEXT);
        let of_match = match groups {
            Groups::Whole => TypeId::TEXT,
            Groups::Numbered => types.id(Type::List(part)),
            Groups::Named(mut names) => {
                names.sort_unstable();
                let field = |name: &String| Field {
                    name: self.tables.names.intern(name),
                    ty: part,
                };
                types.id(Type::Object(names.iter().map(field).collect()))
            }
        };
        let ty = match function {
            Function::Regexall => types.id(Type::List(of_match)),
            _ => of_match,
        };
        Typed {
            regional: text.regional,
            ..Typed::new(Op::Call(function, vec![ir, text.ir]), span, ty)
        }
    }

    /// `jsondecode("...")` of a literal text, whose type can be read from it. None if it is no
    /// literal, or no JSON.
    pub(super) fn infer_decoded(&mut self, arguments: &[Expr], span: Span) -> Option<Typed> {
        let [
            Expr {
                kind: ExprKind::Text(text),
                ..
            },
        ] = arguments
        else {
            return None;
        };
        let heap = Heap {
            store: self.tables.store,
            names: self.tables.names,
            patterns: &Patterns::default(),
        };
        let value = functions::evaluate(Function::Jsondecode, &[Value::Text(*text)], heap).ok()?;
        let ty = self.type_of_json(value);
        Some(Typed::new(Op::Const(value), span, ty))
    }

    /// The type of a value that JSON can hold.
    fn type_of_json(&self, value: Value) -> TypeId {
        let (types, store) = (self.tables.types, self.tables.store);
        match value {
            Value::Null => TypeId::NULL,
            Value::Bool(_) => TypeId::BOOL,
            Value::Int(_) => TypeId::INT,
            Value::Number(_) => TypeId::NUMBER,
            Value::Text(_) => TypeId::TEXT,
            Value::List(list) => {
                let elements = store.elements(list).iter();
                let of = elements
                    .map(|element| self.type_of_json(*element))
                    .try_fold(TypeId::NEVER, |joined, of| self.join(joined, of));
                types.id(Type::List(of.unwrap_or(TypeId::KNOWN_JSON)))
            }
            Value::Object(object) => {
                let fields = store.fields(object).iter().map(|(name, value)| Field {
                    name: *name,
                    ty: self.type_of_json(*value),
                });
                types.id(Type::Object(fields.collect()))
            }
            Value::Quantity(_)
            | Value::Later(_)
            | Value::Resource(_)
            | Value::Use(_)
            | Value::Existing(_)
            | Value::Tier(_) => TypeId::KNOWN_JSON,
        }
    }

    /// A literal text as an argument, and what it says; reported if it is computed.
    fn literal_text(&mut self, expr: &Expr, env: &mut Env) -> Option<(Ir, String)> {
        match self.constant(expr, TypeId::TEXT, env)? {
            text @ Value::Text(symbol) => {
                let op = Op::Const(text);
                let ir = Ir {
                    op,
                    span: expr.span,
                };
                Some((ir, self.text(symbol).to_owned()))
            }
            _ => None,
        }
    }

    /// The type of merged objects whose fields have no common type: an object. None if one of them
    /// is no object, or may let a field of another type through.
    pub(super) fn merged_objects(&self, merged: &[TypeId]) -> Option<TypeId> {
        let mut fields: Vec<Field> = Vec::new();
        for ty in merged {
            let Type::Object(own) = self.tables.types.get(*ty) else {
                return None;
            };
            for field in own {
                match fields.iter_mut().find(|known| known.name == field.name) {
                    Some(known) => known.ty = self.over(known.ty, field.ty)?,
                    None => fields.push(*field),
                }
            }
        }
        fields.sort_by(|a, b| self.text(a.name).cmp(self.text(b.name)));
        Some(self.tables.types.id(Type::Object(fields.into())))
    }

    /// The type of a field that another one lies over: an optional one may let it through.
    fn over(&self, below: TypeId, above: TypeId) -> Option<TypeId> {
        let types = self.tables.types;
        if !types.is_optional(above) {
            return Some(above);
        }
        let present = self.join(types.present(above), types.present(below))?;
        Some(if types.is_optional(below) {
            types.optional(present)
        } else {
            present
        })
    }
}
