//! End markers of heredocs as the parser needs them. It ends a heredoc at any line that begins with the
//! marker, whatever follows, and does not see one that is the first line of all. So where a marker begins
//! other lines too, the parser gets another one, of the same length.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::scan::unclosed::name_length;

/// The text with markers that begin no other line. `heredocs` are ranges in it, each from behind the
/// marker to the end marker.
pub(super) fn apart<'a>(text: Cow<'a, str>, heredocs: &[Range<usize>]) -> Cow<'a, str> {
    if heredocs.is_empty() {
        return text;
    }
    let begun = Begun::of(&text);
    let mut free = Names::default();
    let changes = heredocs.iter().filter_map(|heredoc| {
        let name = marker(&text, heredoc);
        if begun.lines(name) < 2 {
            return None;
        }
        Some((heredoc.clone(), free.next(name.len(), &begun)?))
    });
    let changes: Vec<_> = changes.collect();
    if changes.is_empty() {
        return text;
    }
    let mut text = text.into_owned();
    for (heredoc, name) in changes {
        text.replace_range(heredoc.start - name.len()..heredoc.start, &name);
        text.replace_range(heredoc.end - name.len()..heredoc.end, &name);
    }
    Cow::Owned(text)
}

fn marker<'a>(text: &'a str, heredoc: &Range<usize>) -> &'a str {
    let line = text[..heredoc.end].rfind('\n').map_or(0, |at| at + 1);
    text[line..heredoc.end].trim_start_matches([' ', '\t'])
}

/// How many lines begin with which name.
struct Begun<'a>(FxHashMap<&'a str, usize>);

impl<'a> Begun<'a> {
    fn of(text: &'a str) -> Self {
        let mut begun = FxHashMap::default();
        for line in text.lines() {
            let line = line.trim_start_matches([' ', '\t']);
            *begun.entry(&line[..name_length(line)]).or_default() += 1;
        }
        Self(begun)
    }

    fn lines(&self, name: &str) -> usize {
        self.0.get(name).copied().unwrap_or_default()
    }
}

/// Names of letters, one after the other: how many of each length were tried.
#[derive(Default)]
struct Names(FxHashMap<usize, usize>);

impl Names {
    const LETTERS: &'static [u8; 26] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// The next name of so many bytes that begins no line; none if there is none.
    fn next(&mut self, length: usize, begun: &Begun<'_>) -> Option<String> {
        let tried = self.0.entry(length).or_default();
        loop {
            let name = Self::name(*tried, length)?;
            *tried += 1;
            if begun.lines(&name) == 0 {
                return Some(name);
            }
        }
    }

    /// A number in letters, the last of which counts fastest; none if it has more digits.
    fn name(mut number: usize, length: usize) -> Option<String> {
        let mut letters = vec![Self::LETTERS[0]; length];
        for letter in letters.iter_mut().rev() {
            *letter = Self::LETTERS[number % Self::LETTERS.len()];
            number /= Self::LETTERS.len();
        }
        (number == 0).then(|| letters.into_iter().map(char::from).collect())
    }
}
