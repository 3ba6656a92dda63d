//! Patterns: each regular expression of the schemas as a small program that was made together with
//! the schema file, so that nothing is compiled when outrigger runs. A pattern is searched for in
//! the text, as in JSON Schema; `^` and `$` tie it to the text's ends.

mod run;

use std::borrow::Cow;
use std::cell::Cell;

use super::Schemas;
use super::bytes::Reader;
use super::layout::{TableKind, op};

/// The answer of a pattern.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Match {
    /// It is found in the text.
    Found,
    /// It is not.
    Missing,
    /// Nobody knows: the pattern has no program, or the search was given up.
    Unknown,
}

impl Match {
    /// Whether nothing speaks against the text.
    pub fn accepts(self) -> bool {
        self != Match::Missing
    }
}

/// A set of characters.
#[derive(Clone, Debug)]
pub struct Class {
    ascii: u128,
    /// Ranges above ASCII, sorted; both ends belong to it.
    beyond: Box<[(u32, u32)]>,
}

impl Class {
    fn contains(&self, character: char) -> bool {
        let code = u32::from(character);
        if code < 128 {
            return self.ascii & (1 << code) != 0;
        }
        let after = self.beyond.partition_point(|range| range.0 <= code);
        after > 0 && code <= self.beyond[after - 1].1
    }
}

/// A step of a program. Places in the program are indices of operations.
#[derive(Clone, Debug)]
pub enum Op {
    /// Found.
    Match,
    /// One character of the class.
    Char(u32),
    /// This text.
    Text(&'static str),
    /// At least `least`, at most `most` characters of the class, as many as there are. `firm`
    /// when fewer cannot help what follows.
    Run {
        /// Index of the class in the program.
        class: u32,
        /// Fewest.
        least: u32,
        /// Most.
        most: u32,
        /// Never gives characters back.
        firm: bool,
    },
    /// Goes on here, and if that fails, there.
    Split(u32, u32),
    /// Goes on there.
    Jump(u32),
    /// At the start of the text.
    Start,
    /// At the end of the text, or before its last line feed.
    End,
    /// At the very end of the text.
    TextEnd,
    /// Between a word's character and another one (or not, when false).
    WordEdge(bool),
    /// What follows up to `after` is found here (or not, when false), and nothing is consumed.
    Ahead {
        /// Whether it must be found.
        found: bool,
        /// Where to go on.
        after: u32,
    },
    /// What follows up to `after` is found `characters` before here (or not, when false).
    Behind {
        /// Whether it must be found.
        found: bool,
        /// How far back.
        characters: u32,
        /// Where to go on.
        after: u32,
    },
    /// What follows up to `after` is consumed in the first way that fits and never otherwise.
    Atomic {
        /// Where to go on.
        after: u32,
    },
    /// Sets a counter to zero.
    LoopStart(u32),
    /// Goes round: what follows, at least `least` and at most `most` times, then on at `after`.
    Loop {
        /// Which counter.
        counter: u32,
        /// Fewest.
        least: u32,
        /// Most.
        most: u32,
        /// Where to go on.
        after: u32,
    },
}

/// The operations of a pattern.
struct Program {
    ops: Box<[Op]>,
    classes: Box<[Class]>,
    counters: u32,
    /// Found at the start of the text or nowhere.
    anchored: bool,
    /// What the last search used, to be used again.
    spare: Cell<run::Spare>,
}

/// A regular expression.
pub struct Pattern {
    source: Cow<'static, str>,
    search: Search,
}

/// How a pattern is looked for.
enum Search {
    /// By the program that was made with the schema file.
    Program(Program),
    /// By an expression that was compiled for a schema of the app's own.
    Compiled(Box<regex_lite::Regex>),
    /// Not at all.
    Unchecked,
}

impl Pattern {
    /// A pattern that is not checked.
    pub(super) fn unchecked(source: &'static str) -> Self {
        Self {
            source: Cow::Borrowed(source),
            search: Search::Unchecked,
        }
    }

    /// A pattern of a schema of the app's own. What the engine for them cannot express (looking
    /// around, going back to a group) is not checked.
    pub(super) fn of_own(source: &str) -> Self {
        let compiled = regex_lite::Regex::new(source);
        Self {
            source: Cow::Owned(source.to_owned()),
            search: compiled.map_or(Search::Unchecked, |compiled| {
                Search::Compiled(Box::new(compiled))
            }),
        }
    }

    /// As the schema writes it.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether it can be checked at all.
    pub fn is_checked(&self) -> bool {
        !matches!(self.search, Search::Unchecked)
    }

    /// Looks for the pattern in `text`.
    pub fn matches(&self, text: &str) -> Match {
        match &self.search {
            Search::Program(program) => run::search(program, text),
            Search::Compiled(pattern) if pattern.is_match(text) => Match::Found,
            Search::Compiled(_) => Match::Missing,
            Search::Unchecked => Match::Unknown,
        }
    }
}

/// Reads a pattern of the schema file.
pub(super) fn read(bytes: &[u8], schemas: &Schemas) -> Pattern {
    let mut reader = Reader::new(bytes);
    let source = schemas.string(reader.index());
    if reader.is_empty() {
        return Pattern::unchecked(source);
    }
    let anchored = reader.number() != 0;
    let counters = reader.index();
    let classes = reader.list(|reader| read_class(schemas, reader.index()));
    let ops = reader.list(|reader| read_op(reader, schemas));
    Pattern {
        source: Cow::Borrowed(source),
        search: Search::Program(Program {
            ops,
            classes,
            counters,
            anchored,
            spare: Cell::default(),
        }),
    }
}

fn read_class(schemas: &Schemas, index: u32) -> Class {
    let mut reader = Reader::new(schemas.table(TableKind::Classes).get(index));
    let low = reader.number();
    let high = reader.number();
    let mut from = 0;
    let beyond = reader.list(|reader| {
        let start = from + reader.index();
        let end = start + reader.index();
        from = end;
        (start, end)
    });
    Class {
        ascii: u128::from(low) | u128::from(high) << 64,
        beyond,
    }
}

fn read_op(reader: &mut Reader, schemas: &Schemas) -> Op {
    match reader.number() {
        op::CHAR => Op::Char(reader.index()),
        op::TEXT => Op::Text(schemas.string(reader.index())),
        op::RUN => Op::Run {
            class: reader.index(),
            least: reader.index(),
            most: most(reader),
            firm: reader.number() != 0,
        },
        op::SPLIT => Op::Split(reader.index(), reader.index()),
        op::JUMP => Op::Jump(reader.index()),
        op::START => Op::Start,
        op::END => Op::End,
        op::TEXT_END => Op::TextEnd,
        op::WORD_EDGE => Op::WordEdge(reader.number() != 0),
        op::AHEAD => Op::Ahead {
            found: reader.number() != 0,
            after: reader.index(),
        },
        op::BEHIND => Op::Behind {
            found: reader.number() != 0,
            characters: reader.index(),
            after: reader.index(),
        },
        op::ATOMIC => Op::Atomic {
            after: reader.index(),
        },
        op::LOOP_START => Op::LoopStart(reader.index()),
        op::LOOP => Op::Loop {
            counter: reader.index(),
            least: reader.index(),
            most: most(reader),
            after: reader.index(),
        },
        _ => Op::Match,
    }
}

/// The most of a repetition: 0 means that there is no most.
fn most(reader: &mut Reader) -> u32 {
    match reader.index() {
        0 => u32::MAX,
        most => most,
    }
}
