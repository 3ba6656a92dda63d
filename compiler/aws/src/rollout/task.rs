//! One stack, from the change set to its settings.

use std::collections::BTreeMap;
use std::time::Duration;

use aws_sdk_cloudformation::Client;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep};

use super::{Deletion, Failed, Progress, State};
use crate::change_set::{self, Asked, ChangeSet, WAITS};
use crate::error::CloudError;
use crate::events::{Events, ResourceEvent};
use crate::interrupt::Wish;
use crate::stack::{Phase, Stack, StackRef};
use crate::step::{Distance, Step};
use crate::{StackRef as At, api};

/// How many questions in a row may stay without an answer while a stack is waited for.
const PATIENCE: u32 = 10;

/// A stack that is settled before any event was seen was so before: its status is believed after
/// this time.
const EVENTS_MAY_LAG: Duration = Duration::from_secs(30);

/// A policy that is in nobody's way.
const EVERYTHING: &str =
    r#"{"Statement":[{"Effect":"Allow","Action":"Update:*","Principal":"*","Resource":"*"}]}"#;

/// How a task says what happens, and hears that it should stop.
pub(crate) struct Telling {
    unit: String,
    tell: mpsc::UnboundedSender<Progress>,
    wish: watch::Receiver<Wish>,
}

impl Telling {
    pub(crate) fn new(
        unit: &str,
        tell: mpsc::UnboundedSender<Progress>,
        wish: watch::Receiver<Wish>,
    ) -> Self {
        Self {
            unit: unit.to_owned(),
            tell,
            wish,
        }
    }

    fn event(&self, event: ResourceEvent) {
        // Nobody listens any more when the user has left.
        let _ = self.tell.send(Progress::Event {
            unit: self.unit.clone(),
            event,
        });
    }

    fn should_stop(&self) -> bool {
        *self.wish.borrow() != Wish::GoOn
    }
}

/// Makes the stack what the step says.
pub(super) async fn carry_out(
    client: Client,
    step: Step,
    values: BTreeMap<String, String>,
    distance: Distance,
    name: String,
    telling: Telling,
) -> (State, Option<Stack>) {
    let done = match distance {
        Distance::Content => content(&client, &step, &values, &name, &telling).await,
        Distance::Settings | Distance::None => Ok(State::Unchanged),
    };
    let done = match done {
        Ok(state) => settings(&client, &step, state).await,
        Err(failed) => Err(failed),
    };
    match done {
        Err(failed) => (State::Failed(failed), None),
        Ok(state) => match api::describe(&client, &step.at.name).await {
            Ok(stack) => (state, stack),
            Err(error) => (State::Failed(asking(error)), None),
        },
    }
}

fn asking(error: CloudError) -> Failed {
    Failed::Cloud {
        error,
        under_way: false,
    }
}

async fn content(
    client: &Client,
    step: &Step,
    values: &BTreeMap<String, String>,
    name: &str,
    telling: &Telling,
) -> Result<State, Failed> {
    let asked = change_set::ask(client, step, name, values);
    let change_set = match asked.await.map_err(asking)? {
        Asked::Ready(change_set) => change_set,
        Asked::Empty => {
            // What is left of it says nothing; whether it goes does not matter.
            let _ = change_set::take_back(client, step, name).await;
            return Ok(State::Unchanged);
        }
        Asked::Refused(why) => {
            let _ = change_set::take_back(client, step, name).await;
            return Err(Failed::Refused(why));
        }
    };
    let losses = losses(step, &change_set);
    if !losses.is_empty() || telling.should_stop() {
        let taken = change_set::take_back(client, step, &change_set.name).await;
        taken.map_err(asking)?;
        return Err(if losses.is_empty() {
            Failed::Stopped
        } else {
            Failed::WouldLose(losses)
        });
    }
    execute(client, step, &change_set, telling).await
}

/// What the change set would take away without consent.
fn losses(step: &Step, change_set: &ChangeSet) -> Vec<Deletion> {
    let losses = change_set.losses.iter().filter_map(|loss| {
        Some(Deletion {
            address: step.precious.get(&loss.logical_id)?.clone(),
            replaced: loss.replaced,
        })
    });
    losses.collect()
}

async fn execute(
    client: &Client,
    step: &Step,
    change_set: &ChangeSet,
    telling: &Telling,
) -> Result<State, Failed> {
    let stack = &step.at.name;
    let mut events = Events::from_now(client, stack).await.map_err(asking)?;
    if step.allows_loss && step.is_update() {
        let stepped = api::set_policy(client, stack, EVERYTHING);
        stepped.await.map_err(asking)?;
    }
    let executed = change_set::execute(client, step, &change_set.name).await;
    let ended = match executed {
        Err(not) => Err(Failed::Cloud {
            under_way: not.may_have_begun,
            error: not.error,
        }),
        Ok(()) => wait(client, &step.at, &mut events, telling).await,
    };
    if let (Err(_), true, Some(policy)) = (&ended, step.allows_loss, &step.policy) {
        // The failure is what has to be told; the next run sets the policy again.
        let _ = api::set_policy(client, stack, policy).await;
    }
    let (stack, causes) = ended?;
    let good = ["CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE"];
    if good.contains(&stack.status.as_str()) {
        return Ok(if step.is_update() {
            State::Updated
        } else {
            State::Created
        });
    }
    Err(Failed::Stack {
        at: step.at.clone(),
        status: stack.status,
        reason: stack.reason,
        causes,
    })
}

async fn settings(client: &Client, step: &Step, state: State) -> Result<State, Failed> {
    let name = &step.at.name;
    let was_opened = step.allows_loss && step.is_update();
    if let Some(policy) = &step.policy
        && (!step.same_policy || was_opened)
    {
        api::set_policy(client, name, policy)
            .await
            .map_err(asking)?;
    }
    let protected = step.stack.as_ref().is_some_and(|stack| stack.protected);
    if step.protected != protected {
        api::protect(client, name, step.protected)
            .await
            .map_err(asking)?;
    }
    let is_only_that =
        matches!(state, State::Unchanged) && (step.protected != protected || !step.same_policy);
    Ok(if is_only_that { State::Updated } else { state })
}

/// Waits until something has ended that was begun after `events` began to be seen.
pub(crate) async fn wait(
    client: &Client,
    at: &At,
    events: &mut Events,
    telling: &Telling,
) -> Result<(Stack, Vec<ResourceEvent>), Failed> {
    let begun = Instant::now();
    let (mut pause, longest) = WAITS;
    let mut causes = Vec::new();
    let mut has_begun = false;
    let mut unanswered = 0;
    loop {
        match look(client, at, events).await {
            Ok((new, stack)) => {
                unanswered = 0;
                for event in new {
                    has_begun |= event.is_stack;
                    if event.is_cause() {
                        causes.push(event.clone());
                    }
                    telling.event(event);
                }
                let is_believed = has_begun || begun.elapsed() > EVENTS_MAY_LAG;
                match stack {
                    Some(stack) => match stack.phase() {
                        Phase::Busy | Phase::Announced => {}
                        _ if !is_believed => {}
                        _ => return Ok((stack, causes)),
                    },
                    None => return Ok((gone(), causes)),
                }
            }
            Err(error) if error.is_passing() && unanswered < PATIENCE => unanswered += 1,
            Err(error) => {
                return Err(Failed::Cloud {
                    error,
                    under_way: true,
                });
            }
        }
        sleep(pause).await;
        pause = (pause * 2).min(longest);
    }
}

async fn look(
    client: &Client,
    at: &StackRef,
    events: &mut Events,
) -> Result<(Vec<ResourceEvent>, Option<Stack>), CloudError> {
    // The stack first: what is then settled has all its events.
    let stack = api::describe(client, &at.name).await?;
    if stack.is_none() {
        return Ok((Vec::new(), None));
    }
    Ok((events.fresh(client, &at.name, at).await?, stack))
}

fn gone() -> Stack {
    Stack {
        id: String::new(),
        status: "DELETE_COMPLETE".into(),
        reason: None,
        outputs: BTreeMap::new(),
        parameters: BTreeMap::new(),
        protected: false,
    }
}

/// Waits until nothing is under way in a stack that somebody else has begun.
pub(crate) async fn settled(client: &Client, at: &StackRef) -> Result<(), CloudError> {
    let (mut pause, longest) = WAITS;
    let mut unanswered = 0;
    loop {
        match api::describe(client, &at.name).await {
            Ok(Some(stack)) if stack.phase() == Phase::Busy => unanswered = 0,
            Ok(_) => return Ok(()),
            Err(error) if error.is_passing() && unanswered < PATIENCE => unanswered += 1,
            Err(error) => return Err(error),
        }
        sleep(pause).await;
        pause = (pause * 2).min(longest);
    }
}
