//! How a run ends.

use std::fmt::Display;
use std::path::Path;
use std::process::ExitCode;

use outrigger_core::Broken;

/// What the exit code says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    /// Nothing was to do, or it is done.
    Done,
    /// An error, or a check that found something.
    Error,
    /// There are changes, and the user asked to be told so.
    Changes,
    /// The command line cannot be understood.
    Usage,
    /// A bug of ours.
    Bug,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(match exit {
            Exit::Done => 0,
            Exit::Error => 1,
            Exit::Changes => 2,
            Exit::Usage => 64,
            Exit::Bug => 70,
        })
    }
}

/// Why a command cannot go on.
#[derive(Debug)]
pub enum Failure {
    /// Diagnostics were shown; there is nothing to add.
    Shown,
    /// Something outside of the source: a file, a folder, git.
    Outside {
        /// What is wrong, in one line.
        message: String,
        /// What to do.
        hints: Vec<String>,
    },
    /// The compiler's own data is broken.
    Bug(String),
}

impl Failure {
    /// Something outside of the source.
    pub fn outside(message: impl Into<String>) -> Self {
        Failure::Outside {
            message: message.into(),
            hints: Vec::new(),
        }
    }

    /// That something cannot be done with a file.
    pub fn file(verb: &str, path: &Path, why: impl Display) -> Self {
        Self::outside(format!("cannot {verb} `{}`: {why}", shown(path)))
    }

    /// Adds what to do.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        if let Failure::Outside { hints, .. } = &mut self {
            hints.push(hint.into());
        }
        self
    }

    /// What it makes of the run.
    pub fn exit(&self) -> Exit {
        match self {
            Failure::Shown | Failure::Outside { .. } => Exit::Error,
            Failure::Bug(_) => Exit::Bug,
        }
    }
}

/// A path as people write it: without `./` in front.
pub fn shown(path: &Path) -> String {
    match path.strip_prefix(".") {
        Ok(rest) if rest.as_os_str().is_empty() => ".".into(),
        Ok(rest) => rest.display().to_string(),
        Err(_) => path.display().to_string(),
    }
}

impl From<Broken> for Failure {
    fn from(broken: Broken) -> Self {
        Failure::Bug(broken.0)
    }
}
