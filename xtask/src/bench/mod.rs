//! `cargo xtask bench`: how long it takes.

mod check;

use clap::Subcommand;

use crate::Failure;

/// What to measure.
#[derive(Subcommand)]
pub enum Bench {
    /// Resources against their schemas.
    Check(check::Arguments),
}

/// Runs a measurement.
pub fn run(bench: &Bench) -> Result<(), Failure> {
    match bench {
        Bench::Check(arguments) => check::run(arguments),
    }
}
