//! How much processor time it takes to check an app again after one edit, in one process.

use std::time::Duration;

use outrigger_core::imports::Nothing;
use outrigger_core::{Goal, Request, Session, SourceText, compile, stdlib};

use super::generate::{self, Shape};
use crate::Failure;

/// Measures a check after an edit.
#[derive(clap::Args)]
pub struct Arguments {
    /// How many services.
    #[arg(long, default_value_t = 1000)]
    services: usize,
    /// How many edits.
    #[arg(long, default_value_t = 15)]
    edits: usize,
}

/// Runs the measurement: each edit gives one service in the middle another memory.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let shape = Shape::Services {
        services: arguments.services,
        calls: 1,
    };
    let text = generate::app(shape, 1);
    let place = format!("service \"s{}\" {{\n", arguments.services / 2);
    let at = text.find(&place).map(|at| at + place.len());
    let at = at.ok_or_else(|| Failure::new("the generated app has no such service"))?;
    let broken = |broken: outrigger_core::Broken| Failure::new(broken.0);
    let mut session = Session::new(stdlib::LIBRARY).map_err(broken)?;
    let (mut fresh, mut again) = (Vec::new(), Vec::new());
    for edit in 0..=arguments.edits {
        let (before, after) = text.split_at(at);
        let request = Request {
            files: vec![SourceText {
                name: "app.rig.hcl".into(),
                text: format!("{before}  memory = \"{}GiB\"\n{after}", 2 + edit % 3),
            }],
            lock: None,
            environment: "production",
            library: stdlib::LIBRARY,
            outside: &Nothing,
        };
        let start = cpu()?;
        let whole = compile(&request, Goal::Check, &mut |_, _| {}).map_err(broken)?;
        let of_whole = cpu()?.saturating_sub(start);
        let start = cpu()?;
        let edited = session
            .compile(&request, Goal::Check, &mut |_, _| {})
            .map_err(broken)?;
        let of_edited = cpu()?.saturating_sub(start);
        if whole.diagnostics != edited.diagnostics || whole.output.is_none() {
            return Err(Failure::new(
                "the session does not say what a fresh check says",
            ));
        }
        // The first compilation is no edit.
        if edit > 0 {
            fresh.push(of_whole);
            again.push(of_edited);
        }
    }
    println!("a fresh check: {:?}", median(fresh));
    println!("a check after one edit: {:?}", median(again));
    Ok(())
}

/// The processor time of this thread, as Linux counts it: others may use the machine as well.
fn cpu() -> Result<Duration, Failure> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds = text.split(' ').next().unwrap_or_default().parse()?;
    Ok(Duration::from_nanos(nanoseconds))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
