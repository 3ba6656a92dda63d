//! `docs/reference/functions.md` is written from the table of functions; every example in it holds,
//! and every function is shown with a result in `golden/check/`. `BLESS=1 cargo test --test
//! functions` rewrites the page.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests read files and the environment"
)]

mod support;

use std::fmt::Write as _;

use outrigger_core::functions::foreign::{Instead, OTHERS, TERRAFORM};
use outrigger_core::functions::{GROUPS, SPECIAL, Signature, TABLE, find};
use support::{Case, files, root, sections, shown};

const HEAD: &str = "# Functions

<!-- Written from the table in compiler/core/src/functions/table.rs: BLESS=1 cargo test -p outrigger-core --test functions -->

Functions are pure, look at nothing outside, and always end: what would be larger than 100000 elements or 1 MiB of text is an error ([E0519](../errors/E0519.md)). An argument of the wrong type is an error where it is written ([E0331](../errors/E0331.md)); a value that a function cannot work with, where the argument stands, and where its value was made ([E0510](../errors/E0510.md)).

`?` marks what may be left out. `...` means any number; `list...` gives the elements of a list as the last arguments.

Where Terraform has a function of the same name, it means the same; [hcl.md](hcl.md) has the differences at the edges. A character is what people see as one (a grapheme cluster), as in Terraform.

Of values that are known at deployment only, the target can put text together, replace plain text in it, and write JSON. So `join`, `replace`, `format` (in a plain `%s` or `%v`), `tostring` and `jsonencode` take them, and templates; collections hold them like any other value. The other functions look at a text, and what is not known cannot be looked at.
";

const STABLE: &str = "
Numbers of ranges are stable where they are counted from the beginning: `cidrsubnet(block, 8, n)` never depends on how many there are, and `cidr_blocks(block, 8, 4)` begins with `cidr_blocks(block, 8, 3)`. So leave room for what may come: give each zone a number that it keeps, choose `new_bits` for as many zones as there may ever be, and count other ranges from the end of the block, or from a number that no zone will reach. The library's network has eight places for three zones.
";

fn usage(signature: &Signature) -> String {
    format!("`{}`", signature.text())
}

fn page() -> String {
    let mut page = HEAD.to_owned();
    for (group, names) in GROUPS {
        let _ = write!(
            page,
            "\n## {group}\n\n| call | what | example |\n|---|---|---|\n"
        );
        for name in *names {
            let (_, signature) = find(name).unwrap();
            let (call, gives) = signature.example;
            let _ = writeln!(
                page,
                "| {} | {} | `{call}` is `{gives}` |",
                usage(signature),
                signature.doc
            );
        }
        if *group == "Addresses" {
            page.push_str(STABLE);
        }
    }
    page.push_str("\n## Sites and uses\n\nThese are questions to the compiler, and their arguments are no ordinary values.\n\n| call | what |\n|---|---|\n");
    for special in SPECIAL {
        let _ = writeln!(page, "| `{}` | {} |", special.usage, special.doc);
    }
    page.push_str(
        "\n## What Terraform has and this language has not\n\n| name | instead |\n|---|---|\n",
    );
    foreign(TERRAFORM, &mut page);
    page.push_str("\n## Other names\n\n| name | instead |\n|---|---|\n");
    foreign(OTHERS, &mut page);
    page
}

fn foreign(table: &[(&str, Instead)], page: &mut String) {
    for (name, instead) in table {
        let _ = match instead {
            Instead::Called(other) => writeln!(page, "| `{name}` | `{other}` |"),
            Instead::Written(instead) => writeln!(page, "| `{name}` | {instead} |"),
        };
    }
}

#[test]
fn the_reference_is_the_table() {
    let path = root().join("docs/reference/functions.md");
    let page = page();
    if std::env::var("BLESS").is_ok() {
        std::fs::write(&path, &page).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "{} is not what the table says; BLESS=1 rewrites it",
        path.display()
    );
}

#[test]
fn every_example_holds() {
    let examples = TABLE.iter().map(|(_, signature)| signature.example);
    let lines: Vec<_> = examples
        .map(|(call, gives)| format!("{call} == {gives}"))
        .collect();
    let page = format!("```values\n{}\n```\n", lines.join("\n"));
    let (sources, diagnostics) = Case::of(&sections(&page)[0]).compile();
    assert!(
        diagnostics.is_empty(),
        "{}\n{}",
        shown(&sources, &diagnostics),
        lines.join("\n")
    );
}

#[test]
fn every_function_is_shown_with_a_result() {
    let pages = files("golden/check", "md");
    let values: String = pages
        .iter()
        .flat_map(|(_, page)| sections(page))
        .flat_map(|section| section.fences)
        .filter(|fence| fence.language == "values")
        .map(|fence| fence.text)
        .collect();
    let is_called = |name: &str| {
        let begins = |at: usize| !values[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let call = format!("{name}(");
        values.match_indices(&call).any(|(at, _)| begins(at))
    };
    let names = TABLE.iter().map(|(_, signature)| signature.name);
    let missing: Vec<_> = names.filter(|name| !is_called(name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
