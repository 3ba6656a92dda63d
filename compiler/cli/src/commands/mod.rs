//! One file a command: read, ask the compiler, show.

mod apply;
mod build;
mod check;
mod completions;
mod destroy;
mod diff;
mod doc;
mod eval;
mod explain;
mod fmt;
mod graph;
mod init;
mod plan;
mod test;
mod update;

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
        Command::Test(test) => test::run(folder, test, ui),
        Command::Eval(eval) => eval::run(folder, eval, ui),
        Command::Explain(explain) => explain::run(explain, ui),
        Command::Graph(graph) => graph::run(folder, graph, ui),
        Command::Update(update) => update::run(folder, update, ui),
        Command::Completions(completions) => completions::run(completions, ui),
    }
}
