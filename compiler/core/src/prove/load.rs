//! How much each use has to carry: what enters from outside, and what its callers pass on.

use crate::names::Symbol;

use super::promises::Uses;

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
    /// It works this off.
    Waiting(Symbol),
    /// The fact about it is not known.
    Fact,
}

/// A load in thousandths of a request a day, or why there is none.
pub type Load = Result<i64, NoLoad>;

/// What calls bring to each use, where anybody calls it.
pub fn along_calls(uses: &Uses, enters: &[Option<Load>]) -> Vec<Option<Load>> {
    let count = uses.all.len();
    let mut waiting: Vec<usize> = uses.all.iter().map(|one| one.callers.len()).collect();
    let mut callees: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (callee, one) in uses.all.iter().enumerate() {
        for (caller, _) in &one.callers {
            callees[*caller].push(callee);
        }
    }
    let mut ready: Vec<usize> = (0..count).filter(|at| waiting[*at] == 0).collect();
    let mut brought: Vec<Option<Load>> = vec![None; count];
    let mut carried: Vec<Option<Load>> = vec![None; count];
    while let Some(at) = ready.pop() {
        let callers = &uses.all[at].callers;
        if !callers.is_empty() {
            brought[at] = Some(passed_on(uses, callers, &carried));
        }
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
    brought
}

fn passed_on(uses: &Uses, callers: &[(usize, f64)], carried: &[Option<Load>]) -> Load {
    let mut sum = 0_i64;
    for (caller, per_request) in callers {
        match carried[*caller] {
            Some(Ok(load)) => sum = sum.saturating_add(times(load, *per_request)),
            Some(Err(NoLoad::Circle)) => return Err(NoLoad::Circle),
            Some(Err(_)) | None => return Err(NoLoad::Caller(uses.all[*caller].address)),
        }
    }
    Ok(sum)
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
