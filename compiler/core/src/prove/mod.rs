//! From resources to proofs. In: the [`World`], its graph, the linked machine and the behaviours.
//! Goes out: [`Guarantees`], and an error for each promise that is broken. The engines are generic:
//! what a type does is in its behaviour. Never changes a resource.

mod answer;
mod capacity;
mod defaults;
mod existing;
mod fix;
mod guarantee;
mod hint;
mod load;
mod operations;
mod origin;
mod outside;
mod promises;
mod recovery;
mod report;
mod vocabulary;
mod words;

pub use defaults::Defaults;
pub use guarantee::{Guarantees, Loss, Verdict};
pub use vocabulary::check as check_vocabulary;
pub use words::{AVAILABILITY, LAWS, Law, Row, Words};

use rustc_hash::FxHashMap;

use crate::behaviors::{Behavior, Behaviors, Disruption};
use crate::eval::World;
use crate::graph::Graph;
use crate::interpret::Machine;
use crate::names::Symbol;
use crate::order::by_text;
use crate::source::Sources;
use crate::value::{Address, SiteId};

use answer::Asker;
use capacity::PoolAt;
use existing::Existing;
use fix::Pen;
use guarantee::Guarantee;
use promises::{Tier, Uses};
use recovery::Objective;

/// What proving reads.
#[derive(Clone, Copy)]
pub struct Parts<'a> {
    /// All resources.
    pub world: &'a World,
    /// What refers to what.
    pub graph: &'a Graph,
    /// What types do.
    pub behaviors: &'a Behaviors,
    /// What unset properties are.
    pub defaults: &'a Defaults,
}

/// Everything that was asked and answered.
struct Proof<'a> {
    asker: Asker<'a>,
    tiers: Vec<Tier>,
    pools: Vec<PoolAt<'a>>,
    objective: Objective,
}

/// Proves what can be proved, and reports every promise that is broken.
pub fn prove<'a>(parts: Parts<'a>, machine: &mut Machine<'a>, sources: &Sources) -> Guarantees<'a> {
    let heap = machine.heap;
    let existing = Existing::of(machine);
    let asker = Asker::new(parts, (heap.names, heap.store), existing);
    let tiers = promises::tiers(machine);
    let mut uses = Uses::of(machine, &tiers);
    let pools = capacity::pools(&asker, &mut uses, machine);
    let objective = Objective {
        zone: promises::recover(machine, Disruption::Zone),
        region: promises::recover(machine, Disruption::Region),
    };
    let mut rows = Vec::with_capacity(parts.world.resources.len());
    capacity::prove(&asker, &pools, &uses, &tiers, &mut rows);
    recovery::prove(&asker, &objective, &mut rows);
    let promised = outside::promised(machine);
    outside::prove(&asker, machine, promised, &mut rows);
    sort(&asker, &mut rows);
    let is_modelled = |type_name| {
        let behavior = parts.behaviors.of(type_name);
        behavior.is_some_and(Behavior::is_model)
    };
    let resources = &parts.world.resources;
    let modelled = resources.iter().filter(|one| is_modelled(one.type_name));
    let modelled = modelled.count();
    let proof = Proof {
        asker,
        tiers,
        pools,
        objective,
    };
    let pen = Pen {
        sources,
        names: heap.names,
        store: heap.store,
    };
    hint::add(&proof, &mut rows, machine, pen);
    report::report(&proof, &rows, machine, pen);
    Guarantees {
        rows,
        unproved: promises::unproved(machine, parts.world),
        modelled,
        resources: resources.len(),
    }
}

/// By loss, then by address and region, home first: the order of the source means nothing.
fn sort(asker: &Asker<'_>, rows: &mut [Guarantee<'_>]) {
    let home = asker.world.sites.home();
    let site = |site: SiteId| {
        if site == home {
            0
        } else {
            u32::from(site.0) + 1
        }
    };
    let mut outside: Vec<Symbol> = Vec::new();
    outside.extend(rows.iter().filter_map(|row| match row.loss {
        Loss::Outside(callee) => Some(callee),
        Loss::Replica | Loss::Zone | Loss::Region(_) => None,
    }));
    outside.sort_by_key(|callee| asker.names.text(*callee));
    outside.dedup();
    let ranks = ranks(asker, rows);
    rows.sort_by_cached_key(|row| {
        let loss = match row.loss {
            Loss::Replica => (0, 0),
            Loss::Zone => (1, 0),
            Loss::Region(lost) => (2, site(lost)),
            Loss::Outside(callee) => {
                let at = outside.iter().position(|known| *known == callee);
                (3, at.unwrap_or_default() as u32)
            }
        };
        let stands = site(asker.resource(row.resource).site);
        (loss, ranks[&row.named], stands)
    });
}

/// Where each address comes when they are sorted as texts: most are named in several rows.
fn ranks(asker: &Asker<'_>, rows: &[Guarantee<'_>]) -> FxHashMap<Address, u32> {
    let mut ranks: FxHashMap<Address, u32> = FxHashMap::default();
    ranks.extend(rows.iter().map(|row| (row.named, 0)));
    let text = |address: &Address| asker.store.address_text(asker.names, *address);
    let texts: Vec<_> = ranks.keys().map(|at| (*at, text(at))).collect();
    let mut sorted: Vec<_> = texts.iter().collect();
    by_text(&mut sorted, |(_, text)| text);
    let numbered = (0..).zip(sorted);
    ranks.extend(numbered.map(|(rank, (address, _))| (*address, rank)));
    ranks
}
