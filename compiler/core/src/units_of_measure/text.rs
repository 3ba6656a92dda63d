//! Quantities as text: `"35d"`, `"2GiB"`, `"99.9%"`, `"200rps"`, `"$9000/month"`, `"0.25vCPU"`.
//! All arithmetic is on whole numbers, so nothing is ever rounded: what has no exact amount is an
//! error. The text alone decides the dimension (`m` is minutes, never mega).

use std::fmt;

use super::{Dimension, Quantity};

/// Why a text is not a quantity.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum QuantityError {
    /// No number at the start. Negative quantities do not exist.
    NoNumber,
    /// A number and nothing else.
    NoUnit,
    /// Something else than a unit behind the number.
    UnknownUnit {
        /// The unit that was probably meant.
        suggestion: Option<&'static str>,
    },
    /// More decimals than the dimension's smallest unit can hold.
    TooPrecise,
    /// More than can be counted.
    TooLarge,
}

use Dimension::{Bytes, Cpu, Duration, Money, Percent, Rate};

/// Units with their size in the smallest unit of their dimension. A month has 30 days and a year
/// 365: calendars are no business of a compiler that must give the same result every day.
const UNITS: [(&str, Dimension, i128); 25] = [
    ("ms", Duration, 1),
    ("s", Duration, SECOND),
    ("m", Duration, 60 * SECOND),
    ("h", Duration, 3600 * SECOND),
    ("d", Duration, DAY),
    ("w", Duration, 7 * DAY),
    ("mo", Duration, 30 * DAY),
    ("y", Duration, 365 * DAY),
    ("B", Bytes, 1),
    ("kB", Bytes, 1000),
    ("MB", Bytes, 1_000_000),
    ("GB", Bytes, 1_000_000_000),
    ("TB", Bytes, 1_000_000_000_000),
    ("KiB", Bytes, 1 << 10),
    ("MiB", Bytes, 1 << 20),
    ("GiB", Bytes, 1 << 30),
    ("TiB", Bytes, 1 << 40),
    ("%", Percent, 1_000_000),
    ("rps", Rate, 86_400_000),
    ("/s", Rate, 86_400_000),
    ("/min", Rate, 1_440_000),
    ("/h", Rate, 24_000),
    ("/d", Rate, 1000),
    ("vCPU", Cpu, 1000),
    ("mCPU", Cpu, 1),
];
const SECOND: i128 = 1000;
const DAY: i128 = 86_400 * SECOND;

/// The unit of money, which has its sign before the number.
const MONTHLY: &str = "/month";
const DOLLAR: i128 = 1_000_000;

/// What people write for a unit. Differences of case alone need no entry.
const ALIASES: [(&str, &[&str]); 19] = [
    ("ms", &["msec", "millis", "milliseconds"]),
    ("s", &["sec", "secs", "second", "seconds"]),
    ("m", &["min", "mins", "minute", "minutes"]),
    ("h", &["hr", "hrs", "hour", "hours"]),
    ("d", &["day", "days"]),
    ("w", &["wk", "week", "weeks"]),
    ("mo", &["mon", "month", "months"]),
    ("y", &["yr", "yrs", "year", "years"]),
    ("kB", &["k"]),
    ("MB", &["mbyte", "megabytes"]),
    ("GB", &["g", "gig", "gigabytes"]),
    ("TB", &["t"]),
    ("KiB", &["ki"]),
    ("MiB", &["mi"]),
    ("GiB", &["gi"]),
    ("TiB", &["ti"]),
    ("%", &["percent", "pct", "per cent"]),
    (
        "rps",
        &["qps", "tps", "req/s", "requests/s", "/sec", "/second"],
    ),
    ("vCPU", &["cpu", "cpus", "vcpus", "core", "cores"]),
];
const RATE_ALIASES: [(&str, &[&str]); 3] = [
    ("/min", &["/m", "/minute", "rpm"]),
    ("/h", &["/hr", "/hour", "rph"]),
    ("/d", &["/day", "rpd"]),
];

/// Reads a quantity.
pub fn parse(text: &str) -> Result<Quantity, QuantityError> {
    let (money, rest) = match text.strip_prefix('$') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (number, unit) = Decimal::split(rest)?;
    let (dimension, size) = if money {
        money_unit(unit)?
    } else {
        plain_unit(unit)?
    };
    let amount = number.times(size)?;
    Ok(Quantity { dimension, amount })
}

fn money_unit(unit: &str) -> Result<(Dimension, i128), QuantityError> {
    match unit {
        MONTHLY => Ok((Money, DOLLAR)),
        "" => Err(QuantityError::NoUnit),
        _ => Err(QuantityError::UnknownUnit {
            suggestion: Some(MONTHLY),
        }),
    }
}

fn plain_unit(unit: &str) -> Result<(Dimension, i128), QuantityError> {
    if unit.is_empty() {
        return Err(QuantityError::NoUnit);
    }
    let found = UNITS.iter().find(|(name, ..)| *name == unit);
    match found {
        Some(&(_, dimension, size)) => Ok((dimension, size)),
        None => Err(QuantityError::UnknownUnit {
            suggestion: suggestion(unit),
        }),
    }
}

fn suggestion(unit: &str) -> Option<&'static str> {
    let unit = unit.trim();
    if unit.eq_ignore_ascii_case(MONTHLY) || unit.eq_ignore_ascii_case("/mo") {
        return Some("$N/month");
    }
    let known = UNITS.iter().map(|(name, ..)| *name);
    let alike = known
        .clone()
        .find(|name| *name == unit)
        .or_else(|| known.clone().find(|name| name.eq_ignore_ascii_case(unit)));
    alike.or_else(|| {
        let unit = unit.to_ascii_lowercase();
        let aliases = ALIASES.iter().chain(&RATE_ALIASES);
        let found = aliases
            .clone()
            .find(|(_, aliases)| aliases.contains(&unit.as_str()));
        found.map(|(name, _)| *name)
    })
}

/// A decimal number without sign: `digits` divided by ten to the `decimals`.
struct Decimal {
    digits: i128,
    decimals: u32,
}

/// Beyond this many decimals no unit is divisible far enough, and the arithmetic would overflow.
const MOST_DECIMALS: usize = 27;

impl Decimal {
    /// Reads the number at the start of a text; gives it and the rest.
    fn split(text: &str) -> Result<(Self, &str), QuantityError> {
        let whole_end = digits_end(text, 0);
        if whole_end == 0 {
            return Err(QuantityError::NoNumber);
        }
        let fraction_end = match text[whole_end..].strip_prefix('.') {
            Some(_) => digits_end(text, whole_end + 1),
            None => whole_end,
        };
        let (end, fraction) = if fraction_end > whole_end + 1 {
            let fraction = &text[whole_end + 1..fraction_end];
            (fraction_end, fraction.trim_end_matches('0'))
        } else {
            (whole_end, "")
        };
        let whole = text[..whole_end].trim_start_matches('0');
        let number = Self::of(whole, fraction)?;
        Ok((number, &text[end..]))
    }

    fn of(whole: &str, fraction: &str) -> Result<Self, QuantityError> {
        // An `i64` has 19 digits.
        if whole.len() > 19 {
            return Err(QuantityError::TooLarge);
        }
        if whole.len() + fraction.len() > 36 || fraction.len() > MOST_DECIMALS {
            return Err(QuantityError::TooPrecise);
        }
        let digits = format!("0{whole}{fraction}");
        let digits = digits.parse().map_err(|_| QuantityError::TooLarge)?;
        let decimals = fraction.len() as u32;
        Ok(Self { digits, decimals })
    }

    fn times(&self, size: i128) -> Result<i64, QuantityError> {
        let divisor = 10_i128.pow(self.decimals);
        let common = greatest_common_divisor(size, divisor);
        let (size, divisor) = (size / common, divisor / common);
        if self.digits % divisor != 0 {
            return Err(QuantityError::TooPrecise);
        }
        (self.digits / divisor)
            .checked_mul(size)
            .and_then(|amount| i64::try_from(amount).ok())
            .ok_or(QuantityError::TooLarge)
    }
}

fn digits_end(text: &str, from: usize) -> usize {
    let digits = text.bytes().skip(from).take_while(u8::is_ascii_digit);
    from + digits.count()
}

fn greatest_common_divisor(a: i128, b: i128) -> i128 {
    if b == 0 {
        a
    } else {
        greatest_common_divisor(b, a % b)
    }
}

/// The units in which amounts are shown, largest first. Weeks, months and years are not among
/// them, so that `"35d"` stays what it is.
const SHOWN_DURATIONS: [&str; 5] = ["d", "h", "m", "s", "ms"];
const SHOWN_SI: [&str; 5] = ["TB", "GB", "MB", "kB", "B"];
const SHOWN_IEC: [&str; 5] = ["TiB", "GiB", "MiB", "KiB", "B"];
const SHOWN_RATES: [&str; 4] = ["rps", "/min", "/h", "/d"];

/// Writes the shortest exact form: a whole number of the largest unit that allows it, and decimals
/// only where there is but one unit. Reading it again gives the same quantity.
pub(super) fn format(quantity: Quantity, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let sign = if quantity.amount < 0 { "-" } else { "" };
    let amount = i128::from(quantity.amount.unsigned_abs());
    let text = match quantity.dimension {
        Duration if amount == 0 => "0s".to_owned(),
        Duration => whole(amount, &SHOWN_DURATIONS),
        Bytes if amount == 0 => "0B".to_owned(),
        Bytes => shorter(whole(amount, &SHOWN_SI), whole(amount, &SHOWN_IEC)),
        Percent => format!("{}%", decimal(amount, 1_000_000)),
        Rate => whole(amount, &SHOWN_RATES),
        Money => format!("${}{MONTHLY}", decimal(amount, DOLLAR)),
        Cpu => format!("{}vCPU", decimal(amount, 1000)),
    };
    write!(f, "{sign}{text}")
}

fn whole(amount: i128, units: &[&str]) -> String {
    let size = |unit: &str| {
        let found = UNITS.iter().find(|(name, ..)| *name == unit);
        found.map_or(1, |(_, _, size)| *size)
    };
    let smallest = units.last().copied().unwrap_or_default();
    let unit = units
        .iter()
        .copied()
        .find(|unit| amount % size(unit) == 0)
        .unwrap_or(smallest);
    format!("{}{unit}", decimal(amount, size(unit)))
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

#[cfg(test)]
mod tests {
    use super::QuantityError::{NoNumber, NoUnit, TooLarge, TooPrecise, UnknownUnit};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_exact_and_shown_in_the_shortest_form() {
        let table = [
            ("250ms", Duration, 250, "250ms"),
            ("0s", Duration, 0, "0s"),
            ("0ms", Duration, 0, "0s"),
            ("1.5s", Duration, 1500, "1500ms"),
            ("90s", Duration, 90_000, "90s"),
            ("2m", Duration, 120_000, "2m"),
            ("1.5h", Duration, 5_400_000, "90m"),
            ("36h", Duration, 129_600_000, "36h"),
            ("24h", Duration, 86_400_000, "1d"),
            ("35d", Duration, 3_024_000_000, "35d"),
            ("2w", Duration, 1_209_600_000, "14d"),
            ("12mo", Duration, 31_104_000_000, "360d"),
            ("1y", Duration, 31_536_000_000, "365d"),
            ("0.001s", Duration, 1, "1ms"),
            ("007d", Duration, 604_800_000, "7d"),
            ("1B", Bytes, 1, "1B"),
            ("0GiB", Bytes, 0, "0B"),
            ("1kB", Bytes, 1000, "1kB"),
            ("1KiB", Bytes, 1024, "1KiB"),
            ("2GiB", Bytes, 2_147_483_648, "2GiB"),
            ("0.5GiB", Bytes, 536_870_912, "512MiB"),
            ("20GB", Bytes, 20_000_000_000, "20GB"),
            ("1.5TB", Bytes, 1_500_000_000_000, "1500GB"),
            ("64TiB", Bytes, 70_368_744_177_664, "64TiB"),
            ("0.0009765625MiB", Bytes, 1024, "1KiB"),
            ("99.9%", Percent, 99_900_000, "99.9%"),
            ("99.999%", Percent, 99_999_000, "99.999%"),
            ("100%", Percent, 100_000_000, "100%"),
            ("0.000001%", Percent, 1, "0.000001%"),
            ("200rps", Rate, 17_280_000_000, "200rps"),
            ("200/s", Rate, 17_280_000_000, "200rps"),
            ("1.5rps", Rate, 129_600_000, "90/min"),
            ("10/min", Rate, 14_400_000, "10/min"),
            ("5/h", Rate, 120_000, "5/h"),
            ("1/d", Rate, 1000, "1/d"),
            ("0.5/d", Rate, 500, "0.5/d"),
            ("$9000/month", Money, 9_000_000_000, "$9000/month"),
            ("$0.10/month", Money, 100_000, "$0.1/month"),
            ("1vCPU", Cpu, 1000, "1vCPU"),
            ("0.25vCPU", Cpu, 250, "0.25vCPU"),
            ("250mCPU", Cpu, 250, "0.25vCPU"),
            (
                "9223372036854775807B",
                Bytes,
                i64::MAX,
                "9223372036854775807B",
            ),
        ];
        for (text, dimension, amount, canonical) in table {
            let quantity = Quantity { dimension, amount };
            assert_eq!(parse(text), Ok(quantity), "{text}");
            assert_eq!(quantity.to_string(), canonical, "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_precisely() {
        let unknown = |suggestion| UnknownUnit { suggestion };
        let table = [
            ("", NoNumber),
            ("d", NoNumber),
            ("-5d", NoNumber),
            ("+5d", NoNumber),
            (".5h", NoNumber),
            ("$/month", NoNumber),
            (" 5d", NoNumber),
            ("35", NoUnit),
            ("3.5", NoUnit),
            ("$5", NoUnit),
            ("5 d", unknown(Some("d"))),
            ("5days", unknown(Some("d"))),
            ("5Min", unknown(Some("m"))),
            ("5.d", unknown(None)),
            ("1e3s", unknown(None)),
            ("1,5h", unknown(None)),
            ("2Gi", unknown(Some("GiB"))),
            ("2gb", unknown(Some("GB"))),
            ("2KB", unknown(Some("kB"))),
            ("2G", unknown(Some("GB"))),
            ("5qps", unknown(Some("rps"))),
            ("5/minute", unknown(Some("/min"))),
            ("5/hour", unknown(Some("/h"))),
            ("2cores", unknown(Some("vCPU"))),
            ("2VCPU", unknown(Some("vCPU"))),
            ("99percent", unknown(Some("%"))),
            ("$5/year", unknown(Some("/month"))),
            ("$5d", unknown(Some("/month"))),
            ("5/month", unknown(Some("$N/month"))),
            ("5xyz", unknown(None)),
            ("5\u{e9}", unknown(None)),
            ("0.5ms", TooPrecise),
            ("0.1B", TooPrecise),
            ("0.1KiB", TooPrecise),
            ("99.9999999%", TooPrecise),
            ("0.0001vCPU", TooPrecise),
            ("1.00000000000000000000000000001s", TooPrecise),
            ("9223372036854775808B", TooLarge),
            ("99999999999999999999B", TooLarge),
            ("9223372036854775807s", TooLarge),
            ("8388608TiB", TooLarge),
            ("300000000y", TooLarge),
        ];
        for (text, expected) in table {
            assert_eq!(parse(text), Err(expected), "{text}");
        }
    }

    #[test]
    fn every_unit_of_the_messages_is_understood() {
        for dimension in [Duration, Bytes, Percent, Rate, Money, Cpu] {
            let example = dimension.example().trim_matches('"');
            assert_eq!(parse(example).map(|q| q.dimension), Ok(dimension));
            for unit in dimension.units().split(", ") {
                let text = match unit {
                    "$N/month" => "$1/month".to_owned(),
                    unit => format!("1{unit}"),
                };
                assert_eq!(parse(&text).map(|q| q.dimension), Ok(dimension), "{text}");
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_as_the_same(kind in 0_usize..6, amount in 0_i64..=i64::MAX) {
            let dimension = [Duration, Bytes, Percent, Rate, Money, Cpu][kind];
            let quantity = Quantity { dimension, amount };
            prop_assert_eq!(parse(&quantity.to_string()), Ok(quantity));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC*") {
            let _ = parse(&text);
        }

        #[test]
        fn no_number_and_unit_makes_it_panic(text in "\\$?[0-9]{0,40}\\.?[0-9]{0,50}(TiB|%|ms|y|/d|)") {
            let _ = parse(&text);
        }
    }
}
