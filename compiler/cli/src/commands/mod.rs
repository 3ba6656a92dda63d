//! One file a command: read, ask the compiler, show.

mod build;
mod check;
mod completions;
mod explain;
mod graph;
mod init;
mod plan;

use crate::arguments::{Arguments, Command};
use crate::failure::{Exit, Failure};
use crate::ui::Ui;

/// Runs the command.
pub fn run(arguments: &Arguments, ui: &Ui) -> Result<Exit, Failure> {
    let folder = arguments.global.folder.as_path();
    match &arguments.command {
        Command::Init => init::run(folder, ui),
        Command::Check(check) => check::run(folder, check, ui),
        Command::Build(build) => build::run(folder, build, ui),
        Command::Plan(plan) => plan::run(folder, plan, ui),
        Command::Explain(explain) => explain::run(explain, ui),
        Command::Graph(graph) => graph::run(folder, graph, ui),
        Command::Completions(completions) => completions::run(completions, ui),
    }
}
