//! Lists, sets and maps.

use super::{Function, FunctionError, Heap, Outcome, int};
use crate::value::Value;

/// Limits what `range` makes, so that the output stays bounded.
const LONGEST_RANGE: i64 = 10_000;

pub(super) fn evaluate(function: Function, arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let list = |at: usize| heap.list(arguments[at]);
    Ok(match function {
        Function::Length => Value::Int(length(arguments[0], heap)),
        Function::Keys => {
            let keys: Vec<_> = fields(arguments[0], heap)
                .iter()
                .map(|field| Value::Text(field.0))
                .collect();
            heap.make_list(&keys)
        }
        Function::Values => {
            let values: Vec<_> = fields(arguments[0], heap)
                .iter()
                .map(|field| field.1)
                .collect();
            heap.make_list(&values)
        }
        Function::Contains => Value::Bool(list(0).contains(&arguments[1])),
        Function::Concat => {
            let all: Vec<_> = arguments
                .iter()
                .flat_map(|argument| heap.list(*argument))
                .copied()
                .collect();
            heap.make_list(&all)
        }
        Function::Merge => {
            let all: Vec<_> = arguments
                .iter()
                .flat_map(|argument| fields(*argument, heap))
                .copied()
                .collect();
            Value::Object(heap.store.object_of(heap.names, all))
        }
        Function::Combine => return combine(list(0), heap.text(arguments[1]), heap),
        Function::Flatten => {
            let all: Vec<_> = list(0)
                .iter()
                .flat_map(|inner| heap.list(*inner))
                .copied()
                .collect();
            heap.make_list(&all)
        }
        Function::Distinct => {
            let mut seen = rustc_hash::FxHashSet::default();
            let kept: Vec<_> = list(0)
                .iter()
                .filter(|element| seen.insert(**element))
                .copied()
                .collect();
            heap.make_list(&kept)
        }
        Function::Sort => {
            let mut sorted = list(0).to_vec();
            sorted.sort_by(|a, b| heap.text(*a).cmp(heap.text(*b)));
            heap.make_list(&sorted)
        }
        Function::Reverse => {
            let reversed: Vec<_> = list(0).iter().rev().copied().collect();
            heap.make_list(&reversed)
        }
        Function::Slice => return slice(arguments, heap),
        Function::Range => return range(int(arguments[0]), heap),
        Function::Zipmap => return zipmap(arguments, heap),
        Function::Lookup => {
            let key = heap.text(arguments[1]);
            let found = fields(arguments[0], heap)
                .iter()
                .find(|field| heap.names.text(field.0) == key);
            found.map_or(arguments[2], |field| field.1)
        }
        Function::IndexOf => match list(0).iter().position(|element| *element == arguments[1]) {
            Some(at) => Value::Int(at as i64),
            None => return Err(FunctionError::new(1, "is not in the list")),
        },
        _ => match arguments[0] {
            Value::Null => arguments[1],
            value => value,
        },
    })
}

fn fields(value: Value, heap: Heap<'_>) -> &[(crate::names::Symbol, Value)] {
    match value {
        Value::Object(object) => heap.store.fields(object),
        _ => &[],
    }
}

fn length(value: Value, heap: Heap<'_>) -> i64 {
    match value {
        Value::Text(text) => heap.names.text(text).chars().count() as i64,
        Value::Object(object) => heap.store.fields(object).len() as i64,
        _ => heap.list(value).len() as i64,
    }
}

/// One map of several that have no key in common.
/// All fields of some maps, each of which is a `what`: no two may have one in common.
fn combine(maps: &[Value], what: &str, heap: Heap<'_>) -> Outcome {
    let mut all: Vec<(crate::names::Symbol, Value)> = Vec::new();
    let mut seen = rustc_hash::FxHashSet::default();
    for (key, value) in maps.iter().flat_map(|map| fields(*map, heap)) {
        if !seen.insert(*key) {
            let message = format!("give the {what} {:?} twice", heap.names.text(*key));
            return Err(FunctionError::new(0, message));
        }
        all.push((*key, *value));
    }
    Ok(Value::Object(heap.store.object_of(heap.names, all)))
}

fn slice(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let list = heap.list(arguments[0]);
    let bound = |at: usize, low: usize| {
        let bound = usize::try_from(int(arguments[at]))
            .ok()
            .filter(|bound| (low..=list.len()).contains(bound));
        bound.ok_or_else(|| {
            FunctionError::new(
                at,
                format!("must be from {low} to {}, the list's length", list.len()),
            )
        })
    };
    let start = bound(1, 0)?;
    let end = bound(2, start)?;
    Ok(heap.make_list(&list[start..end]))
}

fn range(count: i64, heap: Heap<'_>) -> Outcome {
    if !(0..=LONGEST_RANGE).contains(&count) {
        return Err(FunctionError::new(
            0,
            format!("must be from 0 to {LONGEST_RANGE}, and is {count}"),
        ));
    }
    let all: Vec<_> = (0..count).map(Value::Int).collect();
    Ok(heap.make_list(&all))
}

fn zipmap(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let (keys, values) = (heap.list(arguments[0]), heap.list(arguments[1]));
    if keys.len() != values.len() {
        let message = format!(
            "has {} elements, but there are {} keys",
            values.len(),
            keys.len()
        );
        return Err(FunctionError::new(1, message));
    }
    let pairs = keys
        .iter()
        .zip(values)
        .map(|(key, value)| (heap.names.intern(heap.text(*key)), *value))
        .collect();
    Ok(Value::Object(heap.store.object_of(heap.names, pairs)))
}
