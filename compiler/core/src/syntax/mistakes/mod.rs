//! Why the parser refused a piece. The parser's own errors are few, stop at the first, and often
//! point at the beginning of what they gave up; so the piece is read once more, by a reader that
//! builds nothing, knows what people write by mistake, and goes on with the next line. Only when
//! it finds nothing is the parser's place shown.

mod expressions;
mod objects;
mod operators;
mod statements;
mod texts;

use super::tokens::{self, Kind, Token};
use super::{Source, limits};
use crate::diag::codes::syntax as codes;
use crate::diag::{Diagnostic, Diagnostics};
use crate::names::Names;
use crate::source::Span;
pub(super) use texts::escaped_character;

/// Says what is wrong with a piece that the parser refused.
pub(super) fn explain(
    source: &Source,
    error: &hcl_edit::parser::Error,
    names: &Names,
    diagnostics: &mut Diagnostics,
) {
    let place = place_of(source, error);
    if let Some(diagnostic) = beyond_limits(error.message(), place) {
        diagnostics.push(diagnostic);
        return;
    }
    let tokens = tokens::tokens(source.text, 0, source.text.len());
    let mut reader = Reader::new(source, names, tokens);
    reader.top_level();
    if reader.found.is_empty() {
        let shown = source.slice(place);
        diagnostics.push(codes::unexpected(place, &quoted(shown), ""));
    }
    for diagnostic in reader.found.into_iter().take(limits::ERRORS) {
        diagnostics.push(diagnostic);
    }
}

/// Reports a block whose `{` stands on the line after its header, if `header` and `body` are that.
pub(super) fn brace_on_next_line(
    header: &Source,
    body: &Source,
    diagnostics: &mut Diagnostics,
) -> bool {
    if !body.text.starts_with('{') {
        return false;
    }
    let tokens = tokens::tokens(header.text, 0, header.text.len());
    let words: Vec<&Token> = tokens
        .iter()
        .filter(|token| !matches!(token.kind, Kind::LineEnd | Kind::End))
        .collect();
    let all_words = words
        .iter()
        .all(|token| matches!(token.kind, Kind::Name | Kind::Text));
    let (Some(first), Some(last), true) = (words.first(), words.last(), all_words) else {
        return false;
    };
    let place = header.span(&(first.start..last.end));
    let text = &header.text[first.start..last.end];
    let brace = body.span(&(0..1));
    diagnostics.push(codes::brace_on_next_line(brace, place, text));
    true
}

/// The character that the parser points at; its offset can fall inside one.
fn place_of(source: &Source, error: &hcl_edit::parser::Error) -> Span {
    let text = source.text;
    let mut at = error.location().offset().min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let length = text[at..].chars().next().map_or(0, char::len_utf8);
    source.span(&(at..at + length))
}

/// The parser's two limits, which it tells by text only. A test holds them to it.
fn beyond_limits(message: &str, place: Span) -> Option<Diagnostic> {
    if message.contains("nested levels") {
        return Some(codes::nested_too_deeply(place, limits::NESTING));
    }
    message
        .contains("chained binary operators")
        .then(|| codes::expression_too_long(place, "operators", limits::OPERATORS))
}

fn quoted(text: &str) -> String {
    match text {
        "" => "the end".to_owned(),
        "\n" | "\r" => "the end of the line".to_owned(),
        text => format!("`{text}`"),
    }
}

/// An error has been reported: whoever called gives up and looks for a place to go on.
struct Stop;

type Step<T = ()> = Result<T, Stop>;

/// Reads tokens and remembers what is wrong.
struct Reader<'a> {
    source: &'a Source<'a>,
    names: &'a Names,
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    found: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    fn new(source: &'a Source<'a>, names: &'a Names, tokens: Vec<Token>) -> Self {
        Self {
            source,
            names,
            tokens,
            at: 0,
            depth: 0,
            found: Vec::new(),
        }
    }

    fn token(&self) -> Token {
        self.ahead(0)
    }

    fn ahead(&self, count: usize) -> Token {
        let last = self.tokens.len() - 1;
        self.tokens[(self.at + count).min(last)]
    }

    fn before(&self) -> Token {
        self.tokens[self.at.saturating_sub(1)]
    }

    fn bump(&mut self) -> Token {
        let token = self.token();
        if token.kind != Kind::End {
            self.at += 1;
        }
        token
    }

    fn is_sign(&self, sign: &'static str) -> bool {
        self.token().kind == Kind::Sign(sign)
    }

    fn takes(&mut self, kind: Kind) -> bool {
        let found = self.token().kind == kind;
        if found {
            self.bump();
        }
        found
    }

    fn takes_sign(&mut self, sign: &'static str) -> bool {
        self.takes(Kind::Sign(sign))
    }

    fn skip_lines(&mut self) {
        while self.takes(Kind::LineEnd) {}
    }

    fn text(&self, token: Token) -> &'a str {
        &self.source.text[token.start..token.end]
    }

    fn is_word(&self, word: &str) -> bool {
        self.token().kind == Kind::Name && self.text(self.token()) == word
    }

    fn span(&self, token: Token) -> Span {
        self.source.span(&(token.start..token.end))
    }

    fn range(&self, start: usize, end: usize) -> Span {
        self.source.span(&(start..end.max(start)))
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    fn stop<T>(&mut self, diagnostic: Diagnostic) -> Step<T> {
        self.report(diagnostic);
        Err(Stop)
    }

    /// Stops at the current token, which nothing more precise is known about.
    fn stop_here<T>(&mut self, expected: &str) -> Step<T> {
        let token = self.token();
        if let Kind::Foreign(character) = token.kind {
            return self.foreign(token, character);
        }
        let found = match token.kind {
            Kind::LineEnd | Kind::End => "the end of the line".to_owned(),
            Kind::Heredoc => "a heredoc".to_owned(),
            Kind::Text => "text".to_owned(),
            _ => quoted(self.text(token)),
        };
        let place = self.visible(token);
        self.stop(codes::unexpected(place, &found, expected))
    }

    /// A place that can be underlined: the end of a line is shown behind its last word.
    fn visible(&self, token: Token) -> Span {
        match token.kind {
            Kind::LineEnd | Kind::End => {
                let end = self.before().end.min(token.start);
                self.range(end, end)
            }
            _ => self.span(token),
        }
    }

    fn foreign<T>(&mut self, token: Token, character: char) -> Step<T> {
        let place = self.span(token);
        if character == '\\' {
            return self.stop(codes::broken_line(place, Span::NONE, ""));
        }
        self.stop(codes::foreign_character(
            place,
            character,
            operators::lookalike(character),
        ))
    }

    /// Skips what belongs to the current line, brackets as a whole, up to its end or up to the
    /// bracket that closes what surrounds it.
    fn skip_to_line_end(&mut self) {
        self.skip_until(|kind| kind == Kind::LineEnd);
    }

    /// After an error somewhere in what began with the token `start`: skips to `wanted`, or to the
    /// bracket that closes what surrounds it all.
    fn recover(&mut self, start: usize, wanted: impl Fn(Kind) -> bool) {
        let stopped = self.at;
        self.at = start;
        self.skip_until(|kind| wanted(kind) && kind != Kind::End);
        while self.at < stopped && self.token().kind != Kind::End {
            self.bump();
            self.skip_until(&wanted);
        }
    }

    fn skip_until(&mut self, wanted: impl Fn(Kind) -> bool) {
        let mut depth = 0_usize;
        loop {
            let kind = self.token().kind;
            match kind {
                Kind::End => return,
                Kind::Close(_) if depth == 0 => return,
                _ if depth == 0 && wanted(kind) => return,
                Kind::Open(_) => depth += 1,
                Kind::Close(_) => depth -= 1,
                _ => {}
            }
            self.bump();
        }
    }

    /// Runs `read` one level deeper, within what the parser can nest.
    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Step<T>) -> Step<T> {
        if self.depth > limits::NESTING {
            let place = self.visible(self.token());
            return self.stop(codes::nested_too_deeply(place, limits::NESTING));
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }
}
