//! `format`: a text with places for values, as `printf` writes them. The text is a literal, so that
//! the types of the values are checked where it is written.

use super::{FunctionError, Heap, Outcome, bounded_text, numbers, text};
use crate::value::Value;

/// Widest place, and most digits behind the point.
const WIDEST: usize = 1_000;

/// A piece of a format.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Piece {
    /// Text as it is.
    Text(String),
    /// The place of a value.
    Place(Place),
}

/// The place of a value: `%-8s`, `%06.2f`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// What stands there.
    pub verb: Verb,
    /// Which argument, from 0; not counting the format.
    pub argument: usize,
    width: usize,
    digits: Option<usize>,
    fill: Fill,
    /// What stands before a number that is not negative.
    sign: &'static str,
}

/// How a value that is shorter than its place is filled up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fill {
    /// With spaces before it.
    Before,
    /// With spaces behind it.
    Behind,
    /// With zeros before it.
    Zeros,
}

/// What stands in a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verb {
    /// `%s`: as templates show it.
    Shown,
    /// `%v`: the same; lists and objects as JSON.
    Any,
    /// `%q`: text in double quotes.
    Quoted,
    /// `%t`: a bool.
    Bool,
    /// `%d`, `%b`, `%o`, `%x`, `%X`: a whole number with this base.
    Int {
        /// 10, 2, 8 or 16.
        base: u32,
        /// Whether digits above 9 are capitals.
        capitals: bool,
    },
    /// `%f`, `%e`, `%g`: a number.
    Number(char),
}

impl Place {
    /// Whether a value that is known at deployment only can stand here: nothing is done to it.
    pub fn is_plain(&self) -> bool {
        matches!(self.verb, Verb::Shown | Verb::Any) && self.width == 0 && self.digits.is_none()
    }
}

/// Takes a format apart, or says what is wrong with it.
pub fn read(format: &str) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut next = 0;
    let mut rest = format;
    while let Some(at) = rest.find('%') {
        plain.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(behind) = rest.strip_prefix('%') {
            plain.push('%');
            rest = behind;
            continue;
        }
        if !plain.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut plain)));
        }
        let (place, behind) = read_place(rest, next)?;
        next = place.argument + 1;
        pieces.push(Piece::Place(place));
        rest = behind;
    }
    plain.push_str(rest);
    if !plain.is_empty() {
        pieces.push(Piece::Text(plain));
    }
    Ok(pieces)
}

/// What stands behind a `%`.
fn read_place(text: &str, next: usize) -> Result<(Place, &str), String> {
    let mut place = Place {
        verb: Verb::Shown,
        argument: next,
        width: 0,
        digits: None,
        fill: Fill::Before,
        sign: "",
    };
    let flags = text.len() - text.trim_start_matches(['-', '0', '+', ' ']).len();
    for flag in text[..flags].chars() {
        match flag {
            '-' => place.fill = Fill::Behind,
            '0' if place.fill == Fill::Before => place.fill = Fill::Zeros,
            '0' => {}
            '+' => place.sign = "+",
            _ if place.sign.is_empty() => place.sign = " ",
            _ => {}
        }
    }
    let (width, mut rest) = read_count(&text[flags..])?;
    place.width = width.unwrap_or(0);
    if let Some(behind) = rest.strip_prefix('.') {
        let (digits, behind) = read_count(behind)?;
        (place.digits, rest) = (Some(digits.unwrap_or(0)), behind);
    }
    if let Some(behind) = rest.strip_prefix('[') {
        let (number, behind) = read_count(behind)?;
        let number = number.filter(|number| *number > 0);
        let (Some(number), Some(behind)) = (number, behind.strip_prefix(']')) else {
            return Err("an argument by number is written `%[1]s`".into());
        };
        (place.argument, rest) = (number - 1, behind);
    }
    let Some(verb) = rest.chars().next() else {
        return Err("it ends behind a `%`; a percent sign itself is `%%`".into());
    };
    place.verb = match verb {
        's' => Verb::Shown,
        'v' => Verb::Any,
        'q' => Verb::Quoted,
        't' => Verb::Bool,
        'd' => whole(10, false),
        'b' => whole(2, false),
        'o' => whole(8, false),
        'x' => whole(16, false),
        'X' => whole(16, true),
        'f' | 'e' | 'g' => Verb::Number(verb),
        other => {
            return Err(format!(
                "there is no `%{other}`: known are %s, %v, %q, %t, %d, %b, %o, %x, %X, %f, %e and %g; a percent sign itself is `%%`"
            ));
        }
    };
    Ok((place, &rest[verb.len_utf8()..]))
}

fn whole(base: u32, capitals: bool) -> Verb {
    Verb::Int { base, capitals }
}

fn read_count(text: &str) -> Result<(Option<usize>, &str), String> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = text.split_at(digits);
    if number.is_empty() {
        return Ok((None, rest));
    }
    let count = number.parse().ok().filter(|count| *count <= WIDEST);
    match count {
        Some(count) => Ok((Some(count), rest)),
        None => Err(format!("{number} is too wide: {WIDEST} is the most")),
    }
}

pub(super) fn format(arguments: &[Value], heap: Heap<'_>) -> Outcome {
    let pieces = read(heap.text(arguments[0])).map_err(|why| FunctionError::new(0, why))?;
    let mut written = String::new();
    for piece in &pieces {
        match piece {
            Piece::Text(text) => written.push_str(text),
            Piece::Place(place) => write(place, &arguments[1..], heap, &mut written)?,
        }
        bounded_text(written.len())?;
    }
    heap.make_text(&written)
}

/// The format's pieces as values that a template is put together from. Places of later values are
/// plain: the typer sees to it.
pub fn parts(arguments: &[Value], heap: Heap<'_>) -> Result<Vec<Value>, FunctionError> {
    let pieces = read(heap.text(arguments[0])).map_err(|why| FunctionError::new(0, why))?;
    let mut parts = Vec::with_capacity(pieces.len());
    for piece in &pieces {
        let mut written = String::new();
        match piece {
            Piece::Text(text) => written.push_str(text),
            Piece::Place(place) => match arguments.get(place.argument + 1) {
                Some(later @ Value::Later(_)) => {
                    parts.push(*later);
                    continue;
                }
                _ => write(place, &arguments[1..], heap, &mut written)?,
            },
        }
        parts.push(heap.make_text(&written)?);
    }
    Ok(parts)
}

fn write(
    place: &Place,
    values: &[Value],
    heap: Heap<'_>,
    out: &mut String,
) -> Result<(), FunctionError> {
    let Some(value) = values.get(place.argument).copied() else {
        let message = format!("has a place for a value {}", place.argument + 1);
        return Err(FunctionError::new(0, message));
    };
    let (sign, body) = match place.verb {
        Verb::Shown | Verb::Any => ("", cut(&shown(value, heap)?, place.digits)),
        Verb::Quoted => {
            let text = cut(&text::shown(value, heap), place.digits);
            ("", serde_json::to_string(&text).unwrap_or_default())
        }
        Verb::Bool => ("", text::shown(value, heap)),
        Verb::Int { base, capitals } => {
            let number = super::int(value);
            let digits = in_base(number.unsigned_abs(), base, capitals);
            let zeros = place.digits.unwrap_or(0).saturating_sub(digits.len());
            (
                sign(number < 0, place),
                format!("{}{digits}", "0".repeat(zeros)),
            )
        }
        Verb::Number(form) => {
            let number = numbers::float(value);
            (
                sign(number < 0.0, place),
                float(number.abs(), form, place.digits),
            )
        }
    };
    let length = sign.len() + body.chars().count();
    let fill = place.width.saturating_sub(length);
    // A whole number with a precision has its zeros already.
    let has_zeros = matches!(place.verb, Verb::Int { .. }) && place.digits.is_some();
    let (spaces, zeros) = (" ".repeat(fill), "0".repeat(fill));
    let text = match place.fill {
        Fill::Behind => format!("{sign}{body}{spaces}"),
        Fill::Zeros if !has_zeros => format!("{sign}{zeros}{body}"),
        Fill::Zeros | Fill::Before => format!("{spaces}{sign}{body}"),
    };
    out.push_str(&text);
    Ok(())
}

fn shown(value: Value, heap: Heap<'_>) -> Result<String, FunctionError> {
    match value {
        Value::List(_) | Value::Object(_) | Value::Null => {
            let json = super::json::jsonencode(&[value], heap)?;
            Ok(heap.text(json).to_owned())
        }
        known => Ok(text::shown(known, heap)),
    }
}

fn cut(text: &str, most: Option<usize>) -> String {
    text.chars().take(most.unwrap_or(usize::MAX)).collect()
}

fn sign(negative: bool, place: &Place) -> &'static str {
    if negative { "-" } else { place.sign }
}

fn in_base(number: u64, base: u32, capitals: bool) -> String {
    match (base, capitals) {
        (2, _) => format!("{number:b}"),
        (8, _) => format!("{number:o}"),
        (16, false) => format!("{number:x}"),
        (16, true) => format!("{number:X}"),
        _ => number.to_string(),
    }
}

fn float(number: f64, form: char, digits: Option<usize>) -> String {
    match form {
        'f' => format!("{number:.*}", digits.unwrap_or(6)),
        'e' => exponent(&format!("{number:.*e}", digits.unwrap_or(6))),
        _ => number.to_string(),
    }
}

/// `1.5e3` as C writes it: `1.5e+03`.
fn exponent(text: &str) -> String {
    let Some((digits, exponent)) = text.split_once('e') else {
        return text.to_owned();
    };
    let (sign, exponent) = match exponent.strip_prefix('-') {
        Some(exponent) => ('-', exponent),
        None => ('+', exponent),
    };
    format!("{digits}e{sign}{exponent:0>2}")
}
