//! Libraries that import each other.

use super::{Imports, Link};
use crate::diag::{Diagnostics, codes};
use crate::names::Names;

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    New,
    Open,
    Done,
}

/// Reports the first circle. Without recursion: the way is as long as libraries are many.
pub(super) fn find(imports: &Imports, names: &Names, diagnostics: &mut Diagnostics) {
    let libraries = &imports.libraries;
    let mut marks = vec![Mark::New; libraries.len()];
    for start in 0..libraries.len() {
        if marks[start] != Mark::New {
            continue;
        }
        marks[start] = Mark::Open;
        let mut way: Vec<(usize, std::slice::Iter<'_, Link>)> =
            vec![(start, libraries[start].imports.iter())];
        let mut links: Vec<&Link> = Vec::new();
        while let Some((at, rest)) = way.last_mut() {
            match rest.next() {
                None => {
                    marks[*at] = Mark::Done;
                    way.pop();
                    links.pop();
                }
                Some(link) if marks[link.to] == Mark::Open => {
                    links.push(link);
                    let from = way.iter().position(|(at, _)| *at == link.to).unwrap_or(0);
                    let steps = way[from..].iter().zip(&links[from..]);
                    let steps: Vec<_> = steps
                        .map(|((at, _), link)| {
                            let name = names.text(link.name.name);
                            (libraries[*at].shown.as_str(), name, link.name.span)
                        })
                        .collect();
                    diagnostics.push(codes::imports::circle(&steps));
                    return;
                }
                Some(link) if marks[link.to] == Mark::New => {
                    marks[link.to] = Mark::Open;
                    links.push(link);
                    way.push((link.to, libraries[link.to].imports.iter()));
                }
                Some(_) => {}
            }
        }
    }
}
