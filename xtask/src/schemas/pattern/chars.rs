//! Sets of characters.

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, HirKind};

use super::Unsupported;

/// The largest code point.
const LAST: u32 = 0x10_ffff;

/// A set of code points: ranges that are sorted and apart, both ends included.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct CharSet(Vec<(u32, u32)>);

impl CharSet {
    /// The set of these ranges.
    pub fn of(mut ranges: Vec<(u32, u32)>) -> Self {
        ranges.sort_unstable();
        let mut apart: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
        for (start, end) in ranges {
            match apart.last_mut() {
                Some(last) if start <= last.1.saturating_add(1) => last.1 = last.1.max(end),
                _ => apart.push((start, end)),
            }
        }
        Self(apart)
    }

    /// One character.
    pub fn one(character: u32) -> Self {
        Self(vec![(character, character)])
    }

    /// Every character but a line feed, which `.` means.
    pub fn dot() -> Self {
        Self::one(u32::from('\n')).negated()
    }

    /// Every character.
    pub fn all() -> Self {
        Self(vec![(0, LAST)])
    }

    /// What a class such as `\w` or `\p{L}` means.
    pub fn named(class: &str) -> Result<Self, Unsupported> {
        let spelled = match class {
            r"\p{Graph}" => r"[^\s\p{Cc}\p{Cn}]",
            r"\p{Print}" => r"[[^\s\p{Cc}\p{Cn}]\p{Zs}]",
            other => other,
        };
        let hir = regex_syntax::parse(spelled)
            .map_err(|error| Unsupported(format!("{class}: {error}")))?;
        match hir.kind() {
            HirKind::Class(Class::Unicode(class)) => Ok(Self::from_class(class)),
            _ => Err(Unsupported(class.to_owned())),
        }
    }

    fn from_class(class: &ClassUnicode) -> Self {
        Self::of(
            class
                .ranges()
                .iter()
                .map(|range| (u32::from(range.start()), u32::from(range.end())))
                .collect(),
        )
    }

    /// Both together.
    pub fn with(&self, other: &CharSet) -> Self {
        Self::of(self.0.iter().chain(&other.0).copied().collect())
    }

    /// All others.
    pub fn negated(&self) -> Self {
        let mut gaps = Vec::with_capacity(self.0.len() + 1);
        let mut from = 0;
        for &(start, end) in &self.0 {
            if from < start {
                gaps.push((from, start - 1));
            }
            from = end + 1;
        }
        if from <= LAST {
            gaps.push((from, LAST));
        }
        Self(gaps)
    }

    /// With the other case of every letter.
    pub fn ignoring_case(&self) -> Self {
        let ranges = self.0.iter().filter_map(|&(start, end)| {
            let start = char::from_u32(start)?;
            Some(ClassUnicodeRange::new(start, char::from_u32(end)?))
        });
        let mut class = ClassUnicode::new(ranges);
        match class.try_case_fold_simple() {
            Ok(()) => self.with(&Self::from_class(&class)),
            Err(_) => self.clone(),
        }
    }

    /// Whether no character is in both.
    pub fn is_apart_from(&self, other: &CharSet) -> bool {
        self.0
            .iter()
            .all(|a| other.0.iter().all(|b| a.1 < b.0 || b.1 < a.0))
    }

    /// The only character in it.
    pub fn only(&self) -> Option<char> {
        match self.0[..] {
            [(start, end)] if start == end => char::from_u32(start),
            _ => None,
        }
    }

    /// The bits of the ASCII characters.
    pub fn ascii(&self) -> u128 {
        (0..128)
            .filter(|&code| self.contains(code))
            .fold(0, |bits, code| bits | 1 << code)
    }

    /// The ranges above ASCII.
    pub fn beyond_ascii(&self) -> Vec<(u32, u32)> {
        self.0
            .iter()
            .filter(|range| range.1 >= 128)
            .map(|range| (range.0.max(128), range.1))
            .collect()
    }

    /// Whether a code point is in it.
    pub fn contains(&self, code: u32) -> bool {
        let after = self.0.partition_point(|range| range.0 <= code);
        after > 0 && code <= self.0[after - 1].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn negation_is_its_own_inverse() {
        let set = CharSet::of(vec![(5, 9), (7, 20), (100, 100)]);
        assert_eq!(set, CharSet(vec![(5, 20), (100, 100)]));
        assert_eq!(set.negated().negated(), set);
        assert_eq!(CharSet::all().negated(), CharSet::default());
    }

    #[test]
    fn case_is_folded_both_ways() {
        let set = CharSet::of(vec![(u32::from('a'), u32::from('c'))]).ignoring_case();
        assert_eq!(set, CharSet(vec![(65, 67), (97, 99)]));
    }
}
