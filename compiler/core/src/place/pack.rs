//! Resources into stacks: by site and lifetime, within CloudFormation's limits.

use rustc_hash::{FxHashMap, FxHashSet};

use super::identity::Identity;
use super::{Stack, StackId, Tables, holding_roots};
use crate::diag::{Diagnostics, codes};
use crate::eval::World;
use crate::graph::{AttributeName, Graph, ResourceIndex, components};
use crate::lock::{Lock, PlaceKey};
use crate::types::program::UnitName;
use crate::value::{Address, ObjectId, SiteId, Store, Value};

/// CloudFormation's limits for one stack. Source: AWS CloudFormation User Guide, "Understand
/// CloudFormation quotas".
const MOST_RESOURCES: usize = 500;
const MOST_PARAMETERS: usize = 200;
const MOST_OUTPUTS: usize = 200;
/// A template in S3; bytes.
const MOST_BYTES: usize = 1_048_576;

/// Up to which share of a limit new uses are added, in percent: what stands in a stack stays there,
/// so it needs room to grow.
const FILL: usize = 80;

pub(super) struct Packed {
    pub stacks: Vec<Stack>,
    pub stack_of: Vec<StackId>,
}

/// The resources of one use at one site in one unit: they are never split.
struct Group {
    root: Address,
    site: SiteId,
    unit: UnitName,
    resources: Vec<ResourceIndex>,
    number: Option<u32>,
}

/// What a stack holds already.
#[derive(Default)]
struct Load {
    resources: usize,
    bytes: usize,
    imports: FxHashSet<(ResourceIndex, AttributeName)>,
    exports: usize,
}

pub(super) fn pack(
    world: &World,
    graph: &Graph,
    identity: &Identity,
    lock: &Lock,
    next: &mut Lock,
    tables: Tables<'_>,
    diagnostics: &mut Diagnostics,
) -> Packed {
    let (mut groups, group_of) = groups(world, identity, tables);
    for group in &mut groups {
        let root = identity.roots[&group.root];
        let key = |address| PlaceKey {
            address,
            region: world.sites.get(group.site).region,
            unit: group.unit,
        };
        group.number = lock
            .places
            .get(&key(root.text))
            .or_else(|| lock.places.get(&key(root.before)))
            .copied();
    }
    number_groups(&mut groups, &group_of, world, graph, tables);
    for group in &groups {
        let (address, region) = (
            identity.roots[&group.root].text,
            world.sites.get(group.site).region,
        );
        let number = group.number.unwrap_or(1);
        next.places.insert(
            PlaceKey {
                address,
                region,
                unit: group.unit,
            },
            number,
        );
    }
    stacks(groups, world, identity, tables, diagnostics)
}

/// Groups sorted by site, unit and address, and the group of each resource.
fn groups(world: &World, identity: &Identity, tables: Tables<'_>) -> (Vec<Group>, Vec<u32>) {
    let holding = holding_roots(world, tables);
    let mut index: FxHashMap<(SiteId, UnitName, Address), u32> = FxHashMap::default();
    let mut groups: Vec<Group> = Vec::new();
    let mut group_of = Vec::with_capacity(world.resources.len());
    for (at, resource) in world.resources.iter().enumerate() {
        let by_use = if holding.contains_key(&resource.root) {
            UnitName::Data
        } else {
            UnitName::App
        };
        let unit = resource.unit.unwrap_or(by_use);
        let (root, site) = (resource.root, resource.site);
        let id = *index.entry((site, unit, root)).or_insert_with(|| {
            groups.push(Group {
                root,
                site,
                unit,
                resources: Vec::new(),
                number: None,
            });
            groups.len() as u32 - 1
        });
        groups[id as usize].resources.push(ResourceIndex(at as u32));
        group_of.push(id);
    }
    let name = |group: &Group| tables.names.text(identity.roots[&group.root].text);
    let mut order: Vec<u32> = (0..groups.len() as u32).collect();
    order.sort_by(|a, b| {
        let (a, b) = (&groups[*a as usize], &groups[*b as usize]);
        (a.site, a.unit, name(a)).cmp(&(b.site, b.unit, name(b)))
    });
    let mut position = vec![0; groups.len()];
    for (new, old) in order.iter().enumerate() {
        position[*old as usize] = new as u32;
    }
    let mut sorted: Vec<Option<Group>> = groups.into_iter().map(Some).collect();
    let groups = order
        .iter()
        .filter_map(|old| sorted[*old as usize].take())
        .collect();
    group_of
        .iter_mut()
        .for_each(|id| *id = position[*id as usize]);
    (groups, group_of)
}

/// Gives each group without a place in the lock the first stack with room that does not come before
/// the stacks of what it needs: so stacks of one unit never need each other in a circle.
fn number_groups(
    groups: &mut [Group],
    group_of: &[u32],
    world: &World,
    graph: &Graph,
    tables: Tables<'_>,
) {
    let needs = group_needs(groups, group_of, graph);
    let exports = exports(groups, group_of, graph);
    let same_unit = |groups: &[Group], a: u32, b: u32| {
        let (a, b) = (&groups[a as usize], &groups[b as usize]);
        (a.site, a.unit) == (b.site, b.unit)
    };
    let edges: Vec<(u32, u32)> = needs
        .iter()
        .enumerate()
        .flat_map(|(from, needs)| needs.iter().map(move |to| (from as u32, *to)))
        .filter(|(from, to)| same_unit(groups, *from, *to))
        .collect();
    let mut sizes = Sizes::new(tables.store, tables.names);
    let mut loads: FxHashMap<(SiteId, UnitName, u32), Load> = FxHashMap::default();
    for (at, group) in groups.iter().enumerate() {
        if let Some(number) = group.number {
            let load = loads.entry((group.site, group.unit, number)).or_default();
            load.add(
                group,
                graph,
                group_of,
                at as u32,
                exports[at],
                world,
                &mut sizes,
            );
        }
    }
    for members in components(groups.len(), edges.into_iter()) {
        let new: Vec<usize> = members
            .iter()
            .copied()
            .filter(|at| groups[*at].number.is_none())
            .collect();
        let Some(&first) = new.first() else { continue };
        let (site, unit) = (groups[first].site, groups[first].unit);
        let below = members
            .iter()
            .flat_map(|at| &needs[*at])
            .filter(|to| same_unit(groups, first as u32, **to));
        let lowest = below
            .filter_map(|to| groups[*to as usize].number)
            .max()
            .unwrap_or(1);
        let mut number = lowest;
        loop {
            let load = loads.entry((site, unit, number)).or_default();
            let fits = new
                .iter()
                .all(|at| load.has_room(&groups[*at], exports[*at], world, &mut sizes));
            if fits || load.resources == 0 {
                for &at in &new {
                    load.add(
                        &groups[at],
                        graph,
                        group_of,
                        at as u32,
                        exports[at],
                        world,
                        &mut sizes,
                    );
                    groups[at].number = Some(number);
                }
                break;
            }
            number += 1;
        }
    }
}

fn group_needs(groups: &[Group], group_of: &[u32], graph: &Graph) -> Vec<Vec<u32>> {
    let needs = groups.iter().enumerate().map(|(at, group)| {
        let all = group
            .resources
            .iter()
            .flat_map(|resource| graph.needs[resource.index()].iter());
        let mut needs: Vec<u32> = all
            .map(|need| group_of[need.to.index()])
            .filter(|other| *other != at as u32)
            .collect();
        needs.sort_unstable();
        needs.dedup();
        needs
    });
    needs.collect()
}

/// How many attributes of each group are read by others: at most that many outputs.
fn exports(groups: &[Group], group_of: &[u32], graph: &Graph) -> Vec<usize> {
    let mut read: FxHashSet<(ResourceIndex, AttributeName)> = FxHashSet::default();
    for (from, needs) in graph.needs.iter().enumerate() {
        for need in needs {
            if let Some(attribute) = need.attribute {
                if group_of[from] != group_of[need.to.index()] {
                    read.insert((need.to, attribute));
                }
            }
        }
    }
    let mut counts = vec![0; groups.len()];
    for (resource, _) in read {
        counts[group_of[resource.index()] as usize] += 1;
    }
    counts
}

impl Load {
    fn has_room(
        &self,
        group: &Group,
        exports: usize,
        world: &World,
        sizes: &mut Sizes<'_>,
    ) -> bool {
        let within = |load: usize, most: usize| load * 100 <= most * FILL;
        within(self.resources + group.resources.len(), MOST_RESOURCES)
            && within(self.bytes + sizes.group(group, world), MOST_BYTES)
            && within(self.exports + exports, MOST_OUTPUTS)
            && within(self.imports.len(), MOST_PARAMETERS)
    }

    fn add(
        &mut self,
        group: &Group,
        graph: &Graph,
        group_of: &[u32],
        own: u32,
        exports: usize,
        world: &World,
        sizes: &mut Sizes<'_>,
    ) {
        self.resources += group.resources.len();
        self.bytes += sizes.group(group, world);
        self.exports += exports;
        for resource in &group.resources {
            for need in &graph.needs[resource.index()] {
                if let (Some(attribute), true) = (need.attribute, group_of[need.to.index()] != own)
                {
                    self.imports.insert((need.to, attribute));
                }
            }
        }
    }
}

/// About how many bytes resources take in a template; each distinct value is measured once.
struct Sizes<'a> {
    store: &'a Store,
    names: &'a crate::names::Names,
    known: FxHashMap<Value, usize>,
}

impl<'a> Sizes<'a> {
    /// Type, metadata, policies and braces of a resource; bytes.
    const AROUND: usize = 320;
    /// A reference, indented; bytes.
    const REFERENCE: usize = 120;
    /// Quotes, comma, line end and indentation of one value; bytes.
    const LINE: usize = 20;

    fn new(store: &'a Store, names: &'a crate::names::Names) -> Self {
        Self {
            store,
            names,
            known: FxHashMap::default(),
        }
    }

    fn group(&mut self, group: &Group, world: &World) -> usize {
        group
            .resources
            .iter()
            .map(|at| Self::AROUND + self.object(world.resources[at.index()].properties))
            .sum()
    }

    fn object(&mut self, object: ObjectId) -> usize {
        let key = Value::Object(object);
        if let Some(&known) = self.known.get(&key) {
            return known;
        }
        let store = self.store;
        let size = store
            .fields(object)
            .iter()
            .map(|(name, value)| self.names.text(*name).len() + self.value(*value));
        let size = size.sum::<usize>() + Self::LINE;
        self.known.insert(key, size);
        size
    }

    fn value(&mut self, value: Value) -> usize {
        let store = self.store;
        match value {
            Value::Text(text) => self.names.text(text).len() + Self::LINE,
            Value::List(list) => {
                Self::LINE
                    + store
                        .elements(list)
                        .iter()
                        .map(|value| self.value(*value))
                        .sum::<usize>()
            }
            Value::Object(object) => self.object(object),
            Value::Later(_) => Self::REFERENCE,
            _ => Self::LINE,
        }
    }
}

fn stacks(
    groups: Vec<Group>,
    world: &World,
    identity: &Identity,
    tables: Tables<'_>,
    diagnostics: &mut Diagnostics,
) -> Packed {
    let mut keys: Vec<(SiteId, UnitName, u32)> = groups
        .iter()
        .map(|group| (group.site, group.unit, group.number.unwrap_or(1)))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    let index: FxHashMap<_, _> = keys
        .iter()
        .enumerate()
        .map(|(at, key)| (*key, at))
        .collect();
    let mut stacks: Vec<Stack> = keys
        .iter()
        .map(|&(site, unit, number)| Stack {
            site,
            unit,
            number,
            resources: Vec::new(),
            parameters: Vec::new(),
            outputs: Vec::new(),
            after: Vec::new(),
            holds_data: false,
        })
        .collect();
    let mut stack_of = vec![StackId(0); world.resources.len()];
    for group in groups {
        let at = index[&(group.site, group.unit, group.number.unwrap_or(1))];
        for &resource in &group.resources {
            stack_of[resource.index()] = StackId(at as u32);
            let type_name = world.resources[resource.index()].type_name;
            stacks[at].holds_data |= tables.behaviors.holds(type_name).is_some();
        }
        stacks[at].resources.extend(group.resources);
    }
    for stack in &mut stacks {
        stack.resources.sort_by(|a, b| {
            tables
                .names
                .text(identity.ids[a.index()])
                .cmp(tables.names.text(identity.ids[b.index()]))
        });
        if stack.resources.len() > MOST_RESOURCES {
            let name = format!(
                "{}/{}",
                tables.names.text(world.sites.get(stack.site).region),
                stack.name()
            );
            let span = world.resources[stack.resources[0].index()].origin.shown();
            let count = stack.resources.len();
            diagnostics.push(codes::stacks::stack_full(
                span,
                &name,
                "resources",
                count,
                MOST_RESOURCES,
            ));
        }
    }
    Packed { stacks, stack_of }
}

/// Checks the limits that only wiring can count.
pub(super) fn check_wired(stack: &Stack, name: &str, world: &World, diagnostics: &mut Diagnostics) {
    let span = stack
        .resources
        .first()
        .map(|at| world.resources[at.index()].origin.shown());
    let limits = [
        ("parameters", stack.parameters.len(), MOST_PARAMETERS),
        ("outputs", stack.outputs.len(), MOST_OUTPUTS),
    ];
    for (what, count, most) in limits {
        if let (true, Some(span)) = (count > most, span) {
            diagnostics.push(codes::stacks::stack_full(span, name, what, count, most));
        }
    }
}
