//! Finding cfn-lint on this machine and reading what it knows.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::Failure;

/// The version whose schemas are committed. Another one changes every generated file: raise it in
/// a change of its own.
pub const PINNED: &str = "1.51.0";

/// The schemas as cfn-lint carries them.
pub struct Source {
    /// cfn-lint's version.
    pub version: String,
    /// Each schema file's content by the file's name.
    pub resources: BTreeMap<String, Value>,
    /// For each region the schema file of each type that exists there.
    pub regions: BTreeMap<String, BTreeMap<String, String>>,
}

/// Where cfn-lint is installed: `given`, or where python3 finds it.
pub fn locate(given: Option<&Path>) -> Result<PathBuf, Failure> {
    if let Some(folder) = given {
        return Ok(folder.to_owned());
    }
    let script = "import os, cfnlint; print(os.path.dirname(cfnlint.__file__))";
    let output = Command::new("python3").args(["-c", script]).output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let folder = PathBuf::from(text.trim());
    if output.status.success() && folder.is_dir() {
        Ok(folder)
    } else {
        Err(Failure::new(format!(
            "cfn-lint is not installed for python3: pip install cfn-lint=={PINNED}, or say --cfn-lint DIR"
        )))
    }
}

/// Reads everything.
pub fn read(folder: &Path) -> Result<Source, Failure> {
    let schemas = folder.join("data/schemas");
    Ok(Source {
        version: version(folder)?,
        resources: resources(&schemas.join("resources"))?,
        regions: regions(&schemas.join("providers"))?,
    })
}

fn version(folder: &Path) -> Result<String, Failure> {
    let text = std::fs::read_to_string(folder.join("version.py"))?;
    let quoted = text
        .lines()
        .find(|line| line.contains("__version__"))
        .and_then(|line| line.split('"').nth(1));
    match quoted {
        Some(version) if version == PINNED => Ok(version.to_owned()),
        Some(other) => Err(Failure::new(format!(
            "cfn-lint {other} is installed, the project is pinned to {PINNED}"
        ))),
        None => Err(Failure::new("cfn-lint's version.py names no version")),
    }
}

fn resources(folder: &Path) -> Result<BTreeMap<String, Value>, Failure> {
    let mut all = BTreeMap::new();
    for path in files(folder, "json")? {
        let text = std::fs::read_to_string(&path)?;
        all.insert(stem(&path), serde_json::from_str(&text)?);
    }
    Ok(all)
}

fn regions(folder: &Path) -> Result<BTreeMap<String, BTreeMap<String, String>>, Failure> {
    let mut all = BTreeMap::new();
    for path in files(folder, "py")? {
        let name = stem(&path);
        if name.starts_with("__") {
            continue;
        }
        let text = std::fs::read_to_string(&path)?;
        all.insert(name.replace('_', "-"), region_table(&text));
    }
    Ok(all)
}

/// The lines `    "AWS::SQS::Queue": "8095f49d3b9d3b1a",`.
fn region_table(text: &str) -> BTreeMap<String, String> {
    text.lines()
        .filter(|line| line.starts_with("    \""))
        .filter_map(|line| {
            let mut quoted = line.split('"').skip(1).step_by(2);
            Some((quoted.next()?.to_owned(), quoted.next()?.to_owned()))
        })
        .collect()
}

fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, Failure> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|found| found == extension) {
            all.push(path);
        }
    }
    all.sort();
    Ok(all)
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_read_line_by_line() {
        let text = "types: dict[str, str] = {\n    \"AWS::A::B\": \"00ff\",\n    \"AWS::C::D\": \"11ee\",\n}\n";
        let table = region_table(text);
        assert_eq!(table.len(), 2);
        assert_eq!(table["AWS::C::D"], "11ee");
    }
}
