//! `outrigger plan`: shows what the templates of this source would change.

use std::collections::BTreeMap;
use std::path::Path;

use outrigger_core::plan::view::{self, MARKDOWN_LIMIT};
use outrigger_core::plan::{self, Deployment};

use super::apply::{compare, shown as shown_as_text};
use crate::app::App;
use crate::arguments::{Plan, PlanForm};
use crate::deploy::built::{self, Built};
use crate::deploy::live::Live;
use crate::deploy::target;
use crate::failure::{Exit, Failure, shown};
use crate::git::{self, Repository};
use crate::out;
use crate::ui::Ui;

/// The files of an `out/`, and what to call them.
struct Basis {
    label: String,
    files: BTreeMap<String, String>,
}

/// Compiles, compares, shows.
pub fn run(folder: &Path, arguments: &Plan, ui: &Ui) -> Result<Exit, Failure> {
    let app = App::read(folder, ui)?;
    let environment = arguments.environment.name.as_str();
    let built = Built::compiled(&app, environment, ui)?;
    let before = match arguments.against.as_deref() {
        None => at_head(folder, environment)?.read(environment, ui)?,
        Some("live") => {
            let cloud = target::connect(&arguments.target, &built.deployment, ui)?;
            Live::read(&cloud, &built.deployment, &arguments.target, ui)?.deployment
        }
        Some(basis) => named(folder, basis, environment)?.read(environment, ui)?,
    };
    let mut plan = compare(&before, &built, ui)?;
    let losses = plan.consent(&arguments.allow_data_loss, "outrigger plan");
    ui.artefact(&view(&plan, arguments.format, ui))?;
    if app.lock.as_deref() != Some(&built.output.lock) {
        ui.note("`outrigger build` will change outrigger.lock");
    }
    if !losses.is_empty() {
        return Err(ui.refuse(&losses));
    }
    Ok(if arguments.detailed_exitcode && !plan.is_empty() {
        Exit::Changes
    } else {
        Exit::Done
    })
}

fn view(plan: &plan::Plan, form: PlanForm, ui: &Ui) -> String {
    match form {
        PlanForm::Json => view::json(plan),
        PlanForm::Markdown => view::markdown(plan, MARKDOWN_LIMIT),
        PlanForm::Text => shown_as_text(plan, ui),
    }
}

impl Basis {
    /// Says so if there is nothing.
    fn new(label: String, files: BTreeMap<String, String>, environment: &str) -> Self {
        let label = if files.is_empty() {
            format!("{label}, which has no {environment}")
        } else {
            label
        };
        Self { label, files }
    }

    fn read(&self, environment: &str, ui: &Ui) -> Result<Deployment, Failure> {
        built::read(&self.label, environment, &self.files, ui)
    }
}

/// What is committed; without git, what is in the folder.
fn at_head(folder: &Path, environment: &str) -> Result<Basis, Failure> {
    match git::head(folder)? {
        Repository::At(commit) => Ok(Basis::new(
            format!("out/ at git's HEAD ({})", commit.short()),
            git::read(folder, &commit, environment)?,
            environment,
        )),
        Repository::Empty => Ok(Basis {
            label: "nothing: git has no commit yet".into(),
            files: BTreeMap::new(),
        }),
        Repository::None => Ok(Basis::new(
            "out/ in the folder".into(),
            out::read(&folder.join(out::NAME), environment)?,
            environment,
        )),
    }
}

/// What `--against` names.
fn named(folder: &Path, basis: &str, environment: &str) -> Result<Basis, Failure> {
    if let Some(revision) = basis.strip_prefix("git:") {
        let commit = git::commit(folder, revision)?.ok_or_else(|| {
            Failure::outside(format!("git knows no commit `{revision}`"))
                .hint("in a shallow clone, fetch it first: `git fetch origin REVISION`")
        })?;
        return Ok(Basis::new(
            format!("out/ at git's {revision} ({})", commit.short()),
            git::read(folder, &commit, environment)?,
            environment,
        ));
    }
    let given = folder.join(basis);
    let out = match (given.join("cloudformation").is_dir(), given.join(out::NAME)) {
        (true, _) => given,
        (false, inner) if inner.is_dir() => inner,
        _ => {
            let message = format!("`{}` is no out/, and has none", shown(&given));
            return Err(Failure::outside(message)
                .hint("name a folder that `outrigger build` wrote, or `git:REVISION`"));
        }
    };
    Ok(Basis::new(
        format!("the folder {basis}"),
        out::read(&out, environment)?,
        environment,
    ))
}
