//! An error for each promise that is broken: the counterexample, the law, and the smallest change
//! that keeps it, proved again and in the user's own words.

use crate::behaviors::{Disruption, Pool, Survival};
use crate::diag::codes::given::{self, Stilled};
use crate::diag::codes::proofs::{self, Fix, Shortage, Unrecovered};
use crate::eval::Written;
use crate::graph::ResourceIndex;
use crate::interpret::Machine;
use crate::source::Span;
use crate::units_of_measure::Dimension;
use crate::value::{Address, SiteId, Value};

use super::Proof;
use super::answer::Subject;
use super::capacity::{self, PoolAt};
use super::fix::{Change, Pen};
use super::guarantee::{Finding, Guarantee, Loss, Promise, Stand, Verdict, Without};
use super::origin::Origin;
use super::outside;
use super::promises::{Recover, Survives, Tier};
use super::recovery;
use super::words::{self, Words};

/// Reports what is broken.
pub(super) fn report<'a>(
    proof: &Proof<'a>,
    rows: &[Guarantee<'a>],
    machine: &mut Machine<'a>,
    pen: Pen<'_>,
) {
    let mut reporter = Reporter {
        proof,
        pen,
        machine,
        groups: Vec::new(),
    };
    reporter.tiers();
    for row in rows {
        if row.verdict == Verdict::Broken {
            reporter.row(row);
        }
    }
    reporter.shortages();
}

/// Sites of a pool that are too small after the same loss, because of the same text.
struct Group<'a> {
    address: Address,
    named: Address,
    loss: Loss,
    lost: String,
    tier: Tier,
    stand: Stand,
    written: Option<Written>,
    culprits: Vec<ResourceIndex>,
    also: Vec<String>,
    pool: &'a Pool,
}

struct Reporter<'r, 'm, 'a> {
    proof: &'r Proof<'a>,
    pen: Pen<'r>,
    machine: &'m mut Machine<'a>,
    groups: Vec<Group<'a>>,
}

impl<'a> Reporter<'_, '_, 'a> {
    fn words(&self) -> Words<'a> {
        let asker = &self.proof.asker;
        Words {
            names: asker.names,
            store: asker.store,
            world: asker.world,
        }
    }

    fn has_one_site(&self) -> bool {
        self.proof.asker.world.sites.len() == 1
    }

    fn tiers(&mut self) {
        if !self.has_one_site() {
            return;
        }
        let home = self.machine.region(self.machine.sites.home());
        let regions = self.machine.program.header.regions_span;
        for tier in &self.proof.tiers {
            if tier.survives == Survives::Region {
                let name = self.pen.names.text(tier.name);
                let error = proofs::no_other_region(tier.span, name, home, regions);
                self.machine.diagnostics.push(error);
            }
        }
    }

    fn row(&mut self, row: &Guarantee<'a>) {
        match (&row.finding, row.promise) {
            (Finding::Stands(pool, stand), Promise::Load(tier)) => {
                self.shortage(row, row.resource, pool, stand, tier);
            }
            (Finding::Elsewhere(pool, site, stand), Promise::Load(tier)) => {
                let address = self.proof.asker.resource(row.resource).address;
                if let Some(twin) = self.proof.asker.graph.find(address, *site) {
                    self.shortage(row, twin, pool, stand, tier);
                }
            }
            (Finding::NowhereElse(_), Promise::Load(tier)) if !self.has_one_site() => {
                self.nowhere_else(row, tier);
            }
            (Finding::Lost(survival), Promise::Recover { .. }) => self.lost(row, survival),
            (Finding::Recovers(survival, [_, to], losing), Promise::Recover { .. }) => {
                self.too_slow(row, survival, *to, *losing);
            }
            (Finding::Without(_), Promise::Available(share)) => self.stands_still(row, share),
            _ => {}
        }
    }

    /// Once for each use, with all on which it stands still.
    fn stands_still(&mut self, row: &Guarantee<'a>, share: i64) {
        let (Loss::Outside(callee), Finding::Without(without)) = (row.loss, &row.finding) else {
            return;
        };
        let words = self.words();
        let what = words.what(row.named, SiteId(0), row.loss);
        let callee = words.text(callee);
        let found = words.found(row);
        let (declared, promise) = outside::places(self.machine, callee);
        let said = match without {
            Without::Stops { together, .. } => words::percent(*together),
            Without::Degrades | Without::CallIsSoft => String::new(),
        };
        self.machine.diagnostics.push(given::stands_still(Stilled {
            declared,
            promise,
            what: &what,
            callee,
            found: &found,
            promised: &words::percent(share),
            together: &said,
            source: words::AVAILABILITY.source,
        }));
    }

    fn shortage(
        &mut self,
        row: &Guarantee<'a>,
        culprit: ResourceIndex,
        pool: &'a Pool,
        stand: &Stand,
        tier: Tier,
    ) {
        let asker = &self.proof.asker;
        let resource = asker.resource(culprit);
        let written = asker
            .behaviors
            .of(resource.type_name)
            .and_then(|behavior| asker.origin(&Subject::new(culprit, behavior), &pool.replicas))
            .and_then(|origin| origin.written(asker, self.machine, false));
        let words = self.words();
        let is_region = |loss: Loss| matches!(loss, Loss::Region(_));
        let mut alike = self
            .groups
            .iter_mut()
            .filter(|group| group.address == resource.address && group.written == written);
        // What carries the load without a zone carries it alone: one error says both.
        let same =
            alike.find(|group| is_region(row.loss) || is_region(group.loss) == is_region(row.loss));
        if let Some(group) = same {
            if !group.culprits.contains(&culprit) {
                group.culprits.push(culprit);
                group.also.push(words.region(resource.site).to_owned());
            }
            return;
        }
        self.groups.push(Group {
            address: resource.address,
            named: row.named,
            loss: row.loss,
            lost: words.lost(row.loss, Some(stand)),
            tier,
            stand: stand.clone(),
            written,
            culprits: vec![culprit],
            also: Vec::new(),
            pool,
        });
    }

    fn shortages(&mut self) {
        for group in std::mem::take(&mut self.groups) {
            let asker = &self.proof.asker;
            let words = self.words();
            let culprit = asker.resource(group.culprits[0]);
            let place = self.pen.place(group.written.as_ref());
            let load = self.load_place(group.culprits[0], group.pool);
            let facts = Shortage {
                place: place.unwrap_or(culprit.origin.shown()),
                what: words.what(group.named, culprit.site, group.loss),
                lost: group.lost.clone(),
                stands: words.stands(group.loss, culprit.site, &group.stand),
                needs: words.needs(&group.stand),
                load: load.unwrap_or(Span::NONE),
                promise: group.tier.span,
                fix: self.more_replicas(&group),
                law: words::CAPACITY.text,
                source: words::CAPACITY.source,
                also: group.also,
            };
            self.machine.diagnostics.push(match group.loss {
                Loss::Replica => proofs::replica_leaves_too_few(facts),
                Loss::Zone => proofs::zone_leaves_too_few(facts),
                Loss::Region(_) | Loss::Outside(_) => proofs::region_leaves_too_few(facts),
            });
        }
    }

    /// Where the load of a pool is written, if a user wrote it.
    fn load_place(&mut self, index: ResourceIndex, pool: &'a Pool) -> Option<Span> {
        let asker = &self.proof.asker;
        let behavior = asker.behaviors.of(asker.resource(index).type_name)?;
        let origin = asker.origin(&Subject::new(index, behavior), &pool.load)?;
        let written = origin.written(asker, self.machine, true)?;
        match written {
            Written::There { span, .. } => Some(span).filter(|span| self.pen.is_users(*span)),
            Written::Missing { .. } | Written::LeftOut { .. } => None,
        }
    }

    fn pool_of(&self, index: ResourceIndex) -> Option<&PoolAt<'a>> {
        let at = self
            .proof
            .pools
            .binary_search_by_key(&index, |pool| pool.index);
        at.ok().map(|at| &self.proof.pools[at])
    }

    /// The smallest number of replicas that is enough.
    fn more_replicas(&mut self, group: &Group<'a>) -> Fix {
        let asker = &self.proof.asker;
        let pools: Vec<_> = group
            .culprits
            .iter()
            .filter_map(|index| self.pool_of(*index))
            .collect();
        let site_of = |index: ResourceIndex| -> SiteId { asker.resource(index).site };
        let Some(enough) = capacity::enough_replicas(&pools, group.tier.survives, &site_of) else {
            return Fix {
                help: Some("no number of replicas helps: they all stand in one zone; let them stand in two or more".into()),
                edits: Vec::new(),
            };
        };
        let after = Stand {
            replicas: enough,
            left: match group.loss {
                Loss::Replica => enough - 1,
                Loss::Zone => {
                    super::guarantee::left_without_fullest(enough, group.stand.zones.len() as i64)
                }
                Loss::Region(_) | Loss::Outside(_) => enough,
            },
            ..group.stand.clone()
        };
        let effect = self
            .words()
            .effect(group.loss, site_of(group.culprits[0]), &after);
        let raised = self.raised_maximum(group, enough);
        let written = group.written.clone().filter(|written| {
            let change = self.pen.change(written, Value::Int(enough));
            change.is_some()
        });
        let Some(written) = written else {
            return Fix {
                help: Some(format!("{enough} replicas: {effect}")),
                edits: Vec::new(),
            };
        };
        let wanted = [Some(written), raised].into_iter().flatten();
        let wanted = wanted.map(|written| (written, Value::Int(enough)));
        let wanted = self.pen.together(wanted.collect());
        let changes = wanted
            .iter()
            .filter_map(|(written, value)| self.pen.change(written, *value));
        Change::all(changes.collect(), &effect)
    }

    /// The maximum follows where the new number is above it.
    fn raised_maximum(&mut self, group: &Group<'a>, enough: i64) -> Option<Written> {
        let asker = &self.proof.asker;
        let index = group.culprits[0];
        let behavior = asker.behaviors.of(asker.resource(index).type_name)?;
        let subject = Subject::new(index, behavior);
        let maximum = group.pool.maximum.as_ref()?;
        let most = super::answer::int(&asker.ask(&subject, maximum), index).ok()?;
        if most >= enough {
            return None;
        }
        let written = asker
            .origin(&subject, maximum)?
            .written(asker, self.machine, false)?;
        (Some(&written) != group.written.as_ref()).then_some(written)
    }

    fn nowhere_else(&mut self, row: &Guarantee<'a>, tier: Tier) {
        let words = self.words();
        let resource = self.proof.asker.resource(row.resource);
        let here = words.region(resource.site);
        let others: Vec<&str> = self
            .machine
            .sites
            .ids()
            .filter(|site| *site != resource.site)
            .map(|site| words.region(site))
            .collect();
        let facts = Shortage {
            place: resource.origin.shown(),
            what: words.what(row.named, resource.site, row.loss),
            lost: words.lost(row.loss, None),
            stands: format!("stands at {here} alone"),
            needs: format!(
                "let it stand at {} too: leave `regions` out, or add it there",
                others.join(" or ")
            ),
            load: Span::NONE,
            promise: tier.span,
            fix: Fix::default(),
            law: words::CAPACITY.text,
            source: words::CAPACITY.source,
            also: Vec::new(),
        };
        self.machine
            .diagnostics
            .push(proofs::region_leaves_too_few(facts));
    }

    fn objective(&self, loss: Loss) -> Option<Recover> {
        self.proof.objective.of(loss.disruption()?)
    }

    fn too_slow(&mut self, row: &Guarantee<'a>, survival: &Survival, to: i64, losing: Option<i64>) {
        let Some(recover) = self.objective(row.loss) else {
            return;
        };
        let words = self.words();
        let is_late = to > recover.within;
        let (place, least, name) = if is_late {
            (recover.within_span, to, "within")
        } else {
            (recover.losing_span, losing.unwrap_or_default(), "losing")
        };
        let resource = self.proof.asker.resource(row.resource);
        let quantity = words::quantity(Dimension::Duration, least);
        let written = Written::There {
            span: place,
            name: Some(self.pen.names.intern(name)),
        };
        let change = self.pen.change(&written, Value::Quantity(quantity));
        let facts = Unrecovered {
            place,
            what: words.what(row.named, resource.site, row.loss),
            lost: words.lost(row.loss, None),
            found: "promised here".into(),
            promise: resource.origin.shown(),
            promised: words.found(row),
            fix: match change {
                Some(change) => Change::all(vec![change], "is what it keeps"),
                None => Fix::default(),
            },
            source: words.text(survival.source).to_owned(),
        };
        self.machine.diagnostics.push(if is_late {
            proofs::recovers_too_late(facts)
        } else {
            proofs::loses_too_much(facts)
        });
    }

    fn lost(&mut self, row: &Guarantee<'a>, survival: &'a Survival) {
        let (Some(recover), Some(disruption)) = (self.objective(row.loss), row.loss.disruption())
        else {
            return;
        };
        let words = self.words();
        let resource = self.proof.asker.resource(row.resource);
        let decisive = self.decisive(row, disruption);
        let written: Vec<Option<Written>> = decisive
            .iter()
            .map(|(origin, _)| origin.written(&self.proof.asker, self.machine, false))
            .collect();
        let place = written.iter().find_map(|one| self.pen.place(one.as_ref()));
        let known = written.iter().zip(&decisive);
        let known: Vec<_> = known
            .filter_map(|(written, (_, value))| Some((written.clone()?, *value)))
            .collect();
        let all_known = known.len() == decisive.len();
        let wanted = self.pen.together(known);
        let changes: Vec<Change> = wanted
            .iter()
            .filter_map(|(written, value)| self.pen.change(written, *value))
            .collect();
        let condition = survival.when.as_ref();
        let condition = condition.map_or("", |when| self.pen.sources.slice(when.span));
        let fix = if !changes.is_empty() && all_known && changes.len() == wanted.len() {
            Change::all(changes, "is enough")
        } else if disruption == Disruption::Region && self.has_one_site() {
            Fix {
                help: Some("the app has one region: add another to its `regions`, or take `region` out of `objective.recover`".into()),
                edits: Vec::new(),
            }
        } else {
            Fix {
                help: Some(format!(
                    "{} is kept where its behaviour says `{condition}`: give the use what makes it so, or promise less",
                    words.text(resource.type_name)
                )),
                edits: Vec::new(),
            }
        };
        let facts = Unrecovered {
            place: place.unwrap_or(resource.origin.shown()),
            what: words.what(row.named, resource.site, row.loss),
            lost: words.lost(row.loss, None),
            found: match survival.lost {
                Some(why) => words.text(why).to_owned(),
                None => format!("`{condition}` does not hold"),
            },
            promise: recover.within_span,
            promised: words.promised(row.promise),
            fix,
            source: words.text(survival.source).to_owned(),
        };
        self.machine
            .diagnostics
            .push(proofs::does_not_survive(facts));
    }

    /// The fewest properties that would make it survive as promised, found by proving again.
    fn decisive(&self, row: &Guarantee<'a>, disruption: Disruption) -> Vec<(Origin, Value)> {
        let asker = &self.proof.asker;
        let Some(behavior) = asker.behaviors.of(asker.resource(row.resource).type_name) else {
            return Vec::new();
        };
        let keeps = |assumed: &[(Origin, Value)]| {
            asker.assuming(assumed, || {
                let subject = Subject::new(row.resource, behavior);
                let finding = recovery::find(asker, &subject, behavior, disruption);
                recovery::judge(&finding, row.promise) == Verdict::Kept
            })
        };
        let statements = behavior.survives.iter();
        for survival in statements.filter(|one| one.disruption == disruption) {
            let Some(when) = &survival.when else { continue };
            let subject = Subject::new(row.resource, behavior);
            let mut found = Vec::new();
            asker.what_would_hold(&subject, when, true, &mut found);
            for one in &found {
                if keeps(std::slice::from_ref(one)) {
                    return vec![one.clone()];
                }
            }
            if found.len() > 1 && keeps(&found) {
                return found;
            }
        }
        Vec::new()
    }
}
