//! Which root a resource stands in: one for each account and region, and one `global` for what is global. Where
//! roots would need each other, what needs both goes to a root behind them.

use std::collections::BTreeMap;

use crate::eval::World;
use crate::graph::{Graph, ResourceIndex, components, order_named};
use crate::names::Names;
use crate::types::program::At;
use crate::value::{AccountId, SiteId};

/// A root in [`super::Lowered::roots`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RootId(pub u32);

impl RootId {
    /// As an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Where each resource stands.
pub(super) struct Division {
    /// Names, accounts and regions of the roots, sorted by name.
    pub roots: Vec<(String, AccountId, SiteId)>,
    /// The root of each resource.
    pub root_of: Vec<RootId>,
}

/// Where a root is: is it global, in which account, and at which region.
type Base = (bool, AccountId, SiteId);

/// What decides on a root: where it is, and how far behind the others.
type Place = (Base, u32);

pub(super) fn divide(world: &World, graph: &Graph, names: &Names) -> Division {
    let base: Vec<Base> = world
        .resources
        .iter()
        .map(|resource| (resource.at == At::Global, resource.account, resource.site))
        .collect();
    let circles = circles(&base, graph);
    let mut waves: Vec<Option<u32>> = vec![None; base.len()];
    for at in 0..base.len() {
        wave(at, &base, &circles, graph, &mut waves);
    }
    let places: Vec<Place> = base
        .iter()
        .zip(&waves)
        .map(|(&base, wave)| (base, wave.unwrap_or_default()))
        .collect();
    let mut roots: Vec<(String, AccountId, SiteId)> = places
        .iter()
        .map(|&place @ ((_, account, site), _)| (root_name(place, world, names), account, site))
        .collect();
    roots.sort();
    roots.dedup();
    let root_of = places
        .iter()
        .map(|place| {
            let name = root_name(*place, world, names);
            let at = roots.binary_search_by(|(known, ..)| known.cmp(&name));
            RootId(at.unwrap_or_default() as u32)
        })
        .collect();
    Division { roots, root_of }
}

fn root_name(((global, account, site), wave): Place, world: &World, names: &Names) -> String {
    let name = if global {
        "global"
    } else {
        names.text(world.sites.get(site).region)
    };
    let name = world.accounts.site_text(names, account, name);
    match wave {
        0 => name,
        1 => format!("{name}-edge"),
        more => format!("{name}-edge-{more}"),
    }
}

/// For each root that it would have, the circle of roots that it is in.
fn circles(base: &[Base], graph: &Graph) -> BTreeMap<Base, usize> {
    let mut roots: Vec<Base> = base.to_vec();
    roots.sort_unstable();
    roots.dedup();
    let at = |root: &Base| roots.binary_search(root).unwrap_or_default() as u32;
    let edges = graph.needs.iter().enumerate().flat_map(|(from, needs)| {
        needs
            .iter()
            .map(move |need| (at(&base[from]), at(&base[need.to.index()])))
    });
    let mut circles = BTreeMap::new();
    for (number, members) in components(roots.len(), edges).into_iter().enumerate() {
        if members.len() > 1 {
            circles.extend(members.into_iter().map(|member| (roots[member], number)));
        }
    }
    circles
}

/// How often one goes to another root of the circle, from a resource to what it needs: 0 stays in
/// its root. What is needed never stands in a later wave, so roots by wave have no circle.
fn wave(
    at: usize,
    base: &[Base],
    circles: &BTreeMap<Base, usize>,
    graph: &Graph,
    waves: &mut [Option<u32>],
) {
    // Depth first with a stack of its own: chains of resources may be long.
    let mut open = vec![at];
    while let Some(&resource) = open.last() {
        if waves[resource].is_some() {
            open.pop();
            continue;
        }
        let mut found = 0;
        let before = open.len();
        for need in &graph.needs[resource] {
            let to = need.to.index();
            let circle = circles.get(&base[resource]);
            if circle.is_none() || circle != circles.get(&base[to]) {
                continue;
            }
            match waves[to] {
                Some(wave) => found = found.max(wave + u32::from(base[to] != base[resource])),
                None => open.push(to),
            }
        }
        if open.len() == before {
            waves[resource] = Some(found);
            open.pop();
        }
    }
}

/// Every root behind those that it needs; among equals by name.
pub(super) fn order(after: &[Vec<RootId>]) -> Vec<RootId> {
    let mut done = vec![false; after.len()];
    let mut order = Vec::with_capacity(after.len());
    while order.len() < after.len() {
        let ready: Vec<usize> = (0..after.len())
            .filter(|at| !done[*at] && after[*at].iter().all(|before| done[before.index()]))
            .collect();
        if ready.is_empty() {
            break;
        }
        for at in ready {
            done[at] = true;
            order.push(RootId(at as u32));
        }
    }
    order
}

/// The roots that each root waits for, sorted.
pub(super) fn after(division: &Division, graph: &Graph) -> Vec<Vec<RootId>> {
    let mut after = vec![Vec::new(); division.roots.len()];
    for (from, needs) in graph.needs.iter().enumerate() {
        let own = division.root_of[from];
        for need in needs {
            let there = division.root(need.to);
            if there != own {
                after[own.index()].push(there);
            }
        }
    }
    for roots in &mut after {
        roots.sort_unstable();
        roots.dedup();
    }
    let named = graph.named.iter();
    let named: Vec<_> = named
        .map(|(from, to)| (division.root(*from).index(), division.root(*to).index()))
        .collect();
    let mut after: Vec<Vec<usize>> = after
        .into_iter()
        .map(|roots| roots.into_iter().map(RootId::index).collect())
        .collect();
    order_named(&mut after, &named);
    let ids = |roots: Vec<usize>| roots.into_iter().map(|at| RootId(at as u32)).collect();
    after.into_iter().map(ids).collect()
}

impl Division {
    pub(super) fn root(&self, resource: ResourceIndex) -> RootId {
        self.root_of[resource.index()]
    }
}
