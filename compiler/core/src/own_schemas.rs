//! Schemas of resource types that the compiler does not have: an app's `schemas/*.json`.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::SourceText;
use crate::diag::{Diagnostics, codes};
use crate::names::Names;
use crate::schema::Schemas;
use crate::schema::own::{MOST_BYTES, MOST_SCHEMAS, type_name};
use crate::source::{FileId, Origin, Sources, Span};

/// Whether a file is a schema, and no source.
pub fn is_schema(file: &SourceText) -> bool {
    std::path::Path::new(&file.name)
        .extension()
        .is_some_and(|ending| ending == "json")
}

/// Adds the types of the schemas among these files. What is wrong is in the diagnostics; no type is added then.
pub fn add(
    schemas: &mut Schemas,
    files: &[SourceText],
    names: &Names,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) {
    let before = diagnostics.error_count();
    let mut files: Vec<_> = files.iter().filter(|file| is_schema(file)).collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    if files.len() > MOST_SCHEMAS {
        let what = format!("the folder `schemas` has {} files", files.len());
        diagnostics.push(codes::given::schema_too_large(
            Span::NONE,
            &what,
            MOST_SCHEMAS,
        ));
        return;
    }
    let mut read: Vec<(Json, Span, &str, FileId)> = Vec::new();
    let mut known: BTreeMap<String, Span> = BTreeMap::new();
    for file in files {
        let id = sources.add(&file.name, file.text.as_str(), Origin::User);
        let whole = sources.place(id, 0, 0);
        if file.text.len() > MOST_BYTES {
            let what = format!("this schema has {} bytes", file.text.len());
            diagnostics.push(codes::given::schema_too_large(whole, &what, MOST_BYTES));
            continue;
        }
        let json: Json = match serde_json::from_str(&file.text) {
            Ok(json) => json,
            Err(error) => {
                let at = offset(&file.text, error.line(), error.column());
                let span = sources.place(id, at, at);
                diagnostics.push(codes::given::schema_unreadable(span, &error.to_string()));
                continue;
            }
        };
        let Some(name) = type_name(&json) else {
            diagnostics.push(codes::given::schema_without_type(whole));
            continue;
        };
        let span = place(&file.text, name).map_or(whole, |(at, end)| sources.place(id, at, end));
        if schemas.find(name).is_some() {
            diagnostics.push(codes::given::schema_known(span, name, None));
        } else if let Some(first) = known.insert(name.to_owned(), span) {
            diagnostics.push(codes::given::schema_known(span, name, Some(first)));
        }
        read.push((json, span, &file.text, id));
    }
    if diagnostics.error_count() > before {
        return;
    }
    let all: Vec<Json> = read.iter().map(|(json, ..)| json.clone()).collect();
    for (at, fault) in schemas.add(names, &all) {
        let (_, named, text, id) = &read[at];
        let keyword = fault.keyword().and_then(|keyword| place(text, keyword));
        let span = keyword.map_or(*named, |(at, end)| sources.place(*id, at, end));
        diagnostics.push(codes::given::schema_fault(span, &fault.to_string()));
    }
}

/// Where a name stands in quotes, from its first character to behind its last.
fn place(text: &str, name: &str) -> Option<(usize, usize)> {
    let at = text.find(&format!("\"{name}\""))? + 1;
    Some((at, at + name.len()))
}

/// The place of a line and a column in bytes, both from 1.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let mut at = (before + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
/// The texts of those among an app's files that are schemas.
pub fn texts(files: &[SourceText]) -> Vec<String> {
    let files = files.iter().filter(|file| is_schema(file));
    files.map(|file| file.text.clone()).collect()
}
