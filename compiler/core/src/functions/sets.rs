//! Set algebra. A set is a list that the machine has sorted; what comes out is sorted by it again.

use rustc_hash::FxHashSet;

use super::{Heap, Outcome};
use crate::value::Value;

pub(super) fn union(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let mut seen = FxHashSet::default();
    let all = arguments.iter().flat_map(|set| heap.list(*set)).copied();
    heap.make_list(all.filter(|element| seen.insert(*element)))
}

pub(super) fn intersection(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let Some((first, others)) = arguments.split_first() else {
        return heap.make_list([]);
    };
    let others: Vec<FxHashSet<_>> = others
        .iter()
        .map(|set| heap.list(*set).iter().copied().collect())
        .collect();
    let first = heap.list(*first).iter().copied();
    heap.make_list(first.filter(|element| others.iter().all(|other| other.contains(element))))
}

pub(super) fn subtract(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let without: FxHashSet<_> = heap.list(arguments[1]).iter().copied().collect();
    let from = heap.list(arguments[0]).iter().copied();
    heap.make_list(from.filter(|element| !without.contains(element)))
}
