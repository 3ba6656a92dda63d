//! Asks the user.

use std::io::{self, BufRead, IsTerminal};

use outrigger_core::diag::codes::deploy;

use crate::failure::Failure;
use crate::ui::Ui;

/// Goes on only if the user agrees: by `--yes`, or by a word on a terminal.
pub fn ask(what: &str, yes: bool, ui: &Ui) -> Result<(), Failure> {
    if yes {
        return Ok(());
    }
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(ui.refuse(&[deploy::nobody_to_ask()]));
    }
    ui.always(&format!("{what} Only `yes` goes on:"));
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    if read.is_ok() && answer.trim() == "yes" {
        return Ok(());
    }
    Err(Failure::outside(
        "nothing was changed: the answer was not `yes`",
    ))
}
