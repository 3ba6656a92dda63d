//! `outrigger doc`: the reference of components.

use std::fs;
use std::path::Path;

use outrigger_core::document::{self, Page};

use crate::app::App;
use crate::arguments::Doc;
use crate::failure::{Exit, Failure, shown};
use crate::out;
use crate::ui::{self, Ui};

/// The page that lists the others.
const INDEX: &str = "README.md";

/// Prints a page, lists all, or writes them.
pub fn run(folder: &Path, doc: &Doc, ui: &Ui) -> Result<Exit, Failure> {
    let app = App::read_if_there(folder, ui)?;
    let reference = outrigger_core::document(&app.request("production"))?;
    ui.diagnostics(&reference.diagnostics, &reference.sources);
    let pages = reference.pages.ok_or(Failure::Shown)?;
    let page = match &doc.kind {
        Some(kind) => Some(named(kind, &pages)?),
        None => None,
    };
    match (&doc.out, page) {
        (None, Some(page)) => ui.artefact(&page.text)?,
        (None, None) => ui.artefact(&list(&pages))?,
        (Some(out), Some(page)) => write(&folder.join(out), &[(page.file_name(), &page.text)], ui)?,
        (Some(out), None) => {
            let list = document::index(&pages);
            let mut files = vec![(INDEX.to_owned(), &*list)];
            files.extend(pages.iter().map(|page| (page.file_name(), &*page.text)));
            write(&folder.join(out), &files, ui)?;
        }
    }
    Ok(Exit::Done)
}

fn named<'p>(kind: &str, pages: &'p [Page]) -> Result<&'p Page, Failure> {
    pages.iter().find(|page| page.kind == kind).ok_or_else(|| {
        let failure = Failure::outside(format!("there is no component `{kind}`"));
        let nearest = document::nearest(kind, pages);
        let failure = match nearest {
            Some(nearest) => failure.hint(format!("did you mean `{nearest}`?")),
            None => failure,
        };
        failure.hint("`outrigger doc` lists all of them")
    })
}

/// A line each, with the first sentence of what it is.
fn list(pages: &[Page]) -> String {
    let widest = pages.iter().map(|page| page.kind.len()).max().unwrap_or(0);
    let lines = pages.iter().map(|page| {
        let first = page.doc.split_inclusive(". ").next().unwrap_or_default();
        let line = format!("{:widest$}  {first}", page.kind);
        format!("{}\n", line.trim_end())
    });
    lines.collect()
}

/// Writes the files that are not there yet, or say something else.
fn write(folder: &Path, files: &[(String, &str)], ui: &Ui) -> Result<(), Failure> {
    let mut written = 0;
    for (name, text) in files {
        let path = folder.join(name);
        if fs::read(&path).is_ok_and(|there| there == text.as_bytes()) {
            continue;
        }
        out::write(&path, text.as_bytes())?;
        ui.detail(&format!("Wrote {}", shown(&path)));
        written += 1;
    }
    let (pages, folder) = (ui::count(files.len(), "page"), shown(folder));
    ui.done(&match written {
        0 => format!("Up to date: {pages} in {folder}"),
        _ => format!("Wrote {written} of {pages} to {folder}"),
    });
    Ok(())
}
