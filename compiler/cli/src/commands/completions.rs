//! `outrigger completions`: what a shell can complete.

use clap::CommandFactory;

use crate::arguments::{Arguments, Completions};
use crate::failure::{Exit, Failure};
use crate::ui::Ui;

/// Prints the shell's script.
pub fn run(completions: &Completions, ui: &Ui) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    let mut command = Arguments::command();
    clap_complete::generate(completions.shell, &mut command, "outrigger", &mut script);
    ui.artefact(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}
