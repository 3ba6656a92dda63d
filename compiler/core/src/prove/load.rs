//! How much each use has to carry: what enters from outside, and what its callers pass on.

use crate::names::Symbol;

use super::promises::{Call, Uses};

/// Why a load is not known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoLoad {
    /// Nothing enters from outside, and nobody calls it, as far as is said.
    NothingSaid,
    /// The load of this caller is not known.
    Caller(Symbol),
    /// Calls go round in a circle.
    Circle,
    /// It is called by what stands beside it inside of this use.
    Inside(Symbol),
    /// Some of what this use provides does not say what calls of it cross.
    NoPath(Symbol),
    /// It works this off.
    Waiting(Symbol),
    /// The fact about it is not known.
    Fact,
}

/// A load in thousandths of a request a day, or why there is none.
pub type Load = Result<i64, NoLoad>;

/// What goes along calls, by use.
pub struct AlongCalls {
    /// What they bring to each, where anybody calls it.
    pub brought: Vec<Option<Load>>,
    /// What each carries, and passes on.
    carried: Vec<Option<Load>>,
}

/// What calls bring to each use.
pub fn along_calls(uses: &Uses, enters: &[Option<Load>]) -> AlongCalls {
    let count = uses.all.len();
    let mut waiting: Vec<usize> = uses.all.iter().map(|one| one.callers.len()).collect();
    let mut callees: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (callee, one) in uses.all.iter().enumerate() {
        for call in &one.callers {
            callees[call.caller].push(callee);
        }
    }
    let mut ready: Vec<usize> = (0..count).filter(|at| waiting[*at] == 0).collect();
    let mut brought: Vec<Option<Load>> = vec![None; count];
    let mut carried: Vec<Option<Load>> = vec![None; count];
    while let Some(at) = ready.pop() {
        brought[at] = passed_on(uses, uses.all[at].callers.iter(), &carried);
        // What the uses inside pass on to one another is not added up, so neither is what leaves them.
        carried[at] = Some(if uses.all[at].inside.is_empty() {
            both(enters[at], brought[at])
        } else {
            Err(NoLoad::Inside(uses.all[at].address))
        });
        for &callee in &callees[at] {
            waiting[callee] -= 1;
            if waiting[callee] == 0 {
                ready.push(callee);
            }
        }
    }
    for at in 0..count {
        if waiting[at] > 0 {
            brought[at] = Some(Err(NoLoad::Circle));
        }
    }
    AlongCalls { brought, carried }
}

impl AlongCalls {
    /// What those calls of a use bring that are chosen.
    pub fn brought_by(
        &self,
        uses: &Uses,
        callee: usize,
        chosen: impl Fn(&Call) -> bool,
    ) -> Option<Load> {
        if let Some(Err(NoLoad::Circle)) = self.brought[callee] {
            return self.brought[callee];
        }
        let calls = uses.all[callee].callers.iter();
        passed_on(uses, calls.filter(|call| chosen(call)), &self.carried)
    }
}

fn passed_on<'u>(
    uses: &Uses,
    calls: impl Iterator<Item = &'u Call>,
    carried: &[Option<Load>],
) -> Option<Load> {
    let mut sum = None;
    for call in calls {
        match carried[call.caller] {
            Some(Ok(load)) => {
                let more = times(load, call.often);
                sum = Some(sum.map_or(more, |sum: i64| sum.saturating_add(more)));
            }
            Some(Err(NoLoad::Circle)) => return Some(Err(NoLoad::Circle)),
            Some(Err(_)) | None => return Some(Err(NoLoad::Caller(uses.all[call.caller].address))),
        }
    }
    sum.map(Ok)
}

/// Rounded up: less would not carry it.
#[allow(clippy::cast_precision_loss)] // Rates that people write stay far below 2^53 thousandths a day.
fn times(load: i64, per_request: f64) -> i64 {
    (load as f64 * per_request).ceil() as i64
}

/// What enters, and what calls bring.
pub fn both(enters: Option<Load>, brought: Option<Load>) -> Load {
    match (enters, brought) {
        (None, None) => Err(NoLoad::NothingSaid),
        (Some(one), None) | (None, Some(one)) => one,
        (Some(a), Some(b)) => Ok(a?.saturating_add(b?)),
    }
}
