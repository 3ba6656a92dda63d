//! For a pull request or a page.

use std::fmt::Write as _;

use super::{NOTHING, address, resources, sign};
use crate::environments::{Difference, ResourceDifference, UseDifference};
use crate::plan::view::{both, brief, cell, code};

/// The whole difference, with a final line end.
pub fn markdown(difference: &Difference) -> String {
    let [first, second] = &difference.environments;
    let mut out = format!(
        "## {}: {} and {}\n\n",
        code(&difference.app),
        code(first),
        code(second)
    );
    let summary = difference.summary();
    // Writing to a `String` cannot fail.
    let _ = if difference.is_empty() {
        writeln!(out, "{NOTHING}")
    } else {
        writeln!(out, "**{summary}**")
    };
    if !difference.regions.is_empty() {
        out.push('\n');
    }
    for region in &difference.regions {
        let _ = writeln!(
            out,
            "- {} {}: {}",
            code(&region.region),
            difference.only_in(region.only),
            resources(region.resources)
        );
    }
    let many_regions = difference.has_many_regions();
    for one in &difference.uses {
        let _ = writeln!(out, "\n### {}", code(&one.address));
        match one.only {
            Some(only) => {
                let words = difference.only_in(only);
                let made = resources(one.resources.len());
                let _ = writeln!(out, "\nDeclared {words}; {made}.");
            }
            None => write_use(&mut out, difference, one, many_regions),
        }
    }
    out
}

fn write_use(out: &mut String, difference: &Difference, one: &UseDifference, many_regions: bool) {
    let [first, second] = &difference.environments;
    if !one.written.is_empty() {
        let _ = writeln!(
            out,
            "\n| written | {first} | {second} |\n| --- | --- | --- |"
        );
    }
    for written in &one.written {
        let side = |value: &Option<String>| value.as_deref().map_or_else(not_set, cell);
        let (path, first, second) = (
            cell(&written.path),
            side(&written.first),
            side(&written.second),
        );
        let _ = writeln!(out, "| {path} | {first} | {second} |");
    }
    if !one.resources.is_empty() {
        let _ = writeln!(out, "\n| built | {first} | {second} |\n| --- | --- | --- |");
    }
    for resource in &one.resources {
        let address = address(resource, many_regions);
        write_resource(out, difference, resource, &address);
    }
}

fn write_resource(
    out: &mut String,
    difference: &Difference,
    resource: &ResourceDifference,
    address: &str,
) {
    if let Some(only) = resource.only {
        let (address, words) = (cell(address), difference.only_in(only));
        let sign = sign(resource.only);
        let _ = writeln!(out, "| {sign} {address} | {words} | |");
        return;
    }
    for property in &resource.properties {
        let (first, second) = match (&property.before, &property.after) {
            (Some(before), Some(after)) => {
                let (before, after) = both(before, after);
                (cell(&before), cell(&after))
            }
            (before, after) => {
                let side = |value: &Option<_>| {
                    let text = value.as_ref().map(brief);
                    text.as_deref().map_or_else(not_set, cell)
                };
                (side(before), side(after))
            }
        };
        let path = cell(&format!("{address}.{}", property.path));
        let _ = writeln!(out, "| {path} | {first} | {second} |");
    }
}

fn not_set() -> String {
    "not set".into()
}
