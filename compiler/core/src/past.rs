//! What a session keeps of the last compilation, to go on from: most of an app is as it was.

use crate::Request;
use crate::diag::Diagnostics;
use crate::eval::{self, Everywhere, World};
use crate::graph::Graph;
use crate::interpret::{Heap, Machine, State};
use crate::link;
use crate::place::Placement;
use crate::types::{program::Program, ty::Types};

/// An app as it was evaluated.
pub struct Past {
    environment: String,
    lock: Option<String>,
    program: Program,
    state: State,
    world: World,
    judged: Judged,
}

/// What was found out of a world; of each nothing if something was wrong.
#[derive(Default)]
pub struct Judged {
    /// What needs what.
    pub graph: Option<Graph>,
    /// Where everything stands.
    pub placement: Option<Placement>,
}

impl Past {
    /// What a compilation of this request came to.
    pub fn new(
        request: &Request<'_>,
        program: Program,
        (state, world, judged): (State, World, Judged),
    ) -> Self {
        Self {
            environment: request.environment.to_owned(),
            lock: request.lock.clone(),
            program,
            state,
            world,
            judged,
        }
    }

    /// Whether a request is about the same environment, with the same numbers in the lock.
    pub fn is_of(&self, request: &Request<'_>) -> bool {
        self.environment == request.environment && self.lock == request.lock
    }

    /// Evaluates what has changed, and what depends on it. None if that is not enough: because something
    /// is wrong, or more has changed than uses, or there are others of them. What was said then counts
    /// for nothing.
    pub fn go_on<'a>(
        self,
        program: &'a Program,
        heap: Heap<'a>,
        (types, everywhere): (&Types, &Everywhere),
        diagnostics: &'a mut Diagnostics,
    ) -> Option<(Machine<'a>, World, Judged)> {
        let changed = program.changed_uses(&self.program)?;
        let mut machine = Machine::resume(self.state, program, heap, diagnostics);
        let renewed = link::link_again(&mut machine, changed)?;
        let world = eval::evaluate_again(&mut machine, types, everywhere, self.world, |unit| {
            renewed.contains(&unit)
        })?;
        Some((machine, world, self.judged))
    }
}
