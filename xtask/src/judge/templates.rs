//! cfn-lint on every template that is committed: no error, no warning, and a floor on what it saw.

use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;

use crate::{Failure, root};

/// What is judged.
#[derive(Args)]
pub struct Arguments {
    /// The cfn-lint to ask.
    #[arg(long, default_value = "cfn-lint")]
    cfn_lint: PathBuf,
    /// Fewest resources that must have been seen: a judge of nothing proves nothing.
    #[arg(long, default_value_t = 400)]
    at_least: usize,
}

pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut templates = Vec::new();
    for folder in ["examples", "golden/build"] {
        collect(&root().join(folder), &mut templates)?;
    }
    templates.sort();
    let mut resources = 0;
    for template in &templates {
        resources += resources_of(template)?;
    }
    // Templates come first: cfn-lint's list options swallow what follows them.
    let output = Command::new(&arguments.cfn_lint)
        .args(&templates)
        .args(["--format", "parseable", "--registry-schemas"])
        .args(schemas()?)
        .output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    print!("{said}");
    eprint!("{}", String::from_utf8_lossy(&output.stderr));
    println!(
        "cfn-lint: {} templates, {resources} resources, {} findings",
        templates.len(),
        said.lines().count()
    );
    if !output.status.success() || !said.is_empty() {
        return Err(Failure::new("cfn-lint has found something"));
    }
    if resources < arguments.at_least {
        return Err(Failure::new(format!(
            "only {resources} resources were judged; {} are the floor",
            arguments.at_least
        )));
    }
    Ok(())
}

/// The folders of schemas that apps bring: cfn-lint does not know their types by itself.
fn schemas() -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(root().join("golden/build"))? {
        let folder = entry?.path().join("schemas");
        if folder.is_dir() {
            found.push(folder);
        }
    }
    found.sort();
    Ok(found)
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, found)?;
        } else if path.to_string_lossy().contains(".template.") {
            found.push(path);
        }
    }
    Ok(())
}

fn resources_of(template: &Path) -> Result<usize, Failure> {
    let text = std::fs::read_to_string(template)?;
    let template: serde_json::Value = serde_json::from_str(&text)?;
    Ok(template["Resources"]
        .as_object()
        .map_or(0, serde_json::Map::len))
}
