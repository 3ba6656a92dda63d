//! Proofs in words: for the table, for `guarantees.json` and for errors.

use std::fmt::Write as _;

use crate::behaviors::HoldsData;
use crate::eval::World;
use crate::graph::ResourceIndex;
use crate::names::{Names, Symbol};
use crate::units_of_measure::{self, Dimension, Quantity};
use crate::value::{Address, SiteId, Store};

use super::answer::Unknown;
use super::guarantee::{Finding, Gap, Guarantee, Loss, Promise, Stand, Verdict, Without};
use super::load::NoLoad;
use super::promises::Survives;

/// A rule by which something is proved.
#[derive(PartialEq, Eq, Debug)]
pub struct Law {
    /// What it is called.
    pub name: &'static str,
    /// What it says.
    pub text: &'static str,
    /// Where that is written.
    pub source: &'static str,
}

/// Why capacity counts.
pub const CAPACITY: Law = Law {
    name: "capacity",
    text: "what is left carries the whole load; no new capacity is counted on while the loss lasts",
    source: "Amazon Builders' Library, Static stability using Availability Zones",
};

/// Why recovery counts.
pub const RECOVERY: Law = Law {
    name: "recovery",
    text: "the longest documented time and the largest documented loss count",
    source: "outrigger, docs/guide/proofs.md",
};

/// Why what is outside counts.
pub const AVAILABILITY: Law = Law {
    name: "availability",
    text: "what stands still without others is there no more of the time than all of them together; what they say of themselves can refute a promise, and never proves one",
    source: "AWS Well-Architected Framework, Reliability Pillar, Availability with hard dependencies",
};

/// All of them, by name.
pub const LAWS: [&Law; 3] = [&AVAILABILITY, &CAPACITY, &RECOVERY];

/// A row of the table, in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// What is lost: `a replica`, `a zone`, or a region.
    pub loss: String,
    /// The address of what it is about.
    pub what: String,
    /// Its region.
    pub site: String,
    /// What was found, with its figures.
    pub found: String,
    /// What is promised; empty if nothing is.
    pub promised: String,
    /// Whether it is enough.
    pub verdict: Verdict,
    /// Whether nothing happens to it at all.
    pub goes_on: bool,
    /// What to write so that it can be known.
    pub hint: Option<String>,
    /// The law that was used; none if nothing could be proved.
    pub law: Option<&'static Law>,
    /// Where the behaviour is documented.
    pub source: String,
    /// What is relied on.
    pub trusts: String,
}

impl Verdict {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Kept => "kept",
            Verdict::Broken => "broken",
            Verdict::Unknown => "unknown",
            Verdict::NotPromised => "not promised",
        }
    }
}

/// What saying something needs.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// Texts.
    pub names: &'a Names,
    /// Values.
    pub store: &'a Store,
    /// All resources.
    pub world: &'a World,
}

/// An amount in its unit.
pub fn quantity(dimension: Dimension, amount: i64) -> Quantity {
    Quantity { dimension, amount }
}

/// A share in millionths of a percent.
pub fn percent(share: i64) -> String {
    quantity(Dimension::Percent, share).to_string()
}

/// A text that grows.
struct Sentence(String);

impl Sentence {
    /// Room for most of them.
    const USUAL: usize = 96;

    fn new() -> Self {
        Self(String::with_capacity(Self::USUAL))
    }

    fn text(&mut self, text: &str) -> &mut Self {
        self.0.push_str(text);
        self
    }

    fn number(&mut self, number: i64) -> &mut Self {
        // Nothing can go wrong where a text grows.
        let _ = write!(self.0, "{number}");
        self
    }

    fn amount(&mut self, dimension: Dimension, amount: i64) -> &mut Self {
        let _ = write!(self.0, "{}", quantity(dimension, amount));
        self
    }

    /// A rate that was calculated, rounded if it is no round number by itself: up if it is a load, down if
    /// it is what carries it.
    fn rate(&mut self, rate: i64, up: bool) -> &mut Self {
        match units_of_measure::rounded_rate(rate, up) {
            Some(rounded) => self.text(&rounded),
            None => self.amount(Dimension::Rate, rate),
        }
    }

    fn counted(&mut self, count: i64, noun: &str) -> &mut Self {
        self.number(count).text(" ").text(noun);
        self.text(if count == 1 { "" } else { "s" })
    }

    /// How many replicas are in each zone.
    fn spread(&mut self, stand: &Stand) -> &mut Self {
        for (at, count) in stand.in_zones().iter().enumerate() {
            self.text(if at == 0 { "" } else { "/" }).number(*count);
        }
        self
    }
}

impl<'a> Words<'a> {
    /// A text.
    pub fn text(&self, symbol: Symbol) -> &'a str {
        self.names.text(symbol)
    }

    /// The region of a site.
    pub fn region(&self, site: SiteId) -> &'a str {
        self.text(self.world.sites.get(site).region)
    }

    fn address(&self, index: ResourceIndex) -> String {
        let resource = &self.world.resources[index.index()];
        self.store.address_text(self.names, resource.address)
    }

    /// What an error is about: `` `service.api` ``, with its site where there are several and not
    /// one of them is what is lost.
    pub fn what(&self, named: Address, site: SiteId, loss: Loss) -> String {
        let address = self.store.address_text(self.names, named);
        match loss {
            Loss::Replica | Loss::Zone if self.world.sites.len() > 1 => {
                format!("`{address}` at {}", self.region(site))
            }
            _ => format!("`{address}`"),
        }
    }

    /// What is lost, as part of a sentence.
    pub fn lost(&self, loss: Loss, stand: Option<&Stand>) -> String {
        match (loss, stand.and_then(|stand| stand.zones.first())) {
            (Loss::Replica, _) => "one replica".into(),
            (Loss::Zone, Some(fullest)) => self.text(*fullest).into(),
            (Loss::Zone, None) => "a zone".into(),
            (Loss::Region(site), _) => self.region(site).into(),
            (Loss::Outside(callee), _) => self.text(callee).into(),
        }
    }

    /// `euw1-az1/az2/az3`: the first in full, the others without what they share with it.
    fn zones(&self, zones: &[Symbol], said: &mut Sentence) {
        let Some((first, rest)) = zones.split_first() else {
            return;
        };
        let first = self.text(*first);
        let shared = first.rfind('-').map_or(0, |at| at + 1);
        said.text(first);
        for zone in rest {
            let zone = self.text(*zone);
            let is_alike = zone.get(..shared) == first.get(..shared);
            said.text("/")
                .text(if is_alike { &zone[shared..] } else { zone });
        }
    }

    /// How many stand where, and what is left.
    pub fn stands(&self, loss: Loss, site: SiteId, stand: &Stand) -> String {
        let mut said = Sentence::new();
        self.say_stands(loss, site, stand, &mut said);
        said.0
    }

    fn say_stands(&self, loss: Loss, site: SiteId, stand: &Stand, said: &mut Sentence) {
        said.counted(stand.replicas, "replica");
        let verb = if stand.replicas == 1 {
            " stands"
        } else {
            " stand"
        };
        match loss {
            Loss::Replica => {
                said.text(verb).text("; losing one leaves ");
                said.number(stand.left);
            }
            Loss::Zone => {
                said.text(verb).text(" ");
                said.spread(stand).text(" in ");
                self.zones(&stand.zones, said);
                said.text("; losing ")
                    .text(&self.lost(loss, Some(stand)))
                    .text(" leaves ")
                    .number(stand.left);
            }
            Loss::Outside(_) => {}
            Loss::Region(lost) if lost == site => {}
            Loss::Region(_) => {
                said.text(verb).text(" at ").text(self.region(site));
            }
        }
    }

    /// How many are needed, and what for.
    pub fn needs(&self, stand: &Stand) -> String {
        let mut said = Sentence::new();
        Self::say_needs(stand, &mut said);
        said.0
    }

    fn say_needs(stand: &Stand, said: &mut Sentence) {
        let load = said.0.len();
        said.rate(stand.load, true);
        let is_one = said.0[load..].starts_with("1rps");
        said.text(if is_one { " needs " } else { " need " })
            .counted(stand.need, "replica")
            .text(" of ")
            .rate(stand.capacity, false)
            .text(" each");
    }

    /// What comes of another number of replicas.
    pub fn effect(&self, loss: Loss, site: SiteId, stand: &Stand) -> String {
        match loss {
            Loss::Replica => format!("leaves {}", stand.left),
            Loss::Zone => {
                let mut said = Sentence::new();
                said.text("stands ").spread(stand);
                said.text(" and leaves ").number(stand.left);
                said.0
            }
            Loss::Region(_) | Loss::Outside(_) => {
                format!("leaves {} at {}", stand.left, self.region(site))
            }
        }
    }

    /// What is promised.
    pub fn promised(&self, promise: Promise) -> String {
        if matches!(promise, Promise::Nothing) {
            return String::new();
        }
        let mut said = Sentence::new();
        match promise {
            Promise::Nothing => {}
            Promise::Available(share) => {
                said.text("available ").amount(Dimension::Percent, share);
            }
            Promise::Load(tier) => {
                let survives = match tier.survives {
                    Survives::Replica => "a replica",
                    Survives::Zone => "a zone",
                    Survives::Region => "a region",
                };
                said.text("tier ").text(self.text(tier.name));
                said.text(" survives ").text(survives);
            }
            Promise::Recover { within, losing } => {
                said.text("within ").amount(Dimension::Duration, within);
                if let Some(losing) = losing {
                    said.text(", losing ").amount(Dimension::Duration, losing);
                }
            }
        }
        said.0
    }

    /// What was found.
    pub fn found(&self, row: &Guarantee<'_>) -> String {
        let site = self.world.resources[row.resource.index()].site;
        let mut said = Sentence::new();
        match &row.finding {
            Finding::Stands(_, stand) => {
                self.say_stands(row.loss, site, stand, &mut said);
                said.text("; ");
                Self::say_needs(stand, &mut said);
            }
            Finding::Elsewhere(_, there, stand) => {
                self.say_stands(row.loss, *there, stand, &mut said);
                said.text("; ");
                Self::say_needs(stand, &mut said);
            }
            Finding::NowhereElse(_) => {
                said.text("stands at ")
                    .text(self.region(site))
                    .text(" alone");
            }
            Finding::Recovers(_, [from, to], losing) => {
                if *to == 0 {
                    said.text("goes on");
                } else {
                    said.text("back within ");
                    if from != to {
                        said.amount(Dimension::Duration, *from).text(" to ");
                    }
                    said.amount(Dimension::Duration, *to);
                }
                if let Some(losing) = losing {
                    said.text(", losing ").amount(Dimension::Duration, *losing);
                    if let Some(holds) = row.holds.filter(|holds| *holds != HoldsData::Records) {
                        said.text(" of ").text(holds.word());
                    }
                }
            }
            Finding::Lost(survival) => match survival.lost {
                Some(why) => {
                    said.text("is lost: ").text(self.text(why));
                }
                None => {
                    said.text("is lost: its condition does not hold");
                }
            },
            Finding::Without(without) => return Self::without(*without),
            Finding::Unknown(gap) => return self.gap(*gap),
        }
        said.0
    }

    fn without(without: Without) -> String {
        match without {
            Without::Degrades => "goes on with less, as its `on_loss` says".into(),
            Without::CallIsSoft => "goes on with less, as the call's `needs` says".into(),
            Without::Stops { said: None, .. } => {
                "stands still, and for how long is not said: it has no `availability`".into()
            }
            Without::Stops {
                said: Some(said),
                together,
            } if together < said => format!(
                "stands still; it is there {} of the time by its own word, and with the others {}",
                percent(said),
                percent(together)
            ),
            Without::Stops {
                said: Some(said), ..
            } => format!(
                "stands still; it is there {} of the time by its own word",
                percent(said)
            ),
        }
    }

    fn gap(&self, gap: Gap) -> String {
        match gap {
            Gap::Replicas(why) => format!("how many replicas stand there: {}", self.why(why)),
            Gap::Zones(why) => format!("in which zones they stand: {}", self.why(why)),
            Gap::Capacity(why) => format!("what one replica carries: {}", self.why(why)),
            Gap::Enters(why) => format!("what enters from outside: {}", self.why(why)),
            Gap::Load(NoLoad::NothingSaid) => {
                "its load: nothing enters from outside, and nobody calls it".into()
            }
            Gap::Load(NoLoad::Caller(caller)) => {
                format!(
                    "its load: that of its caller {} is not known",
                    self.text(caller)
                )
            }
            Gap::Load(NoLoad::Circle) => "its load: calls go round in a circle".into(),
            Gap::Load(NoLoad::Inside(around)) => format!(
                "its load: what calls it inside of {} is not added up",
                self.text(around)
            ),
            Gap::Load(NoLoad::NoPath(around)) => format!(
                "its load: some of what {} provides has no `path`, so what comes to it is not known",
                self.text(around)
            ),
            Gap::Load(NoLoad::Waiting(queue)) => format!(
                "its load: it works off {}, and nothing is passed on through a queue",
                self.text(queue)
            ),
            Gap::Load(NoLoad::Fact) => "its load is not known".into(),
            Gap::Condition(why) => format!("whether it survives: {}", self.why(why)),
            Gap::Time(why) => format!("how long it takes: {}", self.why(why)),
            Gap::Losing(why) => format!("what it loses: {}", self.why(why)),
            Gap::NoBehavior => "no behaviour says what becomes of it".into(),
        }
    }

    fn why(&self, why: Unknown) -> String {
        match why {
            Unknown::Unset(of, property) => {
                format!("{} of {} is not set", self.text(property), self.address(of))
            }
            Unknown::AtDeployment(_) => "known at deployment only".into(),
            Unknown::NoFact(_, fact) => format!("no {} is said of it", self.text(fact)),
            Unknown::Elsewhere(_) => "it refers to something that is not described here".into(),
            Unknown::NotStated(_, property) => {
                format!(
                    "{} of what exists already is not stated",
                    self.text(property)
                )
            }
            Unknown::NotOne(_) => "there is none of it, or several".into(),
            Unknown::Said(why) => self.text(why).into(),
            Unknown::Misfit(of) => {
                format!(
                    "the behaviour of {} does not fit it",
                    self.text(self.world.resources[of.index()].type_name,)
                )
            }
        }
    }

    /// A row in words.
    pub fn row(&self, row: &Guarantee<'_>) -> Row {
        let (law, source, trusts) = match &row.finding {
            Finding::Stands(pool, _) | Finding::Elsewhere(pool, ..) => {
                (Some(&CAPACITY), Some(pool.source), pool.trusts)
            }
            Finding::NowhereElse(pool) => (Some(&CAPACITY), Some(pool.source), None),
            Finding::Recovers(survival, ..) => {
                (Some(&RECOVERY), Some(survival.source), survival.trusts)
            }
            Finding::Lost(survival) => (Some(&RECOVERY), Some(survival.source), None),
            Finding::Without(Without::Stops { .. }) => (Some(&AVAILABILITY), None, None),
            Finding::Without(_) | Finding::Unknown(_) => (None, None, None),
        };
        let text = |symbol: Option<Symbol>| {
            symbol.map_or_else(String::new, |symbol| self.text(symbol).into())
        };
        let resource = &self.world.resources[row.resource.index()];
        Row {
            loss: match row.loss {
                Loss::Replica => "a replica".into(),
                Loss::Zone => "a zone".into(),
                Loss::Region(site) => self.region(site).into(),
                Loss::Outside(callee) => self.text(callee).into(),
            },
            what: self.store.address_text(self.names, row.named),
            site: self.world.site_text(resource, self.names),
            found: self.found(row),
            promised: self.promised(row.promise),
            verdict: row.verdict,
            goes_on: matches!(row.finding, Finding::Recovers(_, [_, 0], None | Some(0))),
            hint: row.hint.clone(),
            law,
            source: text(source),
            trusts: text(trusts),
        }
    }
}
