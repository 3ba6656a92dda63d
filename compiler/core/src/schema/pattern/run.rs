//! Running a pattern's program: a backtracking search with its own stack and a limit on its steps,
//! so that no pattern and no text can hang it or exhaust the stack.

use super::{Match, Op, Program};

/// After so many steps (and a few for each byte of the text) a search is given up.
const PATIENCE: usize = 100_000;

/// The two stacks of a search, kept so that the next one allocates nothing.
#[derive(Default)]
pub(super) struct Spare {
    choices: Vec<Choice>,
    counters: Vec<Counter>,
}

/// What to do when the way taken fails.
enum Choice {
    /// Go on at this operation and place.
    Go(u32, usize),
    /// A run gives back one character at a time, down to the first place.
    Shorten { next: u32, from: usize, to: usize },
    /// Set a counter back.
    Restore(u32, Counter),
}

/// How often a loop went round, and where it last began.
#[derive(Clone, Copy, Default)]
struct Counter {
    times: u32,
    began: usize,
}

/// The search was given up.
struct GivenUp;

struct Run<'a> {
    program: &'a Program,
    text: &'a str,
    choices: Vec<Choice>,
    counters: Vec<Counter>,
    patience: usize,
}

/// Looks for the program's pattern in `text`.
pub(super) fn search(program: &Program, text: &str) -> Match {
    let Spare {
        mut choices,
        mut counters,
    } = program.spare.take();
    choices.clear();
    counters.clear();
    counters.resize(program.counters as usize, Counter::default());
    let mut run = Run {
        program,
        text,
        choices,
        counters,
        patience: PATIENCE + 16 * text.len(),
    };
    let found = run.anywhere();
    program.spare.set(Spare {
        choices: run.choices,
        counters: run.counters,
    });
    found
}

impl Run<'_> {
    /// Whether a match begins at any place.
    fn anywhere(&mut self) -> Match {
        let mut start = 0;
        loop {
            match self.from(0, start) {
                Ok(Some(_)) => return Match::Found,
                Err(GivenUp) => return Match::Unknown,
                Ok(None) if self.program.anchored => return Match::Missing,
                Ok(None) => {}
            }
            match self.char_at(start) {
                Some(character) => start += character.len_utf8(),
                None => return Match::Missing,
            }
        }
    }

    /// Where a match that begins with operation `pc` at `place` ends.
    fn from(&mut self, pc: u32, place: usize) -> Result<Option<usize>, GivenUp> {
        let floor = self.choices.len();
        let (mut pc, mut place) = (pc, place);
        loop {
            self.patience = self.patience.checked_sub(1).ok_or(GivenUp)?;
            let op = self.program.ops.get(pc as usize).unwrap_or(&Op::Match);
            if matches!(op, Op::Match) {
                self.choices.truncate(floor);
                return Ok(Some(place));
            }
            match self.step(op, pc, place)? {
                Some(next) => (pc, place) = next,
                None => match self.back(floor) {
                    Some(next) => (pc, place) = next,
                    None => return Ok(None),
                },
            }
        }
    }

    /// One operation: where to go on, or none when it fails.
    fn step(&mut self, op: &Op, pc: u32, place: usize) -> Result<Option<(u32, usize)>, GivenUp> {
        let next = pc + 1;
        let here = |holds: bool| holds.then_some((next, place));
        Ok(match *op {
            Op::Match => here(true),
            Op::Char(class) => self
                .char_at(place)
                .filter(|&character| self.in_class(class, character))
                .map(|character| (next, place + character.len_utf8())),
            Op::Text(text) => self.text[place..]
                .starts_with(text)
                .then_some((next, place + text.len())),
            Op::Run {
                class,
                least,
                most,
                firm,
            } => self.run(class, least, most, firm, next, place),
            Op::Split(first, second) => {
                self.choices.push(Choice::Go(second, place));
                Some((first, place))
            }
            Op::Jump(target) => Some((target, place)),
            Op::Start => here(place == 0),
            Op::End => here(matches!(&self.text[place..], "" | "\n")),
            Op::TextEnd => here(place == self.text.len()),
            Op::WordEdge(edge) => here(self.at_word_edge(place) == edge),
            Op::Ahead { found, after } => {
                let holds = self.from(next, place)?.is_some() == found;
                holds.then_some((after, place))
            }
            Op::Behind {
                found,
                characters,
                after,
            } => {
                let matched = match self.before(place, characters) {
                    Some(start) => self.from(next, start)? == Some(place),
                    None => false,
                };
                (matched == found).then_some((after, place))
            }
            Op::Atomic { after } => self.from(next, place)?.map(|end| (after, end)),
            Op::LoopStart(counter) => {
                let fresh = Counter {
                    times: 0,
                    began: place,
                };
                self.set(counter, fresh);
                here(true)
            }
            Op::Loop {
                counter,
                least,
                most,
                after,
            } => Some(self.turn(counter, least, most, after, next, place)),
        })
    }

    /// A run of characters of one class.
    fn run(
        &mut self,
        class: u32,
        least: u32,
        most: u32,
        firm: bool,
        next: u32,
        place: usize,
    ) -> Option<(u32, usize)> {
        let set = self.program.classes.get(class as usize)?;
        let mut end = place;
        let mut shortest = (least == 0).then_some(place);
        let mut count = 0;
        for character in self.text[place..].chars() {
            if count == most || !set.contains(character) {
                break;
            }
            count += 1;
            end += character.len_utf8();
            if count == least {
                shortest = Some(end);
            }
        }
        let shortest = shortest?;
        self.patience = self.patience.saturating_sub(count as usize / 8);
        if !firm && shortest < end {
            self.choices.push(Choice::Shorten {
                next,
                from: shortest,
                to: end,
            });
        }
        Some((next, end))
    }

    /// At the head of a loop.
    fn turn(
        &mut self,
        counter: u32,
        least: u32,
        most: u32,
        after: u32,
        body: u32,
        place: usize,
    ) -> (u32, usize) {
        let now = self.counters[counter as usize];
        let idle = now.times > 0 && now.began == place;
        if idle || now.times >= most {
            return (after, place);
        }
        if now.times >= least {
            self.choices.push(Choice::Go(after, place));
        }
        let again = Counter {
            times: now.times + 1,
            began: place,
        };
        self.set(counter, again);
        (body, place)
    }

    fn set(&mut self, counter: u32, value: Counter) {
        let old = std::mem::replace(&mut self.counters[counter as usize], value);
        self.choices.push(Choice::Restore(counter, old));
    }

    /// The last choice that is left above `floor`.
    fn back(&mut self, floor: usize) -> Option<(u32, usize)> {
        while self.choices.len() > floor {
            match self.choices.pop()? {
                Choice::Go(pc, place) => return Some((pc, place)),
                Choice::Restore(counter, old) => self.counters[counter as usize] = old,
                Choice::Shorten { next, from, to } => {
                    let shorter = self.before(to, 1).unwrap_or(from);
                    if shorter > from {
                        self.choices.push(Choice::Shorten {
                            next,
                            from,
                            to: shorter,
                        });
                    }
                    return Some((next, shorter));
                }
            }
        }
        None
    }

    /// The place so many characters before `place`.
    fn before(&self, place: usize, characters: u32) -> Option<usize> {
        let mut back = self.text[..place].char_indices().rev();
        match characters {
            0 => Some(place),
            some => back.nth(some as usize - 1).map(|(at, _)| at),
        }
    }

    fn in_class(&self, class: u32, character: char) -> bool {
        let class = self.program.classes.get(class as usize);
        class.is_some_and(|class| class.contains(character))
    }

    fn at_word_edge(&self, place: usize) -> bool {
        let word = |character: char| character.is_alphanumeric() || character == '_';
        let before = self.text[..place].chars().next_back().is_some_and(word);
        let after = self.char_at(place).is_some_and(word);
        before != after
    }

    /// The character at `place`.
    fn char_at(&self, place: usize) -> Option<char> {
        match self.text.as_bytes().get(place) {
            Some(&byte) if byte < 128 => Some(char::from(byte)),
            _ => self.text[place..].chars().next(),
        }
    }
}
