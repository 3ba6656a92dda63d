//! Text. What counts as a character is a grapheme cluster, as people see it. `join`, `replace` and
//! `format` with later texts inside are not evaluated here: they become part of a later text.

use unicode_segmentation::UnicodeSegmentation as _;

use super::{FunctionError, Heap, Outcome, bounded_text, count, int, regex};
use crate::value::Value;

/// Most spaces that `indent` puts before a line.
const WIDEST_INDENT: usize = 1_000;

pub(super) fn split(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let (separator, text) = (heap.text(arguments[0]), heap.text(arguments[1]));
    if !separator.is_empty() {
        return heap.make_texts(text.split(separator));
    }
    let starts = text.char_indices();
    heap.make_texts(starts.map(|(at, character)| &text[at..at + character.len_utf8()]))
}

pub(super) fn join(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let (separator, texts) = (heap.text(arguments[0]), heap.list(arguments[1]));
    let lengths: usize = texts.iter().map(|text| heap.text(*text).len()).sum();
    bounded_text(lengths + separator.len() * texts.len().saturating_sub(1))?;
    let texts: Vec<_> = texts.iter().map(|text| heap.text(*text)).collect();
    heap.make_text(&texts.join(separator))
}

/// Letter by letter, so that a text keeps its length: `ß` stays.
pub(super) fn upper(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let characters = heap.text(arguments[0]).chars();
    heap.make_text(&characters.map(upper_of).collect::<String>())
}

fn upper_of(character: char) -> char {
    only(character.to_uppercase(), character)
}

pub(super) fn lower(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let characters = heap.text(arguments[0]).chars();
    // Only `İ` has a small form of two characters, of which the first is the letter.
    let lower = characters.map(|character| character.to_lowercase().next().unwrap_or(character));
    heap.make_text(&lower.collect::<String>())
}

/// The only character of a conversion; where there are several, the character as it was.
fn only(mut converted: impl Iterator<Item = char>, was: char) -> char {
    match (converted.next(), converted.next()) {
        (Some(only), None) => only,
        _ => was,
    }
}

pub(super) fn title(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let mut inside_word = false;
    let characters = heap.text(arguments[0]).chars().map(|character| {
        let begins = !std::mem::replace(&mut inside_word, !divides(character));
        if begins {
            upper_of(character)
        } else {
            character
        }
    });
    heap.make_text(&characters.collect::<String>())
}

/// Whether a word can begin behind a character.
fn divides(character: char) -> bool {
    if character.is_ascii() {
        !character.is_ascii_alphanumeric() && character != '_'
    } else {
        character.is_whitespace()
    }
}

pub(super) fn strrev(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let reversed = heap.text(arguments[0]).graphemes(true).rev();
    heap.make_text(&reversed.collect::<String>())
}

pub(super) fn trim(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let characters: Vec<char> = heap.text(arguments[1]).chars().collect();
    heap.make_text(heap.text(arguments[0]).trim_matches(&characters[..]))
}

pub(super) fn trimspace(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    heap.make_text(heap.text(arguments[0]).trim())
}

pub(super) fn trimprefix(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let (text, prefix) = (heap.text(arguments[0]), heap.text(arguments[1]));
    heap.make_text(text.strip_prefix(prefix).unwrap_or(text))
}

pub(super) fn trimsuffix(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let (text, suffix) = (heap.text(arguments[0]), heap.text(arguments[1]));
    heap.make_text(text.strip_suffix(suffix).unwrap_or(text))
}

pub(super) fn chomp(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    heap.make_text(heap.text(arguments[0]).trim_end_matches(['\r', '\n']))
}

/// All lines but the first.
pub(super) fn indent(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let spaces = count(arguments, 0)?;
    if spaces > WIDEST_INDENT {
        let message = format!("is {spaces}, and must be {WIDEST_INDENT} at most");
        return Err(FunctionError::new(0, message));
    }
    let text = heap.text(arguments[1]);
    bounded_text(text.len() + text.matches('\n').count() * spaces)?;
    heap.make_text(&text.replace('\n', &format!("\n{}", " ".repeat(spaces))))
}

/// Plain text, or a regular expression between slashes.
pub(super) fn replace(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let (text, from, to) = (
        heap.text(arguments[0]),
        heap.text(arguments[1]),
        heap.text(arguments[2]),
    );
    if let Some(pattern) = regex::between_slashes(from) {
        return regex::replace(text, pattern, to, heap);
    }
    if from.is_empty() {
        return Err(FunctionError::new(1, "must not be empty"));
    }
    let found = text.matches(from).count();
    bounded_text(text.len() - found * from.len() + found * to.len())?;
    heap.make_text(&text.replace(from, to))
}

pub(super) fn startswith(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let (text, prefix) = (heap.text(arguments[0]), heap.text(arguments[1]));
    Ok(Value::Bool(text.starts_with(prefix)))
}

pub(super) fn endswith(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let (text, suffix) = (heap.text(arguments[0]), heap.text(arguments[1]));
    Ok(Value::Bool(text.ends_with(suffix)))
}

pub(super) fn strcontains(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let (text, part) = (heap.text(arguments[0]), heap.text(arguments[1]));
    Ok(Value::Bool(text.contains(part)))
}

/// Characters from `start` (from the end if negative), as many as `length` (all if negative), or
/// fewer where the text ends.
pub(super) fn substr(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let (text, start) = (heap.text(arguments[0]), int(arguments[1]));
    let length = usize::try_from(int(arguments[2])).unwrap_or(usize::MAX);
    let start = usize::try_from(start).unwrap_or_else(|_| {
        let back = usize::try_from(start.unsigned_abs()).unwrap_or(usize::MAX);
        text.graphemes(true).count().saturating_sub(back)
    });
    let characters = text.graphemes(true).skip(start).take(length);
    heap.make_text(&characters.collect::<String>())
}

/// A known value as templates show it.
pub(super) fn tostring(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    heap.make_text(&shown(arguments[0], heap))
}

/// What text can show of a known value.
pub(super) fn shown(value: Value, heap: Heap<'_>) -> String {
    match value {
        Value::Bool(bool) => bool.to_string(),
        Value::Int(int) => int.to_string(),
        Value::Number(number) => number.get().to_string(),
        Value::Quantity(quantity) => quantity.to_string(),
        Value::Text(text) => heap.names.text(text).into(),
        Value::Null
        | Value::List(_)
        | Value::Object(_)
        | Value::Later(_)
        | Value::Resource(_)
        | Value::Use(_)
        | Value::Existing(_)
        | Value::Tier(_) => String::new(),
    }
}

pub(super) fn tobool(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    match heap.text(arguments[0]) {
        "true" => Ok(Value::Bool(true)),
        "false" => Ok(Value::Bool(false)),
        other => Err(FunctionError::new(
            0,
            format!("is {other:?}, and must be \"true\" or \"false\""),
        )),
    }
}
