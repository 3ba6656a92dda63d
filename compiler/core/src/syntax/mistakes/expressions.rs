//! Expressions. `lines` says whether line ends mean nothing, as they do inside brackets.

use super::tokens::{self, Kind, Token};
use super::{Reader, Step};
use crate::diag::codes::names;
use crate::diag::codes::syntax as codes;
use crate::foreign;
use crate::source::Span;
use crate::syntax::number;
use crate::units_of_measure;

const BINARY: [&str; 13] = [
    "||", "&&", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%",
];

impl Reader<'_> {
    /// Gives the place of the expression.
    pub(super) fn expr(&mut self, lines: bool) -> Step<Span> {
        self.deeper(|reader| reader.operation(lines))
    }

    fn operation(&mut self, lines: bool) -> Step<Span> {
        let start = self.token().start;
        self.operand(lines)?;
        loop {
            let end = self.before().end;
            let behind = self.at;
            if lines {
                self.skip_lines();
            }
            match self.token().kind {
                Kind::Sign(sign) if BINARY.contains(&sign) => {
                    self.bump();
                    if lines {
                        self.skip_lines();
                    }
                    self.operand(lines)?;
                }
                Kind::Sign("?") => {
                    self.conditional(lines)?;
                    return Ok(self.range(start, self.before().end));
                }
                Kind::Sign("=" | "=>" | "::" | "~") => return Ok(self.range(start, end)),
                Kind::Sign(_) => {
                    self.other_language()?;
                    self.at = behind;
                    return Ok(self.range(start, end));
                }
                _ => {
                    self.at = behind;
                    return Ok(self.range(start, end));
                }
            }
        }
    }

    fn conditional(&mut self, lines: bool) -> Step {
        let question = self.bump();
        if lines {
            self.skip_lines();
        }
        self.expr(lines)?;
        if lines {
            self.skip_lines();
        }
        if !self.is_sign(":") {
            if self.token().kind == Kind::LineEnd && self.ahead(1).kind == Kind::Sign(":") {
                let place = self.span(self.ahead(1));
                return self.stop(codes::broken_line(place, Span::NONE, ""));
            }
            let place = self.visible(self.token());
            return self.stop(codes::missing_else(place, self.span(question)));
        }
        self.bump();
        if lines {
            self.skip_lines();
        }
        self.expr(lines).map(|_| ())
    }

    fn operand(&mut self, lines: bool) -> Step {
        while matches!(self.token().kind, Kind::Sign("!" | "-")) {
            self.tag()?;
            self.bump();
            if lines {
                self.skip_lines();
            }
        }
        let start = self.token().start;
        self.term(lines)?;
        self.steps(start, lines)
    }

    /// Stops at `!Ref mail`, as templates in YAML call functions.
    fn tag(&mut self) -> Step {
        let (sign, name) = (self.token(), self.ahead(1));
        let is_tag = sign.kind == Kind::Sign("!")
            && name.kind == Kind::Name
            && name.start == sign.end
            && begins_value(self.ahead(2))
            && self.ahead(2).start > name.end;
        if !is_tag {
            return Ok(());
        }
        let rest = &self.source.text[name.end..];
        let line = rest.lines().next().unwrap_or_default().trim();
        let is_path = |c: char| c.is_ascii_alphanumeric() || "_.:".contains(c);
        let argument = (!line.is_empty() && line.chars().all(is_path)).then_some(line);
        match foreign::intrinsic(self.text(name), argument) {
            Some(instead) => {
                let place = self.range(sign.start, name.end);
                let named = argument.filter(|argument| !argument.contains("::"));
                let outside = named.map(|name| {
                    format!("; what stands beside the uses is named `resource.{name}`")
                });
                let instead = instead + outside.as_deref().unwrap_or_default();
                self.stop(names::intrinsic(place, self.source.slice(place), &instead))
            }
            None => Ok(()),
        }
    }

    fn term(&mut self, lines: bool) -> Step {
        let token = self.token();
        match token.kind {
            Kind::Name
                if matches!(self.text(token), "not" | "if") && begins_value(self.ahead(1)) =>
            {
                self.other_language()
            }
            Kind::Name => {
                self.bump();
                self.call()
            }
            Kind::Number => {
                self.number();
                Ok(())
            }
            Kind::Text | Kind::Heredoc => {
                self.bump();
                self.check_text(token);
                Ok(())
            }
            Kind::Apostrophes => {
                let text = self.text(token);
                self.report(codes::single_quotes(self.span(token), text));
                self.bump();
                Ok(())
            }
            Kind::Open(b'(') => self.parenthesis(),
            Kind::Open(b'[') => self.deeper(Self::list),
            Kind::Open(_) => self.deeper(Self::object),
            Kind::Foreign('$') => self.money(),
            Kind::Sign("/") if self.ahead(1).start == token.end => self.stop_unquoted(token.start),
            Kind::LineEnd if !lines => self.missing_operand(),
            _ => self.stop_here("a value"),
        }
    }

    /// Stops at text without quotes, which goes on up to the next space.
    pub(super) fn stop_unquoted<T>(&mut self, start: usize) -> Step<T> {
        let rest = &self.source.text[start..];
        let ends = |c: char| c.is_whitespace() || ",;\"'()[]{}".contains(c);
        let length = rest.find(ends).unwrap_or(rest.len());
        let place = self.range(start, start + length);
        self.stop(codes::unquoted_text(place, &rest[..length]))
    }

    /// The line ends behind an operator: perhaps the expression goes on in the next.
    fn missing_operand(&mut self) -> Step {
        let operator = self.before();
        if let Kind::Sign(_) = operator.kind
            && begins_value(self.ahead(1))
            && !matches!(self.ahead(2).kind, Kind::Sign("=") | Kind::Open(b'{'))
        {
            let place = self.span(operator);
            self.report(codes::broken_line(place, Span::NONE, ""));
            self.bump();
            return self.term(false);
        }
        self.stop_here("a value")
    }

    fn call(&mut self) -> Step {
        while self.is_sign("::") && self.ahead(1).kind == Kind::Name {
            let first = self.before();
            self.bump();
            let last = self.bump();
            let place = self.range(first.start, last.end);
            let text = self.source.slice(place);
            let instead = foreign::instead(foreign::Place::Pseudo, text, None);
            self.report(codes::namespaced_call(place, text, instead));
        }
        if self.token().kind == Kind::Open(b'(') {
            return self.deeper(Self::arguments);
        }
        Ok(())
    }

    /// A number; with a unit behind it, it is a quantity and wants quotes.
    fn number(&mut self) {
        let number = self.bump();
        let unit = self.token();
        let glued = unit.start == number.end;
        let percent = unit.kind == Kind::Sign("%") && !begins_value(self.ahead(1));
        if glued && (unit.kind == Kind::Name || percent) {
            self.bump();
            self.rest_of_quantity(number.start);
            return;
        }
        if unit.kind == Kind::Name && self.ahead(1).kind != Kind::Sign("=") {
            let text = format!("{}{}", self.text(number), self.text(unit));
            if units_of_measure::parse(&text).is_ok() {
                self.bump();
                let place = self.range(number.start, unit.end);
                self.report(codes::number_with_unit(place, &text));
                return;
            }
        }
        let start = match self.tokens.get(self.at.wrapping_sub(2)) {
            Some(sign) if sign.kind == Kind::Sign("-") && sign.end == number.start => sign.start,
            _ => number.start,
        };
        let place = self.range(start, number.end);
        let text = self.source.slice(place);
        if let Err(nearest) = number::read(text) {
            self.report(codes::inexact_number(place, text, nearest.as_deref()));
        }
    }

    fn money(&mut self) -> Step {
        let sign = self.token();
        if self.ahead(1).kind == Kind::Number && self.ahead(1).start == sign.end {
            self.bump();
            self.bump();
            self.rest_of_quantity(sign.start);
            return Ok(());
        }
        if self.ahead(1).kind == Kind::Open(b'{') && self.ahead(1).start == sign.end {
            let end = tokens::interpolation_end(self.source.text, sign.start);
            let place = self.range(sign.start, end);
            let inside = self.source.text[sign.end + 1..end]
                .trim_end_matches('}')
                .trim();
            return self.stop(names::bare_interpolation(place, inside));
        }
        self.stop_here("a value")
    }

    /// Takes everything without a space between, as in `9000/month`.
    fn rest_of_quantity(&mut self, start: usize) {
        while self.token().start == self.before().end
            && matches!(
                self.token().kind,
                Kind::Name | Kind::Number | Kind::Sign("/" | "%" | ".")
            )
        {
            self.bump();
        }
        let place = self.range(start, self.before().end);
        self.report(codes::number_with_unit(place, self.source.slice(place)));
    }

    fn parenthesis(&mut self) -> Step {
        self.bump();
        self.skip_lines();
        self.expr(true)?;
        self.skip_lines();
        if self.takes(Kind::Close(b')')) {
            return Ok(());
        }
        self.other_language()?;
        self.stop_here("`)`")
    }

    /// `.name`, `[index]` and what people write in their place.
    fn steps(&mut self, start: usize, lines: bool) -> Step {
        let mut behind_star = false;
        loop {
            let behind = self.at;
            if lines {
                self.skip_lines();
            }
            let first = self.token();
            let is_star = match first.kind {
                Kind::Sign(".") => self.dot(start)?,
                Kind::Open(b'[') if first.start == self.before().end || lines => self.bracket()?,
                _ => {
                    self.at = behind;
                    return Ok(());
                }
            };
            if behind_star && (is_star || first.kind == Kind::Open(b'[')) {
                let head = self.source.text[start..first.start].trim_end();
                let place = self.range(first.start, self.before().end);
                let step = self.source.slice(place);
                return self.stop(codes::step_after_splat(place, head, step));
            }
            behind_star |= is_star;
        }
    }

    /// Gives whether the step was a star.
    fn dot(&mut self, start: usize) -> Step<bool> {
        let dot = self.bump();
        let receiver = &self.source.text[start..dot.start];
        let step = self.token();
        let place = self.range(dot.start, step.end);
        match step.kind {
            Kind::Name => {
                self.bump();
                if self.token().kind == Kind::Open(b'(') {
                    let more = !matches!(self.ahead(1).kind, Kind::Close(_));
                    let name = self.text(step);
                    self.report(codes::method_call(place, name, receiver, more));
                    self.deeper(Self::arguments)?;
                }
                Ok(false)
            }
            Kind::Number if receiver.parse::<f64>().is_ok() => {
                self.bump();
                self.rest_of_quantity(start);
                Ok(false)
            }
            Kind::Number => {
                self.bump();
                let index = self.text(step);
                self.report(codes::legacy_index(place, receiver, index));
                Ok(false)
            }
            Kind::Sign("*") => {
                self.bump();
                Ok(true)
            }
            _ => self.stop_here("a name behind the dot"),
        }
    }

    /// Gives whether the index was a star.
    fn bracket(&mut self) -> Step<bool> {
        self.bump();
        self.skip_lines();
        let is_star = self.takes_sign("*");
        if !is_star {
            self.expr(true)?;
        }
        self.skip_lines();
        if self.takes(Kind::Close(b']')) {
            return Ok(is_star);
        }
        self.other_language()?;
        self.stop_here("`]`")
    }
}

/// Whether a value can begin with this token.
pub(super) fn begins_value(token: Token) -> bool {
    match token.kind {
        Kind::Name
        | Kind::Number
        | Kind::Text
        | Kind::Heredoc
        | Kind::Apostrophes
        | Kind::Open(_) => true,
        Kind::Sign(sign) => sign == "!" || sign == "-",
        Kind::Close(_) | Kind::LineEnd | Kind::Foreign(_) | Kind::End => false,
    }
}
