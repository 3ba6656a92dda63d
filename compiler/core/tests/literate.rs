//! Tests that a user could read: `golden/check/*.md`, one topic a file. How a page is written is
//! told in `golden/check/README.md`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot read its case fails"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "tests read their cases from files; the core itself does not"
)]

mod support;

use std::collections::BTreeMap;
use std::path::PathBuf;

use outrigger_core::diag::Diagnostic;
use outrigger_core::diag::pages::titles;
use outrigger_core::lock;
use outrigger_core::source::Sources;
use support::{Case, Fence, LINES_BEFORE_VALUES, Section, files, sections};

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

/// A page that begins so builds one app: each section adds to those before it, and a block that is
/// shown again replaces the one before.
const ONE_APP: &str = "<!-- one app -->";

/// Gives each section the blocks of those before it. A section in which something is wrong is not
/// handed on.
fn grow(sections: &mut [Section]) {
    let mut app: BTreeMap<String, String> = BTreeMap::new();
    for section in sections {
        let sources = section.fences.iter().filter(|one| one.language == "hcl");
        let shown: Vec<_> = sources.flat_map(|fence| blocks(&fence.text)).collect();
        if shown.is_empty() {
            continue;
        }
        let earlier = app.iter().filter(|(header, _)| {
            let again = |(shown, _): &(String, String)| shown == *header;
            !shown.iter().any(again)
        });
        let earlier: String = earlier.map(|(_, text)| text.as_str()).collect();
        if !shown.iter().any(|(_, text)| text.contains(MARK)) {
            app.extend(shown);
        }
        section.fences.push(Fence {
            language: "hcl".to_owned(),
            title: Some("earlier.rig.hcl".to_owned()),
            source: None,
            environment: None,
            without_app: true,
            for_terraform: false,
            text: earlier,
            line: section.line,
        });
    }
}

/// The top-level blocks of a text, each with its header. A block begins and ends at the first column.
fn blocks(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        let begins = !open && line.starts_with(|first: char| first.is_ascii_alphabetic());
        if begins {
            let header = line.split('{').next().unwrap_or(line).trim();
            found.push((header.to_owned(), String::new()));
            open = !line.contains('}') || line.trim_end().ends_with('{');
        } else if line.starts_with('}') {
            open = false;
        }
        if let Some((_, text)) = found.last_mut() {
            text.push_str(line);
            text.push('\n');
        }
    }
    found
}

/// What does not fit, each with its line in the page.
fn failures(section: &Section, only_read: bool) -> Vec<(usize, String)> {
    let case = Case::of(section);
    let mut expected: Vec<Expectation> = case
        .files
        .iter()
        .flat_map(|(name, text)| expectations(name, text))
        .collect();
    let beside = case.beside.titled();
    expected.extend(beside.flat_map(|(name, text)| expectations(name, text)));
    let lists = section.fences.iter().filter(|one| one.language == "errors");
    let lists: Vec<_> = lists.collect();
    expected.extend(lists.iter().flat_map(|fence| listed(&fence.text)));
    let fences = section
        .fences
        .iter()
        .filter(|one| one.title.as_deref() != Some(lock::FILE_NAME));
    let starts: Vec<usize> = fences
        .filter_map(|fence| match fence.language.as_str() {
            "values" => Some(fence.line.saturating_sub(LINES_BEFORE_VALUES)),
            _ => fence.is_source().then_some(fence.line),
        })
        .collect();
    let line_in_page = |name: &str, line: usize| {
        let titled = |fence: &&Fence| fence.title.as_deref() == Some(name);
        if let Some(fence) = section.fences.iter().find(titled) {
            return fence.line + line - 1;
        }
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
    let mut sections = sections(page);
    if page.starts_with(ONE_APP) {
        grow(&mut sections);
    }
    sections
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

/// The pages of the guide that are compiled.
fn guide() -> Vec<(PathBuf, String)> {
    let pages = files("docs/guide", "md").into_iter();
    let pages: Vec<_> = pages
        .filter(|(_, text)| text.starts_with("<!-- "))
        .collect();
    assert!(!pages.is_empty());
    pages
}

#[test]
fn golden_pages_and_the_guide_hold() {
    let mut report = Vec::new();
    for (path, text) in pages().into_iter().chain(guide()) {
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

/// The page that lists the codes that no page can show, and where they are tested.
const ELSEWHERE: &str = "99-elsewhere.md";

#[test]
fn every_code_is_shown_or_said_to_be_tested_elsewhere() {
    let (elsewhere, shown): (Vec<_>, Vec<_>) = pages()
        .into_iter()
        .partition(|(path, _)| path.ends_with(ELSEWHERE));
    let shown: String = shown.into_iter().map(|(_, text)| text).collect();
    let mut tested = BTreeMap::new();
    for line in elsewhere.iter().flat_map(|(_, text)| text.lines()) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if let [_, code, _, place, _] = cells[..]
            && code.starts_with('E')
        {
            tested.insert(code.to_owned(), place.trim_matches('`').to_owned());
        }
    }
    let mut wrong = Vec::new();
    for code in titles().map(|(code, _)| code.to_string()) {
        match (shown.contains(&format!("[{code}]")), tested.remove(&code)) {
            (true, None) => {}
            (false, Some(place)) if names(&place, &code) => {}
            (false, Some(place)) => wrong.push(format!("{place} does not name {code}")),
            (true, Some(_)) => wrong.push(format!("{code} is shown, and listed in {ELSEWHERE}")),
            (false, None) => wrong.push(format!("{code} is in no page")),
        }
    }
    wrong.extend(tested.into_keys().map(|code| format!("there is no {code}")));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Whether the file, or one of the folder, names the code.
fn names(place: &str, code: &str) -> bool {
    let path = support::root().join(place);
    let texts = if path.is_dir() {
        let all = ["rs", "txt", "snap"].map(|extension| files(place, extension));
        all.into_iter().flatten().map(|(_, text)| text).collect()
    } else {
        vec![std::fs::read_to_string(path).unwrap_or_default()]
    };
    texts.iter().any(|text| text.contains(code))
}
