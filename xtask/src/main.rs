//! The project's own tasks. `cargo xtask help` lists them.

mod bench;
mod bless;
mod fuzz;
mod judge;
mod provider;
mod schemas;
mod terraform;
mod test;
mod tidy;

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The allocator of the command line, so that measurements in this process hold for it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
#[command(about = "The project's own tasks")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Makes the file of resource schemas from the Python package cfn-lint.
    Schemas(schemas::Arguments),
    /// Makes the table of the Terraform provider's types from `terraform providers schema`.
    Provider,
    /// Measures builds of generated apps, and prints the table of docs/performance.md.
    Bench(bench::Bench),
    /// Runs libFuzzer on the targets of fuzz/, seeded with the goldens.
    Fuzz(fuzz::Arguments),
    /// Rewrites expectations of tests; read the difference before you commit it.
    Bless,
    /// Runs every test and every judge, and installs what they need below target/.
    Test,
    /// Checks the house rules: arrows, owners of libraries, lengths, documentation.
    Tidy,
    /// Asks outside judges.
    #[command(subcommand)]
    Judge(judge::Judge),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().task {
        Task::Schemas(arguments) => schemas::run(&arguments),
        Task::Provider => provider::run(),
        Task::Bench(bench) => bench::run(&bench),
        Task::Fuzz(arguments) => fuzz::run(&arguments),
        Task::Bless => bless::run(),
        Task::Test => test::run(),
        Task::Tidy => tidy::run(),
        Task::Judge(judge) => judge::run(&judge),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// The project's folder.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// Why a task failed, in words.
#[derive(Debug)]
struct Failure(String);

impl Failure {
    fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Says what it is about.
    fn about(self, what: &str) -> Self {
        Self(format!("{what}: {}", self.0))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}
