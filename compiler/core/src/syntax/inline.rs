//! Expressions as they are written in the source, on one line.

use crate::names::Names;
use crate::source::Sources;

use super::tree::{Expr, ExprKind, Item};

/// An expression on one line.
pub fn inline(expr: &Expr, names: &Names, sources: &Sources) -> String {
    let mut text = String::new();
    Writer {
        names,
        sources,
        text: &mut text,
    }
    .expr(expr);
    text
}

/// The text of a literal text.
pub fn literal(expr: &Expr, names: &Names) -> Option<String> {
    match expr.kind {
        ExprKind::Text(text) => Some(one_line(names.text(text))),
        _ => None,
    }
}

/// Words with single spaces between them.
fn one_line(text: &str) -> String {
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
            ExprKind::Spread(list) => {
                self.expr(list);
                self.text.push_str("...");
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
        self.text.push_str(self.sources.slice(item.key_span));
        self.text.push_str(" = ");
        self.expr(&item.value);
    }

    fn comma(&mut self, at: usize) {
        if at > 0 {
            self.text.push_str(", ");
        }
    }
}
