//! Recovery: how long what holds data is away after a loss, and what it loses, against the objective.

use crate::behaviors::{Behavior, Disruption, HoldsData, Survival};
use crate::graph::ResourceIndex;
use crate::units_of_measure::Dimension;

use super::answer::{Answer, Asker, Subject, Unknown, quantity};
use super::guarantee::{Finding, Gap, Guarantee, Loss, Promise, Verdict};
use super::promises::Recover;

/// What is promised, by disruption.
pub struct Objective {
    /// Of the loss of a zone.
    pub zone: Option<Recover>,
    /// Of the loss of a region.
    pub region: Option<Recover>,
}

impl Objective {
    /// What is promised of a disruption.
    pub fn of(&self, disruption: Disruption) -> Option<Recover> {
        match disruption {
            Disruption::Zone => self.zone,
            Disruption::Region => self.region,
        }
    }
}

/// The rows of everything that holds data or says what it survives.
pub fn prove<'a>(asker: &Asker<'a>, objective: &Objective, rows: &mut Vec<Guarantee<'a>>) {
    for (at, resource) in asker.world.resources.iter().enumerate() {
        let Some(behavior) = asker.behaviors.of(resource.type_name) else {
            continue;
        };
        let index = ResourceIndex(at as u32);
        let subject = Subject::new(index, behavior);
        let part = behavior.part_of.as_ref();
        if part.is_some_and(|part| is_given(&asker.ask(&subject, part))) {
            continue;
        }
        for disruption in Disruption::ALL {
            let states = behavior
                .survives
                .iter()
                .any(|survival| survival.disruption == disruption);
            // Where no behaviour speaks of what holds data, that is said too.
            let is_asked = match disruption {
                Disruption::Zone => behavior.holds_data.is_some(),
                Disruption::Region => {
                    objective.region.is_some() && behavior.holds_data == Some(HoldsData::Records)
                }
            };
            if !states && !is_asked {
                continue;
            }
            let finding = find(asker, &subject, behavior, disruption);
            let loss = match disruption {
                Disruption::Zone => Loss::Zone,
                Disruption::Region => Loss::Region(resource.site),
            };
            // Of what holds nothing, it is the paths through it that promises are about.
            let promised = objective.of(disruption);
            let promise = match (promised, behavior.holds_data) {
                (Some(recover), Some(holds)) => Promise::Recover {
                    within: recover.within,
                    losing: recover.losing.filter(|_| holds == HoldsData::Records),
                },
                (None, _) | (_, None) => Promise::Nothing,
            };
            rows.push(Guarantee {
                resource: index,
                named: resource.address,
                loss,
                holds: behavior.holds_data,
                promise,
                verdict: judge(&finding, promise),
                finding,
                hint: None,
            });
        }
    }
}

fn is_given(answer: &Answer) -> bool {
    !matches!(answer, Answer::Unknown(Unknown::Unset(..)))
}

/// Whether what was found is as promised. The upper end of a time counts.
pub fn judge(finding: &Finding<'_>, promise: Promise) -> Verdict {
    let Promise::Recover { within, losing } = promise else {
        return Verdict::NotPromised;
    };
    match finding {
        Finding::Recovers(_, [_, to], _) if *to > within => Verdict::Broken,
        Finding::Recovers(_, _, lost) => match (losing, lost) {
            (Some(most), Some(lost)) if *lost > most => Verdict::Broken,
            // The behaviour does not say what is lost, so it is not known.
            (Some(_), None) => Verdict::Unknown,
            _ => Verdict::Kept,
        },
        Finding::Lost(_) => Verdict::Broken,
        _ => Verdict::Unknown,
    }
}

/// What becomes of a resource: the first statement that holds; else what is not known; else it is
/// lost.
pub fn find<'a>(
    asker: &Asker<'a>,
    subject: &Subject<'a>,
    behavior: &'a Behavior,
    disruption: Disruption,
) -> Finding<'a> {
    let mut gap = None;
    let mut lost = None;
    let statements = behavior.survives.iter();
    for survival in statements.filter(|survival| survival.disruption == disruption) {
        let holds = survival
            .when
            .as_ref()
            .map_or(Ok(true), |when| asker.holds(subject, when));
        match holds {
            Ok(true) => match recovers(asker, subject, survival) {
                Ok((within, losing)) => return Finding::Recovers(survival, within, losing),
                Err(why) => return Finding::Unknown(why),
            },
            Ok(false) => lost = lost.or(Some(survival)),
            Err(why) => gap = gap.or(Some(Gap::Condition(why))),
        }
    }
    match (gap, lost) {
        (Some(gap), _) => Finding::Unknown(gap),
        (None, Some(survival)) => Finding::Lost(survival),
        (None, None) => Finding::Unknown(Gap::NoBehavior),
    }
}

fn recovers<'a>(
    asker: &Asker<'a>,
    subject: &Subject<'a>,
    survival: &'a Survival,
) -> Result<([i64; 2], Option<i64>), Gap> {
    let own = subject.index;
    let time = |query| {
        quantity(&asker.ask(subject, query), own).and_then(|found| match found.dimension {
            Dimension::Duration => Ok(found.amount),
            _ => Err(Unknown::Misfit(own)),
        })
    };
    let [from, to] = &survival.within;
    let (from, to) = (time(from).map_err(Gap::Time)?, time(to).map_err(Gap::Time)?);
    // A range that was asked for may come out the wrong way round: the longer time is what is proved.
    let within = [from.min(to), from.max(to)];
    let losing = match &survival.losing {
        Some(losing) => Some(time(losing).map_err(Gap::Losing)?),
        None => None,
    };
    Ok((within, losing))
}
