//! Through which input of a use of the app something else came into it.

use crate::interpret::{Machine, ROOT};
use crate::names::Symbol;
use crate::source::Span;
use crate::value::{Address, Later, Value};

use super::world::Resource;

/// The input of the use around a resource that leads to the use around another, and where it is
/// given; none where no input does.
pub fn handed_by(
    machine: &Machine<'_>,
    reader: &Resource,
    read: &Resource,
) -> Option<(Symbol, Span)> {
    let whole = machine.heap.store.use_of(read.address);
    let mut id = machine.instance_of(reader.origin.frame);
    while machine.instance(id).parent? != ROOT {
        id = machine.instance(id).parent?;
    }
    let frame = machine.frame_at(id, reader.site);
    let slots = &machine.component(id).slots;
    machine.arguments(id).all().iter().find_map(|argument| {
        let value = machine.known_slot(frame, argument.input)?;
        let name = slots[argument.input.0 as usize].name.name;
        leads_to(machine, value, whole).then_some((name, argument.value.span))
    })
}

fn leads_to(machine: &Machine<'_>, value: Value, whole: Address) -> bool {
    let store = machine.heap.store;
    let is_inside = |address: Option<Address>| {
        std::iter::successors(address, |at| store.parts(*at).0).any(|at| at == whole)
    };
    let leads = |value: Value| leads_to(machine, value, whole);
    match value {
        Value::Use(id) => is_inside(machine.instance(id).address),
        Value::Resource(address) => is_inside(Some(address)),
        Value::List(list) => store.elements(list).iter().any(|one| leads(*one)),
        Value::Object(object) => store.fields(object).iter().any(|field| leads(field.1)),
        Value::Later(later) => match store.get_later(later) {
            Later::Attribute(address, _) => is_inside(Some(address)),
            Later::Template(parts) => leads(Value::List(parts)),
            Later::Json(inner) => leads(inner),
            Later::Elsewhere(_, inner) | Later::Replace(inner, ..) => leads(Value::Later(inner)),
            Later::Param(_) | Later::Pseudo(_) => false,
        },
        Value::Null
        | Value::Bool(_)
        | Value::Int(_)
        | Value::Number(_)
        | Value::Text(_)
        | Value::Quantity(_)
        | Value::Existing(_)
        | Value::Tier(_) => false,
    }
}
