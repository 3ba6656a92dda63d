//! What a proof comes to: rows of facts, without a word of text.

use std::rc::Rc;

use crate::behaviors::{Disruption, HoldsData, Pool, Survival};
use crate::graph::ResourceIndex;
use crate::names::Symbol;
use crate::value::{Address, SiteId};

use super::answer::Unknown;
use super::load::NoLoad;
use super::promises::Tier;

/// What is lost.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Loss {
    /// One replica.
    Replica,
    /// Any one zone; the worst is shown.
    Zone,
    /// A whole site.
    Region(SiteId),
    /// A dependency outside, by its address.
    Outside(Symbol),
}

/// Whether a promise is kept.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Verdict {
    /// It is not.
    Broken,
    /// Something that it depends on is not known.
    Unknown,
    /// It is proved.
    Kept,
    /// Nothing is promised.
    NotPromised,
}

/// What is promised.
#[derive(Clone, Copy, Debug)]
pub enum Promise {
    /// Nothing.
    Nothing,
    /// To carry the load: by this tier.
    Load(Tier),
    /// To recover within a time (milliseconds), and to lose at most the last (milliseconds).
    Recover {
        /// The longest time.
        within: i64,
        /// The most that may be lost; none where nothing is promised of it, or it does not bind.
        losing: Option<i64>,
    },
    /// To be there for this share of the time, in millionths of a percent.
    Available(i64),
}

/// What becomes of a use without a dependency outside.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Without {
    /// It goes on with less: the dependency says so, with `on_loss`.
    Degrades,
    /// It goes on with less: the call says so, with `needs`.
    CallIsSoft,
    /// It stands still.
    Stops {
        /// How much of the time the dependency is there by its own word, if it says so.
        said: Option<i64>,
        /// The same of all on which the use stands still, together; of those that say so.
        together: i64,
    },
}

/// How replicas stand, and what is left of them.
#[derive(Clone, Debug)]
pub struct Stand {
    /// How many.
    pub replicas: i64,
    /// The zones over which they are spread.
    pub zones: Rc<[Symbol]>,
    /// How many are left after the worst such loss.
    pub left: i64,
    /// How many the load needs.
    pub need: i64,
    /// The load, in thousandths a day.
    pub load: i64,
    /// What one carries, in thousandths a day.
    pub capacity: i64,
}

/// Why nothing can be proved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gap {
    /// How many replicas there are.
    Replicas(Unknown),
    /// Over which zones they are spread.
    Zones(Unknown),
    /// What one carries.
    Capacity(Unknown),
    /// What enters from outside.
    Enters(Unknown),
    /// What it has to carry.
    Load(NoLoad),
    /// Whether it survives.
    Condition(Unknown),
    /// How long it takes.
    Time(Unknown),
    /// How much is lost.
    Losing(Unknown),
    /// No behaviour says what becomes of this type.
    NoBehavior,
}

/// What was found.
#[derive(Clone, Debug)]
pub enum Finding<'a> {
    /// Replicas are left, at the site itself.
    Stands(&'a Pool, Stand),
    /// Another site carries the load alone; the weakest is shown.
    Elsewhere(&'a Pool, SiteId, Stand),
    /// It stands nowhere else.
    NowhereElse(&'a Pool),
    /// It recovers: at least, at most (milliseconds); and loses at most the last (milliseconds).
    Recovers(&'a Survival, [i64; 2], Option<i64>),
    /// What becomes of it without a dependency outside.
    Without(Without),
    /// It does not survive.
    Lost(&'a Survival),
    /// It cannot be known.
    Unknown(Gap),
}

/// One row.
#[derive(Clone, Debug)]
pub struct Guarantee<'a> {
    /// What it is about.
    pub resource: ResourceIndex,
    /// What it is called: the use, where it is the use's only one, else the resource itself.
    pub named: Address,
    /// What is lost.
    pub loss: Loss,
    /// What holds data, and what.
    pub holds: Option<HoldsData>,
    /// What is promised.
    pub promise: Promise,
    /// What was found.
    pub finding: Finding<'a>,
    /// Whether it is enough.
    pub verdict: Verdict,
    /// What to write so that it can be known.
    pub hint: Option<String>,
}

/// All that was proved, and all that could not be.
#[derive(Default, Debug)]
pub struct Guarantees<'a> {
    /// Sorted by loss, then in the order of resources.
    pub rows: Vec<Guarantee<'a>>,
    /// What is promised and no engine looks at, by the path at which it is written.
    pub unproved: Vec<String>,
    /// How many resources have a behaviour.
    pub modelled: usize,
    /// How many resources there are.
    pub resources: usize,
}

impl Guarantees<'_> {
    /// How many rows have this verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.rows
            .iter()
            .filter(|row| row.verdict == verdict)
            .count()
    }
}

impl Loss {
    /// Which disruption of objectives it is, if any.
    pub fn disruption(self) -> Option<Disruption> {
        match self {
            Loss::Replica | Loss::Outside(_) => None,
            Loss::Zone => Some(Disruption::Zone),
            Loss::Region(_) => Some(Disruption::Region),
        }
    }
}

impl Stand {
    /// How many stand in each zone: spread evenly, the first zones have one more.
    pub fn in_zones(&self) -> Vec<i64> {
        let zones = self.zones.len() as i64;
        (0..zones)
            .map(|at| self.replicas / zones + i64::from(at < self.replicas % zones))
            .collect()
    }
}

/// How many of these replicas are left after the loss of the fullest of these zones.
pub fn left_without_fullest(replicas: i64, zones: i64) -> i64 {
    replicas - (replicas + zones - 1) / zones
}
