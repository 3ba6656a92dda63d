//! What stands beside an app, as a page shows it: folders and repositories that it imports.

use outrigger_core::SourceText;
use outrigger_core::imports::{GitFolder, Outside, Pin, Tag, Unread};

use super::Fence;

/// The files of all folders beside the app.
#[derive(Clone, Debug, Default)]
pub struct Beside(Vec<File>);

#[derive(Clone, Debug)]
struct File {
    /// A path from the app's folder, or the source of a repository's folder.
    folder: String,
    /// As messages call it.
    title: String,
    name: String,
    text: String,
}

impl Beside {
    /// Takes in a fence whose file is not the app's. Says whether it is one.
    pub fn take(&mut self, fence: &Fence) -> bool {
        let Some(title) = &fence.title else {
            return false;
        };
        let (folder, name) = match &fence.source {
            // `acme (v1.4.2): queue.rig.hcl`
            Some(source) => {
                let name = title.rsplit_once(": ").map_or(&title[..], |(_, name)| name);
                (source.clone(), name)
            }
            None => match title.rsplit_once('/') {
                Some((folder, name)) => (folder.to_owned(), name),
                None => return false,
            },
        };
        self.0.push(File {
            folder,
            title: title.clone(),
            name: name.to_owned(),
            text: fence.text.clone(),
        });
        true
    }

    /// Each file as messages call it, with its text.
    pub fn titled(&self) -> impl Iterator<Item = (&str, &str)> {
        let files = self.0.iter();
        files.map(|file| (file.title.as_str(), file.text.as_str()))
    }

    fn read(&self, folder: &str) -> Result<Vec<SourceText>, Unread> {
        let files = self.0.iter().filter(|file| file.folder == folder);
        let files: Vec<_> = files
            .map(|file| SourceText {
                name: file.name.clone(),
                text: file.text.clone(),
            })
            .collect();
        if files.is_empty() {
            return Err(missing());
        }
        Ok(files)
    }
}

fn missing() -> Unread {
    Unread {
        why: "there is no such folder".into(),
        help: None,
    }
}

impl Outside for Beside {
    fn folder(&self, path: &str) -> Result<Vec<SourceText>, Unread> {
        self.read(path)
    }

    /// A source may have its tag behind it, where a page shows several commits.
    fn repository(&self, folder: &GitFolder, pin: &Pin) -> Result<Vec<SourceText>, Unread> {
        let source = folder.source();
        let tagged = format!("{source} {}", pin.shown());
        self.read(&tagged).or_else(|_| self.read(&source))
    }

    fn tags(&self, _: &str) -> Result<Vec<Tag>, Unread> {
        Err(missing())
    }
}
