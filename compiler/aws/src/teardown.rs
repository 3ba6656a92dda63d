//! Deletes stacks: each before those that it needs, independent ones side by side.

use aws_sdk_cloudformation::Client;

use crate::api;
use crate::cloud::Cloud;
use crate::events::Events;
use crate::rollout::{Begun, Board, Failed, Outcome, Progress, State, Telling, drive, wait};
use crate::stack::{Stack, StackRef};

/// A stack that is to go.
#[derive(Clone, Debug)]
pub struct Doomed {
    /// Its name in the manifest.
    pub unit: String,
    /// The stack.
    pub at: StackRef,
    /// What needs it, and has to go first: names in the manifest.
    pub before: Vec<String>,
    /// Its identity: by it a stack can be seen after it is gone.
    pub id: String,
    /// Whether its protection has to be taken away first.
    pub protected: bool,
}

impl Cloud {
    /// Deletes them.
    pub fn tear_down(&self, doomed: &[Doomed], report: &mut dyn FnMut(Progress)) -> Outcome {
        let mut board = Board::new(doomed.iter().map(|one| one.unit.clone()));
        self.runtime.block_on(drive(&mut board, report, |board| {
            let at = (0..doomed.len()).find(|at| {
                let one = &doomed[*at];
                board.is_waiting(&one.unit) && one.before.iter().all(|unit| board.is_good(unit))
            })?;
            let one = doomed[at].clone();
            let begun = match self.client(&one.at.place) {
                Err(error) => Begun::Ended(State::Failed(Failed::Cloud {
                    error,
                    under_way: false,
                })),
                Ok(client) => {
                    let telling = board.telling(&one.unit);
                    Begun::Running("deleting", Box::pin(carry_out(client, one, telling)))
                }
            };
            Some((at, begun))
        }))
    }
}

async fn carry_out(client: Client, one: Doomed, telling: Telling) -> (State, Option<Stack>) {
    match delete(&client, &one, &telling).await {
        Ok(state) => (state, None),
        Err(failed) => (State::Failed(failed), None),
    }
}

async fn delete(client: &Client, one: &Doomed, telling: &Telling) -> Result<State, Failed> {
    let asking = |error| Failed::Cloud {
        error,
        under_way: false,
    };
    let name = &one.at.name;
    let mut events = Events::from_now(client, name).await.map_err(asking)?;
    if one.protected {
        api::protect(client, name, false).await.map_err(asking)?;
    }
    api::delete(client, name).await.map_err(asking)?;
    // By its identity: a name says nothing once the stack is gone.
    let at = StackRef {
        place: one.at.place.clone(),
        name: one.id.clone(),
    };
    let (stack, causes) = wait(client, &at, &mut events, telling).await?;
    if stack.status == "DELETE_COMPLETE" {
        return Ok(State::Deleted);
    }
    Err(Failed::Stack {
        at: one.at.clone(),
        status: stack.status,
        reason: stack.reason,
        causes,
    })
}
