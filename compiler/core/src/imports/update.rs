//! Asks repositories again: what each import stands for now. The only place that looks at tags.

use std::collections::BTreeMap;

use super::block::Import;
use super::location::GitFolder;
use super::pins::{ContentHash, Pin, PinKey, Pins};
use super::requirement::{Requirement, Tag, version};
use super::{Imports, Outside, Pinning, Tables, Walk};
use crate::diag::{Diagnostic, codes};
use crate::syntax::tree::Tree;

/// An update under way: over all environments, each import is resolved once.
pub struct Updating<'a> {
    locked: &'a Pins,
    /// The import that is asked for; none for all.
    only: Option<&'a str>,
    outside: &'a dyn Outside,
    tags: BTreeMap<String, Vec<Tag>>,
    found: Pins,
    names: BTreeMap<PinKey, String>,
}

/// What an update changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// The import, as the app reaches it: `acme`, or `acme.base`; the source where nothing imports
    /// it any more.
    pub name: String,
    /// What it was; none if it is new.
    pub was: Option<Pin>,
    /// What it is; none if it is gone.
    pub is: Option<Pin>,
}

impl<'a> Updating<'a> {
    /// Nothing is resolved yet.
    pub fn new(locked: &'a Pins, only: Option<&'a str>, outside: &'a dyn Outside) -> Self {
        Self {
            locked,
            only,
            outside,
            tags: BTreeMap::new(),
            found: Pins::default(),
            names: BTreeMap::new(),
        }
    }

    /// Goes through everything that the trees import.
    pub fn walk(&mut self, trees: &[Tree], tables: Tables<'_>) -> Imports {
        let outside = self.outside;
        Walk::new(self, outside, tables).run(trees)
    }

    /// The pins that were found, and the imports that they belong to.
    pub fn into_pins(self) -> (Pins, BTreeMap<PinKey, String>) {
        (self.found, self.names)
    }

    fn resolve(
        &mut self,
        import: &Import,
        folder: &GitFolder,
        name: &str,
    ) -> Result<Pin, Diagnostic> {
        let (span, remote) = (import.asks, &folder.remote);
        let (tag, commit) = match &folder.requirement {
            Requirement::Commit(commit) => (None, commit.clone()),
            Requirement::Tag(wanted) => {
                let tags = self.tags(import, remote, name)?;
                let found = tags.iter().find(|tag| tag.name == *wanted);
                let found =
                    found.ok_or_else(|| codes::imports::no_tag(span, wanted, &newest(tags)))?;
                (Some(found.name.clone()), found.commit.clone())
            }
            Requirement::Version(constraint) => {
                let tags = self.tags(import, remote, name)?;
                let found = constraint.newest(tags);
                let found = found.ok_or_else(|| {
                    codes::imports::no_tag(span, constraint.text(), &newest(tags))
                })?;
                (Some(found.name.clone()), found.commit.clone())
            }
        };
        let is_moved = |pin: &&Pin| tag.is_some() && pin.tag == tag && pin.commit != commit;
        if let Some(was) = self.locked.of_remote(remote).find(is_moved) {
            let tag = tag.unwrap_or_default();
            return Err(codes::imports::tag_moved(span, &tag, &was.commit, &commit));
        }
        // What is known of this very commit must still be so.
        let known = self.locked.get(folder).filter(|pin| pin.commit == commit);
        let hash = known.and_then(|pin| pin.hash.clone());
        Ok(Pin { tag, commit, hash })
    }

    fn tags(&mut self, import: &Import, remote: &str, name: &str) -> Result<&[Tag], Diagnostic> {
        if !self.tags.contains_key(remote) {
            let tags = self.outside.tags(remote).map_err(|unread| {
                codes::imports::unread(import.source, name, &unread.why, unread.help)
            })?;
            self.tags.insert(remote.to_owned(), tags);
        }
        Ok(self.tags.get(remote).map_or(&[], Vec::as_slice))
    }
}

impl Pinning for Updating<'_> {
    fn pin(&mut self, import: &Import, folder: &GitFolder, name: &str) -> Result<Pin, Diagnostic> {
        if let Some(found) = self.found.get(folder) {
            return Ok(found.clone());
        }
        let is_asked_for = self.only.is_none_or(|only| only == name);
        match self.locked.get(folder) {
            Some(pin) if !is_asked_for => Ok(pin.clone()),
            _ => self.resolve(import, folder, name),
        }
    }

    fn read(&mut self, path: &str, folder: &GitFolder, pin: &Pin, hash: &ContentHash) {
        let pin = Pin {
            hash: Some(hash.clone()),
            ..pin.clone()
        };
        let key = self.found.insert(folder, pin);
        self.names.entry(key).or_insert_with(|| path.to_owned());
    }
}

/// The newest versions that there are, for messages; else the last names.
fn newest(tags: &[Tag]) -> Vec<&str> {
    const SHOWN: usize = 5;
    let mut sorted: Vec<&str> = tags.iter().map(|tag| tag.name.as_str()).collect();
    sorted.sort_by(|a, b| (version(b), b).cmp(&(version(a), a)));
    sorted.truncate(SHOWN);
    sorted
}

/// What is different between what was locked and what was found.
pub fn changes(was: &Pins, is: &Pins, names: &BTreeMap<PinKey, String>) -> Vec<Change> {
    let (old, new): (BTreeMap<_, _>, BTreeMap<_, _>) = (was.iter().collect(), is.iter().collect());
    let mut gone: Vec<(&PinKey, &Pin)> = old
        .iter()
        .filter(|(key, _)| !new.contains_key(*key))
        .map(|(key, pin)| (*key, *pin))
        .collect();
    let mut changes = Vec::new();
    for (key, pin) in new {
        // Another requirement of the same source is the same import, changed.
        let before = old.get(key).copied().or_else(|| {
            let at = gone
                .iter()
                .position(|(other, _)| other.source == key.source)?;
            Some(gone.remove(at).1)
        });
        if before != Some(pin) {
            changes.push(Change {
                name: names.get(key).unwrap_or(&key.source).clone(),
                was: before.cloned(),
                is: Some(pin.clone()),
            });
        }
    }
    changes.extend(gone.into_iter().map(|(key, pin)| Change {
        name: key.source.clone(),
        was: Some(pin.clone()),
        is: None,
    }));
    changes.sort_by(|a, b| a.name.cmp(&b.name));
    changes
}
