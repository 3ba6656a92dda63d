//! Environments: attributes replace, objects merge by field, lists replace, `remove` takes away
//! (whole blocks too), new blocks are added. Works on the trees themselves, before anything looks at
//! them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::is_stack_name;
use crate::diag::{Diagnostics, codes};
use crate::names::{Names, Symbol};
use crate::source::Span;
use crate::spelling::nearest;
use crate::syntax::tree::{Attribute, Block, Body, Expr, ExprKind, Item, Key, Tree};

/// What the `environment` blocks came to.
#[derive(Default)]
pub struct Environments {
    /// The names of all of them, production's too.
    pub known: Vec<String>,
    /// What the one that was merged takes away as a whole (`queue.mail`), and where it does.
    pub removed: Vec<(Symbol, Span)>,
}

/// The environment that is written outside of any `environment` block.
pub const BASE: &str = "production";

pub(super) fn merge(
    trees: &mut [Tree],
    environment: &str,
    names: &Names,
    diagnostics: &mut Diagnostics,
) -> Environments {
    let mut overlays = Vec::new();
    let mut known: Vec<(String, Span)> = Vec::new();
    for tree in trees.iter_mut() {
        let blocks = std::mem::take(&mut tree.blocks);
        for block in blocks {
            if names.text(block.keyword.name) != "environment" {
                tree.blocks.push(block);
                continue;
            }
            let Some(label) = block.labels.first().copied() else {
                diagnostics.push(codes::names::wrong_labels(
                    block.header(),
                    "environment",
                    1,
                    0,
                ));
                continue;
            };
            let name = names.text(label.name);
            if name == BASE {
                diagnostics.push(codes::names::base_environment(label.span));
            }
            if !is_stack_name(name) {
                diagnostics.push(codes::names::not_a_name(label.span, name, true));
            }
            if let Some((_, first)) = known.iter().find(|(known, _)| known == name) {
                let twice = codes::names::declared_twice(label.span, *first, "environment", name);
                diagnostics.push(twice);
                continue;
            }
            known.push((name.to_owned(), label.span));
            if name == environment {
                overlays.push(block);
            }
        }
    }
    let mut known: Vec<String> = known.into_iter().map(|(name, _)| name).collect();
    if overlays.is_empty() && environment != BASE {
        diagnostics.push(codes::names::no_environment(environment, &known));
    }
    let mut removed = Vec::new();
    for overlay in overlays {
        warn_of_slips(trees, &overlay, names, diagnostics);
        removed.extend(merge_overlay(trees, overlay, names, diagnostics));
    }
    known.push(BASE.to_owned());
    Environments { known, removed }
}

/// A block that production does not have is new; one whose name is near to one that production has
/// may be a misspelling.
fn warn_of_slips(trees: &[Tree], overlay: &Block, names: &Names, diagnostics: &mut Diagnostics) {
    let mut known: FxHashMap<Symbol, FxHashSet<Symbol>> = FxHashMap::default();
    let labelled = |block: &Block| Some((block.keyword.name, block.labels.last()?.name));
    let all = trees.iter().flat_map(|tree| &tree.blocks);
    for (keyword, label) in all.filter_map(labelled) {
        known.entry(keyword).or_default().insert(label);
    }
    for block in &overlay.body.blocks {
        let (keyword, Some(label)) = (block.keyword.name, block.labels.last()) else {
            continue;
        };
        let Some(known) = known.get(&keyword) else {
            continue;
        };
        if known.contains(&label.name) {
            continue;
        }
        let mut known: Vec<_> = known.iter().map(|name| names.text(*name)).collect();
        known.sort_unstable();
        let (keyword, name) = (names.text(keyword), names.text(label.name));
        if let Some(meant) = nearest(name, known) {
            let warning = codes::names::new_beside_near(label.span, keyword, name, meant);
            diagnostics.push(warning);
        }
    }
}

/// Merges the blocks of `overlay` into the trees. Goes out: which whole blocks it takes away, and where.
pub(super) fn merge_overlay(
    trees: &mut [Tree],
    overlay: Block,
    names: &Names,
    diagnostics: &mut Diagnostics,
) -> Vec<(Symbol, Span)> {
    let mut removed = Vec::new();
    // What is taken away goes first: a block that is written anew then replaces it as a whole.
    for attribute in overlay.body.attributes {
        if names.text(attribute.name.name) == "remove" {
            let taken = remove_all(&attribute.value, names, diagnostics, |path| {
                remove_block(trees, path, names)
            });
            removed.extend(taken);
        } else {
            diagnostics.push(codes::names::attribute_in_environment(attribute.name.span));
        }
    }
    let mut places = FxHashMap::default();
    for (tree, at) in trees.iter().zip(0..) {
        for (block, inside) in tree.blocks.iter().zip(0..) {
            places.entry(identity(block, names)).or_insert((at, inside));
        }
    }
    let mut seen = FxHashMap::default();
    for block in overlay.body.blocks {
        let identity = identity(&block, names);
        let place: Option<(usize, usize)> = places.get(&identity).copied();
        if let Some(first) = seen.insert(identity, block.header()) {
            diagnostics.push(codes::names::merged_twice(block.header(), first));
        } else if let Some((tree, at)) = place {
            let base = &mut trees[tree].blocks[at].body;
            merge_body(base, block.body, names, diagnostics);
        } else if names.text(block.keyword.name) == "app" {
            diagnostics.push(codes::names::no_app(block.header()));
        } else if let Some(tree) = trees.first_mut() {
            tree.blocks.push(block);
        }
    }
    removed
}

/// What makes two blocks the same one: the keyword and the labels; of a block without labels
/// (`moved`) its place, and of `app`, of which there is one, nothing more.
fn identity(block: &Block, names: &Names) -> (Symbol, Vec<Symbol>, Option<Span>) {
    let keyword = block.keyword.name;
    if names.text(keyword) == "app" {
        return (keyword, Vec::new(), None);
    }
    let labels: Vec<Symbol> = block.labels.iter().map(|label| label.name).collect();
    let place = labels.is_empty().then(|| block.header());
    (keyword, labels, place)
}

/// Takes the block away that a path such as `queue.mail` or `resource.topic` names; whether there was
/// one.
fn remove_block(trees: &mut [Tree], path: &str, names: &Names) -> bool {
    let Some((keyword, name)) = path.split_once('.') else {
        return false;
    };
    // What was never written names nothing.
    let (Some(keyword), Some(name)) = (names.find(keyword), names.find(name)) else {
        return false;
    };
    let named = |block: &Block| {
        let label = block.labels.last();
        block.keyword.name == keyword && label.is_some_and(|label| label.name == name)
    };
    trees.iter_mut().any(|tree| {
        let at = tree.blocks.iter().position(named);
        at.map(|at| tree.blocks.remove(at)).is_some()
    })
}

fn merge_body(base: &mut Body, overlay: Body, names: &Names, diagnostics: &mut Diagnostics) {
    for attribute in overlay.attributes {
        if names.text(attribute.name.name) == "remove" {
            remove_all(&attribute.value, names, diagnostics, |path| {
                remove(base, path, names)
            });
            continue;
        }
        match base
            .attributes
            .iter_mut()
            .find(|existing| existing.name.name == attribute.name.name)
        {
            Some(existing) => merge_value(existing, attribute),
            None => base.attributes.push(attribute),
        }
    }
    // A declaration inside a use, such as an `override`, is replaced as a whole.
    let before = base.blocks.len();
    for block in overlay.blocks {
        let mut known = base.blocks[..before].iter_mut();
        match known.find(|known| same(known, &block)) {
            Some(known) => *known = block,
            None => base.blocks.push(block),
        }
    }
}

fn same(a: &Block, b: &Block) -> bool {
    let labels = |block: &Block| {
        block
            .labels
            .iter()
            .map(|label| label.name)
            .collect::<Vec<_>>()
    };
    a.keyword.name == b.keyword.name && labels(a) == labels(b)
}

fn merge_value(base: &mut Attribute, overlay: Attribute) {
    base.name.span = overlay.name.span;
    merge_expr(&mut base.value, overlay.value);
}

fn merge_expr(base: &mut Expr, overlay: Expr) {
    match (&mut base.kind, overlay.kind) {
        (ExprKind::Object(items), ExprKind::Object(new)) => {
            new.into_iter().for_each(|item| merge_item(items, item));
            // What is wrong with the whole came with the difference: the base is checked by itself.
            base.span = overlay.span;
        }
        (_, kind) => {
            *base = Expr {
                kind,
                span: overlay.span,
            }
        }
    }
}

fn merge_item(items: &mut Vec<Item>, new: Item) {
    let same = |item: &&mut Item| matches!((&item.key, &new.key), (Key::Literal(a), Key::Literal(b)) if a == b);
    match items.iter_mut().find(same) {
        Some(item) => merge_expr(&mut item.value, new.value),
        None => items.push(new),
    }
}

/// Hands each path of a `remove` to `take`, which says whether there was something. Goes out: those
/// where there was, and where they are written.
fn remove_all(
    paths: &Expr,
    names: &Names,
    diagnostics: &mut Diagnostics,
    mut take: impl FnMut(&str) -> bool,
) -> Vec<(Symbol, Span)> {
    let mut taken = Vec::new();
    let ExprKind::List(paths) = &paths.kind else {
        diagnostics.push(codes::names::remove_is_a_list(paths.span));
        return taken;
    };
    for path in paths {
        let ExprKind::Text(text) = path.kind else {
            diagnostics.push(codes::names::remove_is_a_list(path.span));
            continue;
        };
        if take(names.text(text)) {
            taken.push((text, path.span));
        } else {
            diagnostics.push(codes::names::nothing_to_remove(path.span, names.text(text)));
        }
    }
    taken
}

/// Whether there was something at that path.
fn remove(base: &mut Body, path: &str, names: &Names) -> bool {
    let (first, rest) = path
        .split_once('.')
        .map_or((path, None), |(first, rest)| (first, Some(rest)));
    let declared = |block: &Block| {
        let label = block.labels.first().map(|label| names.text(label.name));
        names.text(block.keyword.name) == first && label.is_some() && label == rest
    };
    if let Some(at) = base.blocks.iter().position(declared) {
        base.blocks.remove(at);
        return true;
    }
    let Some(at) = base
        .attributes
        .iter()
        .position(|attribute| names.text(attribute.name.name) == first)
    else {
        return false;
    };
    match rest {
        None => {
            base.attributes.remove(at);
            true
        }
        Some(rest) => remove_item(&mut base.attributes[at].value, rest, names),
    }
}

fn remove_item(value: &mut Expr, path: &str, names: &Names) -> bool {
    let ExprKind::Object(items) = &mut value.kind else {
        return false;
    };
    let (first, rest) = path
        .split_once('.')
        .map_or((path, None), |(first, rest)| (first, Some(rest)));
    let named = |item: &Item| matches!(item.key, Key::Literal(key) if names.text(key) == first);
    let Some(at) = items.iter().position(named) else {
        return false;
    };
    match rest {
        None => {
            items.remove(at);
            true
        }
        Some(rest) => remove_item(&mut items[at].value, rest, names),
    }
}
