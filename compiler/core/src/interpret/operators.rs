//! Operators. Arithmetic is exact or ends in a diagnostic; it never wraps.

use std::cmp::Ordering;

use super::{Evaluated, Failed, Machine, Scope};
use crate::diag::codes;
use crate::source::Span;
use crate::syntax::tree::BinaryOp;
use crate::types::program::Ir;
use crate::units_of_measure::{Dimension, Exact, NoResult, Operand, Operation, Quantity, rule};
use crate::value::Value;

impl<'a> Machine<'a> {
    #[inline(never)]
    pub(super) fn binary(
        &mut self,
        op: BinaryOp,
        operands: &'a [Ir; 2],
        span: Span,
        scope: &mut Scope,
    ) -> Evaluated {
        let left = self.evaluate(&operands[0], scope)?;
        match (op, left) {
            (BinaryOp::And, Value::Bool(false)) | (BinaryOp::Or, Value::Bool(true)) => {
                return Ok(left);
            }
            (BinaryOp::And | BinaryOp::Or, _) => return self.evaluate(&operands[1], scope),
            _ => {}
        }
        let right = self.evaluate(&operands[1], scope)?;
        let compared =
            |holds: fn(Ordering) -> bool| Ok(Value::Bool(left.compare(right).is_some_and(holds)));
        let result = match op {
            BinaryOp::Equal => Ok(Value::Bool(left == right)),
            BinaryOp::NotEqual => Ok(Value::Bool(left != right)),
            BinaryOp::Less => compared(Ordering::is_lt),
            BinaryOp::GreaterEqual => compared(Ordering::is_ge),
            BinaryOp::Greater => compared(Ordering::is_gt),
            BinaryOp::LessEqual => compared(Ordering::is_le),
            _ => arithmetic(op, left, right),
        };
        result.map_err(|why| {
            let sides = [(&operands[0], left), (&operands[1], right)];
            let values = sides.map(|(side, value)| (side.span, self.show(value)));
            // A division by zero is the divisor's fault alone.
            let (place, values) = match why {
                BY_ZERO => (operands[1].span, &values[1..]),
                _ => (span, &values[..]),
            };
            self.diagnostics
                .push(codes::sites::no_result(place, why, values));
            Failed::Reported
        })
    }

    pub(super) fn negate(&mut self, value: Value, span: Span) -> Evaluated {
        match value {
            Value::Int(int) => int
                .checked_neg()
                .map(Value::Int)
                .ok_or_else(|| self.no_result(span, TOO_LARGE)),
            Value::Number(number) => {
                number_value(-number.get()).map_err(|why| self.no_result(span, why))
            }
            other => Ok(other),
        }
    }

    fn no_result(&mut self, span: Span, why: &str) -> Failed {
        self.diagnostics
            .push(codes::sites::no_result(span, why, &[]));
        Failed::Reported
    }
}

const TOO_LARGE: &str = "it is too large";
const BY_ZERO: &str = "a division by zero";

const NEGATIVE: &str = "it is less than nothing";

fn float(value: Value) -> f64 {
    value.amount().unwrap_or_default()
}

fn number_value(number: f64) -> Result<Value, &'static str> {
    Value::number(number).ok_or(TOO_LARGE)
}

fn arithmetic(op: BinaryOp, a: Value, b: Value) -> Result<Value, &'static str> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => ints(op, a, b),
        (Value::Quantity(_), _) | (_, Value::Quantity(_)) => quantities(op, a, b),
        (a, b) => floats(op, float(a), float(b)),
    }
}

fn ints(op: BinaryOp, a: i64, b: i64) -> Result<Value, &'static str> {
    let result = match op {
        BinaryOp::Add => a.checked_add(b),
        BinaryOp::Subtract => a.checked_sub(b),
        BinaryOp::Multiply => a.checked_mul(b),
        BinaryOp::Remainder if b == 0 => return Err(BY_ZERO),
        BinaryOp::Remainder => a.checked_rem(b),
        _ => return floats(op, float(Value::Int(a)), float(Value::Int(b))),
    };
    result.map(Value::Int).ok_or(TOO_LARGE)
}

fn floats(op: BinaryOp, a: f64, b: f64) -> Result<Value, &'static str> {
    number_value(match op {
        BinaryOp::Add => a + b,
        BinaryOp::Subtract => a - b,
        BinaryOp::Multiply => a * b,
        _ if b == 0.0 => return Err(BY_ZERO),
        BinaryOp::Divide => a / b,
        _ => a % b,
    })
}

/// By the rule that types have found before.
fn quantities(op: BinaryOp, a: Value, b: Value) -> Result<Value, &'static str> {
    let operation = match op {
        BinaryOp::Add => Operation::Add,
        BinaryOp::Subtract => Operation::Subtract,
        BinaryOp::Multiply => Operation::Multiply,
        _ => Operation::Divide,
    };
    let Some(rule) = rule(operand(a), operation, operand(b)) else {
        return Err("these do not go together");
    };
    let (Some(left), Some(right)) = (whole(a), whole(b)) else {
        let result = rule.inexact(float(a), float(b)).map_err(words)?;
        return match rule.result {
            Operand::Number => number_value(result),
            // What is out of bounds becomes the bound, and `counted` refuses it.
            Operand::Quantity(dimension) => counted(dimension, result.round() as i128),
        };
    };
    let exact = rule.exact(left, right).map_err(words)?;
    match rule.result {
        Operand::Number => ratio(exact),
        Operand::Quantity(dimension) => counted(dimension, exact.rounded()),
    }
}

fn operand(value: Value) -> Operand {
    match value {
        Value::Quantity(quantity) => Operand::Quantity(quantity.dimension),
        _ => Operand::Number,
    }
}

/// A whole amount, in the smallest unit.
fn whole(value: Value) -> Option<i64> {
    match value {
        Value::Int(int) => Some(int),
        Value::Quantity(quantity) => Some(quantity.amount),
        _ => None,
    }
}

fn words(why: NoResult) -> &'static str {
    match why {
        NoResult::ByZero => BY_ZERO,
        NoResult::TooLarge => TOO_LARGE,
    }
}

#[allow(clippy::cast_precision_loss)] // What is no whole number has a fraction anyhow.
fn ratio(exact: Exact) -> Result<Value, &'static str> {
    if exact.denominator == 1 {
        let whole = i64::try_from(exact.numerator).map_err(|_| TOO_LARGE)?;
        return Ok(Value::Int(whole));
    }
    number_value(exact.numerator as f64 / exact.denominator as f64)
}

fn counted(dimension: Dimension, amount: i128) -> Result<Value, &'static str> {
    if amount < 0 {
        return Err(NEGATIVE);
    }
    let amount = i64::try_from(amount).map_err(|_| TOO_LARGE)?;
    Ok(Value::Quantity(Quantity { dimension, amount }))
}
