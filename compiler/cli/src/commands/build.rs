//! `outrigger build`: writes `out/` and the lock.

use std::collections::BTreeSet;
use std::path::Path;

use outrigger_core::diag::codes;
use outrigger_core::source::Sources;
use outrigger_core::{Format, Goal};

use crate::app::{App, lock_path};
use crate::arguments::{Build, BuildTarget};
use crate::failure::{Exit, Failure, shown};
use crate::out::{Changes, folder_of, terraform_folder_of};
use crate::ui::{self, Ui};

/// Compiles, and makes the folder what it should be.
pub fn run(folder: &Path, build: &Build, ui: &Ui) -> Result<Exit, Failure> {
    let app = App::read(folder, ui)?;
    let environment = &build.environment.name;
    let (goal, below) = match build.target {
        BuildTarget::CloudFormation if build.yaml => {
            (Goal::Build(Format::Yaml), folder_of(environment))
        }
        BuildTarget::CloudFormation => (Goal::Build(Format::Json), folder_of(environment)),
        BuildTarget::Terraform if build.yaml => {
            let message = "`--yaml` is about templates, and Terraform has none";
            return Err(Failure::outside(message).hint("leave `--yaml` out"));
        }
        BuildTarget::Terraform => (Goal::BuildTerraform, terraform_folder_of(environment)),
    };
    let mut changes = Changes::begin(folder, &below)?;
    let output = app.build_each(environment, goal, ui, &mut |path, content| {
        changes.built(path, content)
    })?;
    let old_lock = app.lock.as_deref().unwrap_or_default();
    if build.locked && old_lock != output.lock {
        refuse_lock(old_lock, &output.lock, ui);
        return Err(Failure::Shown);
    }
    changes.compare(lock_path(folder), output.lock.as_bytes())?;
    let unit = match build.target {
        BuildTarget::CloudFormation => "stack",
        BuildTarget::Terraform => "root",
    };
    let what = format!(
        "{environment}: {} in {}",
        ui::count(output.resources, "resource"),
        ui::count(output.stacks, unit)
    );
    for (type_name, count) in &output.through_cloud_control {
        let count = ui::count(*count, "resource");
        ui.note(&format!(
            "{type_name} has no translation: {count} through Cloud Control"
        ));
    }
    if build.check {
        return Ok(compared(&changes, &what, ui));
    }
    changes.apply()?;
    for (path, _) in &changes.write {
        ui.detail(&format!("Wrote {}", shown(path)));
    }
    for path in &changes.remove {
        ui.detail(&format!("Removed {}", shown(path)));
    }
    ui.done(&format!("Built {what}; {}", summary(&changes)));
    Ok(Exit::Done)
}

fn summary(changes: &Changes) -> String {
    let written = ui::count(changes.write.len(), "file");
    match (changes.write.len(), changes.remove.len()) {
        (0, 0) => "nothing changed".into(),
        (_, 0) => format!("{written} written"),
        (_, removed) => format!("{written} written, {removed} removed"),
    }
}

/// For `--check`: names what would change.
fn compared(changes: &Changes, what: &str, ui: &Ui) -> Exit {
    if changes.is_empty() {
        ui.done(&format!("Up to date: {what}"));
        return Exit::Done;
    }
    for (path, _) in &changes.write {
        ui.always(&format!(
            "error: `{}` is not what the source builds",
            shown(path)
        ));
    }
    for path in &changes.remove {
        ui.always(&format!(
            "error: the source does not build `{}`",
            shown(path)
        ));
    }
    ui.always(" hint: run `outrigger build` and commit what it writes");
    Exit::Error
}

fn refuse_lock(old: &str, new: &str, ui: &Ui) {
    let entries = |text: &'_ str| -> BTreeSet<String> {
        let is_entry = |line: &&str| !line.starts_with('#') && !line.starts_with("version ");
        let lines = text.lines().filter(is_entry);
        lines.map(str::to_owned).collect()
    };
    let (old, new) = (entries(old), entries(new));
    let added: Vec<&str> = new.difference(&old).map(String::as_str).collect();
    let removed: Vec<&str> = old.difference(&new).map(String::as_str).collect();
    let diagnostic = codes::stacks::lock_out_of_date(&added, &removed);
    ui.diagnostics(&[diagnostic], &Sources::new());
}
