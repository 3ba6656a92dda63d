//! `outrigger init`: a small working app. Asks nothing: what it writes is shorter than a dialogue,
//! and easier to change.

use std::fs;
use std::path::Path;

use outrigger_core::{Goal, SourceText, resolve};

use crate::app::App;
use crate::arguments::Init;
use crate::failure::{Exit, Failure, shown};
use crate::out;
use crate::ui::{self, Ui};

/// The file that is written.
const FILE: &str = "app.rig.hcl";

/// What is in it, for an app of the [`NAME`] in the [`REGION`].
const TEXT: &str = include_str!("init/app.rig.hcl");

const NAME: &str = "hello";
const REGION: &str = "eu-west-1";

/// Writes the file if there is nothing that it could be mistaken for.
pub fn run(folder: &Path, init: &Init, ui: &Ui) -> Result<Exit, Failure> {
    if folder.exists() {
        refuse_sources(folder)?;
    }
    let name = match &init.name {
        Some(name) => name.clone(),
        None => name_of(folder),
    };
    let region = init.region.as_deref().unwrap_or(REGION);
    let text = TEXT
        .replace(&quoted(REGION), &quoted(region))
        .replace(&quoted(NAME), &quoted(&name));
    refuse_mistakes(&text, folder, ui)?;
    let path = folder.join(FILE);
    out::write(&path, text.as_bytes())?;
    ui.done(&format!(
        "Wrote {}: the app {name} in {region}",
        shown(&path)
    ));
    ui.done(&next(folder));
    Ok(Exit::Done)
}

/// The commands that come next, to be pasted.
fn next(folder: &Path) -> String {
    let place = match shown(folder).as_str() {
        "." => String::new(),
        place => format!(" -C {place}"),
    };
    let commands = [
        ("check", "what is proved of it, and what is wrong"),
        ("build", "write its templates to out/"),
        ("plan", "what they would change"),
        ("doc", "what else there is to use"),
    ];
    let lines = commands.map(|(command, what)| {
        let line = format!("outrigger{place} {command}");
        format!("\n  {line:width$}  {what}", width = place.len() + 15)
    });
    format!("Next:{}", lines.concat())
}

/// The folder's own name, if an app can be called so.
fn name_of(folder: &Path) -> String {
    // A folder that is not there yet has the name that it is given.
    let real = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let name = real.file_name().map(|name| name.to_string_lossy());
    let name = name.map(|name| name.to_ascii_lowercase());
    let usable = name.filter(|name| resolve::is_stack_name(name));
    usable.unwrap_or_else(|| NAME.into())
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

/// The compiler's own word on a name and a region that somebody gave.
fn refuse_mistakes(text: &str, folder: &Path, ui: &Ui) -> Result<(), Failure> {
    let file = SourceText {
        name: FILE.into(),
        text: text.into(),
    };
    let app = App::of(vec![file], folder, ui);
    let compilation = app.compile("production", Goal::Check, &mut |_, _| {})?;
    if ui::has_errors(&compilation.diagnostics) {
        ui.diagnostics(&compilation.diagnostics, &compilation.sources);
        return Err(Failure::outside(format!("`{FILE}` was not written")));
    }
    Ok(())
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
