//! For a terminal.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{NOTHING, address, resources, sign};
use crate::environments::{Difference, ResourceDifference, Side, UseDifference};
use crate::plan::view::{both, brief};
use crate::plan::{PropertyChange, Step};

/// The widest column of paths; longer ones push their values aside.
const WIDEST: usize = 48;

/// At so many resources a tag is shown once for all of them.
const MANY: usize = 4;

/// The whole difference, with a final line end.
pub fn text(difference: &Difference, color: bool) -> String {
    let page = Page {
        difference,
        many_regions: difference.has_many_regions(),
        tags: tags_of_many(difference),
        color,
    };
    let [first, second] = &difference.environments;
    let mut out = format!("{}: {first} -> {second}\n", difference.app);
    page.regions(&mut out);
    page.tags(&mut out);
    for one in &difference.uses {
        page.one(&mut out, one);
    }
    // Writing to a `String` cannot fail.
    let _ = if difference.is_empty() {
        writeln!(out, "\n{NOTHING}")
    } else {
        writeln!(out, "\n{}", difference.summary())
    };
    out
}

struct Page<'a> {
    difference: &'a Difference,
    many_regions: bool,
    /// The tags, with their values, that differ alike at many resources, and at how many.
    tags: BTreeMap<(String, String), usize>,
    color: bool,
}

impl Page<'_> {
    fn regions(&self, out: &mut String) {
        if !self.difference.regions.is_empty() {
            let _ = writeln!(out, "\n{}", self.paint("1", "regions"));
        }
        for region in &self.difference.regions {
            let _ = writeln!(
                out,
                "  {} {}  {}: {}",
                self.sign(Some(region.only)),
                region.region,
                self.difference.only_in(region.only),
                resources(region.resources)
            );
        }
    }

    fn tags(&self, out: &mut String) {
        if !self.tags.is_empty() {
            let _ = writeln!(out, "\n{}", self.paint("1", "tags"));
        }
        let width = widest(self.tags.keys().map(|(path, _)| path.as_str()));
        for ((path, values), count) in &self.tags {
            let _ = writeln!(out, "  {path:width$}  {values}  at {}", resources(*count));
        }
    }

    /// What is said at the resource itself.
    fn own<'r>(&self, resource: &'r ResourceDifference) -> Vec<(String, &'r PropertyChange)> {
        let said = resource.properties.iter();
        let said = said.map(|property| (property.path.to_string(), property));
        said.filter(|(path, property)| !self.tags.contains_key(&(path.clone(), values(property))))
            .collect()
    }

    fn one(&self, out: &mut String, one: &UseDifference) {
        let title = self.paint("1", &one.address);
        if let Some(only) = one.only {
            let made = match one.resources.len() {
                0 => String::new(),
                count => format!(": {}", resources(count)),
            };
            let (sign, words) = (self.sign(Some(only)), self.difference.only_in(only));
            let _ = writeln!(out, "\n{sign} {title}  {words}{made}");
            return;
        }
        let is_shown = |resource: &&ResourceDifference| {
            resource.only.is_some() || !self.own(resource).is_empty()
        };
        let shown: Vec<_> = one.resources.iter().filter(is_shown).collect();
        if one.written.is_empty() && shown.is_empty() {
            return;
        }
        let _ = writeln!(out, "\n{title}");
        let width = widest(one.written.iter().map(|written| written.path.as_str()));
        for written in &one.written {
            let side = |value: &Option<String>| value.clone().unwrap_or_else(not_set);
            let values = format!("{} -> {}", side(&written.first), side(&written.second));
            let _ = writeln!(out, "  {:width$}  {values}", written.path);
        }
        for resource in shown {
            self.resource(out, resource);
        }
    }

    fn resource(&self, out: &mut String, resource: &ResourceDifference) {
        let only = resource.only.map_or_else(String::new, |side| {
            format!("  {}", self.difference.only_in(side))
        });
        let _ = writeln!(
            out,
            "  {} {}  {}{only}",
            self.sign(resource.only),
            address(resource, self.many_regions),
            self.paint("2", &resource.type_name)
        );
        let own = self.own(resource);
        let width = widest(own.iter().map(|(path, _)| path.as_str()));
        for (path, property) in own {
            let _ = writeln!(out, "      {path:width$}  {}", values(property));
        }
    }

    fn sign(&self, only: Option<Side>) -> String {
        let color = match only {
            Some(Side::First) => "31",
            Some(Side::Second) => "32",
            None => "33",
        };
        self.paint(color, sign(only))
    }

    fn paint(&self, code: &str, text: &str) -> String {
        if self.color {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}

/// The tags that differ alike at many resources: a tag of the app would bury everything else.
fn tags_of_many(difference: &Difference) -> BTreeMap<(String, String), usize> {
    let mut counts = BTreeMap::new();
    let resources = difference.uses.iter().filter(|one| one.only.is_none());
    for resource in resources.flat_map(|one| &one.resources) {
        for property in &resource.properties {
            let is_tag =
                matches!(property.path.0.as_slice(), [Step::Name(first), ..] if first == "Tags");
            if is_tag {
                let said = (property.path.to_string(), values(property));
                *counts.entry(said).or_default() += 1;
            }
        }
    }
    counts.retain(|_, count| *count >= MANY);
    counts
}

fn values(property: &PropertyChange) -> String {
    let (first, second) = match (&property.before, &property.after) {
        (Some(before), Some(after)) => both(before, after),
        (before, after) => {
            let side = |value: &Option<_>| value.as_ref().map_or_else(not_set, brief);
            (side(before), side(after))
        }
    };
    format!("{first} -> {second}")
}

fn not_set() -> String {
    "(not set)".into()
}

fn widest<'p>(paths: impl Iterator<Item = &'p str>) -> usize {
    let widths = paths.map(|path| path.chars().count());
    widths.filter(|width| *width <= WIDEST).max().unwrap_or(0)
}
