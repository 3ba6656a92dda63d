//! Brings stacks to what their templates say: each behind those that it needs, independent ones side
//! by side, one region at a time for updates. The first failure lets what runs finish and begins
//! nothing more.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;

use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use crate::cloud::Cloud;
use crate::error::CloudError;
use crate::events::ResourceEvent;
use crate::interrupt::{Wish, listen};
use crate::stack::{Stack, StackRef};
use crate::step::{Distance, Outputs, Step, all_done, known_outputs};

mod task;

pub(crate) use task::{Telling, settled, wait};

/// What is told while it happens; stacks go by their names in the manifest.
#[derive(Clone, Debug)]
pub enum Progress {
    /// A stack is begun.
    Started {
        /// Which.
        unit: String,
        /// What is done: `creating`, `updating`, `deleting`.
        doing: &'static str,
    },
    /// Something happened in a stack.
    Event {
        /// Which.
        unit: String,
        /// What.
        event: ResourceEvent,
    },
    /// A stack is where it should be, or has failed.
    Ended {
        /// Which.
        unit: String,
        /// Where it is.
        state: State,
    },
    /// The user wants to stop: what runs is finished.
    Stopping,
}

/// Where a stack is.
#[derive(Clone, Debug)]
pub enum State {
    /// It was as it should be.
    Unchanged,
    /// It was made.
    Created,
    /// It was changed.
    Updated,
    /// It was deleted.
    Deleted,
    /// It is not where it should be.
    Failed(Failed),
    /// It was not begun.
    NotStarted,
    /// It was begun, and nobody waits for it any more.
    UnderWay,
}

/// Why a stack is not where it should be.
#[derive(Clone, Debug)]
pub enum Failed {
    /// The service did not answer as it should.
    Cloud {
        /// Why.
        error: CloudError,
        /// Whether the stack may be in the middle of a change.
        under_way: bool,
    },
    /// CloudFormation will not do what the template says.
    Refused(String),
    /// The change did not succeed.
    Stack {
        /// Which stack.
        at: StackRef,
        /// The stack's status now.
        status: String,
        /// Why, if the service says so.
        reason: Option<String>,
        /// The resources that failed by themselves.
        causes: Vec<ResourceEvent>,
    },
    /// Another stack does not give what this one needs.
    MissingOutput {
        /// That stack.
        unit: String,
        /// The output.
        output: String,
    },
    /// The change set would lose data, and nobody has agreed.
    WouldLose(Vec<Deletion>),
    /// The user stopped it before anything was changed.
    Stopped,
}

/// What a change set would take away.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Deletion {
    /// The resource's address in the source.
    pub address: String,
    /// Whether an empty one takes its place.
    pub replaced: bool,
}

/// How it ended.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Where each stack is, in the order of the steps.
    pub states: Vec<(String, State)>,
    /// Whether the user wanted to stop.
    pub interrupted: bool,
}

impl Outcome {
    /// Whether everything is where it should be.
    pub fn is_done(&self) -> bool {
        let is_good = |state: &State| {
            matches!(
                state,
                State::Unchanged | State::Created | State::Updated | State::Deleted
            )
        };
        self.states.iter().all(|(_, state)| is_good(state))
    }
}

impl Cloud {
    /// Whether a roll-out would do nothing at all.
    pub fn is_rolled_out(steps: &[Step]) -> bool {
        all_done(steps)
    }

    /// Rolls out. `change_set` is the name that all change sets get.
    pub fn roll_out(
        &self,
        steps: &[Step],
        change_set: &str,
        report: &mut dyn FnMut(Progress),
    ) -> Outcome {
        let mut board = Board::new(steps.iter().map(|step| step.unit.clone()));
        let mut outputs = known_outputs(steps);
        self.runtime.block_on(drive(&mut board, report, |board| {
            let at = next(steps, board)?;
            let step = steps[at].clone();
            Some((at, self.begin(step, &mut outputs, board, change_set)))
        }))
    }

    fn begin(&self, step: Step, outputs: &mut Outputs, board: &Board, change_set: &str) -> Begun {
        outputs.extend(board.outputs.clone());
        let values = match step.values(outputs) {
            Ok(values) => values,
            Err((unit, output)) => {
                return Begun::Ended(State::Failed(Failed::MissingOutput { unit, output }));
            }
        };
        let distance = step.distance(&values);
        if distance == Distance::None {
            return Begun::Ended(State::Unchanged);
        }
        match self.client(&step.at.place) {
            Err(error) => Begun::Ended(State::Failed(Failed::Cloud {
                error,
                under_way: false,
            })),
            Ok(client) => {
                let doing = match (distance, step.is_update()) {
                    (Distance::Settings, _) => "protecting",
                    (_, true) => "updating",
                    (_, false) => "creating",
                };
                let telling = board.telling(&step.unit);
                let name = change_set.to_owned();
                let task = task::carry_out(client, step, values, distance, name, telling);
                Begun::Running(doing, Box::pin(task))
            }
        }
    }
}

/// The next stack that may be begun: all before it are there, and no other region is being updated.
fn next(steps: &[Step], board: &Board) -> Option<usize> {
    let is_there = |unit: &String| board.is_good(unit);
    let updating: BTreeSet<&str> = steps
        .iter()
        .filter(|step| step.is_update() && board.is_running(&step.unit))
        .map(|step| step.at.place.region.as_str())
        .collect();
    let may_begin = |step: &Step| {
        board.is_waiting(&step.unit)
            && step.after.iter().all(is_there)
            && (!step.is_update()
                || updating
                    .iter()
                    .all(|region| *region == step.at.place.region))
    };
    // A region that was begun is finished before the next one.
    let is_begun = |step: &Step| {
        let same_region = |other: &&Step| other.at.place.region == step.at.place.region;
        let mut others = steps.iter().filter(same_region);
        others.any(|other| !board.is_waiting(&other.unit))
    };
    let ready = || (0..steps.len()).filter(|at| may_begin(&steps[*at]));
    ready()
        .find(|at| is_begun(&steps[*at]))
        .or_else(|| ready().next())
}

/// What came of beginning a stack.
pub(crate) enum Begun {
    /// There was nothing to do, or it cannot be done.
    Ended(State),
    /// It runs.
    Running(&'static str, Task),
}

/// A stack in the making; ends with where it is and what it is then.
pub(crate) type Task = std::pin::Pin<Box<dyn Future<Output = (State, Option<Stack>)> + Send>>;

/// Where every stack is while they are worked on.
pub(crate) struct Board {
    units: Vec<String>,
    states: BTreeMap<String, Option<State>>,
    running: BTreeSet<String>,
    outputs: Outputs,
    tell: mpsc::UnboundedSender<Progress>,
    told: Option<mpsc::UnboundedReceiver<Progress>>,
    wish: watch::Sender<Wish>,
}

impl Board {
    pub(crate) fn new(units: impl Iterator<Item = String>) -> Self {
        let units: Vec<String> = units.collect();
        let (tell, told) = mpsc::unbounded_channel();
        Self {
            states: units.iter().map(|unit| (unit.clone(), None)).collect(),
            units,
            running: BTreeSet::new(),
            outputs: Outputs::new(),
            tell,
            told: Some(told),
            wish: watch::Sender::new(Wish::GoOn),
        }
    }

    pub(crate) fn is_waiting(&self, unit: &str) -> bool {
        matches!(self.states.get(unit), Some(None)) && !self.running.contains(unit)
    }

    pub(crate) fn is_running(&self, unit: &str) -> bool {
        self.running.contains(unit)
    }

    /// Whether a stack is where it should be; one that nobody knows is.
    pub(crate) fn is_good(&self, unit: &str) -> bool {
        match self.states.get(unit) {
            Some(Some(state)) => !matches!(state, State::Failed(_)),
            Some(None) => false,
            None => true,
        }
    }

    pub(crate) fn telling(&self, unit: &str) -> Telling {
        Telling::new(unit, self.tell.clone(), self.wish.subscribe())
    }

    fn end(&mut self, unit: String, state: State, stack: Option<Stack>) {
        self.running.remove(&unit);
        if let Some(stack) = stack {
            self.outputs.insert(unit.clone(), stack.outputs);
        }
        // The receiver lives as long as the board is driven.
        let _ = self.tell.send(Progress::Ended {
            unit: unit.clone(),
            state: state.clone(),
        });
        self.states.insert(unit, Some(state));
    }

    fn has_failed(&self) -> bool {
        let mut states = self.states.values().flatten();
        states.any(|state| matches!(state, State::Failed(_)))
    }

    fn outcome(mut self_states: BTreeMap<String, Option<State>>, board: &Board) -> Outcome {
        let state = |unit: &String| match self_states.remove(unit) {
            Some(Some(state)) => state,
            _ if board.running.contains(unit) => State::UnderWay,
            _ => State::NotStarted,
        };
        let mut state = state;
        Outcome {
            states: board
                .units
                .iter()
                .map(|unit| (unit.clone(), state(unit)))
                .collect(),
            interrupted: *board.wish.borrow() != Wish::GoOn,
        }
    }
}

/// Begins what `choose` names until nothing is left, tells what happens, and hears the user.
pub(crate) async fn drive(
    board: &mut Board,
    report: &mut dyn FnMut(Progress),
    mut choose: impl FnMut(&Board) -> Option<(usize, Begun)>,
) -> Outcome {
    let mut told = board.told.take();
    let mut tasks: JoinSet<(String, State, Option<Stack>)> = JoinSet::new();
    let wishes = board.wish.clone();
    let mut wish = board.wish.subscribe();
    let mut listening = JoinSet::new();
    listening.spawn(listen(wishes));
    loop {
        while *wish.borrow() == Wish::GoOn && !board.has_failed() {
            let Some((at, begun)) = choose(board) else {
                break;
            };
            let unit = board.units[at].clone();
            match begun {
                Begun::Ended(state) => board.end(unit, state, None),
                Begun::Running(doing, task) => {
                    board.running.insert(unit.clone());
                    let _ = board.tell.send(Progress::Started {
                        unit: unit.clone(),
                        doing,
                    });
                    tasks.spawn(async move {
                        let (state, stack) = task.await;
                        (unit, state, stack)
                    });
                }
            }
        }
        if let Some(told) = &mut told {
            while let Ok(progress) = told.try_recv() {
                report(progress);
            }
        }
        if tasks.is_empty() {
            break;
        }
        let next_told = async {
            match &mut told {
                Some(told) => told.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            Some(ended) = tasks.join_next() => {
                if let Ok((unit, state, stack)) = ended {
                    board.end(unit, state, stack);
                }
            }
            Some(progress) = next_told => report(progress),
            Ok(()) = wish.changed() => match *wish.borrow_and_update() {
                Wish::GoOn => {}
                Wish::Finish => report(Progress::Stopping),
                Wish::Leave => tasks.abort_all(),
            },
        }
        if *wish.borrow() == Wish::Leave {
            break;
        }
    }
    if let Some(told) = &mut told {
        while let Ok(progress) = told.try_recv() {
            report(progress);
        }
    }
    Board::outcome(std::mem::take(&mut board.states), board)
}
