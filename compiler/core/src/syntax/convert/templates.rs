//! Strings with interpolations and directives, and heredocs. The parser's nested elements are laid
//! out flat first, as they stand in the text: so `~` and `<<-` take away what stands beside them,
//! whether it is inside or outside of a directive. Then `%{ if }` becomes a conditional, and
//! `%{ for }` joined text: the language behind the syntax knows neither.

use hcl_edit::Span as _;
use hcl_edit::template::{
    Directive, Element, ForDirective, HeredocTemplate, IfDirective, Interpolation, StringTemplate,
    Strip, Template,
};

use super::super::mistakes::escaped_character;
use super::super::tree::{Conditional, Expr, ExprKind, For, Ident, Part};
use super::Converter;
use crate::diag::codes::syntax as codes;
use crate::source::Span;

/// A piece of a text: of a heredoc, a line or less.
enum Piece<'a> {
    Text(String),
    Value(&'a Interpolation),
    If(&'a IfDirective, Span),
    Else,
    EndIf,
    For(&'a ForDirective, Span),
    EndFor,
}

/// A piece that is no text, and on which sides `~` takes spaces away.
type Flat<'a> = Vec<(Piece<'a>, Strip)>;

/// How literal text is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// In quotes, with escapes.
    Quoted,
    /// In a heredoc, line by line.
    Lines,
}

impl Converter<'_> {
    pub(super) fn string_template(&mut self, template: &StringTemplate) -> ExprKind {
        let mut flat = Vec::new();
        for element in template {
            self.lay_out(element, Form::Quoted, &mut flat);
        }
        strip(&mut flat);
        self.built(flat)
    }

    /// Reads the text from the source, so that its line ends are ours to decide: lines end with `\n`
    /// on every machine.
    pub(super) fn heredoc(&mut self, heredoc: &HeredocTemplate, span: Span) -> ExprKind {
        let mut flat = Vec::new();
        self.lay_out_all(&heredoc.template, Form::Lines, &mut flat);
        let is_indented = self.source.slice(span).starts_with("<<-");
        strip(&mut flat);
        if is_indented {
            take_indentation_away(&mut flat);
        }
        self.built(flat)
    }

    fn lay_out_all<'t>(&mut self, template: &'t Template, form: Form, flat: &mut Flat<'t>) {
        for element in template {
            self.lay_out(element, form, flat);
        }
    }

    fn lay_out<'t>(&mut self, element: &'t Element, form: Form, flat: &mut Flat<'t>) {
        match element {
            Element::Literal(text) => {
                let place = self.span(text.span());
                let written = self.source.slice(place);
                match form {
                    Form::Quoted => {
                        let text = self.unescaped(written, place);
                        flat.push((Piece::Text(text), Strip::None));
                    }
                    Form::Lines => {
                        let text = markers_unescaped(&written.replace("\r\n", "\n"));
                        let lines = text.split_inclusive('\n');
                        flat.extend(lines.map(|line| (Piece::Text(line.into()), Strip::None)));
                    }
                }
            }
            Element::Interpolation(value) => flat.push((Piece::Value(value), value.strip)),
            Element::Directive(directive) => match &**directive {
                Directive::If(directive) => {
                    let place = self.span(element.span());
                    flat.push((Piece::If(directive, place), directive.if_expr.strip));
                    self.lay_out_all(&directive.if_expr.template, form, flat);
                    if let Some(other) = &directive.else_expr {
                        flat.push((Piece::Else, other.strip));
                        self.lay_out_all(&other.template, form, flat);
                    }
                    flat.push((Piece::EndIf, directive.endif_expr.strip));
                }
                Directive::For(directive) => {
                    let place = self.span(element.span());
                    flat.push((Piece::For(directive, place), directive.for_expr.strip));
                    self.lay_out_all(&directive.for_expr.template, form, flat);
                    flat.push((Piece::EndFor, directive.endfor_expr.strip));
                }
            },
        }
    }

    /// What the escapes of a string stand for. The parser does not look at those inside of
    /// directives, so what is wrong with them is said here.
    fn unescaped(&mut self, written: &str, place: Span) -> String {
        let mut text = String::with_capacity(written.len());
        let mut rest = written;
        while let Some(at) = rest.find(['\\', '"']) {
            text.push_str(&markers_unescaped(&rest[..at]));
            rest = &rest[at..];
            let from = place.start + (written.len() - rest.len()) as u32;
            if rest.starts_with('"') {
                let quote = Span {
                    start: from,
                    end: from + 1,
                };
                self.report(codes::directive(quote, codes::DirectiveMistake::Quote));
                rest = &rest[1..];
                continue;
            }
            let (character, length) = escaped_character(&rest[1..]);
            let end = from + 1 + length as u32;
            match character {
                Some(character) => text.push(character),
                None => {
                    let place = Span { start: from, end };
                    let sequence = self.source.slice(place);
                    self.report(codes::unknown_escape(place, sequence));
                }
            }
            rest = &rest[1 + length..];
        }
        text.push_str(&markers_unescaped(rest));
        text
    }

    fn built(&mut self, flat: Flat<'_>) -> ExprKind {
        let mut pieces = flat.into_iter().map(|(piece, _)| piece);
        let (parts, _) = self.parts(&mut pieces);
        self.text_of(parts)
    }

    /// The parts up to the end of the directive that they are in, and whether `else` ended them.
    fn parts(&mut self, pieces: &mut dyn Iterator<Item = Piece<'_>>) -> (Vec<Part>, bool) {
        let mut parts = Vec::new();
        let mut text = String::new();
        while let Some(piece) = pieces.next() {
            let value = match piece {
                Piece::Text(more) => {
                    text.push_str(&more);
                    continue;
                }
                Piece::Else | Piece::EndIf | Piece::EndFor => {
                    self.flush(&mut text, &mut parts);
                    return (parts, matches!(piece, Piece::Else));
                }
                Piece::Value(value) => self.expr(&value.expr),
                Piece::If(directive, place) => {
                    let condition = self.expr(&directive.if_expr.cond_expr);
                    let (yes, has_else) = self.parts(pieces);
                    let no = if has_else {
                        self.parts(pieces).0
                    } else {
                        Vec::new()
                    };
                    let (yes, no) = (self.text_expr(yes, place), self.text_expr(no, place));
                    let kind = ExprKind::Conditional(Box::new(Conditional { condition, yes, no }));
                    Expr { kind, span: place }
                }
                Piece::For(directive, place) => self.repeated(directive, place, pieces),
            };
            self.flush(&mut text, &mut parts);
            parts.push(Part::Value(value));
        }
        self.flush(&mut text, &mut parts);
        (parts, false)
    }

    /// `join("", [for x in list : "..."])`.
    fn repeated(
        &mut self,
        directive: &ForDirective,
        place: Span,
        pieces: &mut dyn Iterator<Item = Piece<'_>>,
    ) -> Expr {
        let intro = &directive.for_expr;
        let key = intro.key_var.as_ref().map(|name| self.ident_of(name));
        let value = self.ident_of(&intro.value_var);
        let over = self.expr(&intro.collection_expr);
        let (parts, _) = self.parts(pieces);
        let result = self.text_expr(parts, place);
        let each = ExprKind::For(Box::new(For {
            key,
            value,
            over,
            result_key: None,
            result,
            grouped: false,
            condition: None,
        }));
        let at = |kind| Expr { kind, span: place };
        let nothing = ExprKind::Text(self.names.intern(""));
        let join = Ident {
            name: self.names.intern("join"),
            span: place,
        };
        at(ExprKind::Call(join, vec![at(nothing), at(each)]))
    }

    fn flush(&self, text: &mut String, parts: &mut Vec<Part>) {
        if !text.is_empty() {
            parts.push(Part::Text(self.names.intern(text)));
            text.clear();
        }
    }

    fn text_expr(&self, parts: Vec<Part>, span: Span) -> Expr {
        Expr {
            kind: self.text_of(parts),
            span,
        }
    }

    fn text_of(&self, parts: Vec<Part>) -> ExprKind {
        match parts.as_slice() {
            [] => ExprKind::Text(self.names.intern("")),
            [Part::Text(text)] => ExprKind::Text(*text),
            _ => ExprKind::Template(parts),
        }
    }
}

fn markers_unescaped(text: &str) -> String {
    text.replace("$${", "${").replace("%%{", "%{")
}

/// Takes spaces and line breaks away where a `~` says so: of the literal text beside it, in a
/// heredoc to the end of the line.
fn strip(flat: &mut Flat<'_>) {
    for at in 0..flat.len() {
        let sides = flat[at].1;
        if matches!(sides, Strip::Start | Strip::Both)
            && at > 0
            && let Piece::Text(text) = &mut flat[at - 1].0
        {
            text.truncate(text.trim_end().len());
        }
        if matches!(sides, Strip::End | Strip::Both)
            && let Some((Piece::Text(text), _)) = flat.get_mut(at + 1)
        {
            *text = text.trim_start().to_owned();
        }
    }
}

/// Takes away the smallest indentation of all lines that hold anything.
fn take_indentation_away(flat: &mut Flat<'_>) {
    let mut smallest = usize::MAX;
    let mut lines = Vec::new();
    let mut begins = true;
    for (at, (piece, _)) in flat.iter().enumerate() {
        let Piece::Text(text) = piece else {
            if begins {
                smallest = 0;
            }
            begins = false;
            continue;
        };
        let is_blank = text.trim_start().is_empty() && text.ends_with('\n');
        if begins && !is_blank {
            smallest = smallest.min(leading_spaces(text));
            lines.push(at);
        }
        begins = text.ends_with('\n');
    }
    for at in lines {
        if let Piece::Text(text) = &mut flat[at].0 {
            let kept = text.char_indices().nth(smallest).map(|(at, _)| at);
            text.drain(..kept.unwrap_or(text.len()));
        }
    }
}

/// How many spaces, of whatever kind, are at the beginning.
fn leading_spaces(line: &str) -> usize {
    let is_space = |c: &char| c.is_whitespace() && *c != '\n';
    line.chars().take_while(is_space).count()
}
