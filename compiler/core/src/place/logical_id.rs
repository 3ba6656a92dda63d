//! From addresses to the names that targets give things. A logical id comes from the address
//! alone, so it never changes because something else did.

use crate::digest;

/// The longest logical id that CloudFormation takes.
const LONGEST: usize = 255;

/// How many hex digits of the address's hash an id gets that cannot be read back.
const HASH_DIGITS: usize = 6;

/// The logical id of an address such as `database.orders.cluster` or `network.main.app["a"]`:
/// camel case where the address can be read back from it, else with digits of the address's hash.
pub fn logical_id(address: &str) -> String {
    let mut id = camel_case(address);
    finish(&mut id, address, address.split('.').all(is_word));
    id
}

/// Makes an id of the camel case of an address: as it is where every word of that leads back.
pub(super) fn finish(id: &mut String, address: &str, is_plain: bool) {
    if id.len() > LONGEST || !is_plain {
        id.truncate(LONGEST - HASH_DIGITS);
        push_hash_digits(id, address);
    }
}

/// A name in camel case, with digits of its hash where it cannot be read back.
pub fn camel_id(name: &str) -> String {
    let mut id = camel_case(name);
    if !is_word(name) {
        push_hash_digits(&mut id, name);
    }
    id
}

/// `eu-west-1` as `EuWest1`.
pub fn camel_case(text: &str) -> String {
    let mut id = String::with_capacity(text.len());
    push_camel_case(&mut id, text);
    id
}

pub(super) fn push_camel_case(id: &mut String, text: &str) {
    let mut begins = true;
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            let byte = if begins {
                byte.to_ascii_uppercase()
            } else {
                byte
            };
            id.push(char::from(byte));
        }
        begins = !byte.is_ascii_alphanumeric();
    }
}

/// Whether camel case leads back to a part of an address: a segment, which begins with a dot unless it
/// is the first. What begins otherwise (a key in brackets) is part of a word that does not.
pub(super) fn is_plain_part(part: &str, is_first: bool) -> bool {
    let words = if is_first {
        Some(part)
    } else {
        part.strip_prefix('.')
    };
    words.is_some_and(|words| words.split('.').all(is_word))
}

/// One word of lower-case letters and digits that does not end like a hash: from it, camel case
/// leads back.
fn is_word(segment: &str) -> bool {
    let plain = segment
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let starts = segment
        .bytes()
        .next()
        .is_some_and(|first| first.is_ascii_lowercase());
    let tail = segment
        .len()
        .checked_sub(HASH_DIGITS)
        .map(|from| &segment.as_bytes()[from..]);
    let like_a_hash = tail.is_some_and(|tail| {
        tail.iter().all(u8::is_ascii_hexdigit) && tail.iter().any(u8::is_ascii_digit)
    });
    plain && starts && !like_a_hash
}

fn push_hash_digits(id: &mut String, text: &str) {
    let start = id.len();
    digest::push_sha256(id, text, HASH_DIGITS);
    // At least one digit, so that the id of a plain word never looks like this one.
    if !id.as_bytes()[start..].iter().any(u8::is_ascii_digit) {
        id.replace_range(start..=start, "0");
    }
}

#[cfg(test)]
mod tests {
    use super::logical_id;

    #[test]
    fn reads_like_the_address_where_it_can_be_read_back() {
        assert_eq!(
            logical_id("database.orders.cluster"),
            "DatabaseOrdersCluster"
        );
        assert_eq!(logical_id("queue.mail.main"), "QueueMailMain");
    }

    #[test]
    fn differs_where_camel_case_would_not() {
        let ids = [
            "network.main.app[\"a\"]",
            "network.main.app.a",
            "network.main.app_a",
            "network.main_app.a",
            "network.main.appA",
        ];
        let made: std::collections::BTreeSet<_> =
            ids.iter().map(|address| logical_id(address)).collect();
        assert_eq!(made.len(), ids.len(), "{made:?}");
    }

    #[test]
    fn stays_within_what_cloudformation_takes() {
        let long = format!("queue.{}.main", "x".repeat(300));
        let id = logical_id(&long);
        assert!(id.len() <= 255 && id.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        assert_ne!(id, logical_id(&format!("{long}x")));
    }
}
