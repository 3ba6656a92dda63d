//! What was read before, for a session that reads the same text again and again: a piece whose text
//! has not changed is not parsed again, only moved to where it lies now.

use rustc_hash::FxHashMap;

use super::tree::{Attribute, Block, Body, Expr, ExprKind, Ident, Key, Part};
use crate::source::Span;

/// Texts without a fault, and the blocks in them.
#[derive(Default)]
pub struct Kept {
    texts: FxHashMap<Box<str>, Blocks>,
    round: u32,
}

struct Blocks {
    all: Vec<Block>,
    /// Where the text lay.
    base: u32,
    /// When it was there last.
    round: u32,
}

impl Kept {
    /// Appends the blocks of a text that lies at `base`; false if the text is new.
    pub(super) fn find(&mut self, text: &str, base: u32, found: &mut Vec<Block>) -> bool {
        let Some(kept) = self.texts.get_mut(text) else {
            return false;
        };
        kept.round = self.round;
        let from = found.len();
        found.extend_from_slice(&kept.all);
        let way = Way(base.wrapping_sub(kept.base));
        if way.0 != 0 {
            found[from..].iter_mut().for_each(|block| way.block(block));
        }
        true
    }

    /// Keeps the blocks of a text.
    pub(super) fn keep(&mut self, text: &str, base: u32, blocks: &[Block]) {
        let kept = Blocks {
            all: blocks.to_vec(),
            base,
            round: self.round,
        };
        self.texts.insert(text.into(), kept);
    }

    /// Forgets what was not there in this round, and begins the next.
    pub fn next_round(&mut self) {
        let round = self.round;
        self.texts.retain(|_, kept| kept.round == round);
        self.round = round.wrapping_add(1);
    }
}

/// How far everything has moved.
#[derive(Clone, Copy)]
struct Way(u32);

impl Way {
    fn span(self, span: &mut Span) {
        if span.is_some() {
            span.start = span.start.wrapping_add(self.0);
            span.end = span.end.wrapping_add(self.0);
        }
    }

    fn ident(self, ident: &mut Ident) {
        self.span(&mut ident.span);
    }

    fn block(self, block: &mut Block) {
        let Block {
            keyword,
            labels,
            body,
            span,
        } = block;
        self.ident(keyword);
        labels.iter_mut().for_each(|label| self.ident(label));
        let Body { attributes, blocks } = body;
        for Attribute { name, value } in attributes {
            self.ident(name);
            self.expr(value);
        }
        blocks.iter_mut().for_each(|block| self.block(block));
        self.span(span);
    }

    fn all(self, exprs: &mut [Expr]) {
        exprs.iter_mut().for_each(|expr| self.expr(expr));
    }

    fn expr(self, expr: &mut Expr) {
        self.span(&mut expr.span);
        match &mut expr.kind {
            ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Int(_)
            | ExprKind::Number(_)
            | ExprKind::Text(_)
            | ExprKind::Name(_) => {}
            ExprKind::Template(parts) => {
                for part in parts {
                    match part {
                        Part::Text(_) => {}
                        Part::Value(value) => self.expr(value),
                    }
                }
            }
            ExprKind::List(elements) => self.all(elements),
            ExprKind::Object(items) => {
                for item in items {
                    match &mut item.key {
                        Key::Literal(_) => {}
                        Key::Computed(key) => self.expr(key),
                    }
                    self.span(&mut item.key_span);
                    self.expr(&mut item.value);
                }
            }
            ExprKind::Get(base, name) => {
                self.expr(base);
                self.ident(name);
            }
            ExprKind::Index(base, index) => {
                self.expr(base);
                self.expr(index);
            }
            ExprKind::Splat(base, names) => {
                self.expr(base);
                names.iter_mut().for_each(|name| self.ident(name));
            }
            ExprKind::Call(name, arguments) => {
                self.ident(name);
                self.all(arguments);
            }
            ExprKind::Unary(_, inner) | ExprKind::Spread(inner) => self.expr(inner),
            ExprKind::Binary(left, _, right) => {
                self.expr(left);
                self.expr(right);
            }
            ExprKind::Conditional(parts) => {
                self.expr(&mut parts.condition);
                self.expr(&mut parts.yes);
                self.expr(&mut parts.no);
            }
            ExprKind::For(parts) => {
                parts.key.iter_mut().for_each(|key| self.ident(key));
                self.ident(&mut parts.value);
                self.expr(&mut parts.over);
                let maybe = [&mut parts.result_key, &mut parts.condition];
                maybe.into_iter().flatten().for_each(|expr| self.expr(expr));
                self.expr(&mut parts.result);
            }
        }
    }
}
