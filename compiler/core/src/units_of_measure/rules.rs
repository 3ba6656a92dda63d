//! Arithmetic with dimensions, as a table. What is not in it does not exist: seconds are not added
//! to bytes, and nothing is ever a square second.

use super::text::greatest_common_divisor;
use super::{Dimension, Money, Per};

/// A side of an operation, or what comes out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operand {
    /// A number without a unit.
    Number,
    /// An amount of a dimension.
    Quantity(Dimension),
}

/// What is done with two operands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operation {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

/// An operand in the table.
#[derive(Clone, Copy)]
enum Term {
    /// A number.
    Number,
    /// Any quantity; the first one of a rule says which.
    Any,
    /// A quantity of the dimension that `Any` or `Paid` stood for.
    Same,
    /// This dimension.
    Is(Dimension),
    /// Money of any currency in these intervals.
    Paid(Per),
}

use Dimension::{Bandwidth, Bytes, Duration, Percent, Rate};
use Operation::{Add, Divide, Multiply, Subtract};
use Term::{Any, Is, Number, Paid, Same};

/// Milliseconds of a day: rates and bandwidths count days, durations milliseconds.
const DAY: i128 = 86_400_000;
const HOUR: i128 = 3_600_000;
/// A rate counts thousandths.
const RATE: i128 = 1000;
/// All of something, in millionths of a percent.
const WHOLE: i128 = 100_000_000;

/// Left, operation, right, result, and the numerator and denominator by which the amounts have to be
/// scaled. The first rule that matches counts. A period counts as a duration where no rule names it.
const RULES: [(Term, Operation, Term, Term, i128, i128); 28] = [
    (Any, Add, Same, Same, 1, 1),
    (Any, Subtract, Same, Same, 1, 1),
    (Any, Divide, Same, Number, 1, 1),
    (Is(Percent), Multiply, Number, Number, 1, WHOLE),
    (Number, Multiply, Is(Percent), Number, 1, WHOLE),
    (Number, Divide, Is(Percent), Number, WHOLE, 1),
    (Is(Percent), Multiply, Any, Same, 1, WHOLE),
    (Any, Multiply, Is(Percent), Same, 1, WHOLE),
    (Any, Divide, Is(Percent), Same, WHOLE, 1),
    (Any, Multiply, Number, Same, 1, 1),
    (Number, Multiply, Any, Same, 1, 1),
    (Any, Divide, Number, Same, 1, 1),
    (Is(Rate), Multiply, Is(Duration), Number, 1, RATE * DAY),
    (Is(Duration), Multiply, Is(Rate), Number, 1, RATE * DAY),
    (Number, Divide, Is(Duration), Is(Rate), RATE * DAY, 1),
    (Number, Divide, Is(Rate), Is(Duration), RATE * DAY, 1),
    (Is(Bytes), Divide, Is(Duration), Is(Bandwidth), DAY, 1),
    (Is(Bytes), Divide, Is(Bandwidth), Is(Duration), DAY, 1),
    (Is(Bandwidth), Multiply, Is(Duration), Is(Bytes), 1, DAY),
    (Is(Duration), Multiply, Is(Bandwidth), Is(Bytes), 1, DAY),
    (Is(Rate), Multiply, Is(Bytes), Is(Bandwidth), 1, RATE),
    (Is(Bytes), Multiply, Is(Rate), Is(Bandwidth), 1, RATE),
    (Is(Bandwidth), Divide, Is(Bytes), Is(Rate), RATE, 1),
    (Is(Bandwidth), Divide, Is(Rate), Is(Bytes), RATE, 1),
    // An hour and a day have a length. A month has none: what is paid each month is multiplied by
    // numbers alone.
    (
        Paid(Per::Hour),
        Multiply,
        Is(Duration),
        Paid(Per::Once),
        1,
        HOUR,
    ),
    (
        Is(Duration),
        Multiply,
        Paid(Per::Hour),
        Paid(Per::Once),
        1,
        HOUR,
    ),
    (
        Paid(Per::Day),
        Multiply,
        Is(Duration),
        Paid(Per::Once),
        1,
        DAY,
    ),
    (
        Is(Duration),
        Multiply,
        Paid(Per::Day),
        Paid(Per::Once),
        1,
        DAY,
    ),
];

/// What an operation gives, and how.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rule {
    /// What comes out.
    pub result: Operand,
    operation: Operation,
    numerator: i128,
    denominator: i128,
}

/// The rule for an operation between quantities, or a quantity and a number; none where it makes no
/// sense. Two numbers need no rule.
pub fn rule(left: Operand, operation: Operation, right: Operand) -> Option<Rule> {
    found(left, operation, right).or_else(|| {
        let as_one = |operand| match (operand, operation) {
            // A duration can be added to a period.
            (Operand::Quantity(Duration), Add | Subtract) => Operand::Quantity(Dimension::Period),
            // Elsewhere a period is as long as its days.
            (Operand::Quantity(dimension), Multiply | Divide) => {
                Operand::Quantity(dimension.of_values())
            }
            (other, _) => other,
        };
        found(as_one(left), operation, as_one(right))
    })
}

fn found(left: Operand, operation: Operation, right: Operand) -> Option<Rule> {
    let mut rules = RULES.iter().filter(|rule| rule.1 == operation);
    rules.find_map(|&(a, _, b, result, numerator, denominator)| {
        let mut bound = None;
        let matches = a.matches(left, &mut bound) && b.matches(right, &mut bound);
        matches.then_some(Rule {
            result: result.operand(bound),
            operation,
            numerator,
            denominator,
        })
    })
}

/// What an operation takes beside an operand, for messages: on its right, or on its left.
pub fn partners(operand: Operand, operation: Operation, is_left: bool) -> Vec<String> {
    let mut all = Vec::new();
    if rule_of(operand, operation, Operand::Number, is_left).is_some() {
        all.push("a number".to_owned());
    }
    let own = match operand {
        Operand::Quantity(own) => Some(own),
        Operand::Number => None,
    };
    let named = Dimension::NAMED.into_iter();
    let named = named.filter(|dimension| !matches!(dimension, Dimension::Money(_)));
    for dimension in named.chain(own.filter(|own| matches!(own, Dimension::Money(_)))) {
        let other = Operand::Quantity(dimension);
        if rule_of(operand, operation, other, is_left).is_some() {
            all.push(dimension.noun());
        }
    }
    all
}

fn rule_of(own: Operand, operation: Operation, other: Operand, is_left: bool) -> Option<Rule> {
    if is_left {
        rule(own, operation, other)
    } else {
        rule(other, operation, own)
    }
}

impl Term {
    fn matches(self, operand: Operand, bound: &mut Option<Dimension>) -> bool {
        match (self, operand) {
            (Number, Operand::Number) => true,
            (Any, Operand::Quantity(dimension)) => {
                *bound = Some(dimension);
                true
            }
            (Same, Operand::Quantity(dimension)) => *bound == Some(dimension),
            (Is(wanted), Operand::Quantity(dimension)) => wanted == dimension,
            (Paid(per), Operand::Quantity(dimension @ Dimension::Money(money))) => {
                *bound = Some(dimension);
                money.per == per
            }
            _ => false,
        }
    }

    fn operand(self, bound: Option<Dimension>) -> Operand {
        match (self, bound) {
            (Same | Any, Some(dimension)) | (Is(dimension), _) => Operand::Quantity(dimension),
            (Paid(per), Some(Dimension::Money(Money { currency, .. }))) => {
                Operand::Quantity(Dimension::Money(Money { currency, per }))
            }
            (Number | Same | Any | Paid(_), _) => Operand::Number,
        }
    }
}

/// A result in whole numbers: a fraction in lowest terms.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Exact {
    /// Above the line.
    pub numerator: i128,
    /// Below it; above zero.
    pub denominator: i128,
}

impl Exact {
    /// The nearest whole number; a half is rounded up.
    pub fn rounded(self) -> i128 {
        let (half, doubled) = (self.denominator, self.denominator.saturating_mul(2));
        self.numerator
            .saturating_mul(2)
            .saturating_add(half)
            .div_euclid(doubled)
    }
}

/// Why an operation has no result.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoResult {
    /// A division by zero.
    ByZero,
    /// More than can be counted.
    TooLarge,
}

impl Rule {
    /// The result for whole amounts.
    pub fn exact(&self, left: i64, right: i64) -> Result<Exact, NoResult> {
        let (left, right) = (i128::from(left), i128::from(right));
        let fraction = match self.operation {
            Add => Some((left + right, 1)),
            Subtract => Some((left - right, 1)),
            Multiply => scaled(left * right, self.numerator, self.denominator),
            Divide if right == 0 => return Err(NoResult::ByZero),
            Divide => scaled(left, self.numerator, right * self.denominator),
        };
        let (numerator, denominator) = fraction.ok_or(NoResult::TooLarge)?;
        let common = greatest_common_divisor(numerator.abs(), denominator.abs()).max(1);
        let sign = denominator.signum();
        Ok(Exact {
            numerator: sign * numerator / common,
            denominator: sign * denominator / common,
        })
    }

    /// The result where a side is a number with a fraction.
    #[allow(clippy::cast_precision_loss)] // Scales are exact as floating-point numbers.
    pub fn inexact(&self, left: f64, right: f64) -> Result<f64, NoResult> {
        let scale = self.numerator as f64 / self.denominator as f64;
        match self.operation {
            Add => Ok(left + right),
            Subtract => Ok(left - right),
            Multiply => Ok(left * right * scale),
            Divide if right == 0.0 => Err(NoResult::ByZero),
            Divide => Ok(left / right * scale),
        }
    }
}

/// `amount * numerator / denominator`, shortened before it can overflow.
fn scaled(amount: i128, numerator: i128, denominator: i128) -> Option<(i128, i128)> {
    let common = greatest_common_divisor(amount.abs(), denominator.abs()).max(1);
    let (amount, denominator) = (amount / common, denominator / common);
    let common = greatest_common_divisor(numerator, denominator.abs()).max(1);
    let (numerator, denominator) = (numerator / common, denominator / common);
    Some((amount.checked_mul(numerator)?, denominator))
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn operand(text: &str) -> (Operand, i64) {
        match text.parse() {
            Ok(int) => (Operand::Number, int),
            Err(_) => {
                let quantity = parse(text).unwrap();
                (Operand::Quantity(quantity.dimension), quantity.amount)
            }
        }
    }

    #[test]
    fn every_rule_gives_what_a_pocket_calculator_gives() {
        let table = [
            ("1h", Add, "30m", "90m"),
            ("1h", Subtract, "30m", "30m"),
            ("1mo", Add, "1d", "31d"),
            ("1h", Divide, "20m", "3"),
            ("1GiB", Divide, "1MiB", "1024"),
            ("60%", Multiply, "50", "30"),
            ("50", Multiply, "60%", "30"),
            ("30", Divide, "60%", "50"),
            ("50%", Multiply, "10GiB", "5GiB"),
            ("10GiB", Multiply, "50%", "5GiB"),
            ("50%", Multiply, "50%", "25%"),
            ("60rps", Divide, "60%", "100rps"),
            ("20m", Multiply, "3", "1h"),
            ("3", Multiply, "20m", "1h"),
            ("1h", Divide, "3", "20m"),
            ("100rps", Multiply, "1m", "6000"),
            ("1m", Multiply, "100rps", "6000"),
            ("1rps", Multiply, "1y", "31536000"),
            ("6000", Divide, "1m", "100rps"),
            ("6000", Divide, "100rps", "1m"),
            ("10GiB", Divide, "10s", "1GiB/s"),
            ("10GiB", Divide, "1GiB/s", "10s"),
            ("1GiB/s", Multiply, "10s", "10GiB"),
            ("10s", Multiply, "1GiB/s", "10GiB"),
            ("100rps", Multiply, "10KiB", "1000KiB/s"),
            ("10KiB", Multiply, "100rps", "1000KiB/s"),
            ("1000KiB/s", Divide, "10KiB", "100rps"),
            ("1000KiB/s", Divide, "100rps", "10KiB"),
            ("$0.5/h", Multiply, "2d", "$24"),
            ("2d", Multiply, "$0.5/h", "$24"),
            ("3EUR/d", Multiply, "12h", "1.5EUR"),
            ("12h", Multiply, "3EUR/d", "1.5EUR"),
            ("9000CHF/month", Divide, "3", "3000CHF/month"),
        ];
        for (left, operation, right, result) in table {
            let ((a, left_amount), (b, right_amount)) = (operand(left), operand(right));
            let rule = rule(a, operation, b).unwrap_or_else(|| panic!("{left} {right}"));
            let (wanted, amount) = operand(result);
            let exact = rule.exact(left_amount, right_amount).unwrap();
            let found = (exact.numerator, exact.denominator);
            assert_eq!(
                found,
                (i128::from(amount), 1),
                "{left} {operation:?} {right}"
            );
            let of_values = |operand| match operand {
                Operand::Quantity(dimension) => Operand::Quantity(dimension.of_values()),
                Operand::Number => Operand::Number,
            };
            assert_eq!(
                of_values(rule.result),
                wanted,
                "{left} {operation:?} {right}"
            );
        }
    }

    #[test]
    fn what_makes_no_sense_has_no_rule() {
        let table = [
            ("1h", Add, "1GiB"),
            ("1h", Add, "1"),
            ("1", Subtract, "1h"),
            ("1h", Multiply, "1h"),
            ("$5", Add, "$5/month"),
            ("$5/month", Add, "5EUR/month"),
            ("$5/month", Divide, "5EUR/month"),
            ("$5/month", Multiply, "1d"),
            ("1rps", Divide, "1h"),
            ("1vCPU", Multiply, "1h"),
        ];
        for (left, operation, right) in table {
            let found = rule(operand(left).0, operation, operand(right).0);
            assert_eq!(found, None, "{left} {operation:?} {right}");
        }
    }

    #[test]
    fn zero_and_too_much_are_said() {
        let rule = |a: &str, op, b: &str| rule(operand(a).0, op, operand(b).0).unwrap();
        let by_zero = rule("1h", Divide, "1h").exact(1, 0);
        assert_eq!(by_zero, Err(NoResult::ByZero));
        let most = rule("1B", Divide, "1s").exact(i64::MAX, 7).unwrap();
        assert!(most.rounded() > i128::from(i64::MAX));
        let third = rule("1h", Divide, "3").exact(10, 3).unwrap();
        assert_eq!((third.numerator, third.denominator), (10, 3));
        assert_eq!(third.rounded(), 3);
    }

    #[test]
    fn partners_are_those_that_have_a_rule() {
        let rate = Operand::Quantity(Rate);
        let all = partners(rate, Multiply, true);
        assert_eq!(
            all,
            [
                "a number",
                "a duration",
                "a period",
                "an amount of bytes",
                "a percent"
            ]
        );
        assert_eq!(partners(rate, Add, true), ["a rate"]);
    }
}
