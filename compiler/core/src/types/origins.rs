//! Where types come from, for messages: the declaration that wants one, what an expression names,
//! and why a value is later or regional.

use crate::diag::codes::types::{Clash, Note};
use crate::literal;
use crate::names::Symbol;
use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind, Key};
use crate::value::Value;

use super::infer::Env;
use super::program::{At, ComponentId, Ir, Op, SiteFact, SlotDef, SlotId};
use super::ty::{Type, TypeId};
use super::{ROOT, Source, Typed, Typer};

/// What is traced from let to let.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Trait {
    /// Known at deployment only.
    Later,
    /// Different from site to site.
    Regional,
}

/// How many lets are followed; the rest of a chain says nothing new.
const MOST_STEPS: usize = 6;

impl<'t> Typer<'t> {
    /// Runs `inner` with another declaration behind what is wanted.
    pub(super) fn wanting<T>(
        &mut self,
        wanted: Option<&'t Expr>,
        inner: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let before = std::mem::replace(&mut self.wanted, wanted);
        let result = inner(self);
        self.wanted = before;
        result
    }

    /// The declaration of a field of what is wanted.
    pub(super) fn wanted_field(&self, name: Symbol) -> Option<&'t Expr> {
        if let Some(of) = self.parameter(self.wanted?, &["map", "by_region"]) {
            return Some(of);
        }
        let fields = self.parameter(self.wanted?, &["object"])?;
        let ExprKind::Object(items) = &fields.kind else {
            return None;
        };
        let is_it = |key: &Key| matches!(key, Key::Literal(key) if *key == name);
        let item = items.iter().find(|item| is_it(&item.key))?;
        Some(&item.value)
    }

    /// The declaration of the elements of what is wanted.
    pub(super) fn wanted_element(&self) -> Option<&'t Expr> {
        self.parameter(self.wanted?, &["list", "set", "map"])
    }

    /// The parameter of a type with one of these names, however optional or later it is.
    fn parameter(&self, ty: &'t Expr, names: &[&str]) -> Option<&'t Expr> {
        let ExprKind::Call(function, arguments) = &ty.kind else {
            return None;
        };
        let (name, argument) = (self.text(function.name), arguments.first()?);
        match name {
            _ if names.contains(&name) => Some(argument),
            "optional" | "later" => self.parameter(argument, names),
            _ => None,
        }
    }

    /// The place that declares what is wanted.
    pub(super) fn wanted_note(&self) -> Vec<Note> {
        let note = |wanted: &Expr| (wanted.span, "declared here".to_owned());
        self.wanted.map(note).into_iter().collect()
    }

    /// A value that does not fit, with everything that a message needs.
    pub(super) fn clash<T>(
        &self,
        typed: &Typed,
        wanted: &str,
        env: &Env,
        then: impl FnOnce(&Clash<'_>) -> T,
    ) -> T {
        let found = self.type_text(typed.ty);
        let written = self.written(&typed.ir, env);
        let mut notes = self.wanted_note();
        notes.extend(self.source_note(&typed.ir, typed.ty, env.component));
        then(&Clash {
            example: None,
            span: typed.ir.span,
            wanted,
            found: &found,
            written: written.as_deref().unwrap_or("x"),
            is_literal: matches!(typed.ir.op, Op::Const(_)) && written.is_some(),
            notes: &notes,
        })
    }

    /// How an expression is written, where it is a literal or a name.
    pub(super) fn written(&self, ir: &Ir, env: &Env) -> Option<String> {
        let name = |symbol: Symbol| self.text(symbol).to_owned();
        let below = |base: &Ir, step: Symbol| {
            let base = self.written(base, env)?;
            Some(format!("{base}.{}", self.text(step)))
        };
        match &ir.op {
            Op::Const(Value::Int(int)) => Some(int.to_string()),
            Op::Const(Value::Bool(bool)) => Some(bool.to_string()),
            Op::Const(Value::Number(number)) => Some(number.get().to_string()),
            Op::Const(Value::Text(text)) => {
                // A text of several lines is no example.
                let text = self.text(*text);
                (!text.contains('\n')).then(|| literal::quoted(text))
            }
            Op::EachKey => Some("each.key".to_owned()),
            Op::EachValue => Some("each.value".to_owned()),
            Op::Slot(slot) => Some(self.slot_address(env.component, *slot)),
            Op::Local(at) => env.locals.get(*at as usize).map(|local| name(local.name)),
            Op::Param(at) => {
                let param = self.declarations.params.get(*at as usize)?;
                Some(format!("param.{}", self.text(param.labels[0].name)))
            }
            Op::App(slot) => {
                let app = self.kinds.get(&self.tables.names.intern("app"))?;
                let slot = self.slot(*app, *slot);
                Some(format!("app.{}", self.text(slot.name.name)))
            }
            Op::Field(base, step) => below(base, *step),
            Op::Attribute(base, read) => below(base, read.name),
            Op::Output(base, slot) => {
                let component = self.component_of(base, env.component)?;
                below(base, self.slot(component, *slot).name.name)
            }
            _ => None,
        }
    }

    /// The type that an input which an expression names is declared with.
    pub(super) fn declared_type(&self, ir: &Ir, component: ComponentId) -> Option<&'t Expr> {
        let Op::Slot(slot) = ir.op else { return None };
        match self.slot(component, slot).source {
            Source::Input(block) => self
                .attribute(block, "type")
                .map(|declared| &declared.value),
            _ => None,
        }
    }

    /// Where what an expression names has its type from.
    pub(super) fn source_note(&self, ir: &Ir, ty: TypeId, component: ComponentId) -> Option<Note> {
        let Op::Slot(slot) = ir.op else { return None };
        let slot = self.slot(component, slot);
        let (name, ty) = (self.text(slot.name.name), self.type_text(ty));
        match slot.source {
            Source::Input(block) => {
                let declared = self.attribute(block, "type")?;
                Some((declared.value.span, format!("`{name}` is declared here")))
            }
            Source::Let(attribute) => Some((attribute.name.span, format!("`{name}` is {ty}"))),
            _ => None,
        }
    }

    /// Why what an expression names may be null.
    pub(super) fn absent_note(&self, ir: &Ir, component: ComponentId) -> Vec<Note> {
        let Op::Slot(slot) = ir.op else {
            return Vec::new();
        };
        let slot = self.slot(component, slot);
        let name = self.text(slot.name.name);
        let note = match slot.source {
            Source::Resource(block) | Source::Use(block) => {
                let when = self.attribute(block, "when");
                when.map(|when| {
                    (
                        when.value.span,
                        format!("`{name}` is there only when this is true"),
                    )
                })
            }
            _ => self.source_note(ir, slot.ty.unwrap_or(TypeId::ERROR), component),
        };
        note.into_iter().collect()
    }

    /// Why a value is later or regional: through lets and outputs, to what makes it so.
    pub(super) fn why(&self, ir: &Ir, component: ComponentId, what: Trait) -> Vec<Note> {
        let mut notes = Vec::new();
        if self.trace(ir, component, what, &mut notes) {
            notes
        } else {
            Vec::new()
        }
    }

    fn trace(&self, ir: &Ir, component: ComponentId, what: Trait, notes: &mut Vec<Note>) -> bool {
        let later = what == Trait::Later;
        let mut first = |parts: &[&Ir]| {
            let mut parts = parts.iter();
            parts.any(|part| self.trace(part, component, what, notes))
        };
        match &ir.op {
            Op::Slot(slot) => self.trace_slot(component, *slot, ir.span, what, notes),
            Op::Output(base, slot) => match self.component_of(base, component) {
                Some(inner) => self.trace_slot(inner, *slot, ir.span, what, notes),
                None => false,
            },
            Op::Attribute(..) if later => {
                let text = "an attribute of a resource is known when that is made".to_owned();
                notes.push((ir.span, text));
                true
            }
            Op::Param(_) if later => {
                let text = "a `param` is given when the app is deployed".to_owned();
                notes.push((ir.span, text));
                true
            }
            Op::Site(SiteFact::Account) if later => {
                notes.push((ir.span, "the account is known at deployment".to_owned()));
                true
            }
            Op::Site(_) if !later => {
                notes.push((ir.span, "each site has its own".to_owned()));
                true
            }
            Op::At(_) | Op::EachSite(_) if !later => false,
            Op::If(parts) => first(&[&parts[1], &parts[2]]),
            Op::Binary(_, parts) => first(&[&parts[0], &parts[1]]),
            Op::At(parts) | Op::With(parts) => first(&[&parts[0], &parts[1]]),
            Op::Field(base, _)
            | Op::Attribute(base, _)
            | Op::Index(base, _)
            | Op::TierField(base, _)
            | Op::EachSite(base)
            | Op::ToSet(base)
            | Op::Spread(base)
            | Op::Present(base)
            | Op::Not(base)
            | Op::Negate(base) => first(&[base]),
            Op::List(parts) | Op::Template(parts) | Op::Call(_, parts) => {
                first(&parts.iter().collect::<Vec<_>>())
            }
            Op::Object(fields) => first(&fields.iter().map(|field| &field.1).collect::<Vec<_>>()),
            Op::Computed(pairs) => first(&pairs.iter().map(|pair| &pair.1).collect::<Vec<_>>()),
            Op::For(parts) => first(&[&parts.over, &parts.result]),
            Op::Const(_)
            | Op::Root(_)
            | Op::OneOf(_)
            | Op::Local(_)
            | Op::EachKey
            | Op::EachValue
            | Op::Site(_)
            | Op::App(_)
            | Op::Header(_)
            | Op::SelfName
            | Op::SelfAddress
            | Op::SelfRegions
            | Op::SelfAccount
            | Op::Tier(_)
            | Op::Existing(_)
            | Op::Param(_)
            | Op::Callers
            | Op::StableNumber(..)
            | Op::Provides(..)
            | Op::Broken => false,
        }
    }

    fn trace_slot(
        &self,
        component: ComponentId,
        slot: SlotId,
        used: Span,
        what: Trait,
        notes: &mut Vec<Note>,
    ) -> bool {
        let later = what == Trait::Later;
        let slot = self.slot(component, slot);
        let name = self.text(slot.name.name);
        let has = match what {
            Trait::Later => slot.ty.is_some_and(|ty| self.tables.types.has_later(ty)),
            Trait::Regional => slot.regional,
        };
        match (slot.source, &slot.def) {
            (Source::Input(block), _) if has && later => {
                let declared = self
                    .attribute(block, "later")
                    .or(self.attribute(block, "type"));
                let span = declared.map_or(slot.name.span, |declared| declared.name.span);
                notes.push((
                    span,
                    format!("`{name}` takes values that are known at deployment"),
                ));
                true
            }
            (Source::Input(_), _) if has => {
                notes.push((
                    slot.name.span,
                    format!("`{name}` may differ from site to site"),
                ));
                true
            }
            (Source::Resource(block), _) if !later && self.at_of(block) != At::Global => {
                notes.push((slot.name.span, format!("`{name}` stands at each site")));
                true
            }
            (
                Source::Let(_) | Source::Output(_),
                Some(SlotDef::Let(inner) | SlotDef::Output(inner)),
            ) if has && notes.len() < MOST_STEPS => {
                let word = if later {
                    "known at deployment"
                } else {
                    "regional"
                };
                let inner_span = inner.span;
                if used.is_some() {
                    notes.push((
                        slot.name.span,
                        format!("`{name}` is {word} because of this"),
                    ));
                }
                let found = self.trace(inner, component, what, notes);
                if !found && inner_span.is_some() {
                    notes.push((inner_span, format!("is {word}")));
                }
                true
            }
            _ => false,
        }
    }

    /// The component of a use that an expression names.
    fn component_of(&self, base: &Ir, component: ComponentId) -> Option<ComponentId> {
        match base.op {
            Op::Slot(slot) => match self.slot(component, slot).source {
                Source::Use(block) => self.kinds.get(&block.keyword.name).copied(),
                Source::Input(_) => {
                    let ty = self.slot(component, slot).ty?;
                    match self.tables.types.get(self.tables.types.present(ty)) {
                        Type::Component(kind) => self.kinds.get(kind).copied(),
                        _ => None,
                    }
                }
                _ => None,
            },
            Op::Root(slot) => match self.slot(ROOT, slot).source {
                Source::Use(block) => self.kinds.get(&block.keyword.name).copied(),
                _ => None,
            },
            _ => None,
        }
    }

    /// What is different between two types that look alike: the innermost difference, in words.
    pub(super) fn difference(&self, from: TypeId, to: TypeId, env: &Env) -> Option<String> {
        let types = self.tables.types;
        match (types.get(types.present(from)), types.get(types.present(to))) {
            (Type::List(from) | Type::Set(from), Type::List(to) | Type::Set(to)) => {
                self.inner_difference("an element", *from, *to, env)
            }
            (Type::Map(from), Type::Map(to)) => {
                self.inner_difference("an element", *from, *to, env)
            }
            (Type::Object(from), Type::Map(to)) => from
                .iter()
                .find(|field| !self.fits(field.ty, *to, env))
                .and_then(|field| {
                    let what = format!("the field `{}`", self.text(field.name));
                    self.inner_difference(&what, field.ty, *to, env)
                }),
            (Type::Object(from), Type::Object(to)) => {
                for given in from {
                    let name = self.text(given.name);
                    let Some(wanted) = to.iter().find(|field| field.name == given.name) else {
                        return Some(format!("there is no field `{name}`"));
                    };
                    if !self.fits(given.ty, wanted.ty, env) {
                        let what = format!("the field `{name}`");
                        return self.inner_difference(&what, given.ty, wanted.ty, env);
                    }
                }
                let is_given = |name| from.iter().any(|field| field.name == name);
                let missing = to.iter().find(|field| {
                    !is_given(field.name) && !self.tables.types.is_optional(field.ty)
                });
                missing.map(|field| format!("the field `{}` is missing", self.text(field.name)))
            }
            _ => None,
        }
    }

    fn inner_difference(&self, what: &str, from: TypeId, to: TypeId, env: &Env) -> Option<String> {
        if self.fits(from, to, env) {
            return None;
        }
        let plain = || {
            let (from, to) = (self.type_text(from), self.type_text(to));
            format!("{what} is {from}, and {to} is wanted")
        };
        Some(self.difference(from, to, env).unwrap_or_else(plain))
    }
}
