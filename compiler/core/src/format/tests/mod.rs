//! What is written how, by example; the laws that hold for every text are in `laws`.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests read their cases from files; the core itself does not"
)]

mod laws;

use super::{Left, format};

fn formatted(text: &str) -> String {
    match format("a.rig.hcl", text) {
        Ok(text) => text,
        Err(Left::Unreadable { diagnostics, .. }) => panic!("{text}\n{diagnostics:?}"),
        Err(Left::Changed) => panic!("{text}\nwould say something else"),
    }
}

#[test]
fn expressions() {
    let table = [
        ("[ 1,2 , 3 ]", "[1, 2, 3]"),
        ("{a=1,b = 2}", "{ a = 1, b = 2 }"),
        ("{ }", "{}"),
        ("[ ]", "[]"),
        ("{a : 1}", "{ a : 1 }"),
        ("{(k)=1}", "{ (k) = 1 }"),
        ("f ( a,b ) . c [ 0 ]", "f(a, b).c[0]"),
        ("a [ * ] . b", "a[*].b"),
        ("a.*.b==c", "a.*.b == c"),
        ("a.*==b", "a.* == b"),
        ("a.* - 1", "a.* - 1"),
        ("a==b?c:-d", "a == b ? c : -d"),
        ("( a+b )*- 1", "(a + b) * -1"),
        ("a -1", "a - 1"),
        ("a-1", "a-1"),
        ("1-1", "1 - 1"),
        ("a[0]- 1", "a[0] - 1"),
        ("! a&&! b", "!a && !b"),
        (
            "[for x in[1,2]:x if(x>1)]",
            "[for x in [1, 2] : x if (x > 1)]",
        ),
        ("[for x in xs : -x if -x<0]", "[for x in xs : -x if -x < 0]"),
        ("f(/* why */a/* b */ ,c)", "f(/* why */ a /* b */, c)"),
        (
            r#""a  b${ f( x ,"c ${d} ")}  ${{a=1}.a}""#,
            r#""a  b${f(x, "c ${d} ")}  ${ { a = 1 }.a}""#,
        ),
        (
            r#""\"${ a }$${ b }%%{ c } \\""#,
            r#""\"${a}$${ b }%%{ c } \\""#,
        ),
        (r#""${ a /* as it is */ }""#, r#""${ a /* as it is */ }""#),
        (
            "<<-EOT\n     a\n  ${ b }  \n EOT",
            "<<-EOT\n     a\n  ${ b }  \n EOT",
        ),
    ];
    for (before, after) in table {
        let before = format!("let {{\n  x = {before}\n}}\n");
        assert_eq!(formatted(&before), format!("let {{\n  x = {after}\n}}\n"));
    }
}

#[test]
fn blocks_columns_and_comments() {
    let before = r#"

# the app
app   "x"{


     language=1 # the first
  home = "eu-west-1"   // where
     # alone
  regions   =  [
"eu-west-1",   # one
    "eu-central-1" # two
     ]


  tags = {team="a"}
     owner = "b"
  recover = {
       az={within="5m",losing = "0s"}
  region    = {within="30m"}

     }
}
queue "a" {}
  environment "s" { queue "a" { retain = "1h" } 
}"#;
    let after = r#"# the app
app "x" {
  language = 1           # the first
  home     = "eu-west-1" // where
  # alone
  regions = [
    "eu-west-1",   # one
    "eu-central-1" # two
  ]

  tags  = { team = "a" }
  owner = "b"
  recover = {
    az     = { within = "5m", losing = "0s" }
    region = { within = "30m" }
  }
}
queue "a" {}
environment "s" {
  queue "a" { retain = "1h" }
}
"#;
    let before = before.replace("environment \"s\" { queue", "environment \"s\" {\n queue");
    assert_eq!(formatted(&before), after);
}

#[test]
fn brackets_that_share_a_line_are_one_step() {
    let before = "let {\nx = merge({\na = 1\n}, y ? {\nb = [{\nc = 1\n}, {\nd = 2 }]\n} : {})\n}\n";
    let after = "let {
  x = merge({
    a = 1
  }, y ? {
    b = [{
      c = 1
    }, {
      d = 2 }]
  } : {})
}
";
    assert_eq!(formatted(before), after);
}

#[test]
fn heredocs_and_long_comments_stay() {
    let before = "let {\n a =  <<EOT\n  x\n\n\n y   \nEOT\n long=<<-EOT\n      z\n      EOT\n    /* one\n  two   \n*/\n}";
    let after = "let {\n  a    = <<EOT\n  x\n\n\n y   \nEOT\n  long = <<-EOT\n      z\n      EOT\n  /* one\n  two   \n*/\n}\n";
    assert_eq!(formatted(before), after);
}

#[test]
fn line_ends_and_marks_stay() {
    assert_eq!(
        formatted("\u{feff}app \"x\" {\r\n\r\na=1 # b \r\n}"),
        "\u{feff}app \"x\" {\r\n  a = 1 # b\r\n}\r\n"
    );
    assert_eq!(formatted("let {\n  a=1\r\n}\n"), "let {\n  a = 1\r\n}\n");
    assert_eq!(formatted(""), "");
    assert_eq!(formatted(" \r\n\n\t"), "");
    assert_eq!(formatted("# only this"), "# only this\n");
}

#[test]
fn wide_characters_keep_columns_straight() {
    assert_eq!(
        formatted("let {\n  a = \"漢字\" # x\n  b = \"é\" # y\n}\n"),
        "let {\n  a = \"漢字\" # x\n  b = \"é\"    # y\n}\n"
    );
}

#[test]
fn what_cannot_be_read_is_not_formatted() {
    let left = format("a.rig.hcl", "let {\n  a = [1, 2\n}\n");
    let Err(Left::Unreadable { diagnostics, .. }) = left else {
        panic!("a bracket is not closed");
    };
    assert_eq!(diagnostics.len(), 1);
}
