//! `outrigger eval`: an expression in the app's context, once or line by line.

use std::io::{self, BufRead, IsTerminal};
use std::path::{Path, PathBuf};

use outrigger_core::trial::{self, Form};
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{Config, Editor};

use crate::app::App;
use crate::arguments::{Eval, ValueForm};
use crate::failure::{Exit, Failure};
use crate::ui::{self, Ui};

/// How many lines the history keeps.
const HISTORY: usize = 1000;

/// Evaluates the expression, or those of stdin.
pub fn run(folder: &Path, eval: &Eval, ui: &Ui) -> Result<Exit, Failure> {
    match &eval.expression {
        Some(expression) => one(&App::read(folder, ui)?, eval, expression, ui),
        None if io::stdin().is_terminal() => interactive(folder, eval, ui),
        None => {
            let app = App::read(folder, ui)?;
            let mut exit = Exit::Done;
            for line in io::stdin().lock().lines() {
                let line = line.map_err(|error| unreadable(&error))?;
                if !line.trim().is_empty() && one(&app, eval, &line, ui)? == Exit::Error {
                    exit = Exit::Error;
                }
            }
            Ok(exit)
        }
    }
}

fn one(app: &App, eval: &Eval, expression: &str, ui: &Ui) -> Result<Exit, Failure> {
    let form = match eval.format {
        ValueForm::Hcl => Form::Hcl,
        ValueForm::Json => Form::Json,
    };
    let request = app.request(&eval.environment.name);
    let value = trial::evaluate(&request, expression, form)?;
    ui.diagnostics(&value.diagnostics, &value.sources);
    match value.text {
        Some(text) if !ui::has_errors(&value.diagnostics) => {
            ui.artefact(&format!("{text}\n"))?;
            Ok(Exit::Done)
        }
        _ => Ok(Exit::Error),
    }
}

/// Reads lines until the end of input. The app is read anew for each, so that edits are seen.
fn interactive(folder: &Path, eval: &Eval, ui: &Ui) -> Result<Exit, Failure> {
    let config = Config::builder()
        .max_history_size(HISTORY)
        .map_err(|error| broken(&error))?
        .build();
    let mut editor: Editor<(), FileHistory> =
        Editor::with_config(config).map_err(|error| broken(&error))?;
    let history = history_path();
    if let Some(path) = &history {
        // There is none at first.
        let _ = editor.load_history(path);
    }
    ui.done("Evaluates expressions; Ctrl-D ends.");
    loop {
        match editor.readline("> ") {
            Ok(line) if line.trim().is_empty() => {}
            Ok(line) => {
                let _ = editor.add_history_entry(&line);
                one(&App::read(folder, ui)?, eval, &line, ui)?;
            }
            Err(ReadlineError::Interrupted) => {}
            Err(ReadlineError::Eof) => break,
            Err(error) => return Err(broken(&error)),
        }
    }
    if let Some(path) = history {
        // A history that cannot be kept is no reason to fail.
        let folder_is_there = path.parent().map(std::fs::create_dir_all);
        let _ = folder_is_there.map(|_| editor.save_history(&path));
    }
    Ok(Exit::Done)
}

/// In the user's state folder, as the XDG Base Directory Specification places it.
fn history_path() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let state = set("XDG_STATE_HOME").map(PathBuf::from);
    let state = state.or_else(|| Some(PathBuf::from(set("HOME")?).join(".local/state")))?;
    Some(state.join("outrigger/eval-history"))
}

fn unreadable(error: &io::Error) -> Failure {
    Failure::outside(format!("cannot read stdin: {error}"))
}

fn broken(error: &ReadlineError) -> Failure {
    Failure::outside(format!("cannot read from the terminal: {error}"))
}
