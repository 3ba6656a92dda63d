//! The table of proofs, as `check` prints it.

use std::fmt::Write as _;

use outrigger_core::Proofs;
use outrigger_core::prove::{Row, Verdict};

use crate::ui;

/// What is lost, with its rows; then what is relied on. What goes on as if nothing had happened is
/// only counted, unless everything is wanted.
pub fn table(proofs: &Proofs, color: bool, everything: bool) -> String {
    let mut text = String::new();
    let mut trusted: Vec<&str> = Vec::new();
    let is_shown = |row: &&Row| everything || !row.goes_on || row.verdict == Verdict::Broken;
    let widths = Widths::of(&proofs.rows.iter().filter(is_shown).collect::<Vec<_>>());
    for of_one_loss in proofs.rows.chunk_by(|a, b| a.loss == b.loss) {
        let gap = if text.is_empty() { "" } else { "\n" };
        let loss = of_one_loss.first().map_or("", |row| &row.loss);
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "{gap}When {loss} is lost");
        for row in of_one_loss.iter().filter(is_shown) {
            let number = number(&row.trusts, &mut trusted);
            write_row(row, &widths, number, color, &mut text);
        }
        let left_out = of_one_loss.iter().filter(|row| !is_shown(row)).count();
        if left_out > 0 {
            let all = left_out == of_one_loss.len();
            let more = ui::count(left_out, if all { "resource" } else { "more resource" });
            let verb = if left_out == 1 { "goes" } else { "go" };
            let _ = writeln!(
                text,
                "  {more} {verb} on without a pause; --verbose shows them"
            );
        }
    }
    if !trusted.is_empty() {
        text.push_str("\nThis trusts that\n");
    }
    for (at, trusts) in trusted.iter().enumerate() {
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "  [{}] {trusts}", at + 1);
    }
    if !proofs.unproved.is_empty() {
        let all = proofs.unproved.join(", ");
        let _ = writeln!(text, "\nPromised, and nothing proves it yet: {all}");
    }
    text
}

/// `61 of 84 resources modelled; 12 kept, 3 unknown`.
pub fn summary(proofs: &Proofs) -> String {
    let of = |verdict| {
        let of_it = proofs.rows.iter().filter(|row| row.verdict == verdict);
        (of_it.count(), verdict)
    };
    let counts = [
        of(Verdict::Kept),
        of(Verdict::Broken),
        of(Verdict::Unknown),
        of(Verdict::NotPromised),
    ];
    let shown: Vec<_> = counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, verdict)| format!("{count} {}", verdict.word()))
        .collect();
    let resources = ui::count(proofs.resources, "resource");
    let coverage = format!("{} of {resources} modelled", proofs.modelled);
    if shown.is_empty() {
        return coverage;
    }
    format!("{coverage}; {}", shown.join(", "))
}

struct Widths {
    verdict: usize,
    what: usize,
    promised: usize,
    /// Whether a column is needed for it.
    sites: Option<usize>,
}

impl Widths {
    fn of(rows: &[&Row]) -> Self {
        let widest = |text: fn(&Row) -> &str| {
            let widths = rows.iter().map(|row| text(row).chars().count());
            widths.max().unwrap_or(0)
        };
        let first = rows.first().map(|row| &row.site);
        let has_sites = rows.iter().any(|row| Some(&row.site) != first);
        Self {
            verdict: widest(|row| row.verdict.word()),
            what: widest(|row| &row.what),
            promised: widest(|row| &row.promised),
            sites: has_sites.then(|| widest(|row| &row.site)),
        }
    }
}

/// The number of what is relied on.
fn number<'r>(trusts: &'r str, trusted: &mut Vec<&'r str>) -> Option<usize> {
    if trusts.is_empty() {
        return None;
    }
    let known = trusted.iter().position(|known| *known == trusts);
    Some(known.map_or_else(
        || {
            trusted.push(trusts);
            trusted.len()
        },
        |at| at + 1,
    ))
}

fn write_row(row: &Row, widths: &Widths, number: Option<usize>, color: bool, text: &mut String) {
    let (before, after) = if color {
        (colour(row.verdict), "\u{1b}[0m")
    } else {
        ("", "")
    };
    let verdict = row.verdict.word();
    let padding = " ".repeat(widths.verdict - verdict.chars().count());
    // Writing to a `String` cannot fail.
    let _ = write!(
        text,
        "  {before}{verdict}{after}{padding}  {:what$}",
        row.what,
        what = widths.what
    );
    if let Some(width) = widths.sites {
        let _ = write!(text, "  {:width$}", row.site);
    }
    if widths.promised > 0 {
        let _ = write!(text, "  {:width$}", row.promised, width = widths.promised);
    }
    let _ = write!(text, "  {}", row.found);
    if let Some(hint) = &row.hint {
        let _ = write!(text, "; {hint}");
    }
    if let Some(number) = number {
        let _ = write!(text, " [{number}]");
    }
    text.push('\n');
}

fn colour(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Kept => "\u{1b}[32m",
        Verdict::Broken => "\u{1b}[31m",
        Verdict::Unknown => "\u{1b}[33m",
        Verdict::NotPromised => "\u{1b}[2m",
    }
}
