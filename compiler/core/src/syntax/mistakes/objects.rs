//! Lists, objects, arguments and for-expressions.

use super::expressions::begins_value;
use super::tokens::{Kind, Token};
use super::{Reader, Step};
use crate::diag::codes::syntax as codes;
use crate::source::Span;
use crate::syntax::convert::Seen;

impl Reader<'_> {
    pub(super) fn list(&mut self) -> Step {
        self.bump();
        self.skip_lines();
        if self.is_comprehension() {
            return self.comprehension(b']');
        }
        self.elements(b']', "elements of a list")
    }

    pub(super) fn arguments(&mut self) -> Step {
        self.bump();
        self.elements(b')', "arguments")
    }

    fn elements(&mut self, close: u8, what: &str) -> Step {
        loop {
            self.skip_lines();
            if self.takes(Kind::Close(close)) {
                return Ok(());
            }
            let start = self.at;
            if self.element(close, what).is_err() {
                self.recover(start, |kind| kind == Kind::Sign(","));
                self.takes_sign(",");
            }
            if matches!(self.token().kind, Kind::End) {
                return Ok(());
            }
        }
    }

    /// One element and the comma behind it.
    fn element(&mut self, close: u8, what: &str) -> Step {
        let place = self.expr(true)?;
        self.skip_lines();
        let token = self.semicolon_as_comma();
        match token.kind {
            Kind::Sign(",") => {
                self.bump();
                Ok(())
            }
            Kind::Close(found) if found == close => Ok(()),
            Kind::Sign("...") => {
                self.bump();
                if close == b']' {
                    self.report(codes::argument_expansion(self.span(token), None));
                }
                Ok(())
            }
            Kind::Sign("=" | ":") if close == b')' => {
                let name = self.source.slice(place);
                self.stop(codes::named_argument(place, name))
            }
            Kind::Name if self.text(token) == "for" => {
                self.skip_until(|_| false);
                let bracket = if close == b']' { '[' } else { '(' };
                self.stop(codes::for_goes_first(self.span(token), bracket))
            }
            _ => {
                self.other_language()?;
                self.between(token, place, close, what)
            }
        }
    }

    /// The current token; a `;` is reported and passes for the comma that was meant.
    fn semicolon_as_comma(&mut self) -> Token {
        let token = self.token();
        if token.kind != Kind::Foreign(';') {
            return token;
        }
        self.report(codes::foreign_character(self.span(token), ';', Some(",")));
        Token {
            kind: Kind::Sign(","),
            ..token
        }
    }

    fn between(&mut self, token: Token, before: Span, close: u8, what: &str) -> Step {
        if begins_value(token) {
            self.report(codes::missing_comma(self.span(token), before, what));
            return Ok(());
        }
        self.stop_here(&format!("`,` or `{}`", char::from(close)))
    }

    pub(super) fn object(&mut self) -> Step {
        self.bump();
        self.skip_lines();
        if self.is_comprehension() {
            return self.comprehension(b'}');
        }
        let mut seen = Seen::default();
        let mut last_value = Span::NONE;
        loop {
            self.skip_lines();
            if self.takes(Kind::Close(b'}')) {
                return Ok(());
            }
            if self.token().kind == Kind::End {
                return Ok(());
            }
            let start = self.at;
            last_value = self.item(&mut seen, last_value).unwrap_or_else(|_| {
                self.recover(start, |kind| {
                    matches!(kind, Kind::LineEnd | Kind::Sign(","))
                });
                self.takes_sign(",");
                self.skip_continuations();
                Span::NONE
            });
            if self.at == start {
                self.bump();
            }
        }
    }

    fn item(&mut self, seen: &mut Seen, last_value: Span) -> Step<Span> {
        let first = self.token();
        if last_value.is_some() && self.is_continuation() {
            let text = self.joined(last_value, first);
            return self.stop(codes::broken_line(self.span(first), last_value, &text));
        }
        self.key(seen)?;
        let sign = self.token();
        match sign.kind {
            Kind::Sign("=" | ":") => {}
            Kind::Sign(":=") => self.report(codes::colon_equals(self.span(sign), ":=")),
            Kind::Sign("=>") => {
                self.other_language()?;
            }
            Kind::Name if self.text(sign) == "for" => {
                self.skip_until(|_| false);
                return self.stop(codes::for_goes_first(self.span(sign), '{'));
            }
            _ if begins_value(sign) && first.kind == Kind::Name => {
                let name = self.span(first);
                let value = self.rest_of_item();
                let place = self.span(sign);
                return self.stop(codes::missing_equals(name, self.text(first), place, &value));
            }
            _ => return self.stop_here("`=` and a value behind the key"),
        }
        self.bump();
        if matches!(
            self.token().kind,
            Kind::LineEnd | Kind::Close(_) | Kind::Sign(",")
        ) {
            let key = self.text(first).trim_matches('"');
            return self.stop(codes::missing_value(self.span(sign), key));
        }
        let value = self.expr(false)?;
        self.end_of_item(value)?;
        Ok(value)
    }

    fn rest_of_item(&mut self) -> String {
        let start = self.token().start;
        self.skip_until(|kind| matches!(kind, Kind::LineEnd | Kind::Sign(",")));
        self.source.text[start..self.before().end.max(start)].to_owned()
    }

    fn key(&mut self, seen: &mut Seen) -> Step {
        let token = self.token();
        let ends = matches!(self.ahead(1).kind, Kind::Sign("=" | ":" | ":="));
        if ends && matches!(token.kind, Kind::Name | Kind::Text) {
            let text = self.text(token).trim_matches('"');
            if !text.contains("${") {
                let name = self.names.intern(text);
                if let Some(first) = seen.earlier(name, self.span(token)) {
                    self.report(codes::duplicate_key(self.span(token), text, first));
                }
            }
        }
        match token.kind {
            Kind::Name => {
                self.bump();
                Ok(())
            }
            Kind::Text => {
                self.bump();
                self.check_text(token);
                Ok(())
            }
            Kind::Number => {
                self.bump();
                let text = self.text(token);
                let fixed = format!("\"{text}\"");
                self.report(codes::object_key(self.span(token), text, &fixed));
                Ok(())
            }
            Kind::Apostrophes => {
                self.bump();
                self.report(codes::single_quotes(self.span(token), self.text(token)));
                Ok(())
            }
            Kind::Open(b'(') => self.expr(false).map(|_| ()),
            _ => self.stop_here("a key"),
        }
        .map(|()| self.longer_key(token))
    }

    /// `a.b = 1`: the parser takes an expression here, the language does not.
    fn longer_key(&mut self, first: Token) {
        if !(self.is_sign(".") || self.token().kind == Kind::Open(b'[')) {
            return;
        }
        self.skip_until(|kind| matches!(kind, Kind::Sign("=" | ":" | ",") | Kind::LineEnd));
        let place = self.range(first.start, self.before().end);
        let text = self.source.slice(place);
        self.report(codes::object_key(place, text, &format!("({text})")));
    }

    fn end_of_item(&mut self, value: Span) -> Step {
        let token = self.semicolon_as_comma();
        match token.kind {
            Kind::Sign(",") => {
                self.bump();
                Ok(())
            }
            Kind::LineEnd | Kind::Close(b'}') => Ok(()),
            Kind::Name if self.text(token) == "for" => {
                self.skip_until(|_| false);
                self.stop(codes::for_goes_first(self.span(token), '{'))
            }
            _ => {
                self.other_language()?;
                self.between(token, value, b'}', "entries of an object")
            }
        }
    }

    /// The parser takes `for` and a space for a for-expression, whatever follows.
    fn is_comprehension(&self) -> bool {
        let behind = self.source.text.as_bytes().get(self.token().end);
        self.is_word("for") && behind.is_some_and(|byte| b" \t\r\n#/".contains(byte))
    }

    /// `for k, v in list`, as for-expressions and directives begin.
    pub(super) fn loop_header(&mut self) -> Step {
        self.bump();
        self.skip_lines();
        if self.token().kind != Kind::Name {
            return self.stop_here("a name for each element behind `for`");
        }
        self.bump();
        if self.takes_sign(",") {
            self.skip_lines();
            if self.token().kind != Kind::Name {
                return self.stop_here("the name of the value behind the comma");
            }
            self.bump();
        }
        self.skip_lines();
        if !self.is_word("in") {
            return self.stop_here("`in`");
        }
        self.bump();
        self.skip_lines();
        self.expr(true)?;
        self.skip_lines();
        Ok(())
    }

    fn comprehension(&mut self, close: u8) -> Step {
        self.loop_header()?;
        if !self.takes_sign(":") {
            return self.stop_here("`:` and what each element becomes");
        }
        self.skip_lines();
        self.expr(true)?;
        self.skip_lines();
        let token = self.token();
        if close == b'}' {
            self.object_result()?;
        } else if self.takes_sign("...") {
            self.report(codes::grouping(self.span(token)));
            self.skip_lines();
        }
        if self.is_word("if") {
            self.bump();
            self.skip_lines();
            self.expr(true)?;
            self.skip_lines();
        }
        if self.takes(Kind::Close(close)) {
            return Ok(());
        }
        self.other_language()?;
        self.stop_here(&format!("`if` or `{}`", char::from(close)))
    }

    /// `=> value`, behind the key.
    fn object_result(&mut self) -> Step {
        if !self.takes_sign("=>") {
            return self.stop_here("`=>` and the value of the key");
        }
        self.skip_lines();
        self.expr(true)?;
        self.skip_lines();
        self.takes_sign("...");
        self.skip_lines();
        Ok(())
    }
}
