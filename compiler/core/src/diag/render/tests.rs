//! What people and programs see. The messages themselves are looked at in `tests/errors.rs`.

use super::{JSON_VERSION, Style, human, json, short};
use crate::diag::codes::syntax as codes;
use crate::diag::{Code, Diagnostic};
use crate::source::{Origin, Sources, Span};

const PLAIN: Style = Style {
    unicode: true,
    color: false,
    width: 90,
};

fn sources(files: &[(&str, &str)]) -> Sources {
    let mut sources = Sources::new();
    for (name, text) in files {
        sources.add(*name, *text, Origin::User);
    }
    sources
}

/// The first place of `part` in the sources.
fn find(sources: &Sources, part: &str) -> Span {
    let mut found = sources.iter().filter_map(|(id, file)| {
        let start = sources.base(id) + file.text.find(part)? as u32;
        let end = start + part.len() as u32;
        Some(Span { start, end })
    });
    found.next().unwrap()
}

const SHOP: &str = "app \"shop\" {\n  growth = { today = \"200rps\", factor = 10 }\n}\n";
const API: &str =
    "# The front door.\n\nservice \"api\" {\n    replicas = { min = 7, max = 60 }\n}\n";

/// The diagnostic of the conventions, over two files.
fn capacity(sources: &Sources) -> Diagnostic {
    let message = "after losing euw1-az2, `service.api` cannot carry the promised load";
    Diagnostic::error(Code(412), find(sources, "7"), message)
        .here("7 replicas stand 3/2/2 in three zones; losing the first leaves 4")
        .label(
            find(sources, "\"200rps\""),
            "200rps need 5 replicas of 40rps each",
        )
        .help("`min = 8` stands 3/3/2 and leaves 5")
        .edit(find(sources, "7"), "8")
}

#[test]
fn places_in_several_files_stand_under_one_message() {
    let sources = sources(&[("shop.rig.hcl", SHOP), ("api.rig.hcl", API)]);
    insta::assert_snapshot!(human(&[capacity(&sources)], &sources, &PLAIN));
}

#[test]
fn ascii_and_narrow() {
    let sources = sources(&[("shop.rig.hcl", SHOP), ("api.rig.hcl", API)]);
    let style = Style {
        unicode: false,
        width: 48,
        ..PLAIN
    };
    insta::assert_snapshot!(human(&[capacity(&sources)], &sources, &style));
}

#[test]
fn colours_frame_the_same_text() {
    let sources = sources(&[("shop.rig.hcl", SHOP), ("api.rig.hcl", API)]);
    let style = Style {
        color: true,
        ..PLAIN
    };
    let text = human(&[capacity(&sources)], &sources, &style);
    assert!(text.starts_with("\u{1b}[31merror[E0412]\u{1b}[0m: after"));
    let mut plain = String::new();
    for part in text.split('\u{1b}') {
        plain.push_str(part.split_once('m').map_or(part, |(codes, rest)| {
            let is_code = codes.starts_with('[') && !codes.contains(char::is_whitespace);
            if is_code { rest } else { part }
        }));
    }
    assert_eq!(plain, human(&[capacity(&sources)], &sources, &PLAIN));
}

#[test]
fn tabs_line_ends_and_wide_characters_keep_columns_straight() {
    let text = "x {\r\n\tname\t= \"日本語\" + 👍 + e\u{301}\r\n}\r\n";
    let sources = sources(&[("wide.rig.hcl", text)]);
    let all = ["name", "\"日本語\"", "👍", "e\u{301}", "\r\n}"]
        .map(|part| Diagnostic::error(Code(100), find(&sources, part), "here").here("this"));
    insta::assert_snapshot!(human(&all, &sources, &PLAIN));
}

#[test]
fn marks_that_overlap_or_share_a_line_stay_apart() {
    let text = "let {\n  x = f(alpha, beta) + gamma\n\n\n  y = 1\n}\n";
    let sources = sources(&[("a.rig.hcl", text)]);
    let at = |part| find(&sources, part);
    let diagnostic = Diagnostic::error(Code(100), at("beta"), "several things at once")
        .here("the main place")
        .label(at("f(alpha, beta)"), "the call")
        .label(at("gamma"), "")
        .label(at("alpha"), "first argument")
        .label(
            at("{\n  x = f(alpha, beta) + gamma\n\n\n  y = 1\n}"),
            "all of it",
        )
        .label(at("y"), "far below");
    insta::assert_snapshot!(human(&[diagnostic], &sources, &PLAIN));
}

#[test]
fn of_a_very_long_line_the_places_are_shown() {
    let numbers: Vec<String> = (0..2000).map(|number| number.to_string()).collect();
    let text = format!("let {{ x = [{}, ] }}\n", numbers.join(", "));
    let sources = sources(&[("min.rig.hcl", &text)]);
    let diagnostic = Diagnostic::error(Code(100), find(&sources, "1234"), "in the middle")
        .here("this")
        .label(find(&sources, "1236"), "beside it")
        .label(find(&sources, "let"), "the beginning")
        .label(find(&sources, "1999, ] }"), "the end");
    let shown = human(&[diagnostic], &sources, &PLAIN);
    assert!(
        shown.lines().all(|line| line.chars().count() <= 90),
        "{shown}"
    );
    insta::assert_snapshot!(shown);
}

#[test]
fn the_end_of_a_file_and_no_place_at_all() {
    let sources = sources(&[("a.rig.hcl", "let {\n  x = 1"), ("empty.rig.hcl", "")]);
    let end = find(&sources, "1").end;
    let (id, _) = sources.iter().last().unwrap();
    let empty = sources.base(id);
    let all = [
        Diagnostic::error(Code(100), Span { start: end, end }, "at the end").here("here"),
        Diagnostic::warning(
            Code(100),
            Span {
                start: empty,
                end: empty,
            },
            "nothing",
        )
        .here("here"),
        codes::not_utf8("latin1.rig.hcl", 17),
    ];
    insta::assert_snapshot!(human(&all, &sources, &PLAIN));
    insta::assert_snapshot!(short(&all, &sources), @r"
    a.rig.hcl:2:8: error[E0100]: at the end
    empty.rig.hcl:1:1: warning[E0100]: nothing
    error[E0101]: `latin1.rig.hcl` is not UTF-8: the byte at offset 17 belongs to no character
    ");
}

/// The page of the format shows the real thing, with every field.
#[test]
fn the_page_of_the_json_format_is_true() {
    let page = include_str!("../../../../../docs/formats/diagnostics.md");
    assert!(page.contains(&format!("Version {JSON_VERSION}")));
    let sources = sources(&[("shop.rig.hcl", SHOP), ("api.rig.hcl", API)]);
    assert!(page.contains(&json(&[capacity(&sources)], &sources)));
}

#[test]
fn nothing_to_say_is_no_text() {
    let sources = sources(&[]);
    assert_eq!(human(&[], &sources, &PLAIN), "");
    assert_eq!(short(&[], &sources), "");
}
