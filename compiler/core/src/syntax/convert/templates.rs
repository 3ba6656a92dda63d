//! Strings with interpolation, and heredocs.

use hcl_edit::Span as _;
use hcl_edit::template::{Element, HeredocTemplate, Interpolation, StringTemplate, Strip};

use super::super::tree::{ExprKind, Part};
use super::Converter;
use crate::diag::codes::syntax as codes;
use crate::source::Span;

/// A piece of a heredoc before its indentation is taken away.
enum Raw<'a> {
    Text(String),
    Value(&'a Interpolation),
}

impl Converter<'_> {
    pub(super) fn string_template(&mut self, template: &StringTemplate) -> ExprKind {
        let mut parts = Vec::with_capacity(template.iter().count());
        for element in template {
            match element {
                Element::Literal(text) => parts.push(Part::Text(self.names.intern(text))),
                Element::Interpolation(value) => parts.push(self.value(value)),
                // The scanner has reported it and kept the piece back.
                Element::Directive(_) => {}
            }
        }
        ExprKind::Template(parts)
    }

    fn value(&mut self, interpolation: &Interpolation) -> Part {
        if interpolation.strip != Strip::None {
            let place = self.span(interpolation.span());
            self.report(codes::strip_marker(place));
        }
        Part::Value(self.expr(&interpolation.expr))
    }

    /// Reads the text from the source, so that its line ends and its indentation are ours to
    /// decide: lines end with `\n` on every machine, and blank lines have no say in `<<-`.
    pub(super) fn heredoc(&mut self, heredoc: &HeredocTemplate, span: Span) -> ExprKind {
        let mut raw = Vec::new();
        for element in &heredoc.template {
            match element {
                Element::Literal(text) => {
                    let written = self.source.slice(self.span(text.span()));
                    raw.push(Raw::Text(unescaped(written)));
                }
                Element::Interpolation(value) => raw.push(Raw::Value(value)),
                Element::Directive(_) => {}
            }
        }
        if self.source.slice(span).starts_with("<<-") {
            take_indentation_away(&mut raw);
        }
        self.template(raw)
    }

    fn template(&mut self, raw: Vec<Raw>) -> ExprKind {
        let whole = match raw.as_slice() {
            [] => Some(""),
            [Raw::Text(text)] => Some(text.as_str()),
            _ => None,
        };
        if let Some(text) = whole {
            return ExprKind::Text(self.names.intern(text));
        }
        let parts = raw.into_iter().filter_map(|part| match part {
            Raw::Text(text) if text.is_empty() => None,
            Raw::Text(text) => Some(Part::Text(self.names.intern(&text))),
            Raw::Value(value) => Some(self.value(value)),
        });
        ExprKind::Template(parts.collect())
    }
}

fn unescaped(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace("$${", "${")
        .replace("%%{", "%{")
}

/// Takes away the smallest indentation of all lines that hold anything.
fn take_indentation_away(raw: &mut [Raw]) {
    let indent = common_indentation(raw);
    let mut at_line_start = true;
    for part in raw {
        match part {
            Raw::Value(_) => at_line_start = false,
            Raw::Text(text) => {
                let ends_line = text.ends_with('\n');
                let lines = text.split_inclusive('\n').enumerate();
                let kept: String = lines
                    .map(|(index, line)| {
                        if index > 0 || at_line_start {
                            without_indentation(line, indent)
                        } else {
                            line
                        }
                    })
                    .collect();
                *text = kept;
                at_line_start = ends_line;
            }
        }
    }
}

fn without_indentation(line: &str, indent: usize) -> &str {
    let spaces = leading_spaces(line);
    &line[spaces.min(indent)..]
}

/// Spaces and tabs at the beginning, which are one byte each.
fn leading_spaces(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

fn common_indentation(raw: &[Raw]) -> usize {
    let mut smallest = None;
    let mut note =
        |indent: usize| smallest = Some(smallest.map_or(indent, |s: usize| s.min(indent)));
    let mut at_line_start = true;
    for part in raw {
        match part {
            Raw::Value(_) => {
                if at_line_start {
                    note(0);
                }
                at_line_start = false;
            }
            Raw::Text(text) => {
                for (index, line) in text.split_inclusive('\n').enumerate() {
                    // A line that ends here without `\n` goes on with an interpolation.
                    let blank = line.trim().is_empty() && line.ends_with('\n');
                    if (index > 0 || at_line_start) && !blank {
                        note(leading_spaces(line));
                    }
                }
                at_line_start = text.ends_with('\n');
            }
        }
    }
    smallest.unwrap_or(0)
}
