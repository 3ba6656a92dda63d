//! Operators. Arithmetic is exact or ends in a diagnostic; it never wraps.

use super::{Evaluated, Failed, Machine, Scope};
use crate::diag::codes;
use crate::source::Span;
use crate::syntax::tree::BinaryOp;
use crate::types::program::Ir;
use crate::units_of_measure::Quantity;
use crate::value::Value;

impl<'a> Machine<'a> {
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
        let result = match op {
            BinaryOp::Equal => Ok(Value::Bool(left == right)),
            BinaryOp::NotEqual => Ok(Value::Bool(left != right)),
            BinaryOp::Less => Ok(Value::Bool(less(left, right))),
            BinaryOp::GreaterEqual => Ok(Value::Bool(!less(left, right))),
            BinaryOp::Greater => Ok(Value::Bool(less(right, left))),
            BinaryOp::LessEqual => Ok(Value::Bool(!less(right, left))),
            _ => arithmetic(op, left, right),
        };
        result.map_err(|why| self.no_result(span, why))
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
        self.diagnostics.push(codes::sites::no_result(span, why));
        Failed::Reported
    }
}

const TOO_LARGE: &str = "it is too large";
const BY_ZERO: &str = "a division by zero";

/// Rates count thousandths a day, durations milliseconds: their product has this many of both in one.
const RATE_TIMES_DURATION: f64 = 1_000.0 * 86_400_000.0;

fn less(a: Value, b: Value) -> bool {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => a < b,
        (Value::Quantity(a), Value::Quantity(b)) => a.amount < b.amount,
        (a, b) => float(a) < float(b),
    }
}

#[allow(clippy::cast_precision_loss)] // Counts and amounts that are mixed with fractions stay below 2^53.
fn float(value: Value) -> f64 {
    match value {
        Value::Int(int) => int as f64,
        Value::Number(number) => number.get(),
        Value::Quantity(quantity) => quantity.amount as f64,
        _ => 0.0,
    }
}

fn number_value(number: f64) -> Result<Value, &'static str> {
    Value::number(number).ok_or(TOO_LARGE)
}

fn arithmetic(op: BinaryOp, a: Value, b: Value) -> Result<Value, &'static str> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => ints(op, a, b),
        (Value::Quantity(a), Value::Quantity(b)) => quantities(op, a, b),
        (Value::Quantity(quantity), factor) => scaled(op, quantity, factor),
        (factor, Value::Quantity(quantity)) => scaled(op, quantity, factor),
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

fn quantities(op: BinaryOp, a: Quantity, b: Quantity) -> Result<Value, &'static str> {
    let amount = match op {
        BinaryOp::Add => a.amount.checked_add(b.amount),
        BinaryOp::Subtract => a.amount.checked_sub(b.amount).filter(|amount| *amount >= 0),
        BinaryOp::Divide => {
            return floats(op, float(Value::Quantity(a)), float(Value::Quantity(b)));
        }
        _ => {
            return number_value(
                float(Value::Quantity(a)) * float(Value::Quantity(b)) / RATE_TIMES_DURATION,
            );
        }
    };
    let below = if op == BinaryOp::Subtract {
        "it is less than nothing"
    } else {
        TOO_LARGE
    };
    amount
        .map(|amount| Value::Quantity(Quantity { amount, ..a }))
        .ok_or(below)
}

fn scaled(op: BinaryOp, quantity: Quantity, factor: Value) -> Result<Value, &'static str> {
    let exact = match (op, factor) {
        (BinaryOp::Multiply, Value::Int(factor)) => Some(quantity.amount.checked_mul(factor)),
        _ => None,
    };
    let amount = if let Some(exact) = exact {
        exact.ok_or(TOO_LARGE)?
    } else {
        let Value::Int(amount) = (match floats(op, float(Value::Quantity(quantity)), float(factor))?
        {
            Value::Number(number) => number_value(number.get().round())?,
            whole => whole,
        }) else {
            return Err(TOO_LARGE);
        };
        amount
    };
    if amount < 0 {
        return Err("it is less than nothing");
    }
    Ok(Value::Quantity(Quantity { amount, ..quantity }))
}
