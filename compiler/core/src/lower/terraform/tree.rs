//! Terraform's configuration as a tree: blocks, attributes and expressions, before any text.

use std::fmt::Write as _;

/// An expression.
#[derive(Clone, PartialEq, Debug)]
pub enum Expr {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with a fraction.
    Number(f64),
    /// Text without interpolation.
    Text(String),
    /// Text with values inside.
    Template(Vec<Piece>),
    /// `[a, b]`.
    List(Vec<Expr>),
    /// `{ k = v }`.
    Object(Vec<(String, Expr)>),
    /// `aws_sqs_queue.mail.arn`, `var.x`: names with dots.
    Reference(String),
    /// `base["key"]`.
    Index(Box<Expr>, String),
    /// `function(arguments)`.
    Call(&'static str, Vec<Expr>),
}

/// A piece of a template.
#[derive(Clone, PartialEq, Debug)]
pub enum Piece {
    /// Text as it is.
    Text(String),
    /// `${ ... }`.
    Value(Expr),
}

/// What stands between braces: attributes first, then blocks.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Body {
    /// `name = value`.
    pub attributes: Vec<(String, Expr)>,
    /// Blocks.
    pub blocks: Vec<Block>,
}

/// A block.
#[derive(Clone, PartialEq, Debug)]
pub struct Block {
    /// Lines before it, without the `#`.
    pub comment: Vec<String>,
    /// What is said of it, behind the comment: for whoever reads.
    pub facts: Vec<(String, Expr)>,
    /// The first word.
    pub keyword: String,
    /// Labels.
    pub labels: Vec<String>,
    /// What is in it.
    pub body: Body,
}

impl Body {
    /// Adds an attribute.
    pub fn set(&mut self, name: &str, value: Expr) {
        self.attributes.push((name.to_owned(), value));
    }

    /// Adds a block without labels.
    pub fn block(&mut self, keyword: &str, body: Body) {
        self.blocks.push(Block::new(keyword, &[], body));
    }
}

impl Block {
    /// A block without a comment.
    pub fn new(keyword: &str, labels: &[&str], body: Body) -> Self {
        Self {
            comment: Vec::new(),
            facts: Vec::new(),
            keyword: keyword.to_owned(),
            labels: labels.iter().map(|label| (*label).to_owned()).collect(),
            body,
        }
    }

    /// What `depends_on` calls it.
    pub fn address(&self) -> String {
        self.labels.join(".")
    }
}

impl Expr {
    /// Text.
    pub fn text(text: impl Into<String>) -> Self {
        Expr::Text(text.into())
    }

    /// The expression of these pieces, as simple as it can be.
    pub fn template(pieces: Vec<Piece>) -> Self {
        let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
        for piece in pieces {
            match (joined.last_mut(), piece) {
                (_, Piece::Text(text)) if text.is_empty() => {}
                (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
                (_, piece) => joined.push(piece),
            }
        }
        match (joined.len(), joined.pop()) {
            (_, None) => Expr::Text(String::new()),
            (1, Some(Piece::Text(text))) => Expr::Text(text),
            (1, Some(Piece::Value(value))) => value,
            (_, Some(last)) => {
                joined.push(last);
                Expr::Template(joined)
            }
        }
    }

    /// A text that equal expressions share and no others: what names by content are made of. It
    /// must never change, or the names do.
    pub fn canonical(&self) -> String {
        let mut text = String::new();
        self.write_canonical(&mut text);
        text
    }

    fn write_canonical(&self, out: &mut String) {
        // Writing to a `String` cannot fail.
        match self {
            Expr::Bool(bool) => drop(write!(out, "{bool}")),
            Expr::Int(int) => drop(write!(out, "{int}")),
            Expr::Number(number) => drop(write!(out, "{number}")),
            Expr::Text(text) => quoted(text, out),
            Expr::Template(pieces) => {
                out.push('<');
                for piece in pieces {
                    match piece {
                        Piece::Text(text) => quoted(text, out),
                        Piece::Value(value) => value.write_canonical(out),
                    }
                }
                out.push('>');
            }
            Expr::List(elements) => {
                out.push('[');
                for element in elements {
                    element.write_canonical(out);
                    out.push(',');
                }
                out.push(']');
            }
            Expr::Object(fields) => {
                out.push('{');
                for (key, value) in fields {
                    quoted(key, out);
                    out.push('=');
                    value.write_canonical(out);
                    out.push(',');
                }
                out.push('}');
            }
            Expr::Reference(reference) => out.push_str(reference),
            Expr::Index(base, key) => {
                base.write_canonical(out);
                quoted(key, out);
            }
            Expr::Call(function, arguments) => {
                out.push_str(function);
                out.push('(');
                for argument in arguments {
                    argument.write_canonical(out);
                    out.push(',');
                }
                out.push(')');
            }
        }
    }
}

/// Text with its length before it, so that nothing in it is taken for something else.
fn quoted(text: &str, out: &mut String) {
    let _ = write!(out, "\"{}:{text}", text.len());
}
