//! What the `app` block wants of every resource: properties by their type, and names. Which types
//! carry what stands in `stdlib/data/everywhere.json`; what a resource says itself wins.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::diag::codes;
use crate::digest;
use crate::interpret::{APP, Machine};
use crate::names::Symbol;
use crate::source::Span;
use crate::types::program::{At, SlotId};
use crate::value::{Address, ObjectId, SiteId, Value};

use super::trace::trace;

/// The input of the `app` block with the pattern of names.
const NAMING: &str = "naming";

/// How many hex digits of a hash stand in for what is cut off or cannot be read back.
const HASH_DIGITS: usize = 6;

/// The data of `everywhere.json`.
#[derive(Deserialize)]
pub struct Everywhere {
    properties: Vec<Wanted>,
    tags: BTreeMap<String, BTreeMap<String, bool>>,
    names: BTreeMap<String, Nameable>,
}

#[derive(Deserialize)]
struct Wanted {
    /// The input of the `app` block, and the field in it: `iam.path`.
    input: String,
    property: String,
    types: Vec<String>,
}

/// A type whose resources may be named without harm: nothing but its name (and path) forces a
/// replacement, so the name is never in the way of its successor.
#[derive(Deserialize, Clone, Debug)]
struct Nameable {
    property: String,
    most: usize,
    unique: Unique,
}

/// Within what names of a type are unique.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "lowercase")]
enum Unique {
    Region,
    Account,
}

impl Everywhere {
    /// Reads the file. Its form is part of the compiler, so a fault in it is a bug of ours.
    pub fn read(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// What tags of a type have beside key and value.
    pub(super) fn of_tags(&self, type_name: &str) -> impl Iterator<Item = (&str, bool)> {
        let more = self.tags.get(type_name).into_iter().flatten();
        more.map(|(name, value)| (name.as_str(), *value))
    }
}

/// A resource that is being made.
#[derive(Clone, Copy)]
pub(super) struct Made {
    pub type_name: Symbol,
    pub address: Address,
    pub site: SiteId,
    pub at: At,
}

/// What this app wants of every resource.
#[derive(Default)]
pub(super) struct Wishes {
    properties: FxHashMap<Symbol, Vec<(Symbol, Value)>>,
    naming: Option<Naming>,
}

/// How resources are named that nobody names.
struct Naming {
    pieces: Vec<Piece>,
    has_region: bool,
    nameable: FxHashMap<Symbol, (Symbol, Nameable)>,
}

/// A piece of a pattern.
enum Piece {
    Text(String),
    Region,
    Name,
}

impl Wishes {
    /// What the `app` block says.
    pub fn of_app(machine: &mut Machine<'_>, data: &Everywhere) -> Self {
        let names = machine.heap.names;
        let mut wishes = Self::default();
        for wanted in &data.properties {
            let Some((value, span)) = said(machine, &wanted.input) else {
                continue;
            };
            let property = names.intern(&wanted.property);
            machine.everywhere.insert(property, span);
            for type_name in &wanted.types {
                let of_type = wishes.properties.entry(names.intern(type_name));
                of_type.or_default().push((property, value));
            }
        }
        if let Some((Value::Text(pattern), span)) = said(machine, NAMING) {
            wishes.naming = Naming::read(machine, names.text(pattern), span, data);
        }
        wishes
    }

    /// The properties with what the app wants added.
    pub fn add(&self, machine: &Machine<'_>, made: Made, properties: ObjectId) -> ObjectId {
        let store = machine.heap.store;
        let wanted = self.properties.get(&made.type_name);
        let named = self
            .naming
            .as_ref()
            .and_then(|naming| naming.of(machine, made));
        if wanted.is_none() && named.is_none() {
            return properties;
        }
        let own = |property| store.field(properties, property);
        let is_unset = |property: Symbol| matches!(own(property), None | Some(Value::Null));
        let more: Vec<_> = wanted
            .into_iter()
            .flatten()
            .copied()
            .chain(named)
            .filter(|(property, _)| is_unset(*property))
            .collect();
        if more.is_empty() {
            return properties;
        }
        let mut fields = store.fields(properties).to_vec();
        fields.extend(more);
        store.object_of(machine.heap.names, fields)
    }
}

impl Naming {
    fn read(
        machine: &mut Machine<'_>,
        pattern: &str,
        span: Span,
        data: &Everywhere,
    ) -> Option<Self> {
        let names = machine.heap.names;
        let header = &machine.program.header;
        let mut pieces = Vec::new();
        let mut rest = pattern;
        while let Some((before, behind)) = rest.split_once('{') {
            let Some((word, after)) = behind.split_once('}') else {
                break;
            };
            pieces.push(Piece::Text(before.to_owned()));
            pieces.push(match word {
                "app" => Piece::Text(names.text(header.name).to_owned()),
                "environment" => Piece::Text(names.text(header.environment).to_owned()),
                "region" => Piece::Region,
                "name" => Piece::Name,
                other => {
                    let wrong = codes::given::unknown_piece(span, other);
                    machine.diagnostics.push(wrong);
                    return None;
                }
            });
            rest = after;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        if !pieces.iter().any(|piece| matches!(piece, Piece::Name)) {
            machine.diagnostics.push(codes::given::no_name(span));
            return None;
        }
        let has_region = pieces.iter().any(|piece| matches!(piece, Piece::Region));
        let mut nameable = FxHashMap::default();
        for (type_name, one) in &data.names {
            let property = names.intern(&one.property);
            machine.everywhere.insert(property, span);
            nameable.insert(names.intern(type_name), (property, one.clone()));
        }
        Some(Self {
            pieces,
            has_region,
            nameable,
        })
    }

    fn of(&self, machine: &Machine<'_>, made: Made) -> Option<(Symbol, Value)> {
        let (property, nameable) = self.nameable.get(&made.type_name)?;
        let heap = machine.heap;
        let address = heap.store.address_text(heap.names, made.address);
        let region = machine.region(made.site);
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(piece) => text.push_str(piece),
                Piece::Region => text.push_str(region),
                Piece::Name => text.push_str(&word(&address)),
            }
        }
        // One of the same name in each region of an account: always apart, so that a region more
        // renames nothing.
        let stands_in_each = matches!(made.at, At::Each | At::Others);
        if nameable.unique == Unique::Account && stands_in_each && !self.has_region {
            text.push('-');
            text.push_str(region);
        }
        let text = within(text, nameable.most);
        Some((*property, Value::Text(heap.names.intern(&text))))
    }
}

/// An address as a word of letters, digits and hyphens; with digits of its hash where it could be
/// another's as well.
fn word(address: &str) -> String {
    let mut word: String = address
        .chars()
        .map(|one| {
            if one.is_ascii_alphanumeric() {
                one
            } else {
                '-'
            }
        })
        .collect();
    if address.contains(|one: char| one != '.' && !one.is_ascii_alphanumeric()) {
        word = format!("{}-{}", word.trim_end_matches('-'), hash(address));
    }
    word
}

/// A text of so many characters at most: what is cut off is in the hash.
fn within(text: String, most: usize) -> String {
    if text.chars().count() <= most {
        return text;
    }
    let kept: String = text.chars().take(most - HASH_DIGITS - 1).collect();
    format!("{}-{}", kept.trim_end_matches('-'), hash(&text))
}

fn hash(text: &str) -> String {
    digest::sha256_start(text, HASH_DIGITS)
}

/// What a field of the `app` block is, at home, and where that is written; none if it is not.
fn said(machine: &mut Machine<'_>, path: &str) -> Option<(Value, Span)> {
    let mut steps = path.split('.');
    let input = steps.next()?;
    let mut value = machine.of_app(input)?;
    let heap = machine.heap;
    let fields: Vec<Symbol> = steps.map(|step| heap.names.intern(step)).collect();
    for field in &fields {
        value = match value {
            Value::Object(object) => heap.store.field(object, *field)?,
            _ => return None,
        };
    }
    if value == Value::Null {
        return None;
    }
    Some((value, written(machine, input, &fields)?))
}

/// Where a field of the `app` block is written.
pub(super) fn written(machine: &mut Machine<'_>, input: &str, fields: &[Symbol]) -> Option<Span> {
    let input = machine.heap.names.intern(input);
    let mut slots = machine.component(APP).slots.iter();
    let slot = slots.position(|slot| slot.name.name == input)?;
    let frame = machine.frame_at(APP, machine.sites.home());
    let (ir, _, scope) = machine.argument(frame, SlotId(slot as u32))?;
    Some(trace(machine, ir, scope.frame, fields, false).place())
}

#[cfg(test)]
mod tests {
    use super::{within, word};

    #[test]
    fn an_address_is_a_word_that_no_other_address_is() {
        assert_eq!(word("service.api.run"), "service-api-run");
        let (a, b) = (word("service.my_api"), word("service.my.api"));
        assert_eq!(b, "service-my-api");
        assert!(
            a.starts_with("service-my-api-") && a.len() == b.len() + 7,
            "{a}"
        );
        assert_ne!(
            word(r#"network.main.app["a"]"#),
            word(r#"network.main.app["A"]"#)
        );
    }

    #[test]
    fn a_long_name_is_cut_and_keeps_apart_what_was_apart() {
        let (a, b) = ("a".repeat(70) + "x", "a".repeat(70) + "y");
        let (a, b) = (within(a, 64), within(b, 64));
        assert_eq!((a.len(), b.len()), (64, 64));
        assert_ne!(a, b);
        assert_eq!(within("short".into(), 64), "short");
    }
}
