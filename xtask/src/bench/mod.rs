//! `cargo xtask bench`: what the compiler costs.

mod builds;
mod check;
mod edit;
mod floor;
mod generate;
mod peer;

use clap::{Args, Subcommand};

use crate::Failure;

/// What to measure; whole builds if nothing else is said.
#[derive(Args)]
pub struct Bench {
    #[command(subcommand)]
    part: Option<Part>,
    #[command(flatten)]
    builds: builds::Arguments,
}

#[derive(Subcommand)]
enum Part {
    /// Resources against their schemas.
    Check(check::Arguments),
    /// A check after one edit, in one process.
    Edit(edit::Arguments),
    /// The floor of one app that has been built; `bench` runs it as a process.
    #[command(hide = true)]
    Floor(floor::Arguments),
}

/// Runs a measurement.
pub fn run(bench: &Bench) -> Result<(), Failure> {
    match &bench.part {
        Some(Part::Check(arguments)) => check::run(arguments),
        Some(Part::Edit(arguments)) => edit::run(arguments),
        Some(Part::Floor(arguments)) => floor::run(arguments.folder()),
        None => builds::run(&bench.builds),
    }
}
