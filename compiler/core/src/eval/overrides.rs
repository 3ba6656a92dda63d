//! Overrides: applied when a resource is made, so whoever reads the resource sees no other value.
//! Those of an inner use come first and those around it behind them: the user has the last word.

use rustc_hash::FxHashMap;

use crate::diag::codes;
use crate::interpret::{Each, Evaluated, FrameId, Machine, ROOT, Scope};
use crate::names::Symbol;
use crate::paths::{self, Scalar, StepKind};
use crate::source::Span;
use crate::types::program::{
    InnerStep, Ir, OverrideChange, OverrideDef, PropertyStep, SlotDef, SlotId, Which,
};
use crate::value::{Address, InstanceId, ObjectId, Segment, SiteId, Value};

use super::{Resource, Step};

/// How many elements a message lists.
const MOST_SHOWN: usize = 12;

/// An override in a use of the app's own body: the slot of the use, and which of its overrides.
type OverrideKey = (SlotId, usize);

/// What became of each override in a use of the app's own body: whether it has changed anything; nothing
/// where it has met no resource.
#[derive(Default)]
pub(super) struct Met {
    changed: FxHashMap<OverrideKey, bool>,
}

impl Met {
    /// Forgets the overrides in some uses, which are applied again.
    pub fn forget(&mut self, is_renewed: impl Fn(SlotId) -> bool) {
        self.changed.retain(|(slot, _), _| !is_renewed(*slot));
    }

    fn note(&mut self, one: &Applied<'_>, has_changed: bool) {
        if let Some(key) = one.key {
            *self.changed.entry(key).or_default() |= has_changed;
        }
    }
}

/// An override of a resource, and where its value is read.
pub(super) struct Applied<'a> {
    pub def: &'a OverrideDef,
    pub frame: FrameId,
    each: Option<Each>,
    key: Option<OverrideKey>,
}

impl Applied<'_> {
    pub(super) fn scope(&self) -> Scope {
        Scope {
            each: self.each,
            ..Scope::new(self.frame)
        }
    }
}

/// The overrides of a resource, in the order in which they are applied.
pub(super) fn of<'a>(
    machine: &Machine<'a>,
    frame: FrameId,
    slot: SlotId,
    address: Address,
) -> Vec<Applied<'a>> {
    let mut found = Vec::new();
    if !machine.program.has_overrides {
        return found;
    }
    let site = machine.site(frame);
    let mut below = vec![(slot, key(machine, address))];
    let mut at = machine.instance_of(frame);
    while let Some(parent) = machine.instance(at).parent {
        let instance = machine.instance(at);
        let overrides = machine.use_def(parent, instance.slot);
        let overrides = overrides.map_or(&[][..], |def| &def.overrides);
        let each = machine.each(machine.frame_at(at, site));
        let all = overrides.iter().enumerate();
        let reaching = all.filter(|(_, def)| reaches(def, &below));
        found.extend(reaching.map(|(number, def)| Applied {
            def,
            frame: machine.frame_at(parent, site),
            each,
            key: (parent == ROOT).then_some((instance.slot, number)),
        }));
        let inner = instance.address.and_then(|address| key(machine, address));
        below.push((instance.slot, inner));
        at = parent;
    }
    found
}

fn key(machine: &Machine<'_>, address: Address) -> Option<Symbol> {
    match machine.heap.store.parts(address).1 {
        Segment::Key(key) => Some(key),
        Segment::Name(_) | Segment::Use(..) => None,
    }
}

/// Whether an override leads to a resource; `below` is the way to it, from the inside.
fn reaches(def: &OverrideDef, below: &[(SlotId, Option<Symbol>)]) -> bool {
    let is = |step: &InnerStep, (slot, key): &(SlotId, Option<Symbol>)| {
        step.slot == *slot
            && match step.which {
                Which::Only | Which::All => true,
                Which::Key(wanted) => *key == Some(wanted),
            }
    };
    let steps = def.uses.iter().chain([&def.resource]);
    def.uses.len() + 1 == below.len() && steps.zip(below.iter().rev()).all(|(a, b)| is(a, b))
}

/// Sets what the overrides of a resource say; none if one of them cannot be followed.
pub(super) fn apply(
    machine: &mut Machine<'_>,
    resource: &mut Resource,
    met: &mut Met,
) -> Option<()> {
    let origin = resource.origin;
    let mut said: Vec<(Symbol, Symbol)> = Vec::new();
    for one in of(machine, origin.frame, origin.slot, resource.address) {
        let before = (resource.properties, resource.on_delete, resource.unit);
        match &one.def.change {
            OverrideChange::OnDelete(word) => resource.on_delete = *word,
            OverrideChange::Unit(word) => resource.unit = *word,
            OverrideChange::Property(steps, value) => {
                let set = set(machine, resource, &one, steps, value.as_ref());
                if set.is_none() {
                    // It has met something, and what is wrong has been said.
                    met.note(&one, true);
                }
                resource.properties = set?;
            }
        }
        let after = (resource.properties, resource.on_delete, resource.unit);
        met.note(&one, before != after);
        let property = property(machine, one.def);
        said.retain(|(known, _)| *known != property);
        said.push((property, one.def.reason.0));
    }
    let names = machine.heap.names;
    said.sort_by_key(|(property, _)| names.text(*property));
    resource.overridden = said.into();
    Some(())
}

/// The path of an override from the resource on.
fn property(machine: &Machine<'_>, def: &OverrideDef) -> Symbol {
    let names = machine.heap.names;
    let path = names.text(def.path);
    let keyed = |step: &InnerStep| 1 + usize::from(step.which != Which::Only);
    let inside: usize = def.uses.iter().map(keyed).sum::<usize>() + keyed(&def.resource);
    let Ok(steps) = paths::parse(path) else {
        return def.path;
    };
    let rest = steps[inside.min(steps.len())..]
        .iter()
        .map(|step| &step.kind);
    names.intern(&paths::text(rest))
}

fn set<'a>(
    machine: &mut Machine<'a>,
    resource: &Resource,
    one: &Applied<'a>,
    steps: &[PropertyStep],
    value: Option<&'a Ir>,
) -> Option<ObjectId> {
    let new = match value {
        Some(value) => machine.blaming(one.frame, |machine| {
            machine.evaluate(value, &mut one.scope())
        }),
        None => Ok(Value::Null),
    };
    match put(
        machine,
        Value::Object(resource.properties),
        steps,
        new.ok()?,
    ) {
        Ok(Value::Object(properties)) => Some(properties),
        Ok(_) => None,
        Err(stuck) => {
            let store = machine.heap.store;
            let address = store.address_text(machine.heap.names, resource.address);
            let (why, help) = stuck.words(machine.heap.names.text(one.def.path));
            let span = one.def.span;
            let wrong = codes::overrides::leads_nowhere(span, &address, &why, &help);
            machine.diagnostics.push(wrong);
            None
        }
    }
}

/// Why a path cannot be followed.
enum Stuck {
    /// This is no list, object or map.
    NoInside(String),
    /// No element fits, and the path goes on behind it by so many steps.
    NoElement {
        element: String,
        known: Vec<String>,
        behind: usize,
    },
}

impl Stuck {
    /// What is wrong, and what to do.
    fn words(&self, path: &str) -> (String, String) {
        match self {
            Stuck::NoInside(why) => (
                why.clone(),
                "override the whole of what stands before it".into(),
            ),
            Stuck::NoElement {
                element,
                known,
                behind,
            } => {
                let known = if known.is_empty() {
                    "there is no element that could be named so".to_owned()
                } else {
                    format!("there are {}", known.join(", "))
                };
                let steps = paths::parse(path).unwrap_or_default();
                let whole = &steps[..steps.len().saturating_sub(*behind)];
                let whole = paths::text(whole.iter().map(|step| &step.kind));
                let add = format!("override \"{whole}\" {{ value = {{ ... }} ... }}");
                let help = format!("{known}; to add one, give the whole element: {add}");
                (format!("no element is `{element}`"), help)
            }
        }
    }
}

type Put = Result<Value, Stuck>;

/// `base` with `new` at the end of the steps; null takes away.
fn put(machine: &Machine<'_>, base: Value, steps: &[PropertyStep], new: Value) -> Put {
    let Some((step, rest)) = steps.split_first() else {
        return Ok(new);
    };
    match (step, base) {
        (PropertyStep::Name(text), Value::List(_)) => {
            let is = |element: Value| element == Value::Text(*text);
            in_list(machine, base, &is, step, rest, new)
        }
        (PropertyStep::Name(name), Value::Object(_) | Value::Null) => {
            in_object(machine, base, *name, rest, new)
        }
        (PropertyStep::Where(fields), Value::List(_) | Value::Null) => {
            let is = |element: Value| is_where(machine, element, fields);
            in_list(machine, base, &is, step, rest, new)
        }
        (PropertyStep::All, Value::List(_) | Value::Null) => {
            each_element(machine, base, &|_| true, rest, new)
        }
        (PropertyStep::All, Value::Object(object)) => {
            let store = machine.heap.store;
            let mut fields = Vec::new();
            for (name, value) in store.fields(object) {
                let value = put(machine, *value, rest, new)?;
                fields.extend((value != Value::Null).then_some((*name, value)));
            }
            Ok(Value::Object(store.object(&fields)))
        }
        (step, base) => {
            let (step, base) = (step_text(machine, step), machine.show(base));
            let why = format!("`{step}` cannot be inside of {base}");
            Err(Stuck::NoInside(why))
        }
    }
}

fn in_object(
    machine: &Machine<'_>,
    base: Value,
    name: Symbol,
    rest: &[PropertyStep],
    new: Value,
) -> Put {
    let store = machine.heap.store;
    let mut fields = match base {
        Value::Object(object) => store.fields(object).to_vec(),
        _ => Vec::new(),
    };
    let at = fields.iter().position(|field| field.0 == name);
    let before = at.map_or(Value::Null, |at| fields.remove(at).1);
    let inner = put(machine, before, rest, new)?;
    if inner != Value::Null {
        fields.push((name, inner));
    } else if base == Value::Null {
        // Nothing is made so that something can be taken from it.
        return Ok(Value::Null);
    }
    Ok(Value::Object(store.object_of(machine.heap.names, fields)))
}

/// Sets the elements that a step finds. One that is not there is added if the override says all of
/// it: if the path ends with it.
fn in_list(
    machine: &Machine<'_>,
    base: Value,
    is: &dyn Fn(Value) -> bool,
    step: &PropertyStep,
    rest: &[PropertyStep],
    new: Value,
) -> Put {
    let elements = machine.elements(base);
    let ends = rest.is_empty();
    let new = if ends { whole(machine, step, new) } else { new };
    if elements.iter().any(|element| is(*element)) {
        return each_element(machine, base, is, rest, new);
    }
    if !ends {
        return Err(no_element(machine, step, &elements, rest.len()));
    }
    if new == Value::Null {
        return Ok(base);
    }
    let mut elements = elements;
    elements.push(new);
    Ok(Value::List(machine.heap.store.list(&elements)))
}

fn each_element(
    machine: &Machine<'_>,
    base: Value,
    is: &dyn Fn(Value) -> bool,
    rest: &[PropertyStep],
    new: Value,
) -> Put {
    if base == Value::Null {
        return Ok(base);
    }
    let mut elements = Vec::new();
    for element in machine.elements(base) {
        let value = if is(element) {
            put(machine, element, rest, new)?
        } else {
            element
        };
        elements.extend((value != Value::Null).then_some(value));
    }
    Ok(Value::List(machine.heap.store.list(&elements)))
}

/// An element with the fields by which it is found.
fn whole(machine: &Machine<'_>, step: &PropertyStep, new: Value) -> Value {
    let (PropertyStep::Where(found_by), Value::Object(object)) = (step, new) else {
        return new;
    };
    let store = machine.heap.store;
    let mut fields = found_by.clone();
    // Of equal names the last one counts: the value's own.
    fields.extend_from_slice(store.fields(object));
    Value::Object(store.object_of(machine.heap.names, fields))
}

fn is_where(machine: &Machine<'_>, element: Value, fields: &[(Symbol, Value)]) -> bool {
    let Value::Object(object) = element else {
        return false;
    };
    fields.iter().all(|(name, wanted)| {
        let found = machine.heap.store.field(object, *name);
        found.is_some_and(|found| same(machine, found, *wanted))
    })
}

/// Whether two single values are the same; services take `"443"` for 443.
fn same(machine: &Machine<'_>, found: Value, wanted: Value) -> bool {
    let is_single = matches!(found, Value::Text(_) | Value::Int(_) | Value::Bool(_));
    found == wanted || (is_single && machine.show(found) == machine.show(wanted))
}

fn no_element(
    machine: &Machine<'_>,
    step: &PropertyStep,
    elements: &[Value],
    behind: usize,
) -> Stuck {
    let known = elements.iter().filter_map(|element| match (step, element) {
        (PropertyStep::Where(fields), Value::Object(object)) => {
            let (field, _) = fields.first()?;
            let value = machine.heap.store.field(*object, *field)?;
            let is_scalar = matches!(value, Value::Text(_) | Value::Int(_) | Value::Bool(_));
            let step = PropertyStep::Where(vec![(*field, value)]);
            is_scalar.then(|| step_text(machine, &step))
        }
        (_, Value::Text(text)) => Some(step_text(machine, &PropertyStep::Name(*text))),
        _ => None,
    });
    Stuck::NoElement {
        element: step_text(machine, step),
        known: known.take(MOST_SHOWN).collect(),
        behind,
    }
}

/// A step as a path has it.
fn step_text(machine: &Machine<'_>, step: &PropertyStep) -> String {
    let text = |name: Symbol| machine.heap.names.text(name).to_owned();
    let kind = match step {
        PropertyStep::Name(name) if paths::is_plain_name(&text(*name)) => {
            StepKind::Name(text(*name))
        }
        PropertyStep::Name(name) => StepKind::Key(text(*name)),
        PropertyStep::All => StepKind::All,
        PropertyStep::Where(fields) => {
            let fields = fields.iter().map(|(name, value)| {
                let value = match value {
                    Value::Int(int) => Scalar::Int(*int),
                    Value::Bool(bool) => Scalar::Bool(*bool),
                    text => Scalar::Text(machine.show(*text)),
                };
                (text(*name), value)
            });
            StepKind::Where(fields.collect())
        }
    };
    paths::text([&kind])
}

/// The value that an override set at a path of a resource or above it, and how many steps lead there.
pub(super) fn at_path<'a>(
    machine: &Machine<'a>,
    resource: &Resource,
    path: &[Step],
) -> Option<(&'a Ir, Applied<'a>, usize)> {
    let origin = resource.origin;
    let all = of(machine, origin.frame, origin.slot, resource.address);
    all.into_iter().rev().find_map(|one| {
        let OverrideChange::Property(steps, Some(value)) = &one.def.change else {
            return None;
        };
        let met = leads(machine, Value::Object(resource.properties), steps, path);
        (met == steps.len()).then_some((value, one, steps.len()))
    })
}

/// How many steps of an override go along a path.
fn leads(machine: &Machine<'_>, base: Value, steps: &[PropertyStep], path: &[Step]) -> usize {
    let store = machine.heap.store;
    let mut value = base;
    for (at, (step, there)) in steps.iter().zip(path).enumerate() {
        let next = match (value, there) {
            (Value::Object(object), Step::Name(name)) => store.field(object, *name),
            (Value::List(list), Step::Index(index)) => store.elements(list).get(*index).copied(),
            _ => None,
        };
        let next = next.unwrap_or(Value::Null);
        let goes = match (step, there) {
            (PropertyStep::Name(name), Step::Name(there)) => name == there,
            (PropertyStep::Name(text), Step::Index(_)) => next == Value::Text(*text),
            (PropertyStep::All, _) => true,
            (PropertyStep::Where(fields), _) => is_where(machine, next, fields),
        };
        if !goes {
            return at;
        }
        value = next;
    }
    steps.len().min(path.len())
}

/// Where the override is written that has to do with what is wrong at a path: the one that set it or
/// took it away, or one of something inside.
pub fn overridden(machine: &Machine<'_>, resource: &Resource, path: &[Step]) -> Option<Span> {
    let origin = resource.origin;
    let all = of(machine, origin.frame, origin.slot, resource.address);
    let touches = |one: &Applied<'_>| match &one.def.change {
        OverrideChange::Property(steps, _) => {
            let along = leads(machine, Value::Object(resource.properties), steps, path);
            along == steps.len() || along == path.len()
        }
        OverrideChange::OnDelete(_) | OverrideChange::Unit(_) => false,
    };
    let found = all.into_iter().rev().find(touches)?;
    Some(match &found.def.change {
        OverrideChange::Property(_, Some(value)) => value.span,
        _ => found.def.span,
    })
}

/// Says which overrides of the app's own uses do nothing.
pub(super) fn report(machine: &mut Machine<'_>, met: &Met) {
    if !machine.program.has_overrides {
        return;
    }
    let root = machine.component(ROOT);
    for (at, slot) in root.slots.iter().enumerate() {
        let SlotDef::Use(def) = &slot.def else {
            continue;
        };
        let slot = SlotId(at as u32);
        for (number, one) in def.overrides.iter().enumerate() {
            match met.changed.get(&(slot, number)) {
                Some(true) => {}
                Some(false) => {
                    let path = machine.heap.names.text(one.path);
                    let idle = codes::overrides::changes_nothing(one.span, path, one.reason.1);
                    machine.diagnostics.push(idle);
                }
                None => not_met(machine, slot, one),
            }
        }
    }
}

/// An override of something that is nowhere: a key that does not exist is a mistake, what a `when`
/// leaves out may come back.
fn not_met(machine: &mut Machine<'_>, slot: SlotId, def: &OverrideDef) {
    let mut instances = Vec::new();
    for site in machine.sites.ids() {
        let value = machine.slot(machine.frame_at(ROOT, site), slot);
        uses_in(machine, value, Which::All, site, &mut instances);
    }
    let Some(&(first, _)) = instances.first() else {
        // The use itself is not there: so be it.
        return;
    };
    let mut component = machine.component(first);
    for step in def.uses.iter().chain([&def.resource]) {
        let (mut inner, mut keys) = (Vec::new(), Vec::new());
        for (id, site) in instances {
            let frame = machine.frame_at(id, site);
            let value = machine.with_absent(true, |machine| machine.slot(frame, step.slot));
            if let Ok(Value::Object(map)) = value {
                let fields = machine.heap.store.fields(map).iter();
                keys.extend(fields.map(|field| machine.heap.names.text(field.0)));
            }
            uses_in(machine, value, step.which, site, &mut inner);
        }
        let name = component.slots[step.slot.0 as usize].name.name;
        let (name, names) = (machine.heap.names.text(name), machine.heap.names);
        keys.sort_unstable();
        keys.dedup();
        if let Which::Key(key) = step.which
            && !keys.is_empty()
            && !keys.contains(&names.text(key))
        {
            let key = names.text(key);
            let meant = crate::spelling::nearest(key, keys.iter().copied());
            let wrong = codes::overrides::no_such_key(def.span, name, key, &keys, meant);
            machine.diagnostics.push(wrong);
            return;
        }
        let Some(&(next, _)) = inner.first() else {
            break;
        };
        component = machine.component(next);
        instances = inner;
    }
    let owner = machine.slot_address(ROOT, slot);
    let owner = machine.heap.store.address_text(machine.heap.names, owner);
    let path = machine.heap.names.text(def.path);
    let idle = codes::overrides::not_made(def.span, path, &owner);
    machine.diagnostics.push(idle);
}

/// The uses that a value is or holds, at a site.
fn uses_in(
    machine: &Machine<'_>,
    value: Evaluated,
    which: Which,
    site: SiteId,
    found: &mut Vec<(InstanceId, SiteId)>,
) {
    match value {
        Ok(Value::Use(id)) if machine.instance(id).stands_at(site) => found.push((id, site)),
        Ok(Value::Object(map)) => {
            for (key, value) in machine.heap.store.fields(map) {
                let is_meant = !matches!(which, Which::Key(wanted) if wanted != *key);
                if let (true, Value::Use(id)) = (is_meant, *value) {
                    found.push((id, site));
                }
            }
        }
        _ => {}
    }
}
