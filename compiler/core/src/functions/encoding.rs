//! Base64, and text for addresses of the web.

use super::{FunctionError, Heap, Outcome, bounded_text};
use crate::value::Value;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

pub(super) fn base64encode(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let text = heap.text(arguments[0]);
    bounded_text(text.len().div_ceil(3) * 4)?;
    heap.make_text(&base64(text.as_bytes()))
}

/// With padding.
pub(super) fn base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let three = [
            group[0],
            group.get(1).copied().unwrap_or(0),
            group.get(2).copied().unwrap_or(0),
        ];
        let bits = three
            .iter()
            .fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        for at in 0..4 {
            let letter = ALPHABET[(bits >> (18 - 6 * at) & 63) as usize];
            text.push(if at > group.len() {
                '='
            } else {
                char::from(letter)
            });
        }
    }
    text
}

pub(super) fn base64decode(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let text = heap.text(arguments[0]);
    let bytes = bytes_of(text).ok_or_else(|| FunctionError::new(0, "is not base64"))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| FunctionError::new(0, "holds bytes that are no text (UTF-8)"))?;
    heap.make_text(&text)
}

/// None unless it is exactly what [`base64`] writes for some bytes.
fn bytes_of(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=');
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for group in digits.as_bytes().chunks(4) {
        let mut bits = 0_u32;
        for at in 0..4 {
            let digit = match group.get(at) {
                Some(letter) => ALPHABET.iter().position(|known| known == letter)?,
                None => 0,
            };
            bits = bits << 6 | digit as u32;
        }
        let three = [(bits >> 16) as u8, (bits >> 8) as u8, bits as u8];
        bytes.extend(three.iter().take(group.len() * 3 / 4));
    }
    (base64(&bytes) == text).then_some(bytes)
}

/// As a value of a query: a space becomes `+`.
pub(super) fn urlencode(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let mut encoded = String::new();
    for byte in heap.text(arguments[0]).bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                encoded.push(char::from(byte));
            }
            b' ' => encoded.push('+'),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    heap.make_text(&encoded)
}

#[cfg(test)]
mod tests {
    use super::{base64, bytes_of};

    #[test]
    fn base64_goes_there_and_back() {
        let bytes: Vec<u8> = (0..=255).collect();
        for length in 0..bytes.len() {
            let text = base64(&bytes[..length]);
            assert_eq!(bytes_of(&text).as_deref(), Some(&bytes[..length]), "{text}");
        }
        assert_eq!(base64(b"Hello"), "SGVsbG8=");
    }

    #[test]
    fn what_is_not_base64_is_refused() {
        for text in [
            "a", "ab", "abc", "ab=", "ab==", "=", "a b=", "SGVsbG9=", "é",
        ] {
            assert_eq!(bytes_of(text), None, "{text}");
        }
    }
}
