//! E10xx: promises that what is described cannot keep, and behaviours that cannot be read.

use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// What is too small after a loss, in words and places.
#[derive(Debug)]
pub struct Shortage {
    /// Where the number of replicas is written, else the use.
    pub place: Span,
    /// What cannot carry the load: `` `service.api` ``, with its site where there are several.
    pub what: String,
    /// What is lost: a zone, a region, "one replica".
    pub lost: String,
    /// How many stand, and what is left.
    pub stands: String,
    /// How many are needed, and what for.
    pub needs: String,
    /// Where the load is written, if a user wrote it.
    pub load: Span,
    /// Where the promise is written.
    pub promise: Span,
    /// What would be enough.
    pub fix: Fix,
    /// Why it counts.
    pub law: &'static str,
    /// Where that is written.
    pub source: &'static str,
    /// Where it is the same.
    pub also: Vec<String>,
}

/// A change that was proved again.
#[derive(Default, Debug)]
pub struct Fix {
    /// What to write, in the user's words.
    pub help: Option<String>,
    /// The same for a machine.
    pub edits: Vec<(Span, String)>,
}

impl Fix {
    fn add_to(self, mut diagnostic: Diagnostic) -> Diagnostic {
        for (span, text) in self.edits {
            diagnostic = diagnostic.edit(span, text);
        }
        diagnostic.help_if(self.help)
    }
}

fn shortage(code: Code, facts: Shortage) -> Diagnostic {
    let message = format!(
        "after losing {}, {} cannot carry the promised load",
        facts.lost, facts.what
    );
    let has_place = facts.load.is_some();
    let mut diagnostic = Diagnostic::error(code, facts.place, message).here(facts.stands);
    if has_place {
        diagnostic = diagnostic.label(facts.load, facts.needs.clone());
    }
    diagnostic = diagnostic.label(facts.promise, "promised here");
    diagnostic = facts.fix.add_to(diagnostic);
    if !has_place {
        diagnostic = diagnostic.help(facts.needs);
    }
    if !facts.also.is_empty() {
        diagnostic = diagnostic.help(format!("the same at {}", facts.also.join(", ")));
    }
    diagnostic.help(format!("law: {} ({})", facts.law, facts.source))
}

/// E1001: without one of its zones, a pool is too small.
pub fn zone_leaves_too_few(facts: Shortage) -> Diagnostic {
    const CODE: Code = Code(1001);
    shortage(CODE, facts)
}

/// E1002: a tier survives a region, and there is no other.
pub fn no_other_region(span: Span, tier: &str, region: &str, regions: Span) -> Diagnostic {
    let message = format!(
        "tier `{tier}` promises to survive the loss of a region, and {region} is the app's only one"
    );
    Diagnostic::error(Code(1002), span, message)
        .label(regions, "the app's regions")
        .help("add a region to the app's `regions`, or promise less: `survives = \"az\"`")
}

/// E1003: without one of its regions, a pool is too small.
pub fn region_leaves_too_few(facts: Shortage) -> Diagnostic {
    const CODE: Code = Code(1003);
    shortage(CODE, facts)
}

/// E1004: without one replica, a pool is too small.
pub fn replica_leaves_too_few(facts: Shortage) -> Diagnostic {
    const CODE: Code = Code(1004);
    shortage(CODE, facts)
}

/// What does not recover as promised, in words and places.
#[derive(Debug)]
pub struct Unrecovered {
    /// Where what decides is written, else the use.
    pub place: Span,
    /// What does not recover.
    pub what: String,
    /// What is lost: "a zone", a region.
    pub lost: String,
    /// What was found.
    pub found: String,
    /// Where the promise is written.
    pub promise: Span,
    /// What is promised.
    pub promised: String,
    /// What would be enough.
    pub fix: Fix,
    /// Where the behaviour is documented.
    pub source: String,
}

fn unrecovered(code: Code, message: String, facts: Unrecovered) -> Diagnostic {
    let diagnostic = Diagnostic::error(code, facts.place, message)
        .here(facts.found)
        .label(facts.promise, facts.promised);
    facts
        .fix
        .add_to(diagnostic)
        .help(format!("source: {}", facts.source))
}

/// E1005: something does not survive what the app promises to recover from.
pub fn does_not_survive(facts: Unrecovered) -> Diagnostic {
    const CODE: Code = Code(1005);
    let message = format!("{} does not survive the loss of {}", facts.what, facts.lost);
    unrecovered(CODE, message, facts)
}

/// E1006: something takes longer to recover than the app promises.
pub fn recovers_too_late(facts: Unrecovered) -> Diagnostic {
    const CODE: Code = Code(1006);
    let message = format!(
        "after the loss of {}, {} takes longer to recover than promised",
        facts.lost, facts.what
    );
    unrecovered(CODE, message, facts)
}

/// E1007: something loses more than the app promises.
pub fn loses_too_much(facts: Unrecovered) -> Diagnostic {
    const CODE: Code = Code(1007);
    let message = format!(
        "the loss of {} takes more from {} than promised",
        facts.lost, facts.what
    );
    unrecovered(CODE, message, facts)
}

/// E1008: an expression that behaviours do not have.
pub fn not_a_question(span: Span, meant: Option<&str>, functions: &[&str]) -> Diagnostic {
    // All of them: this is the only place that lists them.
    let functions: Vec<_> = functions.iter().map(|name| format!("`{name}`")).collect();
    let diagnostic = Diagnostic::error(Code(1008), span, "a behaviour cannot ask this")
        .help_if(super::did_you_mean(meant));
    let diagnostic = match meant {
        Some(meant) => diagnostic.edit(span, meant),
        None => diagnostic,
    };
    diagnostic
        .help("it asks of `self`: `self.Property`, `self.Property.target`, `self.fact.NAME`, `referrers(\"TYPE\", \"PROPERTY\")`, and names of its `let`")
        .help(format!("its functions are {}", functions.join(", ")))
}

/// E1009: a behaviour of a type that there is not.
pub fn behavior_of_unknown_type(
    span: Span,
    type_name: &str,
    suggestion: Option<&str>,
) -> Diagnostic {
    let message = format!("there is no resource type `{type_name}`");
    Diagnostic::error(Code(1009), span, message).help_if(super::did_you_mean(suggestion))
}

/// E1010: a behaviour reads a property that its type does not have.
pub fn no_such_property(
    span: Span,
    type_name: &str,
    property: &str,
    suggestion: Option<&str>,
) -> Diagnostic {
    let message = format!("`{type_name}` has no property `{property}`");
    Diagnostic::error(Code(1010), span, message)
        .help_if(super::did_you_mean(suggestion))
        .help("a property that does not exist would be unknown for ever")
}

/// E1011: a range whose end comes before its beginning.
pub fn range_backwards(span: Span, from: Span, to: Span) -> Diagnostic {
    Diagnostic::error(Code(1011), span, "this range ends before it begins")
        .label(from, "longer than the other")
        .label(to, "which is the longest time that is promised")
        .help("`from` is the shortest time that was seen, and `to` the longest: exchange them")
}
