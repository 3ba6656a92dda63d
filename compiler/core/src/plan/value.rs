//! Values of templates as a plan compares them: functions that mean the same are the same value,
//! whatever their spelling.

use std::collections::BTreeMap;

/// A value of a template.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// Only within free-form JSON.
    Null,
    /// True or false.
    Bool(bool),
    /// A number, `1.0` as `1`.
    Number(serde_json::Number),
    /// Text without anything to be put in.
    Text(String),
    /// A list; sorted where the schema says that its order means nothing.
    List(Vec<Value>),
    /// An object or a map.
    Object(BTreeMap<String, Value>),
    /// An attribute of a resource, in whichever stack it stands.
    Reference(Reference),
    /// One of the app's params, or a parameter of a template that outrigger did not write.
    Param(String),
    /// What the target knows of where it runs, such as `AWS::AccountId`.
    Pseudo(String),
    /// Text put together from at least two parts.
    Joined(Vec<Value>),
    /// Any other function of the template language, with what it is given.
    Call(String, Box<Value>),
    /// What must not be shown.
    Sensitive,
}

/// A resource's identity: it is the same resource as long as this is the same.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Key {
    /// The account of its stack, where it is another than the app's own.
    pub account: Option<String>,
    /// The region of its stack.
    pub region: String,
    /// Its logical id, unique in the account and the region.
    pub id: String,
}

/// An attribute of a resource.
#[derive(Clone, Debug)]
pub struct Reference {
    /// Whose.
    pub key: Key,
    /// Which; `ref` for what `Ref` gives.
    pub attribute: String,
    /// The resource's address, for people.
    pub address: String,
    /// Why the value is not known before the plan is carried out, if it is not.
    pub pending: Option<Pending>,
}

/// What must happen before an attribute has its value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pending {
    /// Its resource is created.
    Created,
    /// Its resource is replaced.
    Replaced,
}

impl PartialEq for Reference {
    /// Two references are equal if they name the same attribute; what the resource is called
    /// today, and whether its value is known yet, is not part of that.
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key && self.attribute == other.attribute
    }
}

impl Reference {
    /// `database.orders.cluster.Arn`, as the source writes it.
    pub fn text(&self) -> String {
        format!("{}.{}", self.address, self.attribute)
    }
}

impl Value {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Value::Text(text.into())
    }

    /// Whether it has no parts that could differ by themselves.
    pub fn is_plain(&self) -> bool {
        match self {
            Value::Bool(_)
            | Value::Number(_)
            | Value::Text(_)
            | Value::Reference(_)
            | Value::Param(_)
            | Value::Pseudo(_)
            | Value::Joined(_) => true,
            Value::Null
            | Value::List(_)
            | Value::Object(_)
            | Value::Call(..)
            | Value::Sensitive => false,
        }
    }

    /// The same with other texts; names of things in it stay.
    #[must_use]
    pub fn with_texts(&self, other: &dyn Fn(&str) -> String) -> Self {
        let all = |parts: &[Value]| parts.iter().map(|part| part.with_texts(other)).collect();
        match self {
            Value::Text(text) => Value::Text(other(text)),
            Value::List(parts) => Value::List(all(parts)),
            Value::Joined(parts) => Value::Joined(all(parts)),
            Value::Object(fields) => Value::Object(
                fields
                    .iter()
                    .map(|(name, field)| (name.clone(), field.with_texts(other)))
                    .collect(),
            ),
            Value::Call(name, argument) => {
                Value::Call(name.clone(), Box::new(argument.with_texts(other)))
            }
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::Reference(_)
            | Value::Param(_)
            | Value::Pseudo(_)
            | Value::Sensitive => self.clone(),
        }
    }

    /// The values directly inside.
    pub fn children(&self) -> Vec<&Value> {
        match self {
            Value::List(parts) | Value::Joined(parts) => parts.iter().collect(),
            Value::Object(fields) => fields.values().collect(),
            Value::Call(_, argument) => vec![argument],
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::Text(_)
            | Value::Reference(_)
            | Value::Param(_)
            | Value::Pseudo(_)
            | Value::Sensitive => Vec::new(),
        }
    }

    /// Calls `visit` for every reference inside.
    pub fn each_reference(&mut self, visit: &mut dyn FnMut(&mut Reference)) {
        match self {
            Value::Reference(reference) => visit(reference),
            Value::List(parts) | Value::Joined(parts) => {
                for part in parts {
                    part.each_reference(visit);
                }
            }
            Value::Object(fields) => {
                for field in fields.values_mut() {
                    field.each_reference(visit);
                }
            }
            Value::Call(_, argument) => argument.each_reference(visit),
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::Text(_)
            | Value::Param(_)
            | Value::Pseudo(_)
            | Value::Sensitive => {}
        }
    }

    /// As JSON, for the plan's JSON and for an order of values. What is no plain value is an object
    /// with one key that begins with `$`.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::{Value as Json, json};
        let all = |parts: &[Value]| Json::Array(parts.iter().map(Value::to_json).collect());
        match self {
            Value::Null => Json::Null,
            Value::Bool(value) => Json::Bool(*value),
            Value::Number(number) => Json::Number(number.clone()),
            Value::Text(text) => Json::String(text.clone()),
            Value::List(parts) => all(parts),
            Value::Object(fields) => Json::Object(
                fields
                    .iter()
                    .map(|(name, field)| (name.clone(), field.to_json()))
                    .collect(),
            ),
            Value::Reference(reference) => reference.to_json(),
            Value::Param(name) => json!({ "$param": name }),
            Value::Pseudo(name) => json!({ "$pseudo": name }),
            Value::Joined(parts) => json!({ "$join": all(parts) }),
            Value::Call(name, argument) => json!({ "$call": [name, argument.to_json()] }),
            Value::Sensitive => json!({ "$sensitive": true }),
        }
    }
}

impl Reference {
    fn to_json(&self) -> serde_json::Value {
        let known_after = self.pending.map(|pending| match pending {
            Pending::Created => "create",
            Pending::Replaced => "replace",
        });
        let mut inner = serde_json::json!({
            "address": self.address,
            "region": self.key.region,
            "attribute": self.attribute,
        });
        if let Some(account) = &self.key.account {
            inner["account"] = account.as_str().into();
        }
        if let Some(known_after) = known_after {
            inner["known_after"] = known_after.into();
        }
        serde_json::json!({ "$reference": inner })
    }
}
