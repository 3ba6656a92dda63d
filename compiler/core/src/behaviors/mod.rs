//! What resource types do, as `stdlib/behaviors` and the app state it. In: `behavior` blocks. Goes
//! out: for each type what it holds, what it survives and what stands where, as compiled questions.
//! Later phases ask; nothing here decides.

mod query;
mod read;

pub use query::{Query, QueryFunction, QueryOp, Referrers};

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::names::{Names, Symbol};
use crate::source::Span;

/// What is lost with a resource.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum HoldsData {
    /// Data that exists nowhere else.
    Records,
    /// Data on its way.
    Transit,
    /// Data that can be had again.
    Copies,
}

impl HoldsData {
    const WORDS: &[(&str, HoldsData)] = &[
        ("records", HoldsData::Records),
        ("transit", HoldsData::Transit),
        ("copies", HoldsData::Copies),
    ];

    /// Whether losing it loses something for good.
    pub fn is_precious(self) -> bool {
        match self {
            HoldsData::Records | HoldsData::Transit => true,
            HoldsData::Copies => false,
        }
    }

    /// Its word in the language.
    pub fn word(self) -> &'static str {
        let word = Self::WORDS.iter().find(|(_, known)| *known == self);
        word.map_or("", |(word, _)| word)
    }
}

/// What is lost, as behaviours and objectives name it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Disruption {
    /// An availability zone.
    Zone,
    /// A region.
    Region,
}

impl Disruption {
    /// All of them.
    pub const ALL: [Disruption; 2] = [Disruption::Zone, Disruption::Region];

    /// Its word in the language.
    pub fn word(self) -> &'static str {
        match self {
            Disruption::Zone => "az",
            Disruption::Region => "region",
        }
    }
}

/// What a type does.
#[derive(Debug)]
pub struct Behavior {
    /// The type.
    pub type_name: Symbol,
    /// Where the type is named.
    pub span: Span,
    /// What it holds, if anything.
    pub holds_data: Option<HoldsData>,
    /// Nothing of it runs: it is settings that others read.
    pub inert: bool,
    /// A property: where it is given, the resource is a part of another, and judged with that.
    pub part_of: Option<Query>,
    /// Where it is documented.
    pub source: Symbol,
    /// Names inside the behaviour.
    pub lets: Vec<Query>,
    /// What it survives, the first that holds.
    pub survives: Vec<Survival>,
    /// What stands where.
    pub pool: Option<Pool>,
}

impl Behavior {
    /// Whether it says what becomes of a resource when something is lost.
    pub fn is_model(&self) -> bool {
        self.inert || self.part_of.is_some() || self.pool.is_some() || !self.survives.is_empty()
    }
}

/// What a resource survives, and how.
#[derive(Debug)]
pub struct Survival {
    /// What is lost.
    pub disruption: Disruption,
    /// The block's header.
    pub span: Span,
    /// Under which condition; always if none is written.
    pub when: Option<Query>,
    /// The time from the loss until it works again: at least, at most.
    pub within: [Query; 2],
    /// How much of the last time is lost; none where the type holds nothing.
    pub losing: Option<Query>,
    /// What is relied on.
    pub trusts: Option<Symbol>,
    /// What is wrong where the condition does not hold.
    pub lost: Option<Symbol>,
    /// Where it is documented.
    pub source: Symbol,
}

/// Replicas that share a load.
#[derive(Debug)]
pub struct Pool {
    /// How many stand there at any time.
    pub replicas: Query,
    /// How many there may be at most.
    pub maximum: Option<Query>,
    /// Zone ids over which they are spread evenly.
    pub zones: Query,
    /// What one replica carries.
    pub capacity: Query,
    /// What enters from outside.
    pub load: Query,
    /// What is relied on.
    pub trusts: Option<Symbol>,
    /// Where it is documented.
    pub source: Symbol,
}

/// All behaviours.
#[derive(Default)]
pub struct Behaviors {
    all: FxHashMap<Symbol, Behavior>,
    /// Every `referrers(...)`, each once.
    pub referrers: Vec<Referrers>,
}

impl Behaviors {
    /// The types that hold something, in an order that is the same within a run.
    pub fn held(&self) -> Vec<(Symbol, HoldsData)> {
        let all = self.all.iter();
        let held = all.filter_map(|(name, behavior)| Some((*name, behavior.holds_data?)));
        let mut held: Vec<_> = held.collect();
        held.sort_unstable_by_key(|(name, _)| name.index());
        held
    }

    /// Every type that holds data, and whether losing it loses something for good.
    pub fn all(&self, names: &Names) -> BTreeMap<String, bool> {
        let holds = |behavior: &Behavior| {
            let holds = behavior.holds_data?;
            let name = names.text(behavior.type_name).to_owned();
            Some((name, holds.is_precious()))
        };
        self.all.values().filter_map(holds).collect()
    }

    /// What a type does, if it is known.
    pub fn of(&self, type_name: Symbol) -> Option<&Behavior> {
        self.all.get(&type_name)
    }

    /// Every behaviour, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &Behavior> {
        self.all.values()
    }

    /// What a type holds, if anything.
    pub fn holds(&self, type_name: Symbol) -> Option<HoldsData> {
        self.of(type_name)?.holds_data
    }
}
