//! What a machine keeps from one compilation of a session to the next: everything but what belongs to
//! one program.

use rustc_hash::{FxHashMap, FxHashSet};

use super::accounts::Accounts;
use super::budget::Budget;
use super::callers::Callers;
use super::calls::Words;
use super::depth::Waiting;
use super::reads::Reads;
use super::site::Sites;
use super::{APP, Claim, Frame, FrameId, Heap, Instance, Machine, Spare, Text};
use crate::arena::Parts;
use crate::diag::Diagnostics;
use crate::functions::regex::Patterns;
use crate::names::{Names, Symbol};
use crate::types::program::{Arguments, Program, SlotId};
use crate::value::{Address, InstanceId};

/// See the module; the fields are those of [`Machine`].
pub struct State {
    sites: Sites,
    accounts: Accounts,
    instances: Vec<Instance>,
    frames: Parts<Frame>,
    patterns: Patterns,
    by_address: FxHashMap<Address, InstanceId>,
    globals: FxHashSet<Address>,
    reads: Reads,
    callers: Callers,
    numbers: FxHashMap<(Symbol, Symbol), i64>,
    claimed: Vec<(Claim, FrameId)>,
    askers: FxHashMap<SlotId, FrameId>,
    /// Counts on: what is evaluated again is counted again, and what is kept is not forgotten.
    budget: Budget,
}

impl State {
    /// Nothing evaluated yet.
    pub(super) fn new(names: &Names, sites: Sites, notes_reads: bool) -> Self {
        Self {
            sites,
            accounts: Accounts::new(names, None, &[]),
            instances: Vec::new(),
            frames: Parts::new(),
            patterns: Patterns::default(),
            by_address: FxHashMap::default(),
            globals: FxHashSet::default(),
            reads: Reads::new(notes_reads),
            callers: Callers::default(),
            numbers: FxHashMap::default(),
            claimed: Vec::new(),
            askers: FxHashMap::default(),
            budget: Budget::default(),
        }
    }
}

impl<'a> Machine<'a> {
    /// A machine that goes on with a program that means the same as that of the state, but for some
    /// units that will be evaluated again.
    pub fn resume(
        state: State,
        program: &'a Program,
        heap: Heap<'a>,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        let mut machine = Self {
            program,
            heap,
            sites: state.sites,
            accounts: state.accounts,
            diagnostics,
            texts: Vec::with_capacity(state.instances.len()),
            instances: state.instances,
            frames: state.frames,
            spare: Spare::default(),
            patterns: state.patterns,
            by_address: state.by_address,
            globals: state.globals,
            leaves_out_absent: false,
            looked: false,
            reads: state.reads,
            callers: state.callers,
            everywhere: FxHashMap::default(),
            numbers: state.numbers,
            words: Words::new(heap.names),
            budget: state.budget,
            waiting: Waiting::default(),
            unsaid: None,
            claimed: state.claimed,
            askers: state.askers,
            without_name: FxHashSet::default(),
        };
        for at in 0..machine.instances.len() {
            let text = machine.text_of(InstanceId(at as u32));
            machine.texts.push(text);
        }
        machine
    }

    /// What the program says of an instance.
    fn text_of(&self, id: InstanceId) -> Text<'a> {
        let instance = self.instance(id);
        let program = self.program;
        let given = match instance.parent {
            Some(parent) => {
                let def = self.use_def(parent, instance.slot);
                def.map_or(Arguments::NONE, |def| &def.arguments)
            }
            None if id == APP => &program.app_arguments,
            None => {
                let tier = id.0.checked_sub(APP.0 + 1);
                let tier = tier.and_then(|number| program.tiers.get(number as usize));
                tier.map_or(Arguments::NONE, |tier| &tier.arguments)
            }
        };
        Text {
            body: &program.components[instance.component.0 as usize],
            given,
        }
    }

    /// What is to be kept for the next compilation.
    pub fn suspend(self) -> State {
        State {
            sites: self.sites,
            accounts: self.accounts,
            instances: self.instances,
            frames: self.frames,
            patterns: self.patterns,
            by_address: self.by_address,
            globals: self.globals,
            reads: self.reads,
            callers: self.callers,
            numbers: self.numbers,
            claimed: self.claimed,
            askers: self.askers,
            budget: self.budget,
        }
    }
}
