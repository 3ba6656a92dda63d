//! Every place and every text of a tree, to be changed: a tree that was read elsewhere, or before.

use super::tree::{Attribute, Block, Body, Expr, ExprKind, Ident, Key, Part, Tree};
use crate::names::Symbol;
use crate::source::Span;

/// What changes a tree.
pub(super) trait Visitor {
    /// A place.
    fn place(&mut self, span: &mut Span);
    /// A text.
    fn text(&mut self, _: &mut Symbol) {}
}

/// How far everything has moved.
pub(super) struct Moved(u32);

impl Moved {
    /// By so many bytes; a way back is the complement.
    pub fn by(bytes: u32) -> Self {
        Self(bytes)
    }
}

impl Visitor for Moved {
    fn place(&mut self, span: &mut Span) {
        if span.is_some() {
            span.start = span.start.wrapping_add(self.0);
            span.end = span.end.wrapping_add(self.0);
        }
    }
}

/// Takes all places away.
struct Nowhere;

impl Visitor for Nowhere {
    fn place(&mut self, span: &mut Span) {
        *span = Span::NONE;
    }
}

impl Tree {
    /// What the tree says, wherever it says it: trees of one text in two layouts are equal then.
    pub fn without_places(mut self) -> Vec<Block> {
        blocks(&mut self.blocks, &mut Nowhere);
        self.blocks
    }
}

/// Visits blocks and all that is in them.
pub(super) fn blocks(blocks: &mut [Block], visitor: &mut impl Visitor) {
    blocks.iter_mut().for_each(|one| block(one, visitor));
}

fn block(block: &mut Block, visitor: &mut impl Visitor) {
    let Block {
        keyword,
        labels,
        body,
        span,
    } = block;
    ident(keyword, visitor);
    labels.iter_mut().for_each(|label| ident(label, visitor));
    let Body { attributes, blocks } = body;
    for Attribute { name, value } in attributes {
        ident(name, visitor);
        expr(value, visitor);
    }
    self::blocks(blocks, visitor);
    visitor.place(span);
}

fn ident(ident: &mut Ident, visitor: &mut impl Visitor) {
    visitor.text(&mut ident.name);
    visitor.place(&mut ident.span);
}

fn all(exprs: &mut [Expr], visitor: &mut impl Visitor) {
    exprs.iter_mut().for_each(|one| expr(one, visitor));
}

fn expr(expr: &mut Expr, visitor: &mut impl Visitor) {
    visitor.place(&mut expr.span);
    match &mut expr.kind {
        ExprKind::Null | ExprKind::Bool(_) | ExprKind::Int(_) | ExprKind::Number(_) => {}
        ExprKind::Text(text) | ExprKind::Name(text) => visitor.text(text),
        ExprKind::Template(parts) => {
            for part in parts {
                match part {
                    Part::Text(text) => visitor.text(text),
                    Part::Value(value) => self::expr(value, visitor),
                }
            }
        }
        ExprKind::List(elements) => all(elements, visitor),
        ExprKind::Object(items) => {
            for item in items {
                match &mut item.key {
                    Key::Literal(name) => visitor.text(name),
                    Key::Computed(key) => self::expr(key, visitor),
                }
                visitor.place(&mut item.key_span);
                self::expr(&mut item.value, visitor);
            }
        }
        ExprKind::Get(base, name) => {
            self::expr(base, visitor);
            ident(name, visitor);
        }
        ExprKind::Index(base, index) => {
            self::expr(base, visitor);
            self::expr(index, visitor);
        }
        ExprKind::Splat(base, names) => {
            self::expr(base, visitor);
            names.iter_mut().for_each(|name| ident(name, visitor));
        }
        ExprKind::Call(name, arguments) => {
            ident(name, visitor);
            all(arguments, visitor);
        }
        ExprKind::Unary(_, inner) | ExprKind::Spread(inner) => self::expr(inner, visitor),
        ExprKind::Binary(left, _, right) => {
            self::expr(left, visitor);
            self::expr(right, visitor);
        }
        ExprKind::Conditional(parts) => {
            self::expr(&mut parts.condition, visitor);
            self::expr(&mut parts.yes, visitor);
            self::expr(&mut parts.no, visitor);
        }
        ExprKind::For(parts) => {
            parts.key.iter_mut().for_each(|key| ident(key, visitor));
            ident(&mut parts.value, visitor);
            self::expr(&mut parts.over, visitor);
            let maybe = [&mut parts.result_key, &mut parts.condition];
            let maybe = maybe.into_iter().flatten();
            maybe.for_each(|expr| self::expr(expr, visitor));
            self::expr(&mut parts.result, visitor);
        }
    }
}
