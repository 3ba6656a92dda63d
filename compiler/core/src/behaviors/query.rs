//! The questions that behaviours ask of resources, compiled once: names are symbols, variables have
//! numbers. What a question means is told in `docs/guide/proofs.md`; `prove` answers it.

use crate::diag::{Diagnostics, codes};
use crate::names::{Names, Symbol};
use crate::source::Span;
use crate::syntax::tree::{BinaryOp, Expr, ExprKind, UnaryOp};
use crate::value::{Number, Value};

/// A question with the place where it is written.
#[derive(Debug)]
pub struct Query {
    /// What is asked.
    pub op: QueryOp,
    /// Where.
    pub span: Span,
}

/// The forms of a question.
#[derive(Debug)]
pub enum QueryOp {
    /// A value.
    Const(Value),
    /// `self`: the resource that the behaviour is about.
    Own,
    /// A name of the behaviour's `let`, by number.
    Let(usize),
    /// A variable of a for-expression, counted from the outermost.
    Local(usize),
    /// `x.Name`: a property, or a field of one; of a list, that of each element.
    Get(Box<Query>, Symbol),
    /// `x.target`: the resource that a property refers to; of a list, that of each element.
    Target(Box<Query>),
    /// `x.fact.NAME`.
    Fact(Box<Query>, Symbol),
    /// `referrers("TYPE", "PROPERTY")`, or of something else than `self`, by number of
    /// [`Referrers`]; of a list, those of all elements, each once.
    Referrers(Box<Query>, usize),
    /// `[a, b]`.
    List(Vec<Query>),
    /// `!a`
    Not(Box<Query>),
    /// Two operands.
    Binary(BinaryOp, Box<[Query; 2]>),
    /// Condition, yes, no.
    If(Box<[Query; 3]>),
    /// `[for x in list : result if condition]`: the variable's number.
    For(usize, Box<Query>, Box<Query>, Option<Box<Query>>),
    /// A function.
    Call(QueryFunction, Vec<Query>),
    /// Reported already: never known.
    Broken,
}

/// Which resources refer to another, and by which property.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Referrers {
    /// Their type.
    pub type_name: Symbol,
    /// The property, from the top.
    pub path: Vec<Symbol>,
}

/// The functions of behaviours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum QueryFunction {
    /// `length(list)`.
    Length,
    /// `distinct(list)`: each element once.
    Distinct,
    /// `only(list)`: its only element; unknown if there is none, or several.
    Only,
    /// `is_set(x)`: whether a property is given at all.
    IsSet,
    /// `contains(list, x)`.
    Contains,
    /// `min(a, b)`.
    Min,
    /// `max(a, b)`.
    Max,
    /// `sum(list)`.
    Sum,
    /// `alltrue(list)`: whether every element is true.
    All,
    /// `anytrue(list)`: whether some element is true.
    Any,
    /// `startswith(text, prefix)`.
    StartsWith,
    /// `fits(text, pattern)`: `*` stands for any characters, `?` for one.
    Fits,
    /// `twins(x)`: the same resource at the app's other sites.
    Twins,
    /// `unknown("why")`.
    Unknown,
}

/// Names of functions with how many arguments each takes.
const FUNCTIONS: &[(&str, QueryFunction, usize)] = &[
    ("length", QueryFunction::Length, 1),
    ("distinct", QueryFunction::Distinct, 1),
    ("only", QueryFunction::Only, 1),
    ("is_set", QueryFunction::IsSet, 1),
    ("contains", QueryFunction::Contains, 2),
    ("min", QueryFunction::Min, 2),
    ("max", QueryFunction::Max, 2),
    ("sum", QueryFunction::Sum, 1),
    ("alltrue", QueryFunction::All, 1),
    ("anytrue", QueryFunction::Any, 1),
    ("startswith", QueryFunction::StartsWith, 2),
    ("fits", QueryFunction::Fits, 2),
    ("twins", QueryFunction::Twins, 1),
    ("unknown", QueryFunction::Unknown, 1),
];

/// Compiles the expressions of one behaviour.
pub(super) struct Compiler<'a> {
    pub(super) names: &'a Names,
    pub(super) diagnostics: &'a mut Diagnostics,
    /// Names of the behaviour's `let`, those that may be read so far.
    pub(super) lets: Vec<Symbol>,
    /// Of all behaviours.
    pub(super) referrers: &'a mut Vec<Referrers>,
    pub(super) locals: Vec<Symbol>,
}

impl Compiler<'_> {
    pub(super) fn query(&mut self, expr: &Expr) -> Query {
        Query {
            op: self.op(expr),
            span: expr.span,
        }
    }

    fn boxed(&mut self, expr: &Expr) -> Box<Query> {
        Box::new(self.query(expr))
    }

    fn op(&mut self, expr: &Expr) -> QueryOp {
        match &expr.kind {
            ExprKind::Bool(bool) => QueryOp::Const(Value::Bool(*bool)),
            ExprKind::Int(int) => QueryOp::Const(Value::Int(*int)),
            ExprKind::Number(number) => match Number::new(*number) {
                Some(number) => QueryOp::Const(Value::Number(number)),
                None => self.refused(expr.span),
            },
            ExprKind::Text(text) => QueryOp::Const(Value::Text(*text)),
            ExprKind::Name(name) => self.name(*name, expr.span),
            ExprKind::Get(base, field) => self.get(base, field.name),
            ExprKind::List(elements) => {
                QueryOp::List(elements.iter().map(|element| self.query(element)).collect())
            }
            ExprKind::Unary(UnaryOp::Not, operand) => QueryOp::Not(self.boxed(operand)),
            ExprKind::Binary(left, op, right) => {
                QueryOp::Binary(*op, Box::new([self.query(left), self.query(right)]))
            }
            ExprKind::Conditional(parts) => QueryOp::If(Box::new([
                self.query(&parts.condition),
                self.query(&parts.yes),
                self.query(&parts.no),
            ])),
            ExprKind::For(parts) if parts.key.is_none() && parts.result_key.is_none() => {
                let over = self.boxed(&parts.over);
                let number = self.locals.len();
                self.locals.push(parts.value.name);
                let result = self.boxed(&parts.result);
                let condition = parts.condition.as_ref().map(|one| self.boxed(one));
                self.locals.pop();
                QueryOp::For(number, over, result, condition)
            }
            ExprKind::Call(name, arguments) => self.call(name.name, arguments, expr.span),
            _ => self.refused(expr.span),
        }
    }

    fn refused(&mut self, span: Span) -> QueryOp {
        self.refused_as(span, None)
    }

    fn refused_as(&mut self, span: Span, meant: Option<&str>) -> QueryOp {
        let known: Vec<_> = FUNCTIONS.iter().map(|(name, ..)| *name).collect();
        self.diagnostics
            .push(codes::proofs::not_a_question(span, meant, &known));
        QueryOp::Broken
    }

    fn name(&mut self, name: Symbol, span: Span) -> QueryOp {
        if self.names.text(name) == "self" {
            return QueryOp::Own;
        }
        let find = |all: &[Symbol]| all.iter().position(|known| *known == name);
        match (find(&self.locals), find(&self.lets)) {
            (Some(at), _) => QueryOp::Local(at),
            (None, Some(at)) => QueryOp::Let(at),
            (None, None) => {
                let text = self.names.text(name);
                // Properties begin with a capital.
                let is_property = text.starts_with(|first: char| first.is_ascii_uppercase());
                let meant = is_property.then(|| format!("self.{text}"));
                self.refused_as(span, meant.as_deref())
            }
        }
    }

    fn get(&mut self, base: &Expr, field: Symbol) -> QueryOp {
        if let ExprKind::Get(of, word) = &base.kind
            && self.names.text(word.name) == "fact"
        {
            return QueryOp::Fact(self.boxed(of), field);
        }
        let base = self.boxed(base);
        if self.names.text(field) == "target" {
            QueryOp::Target(base)
        } else {
            QueryOp::Get(base, field)
        }
    }

    fn call(&mut self, name: Symbol, arguments: &[Expr], span: Span) -> QueryOp {
        let text = self.names.text(name);
        if text == "referrers" {
            let (of, first, second) = match arguments {
                [first, second] => {
                    let own = QueryOp::Own;
                    (Query { op: own, span }, first, second)
                }
                [of, first, second] => (self.query(of), first, second),
                _ => return self.refused(span),
            };
            let (ExprKind::Text(type_name), ExprKind::Text(path)) = (&first.kind, &second.kind)
            else {
                return self.refused(span);
            };
            let path = self.names.text(*path).split('.');
            let wanted = Referrers {
                type_name: *type_name,
                path: path.map(|step| self.names.intern(step)).collect(),
            };
            let known = self.referrers.iter().position(|known| *known == wanted);
            let number = known.unwrap_or_else(|| {
                self.referrers.push(wanted);
                self.referrers.len() - 1
            });
            return QueryOp::Referrers(Box::new(of), number);
        }
        let function = FUNCTIONS.iter().find(|(known, ..)| *known == text);
        match function {
            Some((_, function, count)) if *count == arguments.len() => QueryOp::Call(
                *function,
                arguments
                    .iter()
                    .map(|argument| self.query(argument))
                    .collect(),
            ),
            _ => self.refused(span),
        }
    }
}
