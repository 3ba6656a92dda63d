//! An app's folder: its sources and its lock, read for the compiler.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use outrigger_core::diag::{Diagnostic, codes};
use outrigger_core::lock;
use outrigger_core::source::Sources;
use outrigger_core::{Compilation, Goal, Output, Request, SourceText, compile, stdlib};

use crate::failure::{Failure, shown};
use crate::ui::{self, Ui};

/// How the names of source files end.
const ENDING: &str = ".rig.hcl";

/// The folder of schemas beside the sources.
const SCHEMAS: &str = "schemas";

/// A file that was built: its path below `out/`, and its content.
pub type BuiltFile = (String, Vec<u8>);

/// Takes a file that was built: its path below `out/`, and its content.
pub type Taker<'a> = &'a mut dyn FnMut(&str, &[u8]) -> Result<(), Failure>;

/// What was read.
pub struct App {
    /// The sources, by name.
    pub files: Vec<SourceText>,
    /// The lock, if there is one.
    pub lock: Option<String>,
}

impl App {
    /// Reads the folder. Files that are no text are shown as diagnostics.
    pub fn read(folder: &Path, ui: &Ui) -> Result<Self, Failure> {
        let mut wrong = Vec::new();
        let mut files = Vec::new();
        for (name, path) in sources(folder)? {
            match text(&path, &name)? {
                Ok(text) => files.push(SourceText { name, text }),
                Err(diagnostic) => wrong.push(diagnostic),
            }
        }
        let path = lock_path(folder);
        let mut lock = None;
        if path.exists() {
            match text(&path, lock::FILE_NAME)? {
                Ok(text) => lock = Some(text),
                Err(diagnostic) => wrong.push(diagnostic),
            }
        }
        if !wrong.is_empty() {
            ui.diagnostics(&wrong, &Sources::new());
            return Err(Failure::Shown);
        }
        Ok(Self { files, lock })
    }

    /// Compiles for an environment; what is built goes to `file`.
    pub fn compile(
        &self,
        environment: &str,
        goal: Goal,
        file: &mut dyn FnMut(&str, &[u8]),
    ) -> Result<Compilation, Failure> {
        let request = Request {
            files: self.files.clone(),
            lock: self.lock.clone(),
            environment,
            library: stdlib::LIBRARY,
        };
        Ok(compile(&request, goal, file)?)
    }

    /// Compiles, shows what is wrong, and goes on only if nothing is. Goes out: what is built, at once.
    pub fn build(
        &self,
        environment: &str,
        goal: Goal,
        ui: &Ui,
    ) -> Result<(Output, Vec<BuiltFile>), Failure> {
        let mut files = Vec::new();
        let output = self.build_each(environment, goal, ui, &mut |path, content| {
            files.push((path.to_owned(), content.to_vec()));
            Ok(())
        })?;
        Ok((output, files))
    }

    /// The same, file by file; there are none if anything is wrong. Ends with the first failure of `file`.
    pub fn build_each(
        &self,
        environment: &str,
        goal: Goal,
        ui: &Ui,
        file: Taker<'_>,
    ) -> Result<Output, Failure> {
        let mut done = Ok(());
        let compilation = self.compile(environment, goal, &mut |path, content| {
            if done.is_ok() {
                done = file(path, content);
            }
        })?;
        ui.diagnostics(&compilation.diagnostics, &compilation.sources);
        done?;
        match compilation.output {
            Some(output) if !ui::has_errors(&compilation.diagnostics) => Ok(output),
            _ => Err(Failure::Shown),
        }
    }
}

/// Where the lock is.
pub fn lock_path(folder: &Path) -> PathBuf {
    folder.join(lock::FILE_NAME)
}

/// The source files of a folder and the schemas beside them, sorted by name.
fn sources(folder: &Path) -> Result<Vec<(String, PathBuf)>, Failure> {
    let unreadable = |error| Failure::file("read the folder", folder, error);
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(ENDING) && !entry.path().is_dir() {
            found.push((name, entry.path()));
        }
    }
    if found.is_empty() {
        let message = format!("there is no `*{ENDING}` in `{}`", shown(folder));
        return Err(Failure::outside(message)
            .hint("`outrigger init` writes a small app; `-C FOLDER` works in another folder"));
    }
    found.extend(schemas(folder)?);
    found.sort();
    Ok(found)
}

/// The schemas of resource types that the compiler does not have: `schemas/*.json`.
fn schemas(folder: &Path) -> Result<Vec<(String, PathBuf)>, Failure> {
    let folder = folder.join(SCHEMAS);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let unreadable = |error| Failure::file("read the folder", &folder, error);
    let mut found = Vec::new();
    for entry in fs::read_dir(&folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|ending| ending == "json")
            && let Some(name) = path.file_name()
        {
            found.push((format!("{SCHEMAS}/{}", name.to_string_lossy()), path));
        }
    }
    Ok(found)
}

/// A file's text, or the diagnostic that it is none.
fn text(path: &Path, name: &str) -> Result<Result<String, Diagnostic>, Failure> {
    let bytes = fs::read(path).map_err(|error| {
        let failure = Failure::file("read", path, &error);
        match error.kind() {
            ErrorKind::NotFound => failure.hint("is it a link to something that is gone?"),
            _ => failure,
        }
    })?;
    Ok(String::from_utf8(bytes)
        .map_err(|error| codes::syntax::not_utf8(name, error.utf8_error().valid_up_to())))
}
