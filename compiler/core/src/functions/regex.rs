//! Regular expressions: `regex`, `regexall` and the one that `replace` takes between slashes.
//! Matching takes time in proportion to the text; the pattern's size is bounded.

use std::cell::RefCell;
use std::rc::Rc;

use regex_lite::{Captures, Regex, RegexBuilder};
use rustc_hash::FxHashMap;

use super::{FunctionError, Heap, Outcome, bounded_text};
use crate::names::{Names, Symbol};
use crate::value::Value;

/// Most bytes that a compiled pattern takes.
const MOST_PATTERN: usize = 1 << 16;

/// Patterns that were compiled: components have few, and use them once for each of their uses.
#[derive(Default)]
pub struct Patterns(RefCell<FxHashMap<Symbol, Rc<Regex>>>);

impl Patterns {
    /// Most patterns that are kept, so that they take no more than a few megabytes.
    const MOST: usize = 64;

    fn get(&self, pattern: &str, names: &Names) -> Result<Rc<Regex>, String> {
        let mut known = self.0.borrow_mut();
        let symbol = names.intern(pattern);
        if let Some(regex) = known.get(&symbol) {
            return Ok(Rc::clone(regex));
        }
        let regex = Rc::new(compile(pattern)?);
        if known.len() >= Self::MOST {
            known.clear();
        }
        known.insert(symbol, Rc::clone(&regex));
        Ok(regex)
    }
}

/// What a match gives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Groups {
    /// Without groups: the text that matched.
    Whole,
    /// With groups that have no names: a list of their texts, null for one that took no part.
    Numbered,
    /// With groups that have names: an object of their texts.
    Named(Vec<String>),
}

/// Reads a pattern, and says what its matches give; or why it is no pattern.
pub fn groups(pattern: &str) -> Result<Groups, String> {
    let regex = compile(pattern)?;
    let names: Vec<_> = regex.capture_names().skip(1).collect();
    if names.is_empty() {
        return Ok(Groups::Whole);
    }
    if names.iter().all(Option::is_none) {
        return Ok(Groups::Numbered);
    }
    let named: Option<Vec<_>> = names.iter().map(|name| name.map(str::to_owned)).collect();
    named
        .map(Groups::Named)
        .ok_or_else(|| "either all groups have names, or none".to_owned())
}

fn compile(pattern: &str) -> Result<Regex, String> {
    RegexBuilder::new(pattern)
        .size_limit(MOST_PATTERN)
        .build()
        .map_err(|error| error.to_string())
}

/// `/pattern/`, as `replace` takes it.
pub fn between_slashes(text: &str) -> Option<&str> {
    text.strip_prefix('/')?.strip_suffix('/')
}

pub(super) fn regex(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let regex = argument(arguments[0], heap)?;
    let text = heap.text(arguments[1]);
    let Some(found) = regex.captures(text) else {
        let message = format!("is {text:?}, and the pattern matches nothing in it");
        return Err(FunctionError::new(1, message));
    };
    matched(&regex, &found, heap)
}

pub(super) fn regexall(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let regex = argument(arguments[0], heap)?;
    let text = heap.text(arguments[1]);
    // Without groups only the matches themselves are asked for, which is quicker.
    if regex.captures_len() == 1 {
        let found = regex.find_iter(text).take(super::MOST_ELEMENTS + 1);
        return heap.make_list(found.map(|found| Value::Text(heap.names.intern(found.as_str()))));
    }
    let found = regex.captures_iter(text).take(super::MOST_ELEMENTS + 1);
    let found: Result<Vec<_>, _> = found.map(|found| matched(&regex, &found, heap)).collect();
    heap.make_list(found?)
}

fn argument(pattern: Value, heap: Heap<'_>) -> Result<Rc<Regex>, FunctionError> {
    let not_one = |error| FunctionError::new(0, format!("is not a regular expression: {error}"));
    let regex = heap.patterns.get(heap.text(pattern), heap.names);
    regex.map_err(not_one)
}

fn matched(regex: &Regex, found: &Captures<'_>, heap: Heap<'_>) -> Outcome {
    let text = |at: usize| match found.get(at) {
        Some(part) => Value::Text(heap.names.intern(part.as_str())),
        None => Value::Null,
    };
    let mut names = regex.capture_names().enumerate().skip(1).peekable();
    match names.peek() {
        None => Ok(text(0)),
        Some((_, None)) => heap.make_list(names.map(|(at, _)| text(at))),
        Some((_, Some(_))) => {
            let fields = names.filter_map(|(at, name)| Some((heap.names.intern(name?), text(at))));
            heap.make_map(fields.filter(|field| field.1 != Value::Null))
        }
    }
}

/// Every match of a pattern replaced; `$1` and `${name}` stand for groups.
pub(super) fn replace(text: &str, pattern: &str, to: &str, heap: Heap<'_>) -> Outcome {
    let not_one = |error| FunctionError::new(1, format!("is not a regular expression: {error}"));
    let regex = heap.patterns.get(pattern, heap.names).map_err(not_one)?;
    let mut replaced = String::new();
    let mut done = 0;
    for found in regex.captures_iter(text) {
        let Some(whole) = found.get(0) else {
            continue;
        };
        replaced.push_str(&text[done..whole.start()]);
        found.expand(to, &mut replaced);
        bounded_text(replaced.len())?;
        done = whole.end();
    }
    replaced.push_str(&text[done..]);
    heap.make_text(&replaced)
}
