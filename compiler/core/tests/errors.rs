//! Every code has a page in `docs/errors/`, and every page is a test: its wrong example gives
//! exactly the page's code, its right example gives nothing. Examples are compiled as
//! `golden/check/README.md` tells, with several files, a lock and an environment where a page needs
//! them. Those of E01xx are fragments: they are read only.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot read its case fails"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use outrigger_core::Goal;
use outrigger_core::diag::render::{Style, human};
use outrigger_core::diag::{Diagnostic, codes};
use outrigger_core::source::Sources;
use support::{Case, Section, files, sections, shown};

/// Codes that no page can show, because the example would be too large or no text at all.
/// Tested in `limits.rs`, unless another place is named.
const WITHOUT_EXAMPLE: [&str; 13] = [
    "E0101", // Bytes that are no text.
    "E0102", // A file of 8 MiB.
    "E0103", // A block of 1 MiB.
    "E0104", // 4,097 entries.
    "E0247", // A schema of 1 MiB: `own_schemas.rs`.
    "E0322", // A chain of more than 200 lets: `whole.rs`.
    "E0382", // Only a plan knows the types of before: `golden/plan/moved-to-another-type`.
    "E0705", // Only `build --locked` says it: `the_lock_may_not_change`, and the command line's tests.
    "E1101", // The library's translations know every property: `terraform.rs` takes one away.
    "E1218", // 129 libraries: `imports.rs`.
    "E1219", // An update finds it, and the next two: the command line's tests.
    "E1220", "E1221",
];

/// What is wrong with a plan two builds show, and no source: `golden/plan/` has them, and
/// `plan.rs` sees that none is missing. E09xx are about services and accounts.
fn is_about_plans(code: &str) -> bool {
    code.starts_with("E08") || code.starts_with("E09")
}

fn is_without_example(code: &str) -> bool {
    WITHOUT_EXAMPLE.contains(&code) || is_about_plans(code)
}

/// What an example gives.
fn outcome(section: &Section, code: &str) -> (Sources, Vec<Diagnostic>) {
    let case = Case::of(section);
    if code.starts_with("E01") {
        case.read()
    } else if code.starts_with("E11") {
        case.compile_for(Goal::BuildTerraform)
    } else {
        case.compile()
    }
}

fn pages() -> BTreeMap<String, String> {
    files("docs/errors", "md")
        .into_iter()
        .map(|(path, text)| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, text)
        })
        .collect()
}

fn section<'a>(sections: &'a [Section], heading: &str, code: &str) -> &'a Section {
    let found = sections.iter().find(|section| section.heading == heading);
    found.unwrap_or_else(|| panic!("{code}: no `## {heading}`"))
}

/// The codes that the sources of a section give, each once, and all of it as text.
fn codes_of(section: &Section, code: &str) -> (BTreeSet<String>, String) {
    let (sources, found) = outcome(section, code);
    let codes = found.iter().map(|one| one.code.to_string()).collect();
    (codes, shown(&sources, &found))
}

#[test]
fn every_page_has_its_parts() {
    for (code, text) in pages() {
        assert!(
            text.starts_with(&format!("# {code}: ")),
            "{code}: the title is `# {code}: ...`"
        );
        let sections = sections(&text);
        let headings: Vec<&str> = sections.iter().map(|s| s.heading.as_str()).collect();
        assert_eq!(headings, ["", "Wrong", "Right", "Why"], "{code}");
        let wrong = &section(&sections, "Wrong", &code).fences;
        let example = wrong.iter().any(|fence| fence.language == "hcl");
        let excused = is_without_example(&code);
        assert!(example != excused, "{code}: a wrong example in ```hcl");
        let right = &section(&sections, "Right", &code).fences;
        assert!(!right.is_empty(), "{code}: a right example");
    }
}

#[test]
fn wrong_examples_give_exactly_their_code_and_right_ones_none() {
    let mut failures = Vec::new();
    for (code, text) in pages() {
        let sections = sections(&text);
        if !is_without_example(&code) {
            let (found, all) = codes_of(section(&sections, "Wrong", &code), &code);
            if found != BTreeSet::from([code.clone()]) {
                failures.push(format!("{code}, wrong example:\n{all}"));
            }
        }
        let right = section(&sections, "Right", &code);
        if right.fences.iter().all(|fence| fence.language != "hcl") {
            continue;
        }
        let (found, all) = codes_of(right, &code);
        if !found.is_empty() {
            failures.push(format!("{code}, right example:\n{all}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

/// Literal numbers in `Code(...)` and `error(...)`, with how many constructors use each.
fn constructed() -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for (_, text) in files("compiler/core/src/diag/codes", "rs") {
        // A constructor is a function; several branches of one may name its code again.
        for function in text.split("\npub fn ").skip(1) {
            let mut numbers: Vec<u16> = ["Code(", "error("]
                .iter()
                .flat_map(|before| function.split(before).skip(1))
                .filter_map(|rest| {
                    let rest = rest.trim_start();
                    let end = rest.find(|c: char| !c.is_ascii_digit())?;
                    rest[..end].parse().ok()
                })
                .collect();
            numbers.sort_unstable();
            numbers.dedup();
            for number in numbers {
                *found.entry(format!("E{number:04}")).or_insert(0) += 1;
            }
        }
    }
    found
}

#[test]
fn every_code_has_one_constructor_and_one_page() {
    let constructed = constructed();
    assert!(
        constructed.len() > 40,
        "only {} codes found",
        constructed.len()
    );
    let twice: Vec<_> = constructed
        .iter()
        .filter(|(_, count)| **count > 1)
        .collect();
    assert!(twice.is_empty(), "several constructors: {twice:?}");
    let pages: BTreeSet<String> = pages().into_keys().collect();
    // A family without any page is being written.
    let has_pages = |code: &String| pages.iter().any(|page| page[..3] == code[..3]);
    let constructed: BTreeSet<String> = constructed.into_keys().filter(has_pages).collect();
    assert_eq!(constructed, pages, "left: constructors, right: pages");
}

#[test]
fn every_code_names_its_page_in_its_doc_comment() {
    for (path, text) in files("compiler/core/src/diag/codes", "rs") {
        for function in text.split("\n}\n") {
            let Some((comment, body)) = function.split_once("\npub fn ") else {
                continue;
            };
            let first = comment.lines().find_map(|line| line.strip_prefix("/// "));
            let Some(number) = body.split("Code(").nth(1) else {
                continue;
            };
            let number: u16 = number.split(')').next().unwrap().parse().unwrap();
            assert!(
                first.is_some_and(|line| line.starts_with(&format!("E{number:04}: "))),
                "{}: the doc comment of E{number:04}",
                path.display()
            );
        }
    }
}

/// How each message looks: the one place where texts of messages are compared.
#[test]
fn messages_look_like_this() {
    let style = Style {
        unicode: true,
        color: false,
        width: 100,
    };
    for (code, text) in pages() {
        if is_without_example(&code) {
            continue;
        }
        let sections = sections(&text);
        let (sources, found) = outcome(section(&sections, "Wrong", &code), &code);
        insta::assert_snapshot!(code, human(&found, &sources, &style));
    }
}

#[test]
fn the_lock_may_not_change() {
    let found = codes::stacks::lock_out_of_date(&["production pin a.b C"], &[]);
    assert_eq!(found.code.to_string(), "E0705");
    assert_eq!(found.help[0], "it would gain `production pin a.b C`");
}
