//! Resources into stacks: by site and lifetime, within CloudFormation's limits.

use rustc_hash::{FxHashMap, FxHashSet};

use super::identity::Identity;
use super::sizes::Sizes;
use super::{Stack, StackId, Tables, holds};
use crate::diag::{Diagnostics, codes};
use crate::eval::World;
use crate::graph::{AttributeName, Graph, ResourceIndex, components};
use crate::lock::{Lock, PlaceKey};
use crate::names::{Names, Symbol};
use crate::order::by_text;
use crate::types::program::UnitName;
use crate::value::{AccountId, Address, SiteId};

/// CloudFormation's limits for one stack. Source: AWS CloudFormation User Guide, "Understand
/// CloudFormation quotas".
const MOST_RESOURCES: usize = 500;
const MOST_PARAMETERS: usize = 200;
const MOST_OUTPUTS: usize = 200;
/// A template in S3; bytes.
const MOST_BYTES: usize = 1_000_000;

/// Up to which share of a limit new uses are added, in percent: what stands in a stack stays there,
/// so it needs room to grow.
const FILL: usize = 80;

pub(super) struct Packed {
    pub stacks: Vec<Stack>,
    pub stack_of: Vec<StackId>,
    pub packing: Packing,
}

/// What resources were packed by: enough to say whether they would be packed the same way again.
pub struct Packing {
    groups: Vec<Group>,
    /// Of each resource.
    group_of: Vec<u32>,
    sizes: Sizes,
}

/// The resources of one use at one site in one unit: they are never split.
struct Group {
    root: Address,
    account: AccountId,
    site: SiteId,
    unit: UnitName,
    resources: Vec<ResourceIndex>,
    /// Its stack in the lock.
    locked: Option<u32>,
    /// Its stack now.
    number: Option<u32>,
    /// About how many bytes it takes in a template.
    bytes: usize,
    /// How many attributes others read.
    exports: usize,
    /// The attributes that it reads of others.
    imports: Vec<(ResourceIndex, AttributeName)>,
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
    (world, graph): (&World, &Graph),
    (identity, holding): (&Identity, &FxHashSet<Address>),
    lock: &Lock,
    next: &mut Lock,
    tables: Tables<'_>,
    diagnostics: &mut Diagnostics,
) -> Packed {
    let locked = |root: Address, account, site, unit| {
        let (root, site) = (
            identity.roots[&root],
            site_name(world, account, site, tables.names),
        );
        let place = |address| {
            lock.places.get(&PlaceKey {
                address,
                site,
                unit,
            })
        };
        place(root.before).or_else(|| place(root.text)).copied()
    };
    let usual_unit = |root, account, site| {
        let (wanted, other) = if holding.contains(&root) {
            (UnitName::Data, UnitName::App)
        } else {
            (UnitName::App, UnitName::Data)
        };
        // What stands somewhere stays there, whatever it is said to hold since: to move is to be
        // replaced.
        let stands_in = |unit| locked(root, account, site, unit).is_some();
        if stands_in(other) && !stands_in(wanted) {
            other
        } else {
            wanted
        }
    };
    let (mut groups, group_of) = groups(world, identity, usual_unit, tables);
    for group in &mut groups {
        group.locked = locked(group.root, group.account, group.site, group.unit);
    }
    let sizes = measure(&mut groups, &group_of, world, graph, tables);
    number_groups(&mut groups, &group_of, graph);
    for group in &groups {
        let key = PlaceKey {
            address: identity.roots[&group.root].text,
            site: site_name(world, group.account, group.site, tables.names),
            unit: group.unit,
        };
        next.places.insert(key, group.number.unwrap_or(1));
    }
    let (stacks, stack_of) = stacks(&groups, world, identity, tables, diagnostics);
    let packing = Packing {
        groups,
        group_of,
        sizes,
    };
    Packed {
        stacks,
        stack_of,
        packing,
    }
}

impl Packing {
    /// Whether everything stands in the same stack as before where only the properties of some
    /// resources (places in the world) have changed.
    pub(super) fn is_kept(
        &mut self,
        changed: &[usize],
        world: &World,
        graph: &Graph,
        tables: Tables<'_>,
    ) -> bool {
        let mut groups: Vec<u32> = changed.iter().map(|at| self.group_of[*at]).collect();
        groups.dedup();
        let mut is_as_large = true;
        for at in groups {
            let group = &mut self.groups[at as usize];
            let bytes = group.measured(&mut self.sizes, world, tables);
            is_as_large &= std::mem::replace(&mut group.bytes, bytes) == bytes;
        }
        if is_as_large {
            return true;
        }
        let numbers = |groups: &[Group]| groups.iter().map(|one| one.number).collect::<Vec<_>>();
        let before = numbers(&self.groups);
        number_groups(&mut self.groups, &self.group_of, graph);
        numbers(&self.groups) == before
    }
}

/// Groups sorted by site, unit and address, and the group of each resource.
fn groups(
    world: &World,
    identity: &Identity,
    usual_unit: impl Fn(Address, AccountId, SiteId) -> UnitName,
    tables: Tables<'_>,
) -> (Vec<Group>, Vec<u32>) {
    let mut usual: FxHashMap<(Address, AccountId, SiteId), UnitName> = FxHashMap::default();
    let mut index: FxHashMap<(AccountId, SiteId, UnitName, Address), u32> = FxHashMap::default();
    let mut groups: Vec<Group> = Vec::new();
    let mut group_of = Vec::with_capacity(world.resources.len());
    for (at, resource) in world.resources.iter().enumerate() {
        let (root, account, site) = (resource.root, resource.account, resource.site);
        let unit = resource.unit.unwrap_or_else(|| {
            let usual = usual.entry((root, account, site));
            *usual.or_insert_with(|| usual_unit(root, account, site))
        });
        let id = *index.entry((account, site, unit, root)).or_insert_with(|| {
            groups.push(Group {
                root,
                account,
                site,
                unit,
                resources: Vec::new(),
                locked: None,
                number: None,
                bytes: 0,
                exports: 0,
                imports: Vec::new(),
            });
            groups.len() as u32 - 1
        });
        groups[id as usize].resources.push(ResourceIndex(at as u32));
        group_of.push(id);
    }
    let name = |group: &Group| tables.names.text(identity.roots[&group.root].text);
    let mut order: Vec<u32> = (0..groups.len() as u32).collect();
    by_text(&mut order, |at| name(&groups[*at as usize]));
    order.sort_by_key(|at| groups[*at as usize].place());
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
fn number_groups(groups: &mut [Group], group_of: &[u32], graph: &Graph) {
    for group in &mut *groups {
        group.number = group.locked;
    }
    if groups.iter().all(|group| group.number.is_some()) {
        return;
    }
    let needs = group_needs(groups, group_of, graph);
    let same_unit = |groups: &[Group], a: u32, b: u32| {
        let (a, b) = (&groups[a as usize], &groups[b as usize]);
        a.place() == b.place()
    };
    let edges: Vec<(u32, u32)> = needs
        .iter()
        .enumerate()
        .flat_map(|(from, needs)| needs.iter().map(move |to| (from as u32, *to)))
        .filter(|(from, to)| same_unit(groups, *from, *to))
        .collect();
    let mut loads: FxHashMap<(Place, u32), Load> = FxHashMap::default();
    for group in groups.iter() {
        if let Some(number) = group.number {
            loads.entry((group.place(), number)).or_default().add(group);
        }
    }
    for members in components(groups.len(), edges.into_iter()) {
        let new: Vec<usize> = members
            .iter()
            .copied()
            .filter(|at| groups[*at].number.is_none())
            .collect();
        let Some(&first) = new.first() else { continue };
        let place = groups[first].place();
        let below = members.iter().flat_map(|at| &needs[*at]);
        let below = below.filter(|to| same_unit(groups, first as u32, **to));
        let mut number = below
            .filter_map(|to| groups[*to as usize].number)
            .max()
            .unwrap_or(1);
        loop {
            let load = loads.entry((place, number)).or_default();
            // What does not even fit an empty stack goes there all the same: its limits are checked
            // when the stack is made.
            if load.resources == 0 || new.iter().all(|at| load.has_room(&groups[*at])) {
                new.iter().for_each(|at| load.add(&groups[*at]));
                break;
            }
            number += 1;
        }
        new.iter().for_each(|at| groups[*at].number = Some(number));
    }
}

/// What each group brings to a stack.
fn measure(
    groups: &mut [Group],
    group_of: &[u32],
    world: &World,
    graph: &Graph,
    tables: Tables<'_>,
) -> Sizes {
    let mut read: FxHashSet<(ResourceIndex, AttributeName)> = FxHashSet::default();
    for (from, needs) in graph.needs.iter().enumerate() {
        for need in needs {
            let (here, there) = (group_of[from], group_of[need.to.index()]);
            let Some(attribute) = need.attribute.filter(|_| here != there) else {
                continue;
            };
            groups[here as usize].imports.push((need.to, attribute));
            if read.insert((need.to, attribute)) {
                groups[there as usize].exports += 1;
            }
        }
    }
    let mut sizes = Sizes::default();
    for group in groups {
        group.bytes = group.measured(&mut sizes, world, tables);
    }
    sizes
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

/// Where stacks are numbered.
type Place = (AccountId, SiteId, UnitName);

impl Group {
    fn place(&self) -> Place {
        (self.account, self.site, self.unit)
    }

    /// How many bytes its resources take.
    fn measured(&self, sizes: &mut Sizes, world: &World, tables: Tables<'_>) -> usize {
        let resources = self.resources.iter();
        let resources = resources.map(|at| &world.resources[at.index()]);
        resources.map(|one| sizes.resource(one, tables)).sum()
    }
}

/// A site as the lock calls it.
fn site_name(world: &World, account: AccountId, site: SiteId, names: &Names) -> Symbol {
    if account == AccountId::MAIN {
        return world.sites.get(site).region;
    }
    names.intern(&world.site_name(account, site, names))
}

impl Load {
    fn has_room(&self, group: &Group) -> bool {
        let within = |load: usize, most: usize| load * 100 <= most * FILL;
        within(self.resources + group.resources.len(), MOST_RESOURCES)
            && within(self.bytes + group.bytes, MOST_BYTES)
            && within(self.exports + group.exports, MOST_OUTPUTS)
            && within(self.imports.len(), MOST_PARAMETERS)
    }

    fn add(&mut self, group: &Group) {
        self.resources += group.resources.len();
        self.bytes += group.bytes;
        self.exports += group.exports;
        self.imports.extend(&group.imports);
    }
}

fn stacks(
    groups: &[Group],
    world: &World,
    identity: &Identity,
    tables: Tables<'_>,
    diagnostics: &mut Diagnostics,
) -> (Vec<Stack>, Vec<StackId>) {
    let mut keys: Vec<(Place, u32)> = groups
        .iter()
        .map(|group| (group.place(), group.number.unwrap_or(1)))
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
        .map(|&((account, site, unit), number)| Stack {
            account,
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
        let at = index[&(group.place(), group.number.unwrap_or(1))];
        for &resource in &group.resources {
            stack_of[resource.index()] = StackId(at as u32);
            let resource = &world.resources[resource.index()];
            stacks[at].holds_data |= holds(tables.behaviors, resource).is_some();
        }
        stacks[at].resources.extend(&group.resources);
    }
    for stack in &mut stacks {
        // No two have the same id.
        let id = |at: &ResourceIndex| tables.names.text(identity.ids[at.index()]);
        by_text(&mut stack.resources, id);
        if stack.resources.len() > MOST_RESOURCES {
            let name = stack.full_name(world, tables.names);
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
    (stacks, stack_of)
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
