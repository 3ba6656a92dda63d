//! The types of functions: what an argument may be, and what comes out.

use crate::diag::codes;
use crate::functions::{Function, Pattern, Signature};
use crate::source::Span;
use crate::syntax::tree::{BinaryOp, Expr, ExprKind};
use crate::units_of_measure::Dimension;

use super::super::origins::Trait;
use super::super::program::{Ir, Op};
use super::super::ty::{Field, Form, Type, TypeId};
use super::super::{Typed, Typer};
use super::Env;

/// What the types `a` and `b` of a signature stand for, so far.
#[derive(Clone, Copy)]
struct Variables {
    a: TypeId,
    b: TypeId,
}

/// The place of an argument.
#[derive(Clone, Copy)]
struct Place<'a> {
    signature: &'a Signature,
    parameter: (&'static str, Pattern),
}

/// What is known of the arguments of a call.
struct Arguments {
    values: Vec<Ir>,
    types: Vec<TypeId>,
    variables: Variables,
    later: bool,
    regional: bool,
    /// An object among those that `merge` takes, whose fields differ in type from the others'.
    differs: Option<(Span, TypeId)>,
}

impl Typer<'_> {
    pub(super) fn infer_function(
        &mut self,
        function: Function,
        signature: &Signature,
        arguments: &[Expr],
        span: Span,
        want: Option<TypeId>,
        env: &mut Env,
    ) -> Typed {
        match function {
            Function::Format => return self.infer_format(arguments, span, env),
            Function::Jsondecode => {
                if let Some(typed) = self.infer_decoded(arguments, span) {
                    return typed;
                }
            }
            Function::Regex | Function::Regexall => {
                return self.infer_regex(function, arguments, span, env);
            }
            _ => {}
        }
        let mut found = Arguments {
            values: Vec::with_capacity(arguments.len()),
            types: Vec::with_capacity(arguments.len()),
            variables: Variables {
                a: TypeId::NEVER,
                b: TypeId::NEVER,
            },
            later: false,
            regional: false,
            differs: None,
        };
        for (at, argument) in arguments.iter().enumerate() {
            let at_most = signature.parameters.len() - 1;
            let place = Place {
                signature,
                parameter: signature.parameters[at.min(at_most)],
            };
            let is_ok = match &argument.kind {
                ExprKind::Spread(list) => {
                    let fits = signature.variadic && at + 1 >= signature.parameters.len();
                    if !fits {
                        let text = signature.text();
                        let diagnostic =
                            codes::syntax::argument_expansion(argument.span, Some(&text));
                        self.diagnostics.push(diagnostic);
                    }
                    fits && self.infer_spread(list, place, &mut found, env)
                }
                _ => self.infer_argument(argument, place, want, &mut found, env),
            };
            if !is_ok {
                return Typed::broken(span);
            }
        }
        let ty = match found.differs {
            None => self.result_type(signature.result, &found),
            Some(differs) => {
                let Some(ty) = self.merged_objects(&found.types) else {
                    let (argument, ty) = differs;
                    let place = Place {
                        signature,
                        parameter: signature.parameters[0],
                    };
                    let argument = Typed::new(Op::Broken, argument, ty);
                    self.wrong_argument(&argument, ty, place, found.variables, env);
                    return Typed::broken(span);
                };
                ty
            }
        };
        let call = Op::Call(function, found.values);
        let op = match signature.result {
            Pattern::Set => Op::ToSet(Box::new(Ir { op: call, span })),
            _ => call,
        };
        Typed {
            regional: found.regional,
            ..Typed::new(op, span, ty)
        }
    }

    /// Says whether it fits; reports it if not.
    fn infer_argument(
        &mut self,
        argument: &Expr,
        place: Place<'_>,
        want: Option<TypeId>,
        found: &mut Arguments,
        env: &mut Env,
    ) -> bool {
        let (_, pattern) = place.parameter;
        let hint = match argument.kind {
            // A text among numbers and quantities is what its unit says.
            ExprKind::Text(text) if pattern == Pattern::Ordered => {
                let beside = Some(found.variables.a).filter(|known| *known != TypeId::NEVER);
                self.quantity_beside(text, BinaryOp::Add, beside)
            }
            _ => self.hint(pattern, found.variables.a, want),
        };
        let typed = self.infer(argument, hint, env);
        if typed.ty == TypeId::ERROR {
            return false;
        }
        let Some(variables) = self.match_pattern(pattern, typed.ty, found.variables) else {
            let is_object = matches!(self.tables.types.get(typed.ty), Type::Object(_));
            let signature = place.signature;
            if signature.result == Pattern::Map && signature.variadic && is_object {
                found.differs = found.differs.or(Some((argument.span, typed.ty)));
                self.take(pattern, typed.ty, found.variables, typed.regional, found);
                found.values.push(typed.ir);
                return true;
            }
            self.wrong_argument(&typed, typed.ty, place, found.variables, env);
            return false;
        };
        self.take(pattern, typed.ty, variables, typed.regional, found);
        found.values.push(typed.ir);
        true
    }

    /// `list...`: its elements are the last arguments.
    fn infer_spread(
        &mut self,
        list: &Expr,
        place: Place<'_>,
        found: &mut Arguments,
        env: &mut Env,
    ) -> bool {
        let (_, pattern) = place.parameter;
        let typed = self.infer(list, None, env);
        let element = match *self.tables.types.get(typed.ty) {
            Type::Error => return false,
            Type::List(of) | Type::Set(of) => of,
            _ => {
                let diagnostic = self.clash(&typed, "a list", env, |clash| {
                    codes::types::mismatch(clash, None)
                });
                self.diagnostics.push(diagnostic);
                return false;
            }
        };
        let Some(variables) = self.match_pattern(pattern, element, found.variables) else {
            self.wrong_argument(&typed, element, place, found.variables, env);
            return false;
        };
        self.take(pattern, element, variables, typed.regional, found);
        let span = typed.ir.span;
        let op = Op::Spread(Box::new(typed.ir));
        found.values.push(Ir { op, span });
        true
    }

    fn take(
        &self,
        pattern: Pattern,
        ty: TypeId,
        variables: Variables,
        regional: bool,
        found: &mut Arguments,
    ) {
        let may_be_later = matches!(
            pattern,
            Pattern::LaterTexts | Pattern::LaterText | Pattern::Json | Pattern::Shown
        );
        found.later |= may_be_later && self.tables.types.has_later(ty);
        found.regional |= regional;
        found.types.push(ty);
        found.variables = variables;
    }

    /// An argument that does not fit its place: it, or the elements of a list that is spread, are of
    /// this type.
    fn wrong_argument(
        &mut self,
        typed: &Typed,
        ty: TypeId,
        place: Place<'_>,
        variables: Variables,
        env: &Env,
    ) {
        let (parameter, pattern) = place.parameter;
        let wanted = self.pattern_text(pattern, variables);
        let present = self.tables.types.present(ty);
        let is_there = present != ty && self.match_pattern(pattern, present, variables).is_some();
        let is_later = self.tables.types.has_later(ty);
        let why = self.why(&typed.ir, env.component, Trait::Later);
        let diagnostic = self.clash(typed, &wanted, env, |clash| {
            if is_there {
                return codes::types::optional_where_value(clash);
            }
            let notes = [clash.notes, &why].concat();
            let clash = codes::types::Clash {
                notes: &notes,
                ..*clash
            };
            let signature = place.signature.text();
            codes::functions::wrong_argument(&clash, &signature, parameter, is_later)
        });
        self.diagnostics.push(diagnostic);
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

    /// What the variables become if an argument of this type fits; none if it does not.
    fn match_pattern(
        &self,
        pattern: Pattern,
        ty: TypeId,
        variables: Variables,
    ) -> Option<Variables> {
        let types = self.tables.types;
        let found = types.get(ty);
        let with = |a: TypeId| Some(Variables { a, ..variables });
        let joined = |of: TypeId| {
            let a = self.join(variables.a, of)?;
            Some(Variables { a, ..variables })
        };
        let elements = match found {
            Type::List(of) | Type::Set(of) => Some(*of),
            _ => None,
        };
        let is_text = |ty: &Type| is_text(ty) || *ty == Type::Never;
        let fits = match pattern {
            Pattern::A => return joined(ty),
            Pattern::OptionalA if ty == TypeId::NULL => true,
            Pattern::OptionalA => return joined(types.present(ty)),
            Pattern::Bool => ty == TypeId::BOOL,
            Pattern::Text => is_text(found),
            Pattern::Int => ty == TypeId::INT,
            Pattern::Number => matches!(found, Type::Int | Type::Number),
            Pattern::SameNumber => {
                let number = matches!(found, Type::Int | Type::Number);
                return number.then(|| joined(ty)).flatten();
            }
            Pattern::Ordered => {
                let ordered = matches!(found, Type::Int | Type::Number | Type::Quantity(_));
                return ordered.then(|| joined(ty)).flatten();
            }
            Pattern::OrderedList => {
                return match elements? {
                    TypeId::NEVER => with(TypeId::INT),
                    of => self.match_pattern(Pattern::Ordered, of, variables),
                };
            }
            Pattern::Duration => *found == Type::Quantity(Dimension::Duration),
            Pattern::Bytes => *found == Type::Quantity(Dimension::Bytes),
            Pattern::Cidr => matches!(found, Type::Form(Form::Cidr) | Type::Text),
            Pattern::Sized => {
                is_text(found)
                    || elements.is_some()
                    || matches!(found, Type::Map(_) | Type::Object(_))
            }
            Pattern::List => return joined(elements?),
            Pattern::OtherList => {
                let b = self.join(variables.b, elements?)?;
                return Some(Variables { b, ..variables });
            }
            Pattern::Lists => {
                let mut of = elements?;
                while let Type::List(inner) | Type::Set(inner) = types.get(of) {
                    of = *inner;
                }
                return joined(of);
            }
            Pattern::Set => {
                let of = elements.filter(|of| !types.has_later(*of));
                return joined(of?);
            }
            Pattern::Bools => matches!(elements?, TypeId::BOOL | TypeId::NEVER),
            Pattern::Maps => {
                return match elements? {
                    TypeId::NEVER => Some(variables),
                    inner => self.match_pattern(Pattern::Map, inner, variables),
                };
            }
            Pattern::Texts => is_text(types.get(elements?)),
            Pattern::OptionalTexts => {
                matches!(elements?, TypeId::NULL) || is_text(types.get(types.present(elements?)))
            }
            Pattern::LaterTexts => match types.get(elements?) {
                Type::Later(inner) => is_text(types.get(*inner)),
                Type::Attribute(..) => true,
                known => is_text(known),
            },
            Pattern::Map => match found {
                Type::Map(of) => return joined(*of),
                Type::Object(fields) => {
                    let a = fields
                        .iter()
                        .try_fold(variables.a, |ty, field| self.join(ty, field.ty))?;
                    return with(a);
                }
                _ => false,
            },
            Pattern::Json => self.is_json(ty),
            Pattern::LaterText => {
                is_text(found)
                    || matches!(found, Type::Attribute(..))
                    || *found == Type::Later(TypeId::TEXT)
            }
            Pattern::Shown => self.fits_template(ty),
            Pattern::Ints | Pattern::Cidrs | Pattern::FirstSet | Pattern::Pairs => false,
        };
        fits.then_some(variables)
    }

    fn pattern_text(&self, pattern: Pattern, variables: Variables) -> String {
        let known = (variables.a != TypeId::NEVER).then(|| self.type_text(variables.a));
        let of_a = |form: &str, otherwise: &str| match &known {
            Some(known) => form.replace('_', known),
            None => otherwise.into(),
        };
        match pattern {
            Pattern::A | Pattern::OptionalA | Pattern::FirstSet => of_a("_", "a value"),
            Pattern::Bool => "bool".into(),
            Pattern::Text | Pattern::LaterText => "string".into(),
            Pattern::Int => "int".into(),
            Pattern::Number | Pattern::SameNumber => "number".into(),
            Pattern::Ordered => of_a("_", "a number or a quantity"),
            Pattern::OrderedList => "a list of numbers or quantities".into(),
            Pattern::Duration => "duration".into(),
            Pattern::Bytes => "bytes".into(),
            Pattern::Cidr => "cidr".into(),
            Pattern::Sized => "a list, a set, a map or text".into(),
            Pattern::List => of_a("list(_)", "a list"),
            Pattern::OtherList | Pattern::Pairs => "a list".into(),
            Pattern::Lists => "a list of lists".into(),
            Pattern::Set => of_a("set(_)", "a set or a list of known values"),
            Pattern::Bools => "list(bool)".into(),
            Pattern::Texts | Pattern::LaterTexts => "list(string)".into(),
            Pattern::OptionalTexts => "list(optional(string))".into(),
            Pattern::Map => of_a("map(_)", "a map"),
            Pattern::Maps => "a list of maps".into(),
            Pattern::Ints => "list(int)".into(),
            Pattern::Cidrs => "list(cidr)".into(),
            Pattern::Shown => "text, a number, a bool or a quantity".into(),
            Pattern::Json => "what JSON can hold: text, numbers, bools, lists and objects".into(),
        }
    }

    fn result_type(&self, pattern: Pattern, found: &Arguments) -> TypeId {
        let types = self.tables.types;
        let Variables { a, b } = found.variables;
        match pattern {
            Pattern::A | Pattern::Ordered | Pattern::SameNumber => a,
            Pattern::OptionalA => types.optional(a),
            Pattern::FirstSet => match found.types.last() {
                Some(last) if types.is_optional(*last) => types.optional(a),
                _ => a,
            },
            Pattern::Bool => TypeId::BOOL,
            Pattern::Int | Pattern::Sized => TypeId::INT,
            Pattern::Number => TypeId::NUMBER,
            Pattern::Duration => types.id(Type::Quantity(Dimension::Duration)),
            Pattern::Bytes => types.id(Type::Quantity(Dimension::Bytes)),
            Pattern::Cidr => types.id(Type::Form(Form::Cidr)),
            Pattern::List => types.id(Type::List(a)),
            Pattern::OrderedList => types.id(Type::List(a)),
            Pattern::OtherList => types.id(Type::List(b)),
            Pattern::Pairs => {
                let field = |name, ty| Field {
                    name: self.tables.names.intern(name),
                    ty,
                };
                let pair = types.id(Type::Object([field("a", a), field("b", b)].into()));
                types.id(Type::List(pair))
            }
            Pattern::Lists => types.id(Type::List(types.id(Type::List(a)))),
            Pattern::Set => types.id(Type::Set(a)),
            Pattern::Bools => types.id(Type::List(TypeId::BOOL)),
            Pattern::Texts | Pattern::LaterTexts | Pattern::OptionalTexts => {
                types.id(Type::List(TypeId::TEXT))
            }
            Pattern::Map | Pattern::Maps => types.id(Type::Map(a)),
            Pattern::Ints => types.id(Type::List(TypeId::INT)),
            Pattern::Cidrs => types.id(Type::List(types.id(Type::Form(Form::Cidr)))),
            Pattern::Json => TypeId::KNOWN_JSON,
            Pattern::Text | Pattern::LaterText | Pattern::Shown if found.later => {
                types.later(TypeId::TEXT)
            }
            Pattern::Text | Pattern::LaterText | Pattern::Shown => TypeId::TEXT,
        }
    }
}

fn is_text(ty: &Type) -> bool {
    matches!(ty, Type::Text | Type::Form(_) | Type::Enum(_))
}
