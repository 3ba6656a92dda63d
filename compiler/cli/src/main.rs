//! The command line: owns the terminal, files and git, and decides nothing. Each command reads what
//! the compiler needs, asks it, and shows the answer.

mod app;
mod arguments;
mod bug;
mod commands;
mod deploy;
mod failure;
mod git;
mod imports;
mod out;
mod proofs;
mod ui;

use std::process::ExitCode;
use std::thread;

use clap::Parser;

use arguments::Arguments;
use failure::Exit;
use ui::Ui;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Enough for the deepest source that the compiler's limits let through. Only what is used becomes
/// memory.
const STACK: usize = 256 << 20;

fn main() -> ExitCode {
    bug::install();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(refusal) => {
            // Nothing can be said about a terminal that is gone.
            let _ = refusal.print();
            let exit = if refusal.use_stderr() {
                Exit::Usage
            } else {
                Exit::Done
            };
            return exit.into();
        }
    };
    let worker = thread::Builder::new()
        .name("outrigger".into())
        .stack_size(STACK)
        .spawn(move || run(&arguments));
    let exit = match worker {
        // The panic hook has said what there is to say.
        Ok(worker) => worker.join().unwrap_or(Exit::Bug),
        Err(error) => {
            eprintln!("error: no thread can be started: {error}");
            Exit::Error
        }
    };
    exit.into()
}

fn run(arguments: &Arguments) -> Exit {
    let ui = Ui::new(&arguments.global);
    match commands::run(arguments, &ui) {
        Ok(exit) => exit,
        Err(failure) => {
            ui.failure(&failure);
            failure.exit()
        }
    }
}
