//! Apps in folders: the examples and the build goldens, built for each of their environments.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use outrigger_core::diag::render;
use outrigger_core::imports::Outside;
use outrigger_core::resolve::LibraryText;
use outrigger_core::{Compilation, Format, Goal, Request, SourceText, compile, stdlib};

use super::folders::Folders;

/// An app in a folder.
pub struct App {
    /// The folder.
    pub folder: PathBuf,
    /// Its sources.
    pub files: Vec<SourceText>,
    /// Its lock.
    pub lock: Option<String>,
}

/// What a build of all environments gives: files by path below `out/`, and the lock.
pub type Built = (BTreeMap<String, Vec<u8>>, String);

impl App {
    /// Reads a folder, without its tests.
    pub fn read(folder: &Path) -> Self {
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let is_test = name.ends_with(".test.rig.hcl");
            if name.ends_with(".rig.hcl") && !is_test {
                files.push(SourceText {
                    name,
                    text: std::fs::read_to_string(&path).unwrap(),
                });
            }
        }
        for entry in std::fs::read_dir(folder.join("schemas"))
            .into_iter()
            .flatten()
        {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            files.push(SourceText {
                name: format!("schemas/{name}"),
                text: std::fs::read_to_string(&path).unwrap(),
            });
        }
        assert!(!files.is_empty(), "no sources in {}", folder.display());
        let lock = std::fs::read_to_string(folder.join("outrigger.lock")).ok();
        Self {
            folder: folder.to_owned(),
            files,
            lock,
        }
    }

    /// The schemas of resource types that it brings.
    pub fn schemas(&self) -> impl Iterator<Item = &SourceText> {
        let files = self.files.iter();
        files.filter(|file| file.name.starts_with("schemas/"))
    }

    /// `production`, and every environment that the sources name.
    pub fn environments(&self) -> Vec<String> {
        let named = self
            .files
            .iter()
            .flat_map(|file| file.text.lines())
            .filter_map(|line| {
                Some(
                    line.strip_prefix("environment \"")?
                        .split_once('"')?
                        .0
                        .to_owned(),
                )
            });
        std::iter::once("production".to_owned())
            .chain(named)
            .collect()
    }

    /// Builds every environment after the other for CloudFormation, each on the lock of the one
    /// before.
    pub fn build(&self, library: LibraryText<'_>) -> Built {
        self.build_goal(library, Goal::Build(Format::Json), &Folders(&self.folder))
    }

    /// Builds every environment for every target.
    pub fn build_all(&self, library: LibraryText<'_>) -> Built {
        self.build_all_beside(library, &Folders(&self.folder))
    }

    /// The same, beside something else.
    pub fn build_all_beside(&self, library: LibraryText<'_>, outside: &dyn Outside) -> Built {
        let (mut built, lock) = self.build_goal(library, Goal::Build(Format::Json), outside);
        let (terraform, other_lock) = self.build_goal(library, Goal::BuildTerraform, outside);
        assert_eq!(lock, other_lock, "the lock is the same for every target");
        built.extend(terraform);
        (built, lock)
    }

    /// Builds every environment for one target.
    fn build_goal(&self, library: LibraryText<'_>, goal: Goal, outside: &dyn Outside) -> Built {
        let mut built = BTreeMap::new();
        let mut lock = self.lock.clone();
        for environment in self.environments() {
            let request = Request {
                files: self.files.clone(),
                lock,
                environment: &environment,
                library,
                outside,
            };
            let mut file = |path: &str, content: &[u8]| {
                built.insert(path.to_owned(), content.to_vec());
            };
            let compilation = compile(&request, goal, &mut file).unwrap();
            lock = Some(output(&compilation, &self.folder).lock);
        }
        (built, lock.unwrap_or_default())
    }
}

fn output(compilation: &Compilation, folder: &Path) -> outrigger_core::Output {
    let style = render::Style {
        unicode: true,
        color: false,
        width: 100,
    };
    let shown = render::human(&compilation.diagnostics, &compilation.sources, &style);
    let output = compilation.output.as_ref();
    let output = output.unwrap_or_else(|| panic!("{} does not build:\n{shown}", folder.display()));
    outrigger_core::Output {
        lock: output.lock.clone(),
        resources: output.resources,
        stacks: output.stacks,
        through_cloud_control: output.through_cloud_control.clone(),
        moved: output.moved.clone(),
        holds_data: output.holds_data.clone(),
        own_schemas: output.own_schemas.clone(),
    }
}

/// The folders of all apps whose `out/` is committed.
pub fn folders() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for parent in ["examples", "golden/build"] {
        for entry in std::fs::read_dir(super::root().join(parent)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The shipped library.
pub fn library() -> LibraryText<'static> {
    stdlib::LIBRARY
}
