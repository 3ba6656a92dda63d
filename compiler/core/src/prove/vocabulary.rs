//! Whether behaviours speak of what there is: their types and the properties that they name.

use crate::behaviors::{Behavior, Behaviors, Query, QueryFunction, QueryOp};
use crate::diag::{Diagnostics, codes};
use crate::names::{Names, Symbol};
use crate::schema::{NodeId, Schemas};
use crate::source::Span;
use crate::spelling::nearest;

/// Checks the behaviours that are wanted. Those of the library are checked by its tests.
pub fn check(
    behaviors: &Behaviors,
    wanted: impl Fn(&Behavior) -> bool,
    names: &Names,
    schemas: &Schemas,
    diagnostics: &mut Diagnostics,
) {
    let mut checker = Checker {
        behaviors,
        names,
        schemas,
        diagnostics,
    };
    for behavior in behaviors.iter() {
        if wanted(behavior) {
            checker.behavior(behavior);
        }
    }
}

struct Checker<'a> {
    behaviors: &'a Behaviors,
    names: &'a Names,
    schemas: &'a Schemas,
    diagnostics: &'a mut Diagnostics,
}

/// What a question's answer is known to be without asking.
#[derive(Clone, Copy)]
struct Shape {
    type_name: Symbol,
    node: NodeId,
}

impl Checker<'_> {
    fn behavior(&mut self, behavior: &Behavior) {
        let Some(own) = self.shape(behavior.type_name, behavior.span) else {
            return;
        };
        let survives = behavior.survives.iter().flat_map(|survival| {
            let [from, to] = &survival.within;
            let always = [from, to].into_iter();
            always.chain(&survival.when).chain(&survival.losing)
        });
        let pool = behavior.pool.iter().flat_map(|pool| {
            let always = [&pool.replicas, &pool.zones, &pool.capacity, &pool.load];
            always.into_iter().chain(&pool.maximum)
        });
        let all = behavior.lets.iter().chain(&behavior.part_of);
        for query in all.chain(survives).chain(pool) {
            self.query(query, own, &behavior.lets);
        }
    }

    fn shape(&mut self, type_name: Symbol, span: Span) -> Option<Shape> {
        let text = self.names.text(type_name);
        if let Some(id) = self.schemas.find(text) {
            let node = self.schemas.load(self.names, id).root;
            return Some(Shape { type_name, node });
        }
        let suggestion = self.schemas.suggest(text);
        let unknown = codes::proofs::behavior_of_unknown_type(span, text, suggestion);
        self.diagnostics.push(unknown);
        None
    }

    fn property(&mut self, of: Shape, name: Symbol, span: Span) -> Option<Shape> {
        // Elements of lists: what is asked of a list is asked of each.
        let mut node = of.node;
        while let Some(items) = self.schemas.node(self.names, node).items() {
            node = items;
        }
        let text = self.names.text(name);
        if let Some(node) = self.schemas.step(self.names, node, text) {
            return Some(Shape { node, ..of });
        }
        // JSON of any form.
        if self.schemas.node(self.names, node).properties().is_empty() {
            return None;
        }
        let type_name = self.names.text(of.type_name);
        let known = self.schemas.node(self.names, node).properties().iter();
        let alike = nearest(text, known.map(|(known, _)| self.names.text(*known)));
        let wrong = codes::proofs::no_such_property(span, type_name, text, alike);
        self.diagnostics.push(wrong);
        None
    }

    /// Checks a question; gives the shape of its answer where that is known.
    fn query(&mut self, query: &Query, own: Shape, lets: &[Query]) -> Option<Shape> {
        match &query.op {
            QueryOp::Own => Some(own),
            // What is wrong with it is reported once: equal diagnostics are.
            QueryOp::Let(at) => self.query(&lets[*at], own, lets),
            QueryOp::Get(base, name) => {
                let base = self.query(base, own, lets)?;
                self.property(base, *name, query.span)
            }
            QueryOp::Referrers(of, at) => {
                self.query(of, own, lets);
                let wanted = self.behaviors.referrers[*at].clone();
                let shape = self.shape(wanted.type_name, query.span)?;
                let mut at = shape;
                for step in &wanted.path {
                    at = self.property(at, *step, query.span)?;
                }
                Some(shape)
            }
            QueryOp::Target(base) | QueryOp::Fact(base, _) | QueryOp::Not(base) => {
                self.query(base, own, lets);
                None
            }
            QueryOp::Call(QueryFunction::Only | QueryFunction::Distinct, parts) => {
                self.query(&parts[0], own, lets)
            }
            QueryOp::List(parts) | QueryOp::Call(_, parts) => {
                parts.iter().for_each(|part| {
                    self.query(part, own, lets);
                });
                None
            }
            QueryOp::Binary(_, parts) => {
                parts.iter().for_each(|part| {
                    self.query(part, own, lets);
                });
                None
            }
            QueryOp::If(parts) => {
                parts.iter().for_each(|part| {
                    self.query(part, own, lets);
                });
                None
            }
            QueryOp::For(_, over, result, condition) => {
                self.query(over, own, lets);
                self.query(result, own, lets);
                if let Some(condition) = condition {
                    self.query(condition, own, lets);
                }
                None
            }
            QueryOp::Const(_) | QueryOp::Local(_) | QueryOp::Broken => None,
        }
    }
}
