//! Libraries that import each other.

use super::Imports;
use crate::diag::{Diagnostics, codes};
use crate::names::Names;
use crate::order;

/// Reports the first circle.
pub(super) fn find(imports: &Imports, names: &Names, diagnostics: &mut Diagnostics) {
    let libraries = &imports.libraries;
    let needs = |at: usize| libraries[at].imports.iter().map(|link| link.to);
    let Err(circle) = order::by_need(libraries.len(), needs) else {
        return;
    };
    let next = circle.iter().cycle().skip(1);
    let steps: Vec<_> = circle
        .iter()
        .zip(next)
        .filter_map(|(at, next)| {
            let from = &libraries[*at];
            let link = from.imports.iter().find(|link| link.to == *next)?;
            let name = names.text(link.name.name);
            Some((from.shown.as_str(), name, link.name.span))
        })
        .collect();
    diagnostics.push(codes::imports::circle(&steps));
}
