//! How two environments of an app differ. Comes in: the sources, and the plan that would make the
//! one's templates the other's. Goes out: what differs, by use: what is written, after merging, and
//! what is built. Finds no difference of values itself: those of templates are the plan's.

mod built;
mod said;
pub mod view;
mod written;

use std::collections::{BTreeMap, BTreeSet};

use crate::SourceText;
use crate::plan::{Deployment, Plan, PropertyChange};

pub use said::{Said, each_once};

/// What differs between two environments.
pub struct Difference {
    /// The app.
    pub app: String,
    /// The environments: the one, the other.
    pub environments: [String; 2],
    /// Regions that only one of them has.
    pub regions: Vec<RegionDifference>,
    /// What differs in what is written and built, by use; the app itself first.
    pub uses: Vec<UseDifference>,
}

/// One of the two.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Side {
    /// The first that was named.
    First,
    /// The second.
    Second,
}

/// A region that only one environment has.
pub struct RegionDifference {
    /// The region.
    pub region: String,
    /// Which has it.
    pub only: Side,
    /// How many resources stand there.
    pub resources: usize,
}

/// What differs of a use, of the app, or of another declaration.
#[derive(Default)]
pub struct UseDifference {
    /// Its address, such as `database.orders`; `app`.
    pub address: String,
    /// If only one environment declares it: which.
    pub only: Option<Side>,
    /// What is written differently, by path.
    pub written: Vec<WrittenDifference>,
    /// What is built differently, by address and region.
    pub resources: Vec<ResourceDifference>,
}

/// An attribute that is written differently.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WrittenDifference {
    /// The attribute, and the fields in it: `replicas.max`.
    pub path: String,
    /// What the one says, if anything.
    pub first: Option<String>,
    /// What the other says.
    pub second: Option<String>,
}

/// A resource that is built differently.
pub struct ResourceDifference {
    /// Its address.
    pub address: String,
    /// Where it stands.
    pub region: String,
    /// Its type.
    pub type_name: String,
    /// If only one environment has it: which.
    pub only: Option<Side>,
    /// What differs; nothing if only one has it.
    pub properties: Vec<PropertyChange>,
}

impl Difference {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.regions.is_empty() && self.uses.is_empty()
    }

    /// The name of an environment.
    pub fn name(&self, side: Side) -> &str {
        &self.environments[side as usize]
    }
}

/// Compares two environments of the app in `files`, both of which compile. `plan` leads from `first`,
/// in the place of `second`, to `second`.
pub fn compare(
    files: &[SourceText],
    first: (&str, &Deployment),
    second: (&str, &Deployment),
    plan: &Plan,
) -> Difference {
    let environments = [first.0.to_owned(), second.0.to_owned()];
    let mut uses: BTreeMap<String, UseDifference> = BTreeMap::new();
    for (address, only, differences) in written::differences(files, &environments) {
        let entry = uses.entry(address).or_default();
        entry.only = only;
        entry.written = differences;
    }
    let regions = one_sided_regions(first.1, second.1);
    let of_regions: BTreeSet<&str> = regions.iter().map(|(region, _)| *region).collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for resource in built::differences(plan, &environments) {
        if of_regions.contains(resource.region.as_str()) {
            *counts.entry(resource.region).or_default() += 1;
            continue;
        }
        let entry = uses.entry(use_of(&resource.address)).or_default();
        entry.resources.push(resource);
    }
    let mut uses: Vec<_> = uses
        .into_iter()
        .map(|(address, difference)| UseDifference {
            address,
            ..difference
        })
        .collect();
    uses.sort_by(|a, b| (a.address != "app", &a.address).cmp(&(b.address != "app", &b.address)));
    Difference {
        app: plan.app.clone(),
        environments,
        regions: regions
            .into_iter()
            .map(|(region, only)| RegionDifference {
                region: region.to_owned(),
                only,
                resources: counts.get(region).copied().unwrap_or_default(),
            })
            .collect(),
        uses,
    }
}

fn one_sided_regions<'d>(first: &'d Deployment, second: &'d Deployment) -> Vec<(&'d str, Side)> {
    let regions = |deployment: &'d Deployment| -> BTreeSet<&'d str> {
        let units = deployment.units.iter();
        units.map(|unit| unit.region.as_str()).collect()
    };
    let (first, second) = (regions(first), regions(second));
    let only_first = first
        .difference(&second)
        .map(|region| (*region, Side::First));
    let only_second = second
        .difference(&first)
        .map(|region| (*region, Side::Second));
    only_first.chain(only_second).collect()
}

/// The use that an address is in: its first two names.
fn use_of(address: &str) -> String {
    let mut dots = address.match_indices(['.', '[']).map(|(at, _)| at).skip(1);
    address[..dots.next().unwrap_or(address.len())].to_owned()
}
