//! From resources to stacks. In: the world, its dependencies and the lock. Goes out: a
//! [`Deployment`]: which resource stands in which stack under which logical id, how stacks are
//! wired, and the lock as it should be. A placement that is in the lock is never changed.

mod identity;
mod lineage;
mod logical_id;
mod moved;
mod pack;
mod sizes;
mod wire;

pub use identity::Named;
pub use wire::param_name;

use std::cell::{OnceCell, RefCell};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::behaviors::{Behaviors, HoldsData};
use crate::diag::{Diagnostics, codes};
use crate::eval::{Resource, World};
use crate::graph::{Graph, ResourceIndex};
use crate::lock::Lock;
use crate::names::{Names, Symbol};
use crate::types::program::{OnDelete, UnitName};
use crate::value::{AccountId, Address, SiteId, Store};

/// A stack in [`Deployment::stacks`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct StackId(pub u32);

/// A deployment, and what it came from.
pub struct Placement {
    /// What is to be deployed.
    pub deployment: Deployment,
    packing: pack::Packing,
    /// What types hold.
    held: Vec<(Symbol, HoldsData)>,
    /// Whether there was something to say.
    is_remarked: bool,
}

/// Everything that is to be deployed, and how.
pub struct Deployment {
    /// All stacks, sorted by account, region, unit and number.
    pub stacks: Vec<Stack>,
    /// The logical id of each resource.
    pub ids: Vec<Symbol>,
    /// The address of each resource as text.
    pub addresses: Vec<Symbol>,
    /// The stack of each resource.
    pub stack_of: Vec<StackId>,
    /// The names of outputs, each made once.
    pub output_names: FxHashMap<(ResourceIndex, Symbol), Symbol>,
    /// The lock that goes with it.
    pub lock: Lock,
    lock_text: OnceCell<String>,
}

/// A stack.
pub struct Stack {
    /// The account to which it is deployed.
    pub account: AccountId,
    /// And the region.
    pub site: SiteId,
    /// Which of the site's units.
    pub unit: UnitName,
    /// The number within the unit, from 1.
    pub number: u32,
    /// Its resources, sorted by logical id.
    pub resources: Vec<ResourceIndex>,
    /// What it is given, sorted by name.
    pub parameters: Vec<Parameter>,
    /// What it gives, sorted by name.
    pub outputs: Vec<Output>,
    /// The stacks that come before it.
    pub after: Vec<StackId>,
    /// Whether something in it holds data.
    pub holds_data: bool,
}

/// A parameter of a stack.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: Symbol,
    /// Where its value comes from.
    pub source: ParameterSource,
}

/// Where a parameter's value comes from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ParameterSource {
    /// An attribute of a resource in another stack.
    Attribute(ResourceIndex, Symbol),
    /// The app's user, by the param's position in [`World::params`].
    Param(u32),
}

/// An output of a stack.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    /// Its name.
    pub name: Symbol,
    /// Whose attribute.
    pub resource: ResourceIndex,
    /// Which.
    pub attribute: Symbol,
}

impl Stack {
    /// The name that files, the manifest and messages use: `data`, `data-2`.
    pub fn name(&self) -> String {
        match self.number {
            1 => self.unit.name().to_owned(),
            number => format!("{}-{number}", self.unit.name()),
        }
    }

    /// The name with its site: `eu-west-1/data`, in another account `backup/eu-west-1/data`.
    pub fn full_name(&self, world: &World, names: &Names) -> String {
        let site = world.site_name(self.account, self.site, names);
        format!("{site}/{}", self.name())
    }

    /// Where its files are, below the environment's folder: where there are several accounts, each
    /// has a folder.
    pub fn path(&self, world: &World, names: &Names) -> String {
        world.path(self.account, self.full_name(world, names))
    }
}

/// What placing reads.
#[derive(Clone, Copy)]
pub struct Tables<'a> {
    /// Texts.
    pub names: &'a Names,
    /// Values.
    pub store: &'a Store,
    /// What types hold.
    pub behaviors: &'a Behaviors,
    /// What a session has named before.
    pub named: Option<&'a RefCell<Named>>,
}

/// Places all resources: where they stood in the compilation that this one goes on from, if nothing
/// has changed that matters.
pub fn place(
    world: &World,
    graph: &Graph,
    lock: &Lock,
    before: Option<Placement>,
    tables: Tables<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Placement> {
    if let Some(mut before) = before
        && before.is_kept(world, graph, tables)
    {
        return Some(before);
    }
    let (errors, said) = (diagnostics.error_count(), diagnostics.len());
    let mut next = lock.successor();
    next.numbers.clone_from(&world.numbers);
    let identity = identity::identify(world, lock, &mut next, tables, diagnostics);
    let holding = holding_roots(world, tables);
    lock_homes(
        world,
        lock,
        &mut next,
        (&identity, &holding),
        tables,
        diagnostics,
    );
    let packed = pack::pack(
        (world, graph),
        (&identity, &holding),
        lock,
        &mut next,
        tables,
        diagnostics,
    );
    let mut deployment = Deployment {
        stacks: packed.stacks,
        ids: identity.ids,
        addresses: identity.addresses,
        stack_of: packed.stack_of,
        output_names: FxHashMap::default(),
        lock: next,
        lock_text: OnceCell::new(),
    };
    wire::wire(&mut deployment, world, graph, tables.names, diagnostics);
    let placement = Placement {
        deployment,
        packing: packed.packing,
        held: tables.behaviors.held(),
        is_remarked: diagnostics.len() > said,
    };
    (diagnostics.error_count() == errors).then_some(placement)
}

impl Deployment {
    /// The text of the lock, written once.
    pub fn lock_text(&self, world: &World, names: &Names) -> &str {
        let text = || self.lock.text(names.text(world.environment), names);
        self.lock_text.get_or_init(text)
    }
}

impl Placement {
    /// Whether all of this would be the same again.
    fn is_kept(&mut self, world: &World, graph: &Graph, tables: Tables<'_>) -> bool {
        graph.is_as_before
            && !self.is_remarked
            && self.deployment.lock.numbers == world.numbers
            && self.held == tables.behaviors.held()
            && self.packing.is_kept(&world.changed(), world, graph, tables)
    }
}

/// The uses that hold data keep the home they have.
fn lock_homes(
    world: &World,
    lock: &Lock,
    next: &mut Lock,
    (identity, holding): (&identity::Identity, &FxHashSet<Address>),
    tables: Tables<'_>,
    diagnostics: &mut Diagnostics,
) {
    let home = world.sites.get(world.sites.home()).region;
    let mut moved: Option<(&str, Symbol)> = None;
    for root in holding {
        let address = identity.roots[root];
        let text = tables.names.text(address.text);
        let locked = lock.homes.get(&address.before);
        match locked.or_else(|| lock.homes.get(&address.text)) {
            Some(locked) if *locked != home => {
                if moved.is_none_or(|(first, _)| text < first) {
                    moved = Some((text, *locked));
                }
                next.homes.insert(address.text, *locked);
            }
            _ => {
                next.homes.insert(address.text, home);
            }
        }
    }
    if let Some((address, locked)) = moved {
        let (locked, wanted) = (tables.names.text(locked), tables.names.text(home));
        diagnostics.push(codes::stacks::home_moved(
            world.home_span,
            address,
            locked,
            wanted,
        ));
    }
}

/// What a resource holds, unless whoever wrote it said that it may go: `on_delete = "delete"`.
pub fn holds(behaviors: &Behaviors, resource: &Resource) -> Option<HoldsData> {
    let given_up = resource.on_delete == Some(OnDelete::Delete);
    behaviors.holds(resource.type_name).filter(|_| !given_up)
}

/// The uses in which something holds data that would be lost.
fn holding_roots(world: &World, tables: Tables<'_>) -> FxHashSet<Address> {
    let holding = world
        .resources
        .iter()
        .filter(|resource| holds(tables.behaviors, resource).is_some_and(HoldsData::is_precious));
    holding.map(|resource| resource.root).collect()
}
