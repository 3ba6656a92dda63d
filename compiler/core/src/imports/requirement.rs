//! Which commit of a repository an import asks for, and which of the tags answers it.

use semver::Version;

/// What an import asks of a repository.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Requirement {
    /// One tag.
    Tag(String),
    /// One commit, by its full name.
    Commit(String),
    /// The newest version that fits.
    Version(Constraint),
}

/// A condition on versions, such as `~> 1.4`, without spaces.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Constraint(String);

/// A tag of a repository.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tag {
    /// Its name, without `refs/tags/`.
    pub name: String,
    /// The commit that it names.
    pub commit: String,
}

impl Requirement {
    /// In one word, as the lock has it: `tag=v1.4.2`, `version=~>1.4`.
    pub fn word(&self) -> String {
        match self {
            Self::Tag(tag) => format!("tag={tag}"),
            Self::Commit(commit) => format!("commit={commit}"),
            Self::Version(constraint) => format!("version={}", constraint.0),
        }
    }

    /// Whether this is what [`Self::word`] writes.
    pub fn is_word(word: &str) -> bool {
        match word.split_once('=') {
            Some(("tag", tag)) => is_tag(tag),
            Some(("commit", commit)) => is_commit(commit),
            Some(("version", constraint)) => Constraint::read(constraint).is_ok(),
            _ => false,
        }
    }
}

/// Names of tags that can stand in a lock, and that git itself allows.
pub fn is_tag(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '/');
    !text.is_empty()
        && text.len() <= 200
        && text.chars().all(is_plain)
        && !text.starts_with(['-', '/', '.'])
        && !text.ends_with(['/', '.'])
        && !text.contains("..")
}

/// A commit by its full name.
pub fn is_commit(text: &str) -> bool {
    text.len() == 40 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

impl Constraint {
    /// Reads `~> 1.4`, `>= 1.2, < 2.0`, `1.4.2`; says what is wrong otherwise.
    pub fn read(text: &str) -> Result<Self, String> {
        let text: String = text.split_whitespace().collect();
        for part in text.split(',') {
            Part::read(part)?;
        }
        Ok(Self(text))
    }

    /// As it was read.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The newest of the versions that fit. What is tried out before a version comes only where the
    /// constraint names one itself.
    pub fn newest<'t>(&self, tags: &'t [Tag]) -> Option<&'t Tag> {
        let parts: Vec<Part> = self
            .0
            .split(',')
            .filter_map(|part| Part::read(part).ok())
            .collect();
        let fits = |version: &Version| parts.iter().all(|part| part.fits(version, &parts));
        tags.iter()
            .filter_map(|tag| Some((version(&tag.name)?, tag)))
            .filter(|(version, _)| fits(version))
            // Of `v1.0.0` and `1.0.0` the name that sorts last: the order of tags means nothing.
            .max_by(|(a, first), (b, second)| a.cmp(b).then(first.name.cmp(&second.name)))
            .map(|(_, tag)| tag)
    }
}

/// The version that a tag names: `v1.4.2` or `1.4.2`.
pub fn version(tag: &str) -> Option<Version> {
    Version::parse(tag.strip_prefix('v').unwrap_or(tag)).ok()
}

/// One condition, as Terraform reads it: `1.4` is 1.4.0, and only `~>` counts how much was written.
struct Part {
    operator: Operator,
    version: Version,
    /// How many numbers were written.
    written: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Operator {
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Pessimistic,
}

/// Longer ones first.
const OPERATORS: &[(&str, Operator)] = &[
    ("~>", Operator::Pessimistic),
    (">=", Operator::GreaterEqual),
    ("<=", Operator::LessEqual),
    ("!=", Operator::NotEqual),
    (">", Operator::Greater),
    ("<", Operator::Less),
    ("=", Operator::Equal),
];

impl Part {
    fn read(text: &str) -> Result<Self, String> {
        let found = OPERATORS.iter().find(|(word, _)| text.starts_with(word));
        let (operator, rest) = found.map_or((Operator::Equal, text), |(word, operator)| {
            (*operator, &text[word.len()..])
        });
        let numbers = rest.split(['-', '+']).next().unwrap_or_default();
        let written = numbers.split('.').count();
        let missing = ".0".repeat(3_usize.saturating_sub(written));
        let whole = format!("{numbers}{missing}{}", &rest[numbers.len()..]);
        match Version::parse(&whole) {
            Ok(version) => Ok(Self {
                operator,
                version,
                written,
            }),
            Err(_) if rest.is_empty() => Err("a version is missing".into()),
            Err(_) => Err(format!("`{rest}` is no version")),
        }
    }

    fn fits(&self, version: &Version, all: &[Part]) -> bool {
        let limit = &self.version;
        let in_order = match self.operator {
            Operator::Equal => version.cmp_precedence(limit).is_eq(),
            Operator::NotEqual => version.cmp_precedence(limit).is_ne(),
            Operator::Less => version.cmp_precedence(limit).is_lt(),
            Operator::LessEqual => version.cmp_precedence(limit).is_le(),
            Operator::Greater => version.cmp_precedence(limit).is_gt(),
            Operator::GreaterEqual => version.cmp_precedence(limit).is_ge(),
            Operator::Pessimistic => {
                let same_minor = self.written < 3 || version.minor == limit.minor;
                version.cmp_precedence(limit).is_ge() && version.major == limit.major && same_minor
            }
        };
        in_order && (version.pre.is_empty() || all.iter().any(|part| part.asks_for(version)))
    }

    /// Whether a prerelease of this version is named.
    fn asks_for(&self, version: &Version) -> bool {
        let limit = &self.version;
        !limit.pre.is_empty()
            && (limit.major, limit.minor, limit.patch)
                == (version.major, version.minor, version.patch)
    }
}

#[cfg(test)]
mod tests {
    use super::{Constraint, Tag, is_commit, is_tag};

    fn newest(constraint: &str, names: &[&str]) -> String {
        let tags = names.iter().map(|name| Tag {
            name: (*name).into(),
            commit: String::new(),
        });
        let tags: Vec<_> = tags.collect();
        let constraint = Constraint::read(constraint).unwrap();
        let found = constraint.newest(&tags);
        found.map_or_else(String::new, |tag| tag.name.clone())
    }

    #[test]
    fn takes_the_newest_that_fits() {
        let tags = [
            "v1.3.9",
            "v1.4.2",
            "v1.4.10",
            "v1.5.0",
            "v2.0.0",
            "v2.1.0-rc.1",
            "nightly",
            "v1.4",
        ];
        for (constraint, wanted) in [
            ("~> 1.4", "v1.5.0"),
            ("~> 1.4.2", "v1.4.10"),
            ("~> 1", "v1.5.0"),
            ("1.4.2", "v1.4.2"),
            ("= 1.5", "v1.5.0"),
            (">= 1.4, < 1.5", "v1.4.10"),
            ("> 1.5", "v2.0.0"),
            (">= 1.4, != 2.0.0", "v1.5.0"),
            ("~> 3.0", ""),
            ("~> 2.1", ""),
            ("~> 2.1.0-rc.0", "v2.1.0-rc.1"),
            (">= 2.1.0-rc.1", "v2.1.0-rc.1"),
        ] {
            assert_eq!(newest(constraint, &tags), wanted, "{constraint}");
        }
        let reversed: Vec<_> = tags.into_iter().rev().collect();
        assert_eq!(newest("~> 1.4", &reversed), "v1.5.0");
        assert_eq!(newest("1.0.0", &["v1.0.0", "1.0.0"]), "v1.0.0");
        assert_eq!(newest("1.0.0", &["1.0.0", "v1.0.0"]), "v1.0.0");
    }

    #[test]
    fn says_what_is_wrong() {
        let wrong = |text: &str| Constraint::read(text).unwrap_err();
        assert_eq!(wrong("~> one"), "`one` is no version");
        assert_eq!(wrong(">= 1.0,"), "a version is missing");
        assert_eq!(wrong("^1.2"), "`^1.2` is no version");
        assert_eq!(wrong("1.2.3.4"), "`1.2.3.4` is no version");
    }

    #[test]
    fn knows_tags_and_commits() {
        assert!(is_tag("v1.4.2") && is_tag("queue/v1.0.0+b"));
        for text in ["", "-v1", "a b", "a..b", "a/", "a\n", "a:b"] {
            assert!(!is_tag(text), "{text}");
        }
        assert!(is_commit(&"0a".repeat(20)));
        assert!(!is_commit("0a1b2c3") && !is_commit(&"0A".repeat(20)));
    }
}
