//! `outrigger init`: a small working app.

use std::fs;
use std::path::Path;

use crate::failure::{Exit, Failure, shown};
use crate::out;
use crate::ui::Ui;

/// The files and what is in them.
const FILES: [(&str, &str); 1] = [("app.rig.hcl", include_str!("init/app.rig.hcl"))];

/// Writes the files if there is nothing that they could be mistaken for.
pub fn run(folder: &Path, ui: &Ui) -> Result<Exit, Failure> {
    if folder.exists() {
        refuse_sources(folder)?;
    }
    for (name, text) in FILES {
        out::write(&folder.join(name), text.as_bytes())?;
        ui.done(&format!("Wrote {}", shown(&folder.join(name))));
    }
    ui.done("Next: `outrigger check`, then `outrigger build`");
    Ok(Exit::Done)
}

fn refuse_sources(folder: &Path) -> Result<(), Failure> {
    let unreadable = |error| Failure::file("read the folder", folder, error);
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let name = entry.map_err(unreadable)?.file_name();
        let name = name.to_string_lossy();
        let is_ours = name == "outrigger.lock" || name == out::NAME;
        if name.ends_with(".hcl") || is_ours {
            let message = format!("`{}` is there already", shown(&folder.join(&*name)));
            return Err(Failure::outside(message)
                .hint("`init` never overwrites: go to an empty folder, or name one with `-C`"));
        }
    }
    Ok(())
}
