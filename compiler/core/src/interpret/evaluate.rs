//! One expression.

use std::cmp::Ordering;

use super::{APP, Each, Evaluated, Failed, FrameId, Machine, ROOT, Scope};
use crate::diag::codes;
use crate::functions;
use crate::names::Symbol;
use crate::source::Span;
use crate::types::program::{Ir, Op, SiteFact, SlotDef, SlotId};
use crate::value::{InstanceId, Later, SiteId, Value};

/// Most elements that one expression may make.
pub(super) const MOST_ELEMENTS: usize = functions::MOST_ELEMENTS;

impl<'a> Machine<'a> {
    /// The value of an expression. Most of them are constants, slots that are known and fields of
    /// either: these are found without a call.
    #[inline]
    pub fn evaluate(&mut self, ir: &'a Ir, scope: &mut Scope) -> Evaluated {
        match &ir.op {
            Op::Const(value) => Ok(*value),
            Op::Slot(slot) => self.read(scope.frame, *slot, ir.span),
            _ => self.work_out(ir, scope),
        }
    }

    /// All other expressions. What an operation does is in a function of its own, which is not inlined: so
    /// this one, through which every recursion goes, needs little of the stack.
    fn work_out(&mut self, ir: &'a Ir, scope: &mut Scope) -> Evaluated {
        match &ir.op {
            Op::Const(_) | Op::Slot(_) => self.evaluate(ir, scope),
            Op::Root(slot) => self.read_root(*slot, ir.span, scope.frame),
            Op::Local(at) => scope
                .locals
                .get(*at as usize)
                .copied()
                .ok_or(Failed::Reported),
            Op::EachKey => self.element_of(scope).map(|each| Value::Text(each.key)),
            Op::EachValue => self.element_of(scope).map(|each| each.value),
            Op::Site(fact) => self.site_fact(*fact, scope.frame, ir.span),
            Op::App(slot) => self.slot(self.frame_at(APP, self.site(scope.frame)), *slot),
            Op::Header(symbol) => Ok(Value::Text(*symbol)),
            Op::SelfRegions => Ok(self.own_regions(scope.frame)),
            Op::SelfAccount => Ok(self.known_account(scope.frame)),
            Op::SelfName => Ok(self.self_name(scope.frame)),
            Op::SelfAddress => Ok(self.self_address(scope.frame)),
            Op::Tier(number) => Ok(Value::Tier(*number)),
            Op::Existing(number) => Ok(Value::Existing(*number)),
            Op::Param(number) => {
                let name = self.program.params[*number as usize].name.name;
                Ok(Value::Later(self.heap.store.later(Later::Param(name))))
            }
            Op::Field(base, name) => Ok(match self.evaluate(base, scope)? {
                Value::Object(object) => {
                    self.heap.store.field(object, *name).unwrap_or(Value::Null)
                }
                _ => Value::Null,
            }),
            Op::Index(base, index) => {
                let (base_value, at) = (self.evaluate(base, scope)?, self.evaluate(index, scope)?);
                self.element(base_value, at, index.span)
            }
            Op::Attribute(base, read) => {
                let base = self.evaluate(base, scope)?;
                self.attribute(base, *read, ir.span, scope.frame)
            }
            Op::Output(base, slot) => match self.evaluate(base, scope)? {
                Value::Use(id) => {
                    let site = self.site(scope.frame);
                    self.output(id, *slot, site, ir.span)
                }
                _ => Ok(Value::Null),
            },
            Op::Provides(base, number) => {
                let base = self.evaluate(base, scope)?;
                self.provided(base, *number, self.site(scope.frame), ir.span)
            }
            Op::With(parts) => {
                let record = self.evaluate(&parts[0], scope)?;
                let options = self.evaluate(&parts[1], scope)?;
                Ok(self.with(record, options))
            }
            Op::Callers => self.callers_of(scope.frame, ir.span),
            Op::StableNumber(space, _) => self.stable_number(scope.frame, *space),
            Op::TierField(base, slot) => match self.evaluate(base, scope)? {
                Value::Tier(number) => {
                    let tier = InstanceId(APP.0 + 1 + number);
                    self.slot(self.frame_at(tier, self.site(scope.frame)), *slot)
                }
                _ => Ok(Value::Null),
            },
            Op::List(elements) => self.list(elements, scope),
            Op::Object(fields) => self.object(fields, scope),
            Op::Computed(pairs) => self.computed(pairs, scope),
            Op::Template(parts) => self.template(parts, ir.span, scope),
            Op::Not(operand) => Ok(Value::Bool(
                self.evaluate(operand, scope)? != Value::Bool(true),
            )),
            Op::Negate(operand) => {
                let value = self.evaluate(operand, scope)?;
                self.negate(value, ir.span)
            }
            Op::Binary(op, operands) => self.binary(*op, operands, ir.span, scope),
            Op::If(parts) => {
                let branch = if self.evaluate(&parts[0], scope)? == Value::Bool(true) {
                    &parts[1]
                } else {
                    &parts[2]
                };
                self.evaluate(branch, scope)
            }
            Op::For(parts) => self.for_each(parts, ir.span, scope),
            Op::Call(function, arguments) => self.call(*function, arguments, ir.span, scope),
            Op::At(parts) => self.at(&parts[0], &parts[1], scope),
            Op::EachSite(value) => self.each_site(value, scope),
            Op::Present(value) => Ok(match self.evaluate(value, scope)? {
                Value::Null => Value::List(self.heap.store.list(&[])),
                value => Value::List(self.heap.store.list(&[value])),
            }),
            Op::ToSet(list) => {
                let list = self.evaluate(list, scope)?;
                Ok(self.to_set(list))
            }
            // A call takes its elements; alone it is the list.
            Op::Spread(list) => self.evaluate(list, scope),
            // A use is given it, and that is where it is reported.
            Op::OneOf(_) | Op::Broken => self.broken(ir.span),
        }
    }

    fn element_of(&mut self, scope: &Scope) -> Result<Each, Failed> {
        let each = scope.each.ok_or(Failed::Reported)?;
        self.looked |= each.regional;
        Ok(each)
    }

    /// What was reported is never evaluated; what is was not.
    fn broken(&mut self, span: Span) -> Evaluated {
        self.unsaid.get_or_insert(span);
        Err(Failed::Reported)
    }

    /// The value of a slot of the app's own body.
    fn read_root(&mut self, slot: SlotId, span: Span, frame: FrameId) -> Evaluated {
        let root = self.frame_at(ROOT, self.site(frame));
        match self.slot(root, slot) {
            Err(Failed::Absent) => {
                let span = self.caller_span(frame).unwrap_or(span);
                self.read(root, slot, span)
            }
            value => value,
        }
    }

    /// The value of a slot that an expression names: it has to stand at this site.
    #[inline]
    fn read(&mut self, frame: FrameId, slot: SlotId, span: Span) -> Evaluated {
        match self.slot(frame, slot) {
            Err(Failed::Absent) if !self.leaves_out_absent => self.not_here(frame, slot, span),
            value => value,
        }
    }

    #[cold]
    fn not_here(&mut self, frame: FrameId, slot: SlotId, span: Span) -> Evaluated {
        let address = self.slot_address(self.instance_of(frame), slot);
        let name = self.heap.store.address_text(self.heap.names, address);
        let region = self.region(self.site(frame));
        self.diagnostics
            .push(codes::sites::not_at_site(span, &name, region));
        Err(Failed::Reported)
    }

    /// The value of a slot of a frame, evaluated once.
    #[inline]
    pub fn slot(&mut self, frame: FrameId, slot: SlotId) -> Evaluated {
        let own = &self.frames[frame.0 as usize];
        if let Some(Some(value)) = own.values.get(slot.0 as usize)
            && !self.reads.is_foreign(own.unit)
        {
            self.looked |= own.regional.contain(slot);
            return Ok(*value);
        }
        self.other_slot(frame, slot)
    }

    /// The value of a slot that nobody has asked for so far, or of one of another unit.
    #[inline(never)]
    fn other_slot(&mut self, frame: FrameId, slot: SlotId) -> Evaluated {
        let own = &self.frames[frame.0 as usize];
        if self.reads.is_foreign(own.unit) {
            self.note_read(frame, slot);
        }
        let own = &self.frames[frame.0 as usize];
        if let Some(Some(value)) = own.values.get(slot.0 as usize) {
            self.looked |= own.regional.contain(slot);
            return Ok(*value);
        }
        let unit = self.unit_of(frame, slot);
        self.reading_as(unit, |machine| machine.fill_slot(frame, slot))
    }

    fn fill_slot(&mut self, frame: FrameId, slot: SlotId) -> Evaluated {
        let own = &self.frames[frame.0 as usize];
        let instance = own.instance;
        if own.values.is_empty() {
            // Where an instance does not stand, its frame has no values.
            self.looked = true;
            return Err(Failed::Absent);
        }
        if let Some(value) = self.known_elsewhere(frame, slot) {
            self.frames[frame.0 as usize].set(slot, value, false);
            return Ok(value);
        }
        let body = self.component(instance);
        let of = &body.slots[slot.0 as usize];
        let (value, regional) = self.waiting_for(frame, slot, |machine| {
            machine.looking(|machine| machine.slot_value(frame, slot, &of.def))
        })?;
        let value = value?;
        if matches!(value, Value::List(_) | Value::Object(_)) {
            self.bounded(value, of.name.span)?;
        }
        self.frames[frame.0 as usize].set(slot, value, regional);
        Ok(value)
    }

    fn slot_value(&mut self, frame: FrameId, slot: SlotId, def: &'a SlotDef) -> Evaluated {
        let expression = match def {
            SlotDef::Input(input) => match self.argument(frame, slot) {
                Some((value, _, mut scope)) => {
                    self.note_asker(frame, value, &scope);
                    return self.blaming(scope.frame, |machine| match &value.op {
                        Op::OneOf(uses) => machine.none_is_named(frame, slot, uses, value.span),
                        _ => machine.evaluate(value, &mut scope),
                    });
                }
                None => input.default.as_ref().ok_or(Failed::Reported)?,
            },
            SlotDef::Let(value) | SlotDef::Output(value) => value,
            SlotDef::Resource(def) => {
                return self.blaming(frame, |machine| machine.resource(frame, slot, def));
            }
            SlotDef::Use(def) => {
                return self.blaming(frame, |machine| machine.expand(frame, slot, def));
            }
            SlotDef::Broken => return Err(Failed::Reported),
        };
        self.blaming(frame, |machine| {
            machine.evaluate(expression, &mut Scope::new(frame))
        })
    }

    #[inline(never)]
    fn output(&mut self, id: InstanceId, slot: SlotId, site: SiteId, span: Span) -> Evaluated {
        let frame = self.frame_at(id, site);
        if !self.settle(id, site) {
            let what = self.owner_text(frame);
            self.diagnostics
                .push(codes::sites::not_at_site(span, &what, self.region(site)));
            return Err(Failed::Reported);
        }
        self.slot(frame, slot)
    }

    pub(super) fn self_name(&self, frame: FrameId) -> Value {
        let instance = self.instance(self.instance_of(frame));
        let parent = instance.parent.unwrap_or(ROOT);
        Value::Text(
            self.component(parent).slots[instance.slot.0 as usize]
                .name
                .name,
        )
    }

    fn self_address(&self, frame: FrameId) -> Value {
        Value::Text(self.owner(self.instance_of(frame)))
    }

    #[inline(never)]
    fn site_fact(&mut self, fact: SiteFact, frame: FrameId, span: Span) -> Evaluated {
        let names = self.heap.names;
        let site = self.site(frame);
        let region = self.region(site);
        self.looked |= fact != SiteFact::Account;
        Ok(match fact {
            SiteFact::Region => Value::Text(self.sites.get(site).region),
            SiteFact::Account => self.account_digits(frame),
            SiteFact::Partition => Value::Text(names.intern(self.heap.regions.partition(region))),
            SiteFact::Zones => {
                let Some(zones) = self.heap.regions.zones(region) else {
                    self.diagnostics.push(codes::sites::no_zones(span, region));
                    return Err(Failed::Reported);
                };
                let zones: Vec<_> = zones
                    .iter()
                    .map(|zone| Value::Text(names.intern(zone)))
                    .collect();
                Value::List(self.heap.store.list(&zones))
            }
        })
    }

    /// The account of a frame: its digits where the app says them, else as the target knows them.
    fn account_digits(&self, frame: FrameId) -> Value {
        let pseudo = || Later::Pseudo(self.heap.names.intern("AccountId"));
        match self.known_account(frame) {
            Value::Null => Value::Later(self.heap.store.later(pseudo())),
            digits => digits,
        }
    }

    /// The digits of a frame's account, null where the app does not say them.
    pub(super) fn known_account(&self, frame: FrameId) -> Value {
        let account = self.instance(self.instance_of(frame)).account;
        let digits = self.accounts.get(account).digits;
        digits.map_or(Value::Null, Value::Text)
    }

    #[inline(never)]
    fn list(&mut self, elements: &'a [Ir], scope: &mut Scope) -> Evaluated {
        let values = self.all(elements, scope)?;
        let list = self.heap.store.list(&values);
        self.spare.keep_values(values);
        Ok(Value::List(list))
    }

    /// The values of expressions, in a list to be handed back to [`Spare`](super::Spare).
    pub(super) fn all(&mut self, of: &'a [Ir], scope: &mut Scope) -> Result<Vec<Value>, Failed> {
        let mut values = self.spare.take_values();
        for ir in of {
            values.push(self.evaluate(ir, scope)?);
        }
        Ok(values)
    }

    /// A field that is null is a field that is not there.
    #[inline(never)]
    fn object(&mut self, fields: &'a [(Symbol, Ir)], scope: &mut Scope) -> Evaluated {
        let mut values = self.spare.take_fields();
        for (name, field) in fields {
            let value = self.evaluate(field, scope)?;
            if value != Value::Null {
                values.push((*name, value));
            }
        }
        let object = self.heap.store.object(&values);
        self.spare.keep_fields(values);
        Ok(Value::Object(object))
    }

    #[inline(never)]
    fn computed(&mut self, pairs: &'a [(Ir, Ir)], scope: &mut Scope) -> Evaluated {
        let mut values: Vec<(Symbol, Value)> = Vec::with_capacity(pairs.len());
        for (key, value) in pairs {
            let Value::Text(name) = self.evaluate(key, scope)? else {
                return Err(Failed::Reported);
            };
            if values.iter().any(|(known, _)| *known == name) {
                self.diagnostics.push(codes::sites::key_twice(
                    key.span,
                    self.heap.names.text(name),
                ));
                return Err(Failed::Reported);
            }
            let value = self.evaluate(value, scope)?;
            if value != Value::Null {
                values.push((name, value));
            }
        }
        Ok(Value::Object(
            self.heap.store.object_of(self.heap.names, values),
        ))
    }

    #[inline(never)]
    fn element(&mut self, base: Value, at: Value, span: Span) -> Evaluated {
        let store = self.heap.store;
        let found = match (base, at) {
            (Value::List(list), Value::Int(at)) => {
                let at = usize::try_from(at).ok();
                at.and_then(|at| store.elements(list).get(at).copied())
            }
            (Value::Object(object), Value::Text(key)) => store.field(object, key),
            _ => None,
        };
        found.ok_or_else(|| {
            let (at, known) = (self.show(at), self.known_elements(base));
            self.diagnostics
                .push(codes::sites::no_such_element(span, &at, &known));
            Failed::Reported
        })
    }

    /// What a list or a map has, in words.
    fn known_elements(&self, base: Value) -> String {
        let store = self.heap.store;
        match base {
            Value::List(list) => match store.elements(list).len() {
                0 => "none: the list is empty".to_owned(),
                1 => "one, with the number 0".to_owned(),
                count => format!("0 to {}", count - 1),
            },
            Value::Object(object) => {
                let fields = store.fields(object).iter();
                let keys: Vec<_> = fields.map(|field| self.heap.names.text(field.0)).collect();
                if keys.is_empty() {
                    "none: the map is empty".into()
                } else {
                    keys.join(", ")
                }
            }
            _ => "none".into(),
        }
    }

    /// Whether a later value is anywhere inside.
    pub fn holds_later(&self, value: Value) -> bool {
        match value {
            Value::Later(_) => true,
            Value::List(list) => self
                .heap
                .store
                .elements(list)
                .iter()
                .any(|element| self.holds_later(*element)),
            Value::Object(object) => self
                .heap
                .store
                .fields(object)
                .iter()
                .any(|field| self.holds_later(field.1)),
            _ => false,
        }
    }

    /// A value as text: in templates, and in messages.
    pub fn show(&self, value: Value) -> String {
        match value {
            Value::Null => "null".into(),
            Value::Bool(bool) => bool.to_string(),
            Value::Int(int) => int.to_string(),
            Value::Number(number) => number.get().to_string(),
            Value::Text(text) => self.heap.names.text(text).into(),
            Value::Quantity(quantity) => quantity.to_string(),
            Value::List(list) => {
                let shown: Vec<_> = self
                    .heap
                    .store
                    .elements(list)
                    .iter()
                    .map(|element| self.show(*element))
                    .collect();
                format!("[{}]", shown.join(", "))
            }
            Value::Object(object) => {
                let fields = self.heap.store.fields(object).iter();
                let shown: Vec<_> = fields
                    .map(|(key, value)| {
                        format!("{} = {}", self.heap.names.text(*key), self.show(*value))
                    })
                    .collect();
                format!("{{ {} }}", shown.join(", "))
            }
            Value::Later(_) => "known at deployment".into(),
            Value::Resource(address) => self.heap.store.address_text(self.heap.names, address),
            Value::Use(id) => {
                let address = self.instance(id).address;
                address.map_or_else(String::new, |address| {
                    self.heap.store.address_text(self.heap.names, address)
                })
            }
            Value::Existing(number) => {
                format!(
                    "existing.{}",
                    self.heap
                        .names
                        .text(self.program.existing[number as usize].name.name)
                )
            }
            Value::Tier(number) => {
                format!(
                    "tier.{}",
                    self.heap
                        .names
                        .text(self.program.tiers[number as usize].name.name)
                )
            }
        }
    }

    /// Numbers and quantities by how much they are, everything else by its text, behind them; what is too
    /// large to differ by its text too.
    fn order_in_set(&self, a: Value, b: Value) -> Ordering {
        let by_text = || self.show(a).cmp(&self.show(b));
        match (a.amount(), b.amount()) {
            (Some(a), Some(b)) => a.total_cmp(&b).then_with(by_text),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => by_text(),
        }
    }

    #[inline(never)]
    fn to_set(&self, list: Value) -> Value {
        let mut elements = self.elements(list);
        elements.sort_by(|a, b| self.order_in_set(*a, *b));
        elements.dedup();
        Value::List(self.heap.store.list(&elements))
    }
}
