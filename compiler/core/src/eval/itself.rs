//! Where a resource reads what it has only once it is there, or waits for itself.

use crate::interpret::Machine;
use crate::names::Symbol;
use crate::source::Span;
use crate::types::program::{Op, SlotDef};
use crate::value::{Later, Store, Value};

use super::{Resource, Step, provenance};

/// Where a resource needs itself: the place to point at first, and the place that does it. Without
/// an attribute it waits.
pub fn needs_itself(
    machine: &Machine<'_>,
    resource: &Resource,
    attribute: Option<Symbol>,
) -> (Span, Span) {
    let properties = Value::Object(resource.properties);
    let read = attribute.and_then(|attribute| {
        let own = Later::Attribute(resource.address, attribute);
        path_to(&own, properties, machine.heap.store)
    });
    let origin = &resource.origin;
    if let Some(path) = read {
        let place = provenance(machine, resource, &path);
        (place.main(), place.expression)
    } else {
        let wait = waits_at(resource, machine).unwrap_or(origin.span);
        (origin.caller.unwrap_or(wait), wait)
    }
}

/// The way to the first value that reads an attribute.
fn path_to(read: &Later, value: Value, store: &Store) -> Option<Vec<Step>> {
    let behind = |first: Step, inner: Value| {
        let mut path = path_to(read, inner, store)?;
        path.insert(0, first);
        Some(path)
    };
    match value {
        Value::Later(id) => match store.get_later(id) {
            one @ Later::Attribute(..) => (one == *read).then(Vec::new),
            Later::Template(parts) => {
                let mut parts = store.elements(parts).iter();
                parts.find_map(|part| path_to(read, *part, store).map(|_| Vec::new()))
            }
            Later::Json(inner) => path_to(read, inner, store),
            Later::Replace(of, ..) => path_to(read, Value::Later(of), store),
            // What stands at another site is another resource.
            Later::Elsewhere(..) | Later::Param(_) | Later::Pseudo(_) => None,
        },
        Value::List(list) => {
            let mut elements = store.elements(list).iter().enumerate();
            elements.find_map(|(at, element)| behind(Step::Index(at), *element))
        }
        Value::Object(object) => {
            let mut fields = store.fields(object).iter();
            fields.find_map(|(name, field)| behind(Step::Name(*name), *field))
        }
        _ => None,
    }
}

/// Where a resource says that it waits for itself.
fn waits_at(resource: &Resource, machine: &Machine<'_>) -> Option<Span> {
    let instance = machine.instance_of(resource.origin.frame);
    let slot = resource.origin.slot;
    let SlotDef::Resource(def) = &machine.component(instance).slots[slot.0 as usize].def else {
        return None;
    };
    let mut after = def.after.iter();
    let own = after.find(|waited| matches!(waited.op, Op::Slot(at) if at == slot))?;
    Some(own.span)
}
