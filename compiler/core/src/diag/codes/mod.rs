//! One constructor per code. Plain facts come in, a [`super::Diagnostic`] goes out; what a phase
//! knows about the source it hands over, and how to say it is decided here alone. Codes are never
//! reused or renumbered: E01xx belong to [`syntax`], E02xx to [`names`] (E024x and
//! E025x to [`given`]), E03xx to [`types`] (E0330,
//! E0331 and E0360 to E0364 to [`functions`], E0365 to E0379 to [`overrides`], E0380 to E0389 to
//! [`moved`]), E05xx to [`sites`] and [`accounts`], E06xx to [`schema`], E07xx to [`stacks`], E08xx to [`plan`],
//! E09xx to [`deploy`], E10xx to [`proofs`], E11xx to [`terraform`], E12xx to [`imports`], E132x to
//! [`trial`].

pub mod accounts;
pub mod deploy;
pub mod functions;
pub mod given;
pub mod imports;
pub mod moved;
pub mod names;
pub mod overrides;
pub mod plan;
pub mod proofs;
pub mod schema;
pub mod sites;
pub mod stacks;
pub mod syntax;
pub mod terraform;
pub mod trial;
pub mod types;

/// ``did you mean `x`?``
fn did_you_mean(suggestion: Option<&str>) -> Option<String> {
    suggestion.map(|suggestion| format!("did you mean `{suggestion}`?"))
}

/// How addresses are written in texts of the language.
const ADDRESS_FORMS: &str = "addresses are written like \"database.orders\", \"database.orders.cluster\" or \"network.main.app['a']\"; quotes within a key are written `\\\"`, as in \"service.api.to['silo.tenant[\\\"acme\\\"].sql']\"";

/// `a`, `b` and `c`, for messages; long lists are cut.
fn listed(words: &[&str]) -> String {
    const MOST: usize = 12;
    let mut shown: Vec<_> = words
        .iter()
        .take(MOST)
        .map(|word| format!("`{word}`"))
        .collect();
    match words.len().saturating_sub(MOST) {
        0 => {}
        more => shown.push(format!("{more} more")),
    }
    match shown.split_last() {
        None => "none".into(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// `1 label`, `2 labels`.
fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
