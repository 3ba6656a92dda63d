//! Commits that this run fetched, each once, and the files of folders in them. Files are read as git
//! keeps them: nothing is checked out, so no link is followed and no filter is run.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use outrigger_core::SourceText;
use outrigger_core::imports::{GitFolder, Unread, is_source};
use tempfile::TempDir;

use super::{MOST_BYTES, MOST_FILES, bounded, remote, text, unread};

/// Repositories with one commit each, by address and commit. They are gone when the run ends.
#[derive(Default)]
pub struct Fetched {
    repositories: RefCell<BTreeMap<(String, String), TempDir>>,
}

impl Fetched {
    /// The sources of a folder at a commit.
    pub fn read(
        &self,
        app: &Path,
        folder: &GitFolder,
        commit: &str,
    ) -> Result<Vec<SourceText>, Unread> {
        let repository = self.repository(app, &folder.remote, commit)?;
        let tree = format!("{commit}:{}", folder.folder);
        let listed = remote::ask(&repository, &["ls-tree", "-z", "-l", &tree]);
        let listed = listed.map_err(|_| {
            unread(format!(
                "there is no folder `{}` at commit {commit}",
                folder.folder
            ))
        })?;
        let listed = String::from_utf8_lossy(&listed);
        let mut files = Vec::new();
        let mut bytes = 0;
        for entry in listed.split('\0').filter_map(Entry::read) {
            if !is_source(entry.name) {
                continue;
            }
            entry.is_plain()?;
            bytes += entry.size;
            if bytes > MOST_BYTES || files.len() >= MOST_FILES {
                let mib = MOST_BYTES >> 20;
                return Err(unread(format!(
                    "it has more than {MOST_FILES} files, or {mib} MiB"
                )));
            }
            let content = remote::ask(&repository, &["cat-file", "blob", entry.id])?;
            files.push(text(entry.name.to_owned(), content)?);
        }
        bounded(&files)?;
        Ok(files)
    }

    fn repository(&self, app: &Path, address: &str, commit: &str) -> Result<PathBuf, Unread> {
        let key = (address.to_owned(), commit.to_owned());
        if let Some(known) = self.repositories.borrow().get(&key) {
            return Ok(known.path().to_owned());
        }
        let into = tempfile::tempdir().map_err(|error| unread(error.to_string()))?;
        remote::fetch(app, address, commit, into.path())?;
        let path = into.path().to_owned();
        self.repositories.borrow_mut().insert(key, into);
        Ok(path)
    }
}

/// A line of `git ls-tree -l`: `100644 blob ID   SIZE<TAB>NAME`.
struct Entry<'l> {
    mode: &'l str,
    id: &'l str,
    size: u64,
    name: &'l str,
}

impl<'l> Entry<'l> {
    fn read(line: &'l str) -> Option<Self> {
        let (description, name) = line.split_once('\t')?;
        let mut words = description.split_ascii_whitespace();
        let (mode, _, id, size) = (words.next()?, words.next()?, words.next()?, words.next()?);
        Some(Self {
            mode,
            id,
            // Folders and modules have `-`.
            size: size.parse().unwrap_or_default(),
            name,
        })
    }

    /// Links and modules are refused: what they lead to did not come with the commit.
    fn is_plain(&self) -> Result<(), Unread> {
        if self
            .name
            .chars()
            .any(|c| c.is_control() || matches!(c, '/' | '\\' | ':'))
        {
            return Err(unread(format!("{:?} is no name of a file", self.name)));
        }
        match self.mode {
            "100644" | "100755" => Ok(()),
            "120000" => Err(unread(format!("{} is a link", self.name))),
            _ => Err(unread(format!("{} is no file", self.name))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Entry;

    #[test]
    fn takes_files_and_nothing_else() {
        let wrong = |line: &str| {
            Entry::read(line)
                .unwrap()
                .is_plain()
                .err()
                .map(|one| one.why)
        };
        assert_eq!(wrong("100644 blob 1a      12\ta.rig.hcl"), None);
        let why = |text: &str| Some(text.to_owned());
        assert_eq!(
            wrong("120000 blob 1a      12\ta.rig.hcl"),
            why("a.rig.hcl is a link")
        );
        assert_eq!(
            wrong("160000 commit 1a       -\ta.rig.hcl"),
            why("a.rig.hcl is no file")
        );
        assert!(wrong("100644 blob 1a      12\ta\\b.rig.hcl").is_some());
        assert!(Entry::read("").is_none());
    }
}
