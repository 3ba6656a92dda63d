//! "Did you mean": a slip in a word of the language is answered with that word, wherever it stands.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot read its case fails"
)]

mod support;

use support::{Case, sections};

/// The helps of all errors of a source.
fn helps(source: &str) -> String {
    let page = format!("# Page\n\n## Test\n\n```hcl\n{source}\n```\n");
    let sections = sections(&page);
    let (_, found) = Case::of(sections.last().unwrap()).compile();
    let helps = found.iter().flat_map(|one| &one.help);
    helps.cloned().collect::<Vec<_>>().join("\n")
}

#[test]
fn a_misspelt_word_of_a_block_is_understood() {
    for (source, meant) in [
        (
            r#"import "acme" {
                source  = "git::https://example.com/p.git"
                version = "1.2.3"
                comit   = "x"
            }"#,
            "commit",
        ),
        (r#"queue "mail" { for_eech = { a = 1 } }"#, "for_each"),
        (r#"queue "mail" { acount = "data" }"#, "account"),
        (r#"queue "mail" { region = "all" }"#, "regions"),
        (r#"queue "mail" { wen = true }"#, "when"),
        (r#"queue "mail" { unti = "data" }"#, "unit"),
        (
            r#"resource "AWS::SQS::Queue" "mail" { on_delet = "keep" }"#,
            "on_delete",
        ),
        (
            r#"resource "AWS::SQS::Queue" "mail" { for_eech = { a = 1 } }"#,
            "for_each",
        ),
    ] {
        let helps = helps(source);
        let expected = format!("did you mean `{meant}`?");
        assert!(helps.contains(&expected), "{source}: {helps}");
    }
}

#[test]
fn a_share_becomes_percent() {
    for (share, percent) in [
        ("0.2", r#""20%""#),
        ("0.075", r#""7.5%""#),
        ("1", r#""1%" or "100%""#),
        ("20", r#""20%""#),
    ] {
        let helps = helps(&format!(
            "service \"a\" {{\n  image = \"a:1\"\n  share = {share}\n}}"
        ));
        assert!(
            helps.contains(&format!("write, for example, {percent}")),
            "{share}: {helps}"
        );
    }
}

#[test]
fn what_could_be_called_is_named() {
    let source = "cluster \"main\" {}\nqueue \"mail\" { for_each = [\"a\"] }\nservice \"a\" {\n  image = \"a:1\"\n  calls = [cluster.main]\n}";
    let helps = helps(source);
    assert!(helps.contains("such as `queue.mail[\"KEY\"]`"), "{helps}");
}

#[test]
fn a_word_of_another_language_is_no_slip() {
    let helps = helps(r#"queue "mail" { count = 2 }"#);
    assert!(
        !helps.contains("did you mean") && helps.contains("for_each"),
        "{helps}"
    );
}

/// Keys may be addresses that have keys, or whatever else a text can be.
#[test]
fn a_suggested_address_can_be_pasted() {
    for (key, literal) in [
        ("a", r#""a""#),
        (
            r#"silo.tenant["globex"].sql"#,
            r#""silo.tenant[\"globex\"].sql""#,
        ),
        (r#"x['"\"]"#, r#""x['\"\\\"]""#),
        (r"${a} it's %{b}\", r#""$${a} it's %%{b}\\""#),
    ] {
        let source = |to: &str| {
            format!(
                "links \"all\" {{}}
component \"links\" {{
  doc = \"x\"
  resource \"AWS::SQS::Queue\" \"to\" {{ for_each = [{literal}] }}
}}
moved {{
  from = \"queue.old\"
  to   = \"{to}\"
}}
"
            )
        };
        let wrong = outrigger_core::paths::pasted(&format!("links.all.too[{key:?}]"));
        let said = helps(&source(&wrong));
        let meant = said
            .split("did you mean `")
            .nth(1)
            .and_then(|rest| rest.split("`?").next());
        let meant = meant.unwrap_or_else(|| panic!("{key}: {said}"));
        assert_eq!(helps(&source(meant)), "", "{key}: {meant}");
    }
}

/// A component with what may be null, and an expression about it.
fn about_null(expression: &str) -> String {
    format!(
        r#"component "note" {{
             input "digits" {{
               type = optional(string)
               doc  = "An account."
             }}
             input "labels" {{
               type = optional(map(string))
               doc  = "Labels."
             }}
             input "zones" {{
               type = optional(set(string))
               doc  = "Zones."
             }}
             let {{ x = {expression} }}
           }}"#
    )
}

#[test]
fn what_may_be_null_is_answered_with_what_fits() {
    for (wrong, help, right) in [
        (
            r#""arn:aws:iam::${digits}:root""#,
            r#"`digits == null ? null : "..."`"#,
            r#"digits == null ? null : "arn:aws:iam::${digits}:root""#,
        ),
        (
            r#"["arn:aws:iam::${digits}:root"]"#,
            "`compact([...])`",
            r#"compact([digits == null ? null : "arn:aws:iam::${digits}:root"])"#,
        ),
        (
            "[for k, v in labels : v]",
            "`coalesce(labels, {})`",
            "[for k, v in coalesce(labels, {}) : v]",
        ),
        (
            "[for zone in zones : zone]",
            "`coalesce(zones, toset([]))`",
            "[for zone in coalesce(zones, toset([])) : zone]",
        ),
    ] {
        let said = helps(&about_null(wrong));
        assert!(said.contains(help), "{wrong}: {said}");
        assert_eq!(helps(&about_null(right)), "", "{right}");
    }
}

#[test]
fn a_quantity_in_a_for_each_is_written_so_that_it_is_one() {
    let queue = |visibility: &str| {
        helps(&format!(
            r#"queue "mail" {{
                 for_each   = {{ slow = {{ visibility = {visibility} }} }}
                 visibility = each.value.visibility
               }}"#
        ))
    };
    let said = queue(r#""5m""#);
    assert!(said.contains(r#"`"1s" * 1`"#), "{said}");
    assert_eq!(queue(r#""5m" * 1"#), "");
}
