//! One file a command: read, ask the compiler, show.

mod apply;
mod build;
mod check;
mod completions;
mod destroy;
mod diff;
mod doc;
mod explain;
mod fmt;
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
        Command::Init(init) => init::run(folder, init, ui),
        Command::Check(check) => check::run(folder, check, ui),
        Command::Build(build) => build::run(folder, build, ui),
        Command::Plan(plan) => plan::run(folder, plan, ui),
        Command::Diff(diff) => diff::run(folder, diff, ui),
        Command::Apply(apply) => apply::run(folder, apply, ui),
        Command::Destroy(destroy) => destroy::run(folder, destroy, ui),
        Command::Fmt(fmt) => fmt::run(folder, fmt, ui),
        Command::Doc(doc) => doc::run(folder, doc, ui),
        Command::Explain(explain) => explain::run(explain, ui),
        Command::Graph(graph) => graph::run(folder, graph, ui),
        Command::Completions(completions) => completions::run(completions, ui),
    }
}
