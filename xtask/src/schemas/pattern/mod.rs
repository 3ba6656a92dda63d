//! Regular expressions of the schemas, turned into the programs that the core runs. They are read
//! as cfn-lint reads them (Python's `regex`): searched for, Unicode classes, `$` also before a last
//! line feed, a flag up to the end of its group. What cannot be expressed (references back to a
//! group) has no program and is not checked.

mod chars;
mod compile;
mod parse;

pub use chars::CharSet;
pub use compile::{Code, Program, compile};
pub use parse::parse;

/// A regular expression.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Re {
    /// One character of a set.
    Class(CharSet),
    /// One after the other; nothing at all when empty.
    Concat(Vec<Re>),
    /// One of several.
    Alt(Vec<Re>),
    /// Again and again.
    Repeat {
        inner: Box<Re>,
        least: u32,
        most: Option<u32>,
    },
    /// The start of the text.
    Start,
    /// The end of the text, or before its last line feed.
    End,
    /// The very end.
    TextEnd,
    /// A word's edge, or none.
    WordEdge(bool),
    /// Is found here, or is not.
    Ahead(bool, Box<Re>),
    /// Is found just before, or is not.
    Behind(bool, Box<Re>),
    /// Consumes what it first fits and never otherwise.
    Atomic(Box<Re>),
}

/// Why an expression has no program.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unsupported(pub String);
