//! Diagnostics: what is wrong, where, why, and what to do. A diagnostic is data; each code has one
//! constructor in [`codes`], and text for people or machines is made in [`render`].

pub mod codes;
pub mod pages;
pub mod render;

use std::fmt;
use std::str::FromStr;

use crate::source::{Origin, Sources, Span};

/// The stable name of a kind of diagnostic, such as `E0203`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Code(pub u16);

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "E{:04}", self.0)
    }
}

/// A text that names no code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotACode;

impl FromStr for Code {
    type Err = NotACode;

    /// Reads `E0203`, and what people type instead: `e203`, `203`.
    fn from_str(text: &str) -> Result<Self, NotACode> {
        let digits = text.strip_prefix(['E', 'e']).unwrap_or(text);
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotACode);
        }
        digits.parse().map(Code).map_err(|_| NotACode)
    }
}

/// How serious a diagnostic is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// Worth a look; does not stop anything.
    Warning,
}

/// A place with what is to be said about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// The place. The first label of a diagnostic is its main place.
    pub span: Span,
    /// A few words, lower case, no full stop. May be empty for the main place.
    pub text: String,
}

/// A change of the source that would mend the diagnostic.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    /// What is replaced; empty to insert at its start.
    pub span: Span,
    /// The new text.
    pub text: String,
}

/// One thing that is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// Which kind.
    pub code: Code,
    /// How serious.
    pub severity: Severity,
    /// One line, in the user's words.
    pub message: String,
    /// Places; the first is the main one. Empty when it is about no file.
    pub labels: Vec<Label>,
    /// What to do, as text that can be pasted where there is one.
    pub help: Vec<String>,
    /// The same as edits, where a machine can apply them.
    pub edits: Vec<Edit>,
}

impl Diagnostic {
    /// An error at `span`.
    pub fn error(code: Code, span: Span, message: impl Into<String>) -> Self {
        let labels = if span.is_some() {
            vec![Label {
                span,
                text: String::new(),
            }]
        } else {
            Vec::new()
        };
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            labels,
            help: Vec::new(),
            edits: Vec::new(),
        }
    }

    /// A warning at `span`.
    pub fn warning(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, span, message)
        }
    }

    /// Says something about the main place.
    #[must_use]
    pub fn here(mut self, text: impl Into<String>) -> Self {
        if let Some(main) = self.labels.first_mut() {
            main.text = text.into();
        }
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        if span.is_some() {
            self.labels.push(Label {
                span,
                text: text.into(),
            });
        }
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// Adds what to do if there is something to say.
    #[must_use]
    pub fn help_if(self, text: Option<String>) -> Self {
        match text {
            Some(text) => self.help(text),
            None => self,
        }
    }

    /// Adds a change that a machine can apply.
    #[must_use]
    pub fn edit(mut self, span: Span, text: impl Into<String>) -> Self {
        if span.is_some() {
            self.edits.push(Edit {
                span,
                text: text.into(),
            });
        }
        self
    }
}

/// Collects the diagnostics of a run.
#[derive(Default, Debug)]
pub struct Diagnostics {
    all: Vec<Diagnostic>,
}

impl Diagnostics {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.all.push(diagnostic);
    }

    /// Adds all of another.
    pub fn append(&mut self, mut other: Self) {
        self.all.append(&mut other.all);
    }

    /// Whether an error is among them.
    pub fn has_errors(&self) -> bool {
        self.all
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// How many errors so far.
    pub fn error_count(&self) -> usize {
        self.all
            .iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Error)
            .count()
    }

    /// Adds a place to those that came behind the first `before`, unless they name it already.
    pub fn label_since(&mut self, before: usize, span: Span, text: &str) {
        for diagnostic in self.all.iter_mut().skip(before) {
            if span.is_some() && diagnostic.labels.iter().all(|label| label.span != span) {
                diagnostic.labels.push(Label {
                    span,
                    text: text.to_owned(),
                });
            }
        }
    }

    /// The main place is the user's where there is one: what goes wrong in the library because of
    /// a use is shown at the use first.
    pub fn show_users_first(&mut self, sources: &Sources) {
        let is_users = |label: &Label| {
            let file = sources.file_of(label.span);
            file.is_some_and(|file| sources.file(file).origin == Origin::User)
        };
        for diagnostic in &mut self.all {
            if let Some(at) = diagnostic.labels.iter().position(is_users) {
                diagnostic.labels[..=at].rotate_right(1);
            }
        }
    }

    /// All of them by place, then code, each once.
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.all.sort_by(|a, b| order(a).cmp(&order(b)));
        self.all.dedup();
        self.all
    }
}

fn order(diagnostic: &Diagnostic) -> (Option<Span>, Code, &str) {
    (
        diagnostic.labels.first().map(|label| label.span),
        diagnostic.code,
        &diagnostic.message,
    )
}
