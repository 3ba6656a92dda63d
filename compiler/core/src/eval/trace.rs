//! What a user has to write to change a value: the compiled bodies are followed from the value to
//! the literal that gave it, through lets, inputs, outputs and decisions.

use crate::functions::Function;
use crate::interpret::{APP, Each, FrameId, Machine, Scope, SlotSource};
use crate::names::Symbol;
use crate::source::Span;
use crate::types::program::{InputDef, Ir, Op, SlotDef, SlotId};
use crate::value::{Segment, Value};

use super::{Resource, Step, overrides};

/// Where a value was written.
#[derive(Clone, PartialEq, Debug)]
pub enum Written {
    /// At this place, as the value of an attribute of this name.
    There {
        /// The value.
        span: Span,
        /// What it is called there; none for an element of a list.
        name: Option<Symbol>,
    },
    /// Nowhere: this object (or this resource) has no such field.
    Missing {
        /// The object, or the resource's header.
        inside: Span,
        /// The field.
        name: Symbol,
    },
    /// Nowhere: an input was left out.
    LeftOut {
        /// The input.
        input: Symbol,
        /// Which field of it.
        fields: Vec<Symbol>,
        /// What the input is then.
        default: Value,
        /// The address of the use; none for the `app` block.
        owner: Option<String>,
        /// Where it would be written: the use's header, or the `app` block's.
        place: Span,
    },
}

impl Written {
    /// The place of the value, or where it would be written.
    pub fn place(&self) -> Span {
        match self {
            Written::There { span, .. } => *span,
            Written::Missing { inside, .. } => *inside,
            Written::LeftOut { place, .. } => *place,
        }
    }
}

/// Follows an expression. Behind sums and products the first operand is followed where `loosely`:
/// then it is a place to point at, and not the value itself.
pub fn trace<'a>(
    machine: &mut Machine<'a>,
    ir: &'a Ir,
    frame: FrameId,
    path: &[Symbol],
    loosely: bool,
) -> Written {
    let tracer = Tracer {
        machine,
        loosely,
        name: None,
    };
    tracer.follow(ir, Scope::new(frame), path.to_vec())
}

/// Follows a property of a resource.
pub fn trace_property(machine: &mut Machine<'_>, resource: &Resource, path: &[Step]) -> Written {
    let names: Vec<Symbol> = path
        .iter()
        .map_while(|step| match step {
            Step::Name(name) => Some(*name),
            Step::Index(_) => None,
        })
        .collect();
    if let Some((value, one, taken)) = overrides::at_path(machine, resource, path) {
        let tracer = Tracer {
            machine,
            loosely: false,
            name: None,
        };
        let inside = names.get(taken..).unwrap_or_default();
        return tracer.follow(value, one.scope(), inside.to_vec());
    }
    let origin = resource.origin;
    let component = machine.component(machine.instance_of(origin.frame));
    let SlotDef::Resource(def) = &component.slots[origin.slot.0 as usize].def else {
        return Written::There {
            span: origin.span,
            name: None,
        };
    };
    let scope = Scope {
        each: each_of(machine, resource),
        ..Scope::new(origin.frame)
    };
    let tracer = Tracer {
        machine,
        loosely: false,
        name: None,
    };
    tracer.follow(&def.properties, scope, names)
}

/// `each.key` and `each.value` of a resource with a `for_each`.
fn each_of(machine: &mut Machine<'_>, resource: &Resource) -> Option<Each> {
    let origin = resource.origin;
    let component = machine.component(machine.instance_of(origin.frame));
    let SlotDef::Resource(def) = &component.slots[origin.slot.0 as usize].def else {
        return None;
    };
    let for_each = def.for_each.as_ref()?;
    let Segment::Key(key) = machine.heap.store.parts(resource.address).1 else {
        return None;
    };
    let all = machine.each_of(for_each, &mut Scope::new(origin.frame));
    all.ok()?.into_iter().find(|each| each.key == key)
}

struct Tracer<'m, 'a> {
    machine: &'m mut Machine<'a>,
    loosely: bool,
    name: Option<Symbol>,
}

impl<'a> Tracer<'_, 'a> {
    fn follow(mut self, mut ir: &'a Ir, mut scope: Scope, mut path: Vec<Symbol>) -> Written {
        // Components and lets are nested a bounded number of times; this bounds it for good.
        for _ in 0..10_000 {
            match self.step(ir, &mut scope, &mut path) {
                Ok(next) => ir = next,
                Err(Some(written)) => return written,
                Err(None) => break,
            }
        }
        Written::There {
            span: ir.span,
            name: self.name.filter(|_| path.is_empty()),
        }
    }

    /// The expression that gives this one its value; `Err(None)` where it gives it itself.
    fn step(
        &mut self,
        ir: &'a Ir,
        scope: &mut Scope,
        path: &mut Vec<Symbol>,
    ) -> Result<&'a Ir, Option<Written>> {
        match &ir.op {
            Op::Field(base, name) => {
                path.insert(0, *name);
                Ok(base)
            }
            Op::Index(base, index) => match self.machine.evaluate(index, scope) {
                Ok(Value::Text(key)) => {
                    path.insert(0, key);
                    Ok(base)
                }
                _ => Err(None),
            },
            Op::Object(fields) if !path.is_empty() => {
                let found = fields.iter().find(|field| field.0 == path[0]);
                let Some((name, inner)) = found else {
                    return Err((path.len() == 1).then(|| Written::Missing {
                        inside: ir.span,
                        name: path[0],
                    }));
                };
                path.remove(0);
                self.name = Some(*name);
                Ok(inner)
            }
            Op::If(parts) => {
                let holds = self.machine.evaluate(&parts[0], scope) == Ok(Value::Bool(true));
                Ok(if holds { &parts[1] } else { &parts[2] })
            }
            Op::Call(Function::Coalesce, arguments) => {
                let nothing = Value::Text(self.machine.heap.names.intern(""));
                let given = arguments.iter().find(|argument| {
                    let value = self.machine.evaluate(argument, scope);
                    value.is_ok_and(|value| value != Value::Null && value != nothing)
                });
                given.or(arguments.first()).ok_or(None)
            }
            Op::Binary(_, operands) if self.loosely => Ok(&operands[0]),
            Op::Slot(slot) => self.slot(*slot, scope, path),
            Op::App(slot) => {
                let site = self.machine.site(scope.frame);
                *scope = Scope::new(self.machine.frame_at(APP, site));
                self.slot(*slot, scope, path)
            }
            Op::Output(base, slot) => match self.machine.evaluate(base, scope) {
                Ok(Value::Use(id)) => {
                    let site = self.machine.site(scope.frame);
                    *scope = Scope::new(self.machine.frame_at(id, site));
                    self.slot(*slot, scope, path)
                }
                _ => Err(None),
            },
            _ => Err(None),
        }
    }

    fn slot(
        &mut self,
        slot: SlotId,
        scope: &mut Scope,
        path: &[Symbol],
    ) -> Result<&'a Ir, Option<Written>> {
        let machine = &mut *self.machine;
        let component = machine.component(machine.instance_of(scope.frame));
        let name = component.slots[slot.0 as usize].name.name;
        self.name = Some(name);
        match machine.source_of(scope.frame, slot) {
            SlotSource::Expression(inner, of) => {
                *scope = of;
                Ok(inner)
            }
            SlotSource::LeftOut(input) => Err(Some(self.left_out(name, input, scope.frame, path))),
            SlotSource::Made => Err(None),
        }
    }

    fn left_out(
        &mut self,
        name: Symbol,
        input: &'a InputDef,
        frame: FrameId,
        path: &[Symbol],
    ) -> Written {
        let machine = &mut *self.machine;
        let default = input.default.as_ref();
        let default = default.map(|default| machine.evaluate(default, &mut Scope::new(frame)));
        let id = machine.instance_of(frame);
        let place = match machine.caller_span(frame) {
            Some(place) => place,
            None => machine.program.header.span,
        };
        let owner = machine.instance(id).address;
        Written::LeftOut {
            input: name,
            fields: path.to_vec(),
            default: default.and_then(Result::ok).unwrap_or(Value::Null),
            owner: owner.map(|at| machine.heap.store.address_text(machine.heap.names, at)),
            place,
        }
    }
}
