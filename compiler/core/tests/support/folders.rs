//! What stands beside an app in a folder of the project: its imports of other folders.

use std::path::Path;

use outrigger_core::SourceText;
use outrigger_core::imports::{GitFolder, Outside, Pin, Tag, Unread, is_source};

/// By the app's folder.
pub struct Folders<'a>(pub &'a Path);

impl Outside for Folders<'_> {
    fn folder(&self, path: &str) -> Result<Vec<SourceText>, Unread> {
        let entries = std::fs::read_dir(self.0.join(path)).map_err(|_| missing())?;
        let mut files = Vec::new();
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if is_source(&name) {
                let text = std::fs::read_to_string(entry.path()).map_err(|_| missing())?;
                files.push(SourceText { name, text });
            }
        }
        Ok(files)
    }

    fn repository(&self, _: &GitFolder, _: &Pin) -> Result<Vec<SourceText>, Unread> {
        Err(missing())
    }

    fn tags(&self, _: &str) -> Result<Vec<Tag>, Unread> {
        Err(missing())
    }
}

fn missing() -> Unread {
    Unread {
        why: "there is no such folder".into(),
        help: None,
    }
}
