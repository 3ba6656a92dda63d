//! What is built for two environments: the plan that leads from the one to the other, without what
//! only a deployment would be concerned with.

use super::{ResourceDifference, Side};
use crate::plan::{Action, Change, Plan, PropertyChange, Value};

/// The resources that differ, by address and region.
pub(super) fn differences(plan: &Plan, environments: &[String; 2]) -> Vec<ResourceDifference> {
    let [first, second] = environments
        .each_ref()
        .map(|environment| format!("{}-{environment}", plan.app));
    let renamed = |value: &Value| value.with_texts(&|text| text.replace(&first, &second));
    // Names that begin with the app and the environment differ in each; that is their purpose.
    let differs = |property: &&PropertyChange| match (&property.before, &property.after) {
        (Some(before), Some(after)) => renamed(before) != *after,
        (before, after) => before.is_some() || after.is_some(),
    };
    let mut found: Vec<_> = plan
        .changes
        .iter()
        .filter_map(|change| {
            let only = only(change);
            let properties: Vec<_> = match only {
                Some(_) => Vec::new(),
                None => change
                    .properties
                    .iter()
                    .filter(differs)
                    .map(as_it_is)
                    .collect(),
            };
            (only.is_some() || !properties.is_empty()).then(|| ResourceDifference {
                address: change.address.clone(),
                region: change.key.region.clone(),
                type_name: change.type_name.clone(),
                only,
                properties,
            })
        })
        .collect();
    found.sort_by(|a, b| (&a.address, &a.region).cmp(&(&b.address, &b.region)));
    found
}

fn only(change: &Change) -> Option<Side> {
    match change.action {
        Action::Delete => Some(Side::First),
        Action::Create => Some(Side::Second),
        Action::Replace | Action::MayReplace | Action::Update | Action::Move => None,
    }
}

/// A difference without what is known of a value only once somebody deploys it.
fn as_it_is(property: &PropertyChange) -> PropertyChange {
    let mut property = property.clone();
    let values = [&mut property.before, &mut property.after];
    for value in values.into_iter().flatten() {
        value.each_reference(&mut |reference| reference.pending = None);
    }
    property
}
