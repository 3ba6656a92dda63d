//! What the lock says of imports: which commit an import's requirement stands for, and what its
//! folder holds there. One line for each folder and requirement, for all environments.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::location::GitFolder;
use super::requirement::{Requirement, is_commit, is_tag};
use crate::{SourceText, digest};

/// How lines begin that are about all environments; no environment can be called so.
pub const OF_ALL: &str = "*";

/// A commit that an import was resolved to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pin {
    /// The tag; none if the import names a commit.
    pub tag: Option<String>,
    /// The commit's full name.
    pub commit: String,
    /// The hash of the folder's sources; none while it is being resolved.
    pub hash: Option<ContentHash>,
}

impl Pin {
    /// The tag, or the beginning of the commit.
    pub fn shown(&self) -> &str {
        let short = self.commit.get(..7).unwrap_or(&self.commit);
        self.tag.as_deref().unwrap_or(short)
    }
}

/// The SHA-256 of the sources of a folder, in hexadecimal.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ContentHash(String);

impl ContentHash {
    /// Of a folder's sources, in any order. Each file counts with its name, its length and its bytes,
    /// so that nothing can move from one to another.
    pub fn of(files: &[SourceText]) -> Self {
        let mut sorted: Vec<_> = files.iter().collect();
        sorted.sort_by(|a, b| a.name.cmp(&b.name));
        let mut hash = Sha256::new();
        for file in sorted {
            hash.update(format!("{}\0{}\0", file.name, file.text.len()));
            hash.update(&file.text);
        }
        Self(digest::hex(&hash.finalize()))
    }

    /// The 64 digits.
    pub fn digits(&self) -> &str {
        &self.0
    }

    fn read(text: &str) -> Option<Self> {
        let digits = text.strip_prefix("sha256:")?;
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        (digits.len() == 64 && digits.bytes().all(is_digit)).then(|| Self(digits.to_owned()))
    }
}

/// The pins of a lock.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Pins(BTreeMap<PinKey, Pin>);

/// What is pinned: a source, and what is asked of it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct PinKey {
    /// `git::https://host/repo.git//folder`.
    pub source: String,
    /// `version=~>1.4`.
    pub requirement: String,
}

impl PinKey {
    fn of(folder: &GitFolder) -> Self {
        Self {
            source: folder.source(),
            requirement: folder.requirement.word(),
        }
    }
}

impl Pins {
    /// Takes in a line of the lock. The part that names it uniquely comes back, or nothing if it is
    /// no such line.
    pub fn line<'l>(&mut self, line: &'l str) -> Option<&'l str> {
        let words: Vec<&str> = line.split(' ').collect();
        let [OF_ALL, "import", source, requirement, tag, commit, hash] = words[..] else {
            return None;
        };
        let is_sound = source.starts_with("git::")
            && Requirement::is_word(requirement)
            && (tag == "-" || is_tag(tag))
            && is_commit(commit);
        let hash = ContentHash::read(hash).filter(|_| is_sound)?;
        let key = PinKey {
            source: source.to_owned(),
            requirement: requirement.to_owned(),
        };
        let pin = Pin {
            tag: (tag != "-").then(|| tag.to_owned()),
            commit: commit.to_owned(),
            hash: Some(hash),
        };
        self.0.insert(key, pin);
        line.rsplitn(4, ' ').last()
    }

    /// What a folder is pinned to.
    pub fn get(&self, folder: &GitFolder) -> Option<&Pin> {
        self.0.get(&PinKey::of(folder))
    }

    /// Pins a folder.
    pub fn insert(&mut self, folder: &GitFolder, pin: Pin) -> PinKey {
        let key = PinKey::of(folder);
        self.0.insert(key.clone(), pin);
        key
    }

    /// All of them, sorted.
    pub fn iter(&self) -> impl Iterator<Item = (&PinKey, &Pin)> {
        self.0.iter()
    }

    /// The pins of one repository, whatever was asked for.
    pub fn of_remote<'p>(&'p self, remote: &str) -> impl Iterator<Item = &'p Pin> {
        let whole = format!("git::{remote}");
        let folders = format!("{whole}//");
        let pins = self.0.iter();
        pins.filter(move |(key, _)| key.source == whole || key.source.starts_with(&folders))
            .map(|(_, pin)| pin)
    }

    /// The lines of a lock.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.0.iter().filter_map(|(key, pin)| {
            let PinKey {
                source,
                requirement,
            } = key;
            let (tag, hash) = (pin.tag.as_deref().unwrap_or("-"), pin.hash.as_ref()?);
            let (commit, hash) = (&pin.commit, hash.digits());
            Some(format!(
                "{OF_ALL} import {source} {requirement} {tag} {commit} sha256:{hash}"
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{ContentHash, Pins};
    use crate::SourceText;

    #[test]
    fn lines_are_read_as_they_are_written() {
        let (commit, hash) = ("0a".repeat(20), "1b".repeat(32));
        let key = "* import git::https://example.com/p.git//a version=~>1.4";
        let line = format!("{key} v1.4.2 {commit} sha256:{hash}");
        let mut pins = Pins::default();
        assert_eq!(pins.line(&line), Some(key));
        assert_eq!(pins.lines().next().as_ref(), Some(&line));
        assert_eq!(pins.of_remote("https://example.com/p.git").count(), 1);
        assert_eq!(pins.of_remote("https://example.com/p").count(), 0);
        for broken in [
            line.replace("* ", "production "),
            line.replace("sha256:", "md5:"),
            line.replace("0a0a", "0A"),
            line.replace("version=", "branch="),
            line.replace("git::", ""),
            format!("{line} more"),
        ] {
            assert_eq!(Pins::default().line(&broken), None, "{broken}");
        }
    }

    #[test]
    fn a_hash_depends_on_content_and_not_on_order() {
        let file = |name: &str, text: &str| SourceText {
            name: name.into(),
            text: text.into(),
        };
        let hash = |files: &[SourceText]| ContentHash::of(files);
        let (a, b) = (file("a", "1"), file("b", "2"));
        let whole = hash(&[a.clone(), b.clone()]);
        assert_eq!(whole, hash(&[b.clone(), a.clone()]));
        assert_ne!(whole, hash(&[file("a", "2"), file("b", "1")]));
        assert_ne!(whole, hash(&[a]));
        assert_ne!(
            hash(&[file("a", "b\x001\x00")]),
            hash(&[file("a", ""), file("b", "")])
        );
    }
}
