//! Who calls whom, and what is known of a call.

use rustc_hash::FxHashMap;

use super::{Evaluated, Failed, FrameId, Machine, ROOT};
use crate::diag::codes;
use crate::names::{Names, Symbol};
use crate::source::Span;
use crate::types::program::{Component, ComponentId, Ir, Op, SlotDef, SlotId};
use crate::value::{Address, InstanceId, ListId, Store, Value};

/// All calls of an app; empty before [`Machine::collect_calls`].
#[derive(Default)]
pub(super) struct Callers {
    /// In the order of the instances that make them.
    made: Vec<Made>,
    /// Whether the calls were collected: what a use is called by is nothing to read before.
    are_known: bool,
    /// By the address of who is called: what it may know of each call.
    by_callee: FxHashMap<Symbol, Vec<Value>>,
    /// What is called and is not the app's, by the address of who is called.
    outside: FxHashMap<Symbol, Value>,
    /// Who works off what waits, by the address of who does: what that is.
    consumers: FxHashMap<Symbol, Symbol>,
    /// What a call crosses, by the address and the capability of what is called.
    crossed: FxHashMap<(Symbol, Symbol), Vec<Address>>,
}

/// A call that a use makes.
#[derive(Clone, Copy, PartialEq)]
struct Made {
    by: InstanceId,
    /// Addresses.
    caller: Symbol,
    callee: Symbol,
    /// What the callee may know of the call.
    call: Value,
    /// What the callee says of itself, if it is not the app's.
    outside: Option<Value>,
    /// The capability that is called, and what a call of that crosses.
    path: Option<(Symbol, ListId)>,
    /// Whether what is called is worked off.
    has_backlog: bool,
}

/// The inputs that make calls, of the uses inside of components: by the component and the slot.
type Makers = FxHashMap<(ComponentId, SlotId), Box<[SlotId]>>;

impl Callers {
    fn of(made: Vec<Made>, names: &Names, store: &Store) -> Self {
        let mut all = Self {
            are_known: true,
            ..Self::default()
        };
        let mut calls: FxHashMap<Symbol, Vec<(Symbol, Value)>> = FxHashMap::default();
        for made in &made {
            let of_callee = calls.entry(made.callee).or_default();
            of_callee.push((made.caller, made.call));
            all.outside
                .extend(made.outside.map(|said| (made.callee, said)));
            if made.has_backlog {
                all.consumers.entry(made.caller).or_insert(made.callee);
            }
            if let Some((capability, path)) = made.path {
                let known = all.crossed.entry((made.callee, capability)).or_default();
                for one in store.elements(path) {
                    if let Value::Resource(address) = one
                        && !known.contains(address)
                    {
                        known.push(*address);
                    }
                }
            }
        }
        let sorted = calls.into_iter().map(|(callee, mut calls)| {
            calls.sort_by(|a, b| names.text(a.0).cmp(names.text(b.0)));
            calls.dedup();
            (callee, calls.into_iter().map(|(_, call)| call).collect())
        });
        all.by_callee = sorted.collect();
        all.made = made;
        all
    }

    fn of_callee(&self, callee: Symbol) -> &[Value] {
        self.by_callee.get(&callee).map_or(&[], Vec::as_slice)
    }
}

impl Machine<'_> {
    /// The calls that reach the use of a frame.
    pub(super) fn callers_of(&mut self, frame: FrameId, span: Span) -> Evaluated {
        if !self.callers.are_known {
            self.diagnostics.push(codes::types::uses_from_calls(span));
            return Err(Failed::Reported);
        }
        let callee = self.owner(self.instance_of(frame));
        self.reads.callers_of(callee);
        let calls = self.callers.of_callee(callee);
        Ok(Value::List(self.heap.store.list(calls)))
    }

    /// Finds out who calls whom. All uses must be in place.
    pub fn collect_calls(&mut self) {
        let made = self.calls_made_by(|_| true);
        self.callers = Callers::of(made, self.heap.names, self.heap.store);
    }

    /// Nobody knows who calls whom while uses are put in place.
    pub(super) fn forget_callers(&mut self) {
        self.callers.are_known = false;
    }

    /// Finds out whom some instances call now. Goes out: who is called otherwise than before.
    pub(super) fn collect_calls_again(
        &mut self,
        is_renewed: impl Fn(InstanceId) -> bool,
    ) -> Vec<Symbol> {
        let made = self.calls_made_by(&is_renewed);
        self.callers.are_known = true;
        let before = self.callers.made.iter();
        if before.filter(|made| is_renewed(made.by)).eq(&made) {
            return Vec::new();
        }
        let before = std::mem::take(&mut self.callers);
        let kept = before.made.iter().filter(|made| !is_renewed(made.by));
        let mut made: Vec<_> = kept.copied().chain(made).collect();
        made.sort_by_key(|made| made.by);
        self.callers = Callers::of(made, self.heap.names, self.heap.store);
        let all = before.by_callee.keys().chain(self.callers.by_callee.keys());
        let now = &self.callers;
        let changed = all.filter(|callee| before.of_callee(**callee) != now.of_callee(**callee));
        changed.copied().collect()
    }

    fn calls_made_by(&mut self, makes: impl Fn(InstanceId) -> bool) -> Vec<Made> {
        let (mut made, mut makers) = (Vec::new(), Makers::default());
        for at in 0..self.instances.len() {
            let id = InstanceId(at as u32);
            // Neither the app's own body nor a tier is a use.
            let Some(around) = self.instance(id).parent.filter(|_| makes(id)) else {
                continue;
            };
            if around == ROOT || self.instance(around).account != self.instance(id).account {
                for argument in self.arguments(id).all() {
                    self.calls_in(id, argument.input, &mut made);
                }
                continue;
            }
            let place = (self.instance(around).component, self.instance(id).slot);
            let slots = makers
                .entry(place)
                .or_insert_with(|| self.inputs_that_make_calls(around, id));
            for slot in slots {
                self.calls_in(id, *slot, &mut made);
            }
        }
        made
    }

    /// The inputs of a use inside of a component that make calls rather than hand them on. Who hands a
    /// call on has made it, but for what stands in another account: there somebody else makes it, whom
    /// the callee has to permit. Of a use of the app, all inputs count.
    fn inputs_that_make_calls(&self, around: InstanceId, id: InstanceId) -> Box<[SlotId]> {
        let elements = self.use_def(around, self.instance(id).slot);
        let elements = elements.and_then(|def| def.for_each.as_ref());
        let body = self.component(around);
        let given = self.arguments(id).all().iter();
        let calls = given.filter(|argument| makes_calls(&argument.value.op, body, elements));
        calls.map(|argument| argument.input).collect()
    }

    /// Whether an input is given calls.
    pub fn is_call(&self, frame: FrameId, slot: SlotId) -> bool {
        let argument = self.arguments(self.instance_of(frame)).get(slot);
        argument.is_some_and(|argument| is_call(&argument.value.op))
    }

    /// The calls in what an input is given.
    fn calls_in(&mut self, id: InstanceId, slot: SlotId, made: &mut Vec<Made>) {
        for site in self.sites.ids() {
            if !self.instance(id).stands_at(site) {
                continue;
            }
            let frame = self.frame_at(id, site);
            let Ok(value) = self.slot(frame, slot) else {
                continue;
            };
            let mut waiting = vec![value];
            while let Some(value) = waiting.pop() {
                if let Some(call) = self.call_in(frame, value) {
                    made.push(call);
                    continue;
                }
                match value {
                    Value::List(list) => waiting.extend(self.heap.store.elements(list)),
                    Value::Object(map) => {
                        let fields = self.heap.store.fields(map).iter();
                        waiting.extend(fields.map(|field| field.1));
                    }
                    _ => {}
                }
            }
        }
    }

    /// The call that a value is, made by the use of a frame.
    fn call_in(&self, frame: FrameId, value: Value) -> Option<Made> {
        let (store, words) = (self.heap.store, &self.words);
        let Value::Object(record) = value else {
            return None;
        };
        let field = |name| {
            let given = store.field(record, name);
            given.filter(|value| *value != Value::Null)
        };
        let capability = field(words.capability)?;
        let Value::Text(callee) = field(words.callee)? else {
            return None;
        };
        let by = self.instance_of(frame);
        let caller = self.owner(by);
        // Sorted by name.
        let mut fields = vec![
            (words.account, self.known_account(frame)),
            (words.address, Value::Text(caller)),
        ];
        for name in [words.capability, words.needs, words.per_request] {
            fields.extend(store.field(record, name).map(|value| (name, value)));
        }
        Some(Made {
            by,
            caller,
            callee,
            call: Value::Object(store.object(&fields)),
            outside: field(words.outside),
            path: match (capability, field(words.path)) {
                (Value::Text(capability), Some(Value::List(path))) => Some((capability, path)),
                _ => None,
            },
            has_backlog: field(words.backlog).is_some(),
        })
    }

    /// Who calls whom: by the address of who is called, the calls, each an object with `address` and
    /// `per_request`. Empty before [`Self::collect_calls`].
    pub fn calls(&self) -> impl Iterator<Item = (Symbol, &[Value])> {
        let all = self.callers.by_callee.iter();
        all.map(|(callee, calls)| (*callee, calls.as_slice()))
    }

    /// What is called and is not the app's, by the address of who is called: what it says of
    /// itself. Empty before [`Self::collect_calls`].
    pub fn outside(&self) -> impl Iterator<Item = (Symbol, Value)> {
        let all = self.callers.outside.iter();
        all.map(|(callee, said)| (*callee, *said))
    }

    /// The resources that a call of a capability crosses; none where nobody says so. Empty before
    /// [`Self::collect_calls`].
    pub fn crossed_by(&self, callee: Symbol, capability: Symbol) -> &[Address] {
        let known = self.callers.crossed.get(&(callee, capability));
        known.map_or(&[], Vec::as_slice)
    }

    /// What the use of an address works off, where that has a backlog. None before
    /// [`Self::collect_calls`].
    pub fn consumed_by(&self, consumer: Symbol) -> Option<Symbol> {
        self.callers.consumers.get(&consumer).copied()
    }
}

/// Whether what an input is given are calls.
fn is_call(op: &Op) -> bool {
    let is_one = |op: &Op| matches!(op, Op::Provides(..) | Op::With(_));
    match op {
        Op::List(elements) => elements.iter().any(|element| is_one(&element.op)),
        Op::Object(fields) => fields.iter().any(|(_, field)| is_one(&field.op)),
        op => is_one(op),
    }
}

/// Whether an expression makes calls, itself or by the lets and the elements that it reads: what an
/// input hands on was made by somebody else.
fn makes_calls(op: &Op, body: &Component, elements: Option<&Ir>) -> bool {
    let makes = |part: &Ir| makes_calls(&part.op, body, elements);
    match op {
        Op::Provides(..) | Op::With(_) => true,
        Op::Slot(slot) => match &body.slots[slot.0 as usize].def {
            SlotDef::Let(value) => makes(value),
            _ => false,
        },
        Op::EachValue => elements.is_some_and(|all| makes_calls(&all.op, body, None)),
        Op::List(parts) | Op::Call(_, parts) => parts.iter().any(makes),
        Op::Object(fields) => fields.iter().any(|(_, field)| makes(field)),
        Op::Computed(pairs) => pairs.iter().any(|(_, value)| makes(value)),
        Op::If(parts) => parts[1..].iter().any(makes),
        Op::For(parts) => makes(&parts.over) || makes(&parts.result),
        Op::Index(whole, _) => makes(whole),
        Op::Field(part, _) | Op::Spread(part) | Op::Present(part) | Op::ToSet(part) => makes(part),
        _ => false,
    }
}
