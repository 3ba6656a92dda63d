//! What an update of the imports makes of the lock. Comes in: sources, the lock, a door to
//! repositories. Goes out: the lock as it should be, and what is different in it. Writes nothing.

use std::collections::BTreeSet;

use crate::SourceText;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::imports::{self, Change, Outside, Tables, Updating};
use crate::lock::{self, Lock};
use crate::names::Names;
use crate::resolve::{self, BASE};
use crate::source::{Origin, Sources};
use crate::syntax::{self, tree::Tree};

/// What an update found.
pub struct Updated {
    /// All files that places of diagnostics may lie in.
    pub sources: Sources,
    /// What is wrong, by place.
    pub diagnostics: Vec<Diagnostic>,
    /// The lock as it should be; none if anything is wrong.
    pub lock: Option<String>,
    /// What is different in it.
    pub changes: Vec<Change>,
}

/// Asks the repositories of all imports, or of the one that is called `only`, what they stand for
/// now. Every environment counts: they share what the lock says of imports.
pub fn update(
    files: &[SourceText],
    lock: Option<&str>,
    only: Option<&str>,
    outside: &dyn Outside,
) -> Updated {
    let names = Names::new();
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let environments = environments(
        &syntax::parse_all(files, &names, &mut sources, None, &mut diagnostics),
        &names,
    );
    let locked = lock.map_or_else(Lock::default, |text| {
        let file = sources.add(lock::FILE_NAME, text, Origin::User);
        Lock::read(&sources, file, BASE, &names, &mut diagnostics)
    });
    let mut updating = Updating::new(&locked.imports, only, outside);
    let mut known = BTreeSet::new();
    for environment in environments {
        if diagnostics.has_errors() {
            break;
        }
        // Merging changes the trees, so each environment has its own.
        sources = Sources::new();
        let mut trees = syntax::parse_all(files, &names, &mut sources, None, &mut diagnostics);
        resolve::merge_environment(&mut trees, &environment, &names, &mut diagnostics);
        let tables = Tables {
            names: &names,
            sources: &mut sources,
            diagnostics: &mut diagnostics,
        };
        let imports = updating.walk(&trees, tables);
        let of_repositories = imports
            .app
            .iter()
            .filter(|link| !imports.libraries[link.to].is_folder);
        known.extend(of_repositories.map(|link| names.text(link.name.name).to_owned()));
    }
    if let Some(only) = only.filter(|only| !diagnostics.has_errors() && !known.contains(*only)) {
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        diagnostics.push(codes::imports::no_import(only, &known));
    }
    let is_sound = !diagnostics.has_errors();
    let (pins, paths) = updating.into_pins();
    Updated {
        sources,
        diagnostics: diagnostics.into_sorted(),
        lock: is_sound.then(|| lock::with_imports(lock.unwrap_or_default(), &pins)),
        changes: imports::changes(&locked.imports, &pins, &paths),
    }
}

/// Those that the files name, and the base.
fn environments(trees: &[Tree], names: &Names) -> BTreeSet<String> {
    let blocks = trees.iter().flat_map(|tree| &tree.blocks);
    let blocks = blocks.filter(|block| names.text(block.keyword.name) == "environment");
    let labels = blocks.filter_map(|block| block.labels.first());
    let named = labels.map(|label| names.text(label.name).to_owned());
    named.chain([BASE.to_owned()]).collect()
}
