//! `outrigger graph`: a picture of the resources.

use std::path::Path;

use outrigger_core::{Goal, GraphFormat};

use crate::app::App;
use crate::arguments::{Graph, GraphForm};
use crate::failure::{Exit, Failure};
use crate::ui::Ui;

/// Compiles and prints the picture.
pub fn run(folder: &Path, graph: &Graph, ui: &Ui) -> Result<Exit, Failure> {
    let app = App::read(folder, ui)?;
    let format = match graph.format {
        GraphForm::Dot => GraphFormat::Dot,
        GraphForm::Mermaid => GraphFormat::Mermaid,
    };
    let (_, files) = app.build(&graph.environment.name, Goal::Graph(format), ui)?;
    for (_, content) in files {
        ui.artefact(&String::from_utf8_lossy(&content))?;
    }
    Ok(Exit::Done)
}
