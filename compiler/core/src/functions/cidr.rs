//! Ranges of IPv4 addresses.

use std::fmt;

use super::{Function, FunctionError, Heap, Outcome, int};
use crate::value::Value;

/// A range of IPv4 addresses: all that share the first `bits` bits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cidr {
    base: u32,
    bits: u32,
}

impl Cidr {
    /// Reads `10.0.0.0/16`. None if it is not one, or if bits behind the prefix are set.
    pub fn parse(text: &str) -> Option<Self> {
        let cidr = Self::read(text)?;
        (u64::from(cidr.base) % cidr.size() == 0).then_some(cidr)
    }

    /// The range in which `10.0.0.1/16` lies, where only bits behind the prefix are wrong.
    pub fn around(text: &str) -> Option<Self> {
        let cidr = Self::read(text)?;
        let beyond = u64::from(cidr.base) % cidr.size();
        Some(Self {
            base: cidr.base - beyond as u32,
            ..cidr
        })
    }

    fn read(text: &str) -> Option<Self> {
        let (address, bits) = text.split_once('/')?;
        let address: std::net::Ipv4Addr = address.parse().ok()?;
        let plain = bits == "0" || !bits.starts_with(['0', '+']);
        let bits: u32 = bits.parse().ok().filter(|bits| plain && *bits <= 32)?;
        Some(Self {
            base: address.into(),
            bits,
        })
    }

    /// How many addresses are in it.
    pub fn size(self) -> u64 {
        1 << (32 - self.bits)
    }

    /// The range number `number` of those with `new_bits` more bits.
    fn subnet(self, new_bits: i64, number: i64) -> SubnetOutcome {
        let bits = u32::try_from(new_bits)
            .ok()
            .map(|new| self.bits.saturating_add(new))
            .filter(|bits| *bits <= 32);
        let Some(bits) = bits else {
            let room = 32 - self.bits;
            return Err(FunctionError::new(
                1,
                format!("must be from 0 to {room}: {self} leaves {room} bits"),
            ));
        };
        let count = 1_i64 << (bits - self.bits);
        if !(0..count).contains(&number) {
            let message = format!(
                "{self} has only {count} subnets of /{bits}, numbered from 0; this is number {number}"
            );
            return Err(FunctionError::new(2, message));
        }
        let size = 1_u64 << (32 - bits);
        let base = u64::from(self.base) + number.unsigned_abs() * size;
        Ok(Self {
            base: base as u32,
            bits,
        })
    }
}

type SubnetOutcome = Result<Cidr, FunctionError>;

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", std::net::Ipv4Addr::from(self.base), self.bits)
    }
}

pub(super) fn evaluate(function: Function, arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let text = heap.text(arguments[0]);
    let Some(cidr) = Cidr::parse(text) else {
        return Err(FunctionError::new(
            0,
            format!("{text:?} is not a range of addresses such as \"10.0.0.0/16\""),
        ));
    };
    match function {
        Function::CidrBits => Ok(Value::Int(i64::from(cidr.bits))),
        Function::CidrSubnet => {
            let subnet = cidr.subnet(int(arguments[1]), int(arguments[2]))?;
            Ok(heap.make_text(&subnet.to_string()))
        }
        _ => {
            let count = int(arguments[2]);
            if count < 0 {
                return Err(FunctionError::new(2, "must not be negative"));
            }
            if count > 0 {
                cidr.subnet(int(arguments[1]), count - 1)?;
            }
            let subnets: Result<Vec<_>, _> = (0..count)
                .map(|number| {
                    Ok(heap.make_text(&cidr.subnet(int(arguments[1]), number)?.to_string()))
                })
                .collect();
            Ok(heap.make_list(&subnets?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Cidr;

    #[test]
    fn reads_only_exact_ranges() {
        for good in ["10.0.0.0/16", "0.0.0.0/0", "10.1.2.3/32"] {
            assert_eq!(
                Cidr::parse(good).map(|cidr| cidr.to_string()).as_deref(),
                Some(good)
            );
        }
        for bad in [
            "10.0.0.1/16",
            "10.0.0.0",
            "10.0.0.0/33",
            "10.0.0/16",
            "10.0.0.0/016",
            "::/0",
            "",
        ] {
            assert_eq!(Cidr::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn cuts_subnets_in_order() {
        let cidr = Cidr::parse("10.0.0.0/16").unwrap();
        assert_eq!(cidr.subnet(4, 15).unwrap().to_string(), "10.0.240.0/20");
        assert_eq!(cidr.subnet(4, 16).unwrap_err().argument, 2);
        assert_eq!(cidr.subnet(17, 0).unwrap_err().argument, 1);
    }
}
