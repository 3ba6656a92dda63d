//! From the JSON of a schema to numbered nodes, with every `$ref` followed. Every keyword is known
//! here: one that is not is a fault, so that nothing new in the schemas is overlooked.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

use super::Fault;
use super::record::{Item, Record, Strings};
use crate::schema::TypeMask;
use crate::schema::layout::{Keyword, scalar};

/// How deep nodes may stand inside of each other, `$ref`s followed: the deepest of AWS is a third.
const DEEPEST: u32 = 100;

/// Most nodes of one schema: the largest of AWS has a tenth.
const MOST_NODES: usize = 50_000;

/// Keywords that are read elsewhere (at the top of a schema) or say nothing about values.
const LEFT_OUT: [&str; 29] = [
    "$comment",
    "$id",
    "$ref",
    "$schema",
    "additionalIdentifiers",
    "conditionalCreateOnlyProperties",
    "createOnlyProperties",
    "definitions",
    "deprecatedProperties",
    "description",
    "documentationUrl",
    "examples",
    "handlers",
    "lifecycle",
    "nonPublicDefinitions",
    "nonPublicProperties",
    "primaryIdentifier",
    "propertyTransform",
    "readOnlyProperties",
    "remote",
    "replacementStrategy",
    "resourceLink",
    "sourceUrl",
    "taggable",
    "tagging",
    "title",
    "typeConfiguration",
    "typeName",
    "writeOnlyProperties",
];

/// Siblings of `$ref` that say nothing about values.
const REMARKS: [&str; 4] = ["$comment", "description", "examples", "title"];

/// All nodes of all schemas.
#[derive(Default)]
pub struct Graph {
    /// Each node's record.
    pub nodes: Vec<Vec<Item>>,
    /// All texts.
    pub strings: Strings,
    /// All patterns.
    pub patterns: Strings,
    /// How often each keyword occurs.
    pub census: BTreeMap<String, u32>,
    /// What the schemas contradict themselves in, and how it was read.
    pub remarks: Vec<String>,
}

/// A schema being read.
struct Document<'a> {
    name: &'a str,
    whole: &'a Value,
    /// The nodes of what `$ref`s lead to.
    targets: FxHashMap<String, u32>,
    /// How many nodes there were before.
    before: usize,
    depth: u32,
}

impl Graph {
    /// Reads a whole schema and gives the node of its properties.
    pub fn read(&mut self, whole: &Value) -> Result<u32, Fault> {
        let name = whole["typeName"].as_str().unwrap_or("?");
        let mut document = Document {
            name,
            whole,
            targets: FxHashMap::default(),
            before: self.nodes.len(),
            depth: 0,
        };
        self.node(&mut document, whole)
    }

    fn node(&mut self, document: &mut Document, json: &Value) -> Result<u32, Fault> {
        document.depth += 1;
        if document.depth > DEEPEST {
            return Err(Fault::new(format!("{}: nested too deep", document.name)));
        }
        let node = self.node_inside(document, json);
        document.depth -= 1;
        node
    }

    fn node_inside(&mut self, document: &mut Document, json: &Value) -> Result<u32, Fault> {
        let Some(map) = json.as_object() else {
            return Err(document.fails("a node that is no object", json));
        };
        match map.get("$ref").and_then(Value::as_str) {
            None => self.fresh(document, map),
            Some(target) => {
                *self.census.entry("$ref".to_owned()).or_default() += 1;
                let alone = map
                    .keys()
                    .all(|key| key == "$ref" || REMARKS.contains(&key.as_str()));
                if alone {
                    return self.target(document, target);
                }
                let merged = self.merged(document, (target, document.depth), map)?;
                self.fresh(document, &merged)
            }
        }
    }

    /// The node that a `$ref` leads to, made once. Its number is known before its content, so
    /// cycles are no trouble.
    fn target(&mut self, document: &mut Document, target: &str) -> Result<u32, Fault> {
        if let Some(&found) = document.targets.get(target) {
            return Ok(found);
        }
        let json = document.resolve(target)?;
        if json.get("$ref").is_some() {
            return self.node(document, json);
        }
        let Some(map) = json.as_object() else {
            return Err(document.fails("a $ref to no object", json));
        };
        let id = self.reserve(document)?;
        document.targets.insert(target.to_owned(), id);
        self.fill(document, id, map)?;
        Ok(id)
    }

    /// What a `$ref` leads to together with what stands beside the `$ref`.
    fn merged(
        &mut self,
        document: &Document,
        (target, depth): (&str, u32),
        beside: &Map<String, Value>,
    ) -> Result<Map<String, Value>, Fault> {
        if depth > DEEPEST {
            return Err(Fault::new(format!(
                "{}: {target} leads back to itself",
                document.name
            )));
        }
        let json = document.resolve(target)?;
        let mut merged = match (json.as_object(), json.get("$ref").and_then(Value::as_str)) {
            (Some(map), Some(next)) => self.merged(document, (next, depth + 1), map)?,
            (Some(map), None) => map.clone(),
            (None, _) => return Err(document.fails("a $ref to no object", json)),
        };
        for (key, value) in beside {
            match merged.get(key) {
                _ if key == "$ref" || REMARKS.contains(&key.as_str()) => {}
                // The official dialect ignores what stands beside a `$ref`; where the two cannot
                // both hold, that is the reading that leaves the property usable.
                Some(there) if key == "type" && there != value => {
                    self.remarks.push(format!(
                        "{}: {target} has type {there}, the reference to it says {value}: ignored",
                        document.name
                    ));
                }
                Some(there) if there == value => {}
                Some(_) if !matches!(key.as_str(), "default" | "format") => {
                    also(&mut merged, key, value);
                }
                None | Some(_) => {
                    merged.insert(key.clone(), value.clone());
                }
            }
        }
        Ok(merged)
    }

    fn reserve(&mut self, document: &Document) -> Result<u32, Fault> {
        if self.nodes.len() - document.before >= MOST_NODES {
            let name = document.name;
            return Err(Fault::new(format!("{name}: more than {MOST_NODES} nodes")));
        }
        self.nodes.push(Vec::new());
        Ok(self.nodes.len() as u32 - 1)
    }

    fn fresh(&mut self, document: &mut Document, map: &Map<String, Value>) -> Result<u32, Fault> {
        let id = self.reserve(document)?;
        self.fill(document, id, map)?;
        Ok(id)
    }

    fn fill(
        &mut self,
        document: &mut Document,
        id: u32,
        map: &Map<String, Value>,
    ) -> Result<(), Fault> {
        let mut record = Record::default();
        for (key, value) in map {
            *self.census.entry(key.clone()).or_default() += 1;
            self.keyword(document, key, value, &mut record)
                .map_err(|fault| fault.inside(key))?;
        }
        // The file has one place for both; a constant out of its own enumeration says enough.
        let allowed = map.get("enum").and_then(Value::as_array);
        if let (Some(constant), Some(allowed)) = (map.get("const"), allowed) {
            if !allowed.contains(constant) {
                return Err(document.fails("const and enum exclude each other", constant));
            }
            record.forget(Keyword::Enum);
        }
        // Where both are said, every value that `enum` allows is allowed by the other one.
        if record.has(Keyword::Enum) {
            record.forget(Keyword::EnumIgnoringCase);
        }
        self.nodes[id as usize] = record.items();
        Ok(())
    }

    fn keyword(
        &mut self,
        document: &mut Document,
        key: &str,
        value: &Value,
        record: &mut Record,
    ) -> Result<(), Fault> {
        let wrong = || Fault::new(format!("unexpected value {value}"));
        let number = || value.as_u64().map(|number| vec![Item::Plain(number)]);
        let (keyword, items) = match key {
            "type" => (Keyword::Types, vec![Item::Plain(types(value)?)]),
            "properties" => (Keyword::Properties, self.properties(document, value)?),
            "required" => (Keyword::Required, self.names_sorted(value)?),
            "additionalProperties" => match value.as_bool() {
                Some(false) => (Keyword::Closed, Vec::new()),
                Some(true) => return Ok(()),
                None => return Err(wrong()),
            },
            "patternProperties" => (
                Keyword::PatternProperties,
                self.by_pattern(document, value)?,
            ),
            "items" => (Keyword::Items, self.child(document, value)?),
            "prefixItems" => (Keyword::PrefixItems, self.children(document, value)?),
            "minItems" => (Keyword::MinItems, number().ok_or_else(wrong)?),
            "maxItems" => (Keyword::MaxItems, number().ok_or_else(wrong)?),
            "uniqueItems" => return flag(Keyword::UniqueItems, value, true, record),
            "insertionOrder" => return flag(Keyword::Unordered, value, false, record),
            "arrayType" => (Keyword::ArrayType, self.text(value)?),
            "uniqueKeys" => (Keyword::UniqueKeys, self.names_sorted(value)?),
            "maxUniqueItems" => (Keyword::MaxUniqueItems, number().ok_or_else(wrong)?),
            "minLength" => (Keyword::MinLength, number().ok_or_else(wrong)?),
            "maxLength" => (Keyword::MaxLength, number().ok_or_else(wrong)?),
            "pattern" => {
                let source = value.as_str().ok_or_else(wrong)?;
                let index = self.patterns.add(source);
                (Keyword::Pattern, vec![Item::Pattern(index)])
            }
            "format" => (Keyword::Format, self.text(value)?),
            "minimum" => (Keyword::Minimum, self.scalar(value)?),
            "maximum" => (Keyword::Maximum, self.scalar(value)?),
            "exclusiveMinimum" => (Keyword::ExclusiveMinimum, self.scalar(value)?),
            "exclusiveMaximum" => (Keyword::ExclusiveMaximum, self.scalar(value)?),
            "multipleOf" => (Keyword::MultipleOf, self.scalar(value)?),
            "enum" => (Keyword::Enum, self.scalars(value, false)?),
            "enumCaseInsensitive" => (Keyword::EnumIgnoringCase, self.scalars(value, true)?),
            "const" => {
                let mut items = vec![Item::count(1)];
                items.extend(self.scalar(value)?);
                (Keyword::Const, items)
            }
            "default" => match value {
                Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                    (Keyword::Default, self.scalar(value)?)
                }
                Value::Null | Value::Array(_) | Value::Object(_) => return Ok(()),
            },
            "minProperties" => (Keyword::MinProperties, number().ok_or_else(wrong)?),
            "maxProperties" => (Keyword::MaxProperties, number().ok_or_else(wrong)?),
            "allOf" => (Keyword::AllOf, self.children(document, value)?),
            "anyOf" => (Keyword::AnyOf, self.children(document, value)?),
            "oneOf" => (Keyword::OneOf, self.children(document, value)?),
            "not" => (Keyword::Not, self.child(document, value)?),
            "if" => (Keyword::If, self.child(document, value)?),
            "then" => (Keyword::Then, self.child(document, value)?),
            "else" => (Keyword::Else, self.child(document, value)?),
            "dependentRequired" => (Keyword::DependentRequired, self.dependents(value)?),
            "dependentExcluded" => (Keyword::DependentExcluded, self.dependents(value)?),
            "dependencies" => return self.dependencies(document, value, record),
            "requiredXor" => (Keyword::RequiredXor, self.names_sorted(value)?),
            "requiredOr" => (Keyword::RequiredOr, self.names_sorted(value)?),
            "relationshipRef" => {
                let mut items = self.text(&value["typeName"])?;
                items.extend(self.text(&value["propertyPath"])?);
                (Keyword::Relationship, items)
            }
            known if LEFT_OUT.contains(&known) => return Ok(()),
            _ => return Err(Fault::new("an unknown keyword")),
        };
        record.set(keyword, items);
        Ok(())
    }

    fn child(&mut self, document: &mut Document, value: &Value) -> Result<Vec<Item>, Fault> {
        Ok(vec![Item::Node(self.node(document, value)?)])
    }

    fn children(&mut self, document: &mut Document, value: &Value) -> Result<Vec<Item>, Fault> {
        let list = list(value)?;
        let mut items = vec![Item::count(list.len())];
        for child in list {
            items.push(Item::Node(self.node(document, child)?));
        }
        Ok(items)
    }

    fn properties(&mut self, document: &mut Document, value: &Value) -> Result<Vec<Item>, Fault> {
        let map = object(value)?;
        let mut items = vec![Item::count(map.len())];
        // A `serde_json` map is sorted by key, and so is the file's table of strings.
        for (name, child) in map {
            items.push(Item::text(self.strings.add(name)));
            items.push(Item::Node(self.node(document, child)?));
        }
        Ok(items)
    }

    fn by_pattern(&mut self, document: &mut Document, value: &Value) -> Result<Vec<Item>, Fault> {
        let map = object(value)?;
        let mut items = vec![Item::count(map.len())];
        for (pattern, child) in map {
            items.push(Item::Pattern(self.patterns.add(pattern)));
            items.push(Item::Node(self.node(document, child)?));
        }
        Ok(items)
    }

    fn dependents(&mut self, value: &Value) -> Result<Vec<Item>, Fault> {
        let map = object(value)?;
        let mut items = vec![Item::count(map.len())];
        for (name, others) in map {
            items.push(Item::text(self.strings.add(name)));
            items.extend(self.names_sorted(others)?);
        }
        Ok(items)
    }

    /// `dependencies`: lists are `dependentRequired`, nodes are `dependentSchemas`.
    fn dependencies(
        &mut self,
        document: &mut Document,
        value: &Value,
        record: &mut Record,
    ) -> Result<(), Fault> {
        let (lists, nodes): (Vec<_>, Vec<_>) = object(value)?
            .iter()
            .partition(|(_, dependency)| dependency.is_array());
        if !lists.is_empty() {
            let map = lists.into_iter().map(|(k, v)| (k.clone(), v.clone()));
            let items = self.dependents(&Value::Object(map.collect()))?;
            if record.has(Keyword::DependentRequired) {
                return Err(Fault::new("beside dependentRequired"));
            }
            record.set(Keyword::DependentRequired, items);
        }
        if !nodes.is_empty() {
            let map = nodes.into_iter().map(|(k, v)| (k.clone(), v.clone()));
            let items = self.properties(document, &Value::Object(map.collect()))?;
            record.set(Keyword::DependentSchemas, items);
        }
        Ok(())
    }

    fn names_sorted(&mut self, value: &Value) -> Result<Vec<Item>, Fault> {
        let mut names = Vec::new();
        for name in list(value)? {
            names.push(name.as_str().ok_or_else(|| Fault::new("no name"))?);
        }
        names.sort_unstable();
        names.dedup();
        let mut items = vec![Item::count(names.len())];
        items.extend(
            names
                .into_iter()
                .map(|name| Item::text(self.strings.add(name))),
        );
        Ok(items)
    }

    fn text(&mut self, value: &Value) -> Result<Vec<Item>, Fault> {
        let text = value.as_str().ok_or_else(|| Fault::new("no text"))?;
        Ok(vec![Item::text(self.strings.add(text))])
    }

    fn scalars(&mut self, value: &Value, lower: bool) -> Result<Vec<Item>, Fault> {
        let list = list(value)?;
        let mut items = vec![Item::count(list.len())];
        for value in list {
            let lowered = value.as_str().filter(|_| lower).map(str::to_lowercase);
            items.extend(match lowered {
                Some(text) => self.scalar(&Value::String(text))?,
                None => self.scalar(value)?,
            });
        }
        Ok(items)
    }

    fn scalar(&mut self, value: &Value) -> Result<Vec<Item>, Fault> {
        let plain = |tag: u64, rest: u64| vec![Item::Plain(rest << 2 | tag)];
        Ok(match value {
            Value::String(text) => vec![Item::Text {
                index: self.strings.add(text),
                shift: 2,
                plus: 0,
            }],
            Value::Bool(value) => plain(scalar::BOOL, u64::from(*value)),
            Value::Number(number) => {
                let small = number.as_i64().filter(|int| int.abs() < 1 << 60);
                match (small, number.as_f64()) {
                    (Some(int), _) => plain(scalar::INT, zigzag(int)),
                    (None, Some(float)) => {
                        vec![Item::Plain(scalar::FLOAT), Item::Plain(float.to_bits())]
                    }
                    (None, None) => return Err(Fault::new("a number out of range")),
                }
            }
            Value::Null | Value::Array(_) | Value::Object(_) => {
                return Err(Fault::new("no scalar"));
            }
        })
    }
}

impl<'a> Document<'a> {
    fn resolve(&self, target: &str) -> Result<&'a Value, Fault> {
        let pointer = target.strip_prefix('#').unwrap_or(target);
        self.whole
            .pointer(pointer)
            .ok_or_else(|| Fault::new(format!("{}: {target} leads nowhere", self.name)))
    }

    fn fails(&self, what: &str, json: &Value) -> Fault {
        Fault::new(format!("{}: {what}: {json}", self.name))
    }
}

/// Adds a keyword that the node already has with another value: both must hold.
fn also(merged: &mut Map<String, Value>, key: &str, value: &Value) {
    let more = serde_json::json!({ key: value });
    match merged.get_mut("allOf").and_then(Value::as_array_mut) {
        Some(all) => all.push(more),
        None => {
            merged.insert("allOf".to_owned(), Value::Array(vec![more]));
        }
    }
}

fn flag(keyword: Keyword, value: &Value, set_when: bool, record: &mut Record) -> Result<(), Fault> {
    match value.as_bool() {
        Some(value) if value == set_when => record.set(keyword, Vec::new()),
        Some(_) => {}
        None => return Err(Fault::new("neither true nor false")),
    }
    Ok(())
}

fn types(value: &Value) -> Result<u64, Fault> {
    let names = match value {
        Value::String(_) => std::slice::from_ref(value),
        _ => list(value)?,
    };
    let mut bits = 0;
    for name in names {
        let known = TypeMask::ALL
            .iter()
            .find(|(_, known)| Some(*known) == name.as_str());
        match known {
            Some((mask, _)) => bits |= mask.bits(),
            None => return Err(Fault::new(format!("unknown type {name}"))),
        }
    }
    Ok(u64::from(bits))
}

fn list(value: &Value) -> Result<&Vec<Value>, Fault> {
    value.as_array().ok_or_else(|| Fault::new("no list"))
}

fn object(value: &Value) -> Result<&Map<String, Value>, Fault> {
    value.as_object().ok_or_else(|| Fault::new("no object"))
}

fn zigzag(int: i64) -> u64 {
    ((int << 1) ^ (int >> 63)).cast_unsigned()
}
