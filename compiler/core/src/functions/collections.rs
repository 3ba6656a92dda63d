//! Lists and maps.

use unicode_segmentation::UnicodeSegmentation as _;

use super::{FunctionError, Heap, Outcome, count, int};
use crate::value::Value;

pub(super) fn length(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let length = match arguments[0] {
        Value::Text(text) => letters(heap.names.text(text)),
        Value::Object(object) => heap.store.fields(object).len(),
        other => heap.list(other).len(),
    };
    Ok(Value::Int(length as i64))
}

/// How many letters people see in a text.
fn letters(text: &str) -> usize {
    // Of ASCII, only the two bytes of a line's end are one.
    if text.is_ascii() && !text.contains('\r') {
        return text.len();
    }
    text.graphemes(true).count()
}

pub(super) fn keys(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let fields = heap.fields(arguments[0]).iter();
    heap.make_list(fields.map(|field| Value::Text(field.0)))
}

pub(super) fn values(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    heap.make_list(heap.fields(arguments[0]).iter().map(|field| field.1))
}

pub(super) fn contains(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    Ok(Value::Bool(heap.list(arguments[0]).contains(&arguments[1])))
}

pub(super) fn concat(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let lists = arguments.iter().flat_map(|list| heap.list(*list));
    heap.make_list(lists.copied())
}

pub(super) fn merge(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let maps = arguments.iter().flat_map(|map| heap.fields(*map));
    heap.make_map(maps.copied())
}

/// All fields of some maps, each of which is a `what`: no two may have one in common.
pub(super) fn combine(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let maps = heap.list(arguments[0]).iter();
    let fields = maps.flat_map(|map| heap.fields(*map)).copied();
    let mut seen = rustc_hash::FxHashSet::default();
    let twice = fields.clone().find(|(key, _)| !seen.insert(*key));
    if let Some((key, _)) = twice {
        let (what, key) = (heap.text(arguments[1]), heap.names.text(key));
        return Err(match arguments.get(2) {
            Some(otherwise) => FunctionError::Said {
                argument: 0,
                message: format!(
                    "the {what} {key:?} is given twice; {}",
                    heap.text(*otherwise)
                ),
            },
            None => FunctionError::new(0, format!("give the {what} {key:?} twice")),
        });
    }
    heap.make_map(fields)
}

pub(super) fn flatten(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let mut flat = Vec::new();
    flatten_into(arguments[0], heap, &mut flat)?;
    heap.make_list(flat)
}

fn flatten_into(value: Value, heap: Heap<'_>, flat: &mut Vec<Value>) -> Result<(), FunctionError> {
    for element in heap.list(value) {
        match element {
            Value::List(_) => flatten_into(*element, heap, flat)?,
            other => flat.push(*other),
        }
        super::bounded_elements(flat.len())?;
    }
    Ok(())
}

pub(super) fn distinct(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let mut seen = rustc_hash::FxHashSet::default();
    let list = heap.list(arguments[0]).iter().copied();
    heap.make_list(list.filter(|element| seen.insert(*element)))
}

pub(super) fn compact(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let list = heap.list(arguments[0]).iter().copied();
    heap.make_list(list.filter(|element| !heap.text(*element).is_empty()))
}

pub(super) fn sort(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let mut sorted = heap.list(arguments[0]).to_vec();
    sorted.sort_by(|a, b| heap.text(*a).cmp(heap.text(*b)));
    heap.make_list(sorted)
}

pub(super) fn reverse(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    heap.make_list(heap.list(arguments[0]).iter().rev().copied())
}

pub(super) fn slice(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let list = heap.list(arguments[0]);
    let bound = |at: usize, low: usize| {
        let bound = usize::try_from(int(arguments[at]))
            .ok()
            .filter(|bound| (low..=list.len()).contains(bound));
        bound.ok_or_else(|| {
            let (is, most) = (int(arguments[at]), list.len());
            let message = format!("is {is}, and must be from {low} to {most}, the list's length");
            FunctionError::new(at, message)
        })
    };
    let start = bound(1, 0)?;
    let end = bound(2, start)?;
    heap.make_list(list[start..end].iter().copied())
}

/// `range(end)`, `range(start, end)`, `range(start, end, step)`.
pub(super) fn range(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let (start, end) = match arguments {
        [end] => (0, int(*end)),
        _ => (int(arguments[0]), int(arguments[1])),
    };
    let step = match arguments.get(2) {
        Some(step) => int(*step),
        None if end < start => -1,
        None => 1,
    };
    let (up, down) = (step > 0 && end >= start, step < 0 && end <= start);
    if !up && !down {
        let message = format!("is {step}: from {start} it never comes to {end}");
        return Err(FunctionError::new(2, message));
    }
    let numbers = std::iter::successors(Some(start), |number| number.checked_add(step));
    let inside = |number: &i64| if up { *number < end } else { *number > end };
    heap.make_list(numbers.take_while(inside).map(Value::Int))
}

pub(super) fn zipmap(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let (keys, values) = same_length(arguments, heap)?;
    let keys = keys.iter().map(|key| heap.names.intern(heap.text(*key)));
    heap.make_map(keys.zip(values.iter().copied()))
}

pub(super) fn zip(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let (a, b) = same_length(arguments, heap)?;
    let (name_a, name_b) = (heap.names.intern("a"), heap.names.intern("b"));
    let pair = |(a, b): (&Value, &Value)| {
        let fields = [(name_a, *a), (name_b, *b)];
        let set = fields.into_iter().filter(|field| field.1 != Value::Null);
        Value::Object(heap.store.object_of(heap.names, set.collect()))
    };
    heap.make_list(a.iter().zip(b).map(pair))
}

fn same_length<'h>(
    arguments: &[Value],
    heap: Heap<'h>,
) -> Result<(&'h [Value], &'h [Value]), FunctionError> {
    let (a, b) = (list_of(arguments[0], heap), list_of(arguments[1], heap));
    if a.len() != b.len() {
        let (a, b) = (elements(a.len()), elements(b.len()));
        let message = format!("has {b}, and the list before it has {a}");
        return Err(FunctionError::new(1, message));
    }
    Ok((a, b))
}

fn list_of(value: Value, heap: Heap<'_>) -> &[Value] {
    match value {
        Value::List(list) => heap.store.elements(list),
        _ => &[],
    }
}

fn elements(count: usize) -> String {
    match count {
        1 => "1 element".into(),
        count => format!("{count} elements"),
    }
}

pub(super) fn lookup(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let key = heap.text(arguments[1]);
    let mut fields = heap.fields(arguments[0]).iter();
    let found = fields.find(|field| heap.names.text(field.0) == key);
    Ok(found.map_or(arguments[2], |field| field.1))
}

pub(super) fn index(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let mut list = heap.list(arguments[0]).iter();
    let at = list.position(|element| *element == arguments[1]);
    at.map(|at| Value::Int(at as i64))
        .ok_or_else(|| FunctionError::new(1, "is not in the list"))
}

pub(super) fn element(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let list = heap.list(arguments[0]);
    if list.is_empty() {
        return Err(FunctionError::new(0, "is empty, and has no element"));
    }
    let at = int(arguments[1]).rem_euclid(list.len() as i64);
    Ok(list[at.unsigned_abs() as usize])
}

pub(super) fn one(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    match heap.list(arguments[0]) {
        [] => Ok(Value::Null),
        [only] => Ok(*only),
        more => {
            let message = format!("has {} elements, and must have one or none", more.len());
            Err(FunctionError::new(0, message))
        }
    }
}

pub(super) fn chunklist(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let list = heap.list(arguments[0]);
    let size = match count(arguments, 1)? {
        0 => list.len().max(1),
        size => size,
    };
    let chunks = list.chunks(size);
    heap.make_list(chunks.map(|chunk| Value::List(heap.store.list(chunk))))
}

/// The first that is neither null nor an empty text, else the last.
pub(super) fn coalesce(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let is_set = |value: &Value| match value {
        Value::Null => false,
        Value::Text(text) => !heap.names.text(*text).is_empty(),
        _ => true,
    };
    let first = arguments.iter().find(|value| is_set(value));
    let last = arguments.last().copied().unwrap_or(Value::Null);
    Ok(first.copied().unwrap_or(last))
}

pub(super) fn alltrue(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let all = |value: &Value| *value == Value::Bool(true);
    Ok(Value::Bool(heap.list(arguments[0]).iter().all(all)))
}

pub(super) fn anytrue(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    Ok(Value::Bool(
        heap.list(arguments[0]).contains(&Value::Bool(true)),
    ))
}

/// The conversions to lists, sets and maps: the types differ, and the values do not. The typer sees
/// to it that what is called a set is sorted.
pub(super) fn same(arguments: &[Value], _heap: Heap<'_>) -> Outcome {
    Ok(arguments[0])
}
