//! What is deployed: the stacks of the manifest as they are, and those that earlier builds left.

use std::collections::{BTreeMap, BTreeSet};

use outrigger_aws::{Cloud, CloudError, Phase, Stack, StackRef};
use outrigger_core::diag::codes::deploy;
use outrigger_core::plan::{Deployment, Source};
use serde_json::{Value as Json, json};

use super::{built, target};
use crate::arguments::Target;
use crate::failure::Failure;
use crate::out;
use crate::ui::Ui;

/// A stack that is there.
pub struct LiveStack {
    /// Its name in the manifest.
    pub unit: String,
    /// Which stack.
    pub at: StackRef,
    /// How it is.
    pub stack: Stack,
    /// What it was deployed with; none if nothing was ever in it.
    pub template: Option<String>,
    /// Whether the source still builds it.
    pub is_wanted: bool,
}

/// What is deployed.
pub struct Live {
    /// The stacks: those of the manifest in its order, then what is left over.
    pub stacks: Vec<LiveStack>,
    /// The same, to be compared.
    pub deployment: Deployment,
}

impl Live {
    /// Reads it. Changes nothing.
    pub fn read(
        cloud: &Cloud,
        wanted: &Deployment,
        target: &Target,
        ui: &Ui,
    ) -> Result<Self, Failure> {
        let stacks = stacks(cloud, wanted).map_err(|error| target::refused(&error, target, ui))?;
        let files = files(&stacks, wanted);
        let label = match stacks.first() {
            Some(_) => "what is deployed",
            None => "nothing: no stack is deployed",
        };
        let deployment = built::read(label, &wanted.environment, &files, ui)?;
        Ok(Self { stacks, deployment })
    }

    /// A stack by its name in the manifest.
    pub fn stack(&self, unit: &str) -> Option<&LiveStack> {
        self.stacks.iter().find(|stack| stack.unit == unit)
    }

    /// Goes on only if every stack can be changed.
    pub fn refuse_broken(&self, ui: &Ui) -> Result<(), Failure> {
        let wrong: Vec<_> = self
            .stacks
            .iter()
            .filter_map(|live| {
                let (name, region) = (live.at.name.as_str(), live.at.region.as_str());
                let (status, reason) = (live.stack.status.as_str(), live.stack.reason.as_deref());
                match live.stack.phase() {
                    Phase::Stillborn => Some(deploy::stack_stillborn(name, region, status, reason)),
                    Phase::Stuck => Some(deploy::stack_stuck(name, region, status, reason)),
                    Phase::Ready | Phase::Announced | Phase::Busy | Phase::Gone => None,
                }
            })
            .collect();
        if wrong.is_empty() {
            Ok(())
        } else {
            Err(ui.refuse(&wrong))
        }
    }

    /// The stacks that something is under way in.
    pub fn busy(&self) -> impl Iterator<Item = &LiveStack> {
        let stacks = self.stacks.iter();
        stacks.filter(|live| live.stack.phase() == Phase::Busy)
    }
}

fn stacks(cloud: &Cloud, wanted: &Deployment) -> Result<Vec<LiveStack>, CloudError> {
    let mut found = Vec::new();
    let mut add = |unit: String, at: StackRef, is_wanted: bool| -> Result<(), CloudError> {
        let Some(stack) = cloud.stack(&at)? else {
            return Ok(());
        };
        let template = match stack.phase() {
            Phase::Announced => None,
            _ => Some(cloud.template(&at)?),
        };
        // Only what says that it belongs to this app does.
        let mark = format!("{} {}: ", text(wanted.app.as_ref()), wanted.environment);
        if is_wanted
            || template
                .as_ref()
                .is_some_and(|template| template.contains(&mark))
        {
            found.push(LiveStack {
                unit,
                at,
                stack,
                template,
                is_wanted,
            });
        }
        Ok(())
    };
    let mut known = BTreeSet::new();
    for unit in &wanted.units {
        let at = StackRef {
            region: unit.region.clone(),
            name: unit.stack.clone(),
        };
        known.insert(at.clone());
        add(unit.name.clone(), at, true)?;
    }
    let prefix = format!("{}-{}-", text(wanted.app.as_ref()), wanted.environment);
    let regions: BTreeSet<&str> = wanted
        .units
        .iter()
        .map(|unit| unit.region.as_str())
        .collect();
    for region in regions {
        for name in cloud.names(region, &prefix)? {
            let unit = format!("{region}/{}", name.get(prefix.len()..).unwrap_or(&name));
            let at = StackRef {
                region: region.to_owned(),
                name,
            };
            if !known.contains(&at) {
                add(unit, at, false)?;
            }
        }
    }
    Ok(found)
}

fn text(text: Option<&String>) -> &str {
    text.map_or("", String::as_str)
}

/// What is deployed, as an `out/` would have it.
fn files(stacks: &[LiveStack], wanted: &Deployment) -> BTreeMap<String, String> {
    let folder = out::folder_of(&wanted.environment);
    let mut files = BTreeMap::new();
    let mut units = Vec::new();
    for live in stacks {
        let Some(template) = &live.template else {
            continue;
        };
        let is_json = template.trim_start().starts_with('{');
        let ending = if is_json { "json" } else { "yaml" };
        let path = format!("{}.template.{ending}", live.unit);
        files.insert(format!("{folder}/{path}"), template.clone());
        let unit = wanted.unit(&live.unit);
        units.push(json!({
            "name": live.unit,
            "region": live.at.region,
            "stack": live.at.name,
            "template": path,
            "holds_data": unit.is_some_and(|unit| unit.holds_data),
            "termination_protection": live.stack.protected,
            "parameters": parameters(live, stacks, wanted),
        }));
    }
    if !units.is_empty() {
        let manifest = json!({
            "app": wanted.app,
            "engine": "cloudformation",
            "environment": wanted.environment,
            "format": outrigger_core::plan::MANIFEST_FORMAT,
            "units": units,
        });
        files.insert(format!("{folder}/manifest.json"), manifest.to_string());
    }
    files
}

/// Where a stack's parameters came from: as the manifest says, and for those that it does not know
/// as their names say.
fn parameters(live: &LiveStack, stacks: &[LiveStack], wanted: &Deployment) -> Json {
    let sources = live.stack.parameters.keys().map(|name| {
        let unit = wanted.unit(&live.unit);
        let source = match unit.and_then(|unit| unit.parameters.get(name)) {
            Some(Source::Output { output, unit }) => json!({ "output": output, "unit": unit }),
            Some(Source::Param { param }) => json!({ "param": param }),
            None => match giver(name, live, stacks) {
                Some((unit, output)) => json!({ "output": output, "unit": unit }),
                None => json!({ "param": name }),
            },
        };
        (name.clone(), source)
    });
    Json::Object(sources.collect())
}

/// The stack and the output that gave a parameter: one of the same region, whose output has the
/// parameter's name, or one elsewhere, whose region follows the output's name.
fn giver<'s>(
    name: &'s str,
    live: &LiveStack,
    stacks: &'s [LiveStack],
) -> Option<(&'s str, &'s str)> {
    stacks.iter().find_map(|other| {
        let output = if other.at.region == live.at.region {
            name
        } else {
            name.strip_suffix(&in_camel_case(&other.at.region))?
        };
        let has_it = other.stack.outputs.contains_key(output);
        has_it.then_some((other.unit.as_str(), output))
    })
}

/// `EuWest1`.
fn in_camel_case(region: &str) -> String {
    let capital = |part: &str| {
        let mut letters = part.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    region.split('-').map(capital).collect()
}

#[cfg(test)]
mod tests {
    use super::in_camel_case;

    #[test]
    fn regions_end_names() {
        assert_eq!(in_camel_case("eu-central-1"), "EuCentral1");
    }
}
