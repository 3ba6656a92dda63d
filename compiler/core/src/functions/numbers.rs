//! Numbers, and what has an order. Nothing here depends on the machine's mathematics: there are no
//! logarithms and no powers with fractions.

use std::cmp::Ordering;

use super::{FunctionError, Heap, Outcome, int};
use crate::units_of_measure::Quantity;
use crate::value::Value;

pub(super) fn min(arguments: &[Value], _heap: Heap<'_>) -> Outcome {
    best(arguments, Ordering::is_lt)
}

pub(super) fn max(arguments: &[Value], _heap: Heap<'_>) -> Outcome {
    best(arguments, Ordering::is_gt)
}

fn best(arguments: &[Value], is_better: fn(Ordering) -> bool) -> Outcome {
    let arguments = arguments.iter().copied();
    let best = arguments.reduce(|best, next| match next.compare(best) {
        Some(order) if is_better(order) => next,
        _ => best,
    });
    best.ok_or_else(|| FunctionError::new(0, "is empty: there is nothing to choose from"))
}

pub(super) fn float(value: Value) -> f64 {
    value.amount().unwrap_or_default()
}

pub(super) fn number(number: f64) -> Result<Value, &'static str> {
    Value::number(number).ok_or(TOO_LARGE)
}

const TOO_LARGE: &str = "gives a number that is too large";

pub(super) fn sum(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let numbers = heap.list(arguments[0]).iter().copied();
    let total = numbers
        .map(Ok)
        .reduce(|total, next| add(total?, next?))
        .unwrap_or(Err("is empty: there is nothing to add"));
    total.map_err(|message| FunctionError::new(0, message))
}

fn add(a: Value, b: Value) -> Result<Value, &'static str> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => a.checked_add(b).map(Value::Int).ok_or(TOO_LARGE),
        (Value::Quantity(a), Value::Quantity(b)) => {
            let amount = a.amount.checked_add(b.amount).ok_or(TOO_LARGE)?;
            Ok(Value::Quantity(Quantity { amount, ..a }))
        }
        (a, b) => number(float(a) + float(b)),
    }
}

pub(super) fn abs(arguments: &[Value], _heap: Heap<'_>) -> Outcome {
    let absolute = match arguments[0] {
        Value::Int(int) => int.checked_abs().map(Value::Int).ok_or(TOO_LARGE),
        other => number(float(other).abs()),
    };
    absolute.map_err(|message| FunctionError::new(0, message))
}

pub(super) fn signum(arguments: &[Value], _heap: Heap<'_>) -> Outcome {
    let number = float(arguments[0]);
    Ok(Value::Int(
        i64::from(number > 0.0) - i64::from(number < 0.0),
    ))
}

pub(super) fn ceil(arguments: &[Value], _heap: Heap<'_>) -> Outcome {
    whole(arguments[0], f64::ceil)
}

pub(super) fn floor(arguments: &[Value], _heap: Heap<'_>) -> Outcome {
    whole(arguments[0], f64::floor)
}

fn whole(value: Value, round: impl Fn(f64) -> f64) -> Outcome {
    if let Value::Int(_) = value {
        return Ok(value);
    }
    let rounded = round(float(value));
    #[allow(clippy::cast_precision_loss)]
    if rounded.abs() < i64::MAX as f64 {
        Ok(Value::Int(rounded as i64))
    } else {
        Err(FunctionError::new(0, "is too large for a whole number"))
    }
}

/// By multiplying, so that every machine has the same last digit.
pub(super) fn pow(arguments: &[Value], _heap: Heap<'_>) -> Outcome {
    let exponent = int(arguments[1]);
    let times = u32::try_from(exponent.unsigned_abs()).unwrap_or(u32::MAX);
    if let (Value::Int(base), true) = (arguments[0], exponent >= 0)
        && let Some(exact) = base.checked_pow(times)
    {
        return Ok(Value::Int(exact));
    }
    let power = power(float(arguments[0]), times);
    let power = if exponent < 0 { 1.0 / power } else { power };
    number(power).map_err(|message| FunctionError::new(0, message))
}

fn power(base: f64, times: u32) -> f64 {
    let bits = (0..u32::BITS).rev().skip_while(|bit| times >> bit == 0);
    bits.fold(1.0, |power: f64, bit| {
        let squared = power * power;
        if times >> bit & 1 == 1 {
            squared * base
        } else {
            squared
        }
    })
}

pub(super) fn parseint(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let (text, base) = (heap.text(arguments[0]), int(arguments[1]));
    let Some(base) = u32::try_from(base)
        .ok()
        .filter(|base| (2..=36).contains(base))
    else {
        let message = format!("is {base}, and must be from 2 to 36");
        return Err(FunctionError::new(1, message));
    };
    let plain = !text.starts_with('+');
    let number = i64::from_str_radix(text, base).ok().filter(|_| plain);
    number.map(Value::Int).ok_or_else(|| {
        let message = format!("is {text:?}, which is no whole number with the base {base}");
        FunctionError::new(0, message)
    })
}

pub(super) fn tonumber(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let text = heap.text(arguments[0]);
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.starts_with(|c: char| c.is_ascii_digit());
    let whole = text.parse::<i64>().ok().filter(|_| plain).map(Value::Int);
    let fraction = || text.parse::<f64>().ok().filter(|_| plain);
    let read = whole.or_else(|| fraction().and_then(|fraction| number(fraction).ok()));
    read.ok_or_else(|| FunctionError::new(0, format!("is {text:?}, which is no number")))
}
