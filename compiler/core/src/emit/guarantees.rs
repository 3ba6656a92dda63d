//! `guarantees.json`: what was proved and what could not be, so that a change that loses a guarantee
//! shows it.

use super::{Parts, Writer};
use crate::prove::{AVAILABILITY, LAWS, Loss, Row, Words};

/// The version of the file's form.
const FORMAT: i64 = 1;

pub(super) fn write(parts: Parts<'_>, out: &mut impl Writer) {
    let guarantees = parts.guarantees;
    let words = Words {
        names: parts.names,
        store: parts.store,
        world: parts.world,
    };
    out.begin_object();
    out.key("coverage");
    out.begin_object();
    out.key("modelled");
    out.int(guarantees.modelled as i64);
    out.key("resources");
    out.int(guarantees.resources as i64);
    out.end_object();
    out.key("format");
    out.int(FORMAT);
    out.key("guarantees");
    out.begin_list();
    let mut outside = false;
    for guarantee in &guarantees.rows {
        outside |= matches!(guarantee.loss, Loss::Outside(_));
        row(&words.row(guarantee), out);
    }
    out.end_list();
    out.key("laws");
    out.begin_object();
    // What is outside has a law only where there is something outside.
    for law in LAWS
        .into_iter()
        .filter(|law| outside || *law != &AVAILABILITY)
    {
        out.key(law.name);
        out.begin_object();
        out.field("source", law.source);
        out.field("text", law.text);
        out.end_object();
    }
    out.end_object();
    out.key("unproved");
    out.begin_list();
    for path in &guarantees.unproved {
        out.text(path);
    }
    out.end_list();
    out.end_object();
}

fn row(row: &Row, out: &mut impl Writer) {
    out.begin_object();
    let fields = [
        ("found", row.found.as_str()),
        ("law", row.law.map_or("", |law| law.name)),
        ("lost", &row.loss),
        ("promised", &row.promised),
        ("site", &row.site),
        ("source", &row.source),
        ("trusts", &row.trusts),
        ("verdict", row.verdict.word()),
        ("what", &row.what),
    ];
    for (key, text) in fields.into_iter().filter(|(_, text)| !text.is_empty()) {
        out.field(key, text);
    }
    out.end_object();
}
