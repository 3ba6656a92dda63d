//! What was built, as it is on disk.

use std::collections::BTreeMap;
use std::path::Path;

use outrigger_core::diag::codes::deploy;
use outrigger_core::plan::{Deployment, Files};
use outrigger_core::source::Sources;
use outrigger_core::{Format, Goal, Output};

use crate::app::{App, BuiltFile, lock_path};
use crate::failure::{Failure, shown};
use crate::out::{self, Changes, folder_of};
use crate::ui::{self, Ui};

/// A build and its deployment.
pub struct Built {
    /// What the compiler says beside the files.
    pub output: Output,
    /// What is to be deployed.
    pub deployment: Deployment,
}

impl Built {
    /// Compiles, and goes on only if `out/` and the lock are exactly what the source builds.
    pub fn verified(app: &App, folder: &Path, environment: &str, ui: &Ui) -> Result<Self, Failure> {
        let format = format_on_disk(folder, environment)?;
        let (output, files) = app.build(environment, Goal::Build(format), ui)?;
        let mut changes = Changes::begin(folder, &folder_of(environment))?;
        changes.compare(lock_path(folder), output.lock.as_bytes())?;
        for (path, content) in &files {
            changes.built(path, content)?;
        }
        if !changes.is_empty() {
            let paths = changes.write.iter().map(|(path, _)| path);
            let paths: Vec<String> = paths
                .chain(&changes.remove)
                .map(|path| shown(path.strip_prefix(folder).unwrap_or(path)))
                .collect();
            let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
            return Err(ui.refuse(&[deploy::out_differs(&paths)]));
        }
        Self::of(output, files, environment, ui)
    }

    /// Compiles; what is on disk does not matter.
    pub fn compiled(app: &App, environment: &str, ui: &Ui) -> Result<Self, Failure> {
        let (output, files) = app.build(environment, Goal::Build(Format::Json), ui)?;
        Self::of(output, files, environment, ui)
    }

    /// The same for two environments.
    pub fn both(app: &App, environments: [&str; 2], ui: &Ui) -> Result<[Self; 2], Failure> {
        let [first, second] = app.build_both(environments, Goal::Build(Format::Json), ui)?;
        Ok([
            Self::of(first.0, first.1, environments[0], ui)?,
            Self::of(second.0, second.1, environments[1], ui)?,
        ])
    }

    fn of(
        output: Output,
        files: Vec<BuiltFile>,
        environment: &str,
        ui: &Ui,
    ) -> Result<Self, Failure> {
        let files = files
            .into_iter()
            .filter_map(|(path, content)| Some((path, String::from_utf8(content).ok()?)))
            .collect();
        let deployment = read("this source", environment, &files, ui)?;
        Ok(Self { output, deployment })
    }
}

/// Templates are compared byte for byte, so in the form that they were written in.
fn format_on_disk(folder: &Path, environment: &str) -> Result<Format, Failure> {
    let files = out::read(&folder.join(out::NAME), environment)?;
    let is_yaml = files.keys().any(|path| path.ends_with(".template.yaml"));
    Ok(if is_yaml { Format::Yaml } else { Format::Json })
}

/// A deployment from files below an `out/`; what is odd about it is shown.
pub fn read(
    label: &str,
    environment: &str,
    files: &BTreeMap<String, String>,
    ui: &Ui,
) -> Result<Deployment, Failure> {
    let paths: Vec<String> = files.keys().cloned().collect();
    let files = Files {
        paths: &paths,
        text: &|path| files.get(path).cloned(),
    };
    let (deployment, odd) =
        Deployment::read(label, environment, &files).map_err(|wrong| ui.refuse(&[wrong]))?;
    ui.diagnostics(&odd, &Sources::new());
    if ui::has_errors(&odd) {
        return Err(Failure::Shown);
    }
    Ok(deployment)
}
