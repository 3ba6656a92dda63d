//! What the tests over Markdown pages share: compiling sources, and taking pages apart.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot read its case fails"
)]
#![allow(dead_code, reason = "each test crate uses its own part of this module")]
#![allow(
    clippy::disallowed_methods,
    reason = "tests read their cases from files; the core itself does not"
)]

use std::path::{Path, PathBuf};

use outrigger_core::diag::{Diagnostic, Diagnostics};
use outrigger_core::names::Names;
use outrigger_core::source::{Origin, Sources};
use outrigger_core::syntax;

pub mod apps;

/// Everything that is wrong with these files, as far as the pipeline goes today.
pub fn diagnose(files: &[(&str, &str)]) -> (Sources, Vec<Diagnostic>) {
    let mut sources = Sources::new();
    let ids: Vec<_> = files
        .iter()
        .map(|(name, text)| sources.add(*name, *text, Origin::User))
        .collect();
    let names = Names::new();
    let mut diagnostics = Diagnostics::new();
    for id in ids {
        syntax::parse(&sources, id, &names, &mut diagnostics);
    }
    (sources, diagnostics.into_sorted())
}

/// The folder of the whole project.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().and_then(Path::parent).unwrap().to_owned()
}

/// All files of a folder of the project with this extension, sorted, with their texts.
pub fn files(folder: &str, extension: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    collect(&root().join(folder), extension, &mut found);
    found.sort();
    found
}

fn collect(folder: &Path, extension: &str, found: &mut Vec<(PathBuf, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, extension, found);
        } else if path.extension().is_some_and(|e| e == extension) {
            let text = std::fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
}

/// A fenced block of a Markdown page.
pub struct Fence {
    /// Behind the three backticks: `hcl`, `text`, ...
    pub language: String,
    /// From `title="..."`, for tests with several files.
    pub title: Option<String>,
    /// What stands inside.
    pub text: String,
    /// The line of its first line of text in the page, from 1.
    pub line: usize,
}

/// A `##` section of a Markdown page.
pub struct Section {
    pub heading: String,
    pub line: usize,
    pub fences: Vec<Fence>,
}

/// Takes a page apart. What stands before the first `##` is a section of its own without heading.
pub fn sections(page: &str) -> Vec<Section> {
    let mut sections = vec![Section {
        heading: String::new(),
        line: 1,
        fences: Vec::new(),
    }];
    let mut open: Option<Fence> = None;
    for (index, line) in page.lines().enumerate() {
        let current = sections.last_mut().unwrap();
        match open.take() {
            Some(fence) if line.trim_end() == "```" => current.fences.push(fence),
            Some(mut fence) => {
                fence.text.push_str(line);
                fence.text.push('\n');
                open = Some(fence);
            }
            None => {
                if let Some(info) = line.strip_prefix("```") {
                    open = Some(begin(info, index + 2));
                } else if let Some(heading) = line.strip_prefix("## ") {
                    sections.push(Section {
                        heading: heading.to_owned(),
                        line: index + 1,
                        fences: Vec::new(),
                    });
                }
            }
        }
    }
    assert!(open.is_none(), "a fence is not closed");
    sections
}

fn begin(info: &str, line: usize) -> Fence {
    let (language, rest) = info.split_once(' ').unwrap_or((info, ""));
    let title = rest
        .strip_prefix("title=\"")
        .and_then(|rest| rest.strip_suffix('"'));
    Fence {
        language: language.to_owned(),
        title: title.map(str::to_owned),
        text: String::new(),
        line,
    }
}

/// Diagnostics as short lines, for failures of tests.
pub fn shown(sources: &Sources, diagnostics: &[Diagnostic]) -> String {
    let lines = diagnostics.iter().map(|diagnostic| {
        let place = diagnostic
            .labels
            .first()
            .and_then(|label| sources.line_column(label.span));
        let place = place.map_or_else(String::new, |(_, at)| {
            format!("{}:{}: ", at.line, at.column)
        });
        format!("{place}[{}] {}", diagnostic.code, diagnostic.message)
    });
    lines.collect::<Vec<_>>().join("\n")
}
