//! What is deployed: the stacks of the manifest as they are, and those that earlier builds left.

use std::collections::{BTreeMap, BTreeSet};

use outrigger_aws::{Cloud, CloudError, Phase, Stack, StackRef};
use outrigger_core::diag::codes::deploy;
use outrigger_core::plan::{Deployment, Key, Source, Unit};
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
    /// Its account, where it is another than the app's own.
    pub elsewhere: Option<String>,
    /// How it is.
    pub stack: Stack,
    /// What it was deployed with; none if nothing is in it.
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

    /// Who a resource of a stack is. What is deployed is read from where the app is to stand, so
    /// its own account is the app's.
    pub fn key(&self, unit: &Unit, id: &str) -> Key {
        self.deployment
            .key(unit, id, self.deployment.account.as_deref())
    }

    /// Goes on only if every stack can be changed.
    pub fn refuse_broken(&self, ui: &Ui) -> Result<(), Failure> {
        let wrong: Vec<_> = self
            .stacks
            .iter()
            .filter_map(|live| {
                let (name, region) = (live.at.name.as_str(), live.at.place.region.as_str());
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
    let mut add = |unit: String,
                   at: StackRef,
                   elsewhere: Option<&String>,
                   is_wanted: bool|
     -> Result<(), CloudError> {
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
                elsewhere: elsewhere.cloned(),
                template: template.filter(|_| !stack.is_empty()),
                stack,
                is_wanted,
            });
        }
        Ok(())
    };
    let mut known = BTreeSet::new();
    // Each site, as its stacks' names begin.
    let mut sites = BTreeMap::new();
    for unit in &wanted.units {
        let place = cloud.place(wanted.account_of(unit), &unit.region);
        let at = StackRef {
            place: place.clone(),
            name: unit.stack.clone(),
        };
        known.insert(at.clone());
        add(unit.name.clone(), at, unit.elsewhere.as_ref(), true)?;
        sites.insert(
            site_of(&unit.name).to_owned(),
            (place, unit.elsewhere.as_ref()),
        );
    }
    // An account may have none but what is left over.
    let regions: BTreeSet<&str> = wanted
        .units
        .iter()
        .map(|unit| unit.region.as_str())
        .collect();
    for (name, account) in &wanted.others {
        for region in &regions {
            let place = cloud.place(Some(account), region);
            sites.insert(format!("{name}/{region}"), (place, Some(account)));
        }
    }
    let prefix = format!("{}-{}-", text(wanted.app.as_ref()), wanted.environment);
    for (site, (place, elsewhere)) in sites {
        for name in cloud.names(&place, &prefix)? {
            let unit = format!("{site}/{}", name.get(prefix.len()..).unwrap_or(&name));
            let at = StackRef {
                place: place.clone(),
                name,
            };
            if !known.contains(&at) {
                add(unit, at, elsewhere, false)?;
            }
        }
    }
    Ok(found)
}

/// The site in a stack's name in the manifest: `eu-west-1`, `backup/eu-west-1`.
fn site_of(unit: &str) -> &str {
    unit.rsplit_once('/').map_or(unit, |(site, _)| site)
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
            "account": live.elsewhere.as_ref().or(wanted.account.as_ref()),
            "region": live.at.place.region,
            "stack": live.at.name,
            "template": path,
            "holds_data": unit.is_some_and(|unit| unit.holds_data),
            "termination_protection": live.stack.protected,
            "parameters": parameters(live, stacks, wanted),
        }));
    }
    if !units.is_empty() {
        let manifest = json!({
            "account": wanted.account,
            "accounts": wanted.others,
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

/// The stack and the output that gave a parameter: one of the same site, whose output has the
/// parameter's name, or one elsewhere, whose account and region follow the output's name.
fn giver<'s>(
    name: &'s str,
    live: &LiveStack,
    stacks: &'s [LiveStack],
) -> Option<(&'s str, &'s str)> {
    stacks.iter().find_map(|other| {
        let output = name.strip_suffix(&suffix(site_of(&other.unit), site_of(&live.unit)))?;
        let has_it = other.stack.outputs.contains_key(output);
        has_it.then_some((other.unit.as_str(), output))
    })
}

/// How a parameter's name ends that comes from a site, as another one reads it.
fn suffix(from: &str, to: &str) -> String {
    let parts = |site: &str| match site.split_once('/') {
        Some((account, region)) => (in_camel_case(account), in_camel_case(region)),
        None => (in_camel_case("main"), in_camel_case(site)),
    };
    let ((account, region), (own, here)) = (parts(from), parts(to));
    let other = |part: String, own: String| if part == own { String::new() } else { part };
    other(account, own) + &other(region, here)
}

/// `EuWest1`.
fn in_camel_case(name: &str) -> String {
    let capital = |part: &str| {
        let mut letters = part.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    name.split('-').map(capital).collect()
}

#[cfg(test)]
mod tests {
    use super::suffix;

    #[test]
    fn sites_end_names() {
        let ends = |from, to, wanted: &str| assert_eq!(suffix(from, to), wanted);
        ends("eu-west-1", "eu-west-1", "");
        ends("eu-central-1", "eu-west-1", "EuCentral1");
        ends("backup/eu-west-1", "eu-west-1", "Backup");
        ends("eu-central-1", "backup/eu-west-1", "MainEuCentral1");
    }
}
