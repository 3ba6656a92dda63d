//! What is to become of one stack.

use std::collections::BTreeMap;

use crate::artifacts::Artifact;
use crate::stack::{Phase, Stack, StackRef};

/// The outputs of all stacks, by their names in the manifest.
pub(crate) type Outputs = BTreeMap<String, BTreeMap<String, String>>;

/// Where a parameter's value comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Feed {
    /// It is given.
    Given(String),
    /// It is another stack's output.
    Output {
        /// That stack's name in the manifest.
        unit: String,
        /// The output's name.
        output: String,
    },
}

/// A template, and how CloudFormation gets it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Template {
    /// With the request.
    Body(String),
    /// From a bucket.
    Artifact(Artifact),
}

/// A stack as it should be.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each answers a question of its own"
)]
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name in the manifest: `eu-west-1/data`.
    pub unit: String,
    /// The stack.
    pub at: StackRef,
    /// What has to be there before, by names in the manifest.
    pub after: Vec<String>,
    /// The template.
    pub template: Template,
    /// Its parameters. Those that are missing keep their defaults.
    pub parameters: BTreeMap<String, Feed>,
    /// What may be done to its resources; none to leave the policy as it is.
    pub policy: Option<String>,
    /// Whether it is to be protected from deletion.
    pub protected: bool,
    /// Whether the user has agreed to lose data in it: then its policy steps aside meanwhile.
    pub allows_loss: bool,
    /// What must not be deleted or replaced: logical ids, with their addresses.
    pub precious: BTreeMap<String, String>,
    /// The stack as it is; none if there is none yet.
    pub stack: Option<Stack>,
    /// Whether the stack was deployed with this very template.
    pub same_template: bool,
    /// Whether the stack has this very policy.
    pub same_policy: bool,
}

/// How far a stack is from what it should be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Distance {
    /// Nothing is to do.
    None,
    /// Only its policy or its protection differ.
    Settings,
    /// A change set is needed.
    Content,
}

impl Step {
    /// Whether there is a stack with something in it.
    pub fn is_update(&self) -> bool {
        let stack = self.stack.as_ref();
        stack.is_some_and(|stack| stack.phase() != Phase::Announced)
    }

    /// The values of its parameters; fails with the output that is missing.
    pub(crate) fn values(
        &self,
        outputs: &Outputs,
    ) -> Result<BTreeMap<String, String>, (String, String)> {
        let value = |feed: &Feed| match feed {
            Feed::Given(value) => Ok(value.clone()),
            Feed::Output { unit, output } => {
                let found = outputs.get(unit).and_then(|unit| unit.get(output));
                found.cloned().ok_or_else(|| (unit.clone(), output.clone()))
            }
        };
        let values = self.parameters.iter();
        values
            .map(|(name, feed)| Ok((name.clone(), value(feed)?)))
            .collect()
    }

    /// How far the stack is from what it should be, with these values.
    pub(crate) fn distance(&self, values: &BTreeMap<String, String>) -> Distance {
        let Some(stack) = self.stack.as_ref().filter(|_| self.is_update()) else {
            return Distance::Content;
        };
        let has_values = values
            .iter()
            .all(|(name, value)| stack.parameters.get(name) == Some(value));
        if !self.same_template || !has_values {
            Distance::Content
        } else if self.same_policy && self.protected == stack.protected {
            Distance::None
        } else {
            Distance::Settings
        }
    }
}

/// Whether nothing at all is to do.
pub(crate) fn all_done(steps: &[Step]) -> bool {
    let outputs = known_outputs(steps);
    steps.iter().all(|step| {
        let values = step.values(&outputs);
        values.is_ok_and(|values| step.distance(&values) == Distance::None)
    })
}

/// What the stacks that are there give.
pub(crate) fn known_outputs(steps: &[Step]) -> Outputs {
    let known = steps
        .iter()
        .filter_map(|step| Some((step.unit.clone(), step.stack.as_ref()?.outputs.clone())));
    known.collect()
}
