//! Quantities as text: `"35d"`, `"2GiB"`, `"99.9%"`, `"200rps"`, `"$9000/month"`, `"0.25vCPU"`.
//! What has no exact amount is an error: reading never rounds. The text alone decides the dimension
//! (`m` is minutes, never mega).

use super::Dimension::{self, Money as Paid};
use super::{Currency, Money, Per, Quantity, units};

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
    /// Money that is paid in other intervals than there are.
    UnknownInterval {
        /// What was probably meant.
        suggestion: Option<Money>,
    },
    /// More decimals than the dimension's smallest unit can hold.
    TooPrecise,
    /// More than can be counted.
    TooLarge,
}

/// Millionths of a currency.
pub(super) const MONEY: u64 = 1_000_000;

/// What people write for how often money is paid.
const INTERVALS: [(Per, &[&str]); 4] = [
    (Per::Hour, &["/hr", "/hour"]),
    (Per::Day, &["/day"]),
    (Per::Month, &["/mo", "/months", "/m", "pm"]),
    (Per::Year, &["/yr", "/year", "/a", "pa"]),
];

/// Reads a quantity. What is written in months or years is a [`Dimension::Period`].
pub fn parse(text: &str) -> Result<Quantity, QuantityError> {
    let signed = Currency::all().find_map(|currency| {
        let rest = text.strip_prefix(currency.sign()?)?;
        Some((currency, rest))
    });
    let (number, unit) = Decimal::split(signed.map_or(text, |(_, rest)| rest))?;
    let (dimension, size) = match signed {
        Some((currency, _)) => (money(currency, unit)?, i128::from(MONEY)),
        None => unsigned(unit)?,
    };
    let amount = number.times(size)?;
    Ok(Quantity { dimension, amount })
}

/// What `14d12h` would be in one unit, for messages.
pub fn sum_of(text: &str) -> Option<Quantity> {
    let mut rest = text;
    let mut sum: Option<Quantity> = None;
    while !rest.is_empty() {
        let digits = rest.find(|char: char| !char.is_ascii_digit() && char != '.')?;
        let unit = &rest[digits..];
        let length = unit.find(|char: char| char.is_ascii_digit());
        let end = digits + length.unwrap_or(unit.len());
        let part = parse(rest[..end].trim()).ok()?;
        sum = match sum {
            None => Some(part),
            Some(sum) if sum.dimension == part.dimension => Some(Quantity {
                amount: sum.amount.checked_add(part.amount)?,
                ..sum
            }),
            Some(_) => return None,
        };
        rest = &rest[end..];
    }
    sum
}

/// The number with which a text begins, for messages.
pub fn number_of(text: &str) -> Option<&str> {
    let start = text.find(|char: char| char.is_ascii_digit())?;
    let (_, rest) = Decimal::split(&text[start..]).ok()?;
    Some(&text[start..text.len() - rest.len()])
}

fn money(currency: Currency, interval: &str) -> Result<Dimension, QuantityError> {
    if let Some(per) = Per::of_suffix(interval) {
        return Ok(Paid(Money { currency, per }));
    }
    let interval = interval.trim().to_ascii_lowercase();
    let alike = |per: &Per| *per != Per::Once && per.suffix() == interval;
    let known = INTERVALS.iter().find(|(_, all)| all.contains(&&*interval));
    let per = Per::all().find(alike).or(known.map(|(per, _)| *per));
    let suggestion = per.map(|per| Money { currency, per });
    Err(QuantityError::UnknownInterval { suggestion })
}

fn unsigned(unit: &str) -> Result<(Dimension, i128), QuantityError> {
    if unit.is_empty() {
        return Err(QuantityError::NoUnit);
    }
    if let Some(found) = units::find(unit) {
        return Ok(found);
    }
    let (code, interval) = unit.split_at(unit.find('/').unwrap_or(unit.len()));
    if let Some(currency) = Currency::of_code(code) {
        return Ok((money(currency, interval)?, i128::from(MONEY)));
    }
    if let Some(currency) = Currency::of_code(code.trim().to_ascii_uppercase().as_str()) {
        let per = Per::of_suffix(interval);
        let suggestion = per.map(|per| Money { currency, per });
        return Err(QuantityError::UnknownInterval { suggestion });
    }
    Err(QuantityError::UnknownUnit {
        suggestion: units::nearest(unit),
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

pub(super) fn greatest_common_divisor(a: i128, b: i128) -> i128 {
    if b == 0 {
        a
    } else {
        greatest_common_divisor(b, a % b)
    }
}

#[cfg(test)]
mod tests;
