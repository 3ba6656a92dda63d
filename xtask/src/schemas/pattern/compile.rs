//! From an expression to a program.

use super::{CharSet, Re, Unsupported};

/// An operation; the same as the core's, with sets and texts in place of indices.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Code {
    Match,
    Char(CharSet),
    Text(String),
    Run {
        set: CharSet,
        least: u32,
        most: Option<u32>,
        firm: bool,
    },
    Split(u32, u32),
    Jump(u32),
    Start,
    End,
    TextEnd,
    WordEdge(bool),
    Ahead {
        found: bool,
        after: u32,
    },
    Behind {
        found: bool,
        characters: u32,
        after: u32,
    },
    Atomic {
        after: u32,
    },
    LoopStart(u32),
    Loop {
        counter: u32,
        least: u32,
        most: Option<u32>,
        after: u32,
    },
}

/// A compiled expression.
pub struct Program {
    /// The operations.
    pub codes: Vec<Code>,
    /// How many counters they use.
    pub counters: u32,
    /// Found at the start of the text or nowhere.
    pub anchored: bool,
}

/// Makes the program of an expression.
pub fn compile(re: &Re) -> Result<Program, Unsupported> {
    if matches_empty_everywhere(re) {
        return Ok(Program {
            codes: vec![Code::Match],
            counters: 0,
            anchored: true,
        });
    }
    let mut compiler = Compiler::default();
    compiler.emit(re, &Follow::Anything)?;
    compiler.codes.push(Code::Match);
    Ok(Program {
        codes: compiler.codes,
        counters: compiler.counters,
        anchored: begins_at_start(re),
    })
}

/// What comes after a part: decides whether a run would ever have to give characters back.
#[derive(Clone)]
enum Follow {
    /// Whatever comes, the match is already sure.
    Anything,
    /// One of these characters, or the end of the text.
    Set(CharSet),
    /// Not known.
    Unknown,
}

impl Follow {
    fn keeps_firm(&self, set: &CharSet) -> bool {
        match self {
            Follow::Anything => true,
            Follow::Set(next) => set.is_apart_from(next),
            Follow::Unknown => false,
        }
    }
}

#[derive(Default)]
struct Compiler {
    codes: Vec<Code>,
    counters: u32,
}

impl Compiler {
    fn emit(&mut self, re: &Re, follow: &Follow) -> Result<(), Unsupported> {
        match re {
            Re::Class(set) => self.codes.push(Code::Char(set.clone())),
            Re::Concat(all) => self.concat(all, follow)?,
            Re::Alt(all) => self.alternatives(all, follow)?,
            Re::Repeat { inner, least, most } => self.repeat(inner, *least, *most, follow)?,
            Re::Start => self.codes.push(Code::Start),
            Re::End => self.codes.push(Code::End),
            Re::TextEnd => self.codes.push(Code::TextEnd),
            Re::WordEdge(edge) => self.codes.push(Code::WordEdge(*edge)),
            Re::Ahead(found, inner) => {
                let at = self.place(Code::Ahead {
                    found: *found,
                    after: 0,
                });
                self.inner(inner, at)?;
            }
            Re::Behind(found, inner) => {
                let characters = fixed_length(inner)
                    .ok_or_else(|| Unsupported("looks back over no fixed length".to_owned()))?;
                let at = self.place(Code::Behind {
                    found: *found,
                    characters,
                    after: 0,
                });
                self.inner(inner, at)?;
            }
            Re::Atomic(inner) => {
                let at = self.place(Code::Atomic { after: 0 });
                self.inner(inner, at)?;
            }
        }
        Ok(())
    }

    /// A program within the program, ended by its own match.
    fn inner(&mut self, re: &Re, at: usize) -> Result<(), Unsupported> {
        self.emit(re, &Follow::Unknown)?;
        self.codes.push(Code::Match);
        let here = self.here();
        match &mut self.codes[at] {
            Code::Ahead { after, .. } | Code::Behind { after, .. } | Code::Atomic { after } => {
                *after = here;
            }
            _ => {}
        }
        Ok(())
    }

    fn concat(&mut self, all: &[Re], follow: &Follow) -> Result<(), Unsupported> {
        let mut at = 0;
        while at < all.len() {
            let text: String = all[at..].iter().map_while(only_character).collect();
            let length = text.chars().count();
            if length > 1 {
                self.codes.push(Code::Text(text));
                at += length;
                continue;
            }
            let next = first_of(&all[at + 1..], follow);
            self.emit(&all[at], &next)?;
            at += 1;
        }
        Ok(())
    }

    fn alternatives(&mut self, all: &[Re], follow: &Follow) -> Result<(), Unsupported> {
        let mut jumps = Vec::new();
        for (index, re) in all.iter().enumerate() {
            if index + 1 == all.len() {
                self.emit(re, follow)?;
                break;
            }
            let split = self.place(Code::Split(0, 0));
            self.emit(re, follow)?;
            jumps.push(self.place(Code::Jump(0)));
            self.codes[split] = Code::Split(split as u32 + 1, self.here());
        }
        for jump in jumps {
            self.codes[jump] = Code::Jump(self.here());
        }
        Ok(())
    }

    fn repeat(
        &mut self,
        inner: &Re,
        least: u32,
        most: Option<u32>,
        follow: &Follow,
    ) -> Result<(), Unsupported> {
        match inner {
            Re::Class(set) => self.codes.push(Code::Run {
                set: set.clone(),
                least,
                most,
                firm: follow.keeps_firm(set),
            }),
            _ if (least, most) == (1, Some(1)) => self.emit(inner, follow)?,
            _ if (least, most) == (0, Some(1)) => {
                let split = self.place(Code::Split(0, 0));
                self.emit(inner, follow)?;
                self.codes[split] = Code::Split(split as u32 + 1, self.here());
            }
            _ => self.rounds(inner, least, most)?,
        }
        Ok(())
    }

    fn rounds(&mut self, inner: &Re, least: u32, most: Option<u32>) -> Result<(), Unsupported> {
        let counter = self.counters;
        self.counters += 1;
        self.codes.push(Code::LoopStart(counter));
        let head = self.place(Code::Match);
        self.emit(inner, &Follow::Unknown)?;
        self.codes.push(Code::Jump(head as u32));
        self.codes[head] = Code::Loop {
            counter,
            least,
            most,
            after: self.here(),
        };
        Ok(())
    }

    fn place(&mut self, code: Code) -> usize {
        self.codes.push(code);
        self.codes.len() - 1
    }

    fn here(&self) -> u32 {
        self.codes.len() as u32
    }
}

fn only_character(re: &Re) -> Option<char> {
    match re {
        Re::Class(set) => set.only(),
        _ => None,
    }
}

/// What a sequence, followed by `follow`, begins with.
fn first_of(all: &[Re], follow: &Follow) -> Follow {
    let Some((first, rest)) = all.split_first() else {
        return follow.clone();
    };
    match first {
        Re::Class(set) => Follow::Set(set.clone()),
        Re::TextEnd => Follow::Set(CharSet::default()),
        Re::End => Follow::Set(CharSet::one(u32::from('\n'))),
        Re::Repeat { inner, least, .. } => match (&**inner, first_of(rest, follow)) {
            (Re::Class(set), _) if *least > 0 => Follow::Set(set.clone()),
            (Re::Class(set), Follow::Set(next)) => Follow::Set(set.with(&next)),
            _ => Follow::Unknown,
        },
        _ => Follow::Unknown,
    }
}

/// Whether it is found in every text, being found in the empty one without asking where it is.
fn matches_empty_everywhere(re: &Re) -> bool {
    match re {
        Re::Concat(all) => all.iter().all(matches_empty_everywhere),
        Re::Alt(all) => all.iter().any(matches_empty_everywhere),
        Re::Repeat { inner, least, .. } => *least == 0 || matches_empty_everywhere(inner),
        Re::Atomic(inner) => matches_empty_everywhere(inner),
        Re::Class(_)
        | Re::Start
        | Re::End
        | Re::TextEnd
        | Re::WordEdge(_)
        | Re::Ahead(..)
        | Re::Behind(..) => false,
    }
}

fn begins_at_start(re: &Re) -> bool {
    match re {
        Re::Start => true,
        Re::Concat(all) => all.first().is_some_and(begins_at_start),
        Re::Alt(all) => all.iter().all(begins_at_start),
        Re::Atomic(inner) => begins_at_start(inner),
        _ => false,
    }
}

/// How many characters it consumes, if that is always the same.
fn fixed_length(re: &Re) -> Option<u32> {
    match re {
        Re::Class(_) => Some(1),
        Re::Concat(all) => all.iter().map(fixed_length).sum(),
        Re::Alt(all) => {
            let mut lengths = all.iter().map(fixed_length);
            let first = lengths.next()??;
            lengths.all(|length| length == Some(first)).then_some(first)
        }
        Re::Repeat { inner, least, most } if Some(*least) == *most => {
            Some(fixed_length(inner)? * least)
        }
        Re::Atomic(inner) => fixed_length(inner),
        Re::Repeat { .. } => None,
        Re::Start | Re::End | Re::TextEnd | Re::WordEdge(_) | Re::Ahead(..) | Re::Behind(..) => {
            Some(0)
        }
    }
}
