//! Where the value of a property comes from. Nothing is kept for it while resources are made: the
//! compiled body is walked when somebody asks.

use crate::interpret::{FrameId, Machine, SlotSource};
use crate::names::Symbol;
use crate::source::Span;
use crate::types::program::{Ir, Op, SlotDef};

use super::{Resource, ResourceOrigin, overrides};

/// A step of a path into a resource's properties.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// A field.
    Name(Symbol),
    /// An element.
    Index(usize),
}

/// Where a value comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Provenance {
    /// The expression in the body of the component (or of the app).
    pub expression: Span,
    /// Where the user gave the value, if the expression only hands on an input.
    pub given: Option<Span>,
    /// The user's use, if the expression is not the user's own.
    pub caller: Option<Span>,
}

impl Provenance {
    /// The place to point at first: as near to the user as it is known.
    pub fn main(&self) -> Span {
        self.given.or(self.caller).unwrap_or(self.expression)
    }
}

/// Where the value at a path of a resource comes from.
pub fn provenance(machine: &Machine<'_>, resource: &Resource, path: &[Step]) -> Provenance {
    let ResourceOrigin {
        frame,
        slot,
        caller,
        span,
    } = resource.origin;
    let component = machine.component(machine.instance_of(frame));
    let SlotDef::Resource(def) = &component.slots[slot.0 as usize].def else {
        return Provenance {
            expression: span,
            given: None,
            caller,
        };
    };
    let overridden = overrides::at_path(machine, resource, path);
    // What no resource says and the app wants of all.
    if let (Op::Object(fields), Some(Step::Name(first))) = (&def.properties.op, path.first())
        && !fields.iter().any(|field| field.0 == *first)
        && let Some(&span) = machine.everywhere.get(first)
        && overridden.is_none()
    {
        return Provenance {
            expression: span,
            given: None,
            caller: None,
        };
    }
    let (ir, frame) = match overridden {
        Some((value, one, taken)) => follow(machine, value, one.frame, &path[taken..]),
        None => follow(machine, &def.properties, frame, path),
    };
    let given = match ir.op {
        Op::Slot(slot) if machine.is_input(frame, slot) => {
            let (span, given) = machine.blamed(frame, slot);
            given.then_some(span)
        }
        // A literal that the user wrote, found through the components that hand it on.
        _ if machine.caller_span(frame).is_none() && caller.is_some() => Some(ir.span),
        _ => None,
    };
    Provenance {
        expression: ir.span,
        given,
        caller,
    }
}

/// The expression at a path, as deep as literals, lets and inputs lead.
fn follow<'a>(
    machine: &Machine<'a>,
    ir: &'a Ir,
    frame: FrameId,
    path: &[Step],
) -> (&'a Ir, FrameId) {
    let Some((step, rest)) = path.split_first() else {
        return (ir, frame);
    };
    let inner = match (&ir.op, step) {
        (Op::Object(fields), Step::Name(name)) => fields
            .iter()
            .find(|field| field.0 == *name)
            .map(|(_, inner)| (inner, frame, rest)),
        (Op::List(elements), Step::Index(at)) => {
            elements.get(*at).map(|inner| (inner, frame, rest))
        }
        (Op::Slot(slot), _) => match machine.source_of(frame, *slot) {
            SlotSource::Expression(inner, scope) => Some((inner, scope.frame, path)),
            SlotSource::LeftOut(_) | SlotSource::Made => None,
        },
        _ => None,
    };
    match inner {
        Some((inner, frame, path)) => follow(machine, inner, frame, path),
        None => (ir, frame),
    }
}
