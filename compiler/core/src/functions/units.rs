//! Numbers and quantities.

use super::{Function, FunctionError, Heap, Outcome};
use crate::units_of_measure::Quantity;
use crate::value::Value;

pub(super) fn evaluate(function: Function, arguments: &[Value], _heap: Heap<'_>) -> Outcome {
    match function {
        Function::Min => Ok(if less(arguments[1], arguments[0]) {
            arguments[1]
        } else {
            arguments[0]
        }),
        Function::Max => Ok(if less(arguments[0], arguments[1]) {
            arguments[1]
        } else {
            arguments[0]
        }),
        Function::Ceil => whole(number(arguments[0]).ceil()),
        Function::Floor => whole(number(arguments[0]).floor()),
        _ => Ok(in_units(arguments[0], unit(function))),
    }
}

/// How many of the smallest unit make one of what the function counts in.
fn unit(function: Function) -> i64 {
    match function {
        Function::InMilliseconds => 1,
        Function::InSeconds => 1_000,
        Function::InMinutes => 60_000,
        Function::InHours => 3_600_000,
        Function::InDays => 86_400_000,
        Function::InMib => 1 << 20,
        _ => 1 << 30,
    }
}

/// Rounded up, so that nothing is promised shorter or smaller than it was written.
fn in_units(value: Value, unit: i64) -> Value {
    match value {
        Value::Quantity(Quantity { amount, .. }) => {
            Value::Int(amount / unit + i64::from(amount % unit > 0))
        }
        other => other,
    }
}

fn less(a: Value, b: Value) -> bool {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => a < b,
        (Value::Quantity(a), Value::Quantity(b)) => a.amount < b.amount,
        (a, b) => number(a) < number(b),
    }
}

fn number(value: Value) -> f64 {
    match value {
        #[allow(clippy::cast_precision_loss)] // Counts and sizes stay far below 2^53.
        Value::Int(int) => int as f64,
        Value::Number(number) => number.get(),
        _ => 0.0,
    }
}

fn whole(number: f64) -> Outcome {
    #[allow(clippy::cast_precision_loss)]
    if number.abs() < i64::MAX as f64 {
        Ok(Value::Int(number as i64))
    } else {
        Err(FunctionError::new(0, "is too large for a whole number"))
    }
}
