//! What a schema says about the resource as a whole: its paths, tags and lifecycle.

use serde_json::Value;

use super::record::{Item, Strings};
use super::{Fault, texts};
use crate::schema::layout::flag;

/// The lists of paths, in the order of `layout::PathList`.
const LISTS: [&str; 6] = [
    "readOnlyProperties",
    "createOnlyProperties",
    "conditionalCreateOnlyProperties",
    "writeOnlyProperties",
    "deprecatedProperties",
    "primaryIdentifier",
];

/// The record of a variant whose properties are the node `root`.
pub fn variant(schema: &Value, root: u32, strings: &mut Strings) -> Result<Vec<Item>, Fault> {
    let mut items = vec![Item::Node(root), Item::Plain(flags(schema)?)];
    for list in LISTS {
        items.extend(paths(schema, texts(&schema[list]), strings));
    }
    items.extend(paths(schema, tag_property(schema), strings));
    let additional = schema["additionalIdentifiers"].as_array();
    let additional = additional.map_or(&[][..], Vec::as_slice);
    items.push(Item::count(additional.len()));
    for identifier in additional {
        items.extend(paths(schema, texts(identifier), strings));
    }
    if let Some(status) = schema["lifecycle"]["status"].as_str() {
        items.push(Item::text(strings.add(status)));
        items.push(match schema["lifecycle"]["date"].as_str() {
            None => Item::Plain(0),
            Some(date) => name(date, strings),
        });
    }
    Ok(items)
}

fn flags(schema: &Value) -> Result<u64, Fault> {
    let tagging = &schema["tagging"];
    // Without `tagging`, `taggable` says it; without both, a resource can be tagged.
    let taggable = tagging["taggable"]
        .as_bool()
        .or_else(|| schema["taggable"].as_bool());
    let has_tags = schema.pointer("/properties/Tags").is_some();
    let mut flags = 0;
    let mut set = |condition: bool, flag: u64| flags |= if condition { flag } else { 0 };
    set(taggable.unwrap_or(has_tags), flag::TAGGABLE);
    set(
        tagging["tagUpdatable"].as_bool().unwrap_or(true),
        flag::TAG_UPDATABLE,
    );
    set(
        tagging["tagOnCreate"].as_bool().unwrap_or(true),
        flag::TAG_ON_CREATE,
    );
    set(schema["lifecycle"]["status"].is_string(), flag::LIFECYCLE);
    match schema["replacementStrategy"].as_str() {
        None => {}
        Some("delete_then_create") => set(true, flag::DELETE_THEN_CREATE),
        Some("create_then_delete") => set(true, flag::CREATE_THEN_DELETE),
        Some(other) => return Err(Fault::new(format!("replacementStrategy {other}"))),
    }
    Ok(flags)
}

fn tag_property(schema: &Value) -> impl Iterator<Item = &str> {
    let default = schema
        .pointer("/properties/Tags")
        .map(|_| "/properties/Tags");
    schema["tagging"]["tagProperty"]
        .as_str()
        .or(default)
        .into_iter()
}

fn paths<'a>(
    schema: &Value,
    all: impl Iterator<Item = &'a str>,
    strings: &mut Strings,
) -> Vec<Item> {
    let mut items = Vec::new();
    let mut count = 0;
    for path in all {
        count += 1;
        let segments = normalised(schema, path);
        items.push(Item::count(segments.len()));
        for segment in segments {
            items.push(match segment {
                None => Item::Plain(0),
                Some(segment) => name(segment, strings),
            });
        }
    }
    items.insert(0, Item::count(count));
    items
}

fn name(text: &str, strings: &mut Strings) -> Item {
    Item::Text {
        index: strings.add(text),
        shift: 0,
        plus: 1,
    }
}

/// A path's segments, none for "each". Some schemas write `items` or `properties` between the
/// names, or leave out the `*` of a list; with the schema at hand both can be seen.
fn normalised<'a>(schema: &Value, path: &'a str) -> Vec<Option<&'a str>> {
    let mut segments = Vec::new();
    let mut node = Some(schema);
    for segment in path.split('/').skip(1).skip_while(|&s| s == "properties") {
        let mut here = node.and_then(|node| followed(schema, node));
        let is_list = |node: &Value| node.get("items").is_some();
        if segment == "*" || (segment == "items" && here.is_some_and(is_list)) {
            segments.push(None);
            node = here.and_then(|here| here.get("items").or_else(|| any_value(here)));
            continue;
        }
        if here.is_some_and(is_list) {
            segments.push(None);
            here = here
                .and_then(|here| here.get("items"))
                .and_then(|items| followed(schema, items));
        }
        let property = here.and_then(|here| here.get("properties")?.get(segment));
        if segment == "properties" && property.is_none() {
            node = here;
            continue;
        }
        segments.push(Some(segment));
        node = property;
    }
    segments
}

fn any_value(node: &Value) -> Option<&Value> {
    node.get("patternProperties")?.as_object()?.values().next()
}

/// A node with its `$ref`s followed.
fn followed<'a>(schema: &'a Value, node: &'a Value) -> Option<&'a Value> {
    let mut node = node;
    for _ in 0..8 {
        match node.get("$ref").and_then(Value::as_str) {
            None => return Some(node),
            Some(target) => node = schema.pointer(target.strip_prefix('#')?)?,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_however_they_are_written() {
        let schema = serde_json::json!({
            "properties": {
                "Rules": { "type": "array", "items": { "$ref": "#/definitions/Rule" } },
                "Endpoint": { "properties": { "Address": {} } }
            },
            "definitions": { "Rule": { "properties": { "Id": {} } } }
        });
        let read = |path| normalised(&schema, path);
        let rule = vec![Some("Rules"), None, Some("Id")];
        assert_eq!(read("/properties/Rules/*/Id"), rule);
        assert_eq!(read("/properties/Rules/items/properties/Id"), rule);
        assert_eq!(read("/properties/Rules/Id"), rule);
        let address = vec![Some("Endpoint"), Some("Address")];
        assert_eq!(read("/properties/Endpoint/Address"), address);
        assert_eq!(read("/properties/Endpoint/properties/Address"), address);
    }
}
