//! What is written for two environments, after merging.

use std::collections::BTreeMap;

use super::{Side, WrittenDifference};
use crate::SourceText;
use crate::diag::Diagnostics;
use crate::names::Names;
use crate::resolve;
use crate::source::{Origin, Sources};
use crate::syntax::inline::inline;
use crate::syntax::tree::{Block, Body, Expr, ExprKind, Key};
use crate::syntax::{self, tree::Tree};

/// What is said at a path, on one line each; the app's own is at an empty path.
type Said = BTreeMap<String, String>;

/// What each declaration says, by its address.
type Declared = BTreeMap<String, Said>;

/// What differs: the address of a declaration, which side alone has it, and what it says otherwise.
pub(super) fn differences(
    files: &[SourceText],
    environments: &[String; 2],
) -> Vec<(String, Option<Side>, Vec<WrittenDifference>)> {
    let [mut first, mut second] = environments
        .each_ref()
        .map(|environment| declared(files, environment));
    let addresses: std::collections::BTreeSet<String> =
        first.keys().chain(second.keys()).cloned().collect();
    let mut found = Vec::new();
    for address in addresses {
        let (first, second) = (first.remove(&address), second.remove(&address));
        let only = match (&first, &second) {
            (Some(_), None) => Some(Side::First),
            (None, Some(_)) => Some(Side::Second),
            (None, None) | (Some(_), Some(_)) => None,
        };
        let differences = said_otherwise(first.unwrap_or_default(), second.unwrap_or_default());
        if only.is_some() || !differences.is_empty() {
            found.push((address, only, differences));
        }
    }
    found
}

fn said_otherwise(first: Said, mut second: Said) -> Vec<WrittenDifference> {
    let mut found = Vec::new();
    for (path, first) in first {
        let second = second.remove(&path);
        if second.as_ref() != Some(&first) {
            found.push(WrittenDifference {
                path,
                first: Some(first),
                second,
            });
        }
    }
    found.extend(second.into_iter().map(|(path, second)| WrittenDifference {
        path,
        first: None,
        second: Some(second),
    }));
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// Everything that is declared for an environment.
fn declared(files: &[SourceText], environment: &str) -> Declared {
    let (mut sources, names) = (Sources::new(), Names::new());
    let mut diagnostics = Diagnostics::new();
    let mut trees: Vec<Tree> = Vec::new();
    for file in files {
        let id = sources.add(&file.name, file.text.as_str(), Origin::User);
        trees.push(syntax::parse(&sources, id, &names, &mut diagnostics));
    }
    // What is wrong was said when the environments were compiled.
    resolve::merge_environment(&mut trees, environment, &names, &mut diagnostics);
    let reader = Reader {
        names: &names,
        sources: &sources,
    };
    let blocks = trees.iter().flat_map(|tree| &tree.blocks);
    let mut declared = Declared::new();
    for block in blocks {
        let mut said = Said::new();
        reader.body("", &block.body, &mut said);
        declared.insert(reader.address(block), said);
    }
    declared
}

struct Reader<'a> {
    names: &'a Names,
    sources: &'a Sources,
}

impl Reader<'_> {
    /// `database.orders`; of what has a type too, the name alone; of the only block of its kind,
    /// the keyword.
    fn address(&self, block: &Block) -> String {
        let keyword = self.names.text(block.keyword.name);
        match block.labels.last() {
            Some(label) if keyword != "app" => {
                format!("{keyword}.{}", self.names.text(label.name))
            }
            Some(_) => keyword.to_owned(),
            None => format!("{keyword} {}", one_block(block, self)),
        }
    }

    fn body(&self, before: &str, body: &Body, said: &mut Said) {
        for attribute in &body.attributes {
            let path = format!("{before}{}", self.names.text(attribute.name.name));
            self.value(path, &attribute.value, said);
        }
        for block in &body.blocks {
            self.body(
                &format!("{before}{}.", self.address(block)),
                &block.body,
                said,
            );
        }
    }

    /// Objects field by field, because environments merge them so.
    fn value(&self, path: String, value: &Expr, said: &mut Said) {
        let fields = match &value.kind {
            ExprKind::Object(items) if !items.is_empty() => items
                .iter()
                .map(|item| match item.key {
                    Key::Literal(key) => Some((key, &item.value)),
                    Key::Computed(_) => None,
                })
                .collect::<Option<Vec<_>>>(),
            _ => None,
        };
        let Some(fields) = fields else {
            said.insert(path, inline(value, self.names, self.sources));
            return;
        };
        for (key, value) in fields {
            self.value(format!("{path}.{}", self.names.text(key)), value, said);
        }
    }
}

/// What tells a block without labels from others of its keyword: all that it says.
fn one_block(block: &Block, reader: &Reader<'_>) -> String {
    let mut said = Said::new();
    reader.body("", &block.body, &mut said);
    let said = said
        .into_iter()
        .map(|(path, value)| format!("{path} = {value}"));
    said.collect::<Vec<_>>().join(", ")
}
