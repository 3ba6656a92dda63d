//! A plan for programs. The format is documented in `docs/formats/plan.md`; a test holds the two
//! together. A minor version adds fields, a major one changes or removes some.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value as Json;

use crate::plan::{Action, Change, Effect, Plan, PropertyChange, Reason, Subject, Value};

/// The version of the format, in the field `version`.
pub const JSON_VERSION: &str = "1.2";

#[derive(Serialize)]
struct Report<'a> {
    version: &'static str,
    app: &'a str,
    environment: &'a str,
    basis: &'a str,
    empty: bool,
    counts: BTreeMap<&'static str, usize>,
    data_at_risk: usize,
    stacks: Vec<Stack<'a>>,
    changes: Vec<Entry<'a>>,
    rewired: &'a [String],
}

#[derive(Serialize)]
struct Stack<'a> {
    unit: &'a str,
    #[serde(rename = "stack")]
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<&'a str>,
    event: &'static str,
}

#[derive(Serialize)]
struct Entry<'a> {
    action: &'static str,
    address: &'a str,
    address_before: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<&'a str>,
    region: &'a str,
    unit: &'a str,
    logical_id: &'a str,
    #[serde(rename = "type")]
    type_name: &'a str,
    data_at_risk: Option<Risk>,
    name_taken: Option<String>,
    reasons: Vec<Why<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    overrides: Vec<Override<'a>>,
    properties: Vec<Property>,
}

#[derive(Serialize)]
struct Override<'a> {
    path: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
struct Risk {
    fate: &'static str,
    allowed: bool,
}

#[derive(Serialize)]
struct Why<'a> {
    kind: &'static str,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    because: &'a [String],
}

#[derive(Serialize)]
struct Property {
    path: String,
    of: &'static str,
    effect: &'static str,
    before: Option<Json>,
    after: Option<Json>,
}

/// One JSON object, indented, with a final line end.
pub fn json(plan: &Plan) -> String {
    let actions = Action::TABLE.map(|(action, name, ..)| (name, plan.count(action)));
    let stacks = plan.stacks.iter().map(|stack| Stack {
        unit: &stack.unit,
        name: &stack.stack,
        account: stack.account.as_deref(),
        event: stack.event.words().0,
    });
    let at_risk = plan.changes.iter().filter(|change| change.risk.is_some());
    let report = Report {
        version: JSON_VERSION,
        app: &plan.app,
        environment: &plan.environment,
        basis: &plan.basis,
        empty: plan.is_empty(),
        counts: actions.into_iter().collect(),
        data_at_risk: at_risk.count(),
        stacks: stacks.collect(),
        changes: plan.changes.iter().map(entry).collect(),
        rewired: &plan.rewired,
    };
    // Only texts, numbers and lists of them: writing them cannot fail.
    let mut text = serde_json::to_string_pretty(&report).unwrap_or_default();
    text.push('\n');
    text
}

fn entry(change: &Change) -> Entry<'_> {
    Entry {
        action: change.action.name(),
        address: &change.address,
        address_before: change.address_before.as_deref(),
        account: change.key.account.as_deref(),
        region: &change.key.region,
        unit: &change.unit,
        logical_id: &change.key.id,
        type_name: &change.type_name,
        data_at_risk: change.risk.as_ref().map(|risk| Risk {
            fate: risk.fate.words().0,
            allowed: risk.allowed,
        }),
        name_taken: change.name_taken.as_ref().map(ToString::to_string),
        reasons: change.reasons.iter().map(why).collect(),
        overrides: change
            .overridden
            .iter()
            .map(|(path, reason)| Override { path, reason })
            .collect(),
        properties: change.properties.iter().map(property).collect(),
    }
}

fn why(reason: &Reason) -> Why<'_> {
    let (kind, text) = reason.words();
    Why {
        kind,
        text,
        path: reason.path().map(ToString::to_string),
        because: reason.chain(),
    }
}

fn property(property: &PropertyChange) -> Property {
    Property {
        path: property.path.to_string(),
        of: match property.subject {
            Subject::Property => "property",
            Subject::Attribute => "attribute",
        },
        effect: match property.effect {
            Effect::Update => "update",
            Effect::MayReplace => "may_replace",
            Effect::Replace => "replace",
        },
        before: property.before.as_ref().map(Value::to_json),
        after: property.after.as_ref().map(Value::to_json),
    }
}
