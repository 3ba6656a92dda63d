//! Terraform. In: resources, what they need, their logical ids, the translations of
//! `stdlib/terraform` and the provider's schema. Goes out: [`Lowered`], a root for each region with
//! its resources, variables and outputs. A type without a translation goes through Cloud Control.

mod children;
mod diagnose;
mod expression;
pub mod name;
pub mod provider;
mod resolve;
mod resource;
mod roots;
mod rules;
pub mod translation;
pub mod tree;

use std::collections::{BTreeMap, BTreeSet};

pub use diagnose::diagnostic;
pub use provider::Provider;
pub use roots::RootId;
pub use translation::Translations;

use crate::behaviors::Behaviors;
use crate::eval::{Step, World};
use crate::graph::{Graph, ResourceIndex};
use crate::names::{Names, Symbol};
use crate::place::Deployment;
use crate::schema::Schemas;
use crate::types::references::References;
use crate::value::{AccountId, SiteId, Store};
use roots::Division;
use tree::{Block, Expr};

/// The type through which everything can be said that has no translation.
pub const CLOUD_CONTROL: &str = "aws_cloudcontrolapi_resource";

/// What lowering reads.
#[derive(Clone, Copy)]
pub struct Tables<'a> {
    /// Texts.
    pub names: &'a Names,
    /// Values.
    pub store: &'a Store,
    /// Resource types.
    pub schemas: &'a Schemas,
    /// What `Ref` gives.
    pub references: &'a References,
    /// All resources.
    pub world: &'a World,
    /// What they need of each other.
    pub graph: &'a Graph,
    /// Their ids and addresses.
    pub deployment: &'a Deployment,
    /// What types hold.
    pub behaviors: &'a Behaviors,
    /// How types are said in Terraform.
    pub translations: &'a Translations,
    /// What the provider knows.
    pub provider: &'a Provider,
}

/// An app in Terraform.
pub struct Lowered {
    /// All roots, sorted by name.
    pub roots: Vec<Root>,
    /// Their order: each behind those that it needs.
    pub order: Vec<RootId>,
    /// How many resources of each CloudFormation type go through Cloud Control.
    pub through_cloud_control: BTreeMap<String, usize>,
}

/// A root: what is applied at once, with a state of its own.
pub struct Root {
    /// Its name.
    pub name: String,
    /// Its folder, below the environment's.
    pub folder: String,
    /// The only account in which its provider works.
    pub account: AccountId,
    /// The region in which it does.
    pub site: SiteId,
    /// The roots before it.
    pub after: Vec<RootId>,
    /// What it is given, by name.
    pub variables: BTreeMap<String, Variable>,
    /// What other roots want of it, by name.
    pub outputs: BTreeMap<String, Output>,
    /// What is read when it is planned, by address.
    pub data: BTreeMap<String, Block>,
    /// Its resources, by the use that they belong to, each with what it is split into.
    pub uses: BTreeMap<String, Vec<Block>>,
    /// How many resources of the app stand in it.
    pub resources: usize,
    /// Whether something in it holds data.
    pub holds_data: bool,
}

/// Where a variable's value comes from.
#[derive(Clone, PartialEq, Debug)]
pub enum Variable {
    /// An output of another root; the text says what it is.
    Output {
        /// The root.
        root: RootId,
        /// Its output.
        output: String,
        /// `Arn of queue.mail.main`.
        description: String,
    },
    /// The app's user, by the param's position in [`World::params`].
    Param(usize),
}

/// What a root gives.
#[derive(Clone, PartialEq, Debug)]
pub struct Output {
    /// `Arn of queue.mail.main`.
    pub description: String,
    /// Its value.
    pub value: Expr,
}

/// Something that cannot be said in Terraform.
#[derive(Debug)]
pub struct Problem {
    /// Whose.
    pub resource: ResourceIndex,
    /// The property.
    pub path: Vec<Step>,
    /// What is wrong.
    pub kind: ProblemKind,
}

/// Why something cannot be said.
#[derive(Debug)]
pub enum ProblemKind {
    /// The translation has no rule for a property.
    NoRule,
    /// The translation refuses a property, and says why.
    Refused(String),
    /// The translation has no name for what is read of another resource: its address and type,
    /// and the attribute.
    NoAttribute(String, String, String),
    /// Terraform requires what is not set.
    Required {
        /// The type there.
        to: String,
        /// Its attribute.
        attribute: String,
        /// The property that would become it.
        property: Option<String>,
    },
    /// Nothing in Terraform is like this piece of a value.
    NoForm(String),
    /// The rule takes no such value: why.
    Unfit(String),
}

/// A resource in Terraform, before its order is known.
struct Made {
    /// What it is split into comes first, then itself.
    blocks: Vec<Block>,
    /// Which of them is itself.
    main: usize,
}

/// What is lowered, and what has been found on the way.
struct Lowering<'a> {
    tables: Tables<'a>,
    division: Division,
    roots: Vec<Root>,
    /// For each resource the addresses of what it is split into.
    children: Vec<Vec<String>>,
    /// For each entry of data the resources that have to be whole before it is read.
    waits: BTreeMap<(RootId, String), BTreeSet<ResourceIndex>>,
    /// The resource that is lowered, and where in it.
    current: ResourceIndex,
    path: Vec<Step>,
    problems: Vec<Problem>,
}

/// Says everything in Terraform, or what cannot be said.
pub fn lower(tables: Tables<'_>) -> Result<Lowered, Vec<Problem>> {
    let division = roots::divide(tables.world, tables.graph, tables.names);
    let after = roots::after(&division, tables.graph);
    let order = roots::order(&after);
    let roots = division.roots.iter().zip(after);
    let roots = roots.map(|((name, account, site), after)| Root {
        name: name.clone(),
        folder: tables.world.path(*account, name.clone()),
        account: *account,
        site: *site,
        after,
        variables: BTreeMap::new(),
        outputs: BTreeMap::new(),
        data: BTreeMap::new(),
        uses: BTreeMap::new(),
        resources: 0,
        holds_data: false,
    });
    let mut lowering = Lowering {
        roots: roots.collect(),
        division,
        children: vec![Vec::new(); tables.world.resources.len()],
        waits: BTreeMap::new(),
        current: ResourceIndex(0),
        path: Vec::new(),
        problems: Vec::new(),
        tables,
    };
    let made: Vec<Made> = (0..tables.world.resources.len())
        .map(|at| lowering.resource(ResourceIndex(at as u32)))
        .collect();
    if !lowering.problems.is_empty() {
        return Err(lowering.problems);
    }
    lowering.place(made);
    Ok(Lowered {
        through_cloud_control: lowering.through_cloud_control(),
        roots: lowering.roots,
        order,
    })
}

impl Lowering<'_> {
    fn problem(&mut self, kind: ProblemKind) {
        self.problems.push(Problem {
            resource: self.current,
            path: self.path.clone(),
            kind,
        });
    }

    fn root(&self) -> RootId {
        self.division.root(self.current)
    }

    /// The address of a resource as people write it.
    fn address(&self, resource: ResourceIndex) -> &str {
        let symbol = self.tables.deployment.addresses[resource.index()];
        self.tables.names.text(symbol)
    }

    /// The name of a resource in Terraform.
    fn name(&self, resource: ResourceIndex) -> String {
        let id = self.tables.deployment.ids[resource.index()];
        name::of_logical_id(self.tables.names.text(id))
    }

    fn type_name(&self, resource: ResourceIndex) -> &str {
        let symbol: Symbol = self.tables.world.resources[resource.index()].type_name;
        self.tables.names.text(symbol)
    }

    /// Puts every resource into its root, with what it waits for.
    fn place(&mut self, made: Vec<Made>) {
        let mut placed: Vec<Vec<(String, usize, Vec<Block>)>> = vec![Vec::new(); self.roots.len()];
        for (at, mut made) in made.into_iter().enumerate() {
            let resource = ResourceIndex(at as u32);
            let waited = self.waited(resource);
            if !waited.is_empty() {
                let list = waited.into_iter().map(Expr::Reference).collect();
                made.blocks[made.main]
                    .body
                    .set("depends_on", Expr::List(list));
            }
            let root = self.division.root(resource);
            let address = self.address(resource).to_owned();
            placed[root.index()].push((address, at, made.blocks));
            let holds = self.guarded(resource);
            let root = &mut self.roots[root.index()];
            root.resources += 1;
            root.holds_data |= holds;
        }
        for (root, mut placed) in placed.into_iter().enumerate() {
            placed.sort_by(|a, b| a.0.cmp(&b.0));
            for (_, at, blocks) in placed {
                let resource = &self.tables.world.resources[at];
                let (store, names) = (self.tables.store, self.tables.names);
                let uses = store.address_text(names, resource.root).replace('.', "-");
                let there = self.roots[root].uses.entry(uses).or_default();
                there.extend(blocks);
            }
        }
        for ((root, data), resources) in std::mem::take(&mut self.waits) {
            let waited: BTreeSet<String> = resources
                .into_iter()
                .filter(|resource| self.division.root(*resource) == root)
                .flat_map(|resource| self.children[resource.index()].iter().cloned())
                .collect();
            if !waited.is_empty()
                && let Some(block) = self.roots[root.index()].data.get_mut(&data)
            {
                let list = waited.into_iter().map(Expr::Reference).collect();
                block.body.set("depends_on", Expr::List(list));
            }
        }
    }

    /// What a resource waits for beside what it refers to: `after`, and everything that what it
    /// refers to is split into. In CloudFormation that is one resource, and whole.
    fn waited(&self, resource: ResourceIndex) -> BTreeSet<String> {
        let mut waited = BTreeSet::new();
        for need in &self.tables.graph.needs[resource.index()] {
            if self.division.root(need.to) != self.division.root(resource) {
                continue;
            }
            let children = &self.children[need.to.index()];
            waited.extend(children.iter().cloned());
            let needs = &self.tables.graph.needs[resource.index()];
            let referred = needs
                .iter()
                .any(|other| other.to == need.to && other.attribute.is_some());
            if !referred {
                waited.insert(format!("{}.{}", self.target(need.to), self.name(need.to)));
            }
        }
        waited
    }

    /// Terraform's type of a resource.
    fn target(&self, resource: ResourceIndex) -> &str {
        let translation = self
            .tables
            .translations
            .by_type
            .get(self.type_name(resource));
        translation.map_or(CLOUD_CONTROL, |translation| &translation.to)
    }

    fn through_cloud_control(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for resource in &self.tables.world.resources {
            let type_name = self.tables.names.text(resource.type_name);
            if !self.tables.translations.by_type.contains_key(type_name) {
                *counts.entry(type_name.to_owned()).or_insert(0) += 1;
            }
        }
        counts
    }
}
