//! Tests that a user could read: `golden/check/*.md`, one topic a file. Each `##` section is one
//! test; its fenced `hcl` sources are compiled together. On the line of an error stands what is
//! expected there: `# error: [E0203]`, with a part of the message behind it if that matters, and
//! several of them one behind the other. A source without expectations compiles clean.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot read its case fails"
)]

mod support;

use outrigger_core::diag::Diagnostic;
use outrigger_core::source::Sources;
use support::{Fence, Section, diagnose, files, sections};

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

fn names(section: &Section) -> Vec<(String, &Fence)> {
    let fences = section
        .fences
        .iter()
        .filter(|fence| fence.language == "hcl");
    fences
        .enumerate()
        .map(|(index, fence)| match &fence.title {
            Some(title) => (title.clone(), fence),
            None if index == 0 => ("main.rig.hcl".to_owned(), fence),
            None => (format!("main-{}.rig.hcl", index + 1), fence),
        })
        .collect()
}

/// What does not fit, each with its line in the page.
fn failures(section: &Section) -> Vec<(usize, String)> {
    let files = names(section);
    let texts: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, fence)| (name.as_str(), fence.text.as_str()))
        .collect();
    let mut expected: Vec<Expectation> = texts
        .iter()
        .flat_map(|(name, text)| expectations(name, text))
        .collect();
    let line_in_page = |name: &str, line: usize| {
        let found = files.iter().find(|(file, _)| file == name);
        found.map_or(section.line, |(_, fence)| fence.line + line - 1)
    };
    let (sources, diagnostics) = diagnose(&texts);
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
            let text = format!("unexpected: [{code}] {}", diagnostic.message);
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
    sections(page).iter().flat_map(failures).collect()
}

#[test]
fn golden_pages_hold() {
    let mut report = Vec::new();
    let pages = files("golden/check", "md");
    assert!(!pages.is_empty());
    for (path, text) in pages {
        for (line, failure) in check(&text) {
            report.push(format!("{}:{line}: {failure}", path.display()));
        }
    }
    assert!(report.is_empty(), "\n{}\n", report.join("\n"));
}

#[test]
fn the_runner_sees_what_is_missing_unexpected_or_elsewhere() {
    let page = "# Page\n\n## One\n\n```hcl\nlet {\n  x = 35d # error: [E0117] quantity\n  y = 'a' # error: [E0117]\n}\n```\n\n## Two\n\n```hcl title=\"a.rig.hcl\"\nlet {\n  z = 1 # error: [E0117] # error: [E0118]\n}\n```\n\n```hcl title=\"b.rig.hcl\"\nx = 1\n```\n";
    let found = check(page);
    let shown: Vec<String> = found
        .iter()
        .map(|(line, text)| format!("{line}: {}", &text[..text.find(']').unwrap()]))
        .collect();
    assert_eq!(
        shown,
        [
            "8: missing: [E0117",
            "8: unexpected: [E0118",
            "16: missing: [E0117",
            "16: missing: [E0118",
            "21: unexpected: [E0112",
        ]
    );
}
