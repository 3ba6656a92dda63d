//! The app as a picture: its resources by use and site, and what they need of each other.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Parts;
use crate::paths;
use crate::value::{AccountId, SiteId};

/// The language of a picture.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GraphFormat {
    /// Graphviz.
    Dot,
    /// Mermaid.
    Mermaid,
}

/// Draws the resources and their dependencies.
pub fn graph(parts: Parts<'_>, format: GraphFormat) -> String {
    let nodes = nodes(parts);
    let mut text = String::new();
    // Writing to a `String` cannot fail.
    let _ = match format {
        GraphFormat::Dot => writeln!(text, "digraph app {{\n  rankdir = LR\n  node [shape = box]"),
        GraphFormat::Mermaid => writeln!(text, "flowchart LR"),
    };
    let mut clusters: BTreeMap<(SiteId, AccountId, &str), Vec<usize>> = BTreeMap::new();
    for (at, resource) in parts.world.resources.iter().enumerate() {
        let address = parts.names.text(parts.deployment.addresses[at]);
        let root = paths::use_of(address);
        let place = (resource.site, resource.account, root);
        clusters.entry(place).or_default().push(at);
    }
    for (number, ((site, account, root), members)) in clusters.into_iter().enumerate() {
        let site = parts.world.site_name(account, site, parts.names);
        let title = root.replace('"', "'");
        let _ = match format {
            GraphFormat::Dot => writeln!(
                text,
                "  subgraph cluster_{number} {{\n    label = \"{title}@{site}\""
            ),
            GraphFormat::Mermaid => writeln!(text, "  subgraph c{number}[\"{title}@{site}\"]"),
        };
        let mut members = members;
        members.sort_by_key(|at| parts.names.text(parts.deployment.addresses[*at]));
        for at in members {
            let address = parts.names.text(parts.deployment.addresses[at]);
            let label = address
                .strip_prefix(root)
                .unwrap_or(address)
                .trim_start_matches('.')
                .replace('"', "'");
            let type_name = parts.names.text(parts.world.resources[at].type_name);
            let _ = match format {
                GraphFormat::Dot => writeln!(
                    text,
                    "    {} [label = \"{label}\\n{type_name}\"]",
                    nodes[at]
                ),
                GraphFormat::Mermaid => {
                    writeln!(text, "    {}[\"{label}<br/>{type_name}\"]", nodes[at])
                }
            };
        }
        text.push_str(match format {
            GraphFormat::Dot => "  }\n",
            GraphFormat::Mermaid => "  end\n",
        });
    }
    for line in edges(parts, &nodes, format) {
        text.push_str(&line);
    }
    if format == GraphFormat::Dot {
        text.push_str("}\n");
    }
    text
}

/// Names of nodes that do not depend on the order of the source.
fn nodes(parts: Parts<'_>) -> Vec<String> {
    let name = |at: usize| {
        let site = parts.world.resources[at].site;
        format!("{}_{}", parts.names.text(parts.deployment.ids[at]), site.0)
    };
    (0..parts.world.resources.len()).map(name).collect()
}

fn edges(parts: Parts<'_>, nodes: &[String], format: GraphFormat) -> Vec<String> {
    let mut lines = Vec::new();
    for (from, needs) in parts.graph.needs.iter().enumerate() {
        for need in needs {
            let (from, to) = (&nodes[from], &nodes[need.to.index()]);
            lines.push(match (format, need.attribute.is_some()) {
                (GraphFormat::Dot, true) => format!("  {from} -> {to}\n"),
                (GraphFormat::Dot, false) => format!("  {from} -> {to} [style = dashed]\n"),
                (GraphFormat::Mermaid, true) => format!("  {from} --> {to}\n"),
                (GraphFormat::Mermaid, false) => format!("  {from} -.-> {to}\n"),
            });
        }
    }
    lines.sort_unstable();
    lines.dedup();
    lines
}
