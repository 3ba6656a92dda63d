//! Checksums of known text. Nothing here is a secret, and nothing is made for secrets.

use sha2::{Digest, Sha256, Sha512};

use super::{Heap, Outcome, encoding};
use crate::digest;
use crate::value::Value;

pub(super) fn sha256(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    heap.make_text(&digest::sha256(heap.text(arguments[0])))
}

pub(super) fn sha512(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    heap.make_text(&digest::hex(&Sha512::digest(heap.text(arguments[0]))))
}

pub(super) fn base64sha256(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    heap.make_text(&encoding::base64(&Sha256::digest(heap.text(arguments[0]))))
}

pub(super) fn base64sha512(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    heap.make_text(&encoding::base64(&Sha512::digest(heap.text(arguments[0]))))
}
