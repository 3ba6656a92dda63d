//! Checksums as hexadecimal digits, in small letters.

use sha2::{Digest, Sha256};

/// The SHA-256 of some bytes: 64 digits.
pub(crate) fn sha256(of: impl AsRef<[u8]>) -> String {
    hex(&Sha256::digest(of))
}

/// The first digits of the SHA-256 of some bytes.
pub(crate) fn sha256_start(of: impl AsRef<[u8]>, digits: usize) -> String {
    let mut start = String::with_capacity(digits);
    push_sha256(&mut start, of, digits);
    start
}

/// Appends the first digits of the SHA-256 of some bytes.
pub(crate) fn push_sha256(to: &mut String, of: impl AsRef<[u8]>, digits: usize) {
    to.extend(digits_of(&Sha256::digest(of)).take(digits));
}

/// Two digits for each byte.
pub(crate) fn hex(bytes: &[u8]) -> String {
    digits_of(bytes).collect()
}

fn digits_of(bytes: &[u8]) -> impl Iterator<Item = char> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    halves.map(|half| char::from(DIGITS[usize::from(half)]))
}

#[cfg(test)]
mod tests {
    use super::sha256;

    #[test]
    fn digits_are_those_of_the_standard() {
        // Source: NIST FIPS 180-4, examples of SHA-256: "abc".
        assert_eq!(
            sha256("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
