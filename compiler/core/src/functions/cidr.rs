//! Ranges of IPv4 addresses.

use std::fmt;
use std::net::Ipv4Addr;

use super::{FunctionError, Heap, Outcome, count, int};
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
        let address: Ipv4Addr = address.parse().ok()?;
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

    /// The last address in it.
    fn last(self) -> u64 {
        u64::from(self.base) + self.size() - 1
    }

    fn contains(self, other: Self) -> bool {
        other.base >= self.base && other.last() <= self.last()
    }

    fn overlaps(self, other: Self) -> bool {
        u64::from(self.base) <= other.last() && u64::from(other.base) <= self.last()
    }

    /// The length of a prefix with `new_bits` more bits, which are argument number `argument`.
    fn longer(self, new_bits: i64, argument: usize) -> Result<u32, FunctionError> {
        let room = 32 - self.bits;
        let new = u32::try_from(new_bits).ok().filter(|new| *new <= room);
        new.map(|new| self.bits + new).ok_or_else(|| {
            let message =
                format!("is {new_bits}, and must be from 0 to {room}: {self} leaves {room} bits");
            FunctionError::new(argument, message)
        })
    }

    /// The range number `number` of those with `new_bits` more bits.
    fn subnet(self, new_bits: i64, number: i64) -> Result<Self, FunctionError> {
        let bits = self.longer(new_bits, 1)?;
        let count = 1_i64 << (bits - self.bits);
        if !(0..count).contains(&number) {
            let message =
                format!("is {number}: {self} has only {count} subnets of /{bits}, numbered from 0");
            return Err(FunctionError::new(2, message));
        }
        let size = 1_u64 << (32 - bits);
        let base = u64::from(self.base) + number.unsigned_abs() * size;
        Ok(Self {
            base: base as u32,
            bits,
        })
    }

    fn mask(self) -> u32 {
        u32::MAX.checked_shl(32 - self.bits).unwrap_or(0)
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", Ipv4Addr::from(self.base), self.bits)
    }
}

/// The range that is argument number `at`.
fn range(arguments: &[Value], at: usize, heap: Heap<'_>) -> Result<Cidr, FunctionError> {
    let text = heap.text(arguments[at]);
    Cidr::parse(text).ok_or_else(|| {
        let message =
            format!("is {text:?}, which is not a range of addresses such as \"10.0.0.0/16\"");
        FunctionError::new(at, message)
    })
}

pub(super) fn bits(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    Ok(Value::Int(i64::from(range(arguments, 0, heap)?.bits)))
}

pub(super) fn subnet(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let subnet = range(arguments, 0, heap)?.subnet(int(arguments[1]), int(arguments[2]))?;
    heap.make_text(&subnet.to_string())
}

/// One behind the other, each with its own number of new bits.
pub(super) fn subnets(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let whole = range(arguments, 0, heap)?;
    let mut next = u64::from(whole.base);
    let mut subnets = Vec::with_capacity(arguments.len());
    for (at, new_bits) in arguments.iter().enumerate().skip(1) {
        let bits = whole.longer(int(*new_bits), at)?;
        let size = 1_u64 << (32 - bits);
        let base = next.next_multiple_of(size);
        next = base + size;
        if next - 1 > whole.last() {
            let message = format!("asks for a /{bits}, for which {whole} has no room left");
            return Err(FunctionError::new(at, message));
        }
        let subnet = Cidr {
            base: base as u32,
            bits,
        };
        subnets.push(heap.make_text(&subnet.to_string())?);
    }
    heap.make_list(subnets)
}

/// The first ranges of one size: a larger count adds ranges, and changes none.
pub(super) fn blocks(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let (whole, count) = (range(arguments, 0, heap)?, count(arguments, 2)?);
    super::bounded_elements(count)?;
    let bits = whole.longer(int(arguments[1]), 1)?;
    let most = 1_u64 << (bits - whole.bits);
    if count as u64 > most {
        let message = format!("is {count}: {whole} has only {most} ranges of /{bits}");
        return Err(FunctionError::new(2, message));
    }
    let blocks: Result<Vec<_>, _> = (0..count as i64)
        .map(|number| heap.make_text(&whole.subnet(int(arguments[1]), number)?.to_string()))
        .collect();
    heap.make_list(blocks?)
}

pub(super) fn host(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let (whole, number) = (range(arguments, 0, heap)?, int(arguments[1]));
    let size = whole.size() as i64;
    if !(-size..size).contains(&number) {
        let message = format!("is {number}: {whole} has only {size} addresses, numbered from 0");
        return Err(FunctionError::new(1, message));
    }
    let offset = number.rem_euclid(size).unsigned_abs() as u32;
    heap.make_text(&Ipv4Addr::from(whole.base + offset).to_string())
}

pub(super) fn netmask(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let mask = range(arguments, 0, heap)?.mask();
    heap.make_text(&Ipv4Addr::from(mask).to_string())
}

/// Whether a range, or one address, lies within a range.
pub(super) fn contains(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let whole = range(arguments, 0, heap)?;
    let inner = match heap.text(arguments[1]).parse::<Ipv4Addr>() {
        Ok(address) => Cidr {
            base: address.into(),
            bits: 32,
        },
        Err(_) => range(arguments, 1, heap)?,
    };
    Ok(Value::Bool(whole.contains(inner)))
}

pub(super) fn overlaps(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let (a, b) = (range(arguments, 0, heap)?, range(arguments, 1, heap)?);
    Ok(Value::Bool(a.overlaps(b)))
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
        assert!(cidr.subnet(4, 16).is_err());
        assert!(cidr.subnet(17, 0).is_err());
        assert!(cidr.subnet(-1, 0).is_err());
    }

    #[test]
    fn knows_what_lies_within_and_what_meets() {
        let cidr = |text| Cidr::parse(text).unwrap();
        assert!(cidr("10.0.0.0/16").contains(cidr("10.0.255.0/24")));
        assert!(!cidr("10.0.0.0/16").contains(cidr("10.0.0.0/15")));
        assert!(cidr("10.0.0.0/16").overlaps(cidr("10.0.0.0/15")));
        assert!(!cidr("10.0.0.0/16").overlaps(cidr("10.1.0.0/16")));
        assert!(cidr("0.0.0.0/0").contains(cidr("255.255.255.255/32")));
    }
}
