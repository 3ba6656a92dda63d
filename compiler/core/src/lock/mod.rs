//! `outrigger.lock`: what must not change because something else did. One sorted line an entry, a
//! section for each environment, so that git merges it. In: the text. Goes out: a [`Lock`] for one
//! environment, and text again. Equal content is equal bytes.

pub mod moves;

use std::collections::BTreeSet;
use std::fmt::{Display, Write as _};

use rustc_hash::FxHashMap;

use crate::diag::{Diagnostics, codes};
use crate::imports::{OF_ALL, Pins};
use crate::names::{Names, Symbol};
use crate::source::{FileId, Sources, Span};
use crate::types::program::UnitName;

/// The name of the file, in the app's folder.
pub const FILE_NAME: &str = "outrigger.lock";

const HEADER: &str = "# What must not change because something else did. Written by `outrigger build`; commit it.\nversion 1\n";

/// About how many bytes an entry has.
const LINE: usize = 64;

/// Why a line cannot be read that is no entry.
const UNKNOWN: &str = "it is not an entry that this version knows";

/// Which stack a use stands in, at a site.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct PlaceKey {
    /// The use's address.
    pub address: Symbol,
    /// The site: a region, behind the account's name where that is not the main one.
    pub site: Symbol,
    /// Which of the site's units.
    pub unit: UnitName,
}

/// The entries of one environment, and those of the others as they were.
#[derive(Default, Debug)]
pub struct Lock {
    /// Logical ids that do not come from the address: address, id.
    pub pins: FxHashMap<Symbol, Symbol>,
    /// Where what has a single writer lives: address, region.
    pub homes: FxHashMap<Symbol, Symbol>,
    /// Stacks: the number of the stack of its unit, from 1.
    pub places: FxHashMap<PlaceKey, u32>,
    /// Numbers in shared spaces: space and address.
    pub numbers: FxHashMap<(Symbol, Symbol), i64>,
    /// The commits of imports, for all environments.
    pub imports: Pins,
    others: BTreeSet<String>,
}

impl Lock {
    /// Reads the file's text for an environment.
    pub fn read(
        sources: &Sources,
        file: FileId,
        environment: &str,
        names: &Names,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut lock = Self::default();
        let mut seen = Seen::default();
        let base = sources.base(file);
        let text = &sources.file(file).text;
        let mut at = 0;
        let mut version = None;
        for line in text.split_inclusive('\n') {
            let trimmed = line.trim_end();
            let span = Span {
                start: base + at as u32,
                end: base + (at + trimmed.len()) as u32,
            };
            at += line.len();
            if trimmed.is_empty() || trimmed.starts_with('#') {
                continue;
            }
            if let Some(found) = trimmed.strip_prefix("version ") {
                version = Some(found.to_owned());
                if found != "1" {
                    diagnostics.push(codes::stacks::lock_version(span, found));
                    return lock;
                }
                continue;
            }
            lock.line(trimmed, span, environment, names, &mut seen, diagnostics);
        }
        if version.is_none() && at > 0 {
            diagnostics.push(codes::stacks::lock_line(
                Span {
                    start: base,
                    end: base,
                },
                "`version 1` is missing",
            ));
        }
        lock
    }

    fn line<'a>(
        &mut self,
        line: &'a str,
        span: Span,
        environment: &str,
        names: &Names,
        seen: &mut Seen<'a>,
        diagnostics: &mut Diagnostics,
    ) {
        if line.starts_with(OF_ALL) {
            self.line_of_all(line, span, seen, diagnostics);
            return;
        }
        let Some(entry) = Entry::read(line) else {
            diagnostics.push(codes::stacks::lock_line(span, UNKNOWN));
            return;
        };
        if let Some(first) = seen.keys.insert(entry.key, span) {
            diagnostics.push(codes::stacks::lock_duplicate(span, first, entry.key));
            return;
        }
        if entry.environment != environment {
            self.others.insert(line.to_owned());
            return;
        }
        let (address, value) = (names.intern(entry.address), names.intern(entry.value));
        match entry.kind {
            Kind::Pin => {
                self.pins.insert(address, value);
            }
            Kind::Home => {
                self.homes.insert(address, value);
            }
            Kind::Number { space } => match entry.value.parse() {
                Ok(number @ 1..) => {
                    let space = names.intern(space);
                    // A number belongs to one address: two branches may have taken the same.
                    let owner = *seen.numbers.entry((space, number)).or_insert(address);
                    if owner != address {
                        let (space, owner) = (names.text(space), names.text(owner));
                        diagnostics.push(codes::stacks::number_twice(span, space, number, owner));
                    }
                    self.numbers.insert((space, address), number);
                }
                _ => diagnostics.push(codes::stacks::lock_line(span, "numbers begin with 1")),
            },
            Kind::Place { site, unit } => match entry.value.parse() {
                Ok(number @ 1..) => {
                    self.places.insert(
                        PlaceKey {
                            address,
                            site: names.intern(site),
                            unit,
                        },
                        number,
                    );
                }
                _ => diagnostics.push(codes::stacks::lock_line(span, "stacks are numbered from 1")),
            },
        }
    }

    /// What is said of all environments; it stays as it is.
    fn line_of_all<'a>(
        &mut self,
        line: &'a str,
        span: Span,
        seen: &mut Seen<'a>,
        diagnostics: &mut Diagnostics,
    ) {
        let Some(key) = self.imports.line(line) else {
            diagnostics.push(codes::stacks::lock_line(span, UNKNOWN));
            return;
        };
        if let Some(first) = seen.keys.insert(key, span) {
            diagnostics.push(codes::stacks::lock_duplicate(span, first, key));
            return;
        }
        self.others.insert(line.to_owned());
    }

    /// The file's text, with this environment's entries in place of its old ones.
    pub fn text(&self, environment: &str, names: &Names) -> String {
        let mut lines: Vec<String> = self.others.iter().cloned().collect();
        let text = |symbol: &Symbol| names.text(*symbol);
        let mut line = |words: &[&str], number: &dyn Display| {
            let mut line = String::with_capacity(LINE);
            for word in [environment].iter().chain(words) {
                line.push_str(word);
                line.push(' ');
            }
            // Writing to a `String` cannot fail.
            let _ = write!(line, "{number}");
            lines.push(line);
        };
        for (address, id) in &self.pins {
            line(&["pin", text(address)], &text(id));
        }
        for (address, region) in &self.homes {
            line(&["home", text(address)], &text(region));
        }
        for ((space, address), number) in &self.numbers {
            line(&["number", text(space), text(address)], number);
        }
        for (key, number) in &self.places {
            let words = [
                "place",
                text(&key.address),
                text(&key.site),
                key.unit.name(),
            ];
            line(&words, number);
        }
        written(lines)
    }

    /// An empty lock that keeps what others have.
    #[must_use]
    pub fn successor(&self) -> Self {
        Self {
            others: self.others.clone(),
            ..Self::default()
        }
    }
}

/// The text of a lock, with other pins of imports in place of its own.
pub fn with_imports(text: &str, pins: &Pins) -> String {
    let is_kept = |line: &&str| {
        let is_entry = !line.is_empty() && !line.starts_with('#') && !line.starts_with("version ");
        is_entry && !line.starts_with(OF_ALL)
    };
    let kept = text.lines().map(str::trim_end).filter(is_kept);
    written(kept.map(str::to_owned).chain(pins.lines()).collect())
}

fn written(mut lines: Vec<String>) -> String {
    lines.sort_unstable();
    let mut text = String::from(HEADER);
    for line in lines {
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "{line}");
    }
    text
}

/// What was read of the file so far.
#[derive(Default)]
struct Seen<'a> {
    /// Where each key stands.
    keys: FxHashMap<&'a str, Span>,
    /// Whose a number of a space is.
    numbers: FxHashMap<(Symbol, i64), Symbol>,
}

/// One line of the file. An address may hold spaces, inside the quotes of a key.
struct Entry<'a> {
    environment: &'a str,
    kind: Kind<'a>,
    address: &'a str,
    value: &'a str,
    /// All but the value.
    key: &'a str,
}

enum Kind<'a> {
    Pin,
    Home,
    Number { space: &'a str },
    Place { site: &'a str, unit: UnitName },
}

impl<'a> Entry<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let (key, value) = line.rsplit_once(' ')?;
        let (environment, rest) = key.split_once(' ')?;
        let (word, address) = rest.split_once(' ')?;
        let (kind, address) = match word {
            "pin" => (Kind::Pin, address),
            "home" => (Kind::Home, address),
            "number" => {
                let (space, address) = address.split_once(' ')?;
                (Kind::Number { space }, address)
            }
            "place" => {
                let (rest, name) = address.rsplit_once(' ')?;
                let (address, site) = rest.rsplit_once(' ')?;
                (
                    Kind::Place {
                        site,
                        unit: unit(name)?,
                    },
                    address,
                )
            }
            _ => return None,
        };
        Some(Self {
            environment,
            kind,
            address,
            value,
            key,
        })
    }
}

fn unit(word: &str) -> Option<UnitName> {
    [UnitName::Network, UnitName::Data, UnitName::App]
        .into_iter()
        .find(|unit| unit.name() == word)
}
