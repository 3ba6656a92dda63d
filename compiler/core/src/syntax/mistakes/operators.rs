//! What other languages have, and how this one says it.

use super::tokens::Kind;
use super::{Reader, Step};
use crate::diag::codes::syntax as codes;

/// Signs that stand between two values elsewhere.
const SIGNS: [(&str, &str); 32] = [
    (
        "??",
        "a value with a fallback is `x != null ? x : fallback`",
    ),
    (
        "??=",
        "a value with a fallback is `x != null ? x : fallback`",
    ),
    (
        "?:",
        "a value with a fallback is `x != null ? x : fallback`",
    ),
    (
        "?.",
        "a value that may be missing is tested first: `x != null ? x.name : null`",
    ),
    ("|>", "a call takes its value as its first argument: `f(x)`"),
    ("->", "steps into a value are written with a dot: `x.name`"),
    ("&", "`a && b` is true if both are"),
    ("|", "`a || b` is true if one of them is"),
    ("&&=", "names are given once: `c = a && b`"),
    ("||=", "names are given once: `c = a || b`"),
    ("===", "`==` compares, and never converts"),
    ("!==", "`!=` compares, and never converts"),
    ("<>", "different is `a != b`"),
    ("<=>", "compare with `<`, `==` or `>`"),
    (
        "=~",
        "a text is matched with a function: `matches(text, \"pattern\")`",
    ),
    (
        "!~",
        "a text is matched with a function: `!matches(text, \"pattern\")`",
    ),
    ("~", "`!` turns true to false and false to true"),
    ("^", "there are no powers; write `a * a`"),
    ("**", "there are no powers; write `a * a`"),
    ("**=", "there are no powers; write `a * a`"),
    (
        "++",
        "lists are put together with `concat(a, b)`, texts with `\"${a}${b}\"`",
    ),
    ("+=", "names are given once: `c = a + b`"),
    ("-=", "names are given once: `c = a - b`"),
    ("*=", "names are given once: `c = a * b`"),
    ("/=", "names are given once: `c = a / b`"),
    (">>", "there are no operators on bits"),
    ("<<", "there are no operators on bits"),
    ("..", "there are no ranges; write the elements: `[1, 2, 3]`"),
    ("=", "`==` compares; `=` stands only behind a name or a key"),
    ("=>", "`=>` stands only in `{ for k, v in map : k => v }`"),
    ("::", "names of functions have no `::`"),
    ("!", "different is `a != b`"),
];

/// Words that stand between two values elsewhere.
const WORDS: [(&str, &str); 12] = [
    ("and", "write `a && b`"),
    ("or", "write `a || b`"),
    ("not", "write `!a`"),
    ("xor", "write `a != b`"),
    ("is", "write `a == b`"),
    ("in", "write `contains(list, x)`"),
    ("mod", "the remainder is `a % b`"),
    ("div", "write `a / b`"),
    (
        "matches",
        "a text is matched with a function: `matches(text, \"pattern\")`",
    ),
    ("if", "write `condition ? value : other_value`"),
    ("then", "write `condition ? value : other_value`"),
    ("else", "write `condition ? value : other_value`"),
];

/// What was probably meant by a character of a word processor or another language.
pub(super) fn lookalike(character: char) -> Option<&'static str> {
    let table = [
        ("“”„‟″«»`", "\""),
        ("‘’‚‛′'", "\""),
        ("–—−‐‑", "-"),
        ("×", "*"),
        ("÷", "/"),
        ("≤", "<="),
        ("≥", ">="),
        ("≠", "!="),
        ("…", "..."),
        ("，", ","),
        ("\u{a0}\u{2007}\u{202f}\u{3000}", " "),
        (";\u{feff}\u{200b}\u{200c}\u{200d}\u{2060}\u{ad}", ""),
    ];
    let found = table.iter().find(|(alike, _)| alike.contains(character));
    found.map(|(_, instead)| *instead)
}

fn instead(table: &[(&'static str, &'static str)], found: &str) -> Option<&'static str> {
    let entry = table.iter().find(|(operator, _)| *operator == found);
    entry.map(|(_, instead)| *instead)
}

impl Reader<'_> {
    /// Stops at an operator of another language, if one stands here.
    pub(super) fn other_language(&mut self) -> Step {
        let token = self.token();
        let text = self.text(token);
        let instead = match token.kind {
            Kind::Name => instead(&WORDS, text),
            Kind::Sign(sign) => instead(&SIGNS, sign),
            _ => None,
        };
        match instead {
            Some(instead) => {
                let place = self.span(token);
                self.stop(codes::unknown_operator(place, text, instead))
            }
            None => Ok(()),
        }
    }
}
