//! What an app states of what exists already, against the schemas.

use rustc_hash::FxHashSet;

use crate::check::{self, Checker, PathStep};
use crate::interpret::{Machine, ROOT, Scope};

/// Each statement once, however many sites it is read at.
pub fn check(machine: &mut Machine<'_>) {
    let program = machine.program;
    let heap = machine.heap;
    let checker = Checker::new(heap.names, heap.store, heap.schemas);
    let mut seen = FxHashSet::default();
    for (number, def) in program.existing.iter().enumerate() {
        let schema = heap.schemas.load(heap.names, def.type_id);
        let root = heap.schemas.node(heap.names, schema.root);
        for site in machine.sites.ids() {
            let mut scope = Scope::new(machine.frame_at(ROOT, site));
            for (property, stated) in &def.stated {
                let node = root.property(*property);
                let value = machine.evaluate(stated, &mut scope);
                let (Some(node), Ok(value)) = (node, value) else {
                    continue;
                };
                if !seen.insert((number, *property, value)) {
                    continue;
                }
                for mut violation in checker.check_value(node, value) {
                    let first = std::iter::once(PathStep::Name(*property));
                    violation.path.0 = first.chain(violation.path.0.iter().copied()).collect();
                    let type_name = heap.names.text(def.type_name);
                    let found = check::diagnostic(heap.names, type_name, &violation, stated.span);
                    machine.diagnostics.push(found);
                }
            }
        }
    }
}
