//! Expressions.

use hcl_edit::expr::{
    self as theirs, BinaryOperator, Expression, ObjectKey, TraversalOperator, UnaryOperator,
};
use hcl_edit::{Decorated, Span as _};

use super::super::limits;
use super::super::number;
use super::super::tree::{BinaryOp, Conditional, Expr, ExprKind, For, Ident, Item, Key, UnaryOp};
use super::{Converter, Seen};
use crate::diag::codes::syntax as codes;
use crate::foreign;
use crate::source::Span;

impl Converter<'_> {
    pub(super) fn expr(&mut self, expression: &Expression) -> Expr {
        // Parentheses group and mean nothing more.
        if let Expression::Parenthesis(inner) = expression {
            return self.expr(inner.inner());
        }
        let span = self.span(expression.span());
        let kind = match expression {
            Expression::Null(_) | Expression::Parenthesis(_) => ExprKind::Null,
            Expression::Bool(value) => ExprKind::Bool(*value.value()),
            Expression::Number(_) => self.number(span),
            Expression::String(text) => ExprKind::Text(self.names.intern(text)),
            Expression::Array(list) => {
                ExprKind::List(list.iter().map(|element| self.expr(element)).collect())
            }
            Expression::Object(object) => ExprKind::Object(self.items(object)),
            Expression::StringTemplate(template) => self.string_template(template),
            Expression::HeredocTemplate(heredoc) => self.heredoc(heredoc, span),
            Expression::Variable(name) => ExprKind::Name(self.names.intern(name.as_str())),
            Expression::Conditional(conditional) => self.conditional(conditional),
            Expression::FuncCall(call) => self.call(call),
            Expression::Traversal(traversal) => return self.traversal(traversal, span),
            Expression::UnaryOp(operation) => self.unary(operation),
            Expression::BinaryOp(operation) => self.binary(operation),
            Expression::ForExpr(comprehension) => self.for_expr(comprehension),
        };
        Expr { kind, span }
    }

    fn number(&mut self, span: Span) -> ExprKind {
        let written = self.source.slice(span);
        // A minus may be apart from its digits: `- 5`.
        let mut text = String::new();
        let written = if written.contains(char::is_whitespace) || written.contains("/*") {
            text.push('-');
            text.push_str(written.trim_start_matches(|c: char| !c.is_ascii_digit()));
            &text
        } else {
            written
        };
        number::read(written).unwrap_or_else(|nearest| {
            self.report(codes::inexact_number(span, written, nearest.as_deref()));
            ExprKind::Null
        })
    }

    fn items(&mut self, object: &theirs::Object) -> Vec<Item> {
        let mut seen = Seen::default();
        let mut items = Vec::with_capacity(object.len());
        for (key, value) in object {
            let key_span = self.span(key.span());
            let key = self.key(key, key_span);
            if let Key::Literal(name) = key
                && let Some(first) = seen.earlier(name, key_span)
            {
                let text = self.names.text(name);
                self.report(codes::duplicate_key(key_span, text, first));
            }
            let value = self.expr(value.expr());
            items.push(Item {
                key,
                key_span,
                value,
            });
        }
        items
    }

    fn key(&mut self, key: &ObjectKey, span: Span) -> Key {
        let expression = match key {
            ObjectKey::Ident(name) => return Key::Literal(self.names.intern(name.as_str())),
            ObjectKey::Expression(expression) => expression,
        };
        match expression {
            Expression::String(text) => Key::Literal(self.names.intern(text)),
            // Keywords are ordinary names before `=`.
            Expression::Null(_) | Expression::Bool(_) => {
                Key::Literal(self.names.intern(self.source.slice(span)))
            }
            Expression::StringTemplate(_) | Expression::Parenthesis(_) => {
                Key::Computed(self.expr(expression))
            }
            Expression::Number(_) => {
                let text = self.source.slice(span);
                self.report(codes::object_key(span, text, &format!("\"{text}\"")));
                Key::Literal(self.names.intern(text))
            }
            Expression::Array(_)
            | Expression::Object(_)
            | Expression::HeredocTemplate(_)
            | Expression::Variable(_)
            | Expression::Conditional(_)
            | Expression::FuncCall(_)
            | Expression::Traversal(_)
            | Expression::UnaryOp(_)
            | Expression::BinaryOp(_)
            | Expression::ForExpr(_) => {
                let text = self.source.slice(span);
                self.report(codes::object_key(span, text, &format!("({text})")));
                Key::Computed(self.expr(expression))
            }
        }
    }

    fn conditional(&mut self, conditional: &theirs::Conditional) -> ExprKind {
        ExprKind::Conditional(Box::new(Conditional {
            condition: self.expr(&conditional.cond_expr),
            yes: self.expr(&conditional.true_expr),
            no: self.expr(&conditional.false_expr),
        }))
    }

    fn call(&mut self, call: &theirs::FuncCall) -> ExprKind {
        let name = &call.name.name;
        let mut ident = self.ident(name.as_str(), name.span());
        if let Some(first) = call.name.namespace.first() {
            ident.span = self.span(first.span()).to(ident.span);
            let text = self.source.slice(ident.span);
            let instead = foreign::instead(foreign::Place::Pseudo, text, None);
            self.report(codes::namespaced_call(ident.span, text, instead));
        }
        let mut arguments: Vec<Expr> = call
            .args
            .iter()
            .map(|argument| self.expr(argument))
            .collect();
        if call.args.expand_final()
            && let Some(list) = arguments.pop()
        {
            let span = list.span;
            let kind = ExprKind::Spread(Box::new(list));
            arguments.push(Expr { kind, span });
        }
        ExprKind::Call(ident, arguments)
    }

    fn unary(&mut self, operation: &theirs::UnaryOp) -> ExprKind {
        let operator = match operation.operator.value() {
            UnaryOperator::Not => UnaryOp::Not,
            UnaryOperator::Neg => UnaryOp::Negate,
        };
        ExprKind::Unary(operator, Box::new(self.expr(&operation.expr)))
    }

    fn binary(&mut self, operation: &theirs::BinaryOp) -> ExprKind {
        let operator = match operation.operator.value() {
            BinaryOperator::Or => BinaryOp::Or,
            BinaryOperator::And => BinaryOp::And,
            BinaryOperator::Eq => BinaryOp::Equal,
            BinaryOperator::NotEq => BinaryOp::NotEqual,
            BinaryOperator::Less => BinaryOp::Less,
            BinaryOperator::LessEq => BinaryOp::LessEqual,
            BinaryOperator::Greater => BinaryOp::Greater,
            BinaryOperator::GreaterEq => BinaryOp::GreaterEqual,
            BinaryOperator::Plus => BinaryOp::Add,
            BinaryOperator::Minus => BinaryOp::Subtract,
            BinaryOperator::Mul => BinaryOp::Multiply,
            BinaryOperator::Div => BinaryOp::Divide,
            BinaryOperator::Mod => BinaryOp::Remainder,
        };
        let left = Box::new(self.expr(&operation.lhs_expr));
        let right = Box::new(self.expr(&operation.rhs_expr));
        ExprKind::Binary(left, operator, right)
    }

    fn for_expr(&mut self, comprehension: &theirs::ForExpr) -> ExprKind {
        let intro = &comprehension.intro;
        let key = intro.key_var.as_ref().map(|name| self.ident_of(name));
        let value = self.ident_of(&intro.value_var);
        ExprKind::For(Box::new(For {
            key,
            value,
            over: self.expr(&intro.collection_expr),
            result_key: comprehension.key_expr.as_ref().map(|key| self.expr(key)),
            result: self.expr(&comprehension.value_expr),
            grouped: comprehension.grouping,
            condition: comprehension
                .cond
                .as_ref()
                .map(|cond| self.expr(&cond.expr)),
        }))
    }

    pub(super) fn ident_of(&self, name: &Decorated<hcl_edit::Ident>) -> Ident {
        self.ident(name.as_str(), name.span())
    }

    fn traversal(&mut self, traversal: &theirs::Traversal, whole: Span) -> Expr {
        let mut result = self.expr(&traversal.expr);
        if traversal.operators.len() > limits::STEPS {
            self.report(codes::expression_too_long(whole, "steps", limits::STEPS));
            return result;
        }
        // An expression in parentheses loses them, but the whole begins before them.
        let start = whole.start;
        for operator in &traversal.operators {
            let end = self.span(operator.span()).end;
            let span = Span { start, end };
            result = match self.step(result, operator, span) {
                Some(expr) => expr,
                None => {
                    return Expr {
                        kind: ExprKind::Null,
                        span: whole,
                    };
                }
            };
        }
        result
    }

    /// `10.0.0.0/16` or `1.2.3`: to the parser a number and steps.
    fn dotted_number(&mut self, span: Span) {
        let from = (span.start - self.source.base) as usize;
        let rest = &self.source.text[from..];
        let end = rest.find(|c: char| !(c.is_alphanumeric() || "./-_".contains(c)));
        let text = &rest[..end.unwrap_or(rest.len())];
        let place = self.source.span(&(from..from + text.len()));
        self.report(codes::number_with_unit(place, text));
    }

    /// One step behind `base`; none after an error.
    fn step(
        &mut self,
        base: Expr,
        operator: &Decorated<TraversalOperator>,
        span: Span,
    ) -> Option<Expr> {
        let place = self.span(operator.span());
        // `(a[*].b)[0]` is no step behind the star: the base then ended with the parenthesis.
        let in_splat = matches!(base.kind, ExprKind::Splat(..)) && base.span.start == span.start;
        let kind = match operator.value() {
            TraversalOperator::GetAttr(name) => {
                let name = self.ident_of(name);
                match base.kind {
                    ExprKind::Splat(inner, mut names) if in_splat => {
                        names.push(name);
                        ExprKind::Splat(inner, names)
                    }
                    _ => ExprKind::Get(Box::new(base), name),
                }
            }
            TraversalOperator::LegacyIndex(_)
                if matches!(base.kind, ExprKind::Int(_) | ExprKind::Number(_)) =>
            {
                self.dotted_number(span);
                return None;
            }
            TraversalOperator::LegacyIndex(index) => {
                let receiver = self.source.slice(Span {
                    end: place.start,
                    ..span
                });
                let index = index.value().to_string();
                self.report(codes::legacy_index(place, receiver.trim_end(), &index));
                return None;
            }
            TraversalOperator::AttrSplat(_)
            | TraversalOperator::FullSplat(_)
            | TraversalOperator::Index(_)
                if in_splat =>
            {
                let head = self.source.slice(Span {
                    end: place.start,
                    ..span
                });
                let step = self.source.slice(place);
                self.report(codes::step_after_splat(place, head.trim_end(), step));
                return None;
            }
            TraversalOperator::AttrSplat(_) | TraversalOperator::FullSplat(_) => {
                ExprKind::Splat(Box::new(base), Vec::new())
            }
            TraversalOperator::Index(index) => {
                let index = self.expr(index);
                ExprKind::Index(Box::new(base), Box::new(index))
            }
        };
        Some(Expr { kind, span })
    }
}
