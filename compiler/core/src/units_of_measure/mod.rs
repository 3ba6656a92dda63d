//! Quantities: amounts with a unit of measure. Amounts are exact whole numbers of the smallest unit
//! of their dimension, so that `"1.5h"` and `"90m"` are the same value.

mod text;

pub use text::{QuantityError, parse};

use std::fmt;

/// What is measured. Quantities of different dimensions are never compared or added.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Dimension {
    /// Time, in milliseconds.
    Duration,
    /// Amount of data, in bytes.
    Bytes,
    /// A share, in millionths of a percent.
    Percent,
    /// How often, in thousandths a day (so that a second, minute, hour and day are all exact).
    Rate,
    /// US dollars a month, in millionths.
    Money,
    /// Processing power, in thousandths of a virtual CPU.
    Cpu,
}

impl Dimension {
    /// The name of the type in the language.
    pub fn name(self) -> &'static str {
        match self {
            Dimension::Duration => "duration",
            Dimension::Bytes => "bytes",
            Dimension::Percent => "percent",
            Dimension::Rate => "rate",
            Dimension::Money => "money",
            Dimension::Cpu => "cpu",
        }
    }

    /// An example of how it is written, for messages.
    pub fn example(self) -> &'static str {
        match self {
            Dimension::Duration => "\"35d\"",
            Dimension::Bytes => "\"20GiB\"",
            Dimension::Percent => "\"99.9%\"",
            Dimension::Rate => "\"200rps\"",
            Dimension::Money => "\"$9000/month\"",
            Dimension::Cpu => "\"0.5vCPU\"",
        }
    }

    /// The units that are understood, for messages.
    pub fn units(self) -> &'static str {
        match self {
            Dimension::Duration => "ms, s, m, h, d, w, mo, y",
            Dimension::Bytes => "B, kB, MB, GB, TB, KiB, MiB, GiB, TiB",
            Dimension::Percent => "%",
            Dimension::Rate => "rps, /s, /min, /h, /d",
            Dimension::Money => "$N/month",
            Dimension::Cpu => "vCPU, mCPU",
        }
    }
}

/// An amount of a dimension.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Quantity {
    /// What is measured.
    pub dimension: Dimension,
    /// How much, in the dimension's smallest unit.
    pub amount: i64,
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        text::format(*self, f)
    }
}
