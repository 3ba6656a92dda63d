//! What is told while stacks change: one line a stack that moves on a terminal, plain lines without
//! one.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use outrigger_aws::{Failed, Progress, State};

use crate::ui::Ui;

/// Shows progress.
pub struct Teller<'u> {
    ui: &'u Ui,
    bars: Option<MultiProgress>,
    running: BTreeMap<String, Running>,
}

struct Running {
    since: Instant,
    done: usize,
    bar: Option<ProgressBar>,
}

impl<'u> Teller<'u> {
    /// Moving lines if stderr is a terminal that may show them.
    pub fn new(ui: &'u Ui) -> Self {
        let moves = io::stderr().is_terminal() && !ui.is_quiet();
        Self {
            ui,
            bars: moves.then(MultiProgress::new),
            running: BTreeMap::new(),
        }
    }

    /// Tells what happened.
    pub fn tell(&mut self, progress: Progress) {
        match progress {
            Progress::Started { unit, doing } => self.started(unit, doing),
            Progress::Event { unit, event } => {
                // Those that were only stopped because of another say nothing.
                let is_told = event.is_cause() || event.is_stack;
                if event.status.ends_with("_FAILED") && is_told {
                    let why = event.reason.as_deref().unwrap_or("no reason is given").trim();
                    let id = &event.logical_id;
                    self.line(&format!("{unit}: {id} {}: {why}", event.status));
                } else if self.ui.is_verbose() {
                    self.line(&format!("{unit}: {} {}", event.logical_id, event.status));
                }
                if let Some(running) = self.running.get_mut(&unit)
                    && event.status.ends_with("_COMPLETE")
                    && !event.is_stack
                {
                    running.done += 1;
                    if let Some(bar) = &running.bar {
                        bar.set_message(format!("{} resources done", running.done));
                    }
                }
            }
            Progress::Ended { unit, state } => self.ended(&unit, &state),
            Progress::Stopping => self.line(
                "Stopping: what is under way is finished, nothing more is begun. Press again to leave it",
            ),
        }
    }

    fn started(&mut self, unit: String, doing: &str) {
        let bar = self.bars.as_ref().map(|bars| {
            let bar = bars.add(ProgressBar::new_spinner());
            if let Ok(style) = ProgressStyle::with_template("{spinner} {prefix} {elapsed} {msg}") {
                bar.set_style(style);
            }
            bar.set_prefix(format!("{unit}: {doing}"));
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        });
        if bar.is_none() {
            self.line(&format!("{unit}: {doing}"));
        }
        let since = Instant::now();
        self.running.insert(
            unit,
            Running {
                since,
                done: 0,
                bar,
            },
        );
    }

    fn ended(&mut self, unit: &str, state: &State) {
        let mut took = String::new();
        if let Some(running) = self.running.remove(unit) {
            took = seconds(running.since.elapsed());
            if let Some(bar) = running.bar {
                bar.finish_and_clear();
            }
        }
        let words = match state {
            State::Unchanged => "unchanged",
            State::Created => "created",
            State::Updated => "updated",
            State::Deleted => "deleted",
            State::NotStarted | State::Failed(Failed::Stopped) => "not begun",
            State::Failed(_) => "failed",
            State::UnderWay => "under way",
        };
        self.line(&format!("{unit}: {words}{took}"));
    }

    fn line(&self, line: &str) {
        match &self.bars {
            Some(bars) => bars.suspend(|| self.ui.done(line)),
            None => self.ui.done(line),
        }
    }
}

/// What takes no time needs none said.
fn seconds(took: Duration) -> String {
    match took.as_secs() {
        0..10 => String::new(),
        seconds => format!(" ({} min {} s)", seconds / 60, seconds % 60),
    }
}
