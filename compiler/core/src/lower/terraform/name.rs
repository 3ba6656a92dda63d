//! Names of Terraform's resources, variables and outputs.

use crate::digest;

/// How many hex digits stand for content that has no name.
const HASH_DIGITS: usize = 6;

/// A logical id as a name: `QueueMailDead` is `queue_mail_dead`. Different ids give different
/// names, and a name never has two underscores in a row: those mark what a resource is split into.
pub fn of_logical_id(id: &str) -> String {
    let mut name = String::with_capacity(id.len() + 8);
    for character in id.chars() {
        if character.is_ascii_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(character.to_ascii_lowercase());
    }
    name
}

/// An attribute as part of a name: `DBClusterArn` is `db_cluster_arn`, `Endpoint.Address` is
/// `endpoint_address`.
pub fn of_attribute(attribute: &str) -> String {
    let letters: Vec<char> = attribute.chars().collect();
    let mut name = String::with_capacity(letters.len() + 4);
    for (at, &letter) in letters.iter().enumerate() {
        if !letter.is_ascii_alphanumeric() {
            name.push('_');
            continue;
        }
        let after_lower = at > 0 && letters[at - 1].is_ascii_lowercase();
        let before_lower = letters.get(at + 1).is_some_and(char::is_ascii_lowercase);
        let after_upper = at > 0 && letters[at - 1].is_ascii_uppercase();
        if letter.is_ascii_uppercase() && (after_lower || (after_upper && before_lower)) {
            name.push('_');
        }
        name.push(letter.to_ascii_lowercase());
    }
    name
}

/// A text of the user's as the end of a name: as it is where it can stand there, else with digits
/// of its hash.
pub fn of_key(text: &str) -> String {
    let plain = |character: char| character.is_ascii_lowercase() || character.is_ascii_digit();
    let words = |character: char| if plain(character) { character } else { '_' };
    let name: String = text.to_ascii_lowercase().chars().map(words).collect();
    let reads_back = name == text && !text.is_empty() && !text.contains('_');
    if reads_back {
        name
    } else {
        format!("{}_{}", name.trim_matches('_'), hash(text))
    }
}

/// Digits that stand for a content.
pub fn hash(content: &str) -> String {
    digest::sha256_start(content, HASH_DIGITS)
}

/// A number that changes with a content.
pub fn number(content: &str) -> i64 {
    i64::from_str_radix(&hash(content), 16).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{of_attribute, of_key, of_logical_id};

    #[test]
    fn names_are_snake_case() {
        assert_eq!(of_logical_id("QueueMailDead"), "queue_mail_dead");
        assert_eq!(
            of_logical_id("NetworkMainMadeAddressA78bed8"),
            "network_main_made_address_a78bed8"
        );
        assert_eq!(of_logical_id("ABc"), "a_bc");
        assert_eq!(of_logical_id("AbC"), "ab_c");
        assert_eq!(of_attribute("DBClusterArn"), "db_cluster_arn");
        assert_eq!(of_attribute("Endpoint.Address"), "endpoint_address");
        assert_eq!(of_attribute("VpcId"), "vpc_id");
        assert_eq!(of_attribute("ref"), "ref");
    }

    #[test]
    fn keys_that_differ_give_names_that_differ() {
        let keys = ["write", "Write", "wri te", "wri_te", "wri-te", "", "é"];
        let mut names: Vec<String> = keys.iter().map(|key| of_key(key)).collect();
        assert_eq!(names[0], "write");
        names.sort();
        names.dedup();
        assert_eq!(names.len(), keys.len());
    }
}
