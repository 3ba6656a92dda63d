//! From the world to its dependencies. In: the [`World`]. Goes out: for each resource, what it
//! refers to and waits for. Cycles are errors here, shown as a path. The only user of petgraph.

mod references;

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use rustc_hash::FxHashMap;

use crate::diag::codes::stacks::Circle;
use crate::diag::{Diagnostics, codes};
use crate::eval::{Determined, Resource, SiteTables, World};
use crate::names::Symbol;
use crate::source::Span;
use crate::value::{AccountId, Address, SiteId, Value};

/// A resource in [`World::resources`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ResourceIndex(pub u32);

impl ResourceIndex {
    /// As an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Something that a resource needs of another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Reference {
    /// The other resource.
    pub to: ResourceIndex,
    /// Which of its attributes; none where it is only waited for.
    pub attribute: Option<AttributeName>,
}

/// An attribute's name; the order means nothing but is stable within a run.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct AttributeName(pub Symbol);

impl PartialOrd for AttributeName {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for AttributeName {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.index().cmp(&other.0.index())
    }
}

/// The dependencies of all resources.
pub struct Graph {
    /// For each resource what it needs, each once.
    pub needs: Vec<Box<[Reference]>>,
    /// For each resource the params that it reads.
    pub params: Vec<Box<[Symbol]>>,
    /// What reads of another site something that is known here, and of what: better made in that
    /// order, where that closes no circle.
    pub named: Vec<(ResourceIndex, ResourceIndex)>,
    /// Whether all of this is as it was in the compilation that this one goes on from.
    pub is_as_before: bool,
    determined: Determined,
    index: FxHashMap<(Address, SiteId), ResourceIndex>,
}

impl Graph {
    /// The resource of an address at a site.
    pub fn find(&self, address: Address, site: SiteId) -> Option<ResourceIndex> {
        self.index.get(&(address, site)).copied()
    }

    /// The value of an attribute as it is read from another site, where it is known there without
    /// waiting for anything.
    pub fn known_from(
        &self,
        (account, site): (AccountId, SiteId),
        to: ResourceIndex,
        attribute: Symbol,
        world: &World,
    ) -> Option<Value> {
        let there = &world.resources[to.index()];
        if (there.account, there.site) == (account, site) {
            return None;
        }
        self.determined.get(to.index(), attribute)
    }
}

/// Where a resource needs itself, for whoever knows where values come from: the place to point at
/// first, and the place that does it. Without an attribute it waits.
pub type ItselfAt<'a> = &'a dyn Fn(&Resource, Option<Symbol>) -> (Span, Span);

/// The input through which what the second resource belongs to came into the use around the first,
/// and where it is given.
pub type HandedBy<'a> = &'a dyn Fn(&Resource, &Resource) -> Option<(Symbol, Span)>;

/// Finds the dependencies. What is known of the compilation before is taken from there, if the world
/// goes on from the same.
pub fn dependencies(
    world: &World,
    before: Option<Graph>,
    tables: SiteTables<'_>,
    (itself, handed_by): (ItselfAt<'_>, HandedBy<'_>),
    diagnostics: &mut Diagnostics,
) -> Option<Graph> {
    let errors = diagnostics.error_count();
    let before = before.and_then(|mut graph| {
        let changed = world.changed();
        let alike = graph.determined.find_again(&changed, world, tables);
        graph.is_as_before = true;
        alike.then_some((graph, changed))
    });
    let (mut graph, changed) =
        before.unwrap_or_else(|| (Graph::of(world), (0..world.resources.len()).collect()));
    let mut found = references::Found::default();
    let (mut is_alike, named) = (true, std::mem::take(&mut graph.named));
    let is_kept = |from: &ResourceIndex| changed.binary_search(&from.index()).is_err();
    graph
        .named
        .extend(named.iter().filter(|(from, _)| is_kept(from)));
    for at in changed {
        let resource = &world.resources[at];
        let (needs, params) =
            references::of(resource, &mut graph, world, tables, &mut found, diagnostics);
        is_alike &= graph.needs[at] == needs && graph.params[at] == params;
        graph.needs[at] = needs;
        graph.params[at] = params;
        let from = ResourceIndex(at as u32);
        graph
            .named
            .extend(found.named.drain(..).map(|to| (from, to)));
    }
    graph.named.sort_by_key(|(from, _)| *from);
    graph.is_as_before &= is_alike && graph.named == named;
    references::report_foreign(&found.foreign, world, tables, handed_by, diagnostics);
    if !is_alike {
        report_circles(world, &graph, tables, itself, diagnostics);
    }
    (diagnostics.error_count() == errors).then_some(graph)
}

impl Graph {
    /// All resources, and nothing that they need.
    fn of(world: &World) -> Self {
        let resources = world.resources.iter().enumerate();
        let index = resources.map(|(at, resource)| {
            let place = (resource.address, resource.site);
            (place, ResourceIndex(at as u32))
        });
        Self {
            needs: vec![Box::default(); world.resources.len()],
            params: vec![Box::default(); world.resources.len()],
            named: Vec::new(),
            is_as_before: false,
            determined: Determined::default(),
            index: index.collect(),
        }
    }
}

/// Takes away whatever nothing needs any more, until nothing is left or only what is in a cycle or
/// needed by one: most apps have none, and this is quick.
fn is_without_cycle(graph: &Graph) -> bool {
    let mut needed_by = vec![0_u32; graph.needs.len()];
    let all = graph.needs.iter().flatten();
    all.for_each(|need| needed_by[need.to.index()] += 1);
    let mut free: Vec<usize> = Vec::with_capacity(graph.needs.len());
    free.extend((0..graph.needs.len()).filter(|at| needed_by[*at] == 0));
    let mut gone = 0;
    while let Some(at) = free.pop() {
        gone += 1;
        for need in &graph.needs[at] {
            let count = &mut needed_by[need.to.index()];
            *count -= 1;
            if *count == 0 {
                free.push(need.to.index());
            }
        }
    }
    gone == graph.needs.len()
}

fn report_circles(
    world: &World,
    graph: &Graph,
    tables: SiteTables<'_>,
    itself: ItselfAt<'_>,
    diagnostics: &mut Diagnostics,
) {
    if is_without_cycle(graph) {
        return;
    }
    let needs = graph.needs.iter().enumerate();
    let edges =
        needs.flat_map(|(from, needs)| needs.iter().map(move |need| (from as u32, need.to.0)));
    for component in components(graph.needs.len(), edges) {
        if let [only] = component.as_slice() {
            if let Some(needed) = graph.needs[*only]
                .iter()
                .find(|need| need.to.index() == *only)
            {
                let attribute = needed.attribute.map(|attribute| attribute.0);
                let (shown, reference) = itself(&world.resources[*only], attribute);
                let circle = Circle::Itself {
                    name: &shown_name(world, *only, tables),
                    attribute: attribute.map(|attribute| tables.names.text(attribute)),
                    reference,
                };
                diagnostics.push(codes::stacks::resources_in_circle(shown, &circle));
            }
            continue;
        }
        let path = shortest_cycle(&component, |at| {
            let needs = graph.needs[at].iter();
            needs.map(|need| need.to.index()).collect()
        });
        let shown: Vec<(String, Span)> = path
            .iter()
            .map(|&at| {
                let span = world.resources[at].origin.span;
                (shown_name(world, at, tables), span)
            })
            .collect();
        let first = &world.resources[path[0]];
        let is_across = path.iter().any(|&at| {
            let other = &world.resources[at];
            (other.account, other.site) != (first.account, first.site)
        });
        let place = first.origin.shown();
        let circle = codes::stacks::resources_in_circle(
            place,
            &Circle::Round {
                path: &shown,
                is_across,
            },
        );
        diagnostics.push(circle);
    }
}

/// A resource's address, with its site where there are several.
fn shown_name(world: &World, at: usize, tables: SiteTables<'_>) -> String {
    let (resource, names) = (&world.resources[at], tables.names);
    let address = tables.store.address_text(names, resource.address);
    if world.sites.len() == 1 && !world.accounts.are_several() {
        address
    } else {
        format!("{address}@{}", world.site_text(resource, names))
    }
}

/// Strongly connected components of `0..count`, each behind those that it points at.
pub fn components(count: usize, edges: impl Iterator<Item = (u32, u32)>) -> Vec<Vec<usize>> {
    let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(count, count);
    for _ in 0..count {
        graph.add_node(());
    }
    for (from, to) in edges {
        graph.add_edge(
            NodeIndex::new(from as usize),
            NodeIndex::new(to as usize),
            (),
        );
    }
    let mut found: Vec<Vec<usize>> = tarjan_scc(&graph)
        .into_iter()
        .map(|nodes| nodes.into_iter().map(NodeIndex::index).collect())
        .collect();
    found.iter_mut().for_each(|nodes| nodes.sort_unstable());
    found
}

/// Adds to what parts of a deployment wait for (`after`, by part) what they only name: all of it
/// that closes no circle, so neither the order of parts nor that of names matters.
pub fn order_named(after: &mut [Vec<usize>], named: &[(usize, usize)]) {
    if named.is_empty() {
        return;
    }
    let needed = after.iter().enumerate();
    let needed = needed.flat_map(|(from, needs)| needs.iter().map(move |to| (from, *to)));
    let edges: Vec<(u32, u32)> = needed
        .chain(named.iter().copied())
        .map(|(from, to)| (from as u32, to as u32))
        .collect();
    let mut circle_of = vec![0; after.len()];
    let circles = components(after.len(), edges.into_iter());
    for (number, members) in circles.into_iter().enumerate() {
        members.into_iter().for_each(|at| circle_of[at] = number);
    }
    for &(from, to) in named {
        if circle_of[from] != circle_of[to] {
            after[from].push(to);
        }
    }
    for parts in after {
        parts.sort_unstable();
        parts.dedup();
    }
}

/// A shortest way round within a strongly connected component, from its first member.
pub fn shortest_cycle(members: &[usize], next: impl Fn(usize) -> Vec<usize>) -> Vec<usize> {
    let start = members[0];
    let mut came_from: FxHashMap<usize, usize> = FxHashMap::default();
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for next in next(at) {
            if next == start {
                let mut path = vec![at];
                while let Some(&before) = came_from.get(path.last().unwrap_or(&start)) {
                    path.push(before);
                }
                path.reverse();
                return path;
            }
            if members.binary_search(&next).is_ok() && !came_from.contains_key(&next) {
                came_from.insert(next, at);
                queue.push_back(next);
            }
        }
    }
    members.to_vec()
}
