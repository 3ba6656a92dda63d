//! The compiler's own syntax tree: what was written, with the place of everything, and nothing
//! of the parser's library.

use serde::{Deserialize, Serialize};

use crate::names::Symbol;
use crate::source::{FileId, Span};

/// The blocks of one file in the order in which they stand there.
#[derive(Clone, Debug)]
pub struct Tree {
    /// Where they stand.
    pub file: FileId,
    /// Top-level blocks. Attributes at the top level are an error of this phase.
    pub blocks: Vec<Block>,
}

/// A name with its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Ident {
    /// The name.
    pub name: Symbol,
    /// Where it stands (for a label: with its quotes).
    pub span: Span,
}

/// `keyword "label" "label" { ... }`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Block {
    /// The first word.
    pub keyword: Ident,
    /// Labels, quoted or bare.
    pub labels: Vec<Ident>,
    /// What stands between the braces.
    pub body: Body,
    /// From the keyword to the closing brace.
    pub span: Span,
}

impl Block {
    /// Keyword and labels: what to underline when the block as a whole is meant.
    pub fn header(&self) -> Span {
        self.labels
            .last()
            .map_or(self.keyword.span, |last| self.keyword.span.to(last.span))
    }
}

/// What stands between braces. Names of attributes are unique (an error of this phase otherwise).
#[derive(Clone, Default, PartialEq, Debug, Serialize, Deserialize)]
pub struct Body {
    /// `name = value`, in source order.
    pub attributes: Vec<Attribute>,
    /// Inner blocks, in source order.
    pub blocks: Vec<Block>,
}

impl Body {
    /// The attribute of this name.
    pub fn attribute(&self, name: Symbol) -> Option<&Attribute> {
        self.attributes
            .iter()
            .find(|attribute| attribute.name.name == name)
    }
}

/// `name = value`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Attribute {
    /// The name.
    pub name: Ident,
    /// The value.
    pub value: Expr,
}

/// An expression with its place.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
}

/// The forms of an expression.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum ExprKind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with a fraction or exponent; always finite and exactly what was written.
    Number(f64),
    /// A string without interpolation; escapes already resolved.
    Text(Symbol),
    /// A string or heredoc with interpolation.
    Template(Vec<Part>),
    /// `[a, b]`.
    List(Vec<Expr>),
    /// `{ k = v }`. Literal keys are unique (an error of this phase otherwise).
    Object(Vec<Item>),
    /// A bare name.
    Name(Symbol),
    /// `base.name`.
    Get(Box<Expr>, Ident),
    /// `base[index]`.
    Index(Box<Expr>, Box<Expr>),
    /// `base[*].name.name` or `base.*.name`: the steps behind the star, applied to each element.
    Splat(Box<Expr>, Vec<Ident>),
    /// `name(arguments)`.
    Call(Ident, Vec<Expr>),
    /// `list...`, the last argument of a call: its elements are arguments.
    Spread(Box<Expr>),
    /// `!a` or `-a`.
    Unary(UnaryOp, Box<Expr>),
    /// `a op b`.
    Binary(Box<Expr>, BinaryOp, Box<Expr>),
    /// `condition ? yes : no`.
    Conditional(Box<Conditional>),
    /// `[for k, v in c : x if cond]` or `{ for ... : k => v }`.
    For(Box<For>),
}

/// A piece of a template.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Part {
    /// Text as it is.
    Text(Symbol),
    /// `${ ... }`.
    Value(Expr),
}

/// An item of an object.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Item {
    /// The key.
    pub key: Key,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub value: Expr,
}

/// A key of an object.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Key {
    /// `name` or `"name"`.
    Literal(Symbol),
    /// `(expression)`, or a string with interpolation.
    Computed(Expr),
}

/// The parts of a conditional.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Conditional {
    /// Decides.
    pub condition: Expr,
    /// If true.
    pub yes: Expr,
    /// If false.
    pub no: Expr,
}

/// The parts of a for-expression.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct For {
    /// The first of two variables.
    pub key: Option<Ident>,
    /// The only variable, or the second.
    pub value: Ident,
    /// What is gone through.
    pub over: Expr,
    /// Before `=>`: makes an object if present, a list otherwise.
    pub result_key: Option<Expr>,
    /// What each element becomes.
    pub result: Expr,
    /// `...` behind the result: equal keys have a list of all their results.
    pub grouped: bool,
    /// Behind `if`.
    pub condition: Option<Expr>,
}

/// Operators with one operand.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum UnaryOp {
    /// `!`
    Not,
    /// `-`
    Negate,
}

/// Operators with two operands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum BinaryOp {
    /// `||`
    Or,
    /// `&&`
    And,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Remainder,
}
