//! What is read, written back as text with all structure shown.

use super::parse;
use super::tree::{Body, Expr, ExprKind, Key, Part, Tree};
use crate::diag::{Diagnostic, Diagnostics};
use crate::names::{Names, Symbol};
use crate::source::{Origin, Sources};

struct Parsed {
    sources: Sources,
    names: Names,
    tree: Tree,
    diagnostics: Vec<Diagnostic>,
}

fn read(text: &str) -> Parsed {
    let mut sources = Sources::new();
    sources.add("before.rig.hcl", "app \"x\" {}\n", Origin::User);
    let file = sources.add("a.rig.hcl", text, Origin::User);
    let names = Names::new();
    let mut diagnostics = Diagnostics::new();
    let tree = parse(&sources, file, &names, &mut diagnostics);
    Parsed {
        sources,
        names,
        tree,
        diagnostics: diagnostics.into_sorted(),
    }
}

impl Parsed {
    fn text(&self, symbol: Symbol) -> &str {
        self.names.text(symbol)
    }

    fn body(&self, body: &Body) -> String {
        let mut parts: Vec<String> = Vec::new();
        for attribute in &body.attributes {
            let value = self.expr(&attribute.value);
            parts.push(format!("{} = {value}", self.text(attribute.name.name)));
        }
        for block in &body.blocks {
            parts.push(self.block(block));
        }
        format!("{{{}}}", parts.join("; "))
    }

    fn block(&self, block: &super::tree::Block) -> String {
        let mut words = vec![self.text(block.keyword.name).to_owned()];
        for label in &block.labels {
            words.push(format!("{:?}", self.text(label.name)));
        }
        words.push(self.body(&block.body));
        words.join(" ")
    }

    fn list(&self, all: &[Expr]) -> String {
        all.iter()
            .map(|expr| self.expr(expr))
            .collect::<Vec<_>>()
            .join(", ")
    }

    fn expr(&self, expr: &Expr) -> String {
        match &expr.kind {
            ExprKind::Null => "null".into(),
            ExprKind::Bool(value) => value.to_string(),
            ExprKind::Int(value) => value.to_string(),
            ExprKind::Number(value) => format!("{value:?}"),
            ExprKind::Text(text) => format!("{:?}", self.text(*text)),
            ExprKind::Template(parts) => self.parts(parts),
            ExprKind::List(all) => format!("[{}]", self.list(all)),
            ExprKind::Object(items) => {
                let items: Vec<String> = items
                    .iter()
                    .map(|item| match &item.key {
                        Key::Literal(key) => {
                            format!("{:?}: {}", self.text(*key), self.expr(&item.value))
                        }
                        Key::Computed(key) => {
                            format!("({}): {}", self.expr(key), self.expr(&item.value))
                        }
                    })
                    .collect();
                format!("{{{}}}", items.join(", "))
            }
            ExprKind::Name(name) => self.text(*name).into(),
            ExprKind::Get(base, name) => format!("{}.{}", self.expr(base), self.text(name.name)),
            ExprKind::Index(base, index) => {
                format!("{}[{}]", self.expr(base), self.expr(index))
            }
            ExprKind::Splat(base, names) => {
                let mut steps = vec!["*"];
                steps.extend(names.iter().map(|name| self.text(name.name)));
                format!("{}<{}>", self.expr(base), steps.join("."))
            }
            ExprKind::Call(name, arguments) => {
                format!("{}({})", self.text(name.name), self.list(arguments))
            }
            ExprKind::Spread(list) => format!("{}...", self.expr(list)),
            ExprKind::Unary(operator, operand) => format!("{operator:?}({})", self.expr(operand)),
            ExprKind::Binary(left, operator, right) => {
                format!("({} {operator:?} {})", self.expr(left), self.expr(right))
            }
            ExprKind::Conditional(parts) => format!(
                "({} ? {} : {})",
                self.expr(&parts.condition),
                self.expr(&parts.yes),
                self.expr(&parts.no)
            ),
            ExprKind::For(parts) => self.comprehension(parts),
        }
    }

    fn parts(&self, parts: &[Part]) -> String {
        let parts: Vec<String> = parts
            .iter()
            .map(|part| match part {
                Part::Text(text) => format!("{:?}", self.text(*text)),
                Part::Value(value) => self.expr(value),
            })
            .collect();
        format!("<{}>", parts.join(" "))
    }

    fn comprehension(&self, parts: &super::tree::For) -> String {
        let key = parts
            .key
            .map(|key| format!("{}, ", self.text(key.name)))
            .unwrap_or_default();
        let result_key = parts
            .result_key
            .as_ref()
            .map(|key| format!("{} => ", self.expr(key)))
            .unwrap_or_default();
        let condition = parts
            .condition
            .as_ref()
            .map(|condition| format!(" if {}", self.expr(condition)))
            .unwrap_or_default();
        format!(
            "for {key}{} in {} : {result_key}{}{}{condition}",
            self.text(parts.value.name),
            self.expr(&parts.over),
            self.expr(&parts.result),
            if parts.grouped { "..." } else { "" },
        )
    }

    fn all(&self) -> String {
        let blocks = self.tree.blocks.iter().map(|block| self.block(block));
        blocks.collect::<Vec<_>>().join("\n")
    }

    fn codes(&self) -> Vec<String> {
        let codes = self.diagnostics.iter();
        codes
            .map(|diagnostic| diagnostic.code.to_string())
            .collect()
    }
}

/// The value of `x` in a block, shown.
fn value(text: &str) -> String {
    let parsed = read(&format!("let {{\n  x = {text}\n}}\n"));
    assert_eq!(parsed.codes(), Vec::<String>::new(), "{text}");
    parsed.expr(&parsed.tree.blocks[0].body.attributes[0].value)
}

#[test]
fn expressions() {
    let table = [
        ("null", "null"),
        ("true", "true"),
        ("42", "42"),
        ("-1", "-1"),
        ("- 1", "-1"),
        ("- /* why */ 1.5", "-1.5"),
        ("0.1", "0.1"),
        ("a", "a"),
        ("max-1", "max-1"),
        ("(((a)))", "a"),
        (r#""a\tb\u00e9""#, r#""a\tbé""#),
        (r#""$${a} %%{b} $ %""#, r#""${a} %{b} $ %""#),
        (r#""a${b}c""#, r#"<"a" b "c">"#),
        (r#""${b}""#, "<b>"),
        (r#""${"${a}"}""#, "<<a>>"),
        (r#""${{ a = "}" }.a}""#, r#"<{"a": "}"}.a>"#),
        ("[1, 2,]", "[1, 2]"),
        ("[\n  1, # one\n  2\n]", "[1, 2]"),
        ("{}", "{}"),
        (
            r#"{ a = 1, "b" = 2, (c) = 3 }"#,
            r#"{"a": 1, "b": 2, (c): 3}"#,
        ),
        (
            r#"{ "${a}b" = 1, null = 2, true : 3 }"#,
            r#"{(<a "b">): 1, "null": 2, "true": 3}"#,
        ),
        ("{\n a = 1\n b = 2\n}", r#"{"a": 1, "b": 2}"#),
        ("a.b.c", "a.b.c"),
        ("a[0].b[\"c\"]", "a[0].b[\"c\"]"),
        ("a[*].b.c", "a<*.b.c>"),
        ("a.*.b", "a<*.b>"),
        ("a[*]", "a<*>"),
        ("(a[*].b)[0]", "a<*.b>[0]"),
        ("(a[*].b)[*].c", "a<*.b><*.c>"),
        ("f()", "f()"),
        ("f(a, 1).b", "f(a, 1).b"),
        ("f(\n  a,\n  b,\n)", "f(a, b)"),
        ("f(a, b...)", "f(a, b...)"),
        (
            "{ for k, v in m : v => k... if k }",
            "for k, v in m : v => k... if k",
        ),
        (r#""a ${~ b ~} c""#, r#"<"a" b "c">"#),
        (
            r#""%{ if a }b\n%{ else }${c}%{ endif }d""#,
            r#"<(a ? "b\n" : <c>) "d">"#,
        ),
        (
            r#""%{ for k, v in m ~} ${k} %{~ endfor }""#,
            r#"<join("", for k, v in m : <k>)>"#,
        ),
        ("<<-EOT\n    a\n      \n  b\n  EOT", r#""  a\n      \nb\n""#),
        // A line whose break was stripped before it does not begin one: as in Terraform.
        (
            "<<-EOT\n  %{ if a ~}\n  b\n  %{ endif ~}\n  c\n  EOT",
            r#"<(a ? "  b\n" : "") "  c\n">"#,
        ),
        ("!a", "Not(a)"),
        ("-a", "Negate(a)"),
        ("1 + 2 * 3", "(1 Add (2 Multiply 3))"),
        ("1 - 2 - 3", "((1 Subtract 2) Subtract 3)"),
        ("(1 - 2) * 3", "((1 Subtract 2) Multiply 3)"),
        ("a || b && c == d", "(a Or (b And (c Equal d)))"),
        ("a >= 1 && b < 2", "((a GreaterEqual 1) And (b Less 2))"),
        ("a ? b : c ? d : e", "(a ? b : (c ? d : e))"),
        ("(\n  a\n  ? b\n  : c\n)", "(a ? b : c)"),
        ("[for x in xs : x]", "for x in xs : x"),
        ("[for\n x in xs : x]", "for x in xs : x"),
        (
            "[for k, v in m : v if k != \"a\"]",
            "for k, v in m : v if (k NotEqual \"a\")",
        ),
        ("{ for k, v in m : k => v }", "for k, v in m : k => v"),
        (
            "{\n  for k, v in m : k => v\n  if v\n}",
            "for k, v in m : k => v if v",
        ),
        ("<<EOT\n  a\n b ${c}\nEOT", r#"<"  a\n b " c "\n">"#),
        (
            "<<-EOT\n    a\n\n      b ${c}\n    d\n    EOT",
            r#"<"a\n\n  b " c "\nd\n">"#,
        ),
        ("<<-EOT\n    ${a}\n      b\n  EOT", r#"<a "\n  b\n">"#),
        ("<<-EOT\n  ${a}\n${b}\n  EOT", r#"<"  " a "\n" b "\n">"#),
        ("<<EOT\nEOT", "\"\""),
        ("<<EOT\n$${a} \\n \"\nEOT", r#""${a} \\n \"\n""#),
        ("[<<EOT\na\nEOT\n, 2]", "[\"a\\n\", 2]"),
    ];
    for (text, expected) in table {
        assert_eq!(value(text), expected, "{text}");
        let windows = text.replace('\n', "\r\n");
        assert_eq!(value(&windows), expected, "with CRLF: {text}");
    }
}

#[test]
fn blocks() {
    let text = "\u{feff}# heading\napp \"shop\" {\n  a = 1 # one\n  inner \"x\" y {\n    b = 2\n  }\n  c = 3\n}\n/* */ cache \"s\" { engine = \"v\" }\n\nqueue \"mail\" {}";
    let expected = "app \"shop\" {a = 1; c = 3; inner \"x\" \"y\" {b = 2}}\ncache \"s\" {engine = \"v\"}\nqueue \"mail\" {}";
    for text in [text.to_owned(), text.replace('\n', "\r\n")] {
        let parsed = read(&text);
        assert_eq!(parsed.codes(), Vec::<String>::new());
        assert_eq!(parsed.all(), expected);
    }
}

#[test]
fn a_heredoc_ends_at_a_line_that_is_its_marker() {
    let block = |text: &str| {
        let parsed = read(&format!("x {{\n{text}}}\n"));
        assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
        parsed.body(&parsed.tree.blocks[0].body)
    };
    for (text, read) in [
        (
            "a = <<E\nE is it\n  E:\nE-1\nE\n",
            r#"{a = "E is it\n  E:\nE-1\n"}"#,
        ),
        (
            "a = <<E\nE\nb = <<-E\n  x\n  E  \n",
            r#"{a = ""; b = "x\n"}"#,
        ),
        (
            "a = <<E\nE ${<<E\nx\nE\n} E\nE\n",
            r#"{a = <"E " "x\n" " E\n">}"#,
        ),
    ] {
        assert_eq!(block(text), read);
    }
}

#[test]
fn everything_has_its_place() {
    let text = "service \"é\" {\n  größe = f(a.b[0], \"x${y}z\") + (1)\n}\n";
    for text in [text.to_owned(), text.replace('\n', "\r\n")] {
        let parsed = read(&text);
        let slice = |span| parsed.sources.slice(span);
        let block = &parsed.tree.blocks[0];
        assert_eq!(slice(block.span), text.trim_end());
        assert_eq!(slice(block.header()), "service \"é\"");
        let attribute = &block.body.attributes[0];
        assert_eq!(slice(attribute.name.span), "größe");
        assert_eq!(slice(attribute.value.span), "f(a.b[0], \"x${y}z\") + (1)");
        let ExprKind::Binary(call, _, one) = &attribute.value.kind else {
            panic!("{attribute:?}");
        };
        assert_eq!(slice(call.span), "f(a.b[0], \"x${y}z\")");
        assert_eq!(slice(one.span), "1");
        let ExprKind::Call(name, arguments) = &call.kind else {
            panic!("{call:?}");
        };
        assert_eq!(slice(name.span), "f");
        assert_eq!(slice(arguments[0].span), "a.b[0]");
        let ExprKind::Index(base, index) = &arguments[0].kind else {
            panic!("{arguments:?}");
        };
        assert_eq!(slice(base.span), "a.b");
        assert_eq!(slice(index.span), "0");
        let ExprKind::Template(parts) = &arguments[1].kind else {
            panic!("{arguments:?}");
        };
        let Part::Value(y) = &parts[1] else {
            panic!("{parts:?}");
        };
        assert_eq!(slice(y.span), "y");
    }
}

#[test]
fn one_broken_block_hides_no_other() {
    let text =
        "a {\n x = 35d\n}\nb {\n y = 1\n}\nc {\n z = \"open\n}\nd {}\ne {\n  o = [1, 2\n\nf {}\n";
    let parsed = read(text);
    assert_eq!(parsed.diagnostics.len(), 3, "{:#?}", parsed.diagnostics);
    assert_eq!(parsed.all(), "b {y = 1}\nd {}\nf {}");
}
