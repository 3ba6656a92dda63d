//! For programs. The format is documented in `docs/formats/diff.md`.

use serde::Serialize;
use serde_json::Value as Json;

use crate::environments::{
    Difference, RegionDifference, ResourceDifference, Side, UseDifference, WrittenDifference,
};
use crate::plan::{PropertyChange, Subject, Value};

/// The version of the format, in the field `version`.
pub const JSON_VERSION: &str = "1.0";

#[derive(Serialize)]
struct Report<'a> {
    version: &'static str,
    app: &'a str,
    environments: &'a [String; 2],
    empty: bool,
    regions: Vec<Region<'a>>,
    uses: Vec<Use<'a>>,
}

#[derive(Serialize)]
struct Region<'a> {
    #[serde(rename = "region")]
    name: &'a str,
    only: &'a str,
    resources: usize,
}

#[derive(Serialize)]
struct Use<'a> {
    address: &'a str,
    only: Option<&'a str>,
    written: Vec<Written<'a>>,
    resources: Vec<Resource<'a>>,
}

#[derive(Serialize)]
struct Written<'a> {
    path: &'a str,
    values: [Option<&'a str>; 2],
}

#[derive(Serialize)]
struct Resource<'a> {
    address: &'a str,
    region: &'a str,
    #[serde(rename = "type")]
    type_name: &'a str,
    only: Option<&'a str>,
    properties: Vec<Property>,
}

#[derive(Serialize)]
struct Property {
    path: String,
    of: &'static str,
    values: [Option<Json>; 2],
}

/// One JSON object, indented, with a final line end.
pub fn json(difference: &Difference) -> String {
    let name = |side: Option<Side>| side.map(|side| difference.name(side));
    let report = Report {
        version: JSON_VERSION,
        app: &difference.app,
        environments: &difference.environments,
        empty: difference.is_empty(),
        regions: difference
            .regions
            .iter()
            .map(|one: &RegionDifference| Region {
                name: &one.region,
                only: difference.name(one.only),
                resources: one.resources,
            })
            .collect(),
        uses: difference
            .uses
            .iter()
            .map(|one: &UseDifference| Use {
                address: &one.address,
                only: name(one.only),
                written: one.written.iter().map(written).collect(),
                resources: one
                    .resources
                    .iter()
                    .map(|one: &ResourceDifference| Resource {
                        address: &one.address,
                        region: &one.region,
                        type_name: &one.type_name,
                        only: name(one.only),
                        properties: one.properties.iter().map(property).collect(),
                    })
                    .collect(),
            })
            .collect(),
    };
    // Only texts, numbers and lists of them: writing them cannot fail.
    let mut text = serde_json::to_string_pretty(&report).unwrap_or_default();
    text.push('\n');
    text
}

fn written(written: &WrittenDifference) -> Written<'_> {
    Written {
        path: &written.path,
        values: [written.first.as_deref(), written.second.as_deref()],
    }
}

fn property(property: &PropertyChange) -> Property {
    Property {
        path: property.path.to_string(),
        of: match property.subject {
            Subject::Property => "property",
            Subject::Attribute => "attribute",
        },
        values: [&property.before, &property.after].map(|value| value.as_ref().map(Value::to_json)),
    }
}
