//! Quantities as they are shown: in the shortest exact form. Reading it again gives the same
//! quantity.

use std::fmt::{self, Write};

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

/// A rate in hundredths of a second's, such as 35.97rps, where it would take millions a day to say it
/// exactly: the next higher or lower one. None where that form is as good: round numbers a minute, and
/// less than one in a second.
pub fn rounded_rate(amount: i64, up: bool) -> Option<String> {
    let (second, minute) = (units::size("rps") as i64, units::size("/min") as i64);
    if amount < second || amount % minute == 0 {
        return None;
    }
    let hundredth = second / 100;
    let hundredths = amount / hundredth + i64::from(up && amount % hundredth != 0);
    Some(format!("{}rps", hundredths as f64 / 100.0))
}

/// Writes the shortest exact form: a whole number of the largest unit that allows it, and decimals
/// only where there is but one unit. Reading it again gives the same quantity.
pub(super) fn format(quantity: Quantity, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if quantity.amount < 0 {
        f.write_char('-')?;
    }
    let amount = quantity.amount.unsigned_abs();
    match quantity.dimension {
        Duration | Period if amount == 0 => f.write_str("0s"),
        Duration | Period => whole(amount, &SHOWN_DURATIONS, f),
        Bytes if amount == 0 => f.write_str("0B"),
        Bytes => shortest(amount, &[&SHOWN_SI, &SHOWN_IEC], f),
        Bandwidth if amount == 0 => f.write_str("0B/s"),
        Bandwidth => shortest(amount, &[&SHOWN_SI_RATES, &SHOWN_IEC_RATES, &SHOWN_BITS], f),
        Percent => {
            decimal(amount, 1_000_000, f)?;
            f.write_char('%')
        }
        Rate => whole(amount, &SHOWN_RATES, f),
        Money(money) => {
            let mut number = String::new();
            decimal(amount, MONEY, &mut number)?;
            f.write_str(&money.text(&number))
        }
        Cpu => {
            decimal(amount, 1000, f)?;
            f.write_str("vCPU")
        }
    }
}

/// In the largest of some units of which the amount is a whole number, else in the smallest.
fn whole(amount: u64, units: &[&str], out: &mut impl Write) -> fmt::Result {
    let (mut shown, mut size) = ("", 1);
    for unit in units {
        // Of a larger unit no amount is a whole number.
        let Ok(known) = u64::try_from(units::size(unit)) else {
            continue;
        };
        (shown, size) = (*unit, known);
        if amount.is_multiple_of(size) {
            break;
        }
    }
    decimal(amount, size, out)?;
    out.write_str(shown)
}

/// In the system of units that needs the fewest letters; the first of those that need as many.
fn shortest(amount: u64, systems: &[&[&str]], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut best: Option<String> = None;
    for units in systems {
        let mut text = String::new();
        whole(amount, units, &mut text)?;
        if best.as_ref().is_none_or(|best| text.len() < best.len()) {
            best = Some(text);
        }
    }
    f.write_str(&best.unwrap_or_default())
}

/// `amount / size` in full; `size` is a power of ten unless it divides `amount`.
fn decimal(amount: u64, size: u64, out: &mut impl Write) -> fmt::Result {
    let (whole, rest) = (amount / size, amount % size);
    write!(out, "{whole}")?;
    if rest == 0 {
        return Ok(());
    }
    let places = size.ilog10() as usize;
    let fraction = format!("{rest:0places$}");
    write!(out, ".{}", fraction.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::rounded_rate;

    #[test]
    fn rates_are_rounded_so_that_what_is_said_of_them_stays_true() {
        let rps = 86_400_000;
        assert_eq!(rounded_rate(200 * rps, true), None);
        assert_eq!(rounded_rate(rps / 2, true), None);
        assert_eq!(
            rounded_rate(36 * rps - 3 * rps / 100, true).as_deref(),
            Some("35.97rps")
        );
        // More than five times 40rps is not 200rps.
        assert_eq!(
            rounded_rate(200 * rps + 1, true).as_deref(),
            Some("200.01rps")
        );
        assert_eq!(
            rounded_rate(40 * rps - 1, false).as_deref(),
            Some("39.99rps")
        );
    }
}
