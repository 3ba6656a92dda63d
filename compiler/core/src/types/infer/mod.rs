//! The type of an expression, from its parts and from what its place expects.

mod access;
mod calls;
mod collections;
mod functions;
mod operators;
mod special;
mod texts;

use crate::diag::codes;
use crate::names::Symbol;
use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind, Part};
use crate::units_of_measure::{self, Dimension, Quantity};
use crate::value::Value;

use super::facts::Fact;
use super::origins::Trait;
use super::program::{At, ComponentId, Ir, Op, SlotId};
use super::ty::{Form, Type, TypeId};
use super::{Typed, Typer, did_you_mean};

/// What is known where an expression stands.
pub(super) struct Env {
    pub component: ComponentId,
    pub locals: Vec<Local>,
    pub facts: Vec<Fact>,
    pub each: Option<Each>,
    /// Where the resource stands whose property this is.
    pub at: At,
    /// Inside `at(...)` or `each_site(...)`, where every site is in reach.
    pub anywhere: bool,
    /// Slots whose values are needed for this one.
    pub needs: Vec<SlotId>,
    /// The property of a resource that is being typed: its type and path.
    pub property: Option<(Symbol, String)>,
}

/// A variable of a for-expression.
pub(super) struct Local {
    pub name: Symbol,
    pub span: Span,
    pub ty: TypeId,
    pub regional: bool,
}

/// `each.key` and `each.value`.
#[derive(Clone, Copy)]
pub(super) struct Each {
    pub key: TypeId,
    pub value: TypeId,
    pub regional: bool,
}

impl Env {
    pub fn new(component: ComponentId) -> Self {
        Self {
            component,
            locals: Vec::new(),
            facts: Vec::new(),
            each: None,
            at: At::Each,
            anywhere: false,
            needs: Vec::new(),
            property: None,
        }
    }

    /// Runs `inner` with more facts.
    fn knowing<T>(&mut self, facts: Vec<Fact>, inner: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.facts.len();
        self.facts.extend(facts);
        let result = inner(self);
        self.facts.truncate(before);
        result
    }
}

impl Typer<'_> {
    /// An expression that must have a type; a literal is read as that type.
    pub(super) fn expect(&mut self, expr: &Expr, want: TypeId, env: &mut Env) -> Typed {
        let typed = self.infer(expr, Some(want), env);
        self.assign(typed, want, env)
    }

    /// The same for a known value. `what` says, for the message, what it decides.
    pub(super) fn expect_known(
        &mut self,
        expr: &Expr,
        want: TypeId,
        what: &str,
        env: &mut Env,
    ) -> Typed {
        self.wanting(None, |typer| {
            let typed = typer.infer(expr, Some(want), env);
            if typer.tables.types.is_later(typed.ty) {
                typer.decides_on_later(&typed, what, env);
                return Typed::broken(expr.span);
            }
            typer.assign(typed, want, env)
        })
    }

    pub(super) fn decides_on_later(&mut self, typed: &Typed, what: &str, env: &Env) {
        let why = self.why(&typed.ir, env.component, Trait::Later);
        let (span, ty) = (typed.ir.span, self.type_text(typed.ty));
        let diagnostic = codes::types::decides_on_later(span, what, &ty, &why);
        self.diagnostics.push(diagnostic);
    }

    /// A literal: a value that can be had without evaluating anything.
    pub(super) fn constant(&mut self, expr: &Expr, want: TypeId, env: &mut Env) -> Option<Value> {
        let typed = self.expect(expr, want, env);
        match self.constant_of(&typed.ir) {
            None if typed.ty != TypeId::ERROR => {
                self.diagnostics
                    .push(codes::types::literal_wanted(expr.span, "a literal value"));
                None
            }
            value => value,
        }
    }

    /// The value of an expression that is made of literals alone.
    pub(super) fn constant_of(&self, ir: &Ir) -> Option<Value> {
        match &ir.op {
            Op::Const(value) => Some(*value),
            Op::List(elements) => {
                let elements: Option<Vec<_>> = elements
                    .iter()
                    .map(|element| self.constant_of(element))
                    .collect();
                Some(Value::List(self.tables.store.list(&elements?)))
            }
            Op::ToSet(list) => self.constant_of(list),
            _ => None,
        }
    }

    /// The type of an expression. `want` only helps to read literals: the result may be of another
    /// type, which [`Self::expect`] reports.
    pub(super) fn infer(&mut self, expr: &Expr, want: Option<TypeId>, env: &mut Env) -> Typed {
        // Only what hands its own type on to its parts hands on who wants it.
        match &expr.kind {
            ExprKind::List(_)
            | ExprKind::Object(_)
            | ExprKind::Conditional(_)
            | ExprKind::For(_)
            | ExprKind::Text(_) => self.infer_as(expr, want, env),
            _ => self.wanting(None, |typer| typer.infer_as(expr, want, env)),
        }
    }

    fn infer_as(&mut self, expr: &Expr, want: Option<TypeId>, env: &mut Env) -> Typed {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Null => Typed::new(Op::Const(Value::Null), span, TypeId::NULL),
            ExprKind::Bool(bool) => Typed::new(Op::Const(Value::Bool(*bool)), span, TypeId::BOOL),
            ExprKind::Int(int) => Typed::new(Op::Const(Value::Int(*int)), span, TypeId::INT),
            ExprKind::Number(number) => match Value::number(*number) {
                Some(number) => Typed::new(Op::Const(number), span, TypeId::NUMBER),
                None => Typed::broken(span),
            },
            ExprKind::Text(text) => self.infer_text(*text, span, want),
            ExprKind::Template(parts) => self.infer_template(parts, span, env),
            ExprKind::List(elements) => self.infer_list(elements, span, want, env),
            ExprKind::Object(items) => self.infer_object(items, span, want, env),
            ExprKind::Name(name) => self.infer_name(*name, span, env),
            ExprKind::Get(..) => self.infer_path(expr, env),
            ExprKind::Index(base, index) => self.infer_index(base, index, span, env),
            ExprKind::Splat(base, steps) => self.infer_splat(base, steps, span, env),
            ExprKind::Call(function, arguments) => {
                self.infer_call(*function, arguments, span, want, env)
            }
            ExprKind::Unary(op, operand) => self.infer_unary(*op, operand, span, env),
            ExprKind::Binary(a, op, b) => self.infer_binary(a, *op, b, span, env),
            ExprKind::Conditional(parts) => self.infer_conditional(parts, span, want, env),
            ExprKind::For(parts) => self.infer_for(parts, span, want, env),
            // Only the last argument of a function is one, and functions read it themselves.
            ExprKind::Spread(_) => {
                let diagnostic = codes::syntax::argument_expansion(span, Some("f(a, b)"));
                self.diagnostics.push(diagnostic);
                Typed::broken(span)
            }
        }
    }

    /// A text literal, read as what its place expects.
    fn infer_text(&mut self, text: Symbol, span: Span, want: Option<TypeId>) -> Typed {
        let plain = |ty| Typed::new(Op::Const(Value::Text(text)), span, ty);
        let Some(want) = want.map(|want| self.wanted(want)) else {
            return plain(TypeId::TEXT);
        };
        let word = self.text(text);
        match self.tables.types.get(want) {
            Type::ByRegion(of) => self.infer_text(text, span, Some(*of)),
            Type::Quantity(dimension) => self.infer_quantity(text, span, *dimension, want),
            Type::Enum(values) if values.contains(&text) => plain(want),
            Type::Enum(values) => {
                let values: Vec<_> = values.iter().map(|value| self.text(*value)).collect();
                let suggestion = did_you_mean(word, values.iter().copied());
                self.diagnostics.push(codes::types::not_in_enum(
                    span,
                    word,
                    &values,
                    suggestion.as_deref(),
                    &self.wanted_note(),
                ));
                Typed::broken(span)
            }
            Type::Form(form) => {
                if let Some(problem) = self.form_problem(*form, word) {
                    let notes = self.wanted_note().into_iter();
                    let problem = notes.fold(problem(span), |problem, (place, text)| {
                        problem.label(place, text)
                    });
                    self.diagnostics.push(problem);
                    return Typed::broken(span);
                }
                plain(want)
            }
            _ => plain(TypeId::TEXT),
        }
    }

    fn infer_quantity(
        &mut self,
        text: Symbol,
        span: Span,
        dimension: Dimension,
        want: TypeId,
    ) -> Typed {
        let word = self.text(text);
        let notes = || self.wanted_note();
        let diagnostic = match units_of_measure::parse(word) {
            Ok(quantity) if quantity.dimension.fits(dimension) => {
                let value = Quantity {
                    dimension: dimension.of_values(),
                    ..quantity
                };
                self.written.insert(span, text);
                return Typed::new(Op::Const(Value::Quantity(value)), span, want);
            }
            Ok(quantity) => match (quantity.dimension, dimension) {
                (Dimension::Period, Dimension::Duration) => {
                    codes::types::no_fixed_length(span, word, quantity, &notes())
                }
                (Dimension::Money(found), Dimension::Money(wanted)) => {
                    codes::types::other_money(span, (found, wanted), true, &notes())
                }
                (found, wanted) => codes::types::wrong_unit(span, word, wanted, found, &notes()),
            },
            Err(error) => codes::types::not_a_quantity(span, word, dimension, error, &notes()),
        };
        self.diagnostics.push(diagnostic);
        Typed::broken(span)
    }

    /// What is wrong with a text that should have a form.
    pub(super) fn form_problem(
        &self,
        form: Form,
        word: &str,
    ) -> Option<Box<dyn Fn(Span) -> crate::diag::Diagnostic>> {
        let word = word.to_owned();
        match form {
            Form::Cidr if crate::functions::Cidr::parse(&word).is_none() => {
                let meant = crate::functions::Cidr::around(&word).map(|cidr| cidr.to_string());
                Some(Box::new(move |span| {
                    codes::types::not_a_cidr(span, &word, meant.as_deref())
                }))
            }
            Form::Region if !self.tables.schemas.is_region(&word) => {
                let suggestion = did_you_mean(&word, self.tables.schemas.regions());
                Some(Box::new(move |span| {
                    codes::sites::unknown_region(span, &word, suggestion.as_deref())
                }))
            }
            Form::Environment if !self.declarations.environments.known.contains(&word) => {
                let known = &self.declarations.environments.known;
                let known: Vec<_> = known.iter().map(String::as_str).collect();
                let suggestion = did_you_mean(&word, known.iter().copied());
                let known = known.into_iter().map(str::to_owned).collect::<Vec<_>>();
                Some(Box::new(move |span| {
                    codes::names::not_an_environment(span, &word, suggestion.as_deref(), &known)
                }))
            }
            Form::Arn if !word.starts_with("arn:") => {
                Some(Box::new(move |span| codes::types::not_an_arn(span, &word)))
            }
            Form::Cidr | Form::Region | Form::Arn | Form::Image | Form::Environment => None,
        }
    }

    /// What a literal in such a place is read as.
    fn wanted(&self, want: TypeId) -> TypeId {
        match *self.tables.types.get(want) {
            Type::Optional(inner) | Type::Later(inner) => self.wanted(inner),
            _ => want,
        }
    }

    fn infer_template(&mut self, parts: &[Part], span: Span, env: &mut Env) -> Typed {
        let mut pieces = Vec::with_capacity(parts.len());
        let (mut later, mut regional) = (false, false);
        for part in parts {
            match part {
                Part::Text(text) => pieces.push(Ir {
                    op: Op::Const(Value::Text(*text)),
                    span,
                }),
                Part::Value(value) => {
                    let typed = self.infer(value, None, env);
                    later |= self.tables.types.is_later(typed.ty);
                    regional |= typed.regional;
                    if !self.fits_template(typed.ty) {
                        let name = self.written(&typed.ir, env);
                        let diagnostic = codes::types::not_in_template(
                            value.span,
                            &self.type_text(typed.ty),
                            name.as_deref().unwrap_or("x"),
                        );
                        self.diagnostics.push(diagnostic);
                    }
                    pieces.push(typed.ir);
                }
            }
        }
        let ty = if later {
            self.tables.types.later(TypeId::TEXT)
        } else {
            TypeId::TEXT
        };
        Typed {
            regional,
            ..Typed::new(Op::Template(pieces), span, ty)
        }
    }

    pub(super) fn fits_template(&self, ty: TypeId) -> bool {
        match self.tables.types.get(ty) {
            Type::Later(inner) => self.fits_template(*inner),
            Type::Error
            | Type::Bool
            | Type::Text
            | Type::Int
            | Type::Number
            | Type::Quantity(_)
            | Type::Form(_)
            | Type::Enum(_)
            | Type::Attribute(..) => true,
            _ => false,
        }
    }
}
