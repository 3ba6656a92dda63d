//! What holds for every text that can be read: formatting twice is formatting once; the tree is the
//! same; so are all tokens and the line ends; and white space that somebody adds between tokens is
//! gone again.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proptest::prelude::*;

use super::super::tokens::{Kind, tokens};
use super::super::{format, laid_out};
use crate::diag::Diagnostics;
use crate::names::Names;
use crate::source::{Origin, Sources};
use crate::syntax;

/// Every source of the project: the library, the examples, the golden files, and the fences of the
/// book of examples, those with mistakes among them.
static CORPUS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    for folder in ["stdlib", "examples", "golden", "docs", "compiler/cli"] {
        collect(&root.join(folder), &mut files);
    }
    files.sort();
    files.iter().flat_map(|path| sources(path)).collect()
});

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path
            .extension()
            .is_some_and(|ending| ending == "hcl" || ending == "md")
        {
            files.push(path);
        }
    }
}

fn sources(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap();
    if path.extension().is_some_and(|ending| ending == "hcl") {
        return vec![text];
    }
    let fences = text.split("\n```hcl").skip(1);
    let bodies = fences.filter_map(|rest| rest.split_once('\n')?.1.split("\n```").next());
    bodies.map(|body| format!("{body}\n")).collect()
}

/// The tree without places; `names` is shared by those that are compared.
fn tree(text: &str, names: &Names) -> Option<String> {
    let mut sources = Sources::new();
    let mut diagnostics = Diagnostics::new();
    let file = sources.add("a.rig.hcl", text, Origin::User);
    let tree = syntax::parse(&sources, file, names, &mut diagnostics);
    let shown = format!("{:?}", tree.blocks);
    let mut parts = shown.split("Span {");
    let mut without = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        without.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    (!diagnostics.has_errors()).then_some(without)
}

/// All tokens but line ends, with their kinds.
fn words(text: &str) -> Vec<(Kind, String)> {
    let tokens = tokens(text.trim_start_matches('\u{feff}'));
    tokens
        .into_iter()
        .filter(|token| token.kind != Kind::LineEnd)
        .map(|token| (token.kind, token.text.into_owned()))
        .collect()
}

/// Whether the text could be read.
fn holds(text: &str) -> bool {
    let names = Names::new();
    let Some(before) = tree(text, &names) else {
        assert!(format("a.rig.hcl", text).is_err(), "{text}");
        return false;
    };
    let once = format("a.rig.hcl", text).ok().unwrap();
    assert_eq!(tree(&once, &names), Some(before), "{text}");
    assert_eq!(laid_out(&once), once, "{text}");
    assert_eq!(words(&once), words(text), "{text}");
    let has_bare = |text: &str| text.replace("\r\n", "").contains('\n');
    if text.contains('\n') {
        assert!(has_bare(text) || !has_bare(&once), "{text}");
        assert!(text.contains("\r\n") || !once.contains("\r\n"), "{text}");
    }
    assert!(once.is_empty() || once.ends_with('\n'));
    true
}

#[test]
fn every_source_of_the_project() {
    let read = CORPUS.iter().filter(|text| holds(text)).count();
    assert!(read > 400, "{read} of {}", CORPUS.len());
}

/// Text with white space between its tokens that was not there.
fn with_spaces(text: &str, mut random: u64) -> String {
    let tokens = tokens(text);
    let mut result = String::new();
    let mut at = 0;
    for (index, token) in tokens.iter().enumerate() {
        let mut gap = &text[at..token.range.start];
        let is_first = index == 0 || tokens[index - 1].kind == Kind::LineEnd;
        let is_fixed = index > 0 && tokens[index - 1].kind == Kind::Heredoc;
        let roll = next(&mut random) % 4;
        if (is_first || !gap.is_empty()) && !is_fixed {
            gap = ["", " ", "\t", "     "][roll as usize];
            if gap.is_empty() && !is_first {
                gap = " ";
            }
        }
        result.push_str(gap);
        result.push_str(&text[token.range.clone()]);
        at = token.range.end;
    }
    result
}

/// Text with a few changes that may break it.
fn mutated(text: &str, random: &mut u64, changes: usize) -> String {
    const INSERTED: [&str; 24] = [
        " ",
        "\n",
        "\t",
        "\r\n",
        "\n\n\n",
        " # c\n",
        "/* c */",
        "/* c\nd */",
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        "\"",
        ",",
        "-",
        "!",
        ".",
        "a",
        " in ",
        "\r",
        "<<E\n x\nE\n",
        "\"${ a  +b }\"",
    ];
    let mut text = text.to_owned();
    for _ in 0..changes {
        let mut at = next(random) as usize % (text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        match next(random) % 5 {
            0 => {
                let removed = text[at..].chars().next().map_or(0, char::len_utf8);
                text.replace_range(at..at + removed, "");
            }
            1 => text.insert_str(at, INSERTED[next(random) as usize % 5]),
            _ => text.insert_str(at, INSERTED[next(random) as usize % INSERTED.len()]),
        }
    }
    text
}

fn next(random: &mut u64) -> u64 {
    *random = random
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    *random >> 33
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn spaces_that_somebody_adds_are_gone(index: prop::sample::Index, seed: u64) {
        let text = index.get(&CORPUS[..]);
        if let Ok(formatted) = format("a.rig.hcl", text) {
            let spaced = with_spaces(&formatted, seed);
            prop_assert_eq!(laid_out(&spaced), formatted);
        }
    }

    #[test]
    fn mutations(index: prop::sample::Index, mut seed: u64, changes in 1_usize..5) {
        // A block alone: a mistake in it hides no other.
        let text = index.get(&CORPUS[..]);
        let blocks: Vec<&str> = text.split("\n\n").collect();
        let block = blocks[next(&mut seed) as usize % blocks.len()];
        let block = if seed % 7 == 0 { block.replace('\n', "\r\n") } else { block.to_owned() };
        holds(&mutated(&block, &mut seed, changes));
    }
}
