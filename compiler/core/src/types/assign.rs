//! Which type fits where, and the type that two have in common.

use crate::diag::codes;
use crate::imports::SpaceId;
use crate::names::Symbol;
use crate::units_of_measure::Dimension;

use super::infer::Env;
use super::origins::Trait;
use super::program::{Ir, Op};
use super::ty::{Field, Form, Type, TypeId};
use super::{ROOT, Source, Typed, Typer};

impl Typer<'_> {
    /// A value for a place that wants a type: as it is, converted, or reported.
    pub(super) fn assign(&mut self, typed: Typed, want: TypeId, env: &Env) -> Typed {
        let types = self.tables.types;
        let span = typed.ir.span;
        if let Type::Provides(capability) = *types.get(types.present(want))
            && let Type::Component(kind) = *types.get(typed.ty)
        {
            return self.stand_for(typed, kind, capability, want, env);
        }
        if self.fits(typed.ty, want, env) {
            return match (types.get(typed.ty), types.get(types.present(want))) {
                (Type::List(_), Type::Set(_)) => {
                    let op = Op::ToSet(Box::new(typed.ir));
                    Typed {
                        ir: Ir { op, span },
                        ty: types.present(want),
                        regional: typed.regional,
                    }
                }
                _ => typed,
            };
        }
        self.misfit(&typed, want, env);
        Typed::broken(span)
    }

    /// A use stands for what it provides.
    fn stand_for(
        &mut self,
        typed: Typed,
        kind: crate::names::Symbol,
        capability: Option<crate::names::Symbol>,
        want: TypeId,
        env: &Env,
    ) -> Typed {
        let span = typed.ir.span;
        let Some(component) = self.component(kind) else {
            return Typed::broken(span);
        };
        let provided = &self.draft(component).provided;
        let at = match capability {
            None => (!provided.is_empty()).then_some(0),
            Some(capability) => provided
                .iter()
                .position(|(name, _)| name.name == capability),
        };
        let Some(at) = at else {
            let wanted = capability;
            let capability = capability.map(|capability| self.text(capability));
            let known: Vec<_> = provided
                .iter()
                .map(|(name, _)| self.text(name.name))
                .collect();
            let example = self.provider(wanted, env);
            let problem = codes::types::does_not_provide(
                span,
                self.text(kind),
                capability,
                &known,
                &self.wanted_note(),
            );
            let help =
                example.map(|use_named| format!("name a use that does, such as `{use_named}`"));
            self.diagnostics.push(problem.help_if(help));
            return Typed::broken(span);
        };
        let op = Op::Provides(Box::new(typed.ir), at as u32);
        Typed {
            ir: Ir { op, span },
            ty: self.tables.types.present(want),
            regional: true,
        }
    }

    fn misfit(&mut self, typed: &Typed, want: TypeId, env: &Env) {
        let types = self.tables.types;
        let span = typed.ir.span;
        if let Type::Property(node) = *types.get(want) {
            self.misfit_property(typed, node, env);
            return;
        }
        let wanted = self.type_text(want);
        let difference = self.difference(typed.ty, want, env);
        let why = self.why(&typed.ir, env.component, Trait::Later);
        let diagnostic = self.clash(typed, &wanted, env, |clash| {
            match (types.get(typed.ty), types.get(types.present(want))) {
                (Type::Optional(inner), _) if self.fits(*inner, want, env) => {
                    codes::types::optional_where_value(clash)
                }
                // What is wanted there is a use, whatever is known of its outputs.
                (_, Type::Component(_)) => codes::types::mismatch(clash, difference),
                (_, Type::Provides(capability)) => {
                    let example = self.provider(*capability, env);
                    let clash = codes::types::Clash {
                        example: example.as_deref(),
                        ..*clash
                    };
                    codes::types::mismatch(&clash, difference)
                }
                (_, Type::Object(fields)) if clash.is_literal => {
                    let example = self.all_fields(typed.ty, clash.written, fields, env);
                    codes::types::mismatch(clash, example.or(difference))
                }
                (Type::Later(_) | Type::Attribute(..), known)
                    if !matches!(known, Type::Later(_) | Type::Attribute(..)) =>
                {
                    let notes = [clash.notes, &why].concat();
                    let clash = codes::types::Clash {
                        notes: &notes,
                        ..*clash
                    };
                    codes::types::later_where_known(&clash, self.wanted.is_some())
                }
                (Type::Int | Type::Number, Type::Quantity(dimension)) => {
                    let number = clash.is_literal.then_some(clash.written);
                    codes::types::number_without_unit(span, *dimension, number, clash.notes)
                }
                (Type::Quantity(Dimension::Money(found)), Type::Quantity(Dimension::Money(to))) => {
                    codes::types::other_money(span, (*found, *to), true, clash.notes)
                }
                (Type::Resource(_), Type::Attribute(..) | Type::Text) => {
                    codes::types::resource_where_attribute(clash)
                }
                _ => codes::types::mismatch(clash, difference),
            }
        });
        let diagnostic = diagnostic.help_if(self.without_key(&typed.ir, typed.ty, env));
        self.diagnostics.push(diagnostic);
    }

    /// A use of the app that provides what is wanted.
    fn provider(&self, capability: Option<Symbol>, env: &Env) -> Option<String> {
        // Declarations are looked at, and not what is typed already: the order says nothing.
        let provides = |kind: &Symbol| {
            let kind = self
                .declarations
                .kind(SpaceId::APP, *kind, self.tables.names);
            let block = kind.and_then(|kind| self.declarations.components.get(&kind));
            let mut inner = block.into_iter().flat_map(|block| &block.body.blocks);
            inner.any(|inner| {
                let named = |wanted| inner.labels.first().is_some_and(|name| name.name == wanted);
                self.text(inner.keyword.name) == "provides" && capability.is_none_or(named)
            })
        };
        let kinds = self.kind_uses.iter().filter(|(kind, _)| provides(kind));
        let first = kinds.filter_map(|(_, slots)| slots.first()).min()?;
        if env.component != ROOT {
            return None;
        }
        let address = self.slot_address(ROOT, *first);
        let has_elements = match self.slot(ROOT, *first).source {
            Source::Use(block) => self.attribute(block, "for_each").is_some(),
            _ => false,
        };
        Some(if has_elements {
            format!("{address}[\"KEY\"]")
        } else {
            address
        })
    }

    /// An object in which one plain value is given to every field that has to be there.
    fn all_fields(&self, ty: TypeId, written: &str, fields: &[Field], env: &Env) -> Option<String> {
        let needed = fields
            .iter()
            .filter(|field| !self.tables.types.is_optional(field.ty));
        let given = needed.map(|field| {
            let name = self.text(field.name);
            self.fits(ty, field.ty, env)
                .then(|| format!("{name} = {written}"))
        });
        let given: Vec<_> = given.collect::<Option<_>>()?;
        (!given.is_empty()).then(|| format!("write an object: `{{ {} }}`", given.join(", ")))
    }

    /// Whether a value of type `from` can stand where `to` is wanted.
    pub(super) fn fits(&self, from: TypeId, to: TypeId, env: &Env) -> bool {
        if from == to {
            return true;
        }
        let types = self.tables.types;
        match (types.get(from), types.get(to)) {
            (Type::Error | Type::Never, _) | (_, Type::Error) => true,
            (_, Type::Property(node)) => self.property_takes(*node, from, env),
            (_, Type::Json) => self.is_json(from),
            (Type::Null, Type::Optional(_)) => true,
            (Type::Optional(from), Type::Optional(to)) => self.fits(*from, *to, env),
            (_, Type::Optional(to)) => self.fits(from, *to, env),
            (Type::Later(from), Type::Later(to)) => self.fits(*from, *to, env),
            (Type::Attribute(..), Type::Later(to)) => {
                *types.get(*to) == Type::Text || self.is_form(*to)
            }
            (_, Type::Later(to)) => self.fits(from, *to, env),
            (Type::Text | Type::Form(_), Type::Attribute(..)) => true,
            (Type::Int, Type::Number) => true,
            (Type::Quantity(from), Type::Quantity(to)) => from.fits(*to),
            (Type::Enum(_) | Type::Form(_), Type::Text) | (Type::Text, Type::Form(_)) => true,
            (Type::Enum(few), Type::Enum(many)) => few.iter().all(|value| many.contains(value)),
            (Type::List(from) | Type::Set(from), Type::Set(to))
            | (Type::List(from), Type::List(to)) => self.fits(*from, *to, env),
            (Type::Map(from), Type::Map(to)) => self.fits(*from, *to, env),
            (Type::Object(fields), Type::Map(to)) => {
                fields.iter().all(|field| self.fits(field.ty, *to, env))
            }
            (_, Type::ByRegion(to)) => self.fits(from, *to, env),
            (Type::Object(from), Type::Object(to)) => self.object_fits(from, to, env),
            (Type::Provides(Some(_)), Type::Provides(None)) => true,
            _ => false,
        }
    }

    fn is_form(&self, ty: TypeId) -> bool {
        matches!(
            self.tables.types.get(ty),
            Type::Form(Form::Arn | Form::Image)
        )
    }

    fn object_fits(&self, from: &[Field], to: &[Field], env: &Env) -> bool {
        let field = |fields: &[Field], name| {
            fields
                .iter()
                .find(|field| field.name == name)
                .map(|field| field.ty)
        };
        from.iter().all(|given| field(to, given.name).is_some())
            && to.iter().all(|wanted| match field(from, wanted.name) {
                Some(given) => self.fits(given, wanted.ty, env),
                None => self.tables.types.is_optional(wanted.ty),
            })
    }

    /// Whether JSON can hold such values.
    pub(super) fn is_json(&self, ty: TypeId) -> bool {
        match self.tables.types.get(ty) {
            Type::List(of)
            | Type::Set(of)
            | Type::Map(of)
            | Type::Optional(of)
            | Type::Later(of) => self.is_json(*of),
            Type::Object(fields) => fields.iter().all(|field| self.is_json(field.ty)),
            Type::Quantity(_)
            | Type::ByRegion(_)
            | Type::Resource(_)
            | Type::Component(_)
            | Type::Provides(_)
            | Type::Tier => false,
            Type::Error
            | Type::Never
            | Type::Null
            | Type::Bool
            | Type::Text
            | Type::Int
            | Type::Number
            | Type::Form(_)
            | Type::Enum(_)
            | Type::Attribute(..)
            | Type::Property(_)
            | Type::Json
            | Type::KnownJson => true,
        }
    }

    /// The common type of two, if there is one.
    pub(super) fn join(&self, a: TypeId, b: TypeId) -> Option<TypeId> {
        if a == b {
            return Some(a);
        }
        let types = self.tables.types;
        Some(match (types.get(a), types.get(b)) {
            (Type::Error, _) | (_, Type::Error) => TypeId::ERROR,
            (Type::Never, _) => b,
            (_, Type::Never) => a,
            (Type::Null, _) => types.optional(b),
            (_, Type::Null) => types.optional(a),
            (Type::Optional(_), _) | (_, Type::Optional(_)) => {
                types.optional(self.join(types.present(a), types.present(b))?)
            }
            (Type::Later(_) | Type::Attribute(..), _)
            | (_, Type::Later(_) | Type::Attribute(..)) => {
                types.later(self.join(self.now(a), self.now(b))?)
            }
            (Type::Int, Type::Number) | (Type::Number, Type::Int) => TypeId::NUMBER,
            (Type::Quantity(x), Type::Quantity(y)) if x.fits(*y) => b,
            (Type::Quantity(x), Type::Quantity(y)) if y.fits(*x) => a,
            (
                Type::Text | Type::Form(_) | Type::Enum(_),
                Type::Text | Type::Form(_) | Type::Enum(_),
            ) => TypeId::TEXT,
            (Type::List(a), Type::List(b)) => types.id(Type::List(self.join(*a, *b)?)),
            (Type::Set(a), Type::Set(b)) => types.id(Type::Set(self.join(*a, *b)?)),
            (Type::Map(a), Type::Map(b)) => types.id(Type::Map(self.join(*a, *b)?)),
            (Type::Object(fields), Type::Map(of)) | (Type::Map(of), Type::Object(fields)) => {
                let of = fields
                    .iter()
                    .try_fold(*of, |of, field| self.join(of, field.ty))?;
                types.id(Type::Map(of))
            }
            (Type::Object(a), Type::Object(b)) => self.join_objects(a, b)?,
            (Type::KnownJson, _) if self.is_json(b) && !types.has_later(b) => TypeId::KNOWN_JSON,
            (_, Type::KnownJson) if self.is_json(a) && !types.has_later(a) => TypeId::KNOWN_JSON,
            (Type::Property(_) | Type::Json | Type::KnownJson, _) if self.is_json(b) => {
                TypeId::JSON
            }
            (_, Type::Property(_) | Type::Json | Type::KnownJson) if self.is_json(a) => {
                TypeId::JSON
            }
            (Type::Provides(_), Type::Provides(_)) => types.id(Type::Provides(None)),
            _ => return None,
        })
    }

    /// What a later value will be.
    fn now(&self, ty: TypeId) -> TypeId {
        match *self.tables.types.get(ty) {
            Type::Later(inner) => inner,
            Type::Attribute(..) => TypeId::TEXT,
            _ => ty,
        }
    }

    /// Fields that only one of the two has are optional in both.
    fn join_objects(&self, a: &[Field], b: &[Field]) -> Option<TypeId> {
        let types = self.tables.types;
        let mut joined = Vec::with_capacity(a.len());
        for field in a {
            let ty = match b.iter().find(|other| other.name == field.name) {
                Some(other) => self.join(field.ty, other.ty)?,
                None => types.optional(field.ty),
            };
            joined.push(Field {
                name: field.name,
                ty,
            });
        }
        for field in b {
            if !a.iter().any(|other| other.name == field.name) {
                joined.push(Field {
                    name: field.name,
                    ty: types.optional(field.ty),
                });
            }
        }
        joined.sort_by(|a, b| self.text(a.name).cmp(self.text(b.name)));
        Some(types.id(Type::Object(joined.into())))
    }
}
