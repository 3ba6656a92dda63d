//! The folder `out/`: read for a plan, written by a build.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use outrigger_core::plan::files_of_manifest;
use tempfile::NamedTempFile;

use crate::failure::{Failure, shown};

/// The folder's name.
pub const NAME: &str = "out";

/// The folder of an environment's templates, below `out/`.
pub fn folder_of(environment: &str) -> String {
    format!("cloudformation/{environment}")
}

/// The folder of an environment's Terraform, below `out/`.
pub fn terraform_folder_of(environment: &str) -> String {
    format!("terraform/{environment}")
}

/// What has to be done so that a folder has what was built.
pub struct Changes {
    /// New files and other content.
    pub write: Vec<(PathBuf, Vec<u8>)>,
    /// What the last build wrote and this one does not.
    pub remove: BTreeSet<PathBuf>,
    out: PathBuf,
    /// A part of what a file has: as much as stays close to the processor.
    found: Box<[u8]>,
}

impl Changes {
    /// Nothing was built yet. `below` is the part of `out/` that will be.
    pub fn begin(folder: &Path, below: &str) -> Result<Self, Failure> {
        let out = folder.join(NAME);
        if out.exists() && !out.is_dir() {
            return Err(Failure::outside(format!("`{}` is no folder", shown(&out)))
                .hint("outrigger writes the templates there: move the file away"));
        }
        Ok(Self {
            write: Vec::new(),
            remove: old_files(&out.join(below)),
            out,
            found: vec![0; PART].into(),
        })
    }

    /// Compares a file that was built, by its path below `out/`, and keeps it if it is another.
    pub fn built(&mut self, path: &str, content: &[u8]) -> Result<(), Failure> {
        self.compare(self.out.join(path), content)
    }

    /// Compares a file that was built, wherever it belongs, and keeps it if it is another.
    pub fn compare(&mut self, path: PathBuf, content: &[u8]) -> Result<(), Failure> {
        self.remove.remove(&path);
        if !self.has(&path, content)? {
            self.write.push((path, content.to_vec()));
        }
        Ok(())
    }

    fn has(&mut self, path: &Path, content: &[u8]) -> Result<bool, Failure> {
        let read = File::open(path).and_then(|file| is_content(file, content, &mut self.found));
        match read {
            Ok(same) => Ok(same),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(Failure::file("read", path, error)),
        }
    }

    /// Whether the folder has what was built.
    pub fn is_empty(&self) -> bool {
        self.write.is_empty() && self.remove.is_empty()
    }

    /// Carries them out: each file is there as it was or as it will be, never half.
    pub fn apply(&self) -> Result<(), Failure> {
        for (path, content) in &self.write {
            write(path, content)?;
        }
        for path in &self.remove {
            match fs::remove_file(path) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(Failure::file("remove", path, error));
                }
                _ => {}
            }
            if let Some(parent) = path.parent() {
                // Only an empty folder can be removed; any other stays.
                let _ = fs::remove_dir(parent);
            }
        }
        Ok(())
    }
}

/// Bytes that are compared at once.
const PART: usize = 64 << 10;

/// Whether a file has a content and nothing else.
fn is_content(mut file: File, mut content: &[u8], part: &mut [u8]) -> std::io::Result<bool> {
    if file.metadata()?.len() != content.len() as u64 {
        return Ok(false);
    }
    loop {
        match file.read(part) {
            Ok(0) => return Ok(content.is_empty()),
            Ok(read) => match content.strip_prefix(&part[..read]) {
                Some(rest) => content = rest,
                None => return Ok(false),
            },
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// The files that the last build wrote, and that are still there.
fn old_files(folder: &Path) -> BTreeSet<PathBuf> {
    let manifest = fs::read_to_string(folder.join("manifest.json")).unwrap_or_default();
    files_of_manifest(&manifest)
        .into_iter()
        .map(|path| folder.join(path))
        .filter(|path| path.exists())
        .collect()
}

/// Writes beside the file first, and then puts the new one in its place.
pub fn write(path: &Path, content: &[u8]) -> Result<(), Failure> {
    let failed = |error| not_written(path, &error);
    let parent = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(failed)?;
    let mut file = temporary(parent).map_err(failed)?;
    file.write_all(content).map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// The same for a file that is there: who may read and write it stays, and so does a link to it.
pub fn replace(path: &Path, content: &[u8]) -> Result<(), Failure> {
    let failed = |error| not_written(path, &error);
    let real = fs::canonicalize(path).map_err(failed)?;
    let permissions = fs::metadata(&real).map_err(failed)?.permissions();
    let mut file = temporary(real.parent().unwrap_or(Path::new("."))).map_err(failed)?;
    file.write_all(content).map_err(failed)?;
    file.as_file()
        .set_permissions(permissions)
        .map_err(failed)?;
    file.persist(&real).map_err(|error| failed(error.error))?;
    Ok(())
}

fn not_written(path: &Path, error: &std::io::Error) -> Failure {
    let failure = Failure::file("write", path, error);
    match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            failure.hint("may you write to that folder?")
        }
        _ => failure,
    }
}

/// A file that everybody may read, as templates are.
fn temporary(folder: &Path) -> std::io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".outrigger-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// The files of an environment below a folder that is an `out/`, by path. Those that are no text
/// are left out.
pub fn read(out: &Path, environment: &str) -> Result<BTreeMap<String, String>, Failure> {
    let mut found = BTreeMap::new();
    let folder = folder_of(environment);
    let top = out.join(&folder);
    if top.is_dir() {
        collect(&top, &folder, &mut found)?;
    }
    Ok(found)
}

fn collect(
    folder: &Path,
    prefix: &str,
    found: &mut BTreeMap<String, String>,
) -> Result<(), Failure> {
    let unreadable = |error| Failure::file("read the folder", folder, error);
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let path = entry.path();
        let name = format!("{prefix}/{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().map_err(unreadable)?;
        if kind.is_dir() {
            collect(&path, &name, found)?;
        } else if let Ok(text) =
            String::from_utf8(fs::read(&path).map_err(|error| Failure::file("read", &path, error))?)
        {
            found.insert(name, text);
        }
    }
    Ok(())
}
