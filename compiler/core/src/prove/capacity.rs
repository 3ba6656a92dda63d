//! Capacity: what is left after a loss must carry the load. No scaling is counted on: when a zone
//! fails, everybody asks for new capacity at once.
//! Source: Amazon Builders' Library, "Static stability using Availability Zones".

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::behaviors::Pool;
use crate::graph::ResourceIndex;
use crate::interpret::Machine;
use crate::names::Symbol;
use crate::units_of_measure::Dimension;
use crate::value::{Address, SiteId, Value};

use super::answer::{Answer, Asker, Subject, Unknown, int, quantity};
use super::guarantee::{
    Finding, Gap, Guarantee, Loss, Promise, Stand, Verdict, left_without_fullest,
};
use super::load::{self, Load, NoLoad};
use super::promises::{Survives, Tier, Use, Uses};

/// A pool at a site, with its answers.
pub struct PoolAt<'a> {
    /// The resource.
    pub index: ResourceIndex,
    /// What its behaviour says.
    pub pool: &'a Pool,
    /// Its use at the top level, by position.
    pub use_at: usize,
    /// The use inside of that which makes calls there, or is called.
    inner: Option<Inside>,
    /// How many replicas.
    pub replicas: Result<i64, Unknown>,
    /// Over which zones.
    pub zones: Result<Rc<[Symbol]>, Unknown>,
    /// What one carries, in thousandths a day.
    pub capacity: Result<i64, Unknown>,
    /// What enters from outside; none where nobody says so.
    pub enters: Option<Result<i64, Unknown>>,
    /// What it has to carry.
    pub load: Load,
}

/// A use inside of one at the top level, around a pool.
#[derive(Clone, Copy)]
struct Inside {
    address: Address,
    text: Symbol,
    is_called: bool,
}

/// Answers every pool's questions.
pub fn pools<'a>(asker: &Asker<'a>, uses: &mut Uses, machine: &Machine<'_>) -> Vec<PoolAt<'a>> {
    let mut found = Vec::new();
    let mut known: FxHashMap<Address, usize> = FxHashMap::default();
    for (at, resource) in asker.world.resources.iter().enumerate() {
        let Some(behavior) = asker.behaviors.of(resource.type_name) else {
            continue;
        };
        let Some(pool) = &behavior.pool else { continue };
        let of = asker.store.use_of(resource.address);
        let use_at = *known.entry(of).or_insert_with(|| {
            let text = asker.store.address_text(asker.names, of);
            uses.find(asker.names.intern(&text))
        });
        let index = ResourceIndex(at as u32);
        let subject = Subject::new(index, behavior);
        let rate = |answer: &Answer| {
            quantity(answer, index).and_then(|found| match found.dimension {
                Dimension::Rate => Ok(found.amount),
                _ => Err(Unknown::Misfit(index)),
            })
        };
        found.push(PoolAt {
            index,
            pool,
            use_at,
            inner: inside(asker, &uses.all[use_at], resource.address),
            replicas: int(&asker.ask(&subject, &pool.replicas), index),
            zones: zones(asker, &subject, pool),
            capacity: rate(&asker.ask(&subject, &pool.capacity)),
            enters: match rate(&asker.ask(&subject, &pool.load)) {
                Err(Unknown::NoFact(..)) => None,
                load => Some(load),
            },
            load: Err(NoLoad::NothingSaid),
        });
    }
    add_loads(&mut found, uses, machine, asker);
    found
}

/// The innermost of the uses around a resource that call something inside of the same use, or are
/// called there.
fn inside(asker: &Asker<'_>, around: &Use, resource: Address) -> Option<Inside> {
    let whole = Some(resource).filter(|_| !around.inside.is_empty());
    std::iter::successors(whole, |at| asker.store.parts(*at).0).find_map(|address| {
        let text = asker.store.address_text(asker.names, address);
        let text = asker.names.intern(&text);
        let found = around.inside.iter().find(|one| one.address == text)?;
        Some(Inside {
            address,
            text,
            is_called: found.is_called,
        })
    })
}

fn zones<'a>(
    asker: &Asker<'a>,
    subject: &Subject<'a>,
    pool: &'a Pool,
) -> Result<Rc<[Symbol]>, Unknown> {
    let own = subject.index;
    let answers = asker.elements(own, asker.ask(subject, &pool.zones))?;
    let mut zones = Vec::with_capacity(answers.len());
    for answer in answers.iter() {
        match answer {
            Answer::Known(Value::Text(zone), _) => zones.push(*zone),
            Answer::Unknown(why) => return Err(*why),
            _ => return Err(Unknown::Misfit(own)),
        }
    }
    zones.sort_by(|a, b| asker.names.text(*a).cmp(asker.names.text(*b)));
    zones.dedup();
    if zones.is_empty() {
        return Err(Unknown::NotOne(own));
    }
    Ok(zones.into())
}

fn is_around(asker: &Asker<'_>, address: Address, of: Address) -> bool {
    let mut around = std::iter::successors(Some(of), |at| asker.store.parts(*at).0);
    around.any(|at| at == address)
}

/// Any site may be sent the whole load, so it is the same at every site.
fn add_loads(pools: &mut [PoolAt<'_>], uses: &Uses, machine: &Machine<'_>, asker: &Asker<'_>) {
    let mut enters: Vec<Option<Load>> = vec![None; uses.all.len()];
    for pool in &*pools {
        let load = pool.enters.map(|load| load.map_err(|_| NoLoad::Fact));
        let known = &mut enters[pool.use_at];
        *known = match (*known, load) {
            (Some(Ok(a)), Some(Ok(b))) => Some(Ok(a.max(b))),
            (Some(Err(why)), _) | (_, Some(Err(why))) => Some(Err(why)),
            (one, None) | (None, one) => one,
        };
    }
    let along = load::along_calls(uses, &enters);
    for pool in pools {
        let own = match pool.enters {
            Some(_) => enters[pool.use_at],
            None => None,
        };
        let around = uses.all[pool.use_at].address;
        let brought = match pool.inner {
            Some(inner) => along.brought_by(uses, pool.use_at, |call| {
                let mut crossed = call.path.iter();
                crossed.any(|one| is_around(asker, inner.address, *one))
            }),
            None => along.brought[pool.use_at],
        };
        let mut calls = uses.all[pool.use_at].callers.iter();
        let is_all_said = calls.all(|call| !call.path.is_empty());
        let consumer = pool.inner.map_or(around, |inner| inner.text);
        pool.load = match (pool.inner, machine.consumed_by(consumer)) {
            (Some(inner), _) if inner.is_called => Err(NoLoad::Inside(around)),
            (Some(_), Some(queue)) if own.is_none() => Err(NoLoad::Waiting(queue)),
            (Some(_), _) if !is_all_said => Err(NoLoad::NoPath(around)),
            (_, queue) => load::both(own, brought).map_err(|why| match (why, queue) {
                (NoLoad::NothingSaid, Some(queue)) => NoLoad::Waiting(queue),
                _ => why,
            }),
        };
    }
}

/// Everything that the replicas, zones and load of a pool come to.
struct Figures {
    replicas: i64,
    zones: Rc<[Symbol]>,
    need: i64,
    load: i64,
    capacity: i64,
}

impl PoolAt<'_> {
    fn figures(&self, load: Load) -> Result<Figures, Gap> {
        // What waits in a queue is not for a capacity to mend: to ask for one would lead nowhere.
        if let Err(why @ NoLoad::Waiting(_)) = load {
            return Err(Gap::Load(why));
        }
        let capacity = self.capacity.map_err(Gap::Capacity)?;
        if capacity <= 0 {
            return Err(Gap::Capacity(Unknown::Misfit(self.index)));
        }
        let load = load.map_err(|why| match (why, self.enters) {
            (NoLoad::Fact, Some(Err(why))) => Gap::Enters(why),
            _ => Gap::Load(why),
        })?;
        Ok(Figures {
            replicas: self.replicas.map_err(Gap::Replicas)?,
            zones: self.zones.clone().map_err(Gap::Zones)?,
            need: load / capacity + i64::from(load % capacity > 0),
            load,
            capacity,
        })
    }

    fn stand(&self, left: impl Fn(i64, i64) -> i64) -> Result<Stand, Gap> {
        let whole = self.stand_under(self.load, &left);
        // What enters from outside may be too much alone, whatever else there is that nobody knows.
        match (whole, self.enters) {
            (Err(gap), Some(Ok(entering))) => match self.stand_under(Ok(entering), &left) {
                Ok(stand) if stand.left < stand.need => Ok(stand),
                _ => Err(gap),
            },
            (whole, _) => whole,
        }
    }

    fn stand_under(&self, load: Load, left: impl Fn(i64, i64) -> i64) -> Result<Stand, Gap> {
        let figures = self.figures(load)?;
        Ok(Stand {
            left: left(figures.replicas, figures.zones.len() as i64).max(0),
            replicas: figures.replicas,
            zones: figures.zones,
            need: figures.need,
            load: figures.load,
            capacity: figures.capacity,
        })
    }
}

/// What is left of a pool after a loss; `twins` are the same pool at the other sites.
pub fn judge<'a>(
    pool: &PoolAt<'a>,
    loss: Loss,
    twins: &[&PoolAt<'a>],
    site_of: &dyn Fn(ResourceIndex) -> SiteId,
) -> (Finding<'a>, Verdict) {
    let enough = |stand: &Stand| {
        if stand.left >= stand.need {
            Verdict::Kept
        } else {
            Verdict::Broken
        }
    };
    let here = |stand: Result<Stand, Gap>| match stand {
        Ok(stand) => {
            let verdict = enough(&stand);
            (Finding::Stands(pool.pool, stand), verdict)
        }
        Err(gap) => (Finding::Unknown(gap), Verdict::Unknown),
    };
    match loss {
        Loss::Replica => here(pool.stand(|replicas, _| replicas - 1)),
        Loss::Zone => here(pool.stand(left_without_fullest)),
        Loss::Region(_) | Loss::Outside(_) => {
            let mut worst: Option<(Finding<'a>, Verdict, i64)> = None;
            for twin in twins {
                let (finding, verdict, spare) = match twin.stand(|replicas, _| replicas) {
                    Ok(stand) => {
                        let (verdict, spare) = (enough(&stand), stand.left - stand.need);
                        let site = site_of(twin.index);
                        (Finding::Elsewhere(twin.pool, site, stand), verdict, spare)
                    }
                    Err(gap) => (Finding::Unknown(gap), Verdict::Unknown, 0),
                };
                let is_worse = worst
                    .as_ref()
                    .is_none_or(|(_, known, least)| (verdict, spare) < (*known, *least));
                if is_worse {
                    worst = Some((finding, verdict, spare));
                }
            }
            match worst {
                Some((finding, verdict, _)) => (finding, verdict),
                None => (Finding::NowhereElse(pool.pool), Verdict::Broken),
            }
        }
    }
}

/// What a tier promises to survive, at a site. Where nothing is promised, the loss of a zone is
/// looked at.
pub fn losses(survives: Option<Survives>, site: SiteId) -> impl Iterator<Item = Loss> {
    let losses = match survives {
        Some(Survives::Replica) => [Some(Loss::Replica), None],
        Some(Survives::Zone) | None => [Some(Loss::Zone), None],
        Some(Survives::Region) => [Some(Loss::Zone), Some(Loss::Region(site))],
    };
    losses.into_iter().flatten()
}

/// The rows of all pools.
pub fn prove<'a>(
    asker: &Asker<'a>,
    pools: &[PoolAt<'a>],
    uses: &Uses,
    tiers: &[Tier],
    rows: &mut Vec<Guarantee<'a>>,
) {
    let mut by_address: FxHashMap<Address, Vec<usize>> = FxHashMap::default();
    let mut pools_of: FxHashMap<usize, usize> = FxHashMap::default();
    for (at, pool) in pools.iter().enumerate() {
        let address = asker.resource(pool.index).address;
        by_address.entry(address).or_default().push(at);
        *pools_of.entry(pool.use_at).or_default() += 1;
    }
    let site_of = |index: ResourceIndex| asker.resource(index).site;
    for pool in pools {
        let resource = asker.resource(pool.index);
        let named = if let Some(inner) = pool.inner {
            inner.address
        } else if pools_of[&pool.use_at] == by_address[&resource.address].len() {
            asker.store.use_of(resource.address)
        } else {
            resource.address
        };
        let number = uses.all[pool.use_at].tier;
        let tier = number.map(|number| tiers[number as usize]);
        let survives = tier.map(|tier| tier.survives);
        for loss in losses(survives, resource.site) {
            let twins: Vec<&PoolAt<'a>> = match loss {
                Loss::Region(_) => by_address[&resource.address]
                    .iter()
                    .map(|at| &pools[*at])
                    .filter(|twin| site_of(twin.index) != resource.site)
                    .collect(),
                Loss::Replica | Loss::Zone | Loss::Outside(_) => Vec::new(),
            };
            let (finding, verdict) = judge(pool, loss, &twins, &site_of);
            rows.push(Guarantee {
                resource: pool.index,
                named,
                loss,
                holds: None,
                promise: tier.map_or(Promise::Nothing, Promise::Load),
                finding,
                hint: None,
                verdict: if tier.is_some() {
                    verdict
                } else {
                    Verdict::NotPromised
                },
            });
        }
    }
}

/// The smallest number of replicas with which these sites of a pool keep every promise that is
/// theirs to keep, if more of them help at all: found by proving again.
pub fn enough_replicas(
    pools: &[&PoolAt<'_>],
    survives: Survives,
    site_of: &dyn Fn(ResourceIndex) -> SiteId,
) -> Option<i64> {
    let keeps = |replicas: i64| {
        pools.iter().all(|pool| {
            let tried = PoolAt {
                replicas: Ok(replicas),
                zones: pool.zones.clone(),
                ..**pool
            };
            losses(Some(survives), site_of(pool.index)).all(|loss| {
                // After the loss of another region, it is this site that carries the load.
                judge(&tried, loss, &[&tried], site_of).1 != Verdict::Broken
            })
        })
    };
    // More replicas never leave fewer, so the smallest that is enough is searched for by halves.
    let (mut few, mut enough) = (0_i64, 1_i64);
    while !keeps(enough) {
        few = enough;
        enough = enough.checked_mul(2).filter(|more| *more < 1 << 40)?;
    }
    while enough - few > 1 {
        let middle = few + (enough - few) / 2;
        if keeps(middle) {
            enough = middle;
        } else {
            few = middle;
        }
    }
    Some(enough)
}
