//! Checksums as hexadecimal digits, in small letters.

use sha2::{Digest, Sha256};

/// The SHA-256 of some bytes: 64 digits.
pub(crate) fn sha256(of: impl AsRef<[u8]>) -> String {
    hex(&Sha256::digest(of))
}

/// Two digits for each byte.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    halves
        .map(|half| char::from(DIGITS[usize::from(half)]))
        .collect()
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
