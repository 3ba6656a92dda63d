//! What the app promises, and where it is written: the tiers of its uses, and its objective.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use crate::behaviors::Disruption;
use crate::eval::{self, World};
use crate::interpret::{APP, Machine, ROOT};
use crate::names::Symbol;
use crate::paths;
use crate::source::Span;
use crate::types::program::{SlotDef, SlotId};
use crate::value::{Address, InstanceId, Value};

/// After which loss a use keeps its whole promise; the strictest last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Survives {
    /// Of one replica.
    Replica,
    /// Of any zone.
    Zone,
    /// Of any region.
    Region,
}

/// A tier.
#[derive(Clone, Copy, Debug)]
pub struct Tier {
    /// Its name.
    pub name: Symbol,
    /// After which loss its uses keep their promise.
    pub survives: Survives,
    /// Where that is written, else the tier's name.
    pub span: Span,
}

/// A use at the top level; of a use with elements, each of them.
pub struct Use {
    /// Its address.
    pub address: Symbol,
    /// Its tier by number: its own, else the strictest of its callers'.
    pub tier: Option<u32>,
    /// The calls that reach it.
    pub callers: Vec<Call>,
    /// What is inside of it and calls, or is called by, something else inside.
    pub inside: Vec<Inner>,
}

/// A call of a use at the top level.
pub struct Call {
    /// Who calls, by position.
    pub caller: usize,
    /// How often for each request.
    pub often: f64,
    /// The resources that it crosses; none where nobody says so.
    pub path: Vec<Address>,
}

/// A use inside of one at the top level.
pub struct Inner {
    /// Its address.
    pub address: Symbol,
    /// Whether something beside it calls it.
    pub is_called: bool,
}

/// All uses at the top level, with who calls whom.
pub struct Uses {
    /// The uses.
    pub all: Vec<Use>,
    by_address: FxHashMap<Symbol, usize>,
}

/// What is promised of recovery from one loss.
#[derive(Clone, Copy, Debug)]
pub struct Recover {
    /// The longest time, in milliseconds.
    pub within: i64,
    /// Where it is written.
    pub within_span: Span,
    /// The most that may be lost, in milliseconds.
    pub losing: Option<i64>,
    /// Where it is written.
    pub losing_span: Span,
}

/// The app's tiers, by number.
pub fn tiers(machine: &mut Machine<'_>) -> Vec<Tier> {
    let program = machine.program;
    let survives = machine.heap.names.intern("survives");
    let mut found = Vec::with_capacity(program.tiers.len());
    for (number, def) in program.tiers.iter().enumerate() {
        let id = InstanceId(APP.0 + 1 + number as u32);
        let frame = machine.frame_at(id, machine.sites.home());
        let mut slots = machine.component(id).slots.iter();
        let slot = slots.position(|slot| slot.name.name == survives);
        let slot = slot.map(|at| SlotId(at as u32));
        let value = slot.and_then(|slot| machine.slot(frame, slot).ok());
        let word = match value {
            Some(Value::Text(word)) => machine.heap.names.text(word),
            _ => "",
        };
        let argument = slot.and_then(|slot| machine.argument(frame, slot));
        found.push(Tier {
            name: def.name.name,
            survives: match word {
                "replica" => Survives::Replica,
                "region" => Survives::Region,
                _ => Survives::Zone,
            },
            span: argument.map_or(def.name.span, |(value, _, _)| value.span),
        });
    }
    found
}

/// What the app's objective says of recovery.
pub fn recover(machine: &mut Machine<'_>, disruption: Disruption) -> Option<Recover> {
    let names = machine.heap.names;
    let name = names.intern("objective");
    let mut slots = machine.component(APP).slots.iter();
    let slot = slots.position(|slot| slot.name.name == name)?;
    let frame = machine.frame_at(APP, machine.sites.home());
    let mut value = machine.slot(frame, SlotId(slot as u32)).ok()?;
    let mut path = vec![names.intern("recover"), names.intern(disruption.word())];
    for step in &path {
        let Value::Object(object) = value else {
            return None;
        };
        value = machine.heap.store.field(object, *step)?;
    }
    let Value::Object(object) = value else {
        return None;
    };
    let mut read = |word: &str| {
        let word = names.intern(word);
        let amount = match machine.heap.store.field(object, word) {
            Some(Value::Quantity(quantity)) => Some(quantity.amount),
            _ => None,
        };
        path.push(word);
        let ir = machine.argument(frame, SlotId(slot as u32));
        let span = ir.map_or(Span::NONE, |(ir, _, scope)| {
            eval::trace(machine, ir, scope.frame, &path, false).place()
        });
        path.pop();
        (amount, span)
    };
    let ((within, within_span), (losing, losing_span)) = (read("within"), read("losing"));
    Some(Recover {
        within: within?,
        within_span,
        losing,
        losing_span,
    })
}

/// What the app promises and no engine looks at, by the path at which it is written: it must not look
/// as if it were kept.
pub fn unproved(machine: &mut Machine<'_>, world: &World) -> Vec<String> {
    let mut found = Vec::new();
    for (name, value) in app_fields(machine, "objective") {
        if name != "recover" {
            found.push(format!("objective.{name}"));
            continue;
        }
        let proved = Disruption::ALL.map(Disruption::word);
        let recover = fields(machine, value).into_iter().map(|(name, _)| name);
        let rest = recover.filter(|name| !proved.contains(name));
        found.extend(rest.map(|name| format!("objective.recover.{name}")));
    }
    let growth = app_fields(machine, "growth").into_iter();
    let factor = growth.filter(|(name, _)| *name == "factor");
    found.extend(factor.map(|(name, _)| format!("growth.{name}")));
    let untagged = world.untagged.iter().map(|(type_name, count)| {
        let type_name = machine.heap.names.text(*type_name);
        format!("{type_name}: {count}")
    });
    let untagged: Vec<_> = untagged.collect();
    if !untagged.is_empty() {
        let types = untagged.join(", ");
        found.push(format!("require_tags of what carries no tags ({types})"));
    }
    found
}

/// What is given of an object that the `app` block says.
pub(super) fn app_fields<'a>(machine: &mut Machine<'a>, name: &str) -> Vec<(&'a str, Value)> {
    let name = machine.heap.names.intern(name);
    let mut slots = machine.component(APP).slots.iter();
    let Some(slot) = slots.position(|slot| slot.name.name == name) else {
        return Vec::new();
    };
    let frame = machine.frame_at(APP, machine.sites.home());
    let value = machine.slot(frame, SlotId(slot as u32));
    value.map_or_else(|_| Vec::new(), |value| fields(machine, value))
}

fn fields<'a>(machine: &Machine<'a>, value: Value) -> Vec<(&'a str, Value)> {
    let Value::Object(object) = value else {
        return Vec::new();
    };
    let heap = machine.heap;
    let fields = heap.store.fields(object).iter();
    let given = fields.filter(|(_, value)| *value != Value::Null);
    given
        .map(|(name, value)| (heap.names.text(*name), *value))
        .collect()
}

impl Use {
    fn add_inside(&mut self, caller: Symbol, callee: Symbol) {
        for (address, is_called) in [(caller, false), (callee, true)] {
            let known = self.inside.iter_mut().find(|one| one.address == address);
            match known {
                Some(known) => known.is_called |= is_called,
                None if address == self.address && !is_called => {}
                None => self.inside.push(Inner { address, is_called }),
            }
        }
    }
}

impl Uses {
    /// The uses of an app.
    pub fn of(machine: &mut Machine<'_>, tiers: &[Tier]) -> Self {
        let mut uses = Self {
            all: Vec::new(),
            by_address: FxHashMap::default(),
        };
        for at in 0..machine.instances.len() {
            let id = InstanceId(at as u32);
            if machine.instance(id).parent == Some(ROOT)
                && let Some(address) = machine.instance(id).address
            {
                let text = machine.heap.store.address_text(machine.heap.names, address);
                let address = machine.heap.names.intern(&text);
                let tier = own_tier(machine, id);
                uses.add(address, tier);
            }
        }
        uses.add_calls(machine);
        uses.inherit_tiers(tiers);
        uses
    }

    fn add(&mut self, address: Symbol, tier: Option<u32>) -> usize {
        self.by_address.insert(address, self.all.len());
        self.all.push(Use {
            address,
            tier,
            callers: Vec::new(),
            inside: Vec::new(),
        });
        self.all.len() - 1
    }

    /// The use of an address; one that is not there is added.
    pub fn find(&mut self, address: Symbol) -> usize {
        match self.by_address.get(&address) {
            Some(at) => *at,
            None => self.add(address, None),
        }
    }

    fn add_calls(&mut self, machine: &Machine<'_>) {
        let names = machine.heap.names;
        let fields = ["address", "capability", "per_request"].map(|name| names.intern(name));
        let store = machine.heap.store;
        for (called, calls) in machine.calls() {
            let callee = self.find(use_of(machine, called));
            for call in calls {
                let Value::Object(call) = call else { continue };
                let [address, capability, often] = fields.map(|name| store.field(*call, name));
                let (Some(Value::Text(address)), Some(Value::Text(capability)), Some(often)) =
                    (address, capability, often)
                else {
                    continue;
                };
                let caller = self.find(use_of(machine, address));
                if caller == callee && called != address {
                    self.all[callee].add_inside(address, called);
                    continue;
                }
                self.all[callee].callers.push(Call {
                    caller,
                    often: often.amount().unwrap_or(1.0),
                    path: machine.crossed_by(called, capability).to_vec(),
                });
            }
        }
        // The map of calls has no order of its own.
        for one in &mut self.all {
            one.inside
                .sort_by(|a, b| names.text(a.address).cmp(names.text(b.address)));
            one.callers
                .sort_by(|a, b| a.caller.cmp(&b.caller).then(a.often.total_cmp(&b.often)));
        }
    }

    /// A use without a tier takes the strictest of those that call it.
    fn inherit_tiers(&mut self, tiers: &[Tier]) {
        let mut callees: Vec<Vec<usize>> = vec![Vec::new(); self.all.len()];
        for (callee, one) in self.all.iter().enumerate() {
            for call in &one.callers {
                callees[call.caller].push(callee);
            }
        }
        let own: Vec<bool> = self.all.iter().map(|one| one.tier.is_some()).collect();
        for level in [Survives::Region, Survives::Zone, Survives::Replica] {
            let is_level = |tier: Option<u32>| {
                tier.and_then(|tier| tiers.get(tier as usize))
                    .is_some_and(|tier| tier.survives == level)
            };
            let mut queue: VecDeque<usize> = (0..self.all.len())
                .filter(|at| is_level(self.all[*at].tier))
                .collect();
            while let Some(caller) = queue.pop_front() {
                for &callee in &callees[caller] {
                    if !own[callee] && self.all[callee].tier.is_none() {
                        self.all[callee].tier = self.all[caller].tier;
                        queue.push_back(callee);
                    }
                }
            }
        }
    }
}

/// The address of the use at the top level that an address belongs to, or of its element.
pub(super) fn use_of(machine: &Machine<'_>, address: Symbol) -> Symbol {
    let names = machine.heap.names;
    names.intern(paths::use_of(names.text(address)))
}

/// The tier that a use is given.
fn own_tier(machine: &mut Machine<'_>, id: InstanceId) -> Option<u32> {
    let site = machine
        .sites
        .ids()
        .find(|site| machine.instance(id).stands_at(*site))?;
    let frame = machine.frame_at(id, site);
    let component = machine.component(id);
    for (at, slot) in component.slots.iter().enumerate() {
        let slot_id = SlotId(at as u32);
        if matches!(slot.def, SlotDef::Input(_))
            && !machine.is_call(frame, slot_id)
            && let Ok(Value::Tier(number)) = machine.slot(frame, slot_id)
        {
            return Some(number);
        }
    }
    None
}
