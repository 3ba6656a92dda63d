//! From a program to its uses, each at its sites. In: a typed [`Program`]. Goes out: a [`Machine`]
//! in which every use is an instance with its inputs known, checked against their refinements and
//! the components' checks. Never makes a resource.

mod accounts;
mod again;
mod inputs;

pub use again::link_again;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diag::{Diagnostics, codes};
use crate::interpret::site::Sites;
use crate::interpret::{APP, FrameId, Heap, Machine, ROOT, Unit};
use crate::lock::Lock;
use crate::lock::moves::{Move, Moves, Present};
use crate::names::Symbol;
use crate::types::program::{At, ComponentId, Program, SlotDef, SlotId};
use crate::value::{InstanceId, Value};

/// Expands all uses. What they read of each other is noted if they may be linked again.
pub fn link<'a>(
    program: &'a Program,
    heap: Heap<'a>,
    lock: &Lock,
    notes_reads: bool,
    diagnostics: &'a mut Diagnostics,
) -> Option<Machine<'a>> {
    let sites = sites(program, heap, diagnostics)?;
    let mut machine = Machine::new(program, heap, sites, notes_reads, diagnostics);
    machine.check_language();
    machine.check_what_the_app_says();
    machine.read_accounts();
    if machine.diagnostics.has_errors() {
        return None;
    }
    let uses = |implied: bool| {
        let uses = program.order.iter().copied();
        uses.filter(move |slot| is_use(program, *slot, implied))
    };
    for slot in uses(false) {
        machine.link_unit(slot, |_| true);
    }
    machine.link_implied(uses(true).collect());
    machine.check_unique();
    if machine.diagnostics.has_errors() {
        return None;
    }
    if program.moved.is_empty() {
        machine.number_uses(&lock.numbers);
    } else {
        let numbers = machine.numbers_today(lock);
        machine.number_uses(&numbers);
    }
    machine.collect_calls();
    (!machine.diagnostics.has_errors()).then_some(machine)
}

/// Whether a slot of the app's body is a use that somebody wrote, or one that nobody did.
fn is_use(program: &Program, slot: SlotId, implied: bool) -> bool {
    let root = &program.components[program.root.0 as usize];
    matches!(&root.slots[slot.0 as usize].def, SlotDef::Use(def) if def.is_implied() == implied)
}

fn sites(program: &Program, heap: Heap<'_>, diagnostics: &mut Diagnostics) -> Option<Sites> {
    let header = &program.header;
    if header.regions.is_empty() {
        diagnostics.push(codes::sites::no_regions(header.regions_span));
        return None;
    }
    if header.regions.len() > Sites::MOST {
        diagnostics.push(codes::sites::too_large(
            header.regions_span,
            "regions",
            Sites::MOST,
        ));
        return None;
    }
    let sites = Sites::new(heap.names, header.regions.clone(), header.home);
    if sites.is_none() {
        let home = heap.names.text(header.home);
        diagnostics.push(codes::sites::home_not_in_regions(
            header.home_span,
            home,
            header.regions_span,
        ));
    }
    sites
}

impl Machine<'_> {
    /// The lock's numbers in shared spaces, under the addresses that uses have now.
    fn numbers_today(&self, lock: &Lock) -> FxHashMap<(Symbol, Symbol), i64> {
        let names = self.heap.names;
        let moves = self.program.moved.iter().map(|moved| Move {
            from: names.text(moved.from.name),
            from_span: moved.from.span,
            to: names.text(moved.to.name),
            to_span: moved.to.span,
        });
        let moves = Moves::new(moves.collect());
        let addresses = self.instances.iter().filter_map(|one| one.address);
        let living: Vec<String> = addresses
            .map(|at| self.heap.store.address_text(names, at))
            .collect();
        let present = Present::new(living.iter().map(String::as_str).collect());
        lock.numbers_today(&moves, names, &present)
    }

    /// What the `app` block and the tiers say against what it may be, at home.
    fn check_what_the_app_says(&mut self) {
        let home = self.sites.home();
        for number in APP.0..self.instances.len() as u32 {
            let id = InstanceId(number);
            let frame = self.frame_at(id, home);
            self.check_inputs(id, frame);
            self.run_checks(id, frame);
        }
    }

    /// This compiler knows one version of the language.
    fn check_language(&mut self) {
        let language = self.heap.names.intern("language");
        let Some(at) = self
            .component(APP)
            .slots
            .iter()
            .position(|slot| slot.name.name == language)
        else {
            return;
        };
        let slot = SlotId(at as u32);
        let frame = self.frame_at(APP, self.sites.home());
        let span = self.argument(frame, slot).map(|(value, _, _)| value.span);
        if let (Ok(Value::Int(version)), Some(span)) = (self.slot(frame, slot), span)
            && version != 1
        {
            self.diagnostics
                .push(codes::sites::unknown_language(span, version));
        }
    }

    /// Expands the uses that nobody wrote, where something has asked for them: a component that may
    /// need another one makes none as long as it does not.
    fn link_implied(&mut self, slots: Vec<SlotId>) {
        let sites = self.sites.ids().collect::<Vec<_>>();
        let places = slots
            .into_iter()
            .flat_map(|slot| sites.iter().map(move |site| (slot, *site)));
        let mut waiting: Vec<_> = places.collect();
        loop {
            let (asked, rest): (Vec<_>, Vec<_>) = waiting
                .into_iter()
                .partition(|(slot, site)| self.is_used(*slot, *site));
            if asked.is_empty() {
                return;
            }
            for (slot, site) in asked {
                self.reading_as(Unit::of(slot), |machine| {
                    machine.link_use(machine.frame_at(ROOT, site), slot);
                });
                // What stands once for all sites stands at home, wherever it was asked for: it is asked
                // for there as well, and linked in the next round. A failure is reported then.
                if self.has_a_home(slot) {
                    let _ = self.slot(self.frame_at(ROOT, self.sites.home()), slot);
                }
            }
            waiting = rest;
        }
    }

    /// Whether something in the use of a slot of the app's body stands at home alone.
    fn has_a_home(&self, slot: SlotId) -> bool {
        let mut components: Vec<ComponentId> = Vec::new();
        components.extend(self.use_def(ROOT, slot).map(|def| def.component));
        // Many ways may lead to one component.
        let mut seen: FxHashSet<ComponentId> = FxHashSet::default();
        while let Some(component) = components.pop() {
            if !seen.insert(component) {
                continue;
            }
            for slot in &self.program.components[component.0 as usize].slots {
                match &slot.def {
                    SlotDef::Resource(def) if matches!(def.at, At::Home | At::Global) => {
                        return true;
                    }
                    SlotDef::Use(def) => components.push(def.component),
                    _ => {}
                }
            }
        }
        false
    }

    /// Expands the use in a slot of the app's own body, at the sites at which it is wanted: by their
    /// frames of that body.
    fn link_unit(&mut self, slot: SlotId, is_wanted: impl Fn(FrameId) -> bool) {
        self.reading_as(Unit::of(slot), |machine| {
            for site in machine.sites.ids() {
                let frame = machine.frame_at(ROOT, site);
                if is_wanted(frame) {
                    machine.link_use(frame, slot);
                }
            }
        });
    }

    /// Expands the use in a slot, with all uses inside.
    fn link_use(&mut self, frame: FrameId, slot: SlotId) {
        let site = self.site(frame);
        let instances: Vec<InstanceId> = match self.slot(frame, slot) {
            Ok(Value::Use(id)) => vec![id],
            Ok(Value::Object(map)) => {
                let uses =
                    self.heap
                        .store
                        .fields(map)
                        .iter()
                        .filter_map(|(_, value)| match value {
                            Value::Use(id) => Some(*id),
                            _ => None,
                        });
                uses.collect()
            }
            Ok(_) | Err(_) => Vec::new(),
        };
        for id in instances {
            self.link_instance(id, self.frame_at(id, site));
        }
    }

    fn link_instance(&mut self, id: InstanceId, frame: FrameId) {
        let component = self.component(id);
        let before = self.diagnostics.error_count();
        self.check_inputs(id, frame);
        if self.diagnostics.error_count() > before {
            // What is inside would only stumble over the same values.
            return;
        }
        for (at, slot) in component.slots.iter().enumerate() {
            if let SlotDef::Use(_) = slot.def {
                self.link_use(frame, SlotId(at as u32));
            }
        }
        self.run_checks(id, frame);
    }
}
