//! A plan for a terminal.

use std::fmt::Write as _;

use super::brief::{both, brief};
use super::{NOTHING, by_unit, counts, name_taken, note, reasons, rewired, risk};
use crate::plan::{Action, Change, Effect, Plan, PropertyChange};

/// What the reader's terminal can show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TextStyle {
    /// Use colours.
    pub color: bool,
    /// Show with what new resources are made.
    pub verbose: bool,
}

/// Colours, by what they say.
#[derive(Clone, Copy)]
enum Tone {
    Danger,
    Warn,
    Good,
    Strong,
    Faint,
}

/// Where a resource's own lines begin.
const INDENT: &str = "      ";

/// The whole plan, with a final line end.
pub fn text(plan: &Plan, style: TextStyle) -> String {
    let mut out = String::new();
    let pen = Pen(style.color);
    // Writing to a `String` cannot fail.
    let _ = writeln!(
        out,
        "Plan for {} in {}, compared with {}",
        plan.app, plan.environment, plan.basis
    );
    for stack in &plan.stacks {
        let (_, event) = stack.event.words();
        let _ = writeln!(out, "Stack {} ({}) {event}", stack.unit, stack.whole_name());
    }
    for group in by_unit(plan) {
        let _ = writeln!(out, "\n{}", pen.paint(Tone::Strong, &group.heading));
        for change in group.changes {
            write_change(&mut out, change, style, pen);
        }
    }
    out.push('\n');
    if let Some(rewired) = rewired(plan) {
        let _ = writeln!(out, "{rewired}");
    }
    if plan.is_empty() {
        let _ = writeln!(out, "{NOTHING}");
    } else {
        let at_risk = plan.changes.iter().filter(|change| change.risk.is_some());
        let lost = match at_risk.count() {
            0 => String::new(),
            count => format!(" ({count} with data at risk)"),
        };
        let line = format!("Plan: {}{}", counts(plan), pen.paint(Tone::Danger, &lost));
        let _ = writeln!(out, "{line}");
    }
    out
}

fn write_change(out: &mut String, change: &Change, style: TextStyle, pen: Pen) {
    let sign = pen.paint(tone(change.action), &format!("{:>3}", change.action.sign()));
    let kind = pen.paint(Tone::Faint, &change.type_name);
    let _ = writeln!(out, "{sign} {}  {kind}", change.address);
    if let Some(risk) = risk(change) {
        let _ = writeln!(out, "{INDENT}{}", pen.paint(Tone::Danger, &risk));
    }
    if let Some(taken) = name_taken(change) {
        let _ = writeln!(out, "{INDENT}{}", pen.paint(Tone::Danger, &taken));
    }
    for reason in reasons(change) {
        let _ = writeln!(out, "{INDENT}{reason}");
    }
    if change.action == Action::Create && !style.verbose {
        return;
    }
    let width = change
        .properties
        .iter()
        .map(|property| property.path.to_string().chars().count())
        .filter(|width| *width <= 48)
        .max()
        .unwrap_or_default();
    for property in &change.properties {
        let _ = writeln!(out, "{INDENT}{}", line(change, property, width, pen));
    }
}

fn line(change: &Change, property: &PropertyChange, width: usize, pen: Pen) -> String {
    let path = format!("{:<width$}", property.path.to_string());
    let values = match (&property.before, &property.after) {
        // What is read from something that is replaced.
        (Some(before), Some(after)) if before == after => brief(after),
        (Some(before), Some(after)) => {
            let (before, after) = both(before, after);
            format!("{before} -> {after}")
        }
        (Some(before), None) => format!("{} -> (not set)", brief(before)),
        (None, Some(after)) if change.action == Action::Create => brief(after),
        (None, Some(after)) => format!("(not set) -> {}", brief(after)),
        (None, None) => String::new(),
    };
    let note = note(change, property);
    if note.is_empty() {
        return format!("{path}  {values}");
    }
    let tone = match property.effect {
        Effect::Update => Tone::Faint,
        Effect::MayReplace => Tone::Warn,
        Effect::Replace => Tone::Danger,
    };
    format!(
        "{path}  {values}  {}",
        pen.paint(tone, &format!("# {note}"))
    )
}

fn tone(action: Action) -> Tone {
    match action {
        Action::Delete | Action::Replace => Tone::Danger,
        Action::MayReplace | Action::Update => Tone::Warn,
        Action::Create => Tone::Good,
        Action::Move => Tone::Faint,
    }
}

#[derive(Clone, Copy)]
struct Pen(bool);

impl Pen {
    fn paint(self, tone: Tone, text: &str) -> String {
        let code = match tone {
            Tone::Danger => "31",
            Tone::Warn => "33",
            Tone::Good => "32",
            Tone::Strong => "1",
            Tone::Faint => "2",
        };
        if self.0 && !text.is_empty() {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}
