//! Params as parameters of a template.

use super::Parts;
use super::writer::Writer;
use crate::eval::{Param, ParamKind};
use crate::types::program::RefinementKind;
use crate::value::Value;

/// The fields of a parameter, sorted by name.
pub fn write(parts: Parts<'_>, param: &Param, out: &mut impl Writer) {
    let limit = |kind| {
        let mut limits = param.limits.iter();
        limits
            .find(|(known, _)| *known == kind)
            .map(|(_, limit)| *limit)
    };
    if let Some(Value::Text(pattern)) = limit(RefinementKind::Matches) {
        out.field("AllowedPattern", &whole(parts.names.text(pattern)));
    }
    if !param.allowed.is_empty() {
        out.key("AllowedValues");
        out.begin_list();
        param
            .allowed
            .iter()
            .for_each(|value| scalar(parts, *value, out));
        out.end_list();
    }
    if let Some(default) = param.default {
        out.key("Default");
        match default {
            Value::List(list) => out.text(&comma_delimited(parts, list)),
            one => scalar(parts, one, out),
        }
    }
    if let Some(doc) = param.doc {
        out.field("Description", parts.names.text(doc));
    }
    for (kind, name) in [
        (RefinementKind::MaxLength, "MaxLength"),
        (RefinementKind::Max, "MaxValue"),
        (RefinementKind::MinLength, "MinLength"),
        (RefinementKind::Min, "MinValue"),
    ] {
        if let Some(limit) = limit(kind) {
            out.key_text(name);
            scalar(parts, limit, out);
        }
    }
    if param.secret {
        out.key("NoEcho");
        out.bool(true);
    }
    out.field(
        "Type",
        match param.kind {
            ParamKind::Text => "String",
            ParamKind::Number => "Number",
            ParamKind::Texts => "CommaDelimitedList",
            ParamKind::Numbers => "List<Number>",
        },
    );
}

/// CloudFormation holds the whole value to a pattern; `matches` looks for it anywhere.
fn whole(pattern: &str) -> String {
    let ends = pattern.starts_with('^') && pattern.ends_with('$') && !pattern.ends_with("\\$");
    if ends && !pattern.contains('|') {
        pattern.to_owned()
    } else {
        format!(".*(?:{pattern}).*")
    }
}

fn comma_delimited(parts: Parts<'_>, list: crate::value::ListId) -> String {
    let elements = parts.store.elements(list).iter();
    let texts: Vec<_> = elements
        .map(|element| match element {
            Value::Int(int) => int.to_string(),
            Value::Number(number) => number.get().to_string(),
            Value::Text(text) => parts.names.text(*text).to_owned(),
            _ => String::new(),
        })
        .collect();
    texts.join(",")
}

fn scalar(parts: Parts<'_>, value: Value, out: &mut impl Writer) {
    match value {
        Value::Int(int) => out.int(int),
        Value::Number(number) => out.number(number.get()),
        Value::Bool(bool) => out.text(if bool { "true" } else { "false" }),
        Value::Text(text) => out.text(parts.names.text(text)),
        _ => out.text(""),
    }
}
