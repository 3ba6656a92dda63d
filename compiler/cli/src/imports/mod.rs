//! What an app imports, read for the compiler: folders beside it, and folders of repositories, from
//! the cache or by git. Nothing of it is run.

mod cache;
mod fetch;
mod remote;

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use outrigger_core::SourceText;
use outrigger_core::imports::{GitFolder, Outside, Pin, Tag, Unread, is_source};

use cache::Cache;
use fetch::Fetched;

/// More files than this in one library are refused.
const MOST_FILES: usize = 1_000;

/// A library's sources hold at most this many bytes.
const MOST_BYTES: u64 = 32 << 20;

/// The door of one run.
pub struct Door {
    /// The app's folder.
    folder: PathBuf,
    cache: Option<Cache>,
    offline: bool,
    fetched: Fetched,
}

impl Door {
    /// For the app of a folder.
    pub fn new(folder: &Path, offline: bool) -> Self {
        Self {
            folder: folder.to_owned(),
            cache: Cache::of_user(),
            offline,
            fetched: Fetched::default(),
        }
    }
}

/// Why something cannot be had, in a few words.
fn unread(why: impl Into<String>) -> Unread {
    Unread {
        why: why.into(),
        help: None,
    }
}

impl Outside for Door {
    fn folder(&self, path: &str) -> Result<Vec<SourceText>, Unread> {
        let folder = self.folder.join(path);
        let entries = fs::read_dir(&folder).map_err(|error| match error.kind() {
            ErrorKind::NotFound => unread(format!("there is no folder `{path}` beside the app")),
            ErrorKind::NotADirectory => unread(format!("`{path}` is no folder")),
            _ => unread(error.to_string()),
        })?;
        let mut files = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|error| unread(error.to_string()))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if !is_source(&name) || entry.path().is_dir() {
                continue;
            }
            let bytes =
                fs::read(entry.path()).map_err(|error| unread(format!("{name}: {error}")))?;
            files.push(text(name, bytes)?);
            bounded(&files)?;
        }
        Ok(files)
    }

    fn repository(&self, folder: &GitFolder, pin: &Pin) -> Result<Vec<SourceText>, Unread> {
        let cached = pin.hash.as_ref().zip(self.cache.as_ref());
        if let Some(files) = cached.and_then(|(hash, cache)| cache.read(hash)) {
            return Ok(files);
        }
        if self.offline {
            return Err(Unread {
                why: format!(
                    "commit {} is not in the cache, and `--offline` forbids to fetch it",
                    pin.commit
                ),
                help: Some("run once without `--offline`".into()),
            });
        }
        let files = self.fetched.read(&self.folder, folder, &pin.commit)?;
        if let Some(cache) = &self.cache {
            cache.write(&files);
        }
        Ok(files)
    }

    fn tags(&self, remote: &str) -> Result<Vec<Tag>, Unread> {
        if self.offline {
            let why = "an update asks the repository, and `--offline` forbids it";
            return Err(unread(why));
        }
        remote::tags(&self.folder, remote)
    }
}

fn text(name: String, bytes: Vec<u8>) -> Result<SourceText, Unread> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(SourceText { name, text }),
        Err(_) => Err(unread(format!("{name} is no UTF-8 text"))),
    }
}

fn bounded(files: &[SourceText]) -> Result<(), Unread> {
    let bytes: u64 = files.iter().map(|file| file.text.len() as u64).sum();
    if files.len() > MOST_FILES {
        return Err(unread(format!("it has more than {MOST_FILES} files")));
    }
    if bytes > MOST_BYTES {
        return Err(unread(format!(
            "it has more than {} MiB of sources",
            MOST_BYTES >> 20
        )));
    }
    Ok(())
}
