//! From a [`super::Difference`] to text: for a terminal ([`text`]), for a pull request
//! ([`markdown`]), for programs ([`json`]). All of them say the same; none decides anything.

mod json;
mod markdown;
mod text;

pub use json::{JSON_VERSION, json};
pub use markdown::markdown;
pub use text::text;

use super::{Difference, ResourceDifference, Side};

/// What two environments without a difference say.
const NOTHING: &str = "They do not differ.";

impl Difference {
    /// How many resources differ in the regions that both have.
    fn resources(&self) -> usize {
        self.uses.iter().map(|one| one.resources.len()).sum()
    }

    /// `only in staging`.
    fn only_in(&self, side: Side) -> String {
        format!("only in {}", self.name(side))
    }

    /// Whether an address alone may name several resources that differ.
    fn has_many_regions(&self) -> bool {
        let resources = || self.uses.iter().flat_map(|one| &one.resources);
        let first = resources().next();
        first.is_some_and(|first| resources().any(|other| other.region != first.region))
    }

    /// `3 declarations, 17 resources and 1 region differ`.
    fn summary(&self) -> String {
        let count = |count: usize, noun: &str| match count {
            0 => None,
            1 => Some(format!("1 {noun}")),
            _ => Some(format!("{count} {noun}s")),
        };
        let declared = self
            .uses
            .iter()
            .filter(|one| one.only.is_some() || !one.written.is_empty());
        let parts: Vec<String> = [
            count(declared.count(), "declaration"),
            count(self.resources(), "resource"),
            count(self.regions.len(), "region"),
        ]
        .into_iter()
        .flatten()
        .collect();
        let one = matches!(&parts[..], [only] if only.starts_with("1 "));
        let verb = if one { "differs" } else { "differ" };
        match parts.split_last() {
            None => NOTHING.into(),
            Some((last, [])) => format!("{last} {verb}"),
            Some((last, rest)) => format!("{} and {last} {verb}", rest.join(", ")),
        }
    }
}

/// The address of a resource, with its region where several differ.
fn address(resource: &ResourceDifference, many_regions: bool) -> String {
    if many_regions {
        format!("{}@{}", resource.address, resource.region)
    } else {
        resource.address.clone()
    }
}

/// The sign in front of what differs.
fn sign(only: Option<Side>) -> &'static str {
    match only {
        Some(Side::First) => "-",
        Some(Side::Second) => "+",
        None => "~",
    }
}

/// `1 resource`, `2 resources`.
fn resources(count: usize) -> String {
    format!("{count} resource{}", if count == 1 { "" } else { "s" })
}
