//! Attributes and blocks.

use super::expressions::begins_value;
use super::tokens::{Kind, Token};
use super::{Reader, Step};
use crate::diag::codes::names;
use crate::diag::codes::syntax as codes;
use crate::source::Span;
use crate::syntax::convert::Seen;

impl Reader<'_> {
    pub(super) fn top_level(&mut self) {
        self.statements();
        if self.token().kind != Kind::End {
            // The scanner lets no stray bracket through.
            let _ = self.stop_here::<()>("an attribute or a block");
        }
    }

    fn statements(&mut self) {
        let mut seen = Seen::default();
        let mut last_value = Span::NONE;
        loop {
            self.skip_lines();
            if matches!(self.token().kind, Kind::End | Kind::Close(b'}')) {
                return;
            }
            let start = self.at;
            let value = self.statement(&mut seen, last_value);
            let value = match value {
                Ok(value) => self.end_of_statement().map(|()| value),
                Err(stop) => Err(stop),
            };
            last_value = value.unwrap_or_else(|_| {
                self.recover(start, |kind| kind == Kind::LineEnd);
                self.skip_continuations();
                Span::NONE
            });
            if self.at == start {
                self.bump();
            }
        }
    }

    /// After an error, lines that go on with the same expression are no further errors.
    pub(super) fn skip_continuations(&mut self) {
        loop {
            let start = self.at;
            self.skip_lines();
            if !self.is_continuation() {
                self.at = start;
                return;
            }
            self.skip_to_line_end();
        }
    }

    /// Whether the line can only belong to the expression of the line before.
    pub(super) fn is_continuation(&self) -> bool {
        match self.token().kind {
            Kind::Sign(sign) => sign != "=" && sign != ",",
            _ => false,
        }
    }

    /// Gives the place of an attribute's value.
    fn statement(&mut self, seen: &mut Seen, last_value: Span) -> Step<Span> {
        let token = self.token();
        match token.kind {
            Kind::Name => {
                self.bump();
                if self.is_statement(token) {
                    return self.stop(codes::statement(self.span(token), self.text(token)));
                }
                self.after_name(token, seen)
            }
            Kind::Text if matches!(self.ahead(1).kind, Kind::Sign("=" | ":" | ":=")) => {
                let name = self.text(token).trim_matches('"');
                self.report(codes::quoted_attribute(self.span(token), name));
                self.bump();
                self.attribute(token)
            }
            Kind::Sign(_) if last_value.is_some() && self.is_continuation() => {
                let text = self.joined(last_value, token);
                self.stop(codes::broken_line(self.span(token), last_value, &text))
            }
            _ => self.stop_here("an attribute or a block"),
        }
    }

    /// `if x`, `for x in`: not `if = x`, and not `if {`.
    fn is_statement(&self, word: Token) -> bool {
        let words = ["if", "else", "switch", "match", "for", "foreach", "while"];
        let next = self.token().kind;
        words.contains(&self.text(word))
            && (begins_value(self.token()) && next != Kind::Open(b'{') && next != Kind::Text)
    }

    /// An expression with the lines that continue it.
    pub(super) fn joined(&self, value: Span, token: Token) -> String {
        let mut end = token.end;
        let mut at = self.at;
        // Continuations are few; stop at the first line that does not begin with a sign.
        while let Some(token) = self.tokens.get(at) {
            match token.kind {
                Kind::End | Kind::Close(_) => break,
                Kind::LineEnd => {
                    let next = self.tokens.get(at + 1).map(|token| token.kind);
                    if !matches!(next, Some(Kind::Sign(sign)) if sign != "=" && sign != ",") {
                        break;
                    }
                }
                _ => end = token.end,
            }
            at += 1;
        }
        let start = (value.start - self.source.base) as usize;
        self.source.text[start..end].to_owned()
    }

    fn after_name(&mut self, name: Token, seen: &mut Seen) -> Step<Span> {
        match self.token().kind {
            Kind::Sign("=" | ":=" | ":") => {
                let text = self.text(name);
                if let Some(first) = seen.earlier(self.names.intern(text), self.span(name)) {
                    self.report(codes::duplicate_attribute(self.span(name), text, first));
                }
                self.attribute(name)
            }
            Kind::Open(b'{') => self.block_body().map(|()| Span::NONE),
            Kind::Sign("::") => self.type_as_keyword(name),
            Kind::Name | Kind::Text | Kind::Apostrophes => self.labels(name).map(|()| Span::NONE),
            Kind::Number | Kind::Heredoc | Kind::Open(_) => self.missing_equals(name),
            Kind::LineEnd if self.brace_follows() => self.late_brace(name).map(|()| Span::NONE),
            _ => self.stop_here(&format!("`=` or `{{` behind `{}`", self.text(name))),
        }
    }

    /// `AWS::SQS::Queue "mail" {`
    fn type_as_keyword(&mut self, name: Token) -> Step<Span> {
        while self.takes_sign("::") && self.token().kind == Kind::Name {
            self.bump();
        }
        let place = self.range(name.start, self.before().end);
        let label = match self.token().kind {
            Kind::Name | Kind::Text => self.text(self.token()).trim_matches('"'),
            _ => "NAME",
        };
        self.stop(names::type_as_keyword(
            place,
            self.source.slice(place),
            label,
        ))
    }

    fn attribute(&mut self, name: Token) -> Step<Span> {
        let sign = self.bump();
        if sign.kind != Kind::Sign("=") {
            self.report(codes::colon_equals(self.span(sign), self.text(sign)));
        }
        if matches!(
            self.token().kind,
            Kind::LineEnd | Kind::End | Kind::Close(_)
        ) {
            let text = self.text(name).trim_matches('"');
            return self.stop(codes::missing_value(self.span(sign), text));
        }
        let value = self.expr(false)?;
        self.check_quotes(value)?;
        Ok(value)
    }

    /// `arn:aws:sqs`, `api:latest`: a value that goes on without a space is text.
    fn check_quotes(&mut self, value: Span) -> Step {
        let token = self.token();
        let glued = token.start == self.before().end;
        if glued
            && matches!(
                token.kind,
                Kind::Sign(":" | "::") | Kind::Foreign('@' | '\\')
            )
        {
            return self.stop_unquoted((value.start - self.source.base) as usize);
        }
        Ok(())
    }

    fn missing_equals(&mut self, name: Token) -> Step<Span> {
        let value = self.token();
        let start = self.at;
        self.skip_to_line_end();
        let end = self.tokens[self.at.max(start + 1) - 1].end;
        let text = self.source.text[value.start..end].to_owned();
        let place = self.span(value);
        self.stop(codes::missing_equals(
            self.span(name),
            self.text(name),
            place,
            &text,
        ))
    }

    /// Labels of a block, then its body.
    fn labels(&mut self, keyword: Token) -> Step {
        let first = self.token();
        let mut count = 0;
        while matches!(
            self.token().kind,
            Kind::Name | Kind::Text | Kind::Apostrophes
        ) {
            let label = self.bump();
            count += 1;
            if label.kind == Kind::Text {
                self.check_text(label);
            }
            if label.kind == Kind::Apostrophes {
                let text = self.text(label);
                self.report(codes::single_quotes(self.span(label), text));
            }
            if self.text(label).contains("${") && !self.text(label).contains("$${") {
                self.report(codes::computed_label(self.span(label)));
            }
        }
        match self.token().kind {
            Kind::Open(b'{') => self.block_body(),
            Kind::LineEnd if self.brace_follows() => self.late_brace(keyword),
            Kind::Sign("=") => {
                let label = self.text(self.before());
                let place = self.span(self.token());
                self.stop(codes::value_of_block(place, self.text(keyword), label))
            }
            Kind::LineEnd | Kind::End if count == 1 => {
                let text = self.text(first);
                let place = self.span(first);
                let name = self.span(keyword);
                let keyword = self.text(keyword);
                self.stop(codes::missing_equals(name, keyword, place, text))
            }
            _ if count == 1 && first.kind == Kind::Name => {
                // `port max(1, 2)`: no label, a value.
                self.at -= 1;
                self.missing_equals(keyword).map(|_| ())
            }
            _ => self.stop_here("`{`"),
        }
    }

    fn brace_follows(&self) -> bool {
        let mut ahead = 0;
        while self.ahead(ahead).kind == Kind::LineEnd {
            ahead += 1;
        }
        self.ahead(ahead).kind == Kind::Open(b'{')
    }

    fn late_brace(&mut self, keyword: Token) -> Step {
        let header = self.range(keyword.start, self.before().end);
        self.skip_lines();
        let text = self.source.slice(header);
        let brace = self.span(self.token());
        self.report(codes::brace_on_next_line(brace, header, text));
        self.block_body()
    }

    fn block_body(&mut self) -> Step {
        self.bump();
        if matches!(self.token().kind, Kind::LineEnd | Kind::Close(_)) {
            self.deeper(|reader| {
                reader.statements();
                Ok(())
            })?;
        } else {
            self.one_line_body();
        }
        if self.takes(Kind::Close(b'}')) {
            return Ok(());
        }
        self.stop_here("`}`")
    }

    /// `{ name = value }`, which the parser takes with a single attribute only.
    fn one_line_body(&mut self) {
        let start = self.at;
        let mut seen = Seen::default();
        let first = self.token();
        if self.statement(&mut seen, Span::NONE).is_err() {
            self.skip_until(|_| false);
            return;
        }
        if self.other_language().is_err() {
            self.skip_until(|_| false);
            return;
        }
        let header = self.tokens[start..self.at].iter();
        let gives = |token: &Token| matches!(token.kind, Kind::Sign("=" | ":" | ":="));
        let is_block = !header.take(3).any(gives);
        let next = self.token();
        if is_block {
            self.report(codes::crowded_block(self.span(first)));
        } else if !matches!(next.kind, Kind::Close(_)) {
            let place = if next.kind == Kind::Sign(",") || next.kind == Kind::LineEnd {
                self.ahead(1)
            } else {
                next
            };
            if matches!(place.kind, Kind::Close(_)) {
                // A comma before the brace; or the brace is on a line of its own, and the attribute
                // is not.
                let comma = next.kind == Kind::Sign(",");
                let wrong = if comma { next } else { first };
                self.report(codes::missing_line_break(self.visible(wrong), comma));
            } else {
                self.report(codes::crowded_block(self.visible(place)));
            }
        }
        self.skip_until(|_| false);
    }

    fn end_of_statement(&mut self) -> Step {
        let token = self.token();
        match token.kind {
            Kind::LineEnd | Kind::End => Ok(()),
            Kind::Close(b'}') => {
                // The block began with a line of its own, so it ends with one.
                self.report(codes::missing_line_break(self.span(token), false));
                Ok(())
            }
            Kind::Sign(",") => self.stop(codes::missing_line_break(self.span(token), true)),
            Kind::Name | Kind::Text => {
                self.other_language()?;
                self.stop(codes::missing_line_break(self.span(token), false))
            }
            _ => {
                self.other_language()?;
                self.stop_here("the end of the line")
            }
        }
    }
}
