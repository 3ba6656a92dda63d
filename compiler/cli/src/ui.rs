//! The only door to the terminal: what is asked for goes to stdout, everything else to stderr.

use std::env;
use std::io::{self, ErrorKind, IsTerminal, Write};

use outrigger_core::diag::render::{self, Style};
use outrigger_core::diag::{Diagnostic, Severity};
use outrigger_core::source::Sources;

use crate::arguments::{ColorWhen, DiagnosticForm, Global};
use crate::bug;
use crate::failure::Failure;

/// The width where nobody says how wide the terminal is.
const WIDTH: usize = 100;

/// What the options of every command say: what may be shown, how, and whether to fetch anything.
pub struct Ui {
    quiet: bool,
    verbose: bool,
    color: ColorWhen,
    form: DiagnosticForm,
    offline: bool,
}

#[expect(clippy::unused_self, reason = "only who has the `Ui` may write")]
impl Ui {
    /// As the options say.
    pub fn new(global: &Global) -> Self {
        Self {
            quiet: global.quiet,
            verbose: global.verbose,
            color: global.color,
            form: global.diagnostics,
            offline: global.offline,
        }
    }

    /// Whether only what is wrong is wanted.
    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Whether more is wanted.
    pub fn is_verbose(&self) -> bool {
        self.verbose
    }

    /// Whether nothing may be fetched.
    pub fn is_offline(&self) -> bool {
        self.offline
    }

    /// Whether stdout shows colours.
    pub fn colors_stdout(&self) -> bool {
        self.colors(io::stdout().is_terminal())
    }

    fn colors(&self, is_terminal: bool) -> bool {
        let is_refused = || env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        match self.color {
            ColorWhen::Always => true,
            ColorWhen::Never => false,
            ColorWhen::Auto => is_terminal && !is_refused(),
        }
    }

    /// Writes what the command was asked for.
    pub fn artefact(&self, text: &str) -> Result<(), Failure> {
        let mut stdout = io::stdout().lock();
        let written = stdout
            .write_all(text.as_bytes())
            .and_then(|()| stdout.flush());
        match written {
            // Whoever reads has read enough.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            Err(error) => Err(Failure::outside(format!("cannot write to stdout: {error}"))),
            Ok(()) => Ok(()),
        }
    }

    /// Says what was done.
    pub fn done(&self, text: &str) {
        if !self.quiet {
            say(text);
        }
    }

    /// Says what is wrong.
    pub fn always(&self, text: &str) {
        say(text);
    }

    /// Says what is good to know.
    pub fn note(&self, text: &str) {
        if !self.quiet {
            say(&format!("note: {text}"));
        }
    }

    /// Says what only the curious want to know.
    pub fn detail(&self, text: &str) {
        if self.verbose && !self.quiet {
            say(text);
        }
    }

    /// Shows diagnostics on stderr; without errors, `--quiet` leaves them out.
    pub fn diagnostics(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        let has_errors = has_errors(diagnostics);
        if self.quiet && !has_errors {
            return;
        }
        let text = self.render(diagnostics, sources, self.form);
        if !text.is_empty() {
            eprint(&text);
        }
        if self.form == DiagnosticForm::Human && !diagnostics.is_empty() {
            say(&format!("\n{}", counted(diagnostics)));
        }
    }

    /// Shows what stops the command, and has no place in a source.
    pub fn refuse(&self, diagnostics: &[Diagnostic]) -> Failure {
        self.diagnostics(diagnostics, &Sources::new());
        Failure::Shown
    }

    /// Diagnostics as text.
    pub fn render(
        &self,
        diagnostics: &[Diagnostic],
        sources: &Sources,
        form: DiagnosticForm,
    ) -> String {
        match form {
            DiagnosticForm::Human => render::human(diagnostics, sources, &self.style()),
            DiagnosticForm::Json => render::json(diagnostics, sources),
            DiagnosticForm::Short => render::short(diagnostics, sources),
        }
    }

    fn style(&self) -> Style {
        let size = terminal_size::terminal_size_of(io::stderr());
        Style {
            unicode: speaks_unicode(),
            color: self.colors(io::stderr().is_terminal()),
            width: size.map_or(WIDTH, |(width, _)| usize::from(width.0).max(40)),
        }
    }

    /// Says why the command cannot go on.
    pub fn failure(&self, failure: &Failure) {
        match failure {
            Failure::Shown => {}
            Failure::Outside { message, hints } => {
                say(&format!("error: {message}"));
                for hint in hints {
                    say(&format!(" hint: {hint}"));
                }
            }
            Failure::Bug(message) => say(&format!("error: {message}\n{}", bug::request())),
        }
    }
}

/// Whether an error is among them.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics
        .iter()
        .any(|one| one.severity == Severity::Error)
}

/// `1 thing`, `2 things`.
pub fn count(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn counted(diagnostics: &[Diagnostic]) -> String {
    let of = |severity| {
        let of_it = diagnostics.iter().filter(|one| one.severity == severity);
        of_it.count()
    };
    match (of(Severity::Error), of(Severity::Warning)) {
        (errors, 0) => count(errors, "error"),
        (0, warnings) => count(warnings, "warning"),
        (errors, warnings) => {
            format!("{}, {}", count(errors, "error"), count(warnings, "warning"))
        }
    }
}

/// Unicode, unless the locale names another encoding.
fn speaks_unicode() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(|name| env::var(name).ok())
        .find(|value| !value.is_empty());
    locale.is_none_or(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

fn say(line: &str) {
    eprint(&format!("{line}\n"));
}

/// Nothing can be said about a stderr that is gone.
fn eprint(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
