//! Reading a regular expression.

use super::{CharSet, Re, Unsupported};

type Parsed<T> = Result<T, Unsupported>;

struct Parser<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    ignore_case: bool,
    dot_is_all: bool,
}

/// Reads an expression. A flag such as `(?i)` holds from where it stands to the end of its group.
pub fn parse(source: &str) -> Parsed<Re> {
    let mut parser = Parser {
        rest: source.chars().peekable(),
        ignore_case: false,
        dot_is_all: false,
    };
    let re = parser.alternatives()?;
    match parser.rest.next() {
        None => Ok(re),
        Some(left) => Err(Unsupported(format!("`{left}` too much"))),
    }
}

impl Parser<'_> {
    fn alternatives(&mut self) -> Parsed<Re> {
        let mut all = vec![self.sequence()?];
        while self.eat('|') {
            all.push(self.sequence()?);
        }
        Ok(alternative(all))
    }

    fn sequence(&mut self) -> Parsed<Re> {
        let mut all = Vec::new();
        while let Some(&next) = self.rest.peek() {
            if next == '|' || next == ')' {
                break;
            }
            let atom = self.atom()?;
            all.push(self.repeated(atom)?);
        }
        Ok(match all.len() {
            1 => all.remove(0),
            _ => Re::Concat(all),
        })
    }

    fn atom(&mut self) -> Parsed<Re> {
        let next = self.next()?;
        Ok(match next {
            '(' => return self.group(),
            '[' => Re::Class(self.set()?),
            '.' if self.dot_is_all => Re::Class(CharSet::all()),
            '.' => Re::Class(CharSet::dot()),
            '^' => Re::Start,
            '$' => Re::End,
            '\\' => return self.escape(),
            '*' | '+' | '?' => return Err(Unsupported(format!("`{next}` repeats nothing"))),
            other => self.letter(u32::from(other)),
        })
    }

    fn letter(&self, code: u32) -> Re {
        Re::Class(self.cased(CharSet::one(code)))
    }

    fn cased(&self, set: CharSet) -> CharSet {
        if self.ignore_case {
            set.ignoring_case()
        } else {
            set
        }
    }

    fn group(&mut self) -> Parsed<Re> {
        if !self.eat('?') {
            return self.closed(|re| re);
        }
        match self.next()? {
            ':' => self.closed(|re| re),
            '=' => self.closed(|re| Re::Ahead(true, Box::new(re))),
            '!' => self.closed(|re| Re::Ahead(false, Box::new(re))),
            '>' => self.closed(|re| Re::Atomic(Box::new(re))),
            '<' => match self.next()? {
                '=' => self.closed(|re| Re::Behind(true, Box::new(re))),
                '!' => self.closed(|re| Re::Behind(false, Box::new(re))),
                _ => Err(Unsupported("a named group".to_owned())),
            },
            'i' if self.eat(')') => {
                self.ignore_case = true;
                Ok(Re::Concat(Vec::new()))
            }
            's' if self.eat(')') => {
                self.dot_is_all = true;
                Ok(Re::Concat(Vec::new()))
            }
            other => Err(Unsupported(format!("(?{other}"))),
        }
    }

    fn closed(&mut self, make: impl FnOnce(Re) -> Re) -> Parsed<Re> {
        let flags = (self.ignore_case, self.dot_is_all);
        let inner = self.alternatives()?;
        (self.ignore_case, self.dot_is_all) = flags;
        if self.eat(')') {
            Ok(make(inner))
        } else {
            Err(Unsupported("a group that is not closed".to_owned()))
        }
    }

    fn escape(&mut self) -> Parsed<Re> {
        let next = self.next()?;
        Ok(match next {
            'A' => Re::Start,
            'Z' | 'z' => Re::TextEnd,
            'b' => Re::WordEdge(true),
            'B' => Re::WordEdge(false),
            '1'..='9' | 'g' => return Err(Unsupported("a reference to a group".to_owned())),
            other => {
                if let Some(set) = self.class_escape(other)? {
                    return Ok(Re::Class(set));
                }
                let code = self.char_escape(other)?;
                self.letter(code)
            }
        })
    }

    /// `\w`, `\p{L}` and the like.
    fn class_escape(&mut self, letter: char) -> Parsed<Option<CharSet>> {
        match letter {
            'w' | 'W' | 'd' | 'D' | 's' | 'S' => CharSet::named(&format!("\\{letter}")).map(Some),
            'p' | 'P' => {
                let mut name = String::new();
                if self.eat('{') {
                    while let Some(next) = self.rest.next_if(|&next| next != '}') {
                        name.push(next);
                    }
                    self.next()?;
                } else {
                    name.push(self.next()?);
                }
                let set = CharSet::named(&format!("\\p{{{name}}}"))?;
                Ok(Some(if letter == 'P' { set.negated() } else { set }))
            }
            _ => Ok(None),
        }
    }

    /// The code of an escaped character.
    fn char_escape(&mut self, letter: char) -> Parsed<u32> {
        Ok(match letter {
            'n' => 10,
            't' => 9,
            'r' => 13,
            'f' => 12,
            'v' => 11,
            'a' => 7,
            '0' => 0,
            'x' => self.hexadecimal(2)?,
            'u' => self.hexadecimal(4)?,
            other if other.is_ascii_alphanumeric() => {
                return Err(Unsupported(format!("\\{other}")));
            }
            other => u32::from(other),
        })
    }

    fn hexadecimal(&mut self, digits: usize) -> Parsed<u32> {
        let mut code = 0;
        for _ in 0..digits {
            let digit = self.next()?.to_digit(16);
            code = code * 16 + digit.ok_or_else(|| Unsupported("a hex digit".to_owned()))?;
        }
        Ok(code)
    }

    /// A set, after its opening bracket.
    fn set(&mut self) -> Parsed<CharSet> {
        let negated = self.eat('^');
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        let mut set = CharSet::default();
        let mut first = true;
        loop {
            let next = self.next()?;
            if next == ']' && !first {
                break;
            }
            first = false;
            match self.set_item(next)? {
                Err(class) => set = set.with(&class),
                Ok(start) => match self.range_end()? {
                    RangeEnd::None => ranges.push((start, start)),
                    RangeEnd::Dash => ranges.extend([(start, start), (45, 45)]),
                    RangeEnd::Class(class) => {
                        ranges.extend([(start, start), (45, 45)]);
                        set = set.with(&class);
                    }
                    RangeEnd::Code(end) if start <= end => ranges.push((start, end)),
                    RangeEnd::Code(_) => return Err(Unsupported("a range backwards".to_owned())),
                },
            }
        }
        let all = self.cased(set.with(&CharSet::of(ranges)));
        Ok(if negated { all.negated() } else { all })
    }

    /// An item of a set: a character's code, or else a class.
    fn set_item(&mut self, next: char) -> Parsed<Result<u32, CharSet>> {
        if next == '[' && self.rest.peek() == Some(&':') {
            return Err(Unsupported("a class such as [:alpha:]".to_owned()));
        }
        if next != '\\' {
            return Ok(Ok(u32::from(next)));
        }
        let letter = self.next()?;
        if letter == 'b' {
            return Ok(Ok(8));
        }
        match self.class_escape(letter)? {
            Some(class) => Ok(Err(class)),
            None => Ok(Ok(self.char_escape(letter)?)),
        }
    }

    /// What stands after a character in a set: the end of a range, or no range.
    fn range_end(&mut self) -> Parsed<RangeEnd> {
        if !self.eat('-') {
            return Ok(RangeEnd::None);
        }
        if self.rest.peek() == Some(&']') {
            return Ok(RangeEnd::Dash);
        }
        let next = self.next()?;
        Ok(match self.set_item(next)? {
            Ok(code) => RangeEnd::Code(code),
            Err(class) => RangeEnd::Class(class),
        })
    }

    fn repeated(&mut self, atom: Re) -> Parsed<Re> {
        let mut re = atom;
        while let Some((least, most)) = self.repetition()? {
            let possessive = self.eat('+');
            // Lazy or greedy is the same to whoever only asks whether there is a match.
            let _ = !possessive && self.eat('?');
            re = Re::Repeat {
                inner: Box::new(re),
                least,
                most,
            };
            if possessive {
                re = Re::Atomic(Box::new(re));
            }
        }
        Ok(re)
    }

    fn repetition(&mut self) -> Parsed<Option<(u32, Option<u32>)>> {
        let sign = match self.rest.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => return self.braces(),
            _ => return Ok(None),
        };
        self.rest.next();
        Ok(Some(sign))
    }

    /// `{2}`, `{2,}`, `{,5}`, `{2,5}`; anything else in braces is text.
    fn braces(&mut self) -> Parsed<Option<(u32, Option<u32>)>> {
        let ahead: String = self
            .rest
            .clone()
            .skip(1)
            .take_while(|&c| c != '}')
            .collect();
        let numbers = ahead.chars().all(|c| c.is_ascii_digit() || c == ',');
        if !numbers || ahead.is_empty() || ahead == "," {
            return Ok(None);
        }
        let (least, most) = match ahead.split_once(',') {
            None => (ahead.as_str(), ahead.as_str()),
            Some(both) => both,
        };
        let read = |text: &str| text.parse::<u32>().map_err(|e| Unsupported(e.to_string()));
        let least = if least.is_empty() { 0 } else { read(least)? };
        let most = match most {
            "" => None,
            most => Some(read(most)?),
        };
        for _ in 0..ahead.chars().count() + 2 {
            self.next()?;
        }
        Ok(Some((least, most)))
    }

    fn next(&mut self) -> Parsed<char> {
        self.rest
            .next()
            .ok_or_else(|| Unsupported("it ends too early".to_owned()))
    }

    fn eat(&mut self, wanted: char) -> bool {
        self.rest.next_if_eq(&wanted).is_some()
    }
}

enum RangeEnd {
    None,
    Dash,
    Code(u32),
    Class(CharSet),
}

/// Alternatives of one character each are a set.
fn alternative(mut all: Vec<Re>) -> Re {
    if all.len() == 1 {
        return all.remove(0);
    }
    let sets: Option<Vec<&CharSet>> = all
        .iter()
        .map(|re| match re {
            Re::Class(set) => Some(set),
            _ => None,
        })
        .collect();
    match sets {
        Some(sets) => Re::Class(
            sets.into_iter()
                .fold(CharSet::default(), |all, set| all.with(set)),
        ),
        None => Re::Alt(all),
    }
}
