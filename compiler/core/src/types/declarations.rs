//! Checks, facts and what a component provides.

use crate::diag::codes;
use crate::syntax::tree::{Block, Expr, ExprKind, Ident};
use crate::units_of_measure::Dimension;

use super::infer::Env;
use super::program::{At, CheckDef, CheckRule, ComponentId, FactDef, Ir, Op, ProvidesDef, SlotId};
use super::ty::{Field, Type, TypeId};
use super::{Source, Typer};

/// What the record of a `provides` may hold.
pub(super) const PROVIDES_FIELDS: &[&str] = &[
    "grants",
    "env",
    "secrets",
    "address",
    "port",
    "security_group",
    "cidr",
    "outside",
    "path",
    "backlog",
];

/// What the record has beside: who it is, and what is known of the call.
const CALL_FIELDS: &[&str] = &[
    "name",
    "callee",
    "account",
    "capability",
    "per_request",
    "retries",
    "timeout",
    "needs",
];

impl<'t> Typer<'t> {
    /// Checks, facts and provides, once all slots are done.
    pub(super) fn finish_declarations(&mut self, component: ComponentId) {
        let draft = self.draft(component);
        let (checks, facts, provided) = (
            draft.check_blocks.clone(),
            draft.fact_blocks.clone(),
            draft.provided.clone(),
        );
        for block in checks {
            self.check_block(component, block);
        }
        for block in facts {
            self.only(block, &["of", "value"], "a fact");
            let (Some(of), Some(value)) =
                (self.attribute(block, "of"), self.attribute(block, "value"))
            else {
                self.lacks(block, &["of", "value"], "a fact");
                continue;
            };
            let mut env = Env::new(component);
            env.at = At::Global;
            env.anywhere = true;
            let of = self.waited_for(&of.value, &mut env);
            let value = self.infer(&value.value, None, &mut env).ir;
            self.components[component.0 as usize].facts.push(FactDef {
                name: block.labels[0],
                of,
                value,
            });
        }
        for (name, block) in provided {
            self.provides_block(component, name, block);
        }
    }

    /// Reports which of these attributes a declaration does not have.
    fn lacks(&mut self, block: &Block, wanted: &[&str], what: &str) {
        for name in wanted {
            if self.attribute(block, name).is_none() {
                let missing = codes::names::missing_attribute(block.header(), name, what);
                self.diagnostics.push(missing);
            }
        }
    }

    fn check_block(&mut self, component: ComponentId, block: &'t Block) {
        let mut env = Env::new(component);
        let (that, unique) = (
            self.attribute(block, "that"),
            self.attribute(block, "unique"),
        );
        // A check looks at one of the two.
        let known: &[_] = match that {
            Some(_) => &["that", "error", "at"],
            None => &["that", "unique", "error", "at"],
        };
        self.only(block, known, "a check");
        let (Some(looked_at), Some(error)) = (that.or(unique), self.attribute(block, "error"))
        else {
            let wanted: &[_] = match unique {
                Some(_) => &["error"],
                None => &["that", "error"],
            };
            self.lacks(block, wanted, "a check");
            return;
        };
        let wanted = match that {
            Some(_) => TypeId::BOOL,
            None => self.tables.types.id(Type::List(TypeId::TEXT)),
        };
        let looked_at = self
            .expect_known(&looked_at.value, wanted, "a check", &mut env)
            .ir;
        let rule = match that {
            Some(_) => CheckRule::That(looked_at),
            None => CheckRule::Unique(looked_at),
        };
        let error = self
            .expect_known(&error.value, TypeId::TEXT, "a message", &mut env)
            .ir;
        let at = self
            .attribute(block, "at")
            .and_then(|at| self.named_input(&at.value, &mut env));
        self.components[component.0 as usize].checks.push(CheckDef {
            name: block.labels[0],
            rule,
            error,
            at,
        });
    }

    /// The type of a field of what a use provides; none if there is no such field.
    pub(super) fn provides_field(&self, name: &str) -> Option<TypeId> {
        let types = self.tables.types;
        let later = types.later(TypeId::TEXT);
        let map = types.optional(types.id(Type::Map(types.optional(later))));
        match name {
            "grants" | "env" | "secrets" => Some(map),
            "address" | "security_group" => Some(types.optional(later)),
            "cidr" | "account" => Some(types.optional(TypeId::TEXT)),
            "outside" => Some(types.optional(self.outside())),
            "port" => Some(types.optional(TypeId::INT)),
            "name" | "callee" | "capability" => Some(TypeId::TEXT),
            "per_request" => Some(TypeId::NUMBER),
            "retries" => Some(TypeId::INT),
            "timeout" => Some(types.optional(types.id(Type::Quantity(Dimension::Duration)))),
            "needs" => {
                let words = ["hard", "soft"].map(|word| self.tables.names.intern(word));
                Some(types.id(Type::Enum(words.into())))
            }
            "backlog" => Some(types.optional(self.backlog())),
            "path" => Some(types.optional(types.id(Type::List(TypeId::NEVER)))),
            _ => None,
        }
    }

    /// What is called and is not the app's: how much of the time it says to be there, and what
    /// becomes of its callers while it is not.
    fn outside(&self) -> TypeId {
        let types = self.tables.types;
        let percent = types.id(Type::Quantity(Dimension::Percent));
        let words = ["degrade", "stop"].map(|word| self.tables.names.intern(word));
        // Sorted by text.
        let fields = [
            ("availability", types.optional(percent)),
            ("on_loss", types.id(Type::Enum(words.into()))),
        ];
        let fields = fields.map(|(name, ty)| Field {
            name: self.tables.names.intern(name),
            ty,
        });
        types.id(Type::Object(fields.into()))
    }

    /// The metrics of what waits to be consumed: how much waits, and for how long the oldest has.
    fn backlog(&self) -> TypeId {
        let types = self.tables.types;
        let dimensions = types.id(Type::Map(types.later(TypeId::TEXT)));
        // Sorted by text.
        let fields = [
            ("age", TypeId::TEXT),
            ("dimensions", dimensions),
            ("namespace", TypeId::TEXT),
            ("waiting", TypeId::TEXT),
        ];
        let fields = fields.map(|(name, ty)| Field {
            name: self.tables.names.intern(name),
            ty,
        });
        types.id(Type::Object(fields.into()))
    }

    /// The input that an expression names.
    fn named_input(&mut self, expr: &Expr, env: &mut Env) -> Option<SlotId> {
        let typed = self.infer(expr, None, env);
        match typed.ir.op {
            Op::Slot(slot) if matches!(self.slot(env.component, slot).source, Source::Input(_)) => {
                Some(slot)
            }
            Op::Broken => None,
            _ => {
                let wanted = codes::types::literal_wanted(expr.span, "the name of an input");
                self.diagnostics.push(wanted);
                None
            }
        }
    }

    fn provides_block(&mut self, component: ComponentId, name: Ident, block: &'t Block) {
        let known: Vec<_> = PROVIDES_FIELDS
            .iter()
            .copied()
            .chain(["when", "error"])
            .collect();
        self.only(block, &known, "a provides");
        let mut env = Env::new(component);
        env.anywhere = true;
        // It is said where `when` does not hold, so nothing follows from that here.
        let error = self.attribute(block, "error");
        let error = error.map(|error| {
            self.expect_known(&error.value, TypeId::TEXT, "a message", &mut env)
                .ir
        });
        let when = self.presence(block, &mut env).0;
        let mut fields = Vec::new();
        for field in &block.body.attributes {
            let name = self.text(field.name.name);
            let Some(ty) = self
                .provides_field(name)
                .filter(|_| !CALL_FIELDS.contains(&name))
            else {
                continue;
            };
            let value = match (self.text(field.name.name), &field.value.kind) {
                ("path", ExprKind::List(elements)) => {
                    let waited = elements
                        .iter()
                        .map(|element| self.waited_for(element, &mut env));
                    Ir {
                        op: Op::List(waited.collect()),
                        span: field.value.span,
                    }
                }
                _ => self.expect(&field.value, ty, &mut env).ir,
            };
            fields.push((field.name.name, value));
        }
        fields.sort_by(|a, b| self.text(a.0).cmp(self.text(b.0)));
        let record = Ir {
            op: Op::Object(fields),
            span: block.header(),
        };
        self.components[component.0 as usize]
            .provides
            .push(ProvidesDef {
                name,
                when,
                error,
                record,
            });
    }
}
