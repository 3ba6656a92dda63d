//! `outrigger apply`: makes what is deployed what was built.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process;
use std::time::{SystemTime, UNIX_EPOCH};

use outrigger_aws::{Cloud, CloudError, Doomed, Feed, StackRef, Step};
use outrigger_core::names::Names;
use outrigger_core::plan::view::{self, TextStyle};
use outrigger_core::plan::{self, Context, Deployment, Key, Plan, Source, Unit};
use outrigger_core::schema::{EMBEDDED, Schemas};
use serde_json::Value as Json;

use crate::app::App;
use crate::arguments::Apply;
use crate::deploy::built::Built;
use crate::deploy::live::{Live, LiveStack};
use crate::deploy::params::{self, Values};
use crate::deploy::progress::Teller;
use crate::deploy::{artifacts, consent, report, target};
use crate::failure::{Exit, Failure};
use crate::ui::{self, Ui};

/// Reads what is there, shows the plan, asks, and carries it out.
pub fn run(folder: &Path, arguments: &Apply, ui: &Ui) -> Result<Exit, Failure> {
    let environment = arguments.environment.name.as_str();
    let built = Built::verified(&App::read(folder, ui)?, folder, environment, ui)?;
    let wanted = &built.deployment;
    artifacts::refuse_large(wanted, ui)?;
    let values = params::read(folder, environment, &arguments.params, wanted, ui)?;
    let cloud = target::connect(&arguments.target, wanted, ui)?;
    let mut live = Live::read(&cloud, wanted, &arguments.target, ui)?;
    if live.busy().next().is_some() {
        wait(&cloud, &live, ui).map_err(|error| target::refused(&error, &arguments.target, ui))?;
        live = Live::read(&cloud, wanted, &arguments.target, ui)?;
    }
    live.refuse_broken(ui)?;
    let mut plan = compare(&live.deployment, &built, ui)?;
    let losses = plan.consent(&arguments.allow_data_loss, "outrigger apply");
    let steps = steps(&cloud, &built, &live, &plan, &values)
        .map_err(|error| target::refused(&error, &arguments.target, ui))?;
    let left_over = left_over(&live);
    if Cloud::is_rolled_out(&steps) && left_over.is_empty() {
        ui.done(&format!(
            "Nothing to do: {} as built",
            ui::count(steps.len(), "stack")
        ));
        return Ok(Exit::Done);
    }
    ui.artefact(&shown(&plan, ui))?;
    if !losses.is_empty() {
        return Err(ui.refuse(&losses));
    }
    consent::ask("Carry this out?", arguments.yes, ui)?;
    artifacts::upload(&cloud, &steps, &arguments.target, ui)?;
    let mut teller = Teller::new(ui);
    let mut outcome = cloud.roll_out(&steps, &change_set_name(), &mut |progress| {
        teller.tell(progress);
    });
    if outcome.is_done() && !left_over.is_empty() {
        let gone = cloud.tear_down(&left_over, &mut |progress| teller.tell(progress));
        outcome.states.extend(gone.states);
        outcome.interrupted |= gone.interrupted;
    }
    report::outcome(&outcome, &arguments.target, ui)
}

/// What would change.
pub fn compare(live: &Deployment, built: &Built, ui: &Ui) -> Result<Plan, Failure> {
    let mut schemas = Schemas::open(EMBEDDED).map_err(|error| Failure::Bug(error.to_string()))?;
    let names = Names::new();
    schemas.add_texts(&names, &built.output.own_schemas);
    let context = Context {
        schemas: &schemas,
        names: &names,
        moved: &built.output.moved,
        holds_data: &built.output.holds_data,
    };
    plan::diff(live, &built.deployment, &context).map_err(|wrong| ui.refuse(&wrong))
}

/// The plan as a terminal shows it.
pub fn shown(plan: &Plan, ui: &Ui) -> String {
    let style = TextStyle {
        color: ui.colors_stdout(),
        verbose: ui.is_verbose(),
    };
    view::text(plan, style)
}

/// Waits for what somebody else has begun, or an earlier run.
fn wait(cloud: &Cloud, live: &Live, ui: &Ui) -> Result<(), CloudError> {
    for busy in live.busy() {
        let (at, status) = (&busy.at, &busy.stack.status);
        ui.done(&format!("{at} is {status}: waiting until that has ended"));
        cloud.wait_until_settled(at)?;
    }
    Ok(())
}

/// Unique within each stack: the time, and who.
fn change_set_name() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = now.map_or(0, |now| now.as_millis());
    format!("outrigger-{now}-{}", process::id())
}

fn steps(
    cloud: &Cloud,
    built: &Built,
    live: &Live,
    plan: &Plan,
    values: &Values,
) -> Result<Vec<Step>, CloudError> {
    let agreed: BTreeSet<&Key> = plan.losing().collect();
    let units = built.deployment.units.iter();
    units
        .map(|unit| {
            let there = live.stack(&unit.name);
            let policy_there = match (there, &unit.policy) {
                (Some(there), Some(_)) => cloud.policy(&there.at)?,
                _ => None,
            };
            let template_there = there.and_then(|there| there.template.as_deref());
            let before = live.deployment.unit(&unit.name);
            Ok(Step {
                unit: unit.name.clone(),
                at: StackRef {
                    place: cloud.place(built.deployment.account_of(unit), &unit.region),
                    name: unit.stack.clone(),
                },
                after: unit.after.clone(),
                template: artifacts::template(cloud, &built.deployment, unit),
                parameters: parameters(unit, values),
                policy: unit.policy.clone(),
                protected: unit.termination_protection,
                allows_loss: before.is_some_and(|before| {
                    let mut keys = before.contents().map(|(id, ..)| live.key(before, id));
                    keys.any(|key| agreed.contains(&key))
                }),
                precious: before.map_or_else(BTreeMap::new, |before| {
                    precious(before, live, built, &agreed)
                }),
                stack: there.map(|there| there.stack.clone()),
                same_template: template_there
                    .is_some_and(|there| means_the_same(there, &unit.text)),
                same_policy: match (&policy_there, &unit.policy) {
                    (_, None) => true,
                    (Some(there), Some(wanted)) => means_the_same(there, wanted),
                    (None, Some(_)) => false,
                },
            })
        })
        .collect()
}

/// Where each parameter's value comes from. Params that nobody gives keep their defaults.
fn parameters(unit: &Unit, values: &Values) -> BTreeMap<String, Feed> {
    let feeds = unit.parameters.iter().filter_map(|(name, source)| {
        let feed = match source {
            Source::Output { output, unit } => Feed::Output {
                unit: unit.clone(),
                output: output.clone(),
            },
            Source::Param { param } => Feed::Given(values.get(param)?.clone()),
        };
        Some((name.clone(), feed))
    });
    feeds.collect()
}

/// What of a stack holds data that nobody has agreed to lose: logical ids, with their addresses.
fn precious(
    unit: &Unit,
    live: &Live,
    built: &Built,
    agreed: &BTreeSet<&Key>,
) -> BTreeMap<String, String> {
    let holds_data = |type_name: &str| built.output.holds_data.get(type_name) == Some(&true);
    unit.contents()
        .filter(|(id, type_name, _)| {
            let is_agreed = agreed.contains(&live.key(unit, id));
            holds_data(type_name) && !is_agreed
        })
        .map(|(id, _, address)| (id.to_owned(), address.to_owned()))
        .collect()
}

/// Whether two texts are the same, or the same JSON.
fn means_the_same(one: &str, other: &str) -> bool {
    let json = |text: &str| serde_json::from_str::<Json>(text).ok();
    one == other || json(one).is_some_and(|one| json(other) == Some(one))
}

/// Stacks of earlier builds that this one has not.
fn left_over(live: &Live) -> Vec<Doomed> {
    let of_earlier = live.stacks.iter().filter(|stack| !stack.is_wanted);
    doomed(live, of_earlier)
}

/// Stacks that are to go, each with those that read its outputs.
pub fn doomed<'s>(live: &Live, stacks: impl Iterator<Item = &'s LiveStack>) -> Vec<Doomed> {
    let stacks: Vec<&LiveStack> = stacks.collect();
    let is_doomed = |name: &str| stacks.iter().any(|stack| stack.unit == name);
    let reads = |reader: &Unit, unit: &str| {
        let mut sources = reader.parameters.values();
        sources.any(|source| matches!(source, Source::Output { unit: from, .. } if from == unit))
    };
    stacks
        .iter()
        .map(|one| {
            let readers = live.deployment.units.iter().filter(|reader| {
                reader.name != one.unit && is_doomed(&reader.name) && reads(reader, &one.unit)
            });
            Doomed {
                unit: one.unit.clone(),
                at: one.at.clone(),
                before: readers.map(|reader| reader.name.clone()).collect(),
                id: one.stack.id.clone(),
                protected: one.stack.protected,
            }
        })
        .collect()
}
