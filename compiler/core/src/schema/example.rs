//! What a value of a property looks like, for messages that ask for one.

use super::{Node, NodeId, Schemas, TypeId, TypeMask};
use crate::names::Names;

/// How deep combinators are followed.
const DEEPEST: u32 = 4;

impl Schemas {
    /// `Endpoint = { Address = "..." }` for the attribute `Endpoint.Address` of a type.
    pub fn example(&self, names: &Names, id: TypeId, attribute: &str) -> String {
        let schema = self.load(names, id);
        let mut node = Some(schema.root);
        let (mut text, mut open) = (String::new(), 0);
        for step in attribute.split('.') {
            if !text.is_empty() {
                text.push_str(" = { ");
                open += 1;
            }
            text.push_str(step);
            node = node.and_then(|node| self.step(names, node, step));
        }
        let value = node.map_or("\"...\"", |node| self.sketch(names, node));
        format!("{text} = {value}{}", " }".repeat(open))
    }

    fn sketch(&self, names: &Names, node: NodeId) -> &'static str {
        let is = |wanted| self.mask_below(names, node, 0).names(wanted);
        if is(TypeMask::STRING) {
            "\"...\""
        } else if is(TypeMask::BOOLEAN) {
            "true"
        } else if is(TypeMask::ARRAY) {
            "[\"...\"]"
        } else if is(TypeMask::OBJECT) {
            "{ ... }"
        } else if is(TypeMask::INTEGER) || is(TypeMask::NUMBER) {
            "0"
        } else {
            "\"...\""
        }
    }

    fn mask_below(&self, names: &Names, node: NodeId, depth: u32) -> TypeMask {
        let node: &Node = self.node(names, node);
        let combination = node.combination.as_deref().filter(|_| depth < DEEPEST);
        let Some(combination) = combination.filter(|_| node.types.is_any()) else {
            return node.types;
        };
        let parts = [
            &combination.all_of,
            &combination.any_of,
            &combination.one_of,
        ];
        let bits = parts
            .into_iter()
            .flat_map(|nodes| nodes.iter())
            .fold(0, |bits, part| {
                bits | self.mask_below(names, *part, depth + 1).bits()
            });
        TypeMask::from_bits(bits)
    }
}
