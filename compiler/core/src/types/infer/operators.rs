//! Operators and conditionals.

use crate::diag::codes;
use crate::source::Span;
use crate::syntax::tree::{BinaryOp, Conditional, Expr, ExprKind, UnaryOp};
use crate::units_of_measure::Dimension;

use super::super::program::Op;
use super::super::ty::{Type, TypeId};
use super::super::{Typed, Typer};
use super::Env;

impl Typer<'_> {
    pub(super) fn infer_unary(
        &mut self,
        op: UnaryOp,
        operand: &Expr,
        span: Span,
        env: &mut Env,
    ) -> Typed {
        match op {
            UnaryOp::Not => {
                let typed = self.expect_known(operand, TypeId::BOOL, "a condition", env);
                Typed {
                    regional: typed.regional,
                    ..Typed::new(Op::Not(Box::new(typed.ir)), span, TypeId::BOOL)
                }
            }
            UnaryOp::Negate => {
                let typed = self.expect_known(operand, TypeId::NUMBER, "a number", env);
                let ty = if typed.ty == TypeId::INT {
                    TypeId::INT
                } else {
                    TypeId::NUMBER
                };
                Typed {
                    regional: typed.regional,
                    ..Typed::new(Op::Negate(Box::new(typed.ir)), span, ty)
                }
            }
        }
    }

    pub(super) fn infer_binary(
        &mut self,
        a: &Expr,
        op: BinaryOp,
        b: &Expr,
        span: Span,
        env: &mut Env,
    ) -> Typed {
        if let BinaryOp::And | BinaryOp::Or = op {
            return self.infer_logic(a, op, b, span, env);
        }
        let (left, right) = self.infer_operands(a, b, env);
        let regional = left.regional || right.regional;
        if left.ty == TypeId::ERROR || right.ty == TypeId::ERROR {
            return Typed::broken(span);
        }
        // Whether an optional is there is always known, even where its value is not.
        let is_there = left.ty == TypeId::NULL || right.ty == TypeId::NULL;
        for (typed, expr) in [(&left, a), (&right, b)] {
            if !is_there && self.tables.types.is_later(typed.ty) {
                let ty = self.type_text(typed.ty);
                self.diagnostics.push(codes::types::decides_on_later(
                    expr.span,
                    "an operation",
                    &ty,
                ));
                return Typed::broken(span);
            }
        }
        let ty = match op {
            BinaryOp::Equal | BinaryOp::NotEqual => {
                self.comparable(&left, &right).then_some(TypeId::BOOL)
            }
            BinaryOp::Less | BinaryOp::LessEqual | BinaryOp::Greater | BinaryOp::GreaterEqual => {
                self.ordered(left.ty, right.ty).then_some(TypeId::BOOL)
            }
            _ => self.arithmetic(left.ty, op, right.ty),
        };
        let Some(ty) = ty else {
            let (left, right) = (self.type_text(left.ty), self.type_text(right.ty));
            self.diagnostics.push(codes::types::no_operation(
                span,
                op,
                (a.span, &left),
                (b.span, &right),
            ));
            return Typed::broken(span);
        };
        Typed {
            regional,
            ..Typed::new(Op::Binary(op, Box::new([left.ir, right.ir])), span, ty)
        }
    }

    /// A literal on one side is read as the type of the other: `retain >= "1h"`.
    fn infer_operands(&mut self, a: &Expr, b: &Expr, env: &mut Env) -> (Typed, Typed) {
        if matches!(a.kind, ExprKind::Text(_)) {
            let right = self.infer(b, None, env);
            let left = self.infer(a, Some(right.ty), env);
            return (left, right);
        }
        let left = self.infer(a, None, env);
        let right = self.infer(b, Some(left.ty), env);
        (left, right)
    }

    fn infer_logic(
        &mut self,
        a: &Expr,
        op: BinaryOp,
        b: &Expr,
        span: Span,
        env: &mut Env,
    ) -> Typed {
        let left = self.expect_known(a, TypeId::BOOL, "a condition", env);
        let facts = self.facts_of(a, op == BinaryOp::And, env.component, true);
        let right = env.knowing(facts, |env| {
            self.expect_known(b, TypeId::BOOL, "a condition", env)
        });
        let regional = left.regional || right.regional;
        Typed {
            regional,
            ..Typed::new(
                Op::Binary(op, Box::new([left.ir, right.ir])),
                span,
                TypeId::BOOL,
            )
        }
    }

    fn comparable(&self, a: &Typed, b: &Typed) -> bool {
        if a.ty == TypeId::NULL || b.ty == TypeId::NULL {
            return true;
        }
        let (a, b) = (
            self.tables.types.present(a.ty),
            self.tables.types.present(b.ty),
        );
        self.join_quietly(a, b).is_some()
    }

    fn ordered(&self, a: TypeId, b: TypeId) -> bool {
        match (self.tables.types.get(a), self.tables.types.get(b)) {
            (Type::Int | Type::Number, Type::Int | Type::Number) => true,
            (Type::Quantity(a), Type::Quantity(b)) => a == b,
            _ => false,
        }
    }

    /// The dimension of a result; none where the operation makes no sense.
    fn arithmetic(&self, a: TypeId, op: BinaryOp, b: TypeId) -> Option<TypeId> {
        use BinaryOp::{Add, Divide, Multiply, Remainder, Subtract};
        let number = |ty: &Type| matches!(ty, Type::Int | Type::Number);
        match (self.tables.types.get(a), op, self.tables.types.get(b)) {
            (Type::Int, Add | Subtract | Multiply | Remainder, Type::Int) => Some(TypeId::INT),
            (x, Add | Subtract | Multiply | Divide | Remainder, y) if number(x) && number(y) => {
                Some(TypeId::NUMBER)
            }
            (Type::Quantity(x), Add | Subtract, Type::Quantity(y)) if x == y => Some(a),
            (Type::Quantity(x), Divide, Type::Quantity(y)) if x == y => Some(TypeId::NUMBER),
            (Type::Quantity(_), Multiply | Divide, y) if number(y) => Some(a),
            (x, Multiply, Type::Quantity(_)) if number(x) => Some(b),
            (Type::Quantity(Dimension::Rate), Multiply, Type::Quantity(Dimension::Duration))
            | (Type::Quantity(Dimension::Duration), Multiply, Type::Quantity(Dimension::Rate)) => {
                Some(TypeId::NUMBER)
            }
            _ => None,
        }
    }

    pub(super) fn infer_conditional(
        &mut self,
        parts: &Conditional,
        span: Span,
        want: Option<TypeId>,
        env: &mut Env,
    ) -> Typed {
        let condition = self.expect_known(&parts.condition, TypeId::BOOL, "a condition", env);
        let facts =
            |typer: &Self, truth| typer.facts_of(&parts.condition, truth, env.component, true);
        let (if_true, if_false) = (facts(self, true), facts(self, false));
        let yes = env.knowing(if_true, |env| self.infer(&parts.yes, want, env));
        let no = env.knowing(if_false, |env| self.infer(&parts.no, want, env));
        let regional = condition.regional || yes.regional || no.regional;
        // Where both branches fit the place, it says which type is meant.
        let placed =
            want.filter(|want| self.fits(yes.ty, *want, env) && self.fits(no.ty, *want, env));
        let Some(ty) = placed.or_else(|| self.join_quietly(yes.ty, no.ty)) else {
            let (yes, no) = (self.type_text(yes.ty), self.type_text(no.ty));
            let (yes, no) = ((parts.yes.span, yes.as_str()), (parts.no.span, no.as_str()));
            self.diagnostics
                .push(codes::types::branches_differ(span, yes, no));
            return Typed::broken(span);
        };
        Typed {
            regional,
            ..Typed::new(Op::If(Box::new([condition.ir, yes.ir, no.ir])), span, ty)
        }
    }
}
