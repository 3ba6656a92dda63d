//! Calls of functions, and the two that name sites.

use crate::diag::codes;
use crate::functions::{self, Function, Pattern, Signature};
use crate::resolve::is_plain_name;
use crate::source::Span;
use crate::syntax::tree::{BinaryOp, Expr, ExprKind, Ident};
use crate::value::Value;

use super::super::origins::Trait;
use super::super::program::Op;
use super::super::ty::{Field, Form, Type, TypeId};
use super::super::{ROOT, Typed, Typer, did_you_mean};
use super::Env;
use crate::units_of_measure::Dimension;

impl Typer<'_> {
    pub(super) fn infer_call(
        &mut self,
        function: Ident,
        arguments: &[Expr],
        span: Span,
        want: Option<TypeId>,
        env: &mut Env,
    ) -> Typed {
        match (self.text(function.name), arguments) {
            ("at", [value, region]) => return self.infer_at(value, region, span, env),
            ("each_site", [value]) => return self.infer_each_site(value, span, env),
            ("call", [value, options]) => return self.infer_known_call(value, options, span, env),
            ("callers", [this]) => return self.infer_callers(this, span, env),
            ("stable_number", [space, most]) => {
                return self.infer_stable_number(space, most, span, env);
            }
            ("call", _) => {
                return self.wrong_count(function, "call(use, { ... })", 2, arguments.len());
            }
            ("callers", _) => {
                return self.wrong_count(function, "callers(self)", 1, arguments.len());
            }
            ("stable_number", _) => {
                return self.wrong_count(
                    function,
                    "stable_number(\"SPACE\", most)",
                    2,
                    arguments.len(),
                );
            }
            ("at", _) => {
                return self.wrong_count(function, "at(value, region)", 2, arguments.len());
            }
            ("each_site", _) => {
                return self.wrong_count(function, "each_site(value)", 1, arguments.len());
            }
            _ => {}
        }
        let Some((found, signature)) = functions::find(self.text(function.name)) else {
            let known = functions::TABLE
                .iter()
                .map(|(_, signature)| signature.name)
                .chain(["at", "each_site", "call", "callers", "stable_number"]);
            let suggestion = did_you_mean(self.text(function.name), known);
            let name = self.text(function.name);
            self.diagnostics.push(codes::names::unknown_function(
                function.span,
                name,
                suggestion.as_deref(),
            ));
            return Typed::broken(span);
        };
        let count = signature.parameters.len();
        let wrong = if signature.variadic {
            arguments.len() < count
        } else {
            arguments.len() != count
        };
        if wrong {
            return self.wrong_count(function, &signature.text(), count, arguments.len());
        }
        self.infer_function(found, signature, arguments, span, want, env)
    }

    fn wrong_count(
        &mut self,
        function: Ident,
        signature: &str,
        wanted: usize,
        found: usize,
    ) -> Typed {
        self.diagnostics.push(codes::types::wrong_argument_count(
            function.span,
            signature,
            wanted,
            found,
        ));
        Typed::broken(function.span)
    }

    fn infer_function(
        &mut self,
        function: Function,
        signature: &Signature,
        arguments: &[Expr],
        span: Span,
        want: Option<TypeId>,
        env: &mut Env,
    ) -> Typed {
        let mut variable = TypeId::NEVER;
        let (mut later, mut regional) = (false, false);
        let mut values = Vec::with_capacity(arguments.len());
        for (at, argument) in arguments.iter().enumerate() {
            let (parameter, pattern) = signature.parameters[at.min(signature.parameters.len() - 1)];
            let hint = match argument.kind {
                // A text among numbers and quantities is what its unit says.
                ExprKind::Text(text) if pattern == Pattern::Ordered => {
                    let beside = Some(variable).filter(|variable| *variable != TypeId::NEVER);
                    self.quantity_beside(text, BinaryOp::Add, beside)
                }
                _ => self.hint(pattern, variable, want),
            };
            let typed = self.infer(argument, hint, env);
            if typed.ty == TypeId::ERROR {
                return Typed::broken(span);
            }
            let Some(ty) = self.match_pattern(pattern, typed.ty, variable) else {
                let wanted = self.pattern_text(pattern, variable);
                let present = self.tables.types.present(typed.ty);
                let is_there = self.match_pattern(pattern, present, variable).is_some();
                let is_later = self.tables.types.has_later(typed.ty);
                let why = self.why(&typed.ir, env.component, Trait::Later);
                let diagnostic = self.clash(&typed, &wanted, env, |clash| {
                    if present != typed.ty && is_there {
                        return codes::types::optional_where_value(clash);
                    }
                    let notes = [clash.notes, &why].concat();
                    let clash = codes::types::Clash {
                        notes: &notes,
                        ..*clash
                    };
                    codes::types::wrong_argument(&clash, &signature.text(), parameter, is_later)
                });
                self.diagnostics.push(diagnostic);
                return Typed::broken(span);
            };
            variable = ty;
            let may_be_later = matches!(
                pattern,
                Pattern::LaterTexts | Pattern::LaterText | Pattern::Json
            );
            later |= may_be_later && self.tables.types.has_later(typed.ty);
            regional |= typed.regional;
            values.push(typed.ir);
        }
        let ty = self.result_type(signature.result, variable, later);
        Typed {
            regional,
            ..Typed::new(Op::Call(function, values), span, ty)
        }
    }

    /// What a literal argument is read as.
    fn hint(&self, pattern: Pattern, variable: TypeId, want: Option<TypeId>) -> Option<TypeId> {
        let types = self.tables.types;
        match pattern {
            Pattern::Duration => Some(types.id(Type::Quantity(Dimension::Duration))),
            Pattern::Bytes => Some(types.id(Type::Quantity(Dimension::Bytes))),
            Pattern::Cidr => Some(types.id(Type::Form(Form::Cidr))),
            Pattern::Json => Some(TypeId::JSON),
            Pattern::A | Pattern::OptionalA | Pattern::Ordered if variable != TypeId::NEVER => {
                Some(variable)
            }
            Pattern::List | Pattern::Map if variable == TypeId::NEVER => {
                want.filter(|want| matches!(types.get(*want), Type::List(_) | Type::Map(_)))
            }
            _ => None,
        }
    }

    /// What the type variable becomes if an argument of this type fits; none if it does not.
    fn match_pattern(&self, pattern: Pattern, ty: TypeId, variable: TypeId) -> Option<TypeId> {
        let types = self.tables.types;
        let found = types.get(ty);
        let is_text =
            |ty: &Type| matches!(ty, Type::Text | Type::Form(_) | Type::Enum(_) | Type::Never);
        let fits = match pattern {
            Pattern::A => return self.join_quietly(variable, ty),
            Pattern::OptionalA => return self.join_quietly(variable, types.present(ty)),
            Pattern::Bool => ty == TypeId::BOOL,
            Pattern::Text => is_text(found),
            Pattern::Int => ty == TypeId::INT,
            Pattern::Number => matches!(found, Type::Int | Type::Number),
            Pattern::Ordered => {
                let ordered = matches!(found, Type::Int | Type::Number | Type::Quantity(_));
                return ordered.then(|| self.join_quietly(variable, ty)).flatten();
            }
            Pattern::Duration => *found == Type::Quantity(Dimension::Duration),
            Pattern::Bytes => *found == Type::Quantity(Dimension::Bytes),
            Pattern::Cidr => matches!(found, Type::Form(Form::Cidr) | Type::Text),
            Pattern::Sized => {
                is_text(found)
                    || matches!(
                        found,
                        Type::List(_) | Type::Set(_) | Type::Map(_) | Type::Object(_)
                    )
            }
            Pattern::List => {
                let (Type::List(of) | Type::Set(of)) = found else {
                    return None;
                };
                return self.join_quietly(variable, *of);
            }
            Pattern::Lists => {
                let (Type::List(inner) | Type::Set(inner)) = found else {
                    return None;
                };
                match types.get(*inner) {
                    Type::List(of) | Type::Set(of) => return self.join_quietly(variable, *of),
                    Type::Never => return Some(variable),
                    _ => false,
                }
            }
            Pattern::Maps => {
                let (Type::List(inner) | Type::Set(inner)) = found else {
                    return None;
                };
                return match *inner {
                    TypeId::NEVER => Some(variable),
                    inner => self.match_pattern(Pattern::Map, inner, variable),
                };
            }
            Pattern::Texts => {
                matches!(found, Type::List(of) | Type::Set(of) if is_text(types.get(*of)))
            }
            Pattern::LaterTexts => match found {
                Type::List(of) | Type::Set(of) => match types.get(*of) {
                    Type::Later(inner) => is_text(types.get(*inner)),
                    Type::Attribute(..) => true,
                    known => is_text(known),
                },
                _ => false,
            },
            Pattern::Map => match found {
                Type::Map(of) => return self.join_quietly(variable, *of),
                Type::Object(fields) => {
                    return fields
                        .iter()
                        .try_fold(variable, |ty, field| self.join_quietly(ty, field.ty));
                }
                _ => false,
            },
            Pattern::Json => self.is_json(ty),
            Pattern::LaterText => {
                is_text(found)
                    || matches!(found, Type::Attribute(..))
                    || *found == Type::Later(TypeId::TEXT)
            }
            Pattern::Ints | Pattern::Cidrs => false,
        };
        fits.then_some(variable)
    }

    fn pattern_text(&self, pattern: Pattern, variable: TypeId) -> String {
        let known = variable != TypeId::NEVER;
        match pattern {
            Pattern::A | Pattern::OptionalA if known => self.type_text(variable),
            Pattern::A | Pattern::OptionalA => "a value".into(),
            Pattern::Bool => "bool".into(),
            Pattern::Text => "string".into(),
            Pattern::Int => "int".into(),
            Pattern::Number => "number".into(),
            Pattern::Ordered if known => self.type_text(variable),
            Pattern::Ordered => "a number or a quantity".into(),
            Pattern::Duration => "duration".into(),
            Pattern::Bytes => "bytes".into(),
            Pattern::Cidr => "cidr".into(),
            Pattern::Sized => "a list, a set, a map or text".into(),
            Pattern::List if known => format!("list({})", self.type_text(variable)),
            Pattern::List => "a list".into(),
            Pattern::Lists => "a list of lists".into(),
            Pattern::Texts | Pattern::LaterTexts => "list(string)".into(),
            Pattern::Map if known => format!("map({})", self.type_text(variable)),
            Pattern::Map => "a map".into(),
            Pattern::Maps => "a list of maps".into(),
            Pattern::Ints => "list(int)".into(),
            Pattern::Cidrs => "list(cidr)".into(),
            Pattern::LaterText => "string".into(),
            Pattern::Json => "what JSON can hold: text, numbers, bools, lists and objects".into(),
        }
    }

    fn result_type(&self, pattern: Pattern, variable: TypeId, later: bool) -> TypeId {
        let types = self.tables.types;
        match pattern {
            Pattern::A | Pattern::OptionalA | Pattern::Ordered => variable,
            Pattern::Bool => TypeId::BOOL,
            Pattern::Int | Pattern::Sized => TypeId::INT,
            Pattern::Number => TypeId::NUMBER,
            Pattern::Duration => types.id(Type::Quantity(Dimension::Duration)),
            Pattern::Bytes => types.id(Type::Quantity(Dimension::Bytes)),
            Pattern::Cidr => types.id(Type::Form(Form::Cidr)),
            Pattern::List => types.id(Type::List(variable)),
            Pattern::Lists => types.id(Type::List(types.id(Type::List(variable)))),
            Pattern::Texts | Pattern::LaterTexts => types.id(Type::List(TypeId::TEXT)),
            Pattern::Map | Pattern::Maps => types.id(Type::Map(variable)),
            Pattern::Ints => types.id(Type::List(TypeId::INT)),
            Pattern::Cidrs => types.id(Type::List(types.id(Type::Form(Form::Cidr)))),
            Pattern::Text | Pattern::LaterText | Pattern::Json if later => {
                types.later(TypeId::TEXT)
            }
            Pattern::Text | Pattern::LaterText | Pattern::Json => TypeId::TEXT,
        }
    }

    fn infer_at(&mut self, value: &Expr, region: &Expr, span: Span, env: &mut Env) -> Typed {
        let region_type = self.tables.types.id(Type::Form(Form::Region));
        let region = self.expect_known(region, region_type, "which site is meant", env);
        let before = std::mem::replace(&mut env.anywhere, true);
        let value = self.infer(value, None, env);
        env.anywhere = before;
        if let Type::Component(_) = self.tables.types.get(self.tables.types.present(value.ty)) {
            let diagnostic = self.clash(&value, "an output", env, |clash| {
                codes::types::resource_where_attribute(clash)
            });
            self.diagnostics.push(diagnostic);
            return Typed::broken(span);
        }
        // The value is fixed to one site, so it is the same seen from everywhere.
        let regional = region.regional;
        Typed {
            regional,
            ..Typed::new(Op::At(Box::new([value.ir, region.ir])), span, value.ty)
        }
    }

    /// `call(x, { ... })`: a capability with what is known of the call.
    fn infer_known_call(
        &mut self,
        value: &Expr,
        options: &Expr,
        span: Span,
        env: &mut Env,
    ) -> Typed {
        let types = self.tables.types;
        let typed = self.infer(value, None, env);
        let ty = match *types.get(typed.ty) {
            Type::Provides(_) => typed.ty,
            _ => types.id(Type::Provides(None)),
        };
        let record = self.assign(typed, ty, env);
        let options = self.expect(options, self.call_options(), env);
        let op = Op::With(Box::new([record.ir, options.ir]));
        Typed {
            regional: true,
            ..Typed::new(op, span, ty)
        }
    }

    /// What may be said of a call.
    fn call_options(&self) -> TypeId {
        let types = self.tables.types;
        let field = |name: &str| {
            let ty = self.provides_field(name).unwrap_or(TypeId::ERROR);
            Field {
                name: self.tables.names.intern(name),
                ty: types.optional(ty),
            }
        };
        // Sorted by text.
        let fields = ["needs", "per_request", "retries", "timeout"].map(field);
        types.id(Type::Object(fields.into()))
    }

    fn infer_callers(&mut self, this: &Expr, span: Span, env: &mut Env) -> Typed {
        let is_self = matches!(this.kind, ExprKind::Name(name) if self.text(name) == "self");
        if !is_self || env.component == ROOT {
            self.diagnostics
                .push(codes::types::callers_of_self(this.span));
            return Typed::broken(span);
        }
        let types = self.tables.types;
        let field = |name: &str, ty| Field {
            name: self.tables.names.intern(name),
            ty,
        };
        let needs = self.provides_field("needs").unwrap_or(TypeId::ERROR);
        let fields = [
            field("address", TypeId::TEXT),
            field("capability", TypeId::TEXT),
            field("needs", needs),
            field("per_request", TypeId::NUMBER),
        ];
        let of = types.id(Type::Object(fields.into()));
        Typed::new(Op::Callers, span, types.id(Type::List(of)))
    }

    fn infer_stable_number(
        &mut self,
        space: &Expr,
        most: &Expr,
        span: Span,
        env: &mut Env,
    ) -> Typed {
        let name = self.literal(space);
        let most = self.constant(most, TypeId::INT, env);
        match (name, most) {
            (Some(name), Some(Value::Int(most @ 1..))) if is_plain_name(self.text(name)) => {
                self.components[env.component.0 as usize]
                    .spaces
                    .push((name, most));
                Typed::new(Op::StableNumber(name, most), span, TypeId::INT)
            }
            (Some(name), Some(_)) => {
                self.diagnostics
                    .push(codes::names::not_a_name(space.span, self.text(name), false));
                Typed::broken(span)
            }
            _ => Typed::broken(span),
        }
    }

    fn infer_each_site(&mut self, value: &Expr, span: Span, env: &mut Env) -> Typed {
        let before = std::mem::replace(&mut env.anywhere, true);
        let value = self.infer(value, None, env);
        env.anywhere = before;
        let ty = self.tables.types.id(Type::Map(value.ty));
        Typed::new(Op::EachSite(Box::new(value.ir)), span, ty)
    }
}
