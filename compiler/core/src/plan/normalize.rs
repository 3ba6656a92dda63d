//! From templates to comparable values: one spelling for what means the same.
//!
//! - A parameter that another stack's output feeds is that resource's attribute, so that moving
//!   wires is no change; a parameter that the user gives is the param.
//! - Text put together (`Fn::Sub`, `Fn::Join`) is the list of its parts, and without any it is text.
//! - Lists whose order means nothing are sorted.

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value as Json};

use super::deployment::{Deployment, Source, Unit};
use super::template::{RawResource, Template};
use super::value::{Reference, Value};
use crate::names::Names;
use crate::schema::{NodeId, Schemas};

/// Stacks hand values on through at most as many others.
const LONGEST_CHAIN: usize = 16;

/// A resource, ready to be compared.
#[derive(Debug)]
pub struct Resource {
    /// The type's name.
    pub type_name: String,
    /// The address in the source.
    pub address: String,
    /// The properties.
    pub properties: BTreeMap<String, Value>,
    /// Policies and conditions.
    pub attributes: BTreeMap<String, Value>,
    /// What overrides set, and why: path and reason.
    pub overrides: Vec<(String, String)>,
}

/// Reads the values of one stack's template.
#[derive(Clone, Copy)]
pub struct Normalizer<'a> {
    deployment: &'a Deployment,
    unit: &'a Unit,
    /// The account that is the app's own in this comparison.
    own: Option<&'a str>,
    template: &'a Template,
    hops: usize,
}

impl<'a> Normalizer<'a> {
    /// For the values of `unit`; none if its template cannot be read.
    pub fn new(deployment: &'a Deployment, unit: &'a Unit, own: Option<&'a str>) -> Option<Self> {
        let template = unit.template().ok()?;
        Some(Self {
            deployment,
            unit,
            own,
            template,
            hops: 0,
        })
    }

    /// A resource of the template.
    pub fn resource(&self, raw: &RawResource, schemas: &Schemas, names: &Names) -> Resource {
        let node = schemas
            .find(&raw.type_name)
            .map(|id| schemas.load(names, id).root);
        let mut properties = self.object(&raw.properties);
        let order = Order { schemas, names };
        for (name, value) in &mut properties {
            order.arrange(value, node.and_then(|node| order.property(node, name)));
        }
        Resource {
            type_name: raw.type_name.clone(),
            address: raw.address.clone(),
            properties,
            attributes: self.object(&raw.attributes),
            overrides: raw.overrides.clone(),
        }
    }

    /// What an output of the template gives.
    pub fn output(&self, name: &str) -> Option<Value> {
        self.value(self.template.outputs.get(name)?)
    }

    fn object(&self, fields: &Map<String, Json>) -> BTreeMap<String, Value> {
        fields
            .iter()
            .filter_map(|(name, field)| Some((name.clone(), self.value(field)?)))
            .collect()
    }

    /// A value; none for what stands for "not set".
    fn value(&self, json: &Json) -> Option<Value> {
        Some(match json {
            Json::Null => Value::Null,
            Json::Bool(value) => Value::Bool(*value),
            Json::Number(value) => Value::Number(number(value)),
            Json::String(text) => Value::Text(text.clone()),
            Json::Array(parts) => Value::List(self.list(parts)),
            Json::Object(fields) => match function(fields) {
                Some(("Ref", Json::String(name))) if name == "AWS::NoValue" => return None,
                Some((name, argument)) => self.call(name, argument),
                None => Value::Object(self.object(fields)),
            },
        })
    }

    fn list(&self, parts: &[Json]) -> Vec<Value> {
        parts.iter().filter_map(|part| self.value(part)).collect()
    }

    fn call(&self, function: &str, argument: &Json) -> Value {
        let known = match (function, argument) {
            ("Ref", Json::String(name)) => Some(self.named(name)),
            ("Fn::GetAtt", Json::String(text)) => text
                .split_once('.')
                .map(|(id, attribute)| self.attribute(id, attribute)),
            ("Fn::GetAtt", Json::Array(parts)) => match parts.as_slice() {
                [Json::String(id), Json::String(attribute)] => Some(self.attribute(id, attribute)),
                _ => None,
            },
            ("Fn::Sub", Json::String(text)) => Some(self.substitute(text, &Map::new())),
            ("Fn::Sub", Json::Array(parts)) => match parts.as_slice() {
                [Json::String(text)] => Some(self.substitute(text, &Map::new())),
                [Json::String(text), Json::Object(variables)] => {
                    Some(self.substitute(text, variables))
                }
                _ => None,
            },
            ("Fn::Join", Json::Array(parts)) => match parts.as_slice() {
                [Json::String(separator), Json::Array(parts)] => self.join(separator, parts),
                _ => None,
            },
            _ => None,
        };
        known.unwrap_or_else(|| {
            let argument = self.value(argument).unwrap_or(Value::Null);
            Value::Call(function.to_owned(), Box::new(argument))
        })
    }

    /// What `Ref` gives: the region, a pseudo parameter, a parameter or a resource's own name.
    fn named(&self, name: &str) -> Value {
        match name {
            "AWS::Region" => Value::text(&self.unit.region),
            _ if name.starts_with("AWS::") => Value::Pseudo(name.to_owned()),
            _ if self.template.resources.contains_key(name) => self.attribute(name, "ref"),
            _ => self.parameter(name),
        }
    }

    fn parameter(&self, name: &str) -> Value {
        match self.unit.parameters.get(name) {
            Some(Source::Param { param }) => Value::Param(param.clone()),
            Some(Source::Output { output, unit }) => self
                .fed(unit, output)
                .unwrap_or_else(|| Value::Param(format!("{unit}/{output}"))),
            None => Value::Param(name.to_owned()),
        }
    }

    fn fed(&self, unit: &str, output: &str) -> Option<Value> {
        let there = Self::new(self.deployment, self.deployment.unit(unit)?, self.own)?;
        let hops = self.hops + 1;
        (hops < LONGEST_CHAIN)
            .then(|| Self { hops, ..there }.output(output))
            .flatten()
    }

    fn attribute(&self, id: &str, attribute: &str) -> Value {
        let resource = self.template.resources.get(id);
        Value::Reference(Reference {
            key: self.deployment.key(self.unit, id, self.own),
            attribute: attribute.to_owned(),
            address: resource.map_or(id, |raw| raw.address.as_str()).to_owned(),
            pending: None,
        })
    }

    fn substitute(&self, text: &str, variables: &Map<String, Json>) -> Value {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            parts.push(Value::text(before));
            let Some((name, after)) = after.split_once('}') else {
                parts.push(Value::text(format!("${{{after}")));
                return joined(parts);
            };
            rest = after;
            parts.push(if let Some(literal) = name.strip_prefix('!') {
                Value::text(format!("${{{literal}}}"))
            } else if let Some(value) = variables.get(name) {
                self.value(value).unwrap_or(Value::Null)
            } else if let Some((id, attribute)) = name.split_once('.') {
                self.attribute(id, attribute)
            } else {
                self.named(name)
            });
        }
        parts.push(Value::text(rest));
        joined(parts)
    }

    /// None if a part is itself a list that is known at deployment only.
    fn join(&self, separator: &str, parts: &[Json]) -> Option<Value> {
        let mut all = Vec::new();
        for (at, part) in self.list(parts).into_iter().enumerate() {
            if matches!(
                part,
                Value::List(_) | Value::Object(_) | Value::Null | Value::Call(..)
            ) {
                return None;
            }
            if at > 0 {
                all.push(Value::text(separator));
            }
            all.push(part);
        }
        Some(joined(all))
    }
}

/// The function that an object calls: it has one key, and that is a function's name.
fn function(fields: &Map<String, Json>) -> Option<(&str, &Json)> {
    let (name, argument) = fields.iter().next()?;
    let is_function = name == "Ref" || name == "Condition" || name.starts_with("Fn::");
    let is_call = fields.len() == 1
        && is_function
        && (name != "Condition" || matches!(argument, Json::String(_)));
    is_call.then_some((name, argument))
}

/// `1.0` is `1`.
fn number(number: &Number) -> Number {
    let Some(float) = number.as_f64().filter(|_| number.is_f64()) else {
        return number.clone();
    };
    // Formatting is exact here, a cast is not.
    format!("{float}")
        .parse::<i64>()
        .map_or_else(|_| number.clone(), Number::from)
}

/// Text of several parts in its only form: no joined text inside, no two texts side by side.
fn joined(parts: Vec<Value>) -> Value {
    let mut all: Vec<Value> = Vec::new();
    for part in parts {
        let inner = match part {
            Value::Joined(inner) => inner,
            Value::Number(number) => vec![Value::Text(number.to_string())],
            Value::Bool(value) => vec![Value::Text(value.to_string())],
            part => vec![part],
        };
        for part in inner {
            match (all.last_mut(), part) {
                (_, Value::Text(text)) if text.is_empty() => {}
                (Some(Value::Text(last)), Value::Text(text)) => last.push_str(&text),
                (_, part) => all.push(part),
            }
        }
    }
    match (all.pop(), all.is_empty()) {
        (None, _) => Value::text(""),
        (Some(only), true) => only,
        (Some(last), false) => {
            all.push(last);
            Value::Joined(all)
        }
    }
}

/// Sorts the lists whose order means nothing.
#[derive(Clone, Copy)]
struct Order<'a> {
    schemas: &'a Schemas,
    names: &'a Names,
}

impl Order<'_> {
    fn property(&self, node: NodeId, name: &str) -> Option<NodeId> {
        self.schemas.step(self.names, node, name)
    }

    fn arrange(&self, value: &mut Value, node: Option<NodeId>) {
        let Some(node) = node else { return };
        match value {
            Value::Object(fields) => {
                for (name, field) in fields {
                    self.arrange(field, self.property(node, name));
                }
            }
            Value::List(parts) => {
                let node = self.schemas.node(self.names, node);
                for part in parts.iter_mut() {
                    self.arrange(part, node.items());
                }
                if node.list.as_ref().is_some_and(|list| list.unordered) {
                    parts.sort_by_cached_key(|part| part.to_json().to_string());
                }
            }
            _ => {}
        }
    }
}
