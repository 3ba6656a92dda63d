//! `outrigger destroy`: deletes what is deployed.

use std::path::Path;

use outrigger_core::plan::Deployment;

use super::apply::{compare, doomed, shown};
use crate::app::App;
use crate::arguments::Destroy;
use crate::deploy::built::Built;
use crate::deploy::live::Live;
use crate::deploy::progress::Teller;
use crate::deploy::{consent, report, target};
use crate::failure::{Exit, Failure};
use crate::ui::{self, Ui};

/// Reads what is there, shows what would be lost, asks, and deletes it.
pub fn run(folder: &Path, arguments: &Destroy, ui: &Ui) -> Result<Exit, Failure> {
    let environment = arguments.environment.name.as_str();
    let mut built = Built::compiled(&App::read(folder, ui)?, environment, ui)?;
    let cloud = target::connect(&arguments.target, &built.deployment, ui)?;
    let live = Live::read(&cloud, &built.deployment, &arguments.target, ui)?;
    if live.stacks.is_empty() {
        ui.done("Nothing to do: no stack is deployed");
        return Ok(Exit::Done);
    }
    built.deployment = Deployment::none("nothing", environment);
    let mut plan = compare(&live.deployment, &built, ui)?;
    let losses = plan.consent(&arguments.allow_data_loss, "outrigger destroy");
    ui.artefact(&shown(&plan, ui))?;
    if !losses.is_empty() {
        return Err(ui.refuse(&losses));
    }
    let question = format!("Delete {}?", ui::count(live.stacks.len(), "stack"));
    consent::ask(&question, arguments.yes, ui)?;
    let mut teller = Teller::new(ui);
    let doomed = doomed(&live, live.stacks.iter());
    let outcome = cloud.tear_down(&doomed, &mut |progress| teller.tell(progress));
    report::outcome(&outcome, &arguments.target, ui)
}
