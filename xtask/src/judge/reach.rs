//! Which nodes lead to which keywords.

use std::collections::HashSet;

use outrigger_core::names::Names;
use outrigger_core::schema::layout::Keyword;
use outrigger_core::schema::{Node, NodeId, Schemas};

/// The nodes that a node names, first those for the same value, then those below it.
pub fn children(node: &Node) -> (Vec<NodeId>, Vec<NodeId>) {
    let mut same = Vec::new();
    let mut below = Vec::new();
    if let Some(rules) = &node.combination {
        same.extend(
            rules
                .all_of
                .iter()
                .chain(&rules.any_of)
                .chain(&rules.one_of),
        );
        same.extend(rules.not.iter().chain(&rules.condition));
        same.extend(rules.then.iter().chain(&rules.otherwise));
        same.extend(rules.dependent_schemas.iter().map(|rule| rule.1));
    }
    if let Some(object) = &node.object {
        below.extend(object.properties.iter().map(|property| property.1));
        below.extend(object.pattern_properties.iter().map(|property| property.1));
    }
    if let Some(list) = &node.list {
        below.extend(list.items.iter().chain(&list.prefix_items));
    }
    (same, below)
}

/// All nodes at or below `root`.
pub fn all_below(schemas: &Schemas, names: &Names, root: NodeId) -> HashSet<NodeId> {
    let mut seen = HashSet::from([root]);
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        let (same, below) = children(schemas.node(names, id));
        for child in same.into_iter().chain(below) {
            if seen.insert(child) {
                open.push(child);
            }
        }
    }
    seen
}

/// Those of `nodes` from which a node that says `keyword` can be reached.
pub fn leading_to(
    schemas: &Schemas,
    names: &Names,
    nodes: &HashSet<NodeId>,
    keyword: Keyword,
) -> HashSet<NodeId> {
    let mut leading: HashSet<NodeId> = nodes
        .iter()
        .copied()
        .filter(|&id| says(schemas.node(names, id), keyword))
        .collect();
    loop {
        let before = leading.len();
        for &id in nodes {
            let (same, below) = children(schemas.node(names, id));
            if same
                .iter()
                .chain(&below)
                .any(|child| leading.contains(child))
            {
                leading.insert(id);
            }
        }
        if leading.len() == before {
            return leading;
        }
    }
}

/// Whether a node says something with a keyword.
pub fn says(node: &Node, keyword: Keyword) -> bool {
    let number = node.number.as_deref();
    let list = node.list.as_deref();
    let object = node.object.as_deref();
    let rules = node.combination.as_deref();
    match keyword {
        Keyword::Types => !node.types.is_any(),
        Keyword::Properties => object.is_some_and(|o| !o.properties.is_empty()),
        Keyword::Required => object.is_some_and(|o| !o.required.is_empty()),
        Keyword::Closed => object.is_some_and(|o| o.closed),
        Keyword::PatternProperties => object.is_some_and(|o| !o.pattern_properties.is_empty()),
        Keyword::MinProperties => object.is_some_and(|o| o.min_properties.is_some()),
        Keyword::MaxProperties => object.is_some_and(|o| o.max_properties.is_some()),
        Keyword::Items => list.is_some_and(|l| l.items.is_some()),
        Keyword::PrefixItems => list.is_some_and(|l| !l.prefix_items.is_empty()),
        Keyword::MinItems => list.is_some_and(|l| l.min_items.is_some_and(|least| least > 0)),
        Keyword::MaxItems => list.is_some_and(|l| l.max_items.is_some_and(|most| most < 200)),
        Keyword::UniqueItems => list.is_some_and(|l| l.unique_items),
        Keyword::UniqueKeys => list.is_some_and(|l| !l.unique_keys.is_empty()),
        Keyword::MaxUniqueItems => list.is_some_and(|l| l.max_unique_items.is_some()),
        Keyword::MinLength => node.text.min_length.is_some_and(|least| least > 0),
        Keyword::MaxLength => node.text.max_length.is_some_and(|most| most < 5_000),
        Keyword::Pattern => node.text.pattern.is_some(),
        Keyword::Format => node.text.format.is_some(),
        Keyword::Minimum => number.is_some_and(|n| n.minimum.is_some()),
        Keyword::Maximum => number.is_some_and(|n| n.maximum.is_some()),
        Keyword::ExclusiveMinimum => number.is_some_and(|n| n.exclusive_minimum.is_some()),
        Keyword::ExclusiveMaximum => number.is_some_and(|n| n.exclusive_maximum.is_some()),
        Keyword::MultipleOf => number.is_some_and(|n| n.multiple_of.is_some()),
        Keyword::Enum | Keyword::Const => node.enumeration.as_ref().is_some_and(|e| !e.ignore_case),
        Keyword::EnumIgnoringCase => node.enumeration.as_ref().is_some_and(|e| e.ignore_case),
        Keyword::AllOf => rules.is_some_and(|c| !c.all_of.is_empty()),
        Keyword::AnyOf => rules.is_some_and(|c| !c.any_of.is_empty()),
        Keyword::OneOf => rules.is_some_and(|c| !c.one_of.is_empty()),
        Keyword::Not => rules.is_some_and(|c| c.not.is_some()),
        Keyword::If => rules.is_some_and(|c| c.condition.is_some()),
        Keyword::Then => rules.is_some_and(|c| c.then.is_some()),
        Keyword::Else => rules.is_some_and(|c| c.otherwise.is_some()),
        Keyword::DependentRequired => rules.is_some_and(|c| !c.dependent_required.is_empty()),
        Keyword::DependentSchemas => rules.is_some_and(|c| !c.dependent_schemas.is_empty()),
        Keyword::DependentExcluded => rules.is_some_and(|c| !c.dependent_excluded.is_empty()),
        Keyword::RequiredXor => rules.is_some_and(|c| !c.required_xor.is_empty()),
        Keyword::RequiredOr => rules.is_some_and(|c| !c.required_or.is_empty()),
        // These say nothing about whether a value is right.
        Keyword::Unordered | Keyword::ArrayType | Keyword::Default | Keyword::Relationship => false,
    }
}
