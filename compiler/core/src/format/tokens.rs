//! Words and signs of a text that can be read, comments and line ends among them.

use std::borrow::Cow;
use std::ops::Range;

use super::spacing;
use crate::syntax::tokens::{
    heredoc_end, interpolation_end, line_end, name_length, number_length, text_end, text_step,
};

/// A word, a sign, a comment or a line end.
#[derive(Clone, Debug)]
pub(super) struct Token<'a> {
    pub kind: Kind,
    /// Where it stands in the text.
    pub range: Range<usize>,
    /// As it is written from now on: only white space inside of `${...}` differs.
    pub text: Cow<'a, str>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// A name, or the star of a splat, which stands where a name may stand.
    Name,
    /// `in` and `if` of a for-expression.
    Keyword,
    Number,
    /// `"..."` with everything in it.
    Text,
    /// `<<EOT` to its end marker.
    Heredoc,
    /// `(`, `[` or `{`.
    Open(u8),
    /// `)`, `]` or `}`.
    Close(u8),
    Sign(&'static str),
    /// `/* ... */`.
    Comment,
    /// `# ...` or `// ...`, without the spaces at its end.
    LineComment,
    /// `\n` or `\r\n`.
    LineEnd,
}

impl Kind {
    /// Whether an expression can end with it, so that what follows is no operand.
    pub(super) fn ends_operand(self) -> bool {
        matches!(
            self,
            Kind::Name | Kind::Number | Kind::Text | Kind::Heredoc | Kind::Close(_)
        )
    }
}

/// The language's signs; longer ones first.
const SIGNS: [&str; 22] = [
    "...", "::", "==", "!=", "<=", ">=", "=>", "&&", "||", "=", ":", "?", ",", ".", "+", "-", "*",
    "/", "%", "!", "<", ">",
];

/// All tokens of a text.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut all: Vec<Token> = Vec::with_capacity(text.len() / 4);
    // The last one that is neither comment nor line end.
    let mut last = None;
    let mut at = 0;
    while let Some((kind, end)) = next(text, at) {
        let Some(kind) = kind else {
            at = end;
            continue;
        };
        let kind = in_context(kind, &text[at..end], last);
        let written = &text[at..end];
        let written = match kind {
            Kind::Text => evenly_spaced(written),
            Kind::LineComment => written.trim_end_matches([' ', '\t', '\r']).into(),
            _ => written.into(),
        };
        if !matches!(kind, Kind::LineEnd | Kind::Comment | Kind::LineComment) {
            last = Some(kind);
        }
        all.push(Token {
            kind,
            range: at..end,
            text: written,
        });
        at = end;
    }
    all
}

/// What a token is behind the one before it.
fn in_context(kind: Kind, text: &str, last: Option<Kind>) -> Kind {
    match (kind, last) {
        (Kind::Sign("*"), Some(Kind::Sign("."))) => Kind::Name,
        // Two operands never follow each other.
        (Kind::Name, Some(last)) if last.ends_operand() && matches!(text, "in" | "if") => {
            Kind::Keyword
        }
        _ => kind,
    }
}

/// The token at `at`, no kind for white space, and where it ends; none at the end of the text.
fn next(text: &str, at: usize) -> Option<(Option<Kind>, usize)> {
    let rest = &text[at..];
    let first = rest.chars().next()?;
    let name = name_length(rest);
    if name > 0 {
        return Some((Some(Kind::Name), at + name));
    }
    let (kind, end) = match first {
        '\r' if rest.starts_with("\r\n") => (Kind::LineEnd, at + 2),
        '\n' => (Kind::LineEnd, at + 1),
        ' ' | '\t' | '\r' => return Some((None, at + 1)),
        '#' => (Kind::LineComment, comment_end(text, at)),
        '/' if rest.starts_with("//") => (Kind::LineComment, comment_end(text, at)),
        '/' if rest.starts_with("/*") => {
            // `/*/` begins one and does not end it.
            let length = rest[2..].find("*/").map_or(rest.len(), |length| length + 4);
            (Kind::Comment, at + length)
        }
        '"' => (Kind::Text, text_end(text, at).min(text.len())),
        '0'..='9' => (Kind::Number, at + number_length(rest)),
        '(' | '[' | '{' => (Kind::Open(first as u8), at + 1),
        ')' | ']' | '}' => (Kind::Close(first as u8), at + 1),
        _ => match heredoc_end(text, at) {
            Some(end) => (Kind::Heredoc, end),
            None => sign(rest, at, first),
        },
    };
    Some((Some(kind), end))
}

/// A sign; any other character, which no text that can be read has, stands for itself.
fn sign(rest: &str, at: usize, first: char) -> (Kind, usize) {
    match SIGNS.into_iter().find(|sign| rest.starts_with(sign)) {
        Some(sign) => (Kind::Sign(sign), at + sign.len()),
        None => (Kind::Sign(""), at + first.len_utf8()),
    }
}

/// Where a comment that ends with its line ends; the line's end is no part of it.
fn comment_end(text: &str, at: usize) -> usize {
    let end = line_end(text, at);
    end - usize::from(text[at..end].ends_with('\r'))
}

/// A string whose interpolations are spaced as other expressions are, as far as they stand on one
/// line and hold no comment; the text around them is as it was.
fn evenly_spaced(text: &str) -> Cow<'_, str> {
    if !text.contains("${") {
        return text.into();
    }
    let mut result = String::with_capacity(text.len());
    // The quote is no step of the text.
    let (mut copied, mut at) = (0, 1);
    while at < text.len() {
        match text.as_bytes()[at] {
            b'"' => break,
            b'\\' => at += 2,
            b'$' if text[at..].starts_with("${") => {
                let end = interpolation_end(text, at);
                if let Some(inner) = spaced_on_one_line(&text[at + 2..end.max(at + 3) - 1]) {
                    result.push_str(&text[copied..at]);
                    result.push_str("${");
                    result.push_str(&inner);
                    result.push('}');
                    copied = end;
                }
                at = end;
            }
            _ => at = text_step(text, at),
        }
    }
    result.push_str(&text[copied..]);
    result.into()
}

/// An expression on one line; none if it has to stay as it is.
fn spaced_on_one_line(expression: &str) -> Option<String> {
    let tokens = tokens(expression);
    let stays = |token: &Token| {
        let kind = token.kind;
        matches!(
            kind,
            Kind::LineEnd | Kind::Comment | Kind::LineComment | Kind::Heredoc | Kind::Sign("")
        ) || token.text.contains('\n')
    };
    if tokens.iter().any(stays) {
        return None;
    }
    let mut result = String::with_capacity(expression.len() + 2);
    // `${ {` and `} }`: braces that are not of the interpolation stand apart from it.
    if matches!(tokens.first()?.kind, Kind::Open(b'{')) {
        result.push(' ');
    }
    for (at, token) in tokens.iter().enumerate() {
        if at > 0
            && spacing::apart(
                at.checked_sub(2).map(|at| &tokens[at]),
                &tokens[at - 1],
                token,
            )
        {
            result.push(' ');
        }
        result.push_str(&token.text);
    }
    if matches!(tokens.last()?.kind, Kind::Close(b'}')) {
        result.push(' ');
    }
    Some(result)
}
