//! `outrigger update`: asks the repositories of imports what they stand for now, and writes the lock.

use std::path::Path;

use outrigger_core::imports::{Change, Pin};
use outrigger_core::lock;

use crate::app::{App, lock_path};
use crate::arguments::Update;
use crate::failure::{Exit, Failure};
use crate::out;
use crate::ui::{self, Ui};

/// Resolves, fetches, writes the lock and says what is different.
pub fn run(folder: &Path, update: &Update, ui: &Ui) -> Result<Exit, Failure> {
    let app = App::read(folder, ui)?;
    let updated = app.update(update.import.as_deref());
    ui.diagnostics(&updated.diagnostics, &updated.sources);
    let Some(text) = updated
        .lock
        .filter(|_| !ui::has_errors(&updated.diagnostics))
    else {
        return Err(Failure::Shown);
    };
    for change in &updated.changes {
        ui.done(&said(change));
    }
    if updated.changes.is_empty() {
        ui.done("Nothing has changed");
        return Ok(Exit::Done);
    }
    out::write(&lock_path(folder), text.as_bytes())?;
    let count = ui::count(updated.changes.len(), "import");
    ui.done(&format!("Updated {count} in {}", lock::FILE_NAME));
    Ok(Exit::Done)
}

fn said(change: &Change) -> String {
    let name = &change.name;
    match (&change.was, &change.is) {
        (Some(was), Some(is)) if shown(was) == shown(is) => format!("{name}: {}", shown(is)),
        (Some(was), Some(is)) => format!("{name}: {} -> {}", shown(was), shown(is)),
        (None, Some(is)) => format!("{name}: new, {}", shown(is)),
        (Some(was), None) => format!("{name}: gone, was {}", shown(was)),
        (None, None) => name.clone(),
    }
}

/// `v1.4.2 (1a2b3c4)`
fn shown(pin: &Pin) -> String {
    let commit = pin.commit.get(..7).unwrap_or(&pin.commit);
    match &pin.tag {
        Some(tag) => format!("{tag} ({commit})"),
        None => commit.to_owned(),
    }
}
