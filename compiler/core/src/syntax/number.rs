//! Numbers, read from their own text, so that what is written is what is meant: whole numbers as
//! `i64`, others as `f64` if no digit is lost.

use super::tree::ExprKind;

/// Reads a number such as `12`, `-0.5` or `1e3`. The error is the nearest number that could be
/// kept, if there is one.
pub(super) fn read(text: &str) -> Result<ExprKind, Option<String>> {
    let whole = !text.contains(['.', 'e', 'E']);
    if whole {
        return text.parse::<i64>().map(ExprKind::Int).map_err(|_| None);
    }
    let number: f64 = text.parse().map_err(|_| None)?;
    if !number.is_finite() {
        return Err(None);
    }
    let nearest = format!("{number:e}");
    if decimal(text) == decimal(&nearest) {
        // `-0.0` is `0.0`: values are compared by their bits.
        Ok(ExprKind::Number(if number == 0.0 { 0.0 } else { number }))
    } else {
        Err(Some(format!("{number}")))
    }
}

/// Sign, digits without zeros at either end, and the exponent of the last digit: equal exactly
/// when two texts name the same number. None if the exponent is beyond all reason.
fn decimal(text: &str) -> Option<(bool, String, i64)> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let digits = digits.trim_start_matches('0');
    let significant = digits.trim_end_matches('0');
    if significant.is_empty() {
        return Some((false, String::new(), 0));
    }
    let exponent: i64 = exponent.parse().ok()?;
    let zeros = digits.len() - significant.len();
    let last = exponent
        .checked_add(i64::try_from(zeros).ok()?)?
        .checked_sub(i64::try_from(fraction.len()).ok()?)?;
    Some((negative, significant.to_owned(), last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match read(text) {
            Ok(kind) => format!("{kind:?}"),
            Err(nearest) => format!("error {nearest:?}"),
        }
    }

    #[test]
    fn what_is_exact_is_kept_and_nothing_else() {
        let table = [
            ("0", "Int(0)"),
            ("-0", "Int(0)"),
            ("007", "Int(7)"),
            ("9223372036854775807", "Int(9223372036854775807)"),
            ("-9223372036854775808", "Int(-9223372036854775808)"),
            ("9223372036854775808", "error None"),
            ("18446744073709551616", "error None"),
            ("1.0", "Number(1.0)"),
            ("-0.0", "Number(0.0)"),
            ("0.1", "Number(0.1)"),
            ("2.50", "Number(2.5)"),
            ("1e3", "Number(1000.0)"),
            ("1E+3", "Number(1000.0)"),
            ("42e-3", "Number(0.042)"),
            ("1.7976931348623157e308", "Number(1.7976931348623157e308)"),
            ("1e400", "error None"),
            ("1e-400", "error Some(\"0\")"),
            ("1e99999999999999999999", "error None"),
            ("9007199254740993.0", "error Some(\"9007199254740992\")"),
            ("3.141592653589793238", "error Some(\"3.141592653589793\")"),
        ];
        for (text, expected) in table {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
