//! `outrigger explain`: what a code means.

use outrigger_core::diag::Code;
use outrigger_core::diag::pages;

use crate::arguments::Explain;
use crate::failure::{Exit, Failure};
use crate::ui::Ui;

/// Prints the page of a code, or the titles of all.
pub fn run(explain: &Explain, ui: &Ui) -> Result<Exit, Failure> {
    let Some(text) = &explain.code else {
        let lines = pages::titles().map(|(code, title)| format!("{code}  {title}\n"));
        ui.artefact(&lines.collect::<String>())?;
        return Ok(Exit::Done);
    };
    let page = text.parse::<Code>().ok().and_then(pages::explain);
    let page = page.ok_or_else(|| {
        Failure::outside(format!("there is no code `{text}`"))
            .hint("codes look like E0203; `outrigger explain` lists all of them")
    })?;
    ui.artefact(page)?;
    Ok(Exit::Done)
}
