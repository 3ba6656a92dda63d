//! What uses offer to their callers, who calls whom, and numbers in shared spaces.

use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};

use super::{Evaluated, Failed, FrameId, Machine, ROOT, Scope};
use crate::diag::codes;
use crate::names::{Names, Symbol};
use crate::order::by_text;
use crate::source::Span;
use crate::types::program::{Component, ComponentId, Ir, Op, SlotDef, SlotId};
use crate::value::{Address, InstanceId, SiteId, Value};

/// Calls by the address of who is called, each with the address of who calls.
type Calls = FxHashMap<Symbol, Vec<(Symbol, Value)>>;

/// The inputs that make calls, of the uses inside of components: by the component and the slot.
type Makers = FxHashMap<(ComponentId, SlotId), Box<[SlotId]>>;

/// The names by which the compiler knows the fields of a call, and of what a use provides.
pub(super) struct Words {
    account: Symbol,
    address: Symbol,
    backlog: Symbol,
    callee: Symbol,
    capability: Symbol,
    hard: Symbol,
    name: Symbol,
    needs: Symbol,
    outside: Symbol,
    path: Symbol,
    per_request: Symbol,
    retries: Symbol,
}

impl Words {
    pub fn new(names: &Names) -> Self {
        Self {
            account: names.intern("account"),
            address: names.intern("address"),
            backlog: names.intern("backlog"),
            callee: names.intern("callee"),
            capability: names.intern("capability"),
            hard: names.intern("hard"),
            name: names.intern("name"),
            needs: names.intern("needs"),
            outside: names.intern("outside"),
            path: names.intern("path"),
            per_request: names.intern("per_request"),
            retries: names.intern("retries"),
        }
    }
}

impl Machine<'_> {
    /// The record of what a use provides, as its caller at a site sees it.
    #[inline(never)]
    pub(super) fn provided(
        &mut self,
        callee: Value,
        number: u32,
        site: SiteId,
        span: Span,
    ) -> Evaluated {
        let Value::Use(id) = callee else {
            return Ok(Value::Null);
        };
        let frame = self.frame_at(id, site);
        if !self.settle(id, site) {
            let what = self.owner_text(frame);
            self.diagnostics
                .push(codes::sites::not_at_site(span, &what, self.region(site)));
            return Err(Failed::Reported);
        }
        let def = &self.component(id).provides[number as usize];
        let mut scope = Scope::new(frame);
        if let Some(when) = &def.when
            && self.evaluate(when, &mut scope)? != Value::Bool(true)
        {
            let (what, capability) = (self.owner_text(frame), self.heap.names.text(def.name.name));
            self.diagnostics.push(codes::sites::not_provided(
                span,
                &what,
                capability,
                def.name.span,
            ));
            return Err(Failed::Reported);
        }
        let record = self.evaluate(&def.record, &mut scope)?;
        let words = &self.words;
        // Sorted by name.
        let known = [
            (words.account, self.known_account(frame)),
            (words.callee, Value::Text(self.owner(id))),
            (words.capability, Value::Text(def.name.name)),
            (words.name, self.self_name(frame)),
            (words.needs, Value::Text(words.hard)),
            (words.per_request, Value::Int(1)),
            (words.retries, Value::Int(0)),
        ];
        let known = Value::Object(self.heap.store.object(&known));
        Ok(self.with(known, record))
    }

    /// A record with the fields of another over it.
    #[inline(never)]
    pub(super) fn with(&self, record: Value, over: Value) -> Value {
        let (Value::Object(below), Value::Object(above)) = (record, over) else {
            return record;
        };
        Value::Object(self.heap.store.over(self.heap.names, below, above))
    }

    /// The calls that reach the use of a frame.
    pub(super) fn callers_of(&mut self, frame: FrameId, span: Span) -> Evaluated {
        let callee = self.owner(self.instance_of(frame));
        let Some(callers) = &self.callers else {
            self.diagnostics.push(codes::types::uses_from_calls(span));
            return Err(Failed::Reported);
        };
        let calls = callers.get(&callee).map_or(&[][..], Vec::as_slice);
        Ok(Value::List(self.heap.store.list(calls)))
    }

    /// Finds out who calls whom. All uses must be in place.
    pub fn collect_calls(&mut self) {
        let (mut calls, mut makers) = (Calls::default(), Makers::default());
        for at in 0..self.instances.len() {
            let id = InstanceId(at as u32);
            // Neither the app's own body nor a tier is a use.
            let Some(around) = self.instance(id).parent else {
                continue;
            };
            if around == ROOT || self.instance(around).account != self.instance(id).account {
                for argument in self.arguments(id).all() {
                    self.collect_calls_of(id, argument.input, &mut calls);
                }
                continue;
            }
            let place = (self.instance(around).component, self.instance(id).slot);
            let slots = makers
                .entry(place)
                .or_insert_with(|| self.inputs_that_make_calls(around, id));
            for slot in slots {
                self.collect_calls_of(id, *slot, &mut calls);
            }
        }
        let names = self.heap.names;
        let sorted = calls.into_iter().map(|(callee, mut calls)| {
            calls.sort_by(|a, b| names.text(a.0).cmp(names.text(b.0)));
            calls.dedup();
            (callee, calls.into_iter().map(|(_, call)| call).collect())
        });
        self.callers = Some(sorted.collect());
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

    fn collect_calls_of(&mut self, id: InstanceId, slot: SlotId, calls: &mut Calls) {
        for site in self.sites.ids() {
            if !self.instance(id).stands_at(site) {
                continue;
            }
            let frame = self.frame_at(id, site);
            let Ok(value) = self.slot(frame, slot) else {
                continue;
            };
            let caller = self.owner(id);
            let mut waiting = vec![value];
            while let Some(record) = waiting.pop() {
                let Some(callee) = self.callee(record) else {
                    match record {
                        Value::List(list) => waiting.extend(self.heap.store.elements(list)),
                        Value::Object(map) => {
                            let fields = self.heap.store.fields(map).iter();
                            waiting.extend(fields.map(|field| field.1));
                        }
                        _ => {}
                    }
                    continue;
                };
                if let Some(outside) = self.field_of(record, self.words.outside) {
                    self.outside.insert(callee, outside);
                }
                self.keep_path(callee, record);
                if self.field_of(record, self.words.backlog).is_some() {
                    self.consumers.entry(caller).or_insert(callee);
                }
                let call = self.call_of(frame, caller, record);
                calls.entry(callee).or_default().push((caller, call));
            }
        }
    }

    /// Who calls whom: by the address of who is called, the calls, each an object with `address` and
    /// `per_request`. Empty before [`Self::collect_calls`].
    pub fn calls(&self) -> impl Iterator<Item = (Symbol, &[Value])> {
        let all = self.callers.iter().flatten();
        all.map(|(callee, calls)| (*callee, calls.as_slice()))
    }

    fn callee(&self, record: Value) -> Option<Symbol> {
        self.field_of(record, self.words.capability)?;
        match self.field_of(record, self.words.callee) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// A field of a record, where it is given.
    fn field_of(&self, record: Value, name: Symbol) -> Option<Value> {
        let Value::Object(record) = record else {
            return None;
        };
        let found = self.heap.store.field(record, name)?;
        (found != Value::Null).then_some(found)
    }

    /// What is called and is not the app's, by the address of who is called: what it says of
    /// itself. Empty before [`Self::collect_calls`].
    pub fn outside(&self) -> impl Iterator<Item = (Symbol, Value)> {
        self.outside.iter().map(|(callee, said)| (*callee, *said))
    }

    fn keep_path(&mut self, callee: Symbol, record: Value) {
        let (Some(Value::Text(capability)), Some(Value::List(path))) = (
            self.field_of(record, self.words.capability),
            self.field_of(record, self.words.path),
        ) else {
            return;
        };
        let path = self.heap.store.elements(path).iter();
        let resources = path.filter_map(|one| match one {
            Value::Resource(address) => Some(*address),
            _ => None,
        });
        let known = self.crossed.entry((callee, capability)).or_default();
        for resource in resources {
            if !known.contains(&resource) {
                known.push(resource);
            }
        }
    }

    /// The resources that a call of a capability crosses; none where nobody says so. Empty before
    /// [`Self::collect_calls`].
    pub fn crossed_by(&self, callee: Symbol, capability: Symbol) -> &[Address] {
        let known = self.crossed.get(&(callee, capability));
        known.map_or(&[], Vec::as_slice)
    }

    /// What the use of an address works off, where that has a backlog. None before
    /// [`Self::collect_calls`].
    pub fn consumed_by(&self, consumer: Symbol) -> Option<Symbol> {
        self.consumers.get(&consumer).copied()
    }

    /// What a callee may know of a call.
    fn call_of(&self, frame: FrameId, caller: Symbol, record: Value) -> Value {
        let (store, words) = (self.heap.store, &self.words);
        let Value::Object(record) = record else {
            return Value::Null;
        };
        // Sorted by name.
        let mut fields = vec![
            (words.account, self.known_account(frame)),
            (words.address, Value::Text(caller)),
        ];
        for name in [words.capability, words.needs, words.per_request] {
            fields.extend(store.field(record, name).map(|value| (name, value)));
        }
        Value::Object(store.object(&fields))
    }

    pub(super) fn stable_number(&self, frame: FrameId, space: Symbol) -> Evaluated {
        let address = self.owner(self.instance_of(frame));
        let number = self.numbers.get(&(space, address));
        number
            .map(|number| Value::Int(*number))
            .ok_or(Failed::Reported)
    }

    /// Gives every use its numbers: that of the lock, else the first free one from a hash of its
    /// address on, so that two branches rarely take the same.
    pub fn number_uses(&mut self, locked: &FxHashMap<(Symbol, Symbol), i64>) {
        let names = self.heap.names;
        let mut wanted: Vec<(Symbol, Symbol, i64, Span)> = Vec::new();
        for at in 0..self.instances.len() {
            let id = InstanceId(at as u32);
            let component = self.component(id);
            for (at, &(space, most)) in component.spaces.iter().enumerate() {
                if component.spaces[..at]
                    .iter()
                    .any(|(known, _)| *known == space)
                {
                    continue;
                }
                let frame = self.frame_at(id, self.sites.home());
                let span = self.caller_span(frame).unwrap_or(component.span);
                wanted.push((self.owner(id), space, most, span));
            }
        }
        by_text(&mut wanted, |one| names.text(one.0));
        let taken = locked.iter().map(|((space, _), number)| (*space, *number));
        let mut taken: FxHashSet<(Symbol, i64)> = taken.collect();
        for (address, space, most, span) in wanted {
            let key = (space, address);
            let number = locked.get(&key).copied().or_else(|| {
                let start = start_of(names.text(address), most);
                let mut numbers = (0..most).map(|step| (start + step) % most + 1);
                numbers.find(|number| taken.insert((space, *number)))
            });
            if let Some(number) = number {
                self.numbers.insert(key, number);
            } else {
                let space = self.heap.names.text(space);
                self.diagnostics
                    .push(codes::stacks::no_number_left(span, space, most));
            }
        }
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

/// Where the search for a number begins, from 0.
fn start_of(address: &str, most: i64) -> i64 {
    let digest = Sha256::digest(address.as_bytes());
    let number = digest
        .iter()
        .take(8)
        .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    (number % most.unsigned_abs()) as i64
}
