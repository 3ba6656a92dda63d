//! Names that are not slots: `site.region`, `app.home`, `tier.x`, `queue.mail`.

use crate::diag::codes;
use crate::imports::SpaceId;
use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind, Ident};

use super::super::program::{Op, SiteFact};
use super::super::ty::{Form, Type, TypeId};
use super::super::{ROOT, Typed, Typer, did_you_mean};
use super::Env;

impl Typer<'_> {
    /// Names that are not slots: `site.region`, `app.home`, `tier.x`, `queue.mail`. Says how many
    /// steps it has taken.
    pub(super) fn special(
        &mut self,
        base: &Expr,
        steps: &[Ident],
        env: &mut Env,
    ) -> Option<(Typed, usize)> {
        let ExprKind::Name(name) = base.kind else {
            return None;
        };
        let first = *steps.first()?;
        let span = base.span.to(first.span);
        let typed = match self.text(name) {
            "site" => self.site(first, span, env),
            "app" => self.app_field(first, span, env),
            "self" => self.own(first, span, env),
            "each" => self.each(first, span, env),
            "tier" if env.component == ROOT => match self.tiers.get(&first.name) {
                Some(&tier) => Typed::new(Op::Tier(tier), span, TypeId::TIER),
                None => self.unknown_declared("tier", first),
            },
            what @ ("param" | "existing") if self.draft(env.component).space != SpaceId::APP => {
                let name = self.text(first.name);
                self.diagnostics
                    .push(codes::imports::reads_app(span, what, name));
                Typed::broken(span)
            }
            "param" => match self.params.get(&first.name).copied() {
                Some(param) => {
                    let ty = self.tables.types.later(self.param_types[param as usize]);
                    Typed::new(Op::Param(param), span, ty)
                }
                None => self.unknown_declared("param", first),
            },
            "existing" => match self.existing.get(&first.name).copied() {
                Some(existing) => {
                    let block = self.declarations.existing[existing as usize];
                    let ty = self.tables.types.id(Type::Resource(block.labels[0].name));
                    self.reads_existing.push(existing);
                    let typed = Typed {
                        regional: !self.is_everywhere(existing),
                        ..Typed::new(Op::Existing(existing), span, ty)
                    };
                    if typed.regional {
                        let name = format!("existing.{}", self.text(first.name));
                        self.regional(&typed.ir, &name, env.component, env);
                    }
                    typed
                }
                None => self.unknown_declared("existing", first),
            },
            _ if env.component == ROOT && !env.locals.iter().any(|local| local.name == name) => {
                if let Some(&slot) = self.root_uses.get(&(name, first.name)) {
                    self.slot_reference(ROOT, slot, span, env)
                } else if self.is_kind(name) || self.text(name) == "resource" {
                    self.unknown_declared(self.text(name), first)
                } else {
                    return None;
                }
            }
            _ => return None,
        };
        Some((typed, 1))
    }

    /// Whether something that exists already is the same at every site.
    pub(super) fn is_everywhere(&self, existing: u32) -> bool {
        let known = self.everywhere.get(existing as usize);
        known.copied().unwrap_or_default()
    }

    fn unknown_declared(&mut self, what: &str, name: Ident) -> Typed {
        let mut known: Vec<_> = match what {
            "tier" => self.tiers.keys().map(|name| self.text(*name)).collect(),
            "param" => self.params.keys().map(|name| self.text(*name)).collect(),
            "existing" => self.existing.keys().map(|name| self.text(*name)).collect(),
            kind => {
                let of_kind = self
                    .root_uses
                    .keys()
                    .filter(|(of, _)| self.text(*of) == kind);
                of_kind.map(|(_, name)| self.text(*name)).collect()
            }
        };
        known.sort_unstable();
        let suggestion = did_you_mean(self.text(name.name), known.iter().copied());
        let (text, suggestion) = (self.text(name.name), suggestion.as_deref());
        let address = self.tables.names.find(&format!("{what}.{text}"));
        let mut removed = self.declarations.environments.removed.iter();
        let problem = match removed.find(|(path, _)| Some(*path) == address) {
            Some((_, taken)) => {
                let environment = self.text(self.header.1);
                codes::names::removed_here(name.span, what, text, (environment, *taken))
            }
            None => codes::names::unknown_declared(name.span, what, text, suggestion, &known),
        };
        self.diagnostics.push(problem);
        Typed::broken(name.span)
    }

    fn site(&mut self, field: Ident, span: Span, env: &Env) -> Typed {
        let types = self.tables.types;
        let (fact, ty) = match self.text(field.name) {
            "region" => (SiteFact::Region, types.id(Type::Form(Form::Region))),
            "account" => (SiteFact::Account, types.later(TypeId::TEXT)),
            "partition" => (SiteFact::Partition, TypeId::TEXT),
            "zones" => (SiteFact::Zones, types.id(Type::List(TypeId::TEXT))),
            other => {
                let known = ["region", "account", "partition", "zones"];
                let suggestion = did_you_mean(other, known.into_iter());
                self.diagnostics.push(codes::types::no_field(
                    span,
                    "site",
                    other,
                    suggestion.as_deref(),
                    &known,
                ));
                return Typed::broken(span);
            }
        };
        let typed = Typed {
            regional: true,
            ..Typed::new(Op::Site(fact), span, ty)
        };
        let name = format!("site.{}", self.text(field.name));
        self.regional(&typed.ir, &name, env.component, env);
        typed
    }

    fn app_field(&mut self, field: Ident, span: Span, env: &Env) -> Typed {
        match self.text(field.name) {
            "name" => return Typed::new(Op::Header(self.header.0), span, TypeId::TEXT),
            "environment" => {
                // A library is written for apps with whatever environments.
                let ours = self.draft(env.component).space == SpaceId::APP;
                let environment = self.tables.types.id(Type::Form(Form::Environment));
                let ty = if ours { environment } else { TypeId::TEXT };
                return Typed::new(Op::Header(self.header.1), span, ty);
            }
            _ => {}
        }
        let kind = self.tables.names.intern("app");
        let Some(app) = self.component(kind) else {
            return Typed::broken(span);
        };
        let draft = self.draft(app);
        let slot = draft
            .outputs
            .get(&field.name)
            .or_else(|| draft.by_name.get(&field.name))
            .copied();
        let Some(slot) = slot else {
            let mut known: Vec<_> = draft
                .by_name
                .keys()
                .chain(draft.outputs.keys())
                .map(|name| self.text(*name))
                .collect();
            known.sort_unstable();
            let suggestion = did_you_mean(self.text(field.name), known.iter().copied());
            let (text, suggestion) = (self.text(field.name), suggestion.as_deref());
            self.diagnostics.push(codes::types::no_field(
                span, "app", text, suggestion, &known,
            ));
            return Typed::broken(span);
        };
        let (ty, _) = self.slot_type(app, slot, span);
        Typed::new(Op::App(slot), span, ty)
    }

    /// `self.name`, `self.address`, `self.regions` and `self.account`, of the use whose component this is.
    fn own(&mut self, field: Ident, span: Span, env: &Env) -> Typed {
        let types = self.tables.types;
        match self.text(field.name) {
            "name" if env.component != ROOT => Typed::new(Op::SelfName, span, TypeId::TEXT),
            "address" if env.component != ROOT => Typed::new(Op::SelfAddress, span, TypeId::TEXT),
            "regions" if env.component != ROOT => {
                let region = types.id(Type::Form(Form::Region));
                Typed::new(Op::SelfRegions, span, types.id(Type::List(region)))
            }
            "account" if env.component != ROOT => {
                Typed::new(Op::SelfAccount, span, types.optional(TypeId::TEXT))
            }
            other if env.component == ROOT => {
                let outside = codes::names::self_outside(span, other);
                self.diagnostics.push(outside);
                Typed::broken(span)
            }
            other => {
                let known = ["account", "address", "name", "regions"];
                self.diagnostics
                    .push(codes::types::no_field(span, "self", other, None, &known));
                Typed::broken(span)
            }
        }
    }

    fn each(&mut self, field: Ident, span: Span, env: &Env) -> Typed {
        let Some(each) = env.each else {
            self.diagnostics
                .push(codes::names::each_without_for_each(span));
            return Typed::broken(span);
        };
        let (op, ty) = match self.text(field.name) {
            "key" => (Op::EachKey, each.key),
            "value" => (Op::EachValue, each.value),
            other => {
                self.diagnostics.push(codes::types::no_field(
                    span,
                    "each",
                    other,
                    None,
                    &["key", "value"],
                ));
                return Typed::broken(span);
            }
        };
        Typed {
            regional: each.regional,
            ..Typed::new(op, span, ty)
        }
    }
}
