//! Terraform's trees as text, in the form that `terraform fmt` leaves as it is.

use crate::literal::{self, key};
use crate::lower::terraform::tree::{Block, Body, Expr, Piece};

/// Lists of more characters are written one element a line.
const WIDEST_LIST: usize = 72;

/// A file of blocks, an empty line between them.
pub(super) fn file<'b>(blocks: impl IntoIterator<Item = &'b Block>) -> String {
    let mut out = String::new();
    for block in blocks {
        if !out.is_empty() {
            out.push('\n');
        }
        write_block(block, 0, &mut out);
    }
    out
}

fn write_block(block: &Block, depth: usize, out: &mut String) {
    for line in &block.comment {
        indent(depth, out);
        out.push_str(&format!("# {line}\n"));
    }
    for (name, value) in &block.facts {
        indent(depth, out);
        out.push_str(&format!("# {name}: {}\n", inline(value)));
    }
    indent(depth, out);
    out.push_str(&block.keyword);
    for label in &block.labels {
        out.push(' ');
        out.push_str(&quoted(label));
    }
    if block.body == Body::default() {
        out.push_str(" {}\n");
        return;
    }
    out.push_str(" {\n");
    write_body(&block.body, depth + 1, out);
    indent(depth, out);
    out.push_str("}\n");
}

/// Attributes, then blocks, then what it waits for.
fn write_body(body: &Body, depth: usize, out: &mut String) {
    let before = out.len();
    let (waits, attributes): (Vec<_>, Vec<_>) = body
        .attributes
        .iter()
        .cloned()
        .partition(|(name, _)| name == "depends_on");
    write_fields(&attributes, depth, out);
    for block in &body.blocks {
        if out.len() > before {
            out.push('\n');
        }
        write_block(block, depth, out);
    }
    if out.len() > before && !waits.is_empty() {
        out.push('\n');
    }
    write_fields(&waits, depth, out);
}

/// `name = value` a line. Neighbours of one line each have their `=` below each other.
fn write_fields(fields: &[(String, Expr)], depth: usize, out: &mut String) {
    let mut at = 0;
    while at < fields.len() {
        let chain = fields[at..].iter().take_while(|field| is_line(&field.1));
        let chain = &fields[at..at + chain.count()];
        let width = chain.iter().map(|(name, _)| name.chars().count()).max();
        for (name, value) in chain {
            indent(depth, out);
            let width = width.unwrap_or_default();
            out.push_str(&format!("{name:width$} = {}\n", inline(value)));
        }
        at += chain.len();
        if let Some((name, value)) = fields.get(at) {
            indent(depth, out);
            out.push_str(&format!("{name} = "));
            write_lines(value, depth, out);
            out.push('\n');
            at += 1;
        }
    }
}

/// Whether a value stands on one line: anything but an object, or what has one or is too wide.
fn is_line(value: &Expr) -> bool {
    match value {
        Expr::Bool(_)
        | Expr::Int(_)
        | Expr::Number(_)
        | Expr::Text(_)
        | Expr::Template(_)
        | Expr::Reference(_)
        | Expr::Index(..) => true,
        Expr::List(elements) => {
            let flat = |element: &Expr| !matches!(element, Expr::List(_)) && is_line(element);
            elements.iter().all(flat) && inline(value).chars().count() <= WIDEST_LIST
        }
        Expr::Object(fields) => fields.is_empty(),
        Expr::Call(_, arguments) => arguments.len() != 1 || is_line(&arguments[0]),
    }
}

/// A value over several lines.
fn write_lines(value: &Expr, depth: usize, out: &mut String) {
    if is_line(value) {
        out.push_str(&inline(value));
        return;
    }
    match value {
        Expr::List(elements) => {
            out.push_str("[\n");
            for element in elements {
                indent(depth + 1, out);
                write_lines(element, depth + 1, out);
                out.push_str(",\n");
            }
            indent(depth, out);
            out.push(']');
        }
        Expr::Object(fields) => {
            out.push_str("{\n");
            let named = |(name, value): &(String, Expr)| (key(name).into_owned(), value.clone());
            write_fields(
                &fields.iter().map(named).collect::<Vec<_>>(),
                depth + 1,
                out,
            );
            indent(depth, out);
            out.push('}');
        }
        Expr::Call(function, arguments) => {
            out.push_str(function);
            out.push('(');
            arguments
                .iter()
                .for_each(|argument| write_lines(argument, depth, out));
            out.push(')');
        }
        other => out.push_str(&inline(other)),
    }
}

/// A value on one line.
fn inline(value: &Expr) -> String {
    let list = |values: &[Expr]| values.iter().map(inline).collect::<Vec<_>>().join(", ");
    match value {
        Expr::Bool(bool) => bool.to_string(),
        Expr::Int(int) => int.to_string(),
        Expr::Number(number) => number.to_string(),
        Expr::Text(text) => quoted(text),
        Expr::Template(pieces) => {
            let mut text = String::from("\"");
            for (at, piece) in pieces.iter().enumerate() {
                let before_value = matches!(pieces.get(at + 1), Some(Piece::Value(_)));
                match piece {
                    Piece::Text(known) => escape(known, before_value, &mut text),
                    Piece::Value(value) => text.push_str(&format!("${{{}}}", inline(value))),
                }
            }
            text.push('"');
            text
        }
        Expr::List(elements) => format!("[{}]", list(elements)),
        Expr::Object(fields) if fields.is_empty() => "{}".to_owned(),
        Expr::Object(fields) => {
            let fields = fields
                .iter()
                .map(|(name, value)| format!("{} = {}", key(name), inline(value)));
            format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
        }
        Expr::Reference(reference) => reference.clone(),
        Expr::Index(base, key) => format!("{}[{}]", inline(base), quoted(key)),
        Expr::Call(function, arguments) => format!("{function}({})", list(arguments)),
    }
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    escape(text, false, &mut out);
    out.push('"');
    out
}

/// Text inside quotes, without anything that Terraform would evaluate.
fn escape(text: &str, before_value: bool, out: &mut String) {
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '$' | '%' if rest.peek() == Some(&'{') => {
                out.push(character);
                out.push(character);
            }
            // A dollar before `${` or `$${` would be read as a part of it.
            '$' if rest.peek() == Some(&'$') || (before_value && rest.peek().is_none()) => {
                out.push_str("${\"$\"}");
            }
            other => literal::escape(other, out),
        }
    }
}

fn indent(depth: usize, out: &mut String) {
    out.extend(std::iter::repeat_n("  ", depth));
}

#[cfg(test)]
mod tests {
    use super::{Block, Body, Expr, Piece, file};

    #[test]
    fn one_line_values_are_aligned_and_others_are_not() {
        let mut body = Body::default();
        body.set("a", Expr::Int(1));
        body.set("long", Expr::List(vec![Expr::text("x"), Expr::text("y")]));
        let object = vec![
            ("aws:Key".to_owned(), Expr::Bool(true)),
            ("for".to_owned(), Expr::Reference("var.x".into())),
        ];
        let encoded = Expr::Call("jsonencode", vec![Expr::Object(object)]);
        body.set("policy", encoded);
        body.set("z", Expr::Object(Vec::new()));
        let mut inner = Body::default();
        inner.set("b", Expr::Number(0.5));
        body.block("inner", inner);
        let mut block = Block::new("resource", &["type", "name"], body);
        block.comment.push("where.it.comes.from".into());
        assert_eq!(
            file([&block]),
            r#"# where.it.comes.from
resource "type" "name" {
  a    = 1
  long = ["x", "y"]
  policy = jsonencode({
    "aws:Key" = true
    "for"     = var.x
  })
  z = {}

  inner {
    b = 0.5
  }
}
"#
        );
    }

    #[test]
    fn text_is_never_evaluated() {
        let of = |text: &str| super::inline(&Expr::text(text));
        assert_eq!(of("a${b}%{c}"), r#""a$${b}%%{c}""#);
        assert_eq!(of("$${b}"), r#""${"$"}$${b}""#);
        assert_eq!(of("$ $$ 5%"), r#""$ ${"$"}$ 5%""#);
        assert_eq!(of("\"\\\n\u{1}é"), "\"\\\"\\\\\\n\\u0001é\"");
        let pieces = vec![
            Piece::Text("x$".into()),
            Piece::Value(Expr::Reference("var.a".into())),
        ];
        assert_eq!(
            super::inline(&Expr::Template(pieces)),
            r#""x${"$"}${var.a}""#
        );
    }
}
