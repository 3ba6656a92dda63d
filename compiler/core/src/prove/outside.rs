//! What is called and is not the app's: who stands still without it, and for how much of the time
//! that may be. What others say of themselves can refute a promise, and never proves one.

use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::eval;
use crate::graph::ResourceIndex;
use crate::interpret::{APP, Machine, ROOT};
use crate::names::Symbol;
use crate::source::Span;
use crate::types::program::SlotId;
use crate::value::{InstanceId, Value};

use super::answer::Asker;
use super::guarantee::{Finding, Guarantee, Loss, Promise, Verdict, Without};
use super::promises;

/// The whole, in millionths of a percent.
const ALWAYS: i64 = 100_000_000;

/// A use that is called and is not the app's.
struct Outside {
    callee: Symbol,
    availability: Option<i64>,
    stops: bool,
}

/// For how much of the time the app promises to be there.
pub(super) fn promised(machine: &mut Machine<'_>) -> Option<i64> {
    let mut fields = promises::app_fields(machine, "objective").into_iter();
    match fields.find(|(name, _)| *name == "availability")?.1 {
        Value::Quantity(quantity) => Some(quantity.amount),
        _ => None,
    }
}

/// The rows of every use that calls what is outside, or stands still with who calls it.
pub(super) fn prove<'a>(
    asker: &Asker<'a>,
    machine: &Machine<'a>,
    promised: Option<i64>,
    rows: &mut Vec<Guarantee<'a>>,
) {
    let all = outside(machine);
    if all.is_empty() {
        return;
    }
    let calls = Calls::of(machine);
    let uses = uses(asker);
    let mut still: FxHashMap<Symbol, i64> = FxHashMap::default();
    let reached: Vec<_> = all.iter().map(|one| calls.reach(one)).collect();
    for (one, reached) in all.iter().zip(&reached) {
        for (caller, without) in reached {
            if let (Without::Stops { .. }, Some(said)) = (without, one.availability) {
                let together = still.entry(*caller).or_insert(ALWAYS);
                *together = both(*together, said);
            }
        }
    }
    for (one, reached) in all.iter().zip(reached) {
        for (caller, without) in reached {
            // A use that makes nothing has nothing to be lost.
            let Some(&index) = uses.get(&caller) else {
                continue;
            };
            let without = match without {
                Without::Stops { said, .. } => Without::Stops {
                    said,
                    together: still.get(&caller).copied().unwrap_or(ALWAYS),
                },
                other => other,
            };
            let promise = match without {
                Without::Stops { .. } => promised.map_or(Promise::Nothing, Promise::Available),
                // What goes on with less was not promised to go on with all.
                Without::Degrades | Without::CallIsSoft => Promise::Nothing,
            };
            rows.push(Guarantee {
                resource: index,
                named: asker.store.use_of(asker.resource(index).address),
                loss: Loss::Outside(one.callee),
                holds: None,
                promise,
                verdict: judge(without, promise),
                finding: Finding::Without(without),
                hint: None,
            });
        }
    }
}

fn judge(without: Without, promise: Promise) -> Verdict {
    match (without, promise) {
        (
            Without::Stops {
                said: Some(_),
                together,
            },
            Promise::Available(share),
        ) if together < share => Verdict::Broken,
        (_, Promise::Available(_)) => Verdict::Unknown,
        _ => Verdict::NotPromised,
    }
}

/// Of how much of the time two are there, if each is away by itself.
fn both(a: i64, b: i64) -> i64 {
    let product = i128::from(a) * i128::from(b) / i128::from(ALWAYS);
    i64::try_from(product).unwrap_or(0)
}

fn outside(machine: &Machine<'_>) -> Vec<Outside> {
    let (names, store) = (machine.heap.names, machine.heap.store);
    let field = |said: Value, name: &str| match said {
        Value::Object(said) => store.field(said, names.intern(name)),
        _ => None,
    };
    let mut found: Vec<_> = machine
        .outside()
        .map(|(callee, said)| Outside {
            callee,
            availability: match field(said, "availability") {
                Some(Value::Quantity(quantity)) => Some(quantity.amount),
                _ => None,
            },
            stops: field(said, "on_loss") != Some(Value::Text(names.intern("degrade"))),
        })
        .collect();
    found.sort_by(|a, b| names.text(a.callee).cmp(names.text(b.callee)));
    found
}

/// The first resource of each use, at home where it stands there, by the use's address.
fn uses(asker: &Asker<'_>) -> FxHashMap<Symbol, ResourceIndex> {
    let mut found = FxHashMap::default();
    let mut known = FxHashSet::default();
    let home = asker.world.sites.home();
    let resources = asker.world.resources.iter().enumerate();
    let (at_home, others): (Vec<_>, Vec<_>) = resources.partition(|(_, one)| one.site == home);
    for (at, resource) in at_home.into_iter().chain(others) {
        let of = asker.store.use_of(resource.address);
        if known.insert(of) {
            let text = asker.store.address_text(asker.names, of);
            found
                .entry(asker.names.intern(&text))
                .or_insert(ResourceIndex(at as u32));
        }
    }
    found
}

/// Who calls whom, by the addresses of uses at the top level, and whether it can do without.
struct Calls(FxHashMap<Symbol, Vec<(Symbol, bool)>>);

impl Calls {
    fn of(machine: &Machine<'_>) -> Self {
        let (names, store) = (machine.heap.names, machine.heap.store);
        let (address, needs) = (names.intern("address"), names.intern("needs"));
        let soft = Value::Text(names.intern("soft"));
        let mut found: FxHashMap<Symbol, Vec<(Symbol, bool)>> = FxHashMap::default();
        for (callee, calls) in machine.calls() {
            let callers = found.entry(promises::use_of(machine, callee)).or_default();
            for call in calls {
                if let Value::Object(call) = *call
                    && let Some(Value::Text(caller)) = store.field(call, address)
                {
                    let is_soft = store.field(call, needs) == Some(soft);
                    callers.push((promises::use_of(machine, caller), is_soft));
                }
            }
        }
        for callers in found.values_mut() {
            callers.sort_by(|a, b| names.text(a.0).cmp(names.text(b.0)).then(a.1.cmp(&b.1)));
            // Of several calls, the one that cannot do without counts.
            callers.dedup_by_key(|(caller, _)| *caller);
        }
        Self(found)
    }

    fn callers(&self, callee: Symbol) -> &[(Symbol, bool)] {
        self.0.get(&callee).map_or(&[], Vec::as_slice)
    }

    /// What becomes of those that call it, and of those that cannot do without these.
    fn reach(&self, one: &Outside) -> Vec<(Symbol, Without)> {
        let stops = Without::Stops {
            said: one.availability,
            together: ALWAYS,
        };
        let is_still = |is_soft: bool| one.stops && !is_soft;
        let direct = self.callers(one.callee);
        let mut queue: VecDeque<_> = direct
            .iter()
            .filter(|(_, is_soft)| is_still(*is_soft))
            .map(|(caller, _)| *caller)
            .collect();
        let mut seen: FxHashSet<_> = queue.iter().copied().collect();
        let mut found = Vec::new();
        while let Some(still) = queue.pop_front() {
            found.push((still, stops));
            for &(caller, is_soft) in self.callers(still) {
                if !is_soft && seen.insert(caller) {
                    queue.push_back(caller);
                }
            }
        }
        for (caller, _) in direct.iter().filter(|(caller, _)| !seen.contains(caller)) {
            let without = if one.stops {
                Without::CallIsSoft
            } else {
                Without::Degrades
            };
            found.push((*caller, without));
        }
        found
    }
}

/// Where a use is written that is not the app's, and where the app's availability is promised.
pub(super) fn places(machine: &mut Machine<'_>, callee: &str) -> (Span, Span) {
    let heap = machine.heap;
    let mut declared = machine.program.header.span;
    for at in 0..machine.instances.len() {
        let instance = machine.instance(InstanceId(at as u32));
        if instance.parent == Some(ROOT)
            && let Some(address) = instance.address
            && heap.store.address_text(heap.names, address) == callee
        {
            let frame = machine.frame_at(InstanceId(at as u32), machine.sites.home());
            declared = machine.caller_span(frame).unwrap_or(declared);
        }
    }
    let objective = heap.names.intern("objective");
    let mut slots = machine.component(APP).slots.iter();
    let Some(slot) = slots.position(|slot| slot.name.name == objective) else {
        return (declared, Span::NONE);
    };
    let frame = machine.frame_at(APP, machine.sites.home());
    let path = [heap.names.intern("availability")];
    let promise = match machine.argument(frame, SlotId(slot as u32)) {
        Some((ir, _, scope)) => eval::trace(machine, ir, scope.frame, &path, false).place(),
        None => Span::NONE,
    };
    (declared, promise)
}
