//! Whatever the text is, reading it ends soon, in a tree or in diagnostics, and never in a panic.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot read its case fails"
)]

mod support;

use outrigger_core::diag::render::{Style, human, json, short};
use outrigger_core::diag::{Diagnostic, codes, pages};
use outrigger_core::source::Sources;
use proptest::prelude::*;
use support::{diagnose, files, sections};

fn codes_of(text: &str) -> Vec<String> {
    let (_, found) = diagnose(&[("a.rig.hcl", text)]);
    found.iter().map(|one| one.code.to_string()).collect()
}

#[test]
fn a_file_has_eight_mebibytes() {
    let line = "queue \"mail\" {}\n";
    let fits = line.repeat((8 << 20) / line.len());
    assert_eq!(codes_of(&fits), Vec::<String>::new());
    assert_eq!(codes_of(&format!("{fits}{line}")), ["E0102"]);
}

#[test]
fn a_block_has_one_mebibyte() {
    let block = |size: usize| format!("let {{\n  x = \"{}\"\n}}\n", "a".repeat(size));
    let frame = block(0).len();
    assert_eq!(codes_of(&block((1 << 20) - frame)), Vec::<String>::new());
    let large = format!("{}queue \"mail\" {{}}\n", block((1 << 20) - frame + 1));
    assert_eq!(codes_of(&large), ["E0103"]);
}

#[test]
fn braces_hold_4096_entries() {
    let object = |count: usize, end: &str| {
        let entries: Vec<String> = (0..count).map(|n| format!("k{n} = {n}{end}")).collect();
        let entries = entries.concat();
        format!("let {{\n  x = {{ {entries} }}\n}}\n")
    };
    for end in [", ", "\n"] {
        assert_eq!(codes_of(&object(4096, end)), Vec::<String>::new());
        assert_eq!(codes_of(&object(4097, end)), ["E0104"]);
    }
}

#[test]
fn nesting_has_64_levels_and_a_chain_128_operators() {
    let lists = |depth: usize| {
        format!(
            "let {{\n  x = {}{}\n}}\n",
            "[".repeat(depth),
            "]".repeat(depth)
        )
    };
    assert_eq!(codes_of(&lists(60)), Vec::<String>::new());
    assert_eq!(codes_of(&lists(65)), ["E0105"]);
    let sum = |operators: usize| format!("let {{\n  x = 1{}\n}}\n", " + 1".repeat(operators));
    assert_eq!(codes_of(&sum(128)), Vec::<String>::new());
    assert_eq!(codes_of(&sum(129)), ["E0106"]);
    let steps = |steps: usize| format!("let {{\n  x = a{}\n}}\n", ".b".repeat(steps));
    assert_eq!(codes_of(&steps(64)), Vec::<String>::new());
    assert_eq!(codes_of(&steps(65)), ["E0106"]);
    for deep in ["!".repeat(100), "true ? 1 : ".repeat(100)] {
        assert_eq!(codes_of(&format!("let {{\n  x = {deep}1\n}}\n")), ["E0105"]);
    }
    let templates = format!(
        "let {{\n  x = {}1{}\n}}\n",
        "\"${".repeat(40),
        "}\"".repeat(40)
    );
    assert_eq!(codes_of(&templates), ["E0105"]);
}

#[test]
fn what_is_no_utf8_has_a_code_of_its_own() {
    let diagnostic = codes::syntax::not_utf8("a.rig.hcl", 3);
    assert_eq!(diagnostic.code.to_string(), "E0101");
    assert!(pages::explain(diagnostic.code).is_some());
}

/// Texts that would cost much if something looked at them again and again.
#[test]
fn hostile_texts_end_soon() {
    let parts = [
        "[",
        "{",
        "(",
        "a {\n",
        "a {\n}\n]\n",
        "\"",
        "\"${",
        "'",
        "''",
        "<<A\n",
        "<<A x\n",
        "<<a",
        "<<\"A\"\n",
        "/*",
        "/* */",
        "}",
        "x = [\n",
        "a \"b\" {\n  x = \"\n",
        "a.b",
        ".b",
        "!",
        "-",
        "1 + ",
        "? ",
        "a ? b : ",
        "a = 1\n",
        "{ a = ",
        "\\",
        "\"\\",
        "%{",
        "\"%{ if x }",
        "$${",
        "\u{202e}",
        "\0",
        "\r",
        "é",
        "for ",
        "[for x in ",
        ",",
        "x,",
        "\n\n",
        "a b c ",
        "0",
        "1e1",
        "a {\n  x = <<-E\n",
        "a = {\n",
        "x ?? ",
        "f(",
        "f(a)",
        "\"${f(\"",
        "a { b = 1 }\n",
    ];
    for part in parts {
        for prefix in ["", "x {\n  y = ", "x {\n"] {
            let text = format!("{prefix}{}", part.repeat(50_000 / part.len()));
            let (sources, found) = diagnose(&[("a.rig.hcl", &text)]);
            assert!(found.len() < 350, "{part:?}: {} errors", found.len());
            let few = &found[..found.len().min(3)];
            render(few, &sources);
        }
    }
}

fn render(found: &[Diagnostic], sources: &Sources) {
    for (unicode, width) in [(true, 100), (false, 0)] {
        let style = Style {
            unicode,
            color: unicode,
            width,
        };
        let text = human(found, sources, &style);
        assert_eq!(text.is_empty(), found.is_empty());
    }
    assert_eq!(short(found, sources).lines().count(), found.len());
    assert!(json(found, sources).ends_with("}\n"));
}

/// Reads and renders; nothing may panic, and every place must be one that can be shown.
fn survives(text: &str) {
    let (sources, found) = diagnose(&[("before.rig.hcl", "x {}\n"), ("a.rig.hcl", text)]);
    for diagnostic in &found {
        let main = diagnostic.labels.first().expect("a place");
        let labels = diagnostic.labels.iter().map(|label| label.span);
        for span in labels.chain(diagnostic.edits.iter().map(|edit| edit.span)) {
            let (file, range) = sources.local(span).expect("a file");
            assert_eq!(sources.file(file).name, "a.rig.hcl", "{diagnostic:?}");
            let slice = sources.file(file).text.get(range);
            assert!(slice.is_some(), "{diagnostic:?}");
        }
        assert!(sources.line_column(main.span).is_some());
    }
    render(&found, &sources);
}

/// All sources of the golden pages and of the pages of codes.
fn seeds() -> Vec<String> {
    let pages = files("golden/check", "md")
        .into_iter()
        .chain(files("docs/errors", "md"));
    let mut seeds = Vec::new();
    for (_, page) in pages {
        for section in sections(&page) {
            let sources = section.fences.into_iter();
            seeds.extend(
                sources
                    .filter(|one| one.language == "hcl")
                    .map(|one| one.text),
            );
        }
    }
    seeds
}

/// Texts that once broke something.
#[test]
fn what_was_found_before_survives() {
    let found = ["\u{1003f}\"\\\u{1d6a8}\" ", "x = \"${\"", "\u{feff}"];
    for text in found {
        survives(text);
    }
}

#[test]
fn every_truncation_survives() {
    for seed in seeds() {
        // The longest ones differ from shorter ones only in repetition.
        if seed.len() > 2000 {
            continue;
        }
        let step = if seed.len() < 400 { 1 } else { 5 };
        for (at, _) in seed.char_indices().step_by(step) {
            survives(&seed[..at]);
        }
    }
}

#[test]
fn windows_line_ends_change_no_code() {
    for seed in seeds() {
        assert_eq!(
            codes_of(&seed),
            codes_of(&seed.replace('\n', "\r\n")),
            "{seed}"
        );
    }
}

/// A seed with some pieces of it taken out, doubled or replaced.
fn mutated() -> impl Strategy<Value = String> {
    let signs = "[-\\]\\[(){}\"'$%.,:;=?!<>|&*/+\\\\~#@ \\n\\r\\ta1é\u{202e}]{0,4}";
    let seeds = seeds();
    (
        any::<prop::sample::Selector>(),
        prop::collection::vec((any::<prop::sample::Index>(), 0_usize..6, signs), 1..6),
    )
        .prop_map(move |(selector, changes)| {
            let mut text = selector.select(&seeds).clone();
            for (index, length, insert) in changes {
                let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
                if places.is_empty() {
                    break;
                }
                let from = index.index(places.len());
                let to = (from + length).min(places.len() - 1);
                text.replace_range(places[from]..places[to], &insert);
            }
            text
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn any_text_survives(text in "\\PC{0,200}") {
        survives(&text);
    }

    #[test]
    fn any_signs_survive(text in "[-\\]\\[(){}\"'$%.,:;=?!<>|&*/+\\\\~# \\n\\ra1A\u{e9}]{0,60}") {
        survives(&text);
        survives(&format!("x {{\n  y = {text}\n}}\n"));
    }

    #[test]
    fn changed_sources_survive(text in mutated()) {
        survives(&text);
    }
}

/// An app whose component has these lets, of which `last` is read.
fn with_lets(lets: &str) -> Vec<String> {
    let text = format!(
        "app \"shop\" {{\n  language = 1\n  home = \"eu-west-1\"\n  regions = [\"eu-west-1\"]\n}}\n\
         component \"c\" {{\n  doc = \"c\"\n  let {{\n{lets}  }}\n  \
         resource \"AWS::SSM::Parameter\" \"p\" {{\n    Type = \"String\"\n    Value = \"${{length(last)}}\"\n  }}\n}}\n\
         c \"x\" {{}}\n"
    );
    codes_when_compiled(text)
}

fn codes_when_compiled(text: String) -> Vec<String> {
    let case = support::Case {
        files: vec![("main.rig.hcl".to_owned(), text)],
        lock: None,
        environment: "production".to_owned(),
        goal: outrigger_core::Goal::Check,
        beside: support::beside::Beside::default(),
    };
    let (_, found) = case.compile();
    found.iter().map(|one| one.code.to_string()).collect()
}

/// `t0`, and then 60 lets of which each is made of the one before.
fn doubling(first: &str, next: impl Fn(&str) -> String, last: &str) -> String {
    let mut lets = format!("    t0 = {first}\n");
    for n in 1..=60 {
        let before = format!("t{}", n - 1);
        lets.push_str(&format!("    t{n} = {}\n", next(&before)));
    }
    lets.push_str(&format!("    last = {last}\n"));
    lets
}

#[test]
fn a_small_text_asks_for_no_more_than_a_machine_has() {
    let cases = [
        doubling("\"aaaaaaaa\"", |t| format!("\"${{{t}}}${{{t}}}\""), "t60"),
        doubling("range(100)", |t| format!("concat({t}, {t})"), "t60"),
        doubling(
            "\"aaaa\"",
            |t| format!("replace({t}, \"a\", \"{}\")", "a".repeat(1000)),
            "t60",
        ),
        doubling(
            "[\"a\"]",
            |t| format!("[for x in {t} : \"${{x}}${{x}}\"]"),
            "t60",
        ),
        "    a = range(1000)\n    last = [for x in a : [for y in a : [for z in a : x + y + z]]]\n"
            .into(),
        "    last = [for a in range(90000) : length([for b in range(90000) : b])]\n".into(),
    ];
    for lets in cases {
        assert_eq!(with_lets(&lets), ["E0519"], "{lets}");
    }
}

#[test]
fn what_holds_one_another_is_bounded() {
    let object = |t: &str| format!("{{ l = {t}, r = {t} }}");
    let list = |t: &str| format!("[{t}, {t}]");
    let lets = |depth: usize, next: &dyn Fn(&str) -> String| {
        let mut lets = "    t0 = [\"a\"]\n".to_owned();
        for n in 1..=depth {
            lets.push_str(&format!("    t{n} = {}\n", next(&format!("t{}", n - 1))));
        }
        lets + &format!("    last = t{depth}\n")
    };
    let values = |depth| lets(depth, &list);
    assert_eq!(with_lets(&values(16)), Vec::<String>::new());
    assert_eq!(with_lets(&values(40)), ["E0519"]);
    let types =
        |depth| lets(depth, &object).replace("    last = ", "    all = ") + "    last = \"\"\n";
    assert_eq!(with_lets(&types(8)), Vec::<String>::new());
    assert_eq!(with_lets(&types(40)), ["E0519"]);
}

/// Components that use the next one twice: there are more ways through them than can be gone.
#[test]
fn ways_through_components_are_not_counted() {
    let mut text =
        "app \"shop\" {\n  language = 1\n  home = \"eu-west-1\"\n  regions = [\"eu-west-1\"]\n}\n"
            .to_owned();
    for n in 0..40 {
        let next = n + 1;
        text.push_str(&format!(
            "component \"c{n}\" {{\n  doc = \"c\"\n  let {{ never = false }}\n  c{next} \"a\" {{ when = never }}\n  c{next} \"b\" {{ when = never }}\n}}\n"
        ));
    }
    text.push_str("component \"c40\" {\n  doc = \"c\"\n}\ncomponent \"d\" {\n  doc = \"d\"\n  input \"c\" {\n    type = component.c0\n    doc = \"c\"\n  }\n  output \"c\" {\n    value = self.name\n    doc = \"c\"\n  }\n}\nd \"x\" {}\n");
    assert_eq!(codes_when_compiled(text), Vec::<String>::new());
}
