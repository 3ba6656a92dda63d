//! How it ended, in words.

use outrigger_aws::{Failed, Outcome, State};
use outrigger_core::diag::Diagnostic;
use outrigger_core::diag::codes::deploy::{self, StackFailure};

use super::target;
use crate::arguments::Target;
use crate::failure::{Exit, Failure};
use crate::ui::{self, Ui};

/// Says how it ended.
pub fn outcome(outcome: &Outcome, target: &Target, ui: &Ui) -> Result<Exit, Failure> {
    if outcome.is_done() {
        ui.done(&format!("Done: {}", counts(outcome)));
        return Ok(Exit::Done);
    }
    let mut wrong: Vec<Diagnostic> = outcome
        .states
        .iter()
        .filter_map(|(unit, state)| match state {
            State::Failed(failed) => failure(unit, failed, target),
            _ => None,
        })
        .collect();
    let units = |wanted: fn(&State) -> bool| -> Vec<&str> {
        let states = outcome.states.iter().filter(|(_, state)| wanted(state));
        states.map(|(unit, _)| unit.as_str()).collect()
    };
    let done = units(is_done);
    let left = units(|state| matches!(state, State::NotStarted | State::Failed(Failed::Stopped)));
    let under_way = units(|state| matches!(state, State::UnderWay));
    if outcome.interrupted {
        wrong.push(deploy::interrupted(done.len(), &left, &under_way));
    }
    let failure = ui.refuse(&wrong);
    if !outcome.interrupted {
        for (words, units) in [("done", done), ("not begun", left)] {
            if !units.is_empty() {
                ui.always(&format!("{words}: {}", units.join(", ")));
            }
        }
        ui.always("run the command again when the cause is mended: it goes on where it stopped");
    }
    Err(failure)
}

fn is_done(state: &State) -> bool {
    matches!(
        state,
        State::Unchanged | State::Created | State::Updated | State::Deleted
    )
}

fn failure(unit: &str, failed: &Failed, target: &Target) -> Option<Diagnostic> {
    Some(match failed {
        Failed::Stopped => return None,
        Failed::Cloud { error, under_way } => {
            let diagnostic = target::said(error, target);
            let what = if *under_way {
                format!("{unit} may be under way: CloudFormation goes on by itself")
            } else {
                format!("it was about {unit}")
            };
            diagnostic.help(what)
        }
        Failed::Refused(why) => deploy::change_refused(unit, why),
        Failed::Stack {
            at,
            status,
            reason,
            causes,
        } => {
            let causes: Vec<String> = causes
                .iter()
                .map(|event| {
                    let why = event.reason.as_deref().unwrap_or("no reason is given");
                    format!("{} ({}): {why}", event.logical_id, event.type_name)
                })
                .collect();
            deploy::stack_failed(&StackFailure {
                unit,
                stack: &at.name,
                region: &at.place.region,
                status,
                reason: reason.as_deref(),
                causes: &causes,
            })
        }
        Failed::MissingOutput { unit: from, output } => deploy::output_missing(unit, from, output),
        Failed::WouldLose(losses) => {
            let losses: Vec<(&str, bool)> = losses
                .iter()
                .map(|loss| (loss.address.as_str(), loss.replaced))
                .collect();
            deploy::would_lose(unit, &losses)
        }
    })
}

fn counts(outcome: &Outcome) -> String {
    let of = |wanted: fn(&State) -> bool| {
        let states = outcome.states.iter().filter(|(_, state)| wanted(state));
        states.count()
    };
    let counts = [
        (of(|state| matches!(state, State::Created)), "created"),
        (of(|state| matches!(state, State::Updated)), "updated"),
        (of(|state| matches!(state, State::Deleted)), "deleted"),
        (of(|state| matches!(state, State::Unchanged)), "unchanged"),
    ];
    let said = counts.iter().filter(|(count, _)| *count > 0);
    let said: Vec<String> = said
        .map(|(count, words)| format!("{} {words}", ui::count(*count, "stack")))
        .collect();
    said.join(", ")
}
