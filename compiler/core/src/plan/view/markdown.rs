//! A plan for a pull request: one comment, the most dangerous first. A comment has a greatest
//! length; what is most harmless is left out first, and the comment says so.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::brief::{both, brief};
use super::{Group, NOTHING, by_unit, counts, name_taken, note, reasons, rewired, risk};
use crate::plan::{Action, Change, Effect, Key, Plan, PropertyChange};

/// The longest comment, in bytes; GitHub counts characters, of which there are never more.
pub const MARKDOWN_LIMIT: usize = 65_536;

/// Room for the sentence about what was left out.
const RESERVE: usize = 512;

/// The whole comment, with a final line end, no longer than `limit` bytes.
pub fn markdown(plan: &Plan, limit: usize) -> String {
    let mut page = Page {
        text: head(plan),
        limit: limit.saturating_sub(RESERVE),
    };
    let groups = by_unit(plan);
    let blocks: Vec<Vec<String>> = groups
        .iter()
        .map(|group| {
            let changes = group.changes.iter();
            changes.map(|change| block(plan, change)).collect()
        })
        .collect();
    let kept = choose(plan, &groups, &blocks, &page);
    let mut left_out = Vec::new();
    for (group, blocks) in groups.iter().zip(&blocks) {
        let mut is_headed = false;
        for (change, block) in group.changes.iter().zip(blocks) {
            if !kept.contains(&change.key) {
                left_out.push(*change);
                continue;
            }
            if !std::mem::replace(&mut is_headed, true) {
                page.text.push_str(&heading(&group.heading));
            }
            page.text.push_str(block);
        }
    }
    if let Some(rewired) = rewired(plan) {
        page.add(&format!("\n{}\n", escaped(&rewired)));
    }
    if !left_out.is_empty() {
        page.text.push_str(&omission(&left_out));
    }
    page.text
}

struct Page {
    text: String,
    limit: usize,
}

impl Page {
    /// Adds what fits.
    fn add(&mut self, text: &str) {
        if self.text.len() + text.len() <= self.limit {
            self.text.push_str(text);
        }
    }
}

/// Which changes there is room for: one by one in the plan's order, which begins with the most
/// dangerous; where one does not fit, nothing more harmless is taken in its place.
fn choose<'p>(
    plan: &'p Plan,
    groups: &[Group<'p>],
    blocks: &[Vec<String>],
    page: &Page,
) -> BTreeSet<&'p Key> {
    let mut lengths = BTreeMap::new();
    for (group, blocks) in groups.iter().zip(blocks) {
        for (change, block) in group.changes.iter().zip(blocks) {
            lengths.insert(&change.key, (block.len(), group.heading.as_str()));
        }
    }
    let mut kept = BTreeSet::new();
    let mut headed = BTreeSet::new();
    let mut room = page.limit.saturating_sub(page.text.len());
    for change in &plan.changes {
        let (mut needed, above) = lengths.get(&change.key).copied().unwrap_or_default();
        if !headed.contains(above) {
            needed += heading(above).len();
        }
        if needed > room {
            break;
        }
        room -= needed;
        headed.insert(above);
        kept.insert(&change.key);
    }
    kept
}

fn heading(unit: &str) -> String {
    format!("\n### {}\n", escaped(unit))
}

/// The most losses that are listed by name at the top; all of them are counted.
const MOST_LOSSES: usize = 50;

fn head(plan: &Plan) -> String {
    let mut text = format!(
        "## Plan for {}, {}\n\n",
        code(&plan.app),
        code(&plan.environment)
    );
    if plan.is_empty() {
        text.push_str(NOTHING);
        text.push('\n');
    } else {
        let _ = writeln!(text, "**{}**", counts(plan));
    }
    let _ = writeln!(text, "\nCompared with {}.", escaped(&plan.basis));
    let losses: Vec<&Change> = plan.changes.iter().filter(|c| c.risk.is_some()).collect();
    if !losses.is_empty() {
        text.push_str("\n> [!CAUTION]\n> **Data is at risk.**\n");
        for change in losses.iter().take(MOST_LOSSES) {
            let what = match change.action {
                Action::Delete => "is deleted",
                Action::MayReplace => "may be replaced",
                _ => "is replaced",
            };
            let address = code(&plan.address(change));
            let risk = escaped(&risk(change).unwrap_or_default());
            let _ = writeln!(text, "> - {address} {what}; it {risk}");
        }
        if losses.len() > MOST_LOSSES {
            let more = losses.len() - MOST_LOSSES;
            let _ = writeln!(text, "> - and {more} more");
        }
    }
    if !plan.stacks.is_empty() {
        text.push('\n');
    }
    for stack in plan.stacks.iter().take(MOST_LOSSES) {
        let (_, event) = stack.event.words();
        let (unit, name) = (code(&stack.unit), code(&stack.whole_name()));
        let _ = writeln!(text, "- The stack {unit} ({name}) {event}");
    }
    if plan.stacks.len() > MOST_LOSSES {
        let more = plan.stacks.len() - MOST_LOSSES;
        let _ = writeln!(text, "- and {more} more stacks");
    }
    text
}

/// One change: a line, or what differs; folded, except where something is replaced or deleted.
fn block(plan: &Plan, change: &Change) -> String {
    let sign = change.action.sign();
    let address = plan.address(change);
    let notes: Vec<String> = name_taken(change)
        .into_iter()
        .chain(reasons(change))
        .map(|note| escaped(&note))
        .collect();
    if change.properties.is_empty() || change.action == Action::Create {
        let (address, sign) = (code(&address), code(sign));
        let notes = notes.iter().map(|note| format!("; {note}"));
        let notes: String = notes.collect();
        let kind = escaped(&change.type_name);
        return format!("\n- {sign} {address} {kind}{notes}\n");
    }
    let is_open = match change.action {
        Action::Delete | Action::Replace | Action::MayReplace => " open",
        Action::Update | Action::Create | Action::Move => "",
    };
    let mut text = format!(
        "\n<details{is_open}><summary><code>{}</code> <b>{}</b> {}</summary>\n\n",
        escaped(sign),
        escaped(&address),
        escaped(&change.type_name)
    );
    for note in notes {
        let _ = write!(text, "{note}\n\n");
    }
    text.push_str("| property | before | after | |\n|---|---|---|---|\n");
    for property in &change.properties {
        text.push_str(&row(change, property));
    }
    text.push_str("\n</details>\n");
    text
}

fn row(change: &Change, property: &PropertyChange) -> String {
    let (before, after) = match (&property.before, &property.after) {
        (Some(before), Some(after)) => {
            let (before, after) = both(before, after);
            (cell(&before), cell(&after))
        }
        (before, after) => {
            let side = |value: &Option<_>| {
                let text = value.as_ref().map(brief);
                text.map_or_else(|| "not set".to_owned(), |text| cell(&text))
            };
            (side(before), side(after))
        }
    };
    let note = match (property.effect, note(change, property)) {
        (Effect::Replace, note) => format!("**{}**", escaped(&note)),
        (Effect::Update | Effect::MayReplace, note) => escaped(&note),
    };
    let path = cell(&property.path.to_string());
    format!("| {path} | {before} | {after} | {note} |\n")
}

fn omission(left_out: &[&Change]) -> String {
    let counted = Action::TABLE.iter().filter_map(|(action, .., words)| {
        let count = left_out.iter().filter(|c| c.action == *action).count();
        (count > 0).then(|| format!("{count} {words}"))
    });
    let counted: Vec<_> = counted.collect();
    format!(
        "\n**{} more changes are not shown here**, the most harmless: {}. `outrigger plan` shows all of them.\n",
        left_out.len(),
        counted.join(", ")
    )
}

/// Code in a line of text: nothing in it is markup.
pub fn code(text: &str) -> String {
    let longest = text.split(|character| character != '`').map(str::len).max();
    match longest.unwrap_or_default() {
        0 => format!("`{text}`"),
        ticks => {
            let fence = "`".repeat(ticks + 1);
            format!("{fence} {text} {fence}")
        }
    }
}

/// Code in a cell of a table, where a bar would end the cell.
pub fn cell(text: &str) -> String {
    code(text).replace('|', "\\|")
}

/// Text that is no tag of HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
