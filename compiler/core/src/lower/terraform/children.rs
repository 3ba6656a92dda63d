//! What a resource is split into: resources of their own, named by what is in them and never by
//! where it stands.

use super::rules::{Into, literal};
use super::translation::{Child, Composed, Element, Rules, Translation};
use super::tree::{Block, Body, Expr};
use super::{Lowering, name};
use crate::eval::Step;
use crate::value::{ObjectId, Value};

/// The resource that is split.
pub(super) struct Parent<'p> {
    /// Its translation.
    pub translation: &'p Translation,
    /// Its name.
    pub name: &'p str,
    /// Its properties.
    pub properties: ObjectId,
}

/// An element from which a child is made.
#[derive(Clone, Copy)]
struct Source {
    value: Value,
    /// Its place, if it is one of a list.
    at: Option<usize>,
}

impl Lowering<'_> {
    /// All children of the current resource.
    pub(super) fn children(&mut self, parent: &Parent<'_>) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        for child in &parent.translation.children {
            for source in self.sources(child, parent) {
                let block = self.child(child, parent, source);
                // Two equal elements are one rule to the service too.
                if !blocks.iter().any(|known| known.labels == block.labels) {
                    blocks.push(block);
                }
            }
        }
        blocks
    }

    fn sources(&self, child: &Child, parent: &Parent<'_>) -> Vec<Option<Source>> {
        match self.field(parent.properties, &child.of) {
            None if child.absent.is_empty() => Vec::new(),
            None => vec![None],
            Some(Value::List(list)) => {
                let elements = self.elements(list).into_iter();
                let source = |(at, value)| {
                    Some(Source {
                        value,
                        at: Some(at),
                    })
                };
                elements.map(source).collect()
            }
            Some(value) => vec![Some(Source { value, at: None })],
        }
    }

    fn child(&mut self, child: &Child, parent: &Parent<'_>, source: Option<Source>) -> Block {
        let tables = self.tables;
        let types = if child.ephemeral {
            &tables.provider.ephemeral
        } else {
            &tables.provider.resources
        };
        let nothing = super::provider::Shape::default();
        let shape = types.get(&child.to).unwrap_or(&nothing);
        let mut into = Into::new(&child.to, shape);
        let depth = self.path.len();
        self.path
            .extend(tables.names.find(&child.of).map(Step::Name));
        self.path
            .extend(source.and_then(|source| source.at).map(Step::Index));
        match source {
            Some(source) => self.element(child, parent, source.value, &mut into),
            None => {
                for (attribute, value) in &child.absent {
                    into.body.set(attribute, literal(value));
                }
            }
        }
        let ending = self.ending(child, source, &into.body);
        for (attribute, value) in &child.set {
            if let Some(value) = self.composed(value, parent, source) {
                into.body.set(attribute, value);
            }
        }
        for (attribute, of) in child.parent.iter().rev() {
            let of = format!("{}.{}.{of}", parent.translation.to, parent.name);
            let first = (attribute.clone(), Expr::Reference(of));
            into.body.attributes.insert(0, first);
        }
        match &child.element {
            Element::Fields(rules) => self.require(&into, rules),
            Element::Whole(_) => self.require(&into, &Rules::new()),
        }
        self.path.truncate(depth);
        let keyword = if child.ephemeral {
            "ephemeral"
        } else {
            "resource"
        };
        let label = format!("{}__{ending}", parent.name);
        let mut block = Block::new(keyword, &[&child.to, &label], into.body);
        let of = if source.is_some() {
            ""
        } else {
            ", which is not set: what the service does then"
        };
        block
            .comment
            .push(format!("{}: {}{of}", self.address(self.current), child.of));
        block
    }

    fn element(&mut self, child: &Child, parent: &Parent<'_>, value: Value, into: &mut Into<'_>) {
        let rules = match &child.element {
            Element::Whole(rule) => return self.rule(rule, value, parent.properties, into),
            Element::Fields(rules) => rules,
        };
        let Value::Object(object) = value else {
            return self.unfit("an object");
        };
        let siblings = |field: &str| {
            let mut all = parent.translation.children_of(&child.of);
            all.any(|sibling| sibling.reads(field))
        };
        self.apply(rules, object, into, siblings);
    }

    /// The end of a child's name.
    fn ending(&self, child: &Child, source: Option<Source>, body: &Body) -> String {
        let Some(Source { value, at: Some(_) }) = source else {
            return child.name.clone();
        };
        let key = match (&child.key, value) {
            (Some(key), Value::Object(object)) => {
                let text = self.field(object, key).and_then(|key| self.known_text(key));
                text.map(|text| name::of_key(&text))
            }
            _ => None,
        };
        let key = key.unwrap_or_else(|| {
            let fields = body.attributes.clone();
            name::hash(&Expr::Object(fields).canonical())
        });
        format!("{}_{key}", child.name)
    }

    fn composed(
        &mut self,
        composed: &Composed,
        parent: &Parent<'_>,
        source: Option<Source>,
    ) -> Option<Expr> {
        match composed {
            Composed::Literal(known) => Some(literal(known)),
            Composed::Digest => {
                let content = self.value(source?.value).canonical();
                Some(Expr::Int(name::number(&content)))
            }
            Composed::FieldIn {
                template,
                key,
                child: other,
                attribute,
            } => {
                let all = &parent.translation.children;
                let other = all.iter().find(|known| known.name == *other)?;
                let kind = if other.ephemeral { "ephemeral." } else { "" };
                let label = format!("{}__{}", parent.name, other.name);
                let value = Expr::Reference(format!("{kind}{}.{label}.{attribute}", other.to));
                let Value::Object(object) = source?.value else {
                    return Some(value);
                };
                let Some(key) = self.field(object, key) else {
                    return Some(value);
                };
                let Some(key) = self.known_text(key) else {
                    self.unfit("a known key");
                    return None;
                };
                let added = Expr::Object(vec![(key, value)]);
                let whole = match self.field(object, template) {
                    None => added,
                    Some(template) => {
                        let template = self.value(template);
                        let decoded = Expr::Call("jsondecode", vec![template]);
                        Expr::Call("merge", vec![decoded, added])
                    }
                };
                Some(Expr::Call("jsonencode", vec![whole]))
            }
        }
    }
}
