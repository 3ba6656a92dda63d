//! Addresses and paths to properties as people write them: `network.main.app['a'].CidrBlock`,
//! `Environment[Name == 'X'].Value`. Knows their form, and not what there is.

use std::fmt::Write as _;
use std::ops::Range;

/// Names that the language keeps for itself.
pub const RESERVED: &[&str] = &[
    "app", "site", "tier", "self", "param", "existing", "each", "resource",
];

/// Names of uses and of what is inside them: a letter, then letters, digits and underscores.
pub fn is_plain_name(text: &str) -> bool {
    let mut characters = text.chars();
    characters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic())
        && characters.all(|rest| rest.is_ascii_alphanumeric() || rest == '_')
        && text.len() <= 64
}

/// A step of a path, with the bytes of the text that it takes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// What it is.
    pub kind: StepKind,
    /// Where it stands in the text.
    pub range: Range<usize>,
}

/// The forms of a step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StepKind {
    /// `.name`
    Name(String),
    /// `['key']`: of a map, or the element of a list that is this text.
    Key(String),
    /// `[*]`
    All,
    /// `[2]`: what a position would be.
    Position(String),
    /// `[Name == 'x']`, several of them joined by `&&`: elements by what they contain.
    Where(Vec<(String, Scalar)>),
}

/// What an element's field is compared with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Scalar {
    /// Text in quotes.
    Text(String),
    /// A whole number.
    Int(i64),
    /// `true` or `false`.
    Bool(bool),
}

/// Where a text stops being a path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NoPath {
    /// From this byte on.
    pub at: usize,
    /// What should stand there.
    pub wanted: &'static str,
}

/// Most steps of a path: what follows it goes as deep.
const MOST_STEPS: usize = 64;

/// The steps of a path.
pub fn parse(text: &str) -> Result<Vec<Step>, NoPath> {
    let mut reader = Reader { text, at: 0 };
    let mut steps = Vec::new();
    loop {
        let start = reader.at;
        if steps.len() == MOST_STEPS && reader.next().is_some() {
            return Err(reader.wants("the end, behind 64 steps"));
        }
        let kind = match reader.next() {
            None if !steps.is_empty() => return Ok(steps),
            Some(b'[') if !steps.is_empty() => reader.bracket()?,
            Some(b'.') if !steps.is_empty() => {
                reader.at += 1;
                StepKind::Name(reader.name()?)
            }
            _ if steps.is_empty() => StepKind::Name(reader.name()?),
            _ => return Err(reader.wants("`.` or `[`")),
        };
        let start = start + usize::from(text[start..].starts_with('.'));
        steps.push(Step {
            kind,
            range: start..reader.at,
        });
    }
}

/// Steps as they are written, with single quotes: so they can stand in a text of the language.
pub fn text<'s>(steps: impl IntoIterator<Item = &'s StepKind>) -> String {
    let mut out = String::new();
    for step in steps {
        // Writing to a `String` cannot fail.
        let _ = match step {
            StepKind::Name(name) if out.is_empty() => write!(out, "{name}"),
            StepKind::Name(name) => write!(out, ".{name}"),
            StepKind::Key(key) => write!(out, "[{}]", quoted(key)),
            StepKind::All => write!(out, "[*]"),
            StepKind::Position(position) => write!(out, "[{position}]"),
            StepKind::Where(fields) => {
                let fields = fields.iter().map(|(name, value)| match value {
                    Scalar::Text(text) => format!("{name} == {}", quoted(text)),
                    Scalar::Int(int) => format!("{name} == {int}"),
                    Scalar::Bool(bool) => format!("{name} == {bool}"),
                });
                write!(out, "[{}]", fields.collect::<Vec<_>>().join(" && "))
            }
        };
    }
    out
}

/// An address as the compiler itself writes it, `network.main.app["a"]`; none if it is no address.
pub fn address(text: &str) -> Option<String> {
    let steps = parse(text).ok()?;
    let mut out = String::with_capacity(text.len());
    for (at, step) in steps.iter().enumerate() {
        let _ = match &step.kind {
            StepKind::Name(name) if at == 0 => write!(out, "{name}"),
            StepKind::Name(name) => write!(out, ".{name}"),
            // A key belongs to something that has a name.
            StepKind::Key(key) if at > 1 => write!(out, "[{key:?}]"),
            _ => return None,
        };
    }
    let is_use = matches!(
        steps.get(..2)?,
        [
            Step {
                kind: StepKind::Name(_),
                ..
            },
            Step {
                kind: StepKind::Name(_),
                ..
            }
        ]
    );
    is_use.then_some(out)
}

/// Where the steps of an address or a path to a property begin, but for the first: at each `.` and
/// `[` that is in no quotes.
fn ends(text: &str) -> impl Iterator<Item = usize> {
    let (mut quote, mut is_escaped) = (None, false);
    let ends = text.bytes().enumerate().filter(move |(_, byte)| {
        match (quote, byte) {
            (None, b'.' | b'[') => return true,
            (None, b'"' | b'\'') => quote = Some(*byte),
            (None, _) => {}
            (Some(_), _) if is_escaped => is_escaped = false,
            (Some(_), b'\\') => is_escaped = true,
            (Some(open), _) if open == *byte => quote = None,
            (Some(_), _) => {}
        }
        false
    });
    ends.map(|(at, _)| at)
}

/// What of a path to a property is its first step.
pub fn first_step(path: &str) -> &str {
    ends(path).next().map_or(path, |end| &path[..end])
}

/// The use at the top level that an address belongs to: its kind and name.
pub fn root_of(address: &str) -> &str {
    ends(address).nth(1).map_or(address, |end| &address[..end])
}

/// What of an address is a use at the top level: kind and name, and the key where the use has
/// elements.
pub fn use_of(address: &str) -> &str {
    let mut ends = ends(address).skip(1);
    let end = ends.next().filter(|end| !address[*end..].starts_with('['));
    end.or_else(|| ends.next())
        .map_or(address, |end| &address[..end])
}

/// Every address that an address is inside of, itself included, from the outside.
pub fn around(address: &str) -> impl Iterator<Item = &str> {
    let ends = ends(address).chain([address.len()]);
    ends.map(|end| &address[..end])
}

/// What follows `prefix` in an address, if it is that address or one below it.
pub fn below<'s>(address: &'s str, prefix: &str) -> Option<&'s str> {
    let rest = address.strip_prefix(prefix)?;
    (rest.is_empty() || rest.starts_with(['.', '['])).then_some(rest)
}

/// The steps of an address as they are written, and the keys among them as what they stand for.
fn written_steps(address: &str) -> impl Iterator<Item = (&str, Option<String>)> {
    let ends = ends(address).chain([address.len()]);
    ends.scan(0, move |from, end| {
        let step = &address[std::mem::replace(from, end)..end];
        let is_key = step.starts_with("[\"") || step.starts_with("['");
        let key = is_key.then(|| Reader { text: step, at: 1 }.quoted().ok());
        Some((step, key.flatten()))
    })
}

/// The keys of an address, as what they stand for.
pub fn keys(address: &str) -> impl Iterator<Item = String> {
    written_steps(address).filter_map(|(_, key)| key)
}

/// An address of the compiler's with other keys; none if `other` knows none for any of them.
pub fn with_keys(address: &str, mut other: impl FnMut(&str) -> Option<String>) -> Option<String> {
    let (mut out, mut is_other) = (String::with_capacity(address.len()), false);
    for (step, key) in written_steps(address) {
        let Some(key) = key.and_then(|key| other(&key)) else {
            out.push_str(step);
            continue;
        };
        is_other = true;
        // Writing to a `String` cannot fail.
        let _ = write!(out, "[{key:?}]");
    }
    is_other.then_some(out)
}

/// An address of the compiler's as it stands between the quotes of a text of the language:
/// `network.main.app['a']`, `service.api.to['silo.tenant[\"a\"].sql']`.
pub fn pasted(address: &str) -> String {
    let written = match parse(address) {
        Ok(steps) => text(steps.iter().map(|step| &step.kind)),
        Err(_) => address.to_owned(),
    };
    let written = written.replace('\\', r"\\").replace('"', r#"\""#);
    written.replace("${", "$${").replace("%{", "%%{")
}

/// A text in quotes that it does not hold itself, if there are such.
fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') { '"' } else { '\'' };
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            _ if character == quote => out.extend(['\\', quote]),
            control if control.is_control() => out.extend(control.escape_debug()),
            other => out.push(other),
        }
    }
    out.push(quote);
    out
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn wants(&self, wanted: &'static str) -> NoPath {
        NoPath {
            at: self.at,
            wanted,
        }
    }

    fn skip_spaces(&mut self) {
        while self.next() == Some(b' ') {
            self.at += 1;
        }
    }

    fn take(&mut self, word: &'static str, wanted: &'static str) -> Result<(), NoPath> {
        self.skip_spaces();
        if !self.text[self.at..].starts_with(word) {
            return Err(self.wants(wanted));
        }
        self.at += word.len();
        Ok(())
    }

    /// A name: what properties may be called, `-`, `:` and `$` of maps left to `['...']`.
    fn name(&mut self) -> Result<String, NoPath> {
        self.skip_spaces();
        let rest = &self.text[self.at..];
        let end = rest
            .find(|character: char| !character.is_ascii_alphanumeric() && character != '_')
            .unwrap_or(rest.len());
        if end == 0 || rest.starts_with(|first: char| first.is_ascii_digit()) {
            return Err(self.wants("a name"));
        }
        self.at += end;
        Ok(rest[..end].to_owned())
    }

    fn bracket(&mut self) -> Result<StepKind, NoPath> {
        self.at += 1;
        self.skip_spaces();
        let kind = match self.next() {
            Some(b'*') => {
                self.at += 1;
                StepKind::All
            }
            Some(b'"' | b'\'') => StepKind::Key(self.quoted()?),
            Some(b'0'..=b'9' | b'-') => StepKind::Position(self.number()?.to_string()),
            _ => StepKind::Where(self.fields()?),
        };
        self.take("]", "`]`")?;
        Ok(kind)
    }

    fn fields(&mut self) -> Result<Vec<(String, Scalar)>, NoPath> {
        let mut fields = Vec::new();
        loop {
            let name = self.name()?;
            self.take("==", "`==`")?;
            self.skip_spaces();
            fields.push((name, self.scalar()?));
            self.skip_spaces();
            if self.next() == Some(b']') {
                return Ok(fields);
            }
            self.take("&&", "`]`")?;
        }
    }

    fn scalar(&mut self) -> Result<Scalar, NoPath> {
        match self.next() {
            Some(b'"' | b'\'') => Ok(Scalar::Text(self.quoted()?)),
            Some(b'0'..=b'9' | b'-') => Ok(Scalar::Int(self.number()?)),
            _ => {
                let start = self.at;
                match self.name().as_deref() {
                    Ok("true") => Ok(Scalar::Bool(true)),
                    Ok("false") => Ok(Scalar::Bool(false)),
                    _ => Err(NoPath {
                        at: start,
                        wanted: "a text in quotes, a whole number, `true` or `false`",
                    }),
                }
            }
        }
    }

    /// A text in quotes, with what its escapes stand for: those in which addresses are written.
    fn quoted(&mut self) -> Result<String, NoPath> {
        let open = self.at;
        let quote = self.next().map(char::from);
        let mut characters = self.text[open + 1..].char_indices();
        let mut text = String::new();
        while let Some((at, character)) = characters.next() {
            if Some(character) == quote {
                self.at = open + 1 + at + 1;
                return Ok(text);
            }
            if character != '\\' {
                text.push(character);
                continue;
            }
            let no_escape = NoPath {
                at: open + 1 + at,
                wanted: "`\\\\` for a backslash",
            };
            let escape = characters.next().map(|(_, escape)| escape);
            text.push(match escape {
                Some('n') => '\n',
                Some('r') => '\r',
                Some('t') => '\t',
                Some('0') => '\0',
                Some('u') => {
                    let rest = characters.as_str().strip_prefix('{');
                    let digits = rest.and_then(|rest| rest.split_once('}'));
                    let (digits, rest) = digits.ok_or(no_escape)?;
                    let number = u32::from_str_radix(digits, 16).ok();
                    let read = characters.as_str().len() - rest.len();
                    // All of it is ASCII: as many characters as bytes.
                    characters.nth(read - 1);
                    number.and_then(char::from_u32).ok_or(no_escape)?
                }
                Some(itself @ ('\\' | '\'' | '"')) => itself,
                _ => return Err(no_escape),
            });
        }
        Err(self.wants("a text whose quotes are closed"))
    }

    fn number(&mut self) -> Result<i64, NoPath> {
        let rest = &self.text[self.at..];
        let end = rest
            .find(|character: char| !character.is_ascii_digit() && character != '-')
            .unwrap_or(rest.len());
        let number = rest[..end].parse().map_err(|_| self.wants("a number"))?;
        self.at += end;
        Ok(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_written_the_same() {
        for path in [
            "main.VisibilityTimeout",
            "aurora.cluster.BackupRetentionPeriod",
            "app['a'].CidrBlock",
            "app[*].CidrBlock",
            "ContainerDefinitions[Name == 'main'].Environment[Name == 'X'].Value",
            "Rules[Port == 443 && Public == true]",
            "Policies[\"it's\"]",
        ] {
            let steps = parse(path).unwrap();
            assert_eq!(text(steps.iter().map(|step| &step.kind)), path);
        }
        let double = parse(r#"Environment[Name=="X"].Value"#).unwrap();
        let kinds = double.iter().map(|step| &step.kind);
        assert_eq!(text(kinds), "Environment[Name == 'X'].Value");
        assert_eq!(double[1].range, 11..22);
        assert_eq!(double[2].range, 23..28);
    }

    #[test]
    fn what_is_no_path_says_where() {
        let wanted = |text: &str| parse(text).map_err(|no_path| (no_path.at, no_path.wanted));
        assert_eq!(wanted(""), Err((0, "a name")));
        assert_eq!(wanted("a."), Err((2, "a name")));
        assert_eq!(wanted("[0]"), Err((0, "a name")));
        assert_eq!(wanted("a b"), Err((1, "`.` or `[`")));
        assert_eq!(wanted("a[Name = 'x']"), Err((7, "`==`")));
        assert_eq!(wanted("a['x"), Err((2, "a text whose quotes are closed")));
        assert_eq!(wanted("a[Name == 'x'"), Err((13, "`]`")));
        assert_eq!(wanted("a[é]"), Err((2, "a name")));
        let deep = "a.".repeat(1000);
        assert!(parse(&deep[..127]).is_ok());
        assert_eq!(wanted(&deep), Err((127, "the end, behind 64 steps")));
    }

    #[test]
    fn an_address_begins_with_a_use_or_an_element_of_one() {
        for (address, of) in [
            ("queue.mail", "queue.mail"),
            ("queue.mail.dead", "queue.mail"),
            ("queue.mail[\"a\"]", "queue.mail[\"a\"]"),
            ("queue.mail[\"a.b]\"].dead[\"c\"]", "queue.mail[\"a.b]\"]"),
            (
                r#"queue.mail["a\"].b\\"].dead"#,
                r#"queue.mail["a\"].b\\"]"#,
            ),
            ("queue.mail.dead[\"a\"]", "queue.mail"),
        ] {
            assert_eq!(use_of(address), of);
        }
    }

    #[test]
    fn what_stands_in_quotes_does_not_end_a_step() {
        assert_eq!(root_of("queue.mail"), "queue.mail");
        assert_eq!(root_of("queue.mail.main[\"a.b\"]"), "queue.mail");
        assert_eq!(root_of("queue.mail[\"a.b\"].main"), "queue.mail");
        assert_eq!(root_of("queue"), "queue");
        let all: Vec<_> = around("queue.mail[\"a.b[\"].main").collect();
        let last = "queue.mail[\"a.b[\"].main";
        let element = "queue.mail[\"a.b[\"]";
        assert_eq!(all, ["queue", "queue.mail", element, last]);
        assert_eq!(below("queue.mail[\"a\"]", "queue.mail"), Some("[\"a\"]"));
        assert_eq!(below("queue.mails", "queue.mail"), None);
        assert_eq!(first_step("Tags[Key == 'a.b'].Value"), "Tags");
    }

    #[test]
    fn keys_are_read_and_given_others() {
        let address = r#"service.api.to["silo.t[\"a\"].sql"].in["b"]"#;
        let all: Vec<_> = keys(address).collect();
        assert_eq!(all, [r#"silo.t["a"].sql"#, "b"]);
        let other = with_keys(address, |key| {
            with_keys(key, |inner| (inner == "a").then(|| "it's".to_owned()))
        });
        let wanted = r#"service.api.to["silo.t[\"it's\"].sql"].in["b"]"#;
        assert_eq!(other.as_deref(), Some(wanted));
        assert_eq!(with_keys(address, |_| None), None);
        assert_eq!(keys("queue.mail").count(), 0);
    }

    #[test]
    fn escapes_are_undone_and_written_again() {
        for key in [
            "a.b",
            "it's",
            "\"",
            "'\"",
            "\\",
            "\\n",
            "a\nb\t\r\0",
            "e\u{301}",
            "\u{1}",
            "é",
        ] {
            let written = format!("queue.mail[{key:?}].main");
            let steps = parse(&written).unwrap();
            assert_eq!(steps[2].kind, StepKind::Key(key.to_owned()));
            assert_eq!(steps[3].range, written.len() - 4..written.len());
            let single = text(steps.iter().map(|step| &step.kind));
            assert_eq!(parse(&single).unwrap()[2].kind, steps[2].kind);
            assert_eq!(address(&single), Some(written));
        }
        let wanted = |text: &str| parse(text).map_err(|no_path| no_path.at);
        assert_eq!(wanted(r"a['b\c']"), Err(4));
        assert_eq!(wanted(r"a['\u{110000}']"), Err(3));
        assert_eq!(wanted(r"a['\u{é"), Err(3));
        assert_eq!(wanted(r"a['b\'"), Err(2));
    }

    #[test]
    fn addresses_have_a_kind_and_a_name() {
        let same = |text| address(text).as_deref() == Some(text);
        assert!(same("queue.mail"));
        assert!(same("network.main.app[\"a.b\"].subnet"));
        assert_eq!(address("n.m.app['a']").unwrap(), "n.m.app[\"a\"]");
        assert_eq!(pasted("n.m.app[\"a.b\"].c"), "n.m.app['a.b'].c");
        assert_eq!(pasted("the old queue"), "the old queue");
        for text in [
            "queue",
            "queue.",
            "queue['a'].b",
            "the old queue",
            "a.b[*]",
            "a.b[0]",
        ] {
            assert_eq!(address(text), None, "{text}");
        }
    }
}
