//! Libraries that were fetched, below the user's cache folder: `imports/HASH/FILE`. What lies there
//! is named by its content, so it is right or it is not used.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use outrigger_core::SourceText;
use outrigger_core::imports::{ContentHash, is_source};

use super::{MOST_FILES, text};

/// Names the folder, where another is wanted.
const VARIABLE: &str = "OUTRIGGER_CACHE";

/// A folder of libraries.
pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// Where `OUTRIGGER_CACHE` says, else where the system keeps such things. None if nothing says
    /// where that is: then each run fetches what it needs.
    pub fn of_user() -> Option<Self> {
        let set = |name: &str| {
            env::var_os(name)
                .filter(|value| !value.is_empty())
                .map(PathBuf::from)
        };
        let home = || set("HOME");
        let of_system = || {
            if cfg!(windows) {
                set("LOCALAPPDATA")
            } else if cfg!(target_os = "macos") {
                home().map(|home| home.join("Library/Caches"))
            } else {
                set("XDG_CACHE_HOME").or_else(|| home().map(|home| home.join(".cache")))
            }
        };
        let folder = set(VARIABLE).or_else(|| of_system().map(|cache| cache.join("outrigger")))?;
        Some(Self {
            folder: folder.join("imports"),
        })
    }

    /// The library with this content; none if it is not there, or is not that content any more.
    pub fn read(&self, hash: &ContentHash) -> Option<Vec<SourceText>> {
        let folder = self.folder.join(hash.digits());
        let mut files = Vec::new();
        for entry in fs::read_dir(folder).ok()? {
            let entry = entry.ok()?;
            let name = entry.file_name().into_string().ok()?;
            if files.len() > MOST_FILES || !is_source(&name) {
                return None;
            }
            files.push(text(name, fs::read(entry.path()).ok()?).ok()?);
        }
        (ContentHash::of(&files) == *hash).then_some(files)
    }

    /// Keeps a library: whole, or not at all. A cache that cannot be written to only costs time.
    pub fn write(&self, files: &[SourceText]) {
        let _ = self.try_write(files);
    }

    fn try_write(&self, files: &[SourceText]) -> std::io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let being_written = tempfile::tempdir_in(&self.folder)?;
        for file in files {
            fs::write(being_written.path().join(&file.name), &file.text)?;
        }
        let target = self.folder.join(ContentHash::of(files).digits());
        if fs::rename(being_written.path(), &target).is_err() && self.is_damaged(&target, files) {
            fs::remove_dir_all(&target)?;
            fs::rename(being_written.path(), &target)?;
        }
        Ok(())
    }

    /// Somebody was faster, unless what lies there is something else.
    fn is_damaged(&self, target: &Path, files: &[SourceText]) -> bool {
        target.exists() && self.read(&ContentHash::of(files)).is_none()
    }
}
