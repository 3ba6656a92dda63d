//! `outrigger fmt`: source files in one layout.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use outrigger_core::Broken;
use outrigger_core::diag::codes;
use outrigger_core::format::{self, Left};
use outrigger_core::source::Sources;
use similar::TextDiff;

use crate::app::{self, ENDING};
use crate::arguments::Fmt;
use crate::failure::{Exit, Failure, shown};
use crate::out;
use crate::ui::{self, Ui};

/// What stands for stdin on the command line, and what it is called in messages.
const STDIN: (&str, &str) = ("-", "stdin");

/// Formats what is named; the folder, if nothing is.
pub fn run(folder: &Path, fmt: &Fmt, ui: &Ui) -> Result<Exit, Failure> {
    if fmt.paths.iter().any(|path| path.as_os_str() == STDIN.0) {
        return stdin(fmt, ui);
    }
    let mut files = BTreeSet::new();
    if fmt.paths.is_empty() {
        named(folder, fmt.recursive, &mut files)?;
    }
    for path in &fmt.paths {
        named(&folder.join(path), fmt.recursive, &mut files)?;
    }
    let mut found = Found::default();
    for path in &files {
        one(path, fmt, ui, &mut found)?;
    }
    Ok(found.end(fmt, files.len(), ui))
}

/// What is in stdin, formatted, on stdout.
fn stdin(fmt: &Fmt, ui: &Ui) -> Result<Exit, Failure> {
    if fmt.paths.len() > 1 {
        return Err(Failure::outside("`-` is stdin, and stands alone")
            .hint("format files in one run, and stdin in another"));
    }
    let mut bytes = Vec::new();
    io::stdin()
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::outside(format!("cannot read stdin: {error}")))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        ui.refuse(&[codes::syntax::not_utf8(STDIN.1, at)])
    })?;
    let formatted = match format::format(STDIN.1, &text) {
        Ok(formatted) => formatted,
        Err(left) => {
            left_alone(STDIN.1, left, ui)?;
            return Err(Failure::Shown);
        }
    };
    let mut found = Found::default();
    if fmt.check || fmt.diff {
        if formatted != text {
            found.changed(STDIN.1, (&text, &formatted), fmt, ui)?;
        }
        return Ok(found.end(fmt, 1, ui));
    }
    ui.artefact(&formatted)?;
    Ok(Exit::Done)
}

/// The files that a path means.
fn named(path: &Path, recursive: bool, files: &mut BTreeSet<PathBuf>) -> Result<(), Failure> {
    if path.is_dir() {
        let before = files.len();
        collect(path, recursive, files)?;
        if files.len() == before {
            let message = format!("there is no `*{ENDING}` in `{}`", shown(path));
            let failure = Failure::outside(message);
            return Err(if recursive {
                failure
            } else {
                failure.hint("`--recursive` looks into the folders below, too")
            });
        }
        return Ok(());
    }
    if !path.to_string_lossy().ends_with(ENDING) {
        let message = format!("`{}` is no `*{ENDING}`", shown(path));
        return Err(Failure::outside(message)
            .hint("`outrigger fmt - < FILE` formats what is called otherwise"));
    }
    if !path.exists() && !path.is_symlink() {
        return Err(Failure::outside(format!("there is no `{}`", shown(path))));
    }
    files.insert(path.to_owned());
    Ok(())
}

fn collect(folder: &Path, recursive: bool, files: &mut BTreeSet<PathBuf>) -> Result<(), Failure> {
    let unreadable = |error| Failure::file("read the folder", folder, error);
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        // Not through links: they may lead round in a circle.
        let is_folder = entry.file_type().map_err(unreadable)?.is_dir();
        if is_folder && recursive && !name.starts_with('.') {
            collect(&path, recursive, files)?;
        } else if name.ends_with(ENDING) && !path.is_dir() {
            files.insert(path);
        }
    }
    Ok(())
}

/// Formats one file. One that cannot be read stops no other.
fn one(path: &Path, fmt: &Fmt, ui: &Ui, found: &mut Found) -> Result<(), Failure> {
    let name = shown(path);
    let text = match app::text(path, &name)? {
        Ok(text) => text,
        Err(diagnostic) => {
            ui.diagnostics(&[diagnostic], &Sources::new());
            found.unreadable = true;
            return Ok(());
        }
    };
    match format::format(&name, &text) {
        Err(left) => {
            left_alone(&name, left, ui)?;
            found.unreadable = true;
        }
        Ok(formatted) if formatted == text => {}
        Ok(formatted) if fmt.check || fmt.diff => {
            found.changed(&name, (&text, &formatted), fmt, ui)?;
        }
        Ok(formatted) => {
            out::replace(path, formatted.as_bytes())?;
            found.changed += 1;
            ui.done(&format!("Formatted {name}"));
        }
    }
    Ok(())
}

/// Shows why a file is left alone.
fn left_alone(name: &str, left: Left, ui: &Ui) -> Result<(), Failure> {
    match left {
        Left::Unreadable {
            sources,
            diagnostics,
        } => {
            ui.diagnostics(&diagnostics, &sources);
            Ok(())
        }
        Left::Changed => Err(Failure::from(Broken(format!(
            "the layout of {name} would change what it says; it was left as it is"
        )))),
    }
}

/// What a run has found.
#[derive(Default)]
struct Found {
    changed: usize,
    unreadable: bool,
}

impl Found {
    /// Shows a file that would change.
    fn changed(
        &mut self,
        name: &str,
        (old, new): (&str, &str),
        fmt: &Fmt,
        ui: &Ui,
    ) -> Result<(), Failure> {
        self.changed += 1;
        if fmt.diff {
            ui.artefact(&difference(name, old, new, ui.colors_stdout()))
        } else {
            ui.artefact(&format!("{name}\n"))
        }
    }

    fn end(&self, fmt: &Fmt, files: usize, ui: &Ui) -> Exit {
        if fmt.check && self.changed > 0 {
            let of = ui::count(files, "file");
            ui.always(&format!("error: {} of {of} not formatted", self.changed));
            ui.always(" hint: run `outrigger fmt`");
            return Exit::Error;
        }
        if self.unreadable {
            return Exit::Error;
        }
        if self.changed == 0 {
            ui.done(&format!("Up to date: {}", ui::count(files, "file")));
        }
        Exit::Done
    }
}

/// What changes, line by line, as `diff -u` writes it.
fn difference(name: &str, old: &str, new: &str, colors: bool) -> String {
    let diff = TextDiff::from_lines(old, new);
    let text = diff.unified_diff().header(name, name).to_string();
    if !colors {
        return text;
    }
    let colored = text.split_inclusive('\n').map(|line| {
        let color = match line.as_bytes().first() {
            Some(b'+') => "32",
            Some(b'-') => "31",
            Some(b'@') => "36",
            _ => return line.to_owned(),
        };
        format!("\u{1b}[{color}m{}\u{1b}[0m\n", line.trim_end_matches('\n'))
    });
    colored.collect()
}
