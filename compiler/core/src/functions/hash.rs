//! Checksums of known text. Nothing here is a secret, and nothing is made for secrets.

use sha2::{Digest, Sha256, Sha512};

use super::{Heap, Outcome, encoding};
use crate::value::Value;

pub(super) fn sha256(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    heap.make_text(&hex(&Sha256::digest(heap.text(arguments[0]))))
}

pub(super) fn sha512(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    heap.make_text(&hex(&Sha512::digest(heap.text(arguments[0]))))
}

pub(super) fn base64sha256(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    heap.make_text(&encoding::base64(&Sha256::digest(heap.text(arguments[0]))))
}

pub(super) fn base64sha512(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    heap.make_text(&encoding::base64(&Sha512::digest(heap.text(arguments[0]))))
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .map(|digit| char::from(DIGITS[usize::from(digit)]))
        .collect()
}
