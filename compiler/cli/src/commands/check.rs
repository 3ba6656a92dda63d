//! `outrigger check`: says what is wrong and what is proved, and writes nothing.

use std::path::Path;

use outrigger_core::Goal;

use crate::app::App;
use crate::arguments::Check;
use crate::failure::{Exit, Failure};
use crate::proofs;
use crate::ui::{self, Ui};

/// Compiles, and shows diagnostics and proofs.
pub fn run(folder: &Path, check: &Check, ui: &Ui) -> Result<Exit, Failure> {
    let app = App::read(folder, ui)?;
    let environment = &check.environment.name;
    let compilation = app.compile(environment, Goal::Check, &mut |_, _| {})?;
    let (diagnostics, sources) = (&compilation.diagnostics, &compilation.sources);
    match check.format {
        Some(form) => ui.artefact(&ui.render(diagnostics, sources, form))?,
        None => {
            ui.diagnostics(diagnostics, sources);
            if let Some(proofs) = compilation.proofs.as_ref().filter(|_| !ui.is_quiet()) {
                ui.artefact(&proofs::table(proofs, ui.colors_stdout(), ui.is_verbose()))?;
                ui.done(&proofs::summary(proofs));
            }
        }
    }
    match &compilation.output {
        Some(output) if !ui::has_errors(diagnostics) => {
            ui.done(&format!(
                "Checked {environment}: {} in {}",
                ui::count(output.resources, "resource"),
                ui::count(output.stacks, "stack")
            ));
            Ok(Exit::Done)
        }
        _ => Ok(Exit::Error),
    }
}
