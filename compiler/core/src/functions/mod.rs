//! The functions of the language: pure and total. A function is an entry of [`TABLE`] and a Rust
//! function in the module of its group; a wrong argument is a [`FunctionError`] that names it.
//! Names that people know from elsewhere are in [`foreign`]. `docs/reference/functions.md` is
//! written from both.

#![allow(
    clippy::unnecessary_wraps,
    reason = "all functions have one type, also those that have a value for all arguments"
)]

mod cidr;
mod collections;
mod encoding;
pub mod foreign;
pub mod format;
mod hash;
mod json;
mod numbers;
pub mod regex;
mod sets;
mod table;
mod text;
mod units;

pub use cidr::Cidr;
pub use table::{Function, GROUPS, SPECIAL, Special, TABLE};

use self::regex::Patterns;
use crate::names::{Names, Symbol};
use crate::value::{Store, Value};

/// Most elements of a list, a set or a map that a function makes.
pub const MOST_ELEMENTS: usize = 100_000;

/// Most bytes of a text that a function or a template makes.
pub const MOST_TEXT: usize = 1 << 20;

/// What an argument may be, or a result is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pattern {
    /// Any type; the same one wherever it stands in a signature.
    A,
    /// The same as `A`, or null.
    OptionalA,
    /// As a result: `A`, optional where the last argument was.
    FirstSet,
    /// A known bool.
    Bool,
    /// A known text.
    Text,
    /// A known whole number.
    Int,
    /// A known number.
    Number,
    /// A known number; an int stays one.
    SameNumber,
    /// A known int, number or quantity; the same one wherever it stands.
    Ordered,
    /// A list of them.
    OrderedList,
    /// A known duration.
    Duration,
    /// A known amount of data.
    Bytes,
    /// A known range of addresses.
    Cidr,
    /// A list, set, map, object or text of known length.
    Sized,
    /// `list(a)`; a set is accepted.
    List,
    /// `list(b)`, of another type than `a`.
    OtherList,
    /// As a result: `list(object({ a = a, b = b }))`.
    Pairs,
    /// As an argument: lists of lists, as deep as they are. As a result: `list(list(a))`.
    Lists,
    /// A list whose elements are known. As a result: `set(a)`.
    Set,
    /// `list(bool)`.
    Bools,
    /// `list(string)`.
    Texts,
    /// `list(optional(string))`.
    OptionalTexts,
    /// `list(int)`.
    Ints,
    /// `string`, also a later one; as a result, later where an argument was.
    LaterText,
    /// `list(string)` with later texts inside; then the result is later.
    LaterTexts,
    /// What text can show.
    Shown,
    /// `map(a)`.
    Map,
    /// `list(map(a))`.
    Maps,
    /// `list(cidr)`.
    Cidrs,
    /// Anything that JSON can hold; with later values inside the result is later.
    Json,
}

/// What a function works with.
pub type Run = fn(&[Value], Heap<'_>) -> Outcome;

/// The type of a function, and what people read about it.
#[derive(Debug)]
pub struct Signature {
    /// Its name in the language.
    pub name: &'static str,
    /// Parameters, with their names for messages.
    pub parameters: &'static [(&'static str, Pattern)],
    /// How many of the parameters have to be given.
    pub required: usize,
    /// Whether the last parameter may be given any number of times.
    pub variadic: bool,
    /// What comes out.
    pub result: Pattern,
    /// One sentence or two.
    pub doc: &'static str,
    /// A call, and what it gives: both are expressions of the language.
    pub example: (&'static str, &'static str),
    /// The value for known arguments of the right types.
    run: Run,
}

/// Why a function has no value for its arguments.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FunctionError {
    /// An argument has the right type and the wrong value.
    Argument {
        /// Which argument, from 0.
        argument: usize,
        /// What is wrong with it.
        message: String,
    },
    /// The same, in words that whoever calls the function has for it.
    Said {
        /// Which argument, from 0.
        argument: usize,
        /// What is wrong.
        message: String,
    },
    /// Too much would come out.
    TooLarge {
        /// Of what.
        what: &'static str,
        /// The most there may be.
        most: usize,
    },
}

impl FunctionError {
    fn new(argument: usize, message: impl Into<String>) -> Self {
        Self::Argument {
            argument,
            message: message.into(),
        }
    }
}

/// What functions work on.
#[derive(Clone, Copy)]
pub struct Heap<'a> {
    /// Lists and objects.
    pub store: &'a Store,
    /// Texts.
    pub names: &'a Names,
    /// Regular expressions.
    pub patterns: &'a Patterns,
}

/// A value, or why there is none.
pub type Outcome = Result<Value, FunctionError>;

/// The value of a function for known arguments of the right types.
pub fn evaluate(function: Function, arguments: &[Value], heap: Heap<'_>) -> Outcome {
    (signature(function).run)(arguments, heap)
}

/// What is known of a function.
pub fn signature(function: Function) -> &'static Signature {
    &TABLE[function as usize].1
}

/// The function of this name.
pub fn find(name: &str) -> Option<(Function, &'static Signature)> {
    TABLE
        .iter()
        .find(|(_, signature)| signature.name == name)
        .map(|(function, signature)| (*function, signature))
}

/// The names of all functions, for suggestions.
pub fn names() -> impl Iterator<Item = &'static str> {
    let table = TABLE.iter().map(|(_, signature)| signature.name);
    table.chain(SPECIAL.iter().map(|special| special.name))
}

/// Whether `replace` reads a text as a regular expression.
pub fn is_pattern(text: &str) -> bool {
    regex::between_slashes(text).is_some()
}

impl Signature {
    /// How the function is called, for messages.
    pub fn text(&self) -> String {
        let parameters = self.parameters.iter().enumerate();
        let parameters: Vec<_> = parameters
            .map(|(at, (name, _))| {
                let mark = if at < self.required { "" } else { "?" };
                format!("{name}{mark}")
            })
            .collect();
        let more = if self.variadic { ", ..." } else { "" };
        format!("{}({}{more})", self.name, parameters.join(", "))
    }
}

impl Heap<'_> {
    fn text(&self, value: Value) -> &str {
        match value {
            Value::Text(text) => self.names.text(text),
            _ => "",
        }
    }

    fn list(&self, value: Value) -> &[Value] {
        match value {
            Value::List(list) => self.store.elements(list),
            _ => &[],
        }
    }

    fn fields(&self, value: Value) -> &[(Symbol, Value)] {
        match value {
            Value::Object(object) => self.store.fields(object),
            _ => &[],
        }
    }

    fn make_text(&self, text: &str) -> Outcome {
        bounded_text(text.len())?;
        Ok(Value::Text(self.names.intern(text)))
    }

    fn make_list(&self, elements: impl IntoIterator<Item = Value>) -> Outcome {
        let elements: Vec<_> = elements.into_iter().take(MOST_ELEMENTS + 1).collect();
        bounded_elements(elements.len())?;
        Ok(Value::List(self.store.list(&elements)))
    }

    fn make_texts<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Outcome {
        let texts = texts.into_iter();
        self.make_list(texts.map(|text| Value::Text(self.names.intern(text))))
    }

    /// A map of fields in any order; of equal keys the last one wins.
    fn make_map(&self, fields: impl IntoIterator<Item = (Symbol, Value)>) -> Outcome {
        let fields: Vec<_> = fields.into_iter().take(MOST_ELEMENTS + 1).collect();
        bounded_elements(fields.len())?;
        Ok(Value::Object(self.store.object_of(self.names, fields)))
    }
}

fn bounded_text(bytes: usize) -> Result<(), FunctionError> {
    bounded(bytes, "bytes of text", MOST_TEXT)
}

fn bounded_elements(count: usize) -> Result<(), FunctionError> {
    bounded(count, "elements", MOST_ELEMENTS)
}

fn bounded(count: usize, what: &'static str, most: usize) -> Result<(), FunctionError> {
    if count > most {
        return Err(FunctionError::TooLarge { what, most });
    }
    Ok(())
}

fn int(value: Value) -> i64 {
    match value {
        Value::Int(int) => int,
        _ => 0,
    }
}

/// A count or a position that must not be negative.
fn count(arguments: &[Value], at: usize) -> Result<usize, FunctionError> {
    usize::try_from(int(arguments[at])).map_err(|_| {
        FunctionError::new(
            at,
            format!("is {}, and must not be negative", int(arguments[at])),
        )
    })
}
