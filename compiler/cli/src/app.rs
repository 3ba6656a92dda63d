//! An app's folder: its sources and its lock, read for the compiler.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use outrigger_core::diag::{Diagnostic, codes};
use outrigger_core::environments::{self, Said};
use outrigger_core::imports::is_source;
use outrigger_core::lock;
use outrigger_core::source::Sources;
use outrigger_core::{
    Compilation, Goal, Output, Request, SourceText, Updated, compile, stdlib, trial, update,
};

use crate::failure::{Failure, shown};
use crate::imports::Door;
use crate::ui::{self, Ui};

/// How the names of source files end.
pub const ENDING: &str = ".rig.hcl";

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
    outside: Door,
}

impl App {
    /// Reads the folder. Files that are no text are shown as diagnostics.
    pub fn read(folder: &Path, ui: &Ui) -> Result<Self, Failure> {
        let mut wrong = Vec::new();
        let files = read(sources(folder)?, &mut wrong)?;
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
        Ok(Self {
            files,
            lock,
            outside: Door::new(folder, ui.is_offline()),
        })
    }

    /// The same; without sources it is an app of no files.
    pub fn read_if_there(folder: &Path, ui: &Ui) -> Result<Self, Failure> {
        if listed(folder, is_source)?.is_empty() {
            return Ok(Self::of(Vec::new(), folder, ui));
        }
        Self::read(folder, ui)
    }

    /// An app of these files, as if they stood in the folder.
    pub fn of(files: Vec<SourceText>, folder: &Path, ui: &Ui) -> Self {
        Self {
            files,
            lock: None,
            outside: Door::new(folder, ui.is_offline()),
        }
    }

    /// The request to compile it for an environment.
    pub fn request<'e>(&'e self, environment: &'e str) -> Request<'e> {
        Request {
            files: self.files.clone(),
            lock: self.lock.clone(),
            environment,
            library: stdlib::LIBRARY,
            outside: &self.outside,
        }
    }

    /// Compiles for an environment; what is built goes to `file`.
    pub fn compile(
        &self,
        environment: &str,
        goal: Goal,
        file: &mut dyn FnMut(&str, &[u8]),
    ) -> Result<Compilation, Failure> {
        Ok(compile(&self.request(environment), goal, file)?)
    }

    /// Asks the repositories of the app's imports.
    pub fn update(&self, only: Option<&str>) -> Updated {
        update(&self.files, self.lock.as_deref(), only, &self.outside)
    }

    /// Compiles, shows what is wrong, and goes on only if nothing is. Goes out: what is built, at once.
    pub fn build(
        &self,
        environment: &str,
        goal: Goal,
        ui: &Ui,
    ) -> Result<(Output, Vec<BuiltFile>), Failure> {
        let (compilation, files) = self.compile_whole(environment, goal)?;
        ui.diagnostics(&compilation.diagnostics, &compilation.sources);
        Ok((sound(compilation)?, files))
    }

    /// The same for two environments; what is wrong in both is shown once.
    pub fn build_both(
        &self,
        environments: [&str; 2],
        goal: Goal,
        ui: &Ui,
    ) -> Result<[(Output, Vec<BuiltFile>); 2], Failure> {
        let (first, first_files) = self.compile_whole(environments[0], goal)?;
        let (second, second_files) = self.compile_whole(environments[1], goal)?;
        let [of_first, of_second] = environments::each_once(
            said(environments[0], &first),
            said(environments[1], &second),
        );
        ui.diagnostics(&of_first, &first.sources);
        if !of_second.is_empty() {
            ui.diagnostics(&of_second, &second.sources);
        }
        Ok([(sound(first)?, first_files), (sound(second)?, second_files)])
    }

    fn compile_whole(
        &self,
        environment: &str,
        goal: Goal,
    ) -> Result<(Compilation, Vec<BuiltFile>), Failure> {
        let mut files = Vec::new();
        let compilation = self.compile(environment, goal, &mut |path, content| {
            files.push((path.to_owned(), content.to_vec()));
        })?;
        Ok((compilation, files))
    }

    /// Compiles in the same way, file by file; there are none if anything is wrong. Ends with the first failure of `file`.
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
        sound(compilation)
    }
}

fn said<'a>(environment: &'a str, compilation: &'a Compilation) -> Said<'a> {
    Said {
        environment,
        diagnostics: &compilation.diagnostics,
        sources: &compilation.sources,
    }
}

/// What was built, if nothing is wrong. What is wrong was shown.
fn sound(compilation: Compilation) -> Result<Output, Failure> {
    match compilation.output {
        Some(output) if !ui::has_errors(&compilation.diagnostics) => Ok(output),
        _ => Err(Failure::Shown),
    }
}

/// The files of tests of a folder.
pub fn tests(folder: &Path, ui: &Ui) -> Result<Vec<SourceText>, Failure> {
    let mut wrong = Vec::new();
    let files = read(
        listed(folder, |name| name.ends_with(trial::ENDING))?,
        &mut wrong,
    )?;
    if !wrong.is_empty() {
        return Err(ui.refuse(&wrong));
    }
    Ok(files)
}

/// The texts of files; those that are no text go to `wrong`.
fn read(
    files: Vec<(String, PathBuf)>,
    wrong: &mut Vec<Diagnostic>,
) -> Result<Vec<SourceText>, Failure> {
    let mut found = Vec::new();
    for (name, path) in files {
        match text(&path, &name)? {
            Ok(text) => found.push(SourceText { name, text }),
            Err(diagnostic) => wrong.push(diagnostic),
        }
    }
    Ok(found)
}

/// Where the lock is.
pub fn lock_path(folder: &Path) -> PathBuf {
    folder.join(lock::FILE_NAME)
}

/// The source files of a folder and the schemas beside them, sorted by name; at least one source.
fn sources(folder: &Path) -> Result<Vec<(String, PathBuf)>, Failure> {
    let mut found = listed(folder, is_source)?;
    if found.is_empty() {
        let message = format!("there is no `*{ENDING}` in `{}`", shown(folder));
        return Err(Failure::outside(message)
            .hint("`outrigger init` writes a small app; `-C FOLDER` works in another folder"));
    }
    found.extend(schemas(folder)?);
    Ok(found)
}

fn listed(
    folder: &Path,
    is_wanted: impl Fn(&str) -> bool,
) -> Result<Vec<(String, PathBuf)>, Failure> {
    let unreadable = |error| Failure::file("read the folder", folder, error);
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if is_wanted(&name) && !entry.path().is_dir() {
            found.push((name, entry.path()));
        }
    }
    found.sort();
    Ok(found)
}

/// The schemas of resource types that the compiler does not have: `schemas/*.json`, sorted by name.
fn schemas(folder: &Path) -> Result<Vec<(String, PathBuf)>, Failure> {
    let folder = folder.join(SCHEMAS);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let is_schema = |name: &str| Path::new(name).extension().is_some_and(|end| end == "json");
    let found = listed(&folder, is_schema)?.into_iter();
    Ok(found
        .map(|(name, path)| (format!("{SCHEMAS}/{name}"), path))
        .collect())
}

/// A file's text, or the diagnostic that it is none.
pub fn text(path: &Path, name: &str) -> Result<Result<String, Diagnostic>, Failure> {
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
