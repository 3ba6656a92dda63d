//! The formats of text that can be judged by themselves. Those that name what a text refers to,
//! such as `AWS::KMS::Key.Arn`, are types: they belong to the type checker.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Whether a text is what a format says. Unknown formats say nothing.
pub(super) fn holds(format: &str, text: &str) -> bool {
    match format {
        "date-time" => is_date_time(text),
        "ipv4-network" => network(text, 32, |address: Ipv4Addr| {
            u128::from(address.to_bits()) << 96
        }),
        "ipv6-network" => network(text, 128, |address: Ipv6Addr| address.to_bits()),
        _ => true,
    }
}

/// An address, alone or with a prefix after which all bits are zero. `left` puts the address's bits
/// to the left end of a number.
fn network<A: std::str::FromStr>(text: &str, width: u32, left: impl Fn(A) -> u128) -> bool {
    let (address, prefix) = match text.split_once('/') {
        None => (text, Some(width)),
        Some((address, prefix)) => (address, decimal(prefix)),
    };
    match (address.parse::<A>(), prefix) {
        (Ok(address), Some(prefix)) if prefix <= width => {
            left(address).checked_shl(prefix).unwrap_or(0) == 0
        }
        _ => false,
    }
}

fn decimal(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// `2030-01-31T08:00:00.5+01:00`, with seconds, fraction if wanted, and `Z` or an offset.
fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else {
        return false;
    };
    let Some(at) = time.find(['Z', '+', '-']) else {
        return false;
    };
    let (time, offset) = time.split_at(at);
    let offset = offset == "Z" || clock(&offset[1..], &[23, 59]);
    let (clock_part, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let fraction = !fraction.is_empty() && fraction.bytes().all(|b| b.is_ascii_digit());
    is_date(date) && clock(clock_part, &[23, 59, 59]) && fraction && offset
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else {
        return false;
    };
    let within = |part, length, most| number(part, length).is_some_and(|n| n <= most);
    within(year, 4, 9999) && within(month, 2, 12) && month != "00" && within(day, 2, 99)
}

fn clock(text: &str, limits: &[u32]) -> bool {
    let parts: Vec<&str> = text.split(':').collect();
    parts.len() == limits.len()
        && parts
            .iter()
            .zip(limits)
            .all(|(part, &most)| number(part, 2).is_some_and(|n| n <= most))
}

fn number(text: &str, length: usize) -> Option<u32> {
    decimal(text).filter(|_| text.len() == length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_has_no_bits_after_its_prefix() {
        assert!(holds("ipv4-network", "10.0.0.0/16"));
        assert!(holds("ipv4-network", "0.0.0.0/0"));
        assert!(!holds("ipv4-network", "10.0.0.1/16"));
        assert!(!holds("ipv4-network", "10.0.0.0/33"));
        assert!(!holds("ipv4-network", "10.0.0/16"));
        assert!(holds("ipv6-network", "2001:db8::/32"));
        assert!(!holds("ipv6-network", "2001:db8::1/32"));
    }

    #[test]
    fn a_time_has_a_zone() {
        assert!(holds("date-time", "2030-01-31T08:00:00Z"));
        assert!(holds("date-time", "2030-01-31T08:00:00.25+01:00"));
        assert!(!holds("date-time", "2030-01-31T08:00:00"));
        assert!(!holds("date-time", "2030-13-31T08:00:00Z"));
        assert!(!holds("date-time", "tomorrow"));
    }

    #[test]
    fn what_a_text_refers_to_is_not_judged_here() {
        assert!(holds("AWS::KMS::Key.Arn", "anything"));
    }
}
