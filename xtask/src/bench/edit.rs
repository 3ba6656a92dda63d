//! How much processor time it takes to check an app again after one edit, in one process.

use std::time::Duration;

use outrigger_core::imports::Nothing;
use outrigger_core::{Goal, Request, Session, SourceText, compile, stdlib};
use rustix::time::{ClockId, clock_gettime};

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

/// What an edit does to the service in the middle.
#[derive(Clone, Copy)]
enum Edit {
    /// Another memory.
    Value,
    /// One more variable, or one less.
    Variable,
    /// Whom it calls.
    Call,
}

impl Edit {
    const ALL: [(Self, &'static str); 3] = [
        (Self::Value, "another value"),
        (Self::Variable, "a variable more or less"),
        (Self::Call, "another call"),
    ];

    /// The text behind an edit, by its number.
    fn of(self, text: &str, service: usize, number: usize) -> Option<String> {
        let header = format!("service \"s{service}\" {{\n");
        let (before, after) = text.split_at(text.find(&header)? + header.len());
        let changed = match self {
            Self::Value => format!("  memory = \"{}GiB\"\n{after}", 2 + number % 3),
            Self::Variable => {
                let more = ", MORE = \"1\"".repeat(number % 2);
                after.replacen(
                    "env      = { ",
                    &format!("env      = {{ A = \"1\"{more}, "),
                    1,
                )
            }
            Self::Call => {
                let called = format!("service.s{}, ", service - 1);
                let other = format!("service.s{}, ", service - 1 - number % 3);
                after.replacen(&called, &other, 1)
            }
        };
        Some(format!("{before}{changed}"))
    }
}

/// Runs the measurement: each edit is one of a service in the middle.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let shape = Shape::Services {
        services: arguments.services,
        calls: 1,
    };
    let text = generate::app(shape, 1);
    let service = arguments.services / 2;
    let mut fresh = Vec::new();
    for (edit, what) in Edit::ALL {
        let mut again = Vec::new();
        let texts = (0..=arguments.edits).map(|number| edit.of(&text, service, number));
        let texts: Option<Vec<_>> = texts.collect();
        let texts = texts.ok_or_else(|| Failure::new("the generated app has no such service"))?;
        check(texts, &mut fresh, &mut again)?;
        println!("a check after {what}: {}", times(again));
    }
    println!("a fresh check: {}", times(fresh));
    Ok(())
}

/// How long checks of some texts take, one after the other, and each on its own.
fn check(
    texts: Vec<String>,
    fresh: &mut Vec<Duration>,
    again: &mut Vec<Duration>,
) -> Result<(), Failure> {
    let broken = |broken: outrigger_core::Broken| Failure::new(broken.0);
    let mut session = Session::new(stdlib::LIBRARY).map_err(broken)?;
    for (number, text) in texts.into_iter().enumerate() {
        let request = Request {
            files: vec![SourceText {
                name: "app.rig.hcl".into(),
                text,
            }],
            lock: None,
            environment: "production",
            library: stdlib::LIBRARY,
            outside: &Nothing,
        };
        let start = cpu();
        let whole = compile(&request, Goal::Check, &mut |_, _| {}).map_err(broken)?;
        let of_whole = cpu().saturating_sub(start);
        let start = cpu();
        let edited = session
            .compile(&request, Goal::Check, &mut |_, _| {})
            .map_err(broken)?;
        let of_edited = cpu().saturating_sub(start);
        if whole.diagnostics != edited.diagnostics || whole.output.is_none() {
            return Err(Failure::new(
                "the session does not say what a fresh check says",
            ));
        }
        // The first compilation is no edit.
        if number > 0 {
            fresh.push(of_whole);
            again.push(of_edited);
        }
    }
    Ok(())
}

/// The processor time of this thread: others may use the machine as well.
fn cpu() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::try_from(now).unwrap_or_default()
}

/// The least and the middle one.
fn times(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let at = |at: usize| times.get(at).map_or(0.0, |time| time.as_secs_f64() * 1e3);
    format!("{:.1} ms, usually {:.1} ms", at(0), at(times.len() / 2))
}
