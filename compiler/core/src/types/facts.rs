//! What a condition says about names, for narrowing: behind `x != null ? ... : ...`, `x` is there.

use crate::names::Symbol;
use crate::syntax::tree::{BinaryOp, Expr, ExprKind, UnaryOp};

use super::program::{ComponentId, SlotId};
use super::{ROOT, Source, Typer};

/// A place that a fact is about: a slot or a local name, and fields below it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Place(pub Symbol, pub Vec<Symbol>);

/// Something that holds where an expression stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Fact {
    /// A bool is true or false.
    Is(Place, bool),
    /// An optional is there.
    Present(Place),
}

impl Typer<'_> {
    /// What follows from a condition being `truth`. With `expand`, also what follows from the lets
    /// that it names.
    pub(super) fn facts_of(
        &self,
        condition: &Expr,
        truth: bool,
        component: ComponentId,
        expand: bool,
    ) -> Vec<Fact> {
        let mut facts = Vec::new();
        self.collect(condition, truth, component, expand, 0, &mut facts);
        facts
    }

    fn collect(
        &self,
        condition: &Expr,
        truth: bool,
        component: ComponentId,
        expand: bool,
        depth: u32,
        facts: &mut Vec<Fact>,
    ) {
        match &condition.kind {
            ExprKind::Unary(UnaryOp::Not, inner) => {
                self.collect(inner, !truth, component, expand, depth, facts);
            }
            ExprKind::Binary(a, BinaryOp::And, b) if truth => {
                self.collect(a, true, component, expand, depth, facts);
                self.collect(b, true, component, expand, depth, facts);
            }
            ExprKind::Binary(a, BinaryOp::Or, b) if !truth => {
                self.collect(a, false, component, expand, depth, facts);
                self.collect(b, false, component, expand, depth, facts);
            }
            ExprKind::Binary(a, op @ (BinaryOp::Equal | BinaryOp::NotEqual), b) => {
                let side = match (&a.kind, &b.kind) {
                    (_, ExprKind::Null) => a,
                    (ExprKind::Null, _) => b,
                    _ => return,
                };
                if (*op == BinaryOp::NotEqual) == truth {
                    facts.extend(place_of(side).map(Fact::Present));
                }
            }
            _ => {
                let Some(place) = place_of(condition) else {
                    return;
                };
                if let (Some(value), true) =
                    (self.let_value(&place, component), expand && depth < 16)
                {
                    self.collect(value, truth, component, expand, depth + 1, facts);
                }
                facts.push(Fact::Is(place, truth));
            }
        }
    }

    fn let_value(&self, place: &Place, component: ComponentId) -> Option<&Expr> {
        if component == ROOT || !place.1.is_empty() {
            return None;
        }
        let slot: SlotId = *self.draft(component).by_name.get(&place.0)?;
        match self.slot(component, slot).source {
            Source::Let(attribute) => Some(&attribute.value),
            _ => None,
        }
    }
}

/// The place that a plain path of names denotes.
pub(super) fn place_of(expr: &Expr) -> Option<Place> {
    match &expr.kind {
        ExprKind::Name(name) => Some(Place(*name, Vec::new())),
        ExprKind::Get(base, field) => {
            let mut place = place_of(base)?;
            place.1.push(field.name);
            Some(place)
        }
        _ => None,
    }
}
