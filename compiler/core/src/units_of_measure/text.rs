//! Quantities as text.

use std::fmt;

use super::{Dimension, Quantity};

/// Why a text is not a quantity.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum QuantityError {
    /// No number at the start.
    NoNumber,
}

impl fmt::Display for QuantityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no number")
    }
}

/// Reads a quantity.
pub fn parse(_text: &str) -> Result<Quantity, QuantityError> {
    Err(QuantityError::NoNumber)
}

pub(super) fn format(quantity: Quantity, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let _ = Dimension::Duration;
    write!(f, "{}", quantity.amount)
}
