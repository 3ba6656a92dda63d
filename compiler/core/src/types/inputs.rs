//! Inputs: their defaults and refinements.

use crate::diag::codes;
use crate::names::Symbol;
use crate::source::Span;
use crate::syntax::tree::Block;

use super::Typer;
use super::infer::Env;
use super::program::{ComponentId, InputDef, Ir, Op, Refinement, RefinementKind, SlotDef, SlotId};
use super::ty::{Type, TypeId};
use super::uses::USE_WORDS;

impl<'t> Typer<'t> {
    /// What every use has cannot be an input: nobody could give it. `app` and `tier` are no uses.
    fn taken_word(&mut self, block: &Block, component: ComponentId) {
        let kind = self.text(self.draft(component).kind);
        let name = block.labels[0];
        let word = self.text(name.name);
        if USE_WORDS.contains(&word) && !matches!(kind, "app" | "tier") {
            let problem = codes::accounts::input_of_every_use(name.span, word);
            self.diagnostics.push(problem);
        }
    }

    pub(super) fn input(&mut self, block: &'t Block, slot: SlotId, env: &mut Env) -> SlotDef {
        let known = [
            "type",
            "default",
            "doc",
            "later",
            "min",
            "max",
            "min_length",
            "max_length",
            "matches",
            "one_of",
        ];
        self.only(block, &known, "an input");
        self.taken_word(block, env.component);
        if self.attribute(block, "doc").is_none() {
            self.diagnostics
                .push(codes::types::input_without_doc(block.header()));
        }
        let ty = self.slot(env.component, slot).ty.unwrap_or(TypeId::ERROR);
        let wanted = self
            .attribute(block, "type")
            .map(|declared| &declared.value);
        let default = self
            .attribute(block, "default")
            .map(|default| self.wanting(wanted, |typer| typer.expect(&default.value, ty, env).ir));
        let default = match default {
            None if self.tables.types.is_optional(ty) => Some(Ir {
                op: Op::Const(crate::value::Value::Null),
                span: block.header(),
            }),
            other => other,
        };
        let refinements = self.refinements(block, ty, "an input", env);
        SlotDef::Input(InputDef {
            default,
            refinements,
        })
    }

    /// What values of an input or a param must fulfil.
    pub(super) fn refinements(
        &mut self,
        block: &'t Block,
        ty: TypeId,
        of: &str,
        env: &mut Env,
    ) -> Vec<Refinement> {
        let wanted = self
            .attribute(block, "type")
            .map(|declared| &declared.value);
        let mut refinements = Vec::new();
        let present = self.tables.types.present(ty);
        // What is known already is held to it.
        let present = match *self.tables.types.get(present) {
            Type::Later(inner) => inner,
            _ => present,
        };
        for attribute in &block.body.attributes {
            let kind = match self.text(attribute.name.name) {
                "min" => (RefinementKind::Min, present),
                "max" => (RefinementKind::Max, present),
                "min_length" => (RefinementKind::MinLength, TypeId::INT),
                "max_length" => (RefinementKind::MaxLength, TypeId::INT),
                "matches" => (RefinementKind::Matches, TypeId::TEXT),
                "one_of" => (
                    RefinementKind::OneOf,
                    self.tables.types.id(Type::List(present)),
                ),
                _ => continue,
            };
            if !self.takes_limit(kind.0, present) {
                let what = format!("{of} of type {}", self.type_text(present));
                let name = self.text(attribute.name.name);
                let span = attribute.name.span;
                let unknown = codes::names::unknown_attribute(span, name, &what, &[]);
                self.diagnostics.push(unknown);
                continue;
            }
            let wanted = wanted.filter(|_| kind.1 == present);
            let limit = self.wanting(wanted, |typer| {
                typer.constant(&attribute.value, kind.1, env)
            });
            let Some(limit) = limit else {
                continue;
            };
            let span = attribute.value.span;
            let pattern = match (kind.0, limit) {
                (RefinementKind::Matches, crate::value::Value::Text(text)) => {
                    self.pattern(text, span)
                }
                _ => None,
            };
            refinements.push(Refinement {
                kind: kind.0,
                limit,
                pattern,
                span,
            });
        }
        refinements
    }

    fn pattern(&mut self, text: Symbol, span: Span) -> Option<regex_lite::Regex> {
        match regex_lite::Regex::new(self.text(text)) {
            Ok(pattern) => Some(pattern),
            Err(error) => {
                self.diagnostics
                    .push(codes::types::bad_pattern(span, &error.to_string()));
                None
            }
        }
    }

    /// Whether values of a type can be held to a limit of this kind.
    fn takes_limit(&self, kind: RefinementKind, ty: TypeId) -> bool {
        let ty = self.tables.types.get(ty);
        let text = matches!(
            ty,
            Type::Text | Type::Form(_) | Type::Attribute(..) | Type::Error
        );
        match kind {
            RefinementKind::Min | RefinementKind::Max => matches!(
                ty,
                Type::Int | Type::Number | Type::Quantity(_) | Type::Error
            ),
            RefinementKind::MinLength | RefinementKind::MaxLength => {
                text || matches!(ty, Type::List(_) | Type::Set(_) | Type::Map(_))
            }
            RefinementKind::Matches => text,
            RefinementKind::OneOf => true,
        }
    }
}
