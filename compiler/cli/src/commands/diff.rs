//! `outrigger diff`: how two environments differ.

use std::path::Path;

use outrigger_core::environments::{self, view};

use super::apply::compare;
use crate::app::App;
use crate::arguments::{Diff, DiffForm};
use crate::deploy::built::Built;
use crate::failure::{Exit, Failure};
use crate::ui::Ui;

/// What is written outside of any `environment`.
const BASE: &str = "production";

/// Compiles both, compares, shows.
pub fn run(folder: &Path, arguments: &Diff, ui: &Ui) -> Result<Exit, Failure> {
    let (first, second) = match arguments.environments.as_slice() {
        [one] => (one.as_str(), BASE),
        [one, other] => (one.as_str(), other.as_str()),
        _ => {
            return Err(Failure::outside("two environments are compared, not more")
                .hint("write `outrigger diff --env ONE --env OTHER`"));
        }
    };
    if first == second {
        return Err(
            Failure::outside(format!("`{first}` is compared with itself"))
                .hint("write `outrigger diff --env ONE --env OTHER`"),
        );
    }
    let app = App::read(folder, ui)?;
    let [before, after] = Built::both(&app, [first, second], ui)?;
    // As if the one were deployed where the other is: then the plan says how they differ.
    let before = before.deployment.in_place_of(&after.deployment);
    let plan = compare(&before, &after, ui)?;
    let sides = ((first, &before), (second, &after.deployment));
    let difference = environments::compare(&app.files, sides.0, sides.1, &plan);
    ui.artefact(&match arguments.format {
        DiffForm::Text => view::text(&difference, ui.colors_stdout()),
        DiffForm::Json => view::json(&difference),
        DiffForm::Markdown => view::markdown(&difference),
    })?;
    Ok(if arguments.detailed_exitcode && !difference.is_empty() {
        Exit::Changes
    } else {
        Exit::Done
    })
}
