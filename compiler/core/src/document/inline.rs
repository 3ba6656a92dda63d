//! Expressions as they are written in the source, on one line.

use crate::names::Names;
use crate::source::Sources;
use crate::syntax::tree::{Expr, ExprKind, Item, Key};

use super::Tables;

/// An expression on one line.
pub(super) fn inline(expr: &Expr, tables: Tables<'_>) -> String {
    let mut text = String::new();
    Writer {
        names: tables.names,
        sources: tables.sources,
        text: &mut text,
    }
    .expr(expr);
    text
}

/// The text of a literal text.
pub(super) fn literal(expr: &Expr, names: &Names) -> Option<String> {
    match expr.kind {
        ExprKind::Text(text) => Some(one_line(names.text(text))),
        _ => None,
    }
}

/// Words with single spaces between them.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Writer<'a> {
    names: &'a Names,
    sources: &'a Sources,
    text: &'a mut String,
}

impl Writer<'_> {
    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Object(items) if items.is_empty() => self.text.push_str("{}"),
            // Between items on lines of their own there need be no comma.
            ExprKind::Object(items) => {
                self.text.push_str("{ ");
                for (at, item) in items.iter().enumerate() {
                    self.comma(at);
                    self.item(item);
                }
                self.text.push_str(" }");
            }
            ExprKind::List(elements) => {
                self.text.push('[');
                self.list(elements);
                self.text.push(']');
            }
            ExprKind::Call(name, arguments) => {
                self.text.push_str(self.names.text(name.name));
                self.text.push('(');
                self.list(arguments);
                self.text.push(')');
            }
            _ => self.text.push_str(&one_line(self.sources.slice(expr.span))),
        }
    }

    fn list(&mut self, elements: &[Expr]) {
        for (at, element) in elements.iter().enumerate() {
            self.comma(at);
            self.expr(element);
        }
    }

    fn item(&mut self, item: &Item) {
        match item.key {
            Key::Literal(_) | Key::Computed(_) => {
                self.text.push_str(self.sources.slice(item.key_span));
            }
        }
        self.text.push_str(" = ");
        self.expr(&item.value);
    }

    fn comma(&mut self, at: usize) {
        if at > 0 {
            self.text.push_str(", ");
        }
    }
}
