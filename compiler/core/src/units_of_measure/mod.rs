//! Quantities: amounts with a unit of measure. Amounts are exact whole numbers of the smallest unit
//! of their dimension, so that `"1.5h"` and `"90m"` are the same value.

mod money;
mod rules;
mod show;
mod text;
mod units;

pub use money::{Currency, Money, Per};
pub use rules::{Exact, NoResult, Operand, Operation, Rule, partners, rule};
pub use show::rounded_rate;
pub use text::{QuantityError, number_of, parse, sum_of};

use std::fmt;

/// What is measured. Quantities of different dimensions are never compared or added.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Dimension {
    /// Time, in milliseconds.
    Duration,
    /// Time that may be written in months and years, which have no fixed length. A type only: its
    /// values are durations of 30 and 365 days.
    Period,
    /// Amount of data, in bytes.
    Bytes,
    /// Data over time, in bytes a day (so that bits a second, and bytes a second, minute and hour
    /// are all exact).
    Bandwidth,
    /// A share, in millionths of a percent.
    Percent,
    /// How often, in thousandths a day (so that a second, minute, hour and day are all exact).
    Rate,
    /// Money of one currency, once or each time, in millionths of the currency. Two kinds of money
    /// are two dimensions: nothing here knows a rate of exchange.
    Money(Money),
    /// Processing power, in thousandths of a virtual CPU.
    Cpu,
}

impl Dimension {
    /// The dimensions that are types by a plain name.
    pub const NAMED: [Dimension; 8] = [
        Dimension::Duration,
        Dimension::Period,
        Dimension::Bytes,
        Dimension::Bandwidth,
        Dimension::Percent,
        Dimension::Rate,
        Dimension::Money(Money::DOLLARS_A_MONTH),
        Dimension::Cpu,
    ];

    /// The name of the type in the language, without what kind of money it is.
    pub fn name(self) -> &'static str {
        match self {
            Dimension::Duration => "duration",
            Dimension::Period => "period",
            Dimension::Bytes => "bytes",
            Dimension::Bandwidth => "bandwidth",
            Dimension::Percent => "percent",
            Dimension::Rate => "rate",
            Dimension::Money(_) => "money",
            Dimension::Cpu => "cpu",
        }
    }

    /// The type as it is written: `duration`, `money("EUR/month")`.
    pub fn type_text(self) -> String {
        match self {
            Dimension::Money(money) if money != Money::DOLLARS_A_MONTH => {
                format!("money(\"{}\")", money.code())
            }
            other => other.name().to_owned(),
        }
    }

    /// What the dimension is called in a sentence.
    pub fn noun(self) -> String {
        match self {
            Dimension::Bytes => "an amount of bytes".to_owned(),
            Dimension::Cpu => "an amount of cpu".to_owned(),
            Dimension::Money(money) => format!("an amount of {}", money.words()),
            other => format!("a {}", other.name()),
        }
    }

    /// Examples of how `number` is written with a unit, for messages.
    pub fn examples(self, number: &str) -> Vec<String> {
        // Elsewhere a processor has 1,024 units; nobody means hundreds of whole ones.
        let parts = number
            .parse::<u32>()
            .ok()
            .filter(|parts| *parts > 0 && parts % 128 == 0);
        if let (Dimension::Cpu, Some(parts)) = (self, parts) {
            return vec![format!("{}vCPU", f64::from(parts) / 1024.0)];
        }
        // Elsewhere all of something is 1.
        let share = number
            .parse::<f64>()
            .ok()
            .filter(|share| (0.0..=1.0).contains(share));
        if let (Dimension::Percent, Some(share)) = (self, share.filter(|share| *share > 0.0)) {
            let all = format!("{}%", (share * 1e8).round() / 1e6);
            return match share {
                1.0 => vec!["1%".to_owned(), all],
                _ => vec![all],
            };
        }
        let units: &[&str] = match self {
            Dimension::Duration => &["s", "m", "d"],
            Dimension::Period => &["d", "mo", "y"],
            Dimension::Bytes => &["MiB", "GiB", "GB"],
            Dimension::Bandwidth => &["MiB/s", "Mbps"],
            Dimension::Percent => &["%"],
            Dimension::Rate => &["rps", "/min"],
            Dimension::Money(money) => return vec![money.text(number)],
            Dimension::Cpu => &["vCPU"],
        };
        units.iter().map(|unit| format!("{number}{unit}")).collect()
    }

    /// An example of how it is written, for messages.
    pub fn example(self) -> String {
        match self {
            Dimension::Duration => "35d".to_owned(),
            Dimension::Period => "12mo".to_owned(),
            Dimension::Bytes => "20GiB".to_owned(),
            Dimension::Bandwidth => "10MiB/s".to_owned(),
            Dimension::Percent => "99.9%".to_owned(),
            Dimension::Rate => "200rps".to_owned(),
            Dimension::Money(money) => money.text("9000"),
            Dimension::Cpu => "0.5vCPU".to_owned(),
        }
    }

    /// The units that are understood, for messages.
    pub fn units(self) -> String {
        match self {
            Dimension::Duration => "ms, s, m, h, d, w".to_owned(),
            Dimension::Period => "ms, s, m, h, d, w, mo, y".to_owned(),
            Dimension::Bytes => "B, kB, MB, GB, TB, KiB, MiB, GiB, TiB".to_owned(),
            Dimension::Bandwidth => {
                "those of bytes with /s, /min, /h or /d, and bps, kbps, Mbps, Gbps, Tbps".to_owned()
            }
            Dimension::Percent => "%".to_owned(),
            Dimension::Rate => "rps, /s, /min, /h, /d".to_owned(),
            Dimension::Money(money) => money.text("N"),
            Dimension::Cpu => "vCPU, mCPU".to_owned(),
        }
    }

    /// The dimension of the values of a type: those of `period` are durations.
    #[must_use]
    pub fn of_values(self) -> Dimension {
        match self {
            Dimension::Period => Dimension::Duration,
            other => other,
        }
    }

    /// Whether a quantity of `self` can stand where `other` is wanted.
    pub fn fits(self, other: Dimension) -> bool {
        self == other || (self, other) == (Dimension::Duration, Dimension::Period)
    }

    /// Whether two can be compared: only within one dimension.
    pub fn is_comparable(self, other: Dimension) -> bool {
        self.of_values() == other.of_values()
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
        show::format(*self, f)
    }
}
