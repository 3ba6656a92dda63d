//! Quantities as plain whole numbers of a unit: rounded up, so that nothing is promised shorter or
//! smaller than it was written.

use super::{Heap, Outcome};
use crate::units_of_measure::Quantity;
use crate::value::Value;

/// How many of the smallest unit make one of what is counted.
fn in_units(arguments: &[Value], unit: i64) -> Outcome {
    Ok(match arguments[0] {
        Value::Quantity(Quantity { amount, .. }) => {
            Value::Int(amount / unit + i64::from(amount % unit > 0))
        }
        other => other,
    })
}

pub(super) fn in_milliseconds(arguments: &[Value], _heap: Heap<'_>) -> Outcome {
    in_units(arguments, 1)
}

pub(super) fn in_seconds(arguments: &[Value], _heap: Heap<'_>) -> Outcome {
    in_units(arguments, 1_000)
}

pub(super) fn in_minutes(arguments: &[Value], _heap: Heap<'_>) -> Outcome {
    in_units(arguments, 60_000)
}

pub(super) fn in_hours(arguments: &[Value], _heap: Heap<'_>) -> Outcome {
    in_units(arguments, 3_600_000)
}

pub(super) fn in_days(arguments: &[Value], _heap: Heap<'_>) -> Outcome {
    in_units(arguments, 86_400_000)
}

pub(super) fn in_mib(arguments: &[Value], _heap: Heap<'_>) -> Outcome {
    in_units(arguments, 1 << 20)
}

pub(super) fn in_gib(arguments: &[Value], _heap: Heap<'_>) -> Outcome {
    in_units(arguments, 1 << 30)
}
