//! Quantities as they are shown: in the shortest exact form. Reading it again gives the same
//! quantity.

use std::fmt;

use super::Dimension::{Bandwidth, Bytes, Cpu, Duration, Money, Percent, Period, Rate};
use super::text::MONEY;
use super::{Quantity, units};

/// The units in which amounts are shown, largest first. Weeks, months and years are not among
/// them, so that `"35d"` stays what it is.
const SHOWN_DURATIONS: [&str; 5] = ["d", "h", "m", "s", "ms"];
const SHOWN_SI: [&str; 5] = ["TB", "GB", "MB", "kB", "B"];
const SHOWN_IEC: [&str; 5] = ["TiB", "GiB", "MiB", "KiB", "B"];
const SHOWN_RATES: [&str; 4] = ["rps", "/min", "/h", "/d"];
const SHOWN_IEC_RATES: [&str; 8] = [
    "TiB/s", "GiB/s", "MiB/s", "KiB/s", "B/s", "B/min", "B/h", "B/d",
];
const SHOWN_SI_RATES: [&str; 8] = ["TB/s", "GB/s", "MB/s", "kB/s", "B/s", "B/min", "B/h", "B/d"];
const SHOWN_BITS: [&str; 6] = ["Tbps", "Gbps", "Mbps", "kbps", "bps", "B/d"];

/// Writes the shortest exact form: a whole number of the largest unit that allows it, and decimals
/// only where there is but one unit. Reading it again gives the same quantity.
pub(super) fn format(quantity: Quantity, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let sign = if quantity.amount < 0 { "-" } else { "" };
    let amount = i128::from(quantity.amount.unsigned_abs());
    let text = match quantity.dimension {
        Duration | Period if amount == 0 => "0s".to_owned(),
        Duration | Period => whole(amount, &SHOWN_DURATIONS),
        Bytes if amount == 0 => "0B".to_owned(),
        Bytes => shorter(whole(amount, &SHOWN_SI), whole(amount, &SHOWN_IEC)),
        Bandwidth if amount == 0 => "0B/s".to_owned(),
        Bandwidth => {
            let bytes = shorter(
                whole(amount, &SHOWN_SI_RATES),
                whole(amount, &SHOWN_IEC_RATES),
            );
            shorter(bytes, whole(amount, &SHOWN_BITS))
        }
        Percent => format!("{}%", decimal(amount, 1_000_000)),
        Rate => whole(amount, &SHOWN_RATES),
        Money(money) => money.text(&decimal(amount, MONEY)),
        Cpu => format!("{}vCPU", decimal(amount, 1000)),
    };
    write!(f, "{sign}{text}")
}

fn whole(amount: i128, units: &[&str]) -> String {
    let smallest = units.last().copied().unwrap_or_default();
    let unit = units
        .iter()
        .copied()
        .find(|unit| amount % units::size(unit) == 0)
        .unwrap_or(smallest);
    format!("{}{unit}", decimal(amount, units::size(unit)))
}

fn shorter(a: String, b: String) -> String {
    if b.len() < a.len() { b } else { a }
}

/// `amount / size` in full; `size` is a power of ten unless it divides `amount`.
fn decimal(amount: i128, size: i128) -> String {
    let (whole, rest) = (amount / size, amount % size);
    if rest == 0 {
        return whole.to_string();
    }
    let places = size.ilog10() as usize;
    let fraction = format!("{rest:0places$}");
    format!("{whole}.{}", fraction.trim_end_matches('0'))
}
