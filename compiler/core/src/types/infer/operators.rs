//! Operators and conditionals.

use crate::diag::codes;
use crate::names::Symbol;
use crate::source::Span;
use crate::syntax::tree::{BinaryOp, Conditional, Expr, ExprKind, UnaryOp};
use crate::units_of_measure::{self, Dimension, Operand, Operation, Per, partners, rule};
use crate::value::Value;

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
        let (left, right) = self.infer_operands(a, op, b, env);
        let regional = left.regional || right.regional;
        if left.ty == TypeId::ERROR || right.ty == TypeId::ERROR {
            return Typed::broken(span);
        }
        // Whether an optional is there is always known, even where its value is not.
        let is_there = left.ty == TypeId::NULL || right.ty == TypeId::NULL;
        for typed in [&left, &right] {
            if !is_there && self.tables.types.is_later(typed.ty) {
                if op == BinaryOp::Add && (self.is_text(&left) || self.is_text(&right)) {
                    self.no_operation(&left, op, &right, span, env);
                    return Typed::broken(span);
                }
                self.decides_on_later(typed, "an operation", env);
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
            self.no_operation(&left, op, &right, span, env);
            return Typed::broken(span);
        };
        Typed {
            regional,
            ..Typed::new(Op::Binary(op, Box::new([left.ir, right.ir])), span, ty)
        }
    }

    /// A literal on one side is read as what the other can go with: `retain >= "1h"`, `disk / "10s"`.
    fn infer_operands(
        &mut self,
        a: &Expr,
        op: BinaryOp,
        b: &Expr,
        env: &mut Env,
    ) -> (Typed, Typed) {
        if let ExprKind::Text(text) = a.kind {
            if let ExprKind::Text(other) = b.kind {
                return self.infer_texts((a, text), op, (b, other), env);
            }
            let right = self.infer(b, None, env);
            let want = self.quantity_beside(text, op, Some(right.ty));
            let declared = self.declared_type(&right.ir, env.component);
            let left = self.wanting(declared, |typer| typer.infer(a, want, env));
            return (left, right);
        }
        let left = self.infer(a, None, env);
        let want = match b.kind {
            ExprKind::Text(text) => self.quantity_beside(text, op, Some(left.ty)),
            _ => Some(left.ty),
        };
        let declared = self.declared_type(&left.ir, env.component);
        let right = self.wanting(declared, |typer| typer.infer(b, want, env));
        (left, right)
    }

    /// Two texts: `"1h" < "90m"`, `"10GiB" / "10s"`.
    fn infer_texts(
        &mut self,
        (a, left): (&Expr, Symbol),
        op: BinaryOp,
        (b, right): (&Expr, Symbol),
        env: &mut Env,
    ) -> (Typed, Typed) {
        let left = self.quantity_beside(left, op, None);
        let right = self.quantity_beside(right, op, None);
        let both = match (left, right, op) {
            (_, _, BinaryOp::Multiply | BinaryOp::Divide) => None,
            (Some(left), Some(right), _) => self.join(left, right).or(Some(left)),
            _ => None,
        };
        let left = self.infer(a, both.or(left), env);
        let right = self.infer(b, both.or(right), env);
        (left, right)
    }

    /// What a text beside an operator is read as. Sums and comparisons want the type of the other
    /// side; products, and two texts, are what their units say.
    pub(super) fn quantity_beside(
        &self,
        text: Symbol,
        op: BinaryOp,
        other: Option<TypeId>,
    ) -> Option<TypeId> {
        let types = self.tables.types;
        let other = other.filter(|other| *other != TypeId::TEXT);
        let own = || {
            let quantity = units_of_measure::parse(self.text(text)).ok()?;
            Some(types.id(Type::Quantity(quantity.dimension)))
        };
        match op {
            BinaryOp::Multiply | BinaryOp::Divide => own().or(other),
            BinaryOp::Equal | BinaryOp::NotEqual => other,
            _ => other.or_else(own),
        }
    }

    /// What is wrong with two operands that do not go together.
    fn no_operation(&mut self, left: &Typed, op: BinaryOp, right: &Typed, span: Span, env: &Env) {
        let types = self.tables.types;
        let mut notes = Vec::new();
        for side in [left, right] {
            notes.extend(self.absent_note(&side.ir, env.component));
        }
        let money = |typed: &Typed| match types.get(typed.ty) {
            Type::Quantity(Dimension::Money(money)) => Some(*money),
            _ => None,
        };
        if let (Some(a), Some(b)) = (money(left), money(right))
            && a != b
        {
            let diagnostic = codes::types::other_money(span, (a, b), false, &notes);
            self.diagnostics.push(diagnostic);
            return;
        }
        let help = self.operation_help(left, op, right, env);
        let (a, b) = (self.type_text(left.ty), self.type_text(right.ty));
        let (a, b) = ((left.ir.span, a.as_str()), (right.ir.span, b.as_str()));
        let diagnostic = codes::types::no_operation(span, op, a, b, help, &notes);
        self.diagnostics.push(diagnostic);
    }

    fn is_text(&self, typed: &Typed) -> bool {
        let types = self.tables.types;
        let ty = types.get(types.present(typed.ty));
        matches!(ty, Type::Text | Type::Form(_) | Type::Enum(_))
    }

    fn operation_help(&self, left: &Typed, op: BinaryOp, right: &Typed, env: &Env) -> Vec<String> {
        let types = self.tables.types;
        for side in [left, right] {
            if types.is_optional(side.ty) {
                let x = self.written(&side.ir, env);
                let x = x.as_deref().unwrap_or("x");
                return vec![format!(
                    "say what is meant when it is null: `coalesce({x}, OTHERWISE)`"
                )];
            }
        }
        if op == BinaryOp::Add && (self.is_text(left) || self.is_text(right)) {
            let part = |side: &Typed| match side.ir.op {
                Op::Const(Value::Text(text)) => self.text(text).to_owned(),
                _ => {
                    let name = self.written(&side.ir, env);
                    format!("${{{}}}", name.as_deref().unwrap_or("x"))
                }
            };
            let (a, b) = (part(left), part(right));
            return vec![format!("text is put together by a template: \"{a}{b}\"")];
        }
        let mut help = Vec::new();
        for (side, other, is_left) in [(left, right, true), (right, left, false)] {
            let (Some(Operand::Quantity(dimension)), Some(operation)) =
                (self.operand(side.ty), operation(op))
            else {
                continue;
            };
            let partners = partners(Operand::Quantity(dimension), operation, is_left);
            let (own, others) = (dimension.noun(), either(&partners));
            let sentence = match (operation, is_left) {
                _ if partners.is_empty() => continue,
                (Operation::Add | Operation::Subtract, _) => {
                    format!("{own} is added to and subtracted from {others}")
                }
                (Operation::Multiply, _) => format!("{own} is multiplied by {others}"),
                (Operation::Divide, true) => format!("{own} is divided by {others}"),
                (Operation::Divide, false) => format!("what is divided by {own} is {others}"),
            };
            if !help.contains(&sentence) {
                help.push(sentence);
            }
            if let (Some(Operand::Number), BinaryOp::Add | BinaryOp::Subtract) =
                (self.operand(other.ty), op)
            {
                let number = self.written(&other.ir, env);
                let number = number.filter(|_| matches!(other.ir.op, Op::Const(_)));
                let examples = dimension.examples(number.as_deref().unwrap_or("1"));
                let examples: Vec<_> = examples.iter().map(|text| format!("\"{text}\"")).collect();
                help = vec![format!(
                    "a quantity is written with its unit: {}",
                    either(&examples)
                )];
            }
            if let Dimension::Money(money) = dimension
                && matches!(money.per, Per::Month | Per::Year)
                && op == BinaryOp::Multiply
            {
                help = vec![format!(
                    "{} has no fixed length: multiply by how many of them there are, a number",
                    money.per.words()
                )];
            }
        }
        if !help.is_empty() {
            return help;
        }
        let sentence = match op {
            BinaryOp::Equal | BinaryOp::NotEqual => {
                "only what is of one kind can be equal".to_owned()
            }
            BinaryOp::Less | BinaryOp::LessEqual | BinaryOp::Greater | BinaryOp::GreaterEqual => {
                "only numbers, and quantities of one dimension, have an order".to_owned()
            }
            _ => format!(
                "`{}` works on numbers and quantities",
                codes::types::sign(op)
            ),
        };
        vec![sentence]
    }

    /// A type as a side of an operation on quantities.
    fn operand(&self, ty: TypeId) -> Option<Operand> {
        match self.tables.types.get(ty) {
            Type::Int | Type::Number => Some(Operand::Number),
            Type::Quantity(dimension) => Some(Operand::Quantity(*dimension)),
            _ => None,
        }
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
        self.join(a, b).is_some()
    }

    fn ordered(&self, a: TypeId, b: TypeId) -> bool {
        match (self.tables.types.get(a), self.tables.types.get(b)) {
            (Type::Int | Type::Number, Type::Int | Type::Number) => true,
            (Type::Quantity(a), Type::Quantity(b)) => a.is_comparable(*b),
            _ => false,
        }
    }

    /// The type of a result; none where the operation makes no sense.
    fn arithmetic(&self, a: TypeId, op: BinaryOp, b: TypeId) -> Option<TypeId> {
        let (left, right) = (self.operand(a)?, self.operand(b)?);
        if (left, right) == (Operand::Number, Operand::Number) {
            let ints = (a, b) == (TypeId::INT, TypeId::INT) && op != BinaryOp::Divide;
            return Some(if ints { TypeId::INT } else { TypeId::NUMBER });
        }
        Some(match rule(left, operation(op)?, right)?.result {
            Operand::Number => TypeId::NUMBER,
            Operand::Quantity(dimension) => self.tables.types.id(Type::Quantity(dimension)),
        })
    }

    pub(super) fn infer_conditional(
        &mut self,
        parts: &Conditional,
        span: Span,
        want: Option<TypeId>,
        env: &mut Env,
    ) -> Typed {
        let condition = self.expect_known(&parts.condition, TypeId::BOOL, "a condition", env);
        let component = env.component;
        let facts = |typer: &Self, truth| typer.facts_of(&parts.condition, truth, component, true);
        let (if_true, if_false) = (facts(self, true), facts(self, false));
        let mut yes = env.knowing(if_true, |env| self.infer(&parts.yes, want, env));
        let mut no = env.knowing(if_false, |env| self.infer(&parts.no, want, env));
        // A literal is read as the other branch, where it would not go with it otherwise.
        if self.join(yes.ty, no.ty).is_none() {
            match (is_literal(&parts.yes), is_literal(&parts.no)) {
                (true, false) => {
                    let (want, facts) = (Some(no.ty), facts(self, true));
                    yes = env.knowing(facts, |env| self.infer(&parts.yes, want, env));
                }
                (false, true) => {
                    let (want, facts) = (Some(yes.ty), facts(self, false));
                    no = env.knowing(facts, |env| self.infer(&parts.no, want, env));
                }
                (true, true) | (false, false) => {}
            }
        }
        let regional = condition.regional || yes.regional || no.regional;
        // Where both branches fit the place, it says which type is meant.
        let placed =
            want.filter(|want| self.fits(yes.ty, *want, env) && self.fits(no.ty, *want, env));
        let Some(ty) = placed.or_else(|| self.join(yes.ty, no.ty)) else {
            let mut notes = Vec::new();
            for branch in [&yes, &no] {
                notes.extend(self.source_note(&branch.ir, branch.ty, env.component));
            }
            let (yes, no) = (self.type_text(yes.ty), self.type_text(no.ty));
            let (yes, no) = ((parts.yes.span, yes.as_str()), (parts.no.span, no.as_str()));
            let diagnostic = codes::types::branches_differ(span, yes, no, &notes);
            self.diagnostics.push(diagnostic);
            return Typed::broken(span);
        };
        // What the place wants may need a conversion, such as a list that becomes a set.
        let (yes, no) = match placed {
            Some(want) => (self.assign(yes, want, env), self.assign(no, want, env)),
            None => (yes, no),
        };
        Typed {
            regional,
            ..Typed::new(Op::If(Box::new([condition.ir, yes.ir, no.ir])), span, ty)
        }
    }
}

/// Whether an expression is literal text, whichever way its own conditions go.
fn is_literal(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Text(_) => true,
        ExprKind::List(elements) => !elements.is_empty() && elements.iter().all(is_literal),
        ExprKind::Conditional(parts) => is_literal(&parts.yes) && is_literal(&parts.no),
        _ => false,
    }
}

/// The operation on quantities that an operator stands for.
fn operation(op: BinaryOp) -> Option<Operation> {
    match op {
        BinaryOp::Add => Some(Operation::Add),
        BinaryOp::Subtract => Some(Operation::Subtract),
        BinaryOp::Multiply => Some(Operation::Multiply),
        BinaryOp::Divide => Some(Operation::Divide),
        BinaryOp::Remainder
        | BinaryOp::Or
        | BinaryOp::And
        | BinaryOp::Equal
        | BinaryOp::NotEqual
        | BinaryOp::Less
        | BinaryOp::LessEqual
        | BinaryOp::Greater
        | BinaryOp::GreaterEqual => None,
    }
}

/// `a`, `b` or `c`.
fn either(all: &[String]) -> String {
    match all.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}
