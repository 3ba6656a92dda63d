//! Strings, heredocs, comments, brackets and single characters.

use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// E0107: a string that its line does not end. `interpolation` is an open `${` inside it.
pub fn unclosed_string(opening: Span, interpolation: Option<Span>) -> Diagnostic {
    let error = Diagnostic::error(
        Code(107),
        opening,
        "this string is not closed on its line".to_owned(),
    )
    .here("the string begins here");
    match interpolation {
        Some(place) => error
            .label(place, "this `${` lacks its `}`")
            .help("close the `${` with `}` before the string ends; a literal `${` is `$${`"),
        None => error
            .help("end it with `\"`; a line break inside a string is `\\n`")
            .help("text of several lines is a heredoc: `<<-EOT`, the lines, and `EOT` alone on the last line"),
    }
}

/// E0108: `/*` without `*/`.
pub fn unclosed_comment(opening: Span) -> Diagnostic {
    Diagnostic::error(Code(108), opening, "this comment is never closed")
        .here("the comment begins here")
        .help("end it with `*/`, or write `#` before each of its lines")
}

/// E0109: a heredoc whose end never comes. `candidate` is a line that nearly ends it.
pub fn unclosed_heredoc(opening: Span, marker: &str, candidate: Option<Span>) -> Diagnostic {
    let error = Diagnostic::error(
        Code(109),
        opening,
        format!("the text that begins here never ends: no line holds `{marker}` alone"),
    )
    .here(format!("ends at a line `{marker}`"))
    .help(format!(
        "write `{marker}` on a line of its own after the text"
    ));
    match candidate {
        Some(place) => error.label(
            place,
            format!("this is not `{marker}`: case and spelling count"),
        ),
        None => error,
    }
}

/// E0110: a bracket that is never closed. `suspect` is a pair whose closing bracket is indented
/// as if it was meant for another one; then it is that one which is probably not closed.
/// `before` is where the missing bracket should have come at the latest.
pub fn unclosed_bracket(
    opening: Span,
    bracket: char,
    suspect: Option<(Span, Span)>,
    before: Option<Span>,
) -> Diagnostic {
    let closing = counterpart(bracket);
    let message = format!("this `{bracket}` is never closed");
    let error = match suspect {
        Some((open, close)) => Diagnostic::error(Code(110), open, message)
            .here(format!(
                "probably it is this one that lacks its `{closing}`"
            ))
            .label(close, "this one, which is indented differently, closes it")
            .label(opening, "so this one stays open"),
        None => Diagnostic::error(Code(110), opening, message).here(format!("needs a `{closing}`")),
    };
    let error = match before {
        Some(place) => error.label(place, "before this"),
        None => error,
    };
    error.help(format!("add the missing `{closing}`"))
}

/// E0111: a closing bracket that does not close the innermost open one, or none at all.
pub fn stray_bracket(place: Span, bracket: char, open: Option<(Span, char)>) -> Diagnostic {
    match open {
        Some((opening, found)) => {
            let wanted = counterpart(found);
            Diagnostic::error(
                Code(111),
                place,
                format!("`{bracket}` closes nothing here: `{wanted}` comes first"),
            )
            .here(format!("expected `{wanted}`"))
            .label(opening, format!("this `{found}` is still open"))
            .help(format!(
                "write `{wanted}` instead of `{bracket}`, or before it"
            ))
        }
        None => Diagnostic::error(Code(111), place, format!("this `{bracket}` closes nothing"))
            .here(format!("no `{}` is open here", counterpart(bracket)))
            .help(format!(
                "take it away, or add the `{}` it belongs to",
                counterpart(bracket)
            ))
            .edit(place, ""),
    }
}

/// E0118: `'text'`.
pub fn single_quotes(place: Span, text: &str) -> Diagnostic {
    let inner = text.trim_matches('\'');
    let fixed = format!("\"{}\"", inner.replace('\\', "\\\\").replace('"', "\\\""));
    Diagnostic::error(Code(118), place, "text stands in double quotes")
        .here("single quotes mean nothing here")
        .help(fixed.clone())
        .edit(place, fixed)
}

/// What can be wrong with a directive.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DirectiveMistake {
    /// It never ends; the word that would end it.
    Open(&'static str),
    /// It ends or divides nothing that is open.
    Stray,
    /// It is none that the language knows.
    Unknown,
    /// A quote inside of it, which does not end the text.
    Quote,
}

/// E0126: `%{ ... }` inside text that is no whole directive.
pub fn directive(place: Span, mistake: DirectiveMistake) -> Diagnostic {
    let (message, here) = match mistake {
        DirectiveMistake::Open(end) => (
            format!("this directive has no `%{{ {end} }}`"),
            "begins here",
        ),
        DirectiveMistake::Stray => (
            "this directive belongs to no other".into(),
            "nothing is open here that it could end or divide",
        ),
        DirectiveMistake::Unknown => (
            "this is not a directive".into(),
            "known are `if`, `else`, `endif`, `for` and `endfor`",
        ),
        DirectiveMistake::Quote => (
            "a text ends inside of a directive".into(),
            "a quote in text is `\\\"`",
        ),
    };
    Diagnostic::error(Code(126), place, message)
        .here(here)
        .help("a choice is `%{ if ready }yes%{ else }no%{ endif }`, a repetition `%{ for x in list }${x} %{ endfor }`")
        .help("a literal `%{` is `%%{`")
}

/// E0131: `\` and a character that means nothing. `sequence` is both.
pub fn unknown_escape(place: Span, sequence: &str) -> Diagnostic {
    let error = Diagnostic::error(
        Code(131),
        place,
        format!("`{sequence}` means nothing inside a string"),
    )
    .here("unknown escape");
    if sequence.starts_with("\\u") || sequence.starts_with("\\U") {
        return error.help("a character by its number is `\\u` and four hexadecimal digits, or `\\U` and eight, such as `\\u00e9`");
    }
    let fixed = format!("\\{sequence}");
    error
        .help(format!("a backslash itself is written twice: `{fixed}`"))
        .help("known are `\\n`, `\\r`, `\\t`, `\\\"`, `\\\\`, `\\uNNNN` and `\\UNNNNNNNN`")
        .edit(place, fixed)
}

/// E0135: a character that the language has no use for. `instead` is what was probably meant.
pub fn foreign_character(place: Span, character: char, instead: Option<&str>) -> Diagnostic {
    let shown = if character.is_control() || is_invisible(character) {
        format!("the character U+{:04X}", u32::from(character))
    } else {
        format!("`{character}`")
    };
    let error = Diagnostic::error(
        Code(135),
        place,
        format!("{shown} is not part of the language"),
    );
    match instead {
        Some("") => error.help("take it away").edit(place, ""),
        Some(text) => error.help(format!("write `{text}`")).edit(place, text),
        None => error.help("text stands in double quotes"),
    }
}

/// Characters that a reader does not see, though the compiler would.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{a0}')
}

/// E0141: a heredoc whose first line is not `<<MARKER` and a line break.
pub fn heredoc_start(place: Span, marker: &str) -> Diagnostic {
    Diagnostic::error(
        Code(141),
        place,
        "text of several lines begins on the line after its marker",
    )
    .here("the line must end right behind the marker")
    .help(format!(
        "write `<<-{marker}`, end the line there, and close with `{marker}` on a line of its own"
    ))
}

/// E0147: text that should stand in quotes: a path, an image, an ARN.
pub fn unquoted_text(place: Span, text: &str) -> Diagnostic {
    let fixed = format!("\"{text}\"");
    Diagnostic::error(Code(147), place, "text stands in double quotes")
        .here("without quotes these are names and operators")
        .help(fixed.clone())
        .edit(place, fixed)
}

fn counterpart(bracket: char) -> char {
    match bracket {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        _ => '{',
    }
}
