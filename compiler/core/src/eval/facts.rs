//! What components say of their resources, and where they say it.

use rustc_hash::FxHashMap;

use crate::interpret::{FrameId, Machine, Scope};
use crate::names::Symbol;
use crate::types::program::Ir;
use crate::value::{Address, InstanceId, SiteId, Value};

use super::Resource;

type Facts = FxHashMap<(Address, SiteId), Vec<(Symbol, Value)>>;

/// Gives each resource the facts about it. Goes out: the places of those that had others before.
pub(super) fn give(machine: &mut Machine<'_>, resources: &mut [Resource]) -> Vec<usize> {
    let mut facts = Facts::default();
    for at in 0..machine.instances.len() {
        let id = InstanceId(at as u32);
        if !machine.component(id).facts.is_empty() {
            collect(machine, id, &mut facts);
        }
    }
    let names = machine.heap.names;
    let mut changed = Vec::new();
    for (at, resource) in resources.iter_mut().enumerate() {
        let said = facts.remove(&(resource.address, resource.site));
        let mut said = said.unwrap_or_default();
        said.sort_by(|a, b| names.text(a.0).cmp(names.text(b.0)));
        if *resource.facts != *said {
            resource.facts = said.into();
            changed.push(at);
        }
    }
    changed
}

fn collect(machine: &mut Machine<'_>, id: InstanceId, facts: &mut Facts) {
    for site in machine.sites.ids() {
        if !machine.instance(id).stands_at(site) {
            continue;
        }
        let frame = machine.frame_at(id, site);
        for fact in &machine.component(id).facts {
            // A resource at home has no facts at the other sites.
            let (of, value) = machine.with_absent(true, |machine| {
                let of = machine.evaluate(&fact.of, &mut Scope::new(frame));
                (of, machine.evaluate(&fact.value, &mut Scope::new(frame)))
            });
            // Null is a fact that is not there.
            if let (Ok(Value::Resource(address)), Ok(value)) = (of, value)
                && value != Value::Null
            {
                facts
                    .entry((address, site))
                    .or_default()
                    .push((fact.name.name, value));
            }
        }
    }
}

/// Where a component declares a fact about a resource, whether it has a value or not: the value's
/// expression, and the frame to read it in.
pub fn declared<'a>(
    machine: &mut Machine<'a>,
    resource: &Resource,
    name: Symbol,
) -> Option<(&'a Ir, FrameId)> {
    let mut instance = Some(machine.instance_of(resource.origin.frame));
    while let Some(id) = instance {
        let frame = machine.frame_at(id, resource.site);
        for fact in &machine.component(id).facts {
            if fact.name.name != name {
                continue;
            }
            let of = machine.with_absent(true, |machine| {
                machine.evaluate(&fact.of, &mut Scope::new(frame))
            });
            if of == Ok(Value::Resource(resource.address)) {
                return Some((&fact.value, frame));
            }
        }
        instance = machine.instance(id).parent;
    }
    None
}
