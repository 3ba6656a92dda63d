//! Tests that a user could read: `golden/check/*.md`, one topic a file. How a page is written is
//! told in `golden/check/README.md`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot read its case fails"
)]

mod support;

use std::path::PathBuf;

use outrigger_core::diag::Diagnostic;
use outrigger_core::diag::pages::titles;
use outrigger_core::lock;
use outrigger_core::source::Sources;
use support::{Case, LINES_BEFORE_VALUES, Section, files, sections};

/// What a comment expects.
#[derive(Debug)]
struct Expectation {
    file: String,
    line: usize,
    code: String,
    message: String,
}

/// How an expectation begins, in a comment or in a text that an error cuts off.
const MARK: &str = "# error: [";

fn expectations(file: &str, text: &str) -> Vec<Expectation> {
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for part in line.split(MARK).skip(1) {
            let (code, message) = part.split_once(']').expect("`]` behind the code");
            found.push(Expectation {
                file: file.to_owned(),
                line: index + 1,
                code: code.to_owned(),
                message: message.trim().to_owned(),
            });
        }
    }
    found
}

/// Where and what a diagnostic is, in the terms of an expectation.
fn place(sources: &Sources, diagnostic: &Diagnostic) -> (String, usize) {
    let main = diagnostic.labels.first();
    match main.and_then(|label| sources.line_column(label.span)) {
        Some((file, at)) => (sources.file(file).name.clone(), at.line as usize),
        None => (String::new(), 0),
    }
}

/// What an `errors` fence expects: errors of files in which no comment can stand, and errors without
/// a place.
fn listed(text: &str) -> Vec<Expectation> {
    let parse = |line: &str| {
        let (place, rest) = line.split_once('[').expect("`[` before the code");
        let (code, message) = rest.split_once(']').expect("`]` behind the code");
        let place = place.trim_end_matches([':', ' ']);
        let (file, line) = place.rsplit_once(':').unwrap_or(("", "0"));
        Expectation {
            file: file.to_owned(),
            line: line.parse().expect("a line number"),
            code: code.to_owned(),
            message: message.trim().to_owned(),
        }
    };
    text.lines().map(parse).collect()
}

/// A page that begins so is about text alone: its sources are read, not compiled.
const ONLY_READ: &str = "<!-- only read -->";

/// What does not fit, each with its line in the page.
fn failures(section: &Section, only_read: bool) -> Vec<(usize, String)> {
    let case = Case::of(section);
    let mut expected: Vec<Expectation> = case
        .files
        .iter()
        .flat_map(|(name, text)| expectations(name, text))
        .collect();
    let lists = section.fences.iter().filter(|one| one.language == "errors");
    let lists: Vec<_> = lists.collect();
    expected.extend(lists.iter().flat_map(|fence| listed(&fence.text)));
    let fences = section
        .fences
        .iter()
        .filter(|one| one.title.as_deref() != Some(lock::FILE_NAME));
    let starts: Vec<usize> = fences
        .filter_map(|fence| match fence.language.as_str() {
            "hcl" => Some(fence.line),
            "values" => Some(fence.line.saturating_sub(LINES_BEFORE_VALUES)),
            _ => None,
        })
        .collect();
    let line_in_page = |name: &str, line: usize| {
        let found = case.files.iter().position(|(file, _)| file == name);
        let start = found.and_then(|at| starts.get(at));
        start.map_or(section.line, |start| start + line - 1)
    };
    if case.files.is_empty() && lists.is_empty() {
        return Vec::new();
    }
    let (sources, diagnostics) = if only_read {
        case.read()
    } else {
        case.compile()
    };
    let mut failures = Vec::new();
    for diagnostic in &diagnostics {
        let (name, line) = place(&sources, diagnostic);
        let code = diagnostic.code.to_string();
        let met = expected.iter().position(|one| {
            one.file == name
                && one.line == line
                && one.code == code
                && diagnostic.message.contains(&one.message)
        });
        if let Some(index) = met {
            expected.remove(index);
        } else {
            let text = format!(
                "unexpected: [{code}] {} ({name}:{line})",
                diagnostic.message
            );
            failures.push((line_in_page(&name, line), text));
        }
    }
    for one in expected {
        let text = format!("missing: [{}] {}", one.code, one.message);
        failures.push((line_in_page(&one.file, one.line), text));
    }
    failures.sort();
    failures
}

fn check(page: &str) -> Vec<(usize, String)> {
    let only_read = page.starts_with(ONLY_READ);
    sections(page)
        .iter()
        .flat_map(|section| failures(section, only_read))
        .collect()
}

fn pages() -> Vec<(PathBuf, String)> {
    let pages = files("golden/check", "md").into_iter();
    let pages: Vec<_> = pages
        .filter(|(path, _)| !path.ends_with("README.md"))
        .collect();
    assert!(!pages.is_empty());
    pages
}

#[test]
fn golden_pages_hold() {
    let mut report = Vec::new();
    for (path, text) in pages() {
        for (line, failure) in check(&text) {
            report.push(format!("{}:{line}: {failure}", path.display()));
        }
    }
    assert!(report.is_empty(), "\n{}\n", report.join("\n"));
}

#[test]
fn the_runner_sees_what_is_missing_unexpected_or_elsewhere() {
    let page = "<!-- only read -->\n# Page\n\n## One\n\n```hcl\nlet {\n  x = 35d # error: [E0117] quantity\n  y = 'a' # error: [E0117]\n}\n```\n\n## Two\n\n```hcl title=\"a.rig.hcl\"\nlet {\n  z = 1 # error: [E0117] # error: [E0118]\n}\n```\n\n```hcl title=\"b.rig.hcl\"\nx = 1\n```\n";
    let found = check(page);
    let shown: Vec<String> = found
        .iter()
        .map(|(line, text)| format!("{line}: {}", &text[..text.find(']').unwrap()]))
        .collect();
    assert_eq!(
        shown,
        [
            "9: missing: [E0117",
            "9: unexpected: [E0118",
            "17: missing: [E0117",
            "17: missing: [E0118",
            "22: unexpected: [E0112",
        ]
    );
}

/// Codes of the language that no page can show; `errors.rs` says why, and where they are tested.
const NOT_SHOWN: [&str; 2] = ["E0322", "E0705"];

#[test]
fn every_code_of_the_language_is_shown() {
    let pages: String = pages().into_iter().map(|(_, text)| text).collect();
    let codes = titles().map(|(code, _)| code.to_string());
    let of_the_language = codes.filter(|code| {
        let families = ["E02", "E03", "E05", "E07", "E10"];
        families.contains(&&code[..3]) && !NOT_SHOWN.contains(&code.as_str())
    });
    let missing: Vec<_> = of_the_language
        .filter(|code| !pages.contains(&format!("[{code}]")))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
