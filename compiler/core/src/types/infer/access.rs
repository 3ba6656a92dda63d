//! Names and what is behind a dot or in brackets.

use std::collections::BTreeSet;

use crate::diag::codes;
use crate::diag::codes::names::Meant;
use crate::foreign;
use crate::imports::SpaceId;
use crate::names::Symbol;
use crate::resolve::RESERVED;
use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind, Ident, Key};
use crate::value::Value;

use super::super::declarations::PROVIDES_FIELDS;
use super::super::facts::{Fact, Place, place_of};
use super::super::origins::Trait;
use super::super::program::{At, ComponentId, Ir, Op, SlotId};
use super::super::ty::{Type, TypeId};
use super::super::{ROOT, Source, Typed, Typer, did_you_mean};
use super::Env;

impl<'t> Typer<'t> {
    pub(super) fn infer_name(&mut self, name: Symbol, span: Span, env: &mut Env) -> Typed {
        self.infer_first(name, &[], span, env)
    }

    /// A name, and what it may have been meant to be with the steps behind it.
    fn infer_first(&mut self, name: Symbol, steps: &[Ident], span: Span, env: &mut Env) -> Typed {
        if let Some(at) = env.locals.iter().rposition(|local| local.name == name) {
            let (ty, regional) = (env.locals[at].ty, env.locals[at].regional);
            let typed = Typed {
                regional,
                ..Typed::new(Op::Local(at as u32), span, ty)
            };
            return self.narrow(typed, &Place(name, Vec::new()), env);
        }
        let found = self.draft(env.component).by_name.get(&name).copied();
        if let Some(slot) = found {
            return self.slot_reference(env.component, slot, span, env);
        }
        let text = self.text(name);
        let hides_tiers = text == "tier" && env.component != ROOT && !steps.is_empty();
        if RESERVED.contains(&text) && !hides_tiers {
            self.diagnostics
                .push(codes::names::reserved_alone(span, text));
        } else if env.component == ROOT && self.is_kind(name) {
            let uses: Vec<_> = self.uses_of_kind(name);
            self.diagnostics
                .push(codes::names::kind_alone(span, text, uses.first().copied()));
        } else {
            let meant = self.meant_by(name, steps, env);
            let unknown = codes::names::unknown_name(span, text, meant);
            self.diagnostics.push(unknown);
        }
        Typed::broken(span)
    }

    /// What a name that is not in scope was probably meant to be.
    fn meant_by(&self, name: Symbol, steps: &[Ident], env: &Env) -> Meant {
        let text = self.text(name);
        let rest = steps.first().map(|step| self.text(step.name));
        if let Some(sentence) = foreign::instead(foreign::Place::Name, text, rest) {
            return Meant::Instead(sentence);
        }
        let in_app = match env.component {
            ROOT => self.meant_use(name, steps),
            _ => self.meant_of_app(name, steps, env),
        };
        if let Some(meant) = in_app {
            return meant;
        }
        let locals = env.locals.iter().map(|local| self.text(local.name));
        let slots = self.draft(env.component).by_name.keys();
        let slots: BTreeSet<_> = slots.map(|name| self.text(*name)).collect();
        let known = locals.chain(slots);
        let known: Vec<_> = known.chain(RESERVED.iter().copied()).collect();
        if let Some(near) = did_you_mean(text, known.iter().copied()) {
            return Meant::Name(near);
        }
        match text.split_once('-') {
            None => Meant::Nothing,
            Some((first, _)) if known.contains(&first) => Meant::Minus,
            Some(_) => Meant::Text,
        }
    }

    /// The app's use of that name: `queue.mail` where `mail` or `aws_sqs_queue.mail` is written.
    fn meant_use(&self, name: Symbol, steps: &[Ident]) -> Option<Meant> {
        let path = steps.iter().map(|step| step.name);
        let path: Vec<_> = std::iter::once(name).chain(path).collect();
        (0..path.len().min(2)).rev().find_map(|from| {
            let uses = self.root_uses.keys();
            let mut kinds = uses.filter(|(_, known)| *known == path[from]);
            let (kind, _) = kinds.next().filter(|_| kinds.next().is_none())?;
            let names = std::iter::once(kind).chain(&path[from..]);
            let names: Vec<_> = names.map(|name| self.text(*name)).collect();
            Some(Meant::Written(names.join(".")))
        })
    }

    /// What the app has and a component does not see: its uses and its tiers.
    fn meant_of_app(&self, name: Symbol, steps: &[Ident], env: &Env) -> Option<Meant> {
        let (text, step) = (self.text(name), steps.first()?);
        let draft = self.draft(env.component);
        let is_kind = self
            .declarations
            .has_kind(draft.space, name, self.tables.names);
        let inner = draft.by_name.get(&step.name);
        let is_use = |slot: &SlotId| matches!(draft.slots[slot.0 as usize].source, Source::Use(_));
        if is_kind && inner.is_some_and(is_use) {
            let names: Vec<_> = steps.iter().map(|step| self.text(step.name)).collect();
            return Some(Meant::Written(names.join(".")));
        }
        let (what, ty) = match text {
            "tier" => ("tiers", "tier".to_owned()),
            kind if is_kind => ("uses", format!("component.{kind}")),
            _ => return None,
        };
        Some(Meant::Instead(format!(
            "a component does not see the app's {what}; give it an input: input \"{text}\" {{ type = {ty} }}"
        )))
    }

    pub(super) fn is_kind(&self, name: Symbol) -> bool {
        self.kind_uses.contains_key(&name)
            || self
                .declarations
                .has_kind(SpaceId::APP, name, self.tables.names)
    }

    fn uses_of_kind(&self, kind: Symbol) -> Vec<&'t str> {
        let slots = self.kind_uses.get(&kind).map_or(&[][..], Vec::as_slice);
        slots
            .iter()
            .map(|slot| self.text(self.slot(ROOT, *slot).name.name))
            .collect()
    }

    /// The value of a slot, where an expression may see it.
    pub(super) fn slot_reference(
        &mut self,
        component: ComponentId,
        slot: SlotId,
        span: Span,
        env: &mut Env,
    ) -> Typed {
        let (mut ty, regional) = self.slot_type(component, slot, span);
        let (source, name) = (
            self.slot(component, slot).source,
            self.slot(component, slot).name,
        );
        if !matches!(source, Source::Input(_)) {
            env.needs.push(slot);
        }
        let mut is_global = false;
        if let Source::Resource(block) | Source::Use(block) = source {
            if let Some(when) = self.attribute(block, "when") {
                let needed = self.facts_of(&when.value, true, component, false);
                let sure = !needed.is_empty() && needed.iter().all(|fact| env.facts.contains(fact));
                if !sure {
                    ty = self.tables.types.optional(ty);
                }
            }
            if let Source::Resource(_) = source {
                let at = self.at_of(block);
                is_global = at == At::Global;
                self.in_reach(at, name, span, env);
            }
        }
        let typed = Typed {
            regional,
            ..Typed::new(Op::Slot(slot), span, ty)
        };
        if regional && !is_global {
            self.regional(&typed.ir, self.text(name.name), component, env);
        }
        self.narrow(typed, &Place(name.name, Vec::new()), env)
    }

    /// A resource at home is in reach of what stands there, and else through `at(...)`.
    fn in_reach(&mut self, at: At, name: Ident, span: Span, env: &Env) {
        // A global resource reads nothing regional, wherever that stands: `regional` says so.
        let is_away = env.at != at && env.at != At::Global;
        if matches!(at, At::Home | At::Others) && is_away && !env.anywhere {
            let where_it_is = if at == At::Home {
                "at home"
            } else {
                "at the other sites"
            };
            self.diagnostics.push(codes::sites::not_everywhere(
                span,
                name.span,
                self.text(name.name),
                where_it_is,
            ));
        }
    }

    /// A global resource reads regional values only with a site.
    pub(super) fn regional(&mut self, ir: &Ir, name: &str, component: ComponentId, env: &Env) {
        if env.at == At::Global && !env.anywhere {
            let why = self.why(ir, component, Trait::Regional);
            let diagnostic = codes::sites::global_reads_regional(ir.span, name, &why);
            self.diagnostics.push(diagnostic);
        }
    }

    /// Without `optional` where a condition has shown that it is there.
    fn narrow(&self, mut typed: Typed, place: &Place, env: &Env) -> Typed {
        let present = |fact: &Fact| matches!(fact, Fact::Present(known) if known == place);
        if self.tables.types.is_optional(typed.ty) && env.facts.iter().any(present) {
            typed.ty = self.tables.types.present(typed.ty);
        }
        typed
    }

    /// `a.b.c`
    pub(super) fn infer_path(&mut self, expr: &Expr, env: &mut Env) -> Typed {
        let (base, steps) = flatten(expr);
        let (mut typed, mut rest) = match self.special(base, &steps, env) {
            Some((typed, taken)) => {
                let typed = match place_of(expr) {
                    Some(place) => {
                        self.narrow(typed, &Place(place.0, place.1[..taken].to_vec()), env)
                    }
                    None => typed,
                };
                (typed, &steps[taken..])
            }
            None => {
                let typed = match base.kind {
                    ExprKind::Name(name) => self.infer_first(name, &steps, base.span, env),
                    _ => self.infer(base, None, env),
                };
                (typed, &steps[..])
            }
        };
        while !rest.is_empty() {
            if typed.ty == TypeId::ERROR {
                return Typed::broken(expr.span);
            }
            (typed, rest) = self.infer_steps(typed, rest, env);
            if let Some(place) = place_of(expr) {
                let depth = place.1.len() - rest.len();
                typed = self.narrow(typed, &Place(place.0, place.1[..depth].to_vec()), env);
            }
        }
        typed
    }

    /// What is behind the first of some steps, or the first few where they make one attribute.
    pub(super) fn infer_steps<'s>(
        &mut self,
        base: Typed,
        steps: &'s [Ident],
        env: &mut Env,
    ) -> (Typed, &'s [Ident]) {
        let taken = match *self.tables.types.get(base.ty) {
            Type::Resource(name) => self.attribute_steps(name, steps),
            _ => 1,
        };
        let (taken, rest) = steps.split_at(taken);
        (self.infer_step(base, taken, env), rest)
    }

    /// How many steps make an attribute's name: `Endpoint.Address` is one attribute.
    fn attribute_steps(&self, type_name: Symbol, steps: &[Ident]) -> usize {
        (1..=steps.len())
            .rev()
            .find(|count| self.attribute_type(type_name, &steps[..*count]).is_some())
            .unwrap_or(1)
    }

    fn infer_step(&mut self, base: Typed, steps: &[Ident], env: &mut Env) -> Typed {
        let (step, last) = (steps[0], steps[steps.len() - 1]);
        let span = base.ir.span.to(last.span);
        let regional = base.regional;
        match self.tables.types.get(base.ty).clone() {
            Type::Optional(inner) => {
                let (whole, inner) = (base.ir.span, self.type_text(inner));
                let written = self.written(&base.ir, env);
                let notes = self.absent_note(&base.ir, env.component);
                self.diagnostics.push(codes::types::may_be_null(
                    whole,
                    &inner,
                    self.text(step.name),
                    written.as_deref(),
                    &notes,
                ));
                Typed::broken(span)
            }
            Type::Object(fields) => {
                if let Some(field) = fields.iter().find(|field| field.name == step.name) {
                    Typed {
                        regional,
                        ..Typed::new(Op::Field(Box::new(base.ir), step.name), span, field.ty)
                    }
                } else {
                    let known: Vec<_> = fields.iter().map(|field| self.text(field.name)).collect();
                    self.no_field(&base, step, &known)
                }
            }
            Type::Map(of) => {
                let key = Ir {
                    op: Op::Const(Value::Text(step.name)),
                    span: step.span,
                };
                Typed {
                    regional,
                    ..Typed::new(Op::Index(Box::new(base.ir), Box::new(key)), span, of)
                }
            }
            Type::Resource(name) => {
                let is_ours = self.is_ours(&base.ir, env);
                let found = self.attribute_type(name, steps);
                match found.filter(|(_, read)| !is_ours || read.made.is_some()) {
                    Some((ty, read)) => {
                        let regional = regional || ty != TypeId::ERROR;
                        let global = match base.ir.op {
                            Op::Slot(slot) => self.is_global(env.component, slot),
                            Op::Existing(existing) => self.is_everywhere(existing),
                            _ => false,
                        };
                        let op = Op::Attribute(Box::new(base.ir), read);
                        Typed {
                            regional: regional && !global,
                            ..Typed::new(op, span, ty)
                        }
                    }
                    None => self.no_attribute(name, step, span),
                }
            }
            Type::Component(kind) => self.use_step(base, kind, step, span, env),
            Type::Provides(_) => match self.provides_field(self.text(step.name)) {
                Some(ty) => Typed {
                    regional,
                    ..Typed::new(Op::Field(Box::new(base.ir), step.name), span, ty)
                },
                None => self.no_field(&base, step, PROVIDES_FIELDS),
            },
            Type::Tier => self.tier_field(base, step, span),
            Type::Error => Typed::broken(span),
            _ => self.no_field(&base, step, &[]),
        }
    }

    /// Whether a resource is surely made by this very component, and not handed in.
    fn is_ours(&self, base: &Ir, env: &Env) -> bool {
        match &base.op {
            Op::Slot(slot) => matches!(self.slot(env.component, *slot).source, Source::Resource(_)),
            Op::Index(map, _) => self.is_ours(map, env),
            Op::At(parts) => self.is_ours(&parts[0], env),
            _ => false,
        }
    }

    fn is_global(&self, component: ComponentId, slot: SlotId) -> bool {
        match self.slot(component, slot).source {
            Source::Resource(block) => self.at_of(block) == At::Global,
            _ => false,
        }
    }

    fn no_field(&mut self, base: &Typed, step: Ident, known: &[&str]) -> Typed {
        let known: Vec<&str> = known
            .iter()
            .copied()
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let suggestion = did_you_mean(self.text(step.name), known.iter().copied());
        let (ty, text) = (self.type_text(base.ty), self.text(step.name));
        self.diagnostics.push(codes::types::no_field(
            step.span,
            &ty,
            text,
            suggestion.as_deref(),
            &known,
        ));
        Typed::broken(step.span)
    }

    /// An output of a use, or a capability that it provides.
    fn use_step(&mut self, base: Typed, kind: Symbol, step: Ident, span: Span, env: &Env) -> Typed {
        let Some(component) = self.component(kind) else {
            return Typed::broken(span);
        };
        if let Some(&slot) = self.draft(component).outputs.get(&step.name) {
            let (ty, regional) = self.slot_type(component, slot, span);
            let op = Op::Output(Box::new(base.ir), slot);
            let typed = Typed {
                regional,
                ..Typed::new(op, span, ty)
            };
            if regional {
                let name = self.written(&typed.ir, env);
                let name = name.unwrap_or_else(|| self.text(step.name).to_owned());
                self.regional(&typed.ir, &name, env.component, env);
            }
            return typed;
        }
        if let Some(at) = self
            .draft(component)
            .provided
            .iter()
            .position(|(name, _)| name.name == step.name)
        {
            let ty = self.tables.types.id(Type::Provides(Some(step.name)));
            return Typed {
                regional: true,
                ..Typed::new(Op::Provides(Box::new(base.ir), at as u32), span, ty)
            };
        }
        let draft = self.draft(component);
        let outputs = draft.outputs.keys().map(|name| self.text(*name));
        let mut known: Vec<_> = outputs
            .chain(draft.provided.iter().map(|(name, _)| self.text(name.name)))
            .collect();
        known.sort_unstable();
        let (ty, declared) = (self.type_text(base.ty), draft.span);
        let suggestion = did_you_mean(self.text(step.name), known.iter().copied());
        let (text, suggestion) = (self.text(step.name), suggestion.as_deref());
        let diagnostic = codes::types::no_field(step.span, &ty, text, suggestion, &known)
            .label(declared, "declared here");
        self.diagnostics.push(diagnostic);
        Typed::broken(span)
    }

    fn tier_field(&mut self, base: Typed, step: Ident, span: Span) -> Typed {
        let kind = self.tables.names.intern("tier");
        let Some(tier) = self.component(kind) else {
            return Typed::broken(span);
        };
        let Some(slot) = self.draft(tier).by_name.get(&step.name).copied() else {
            let known: Vec<_> = self
                .draft(tier)
                .by_name
                .keys()
                .map(|name| self.text(*name))
                .collect();
            return self.no_field(&base, step, &known);
        };
        let (ty, _) = self.slot_type(tier, slot, span);
        Typed::new(Op::TierField(Box::new(base.ir), slot), span, ty)
    }

    /// The keys of what has a `for_each`, as far as they are written out.
    fn keys_of(&self, base: &Ir, env: &Env) -> Vec<&'t str> {
        let Op::Slot(slot) = base.op else {
            return Vec::new();
        };
        let (Source::Use(block) | Source::Resource(block)) = self.slot(env.component, slot).source
        else {
            return Vec::new();
        };
        let over = self
            .attribute(block, "for_each")
            .map(|over| &over.value.kind);
        match over {
            Some(ExprKind::List(elements)) => {
                let texts = elements.iter().filter_map(|element| match element.kind {
                    ExprKind::Text(text) => Some(self.text(text)),
                    _ => None,
                });
                texts.collect()
            }
            Some(ExprKind::Object(items)) => {
                let keys = items.iter().filter_map(|item| match item.key {
                    Key::Literal(key) => Some(self.text(key)),
                    Key::Computed(_) => None,
                });
                keys.collect()
            }
            _ => Vec::new(),
        }
    }

    /// `queue.mail.url` of a use with `for_each`: the key is missing, and what is a key is an output.
    pub(in super::super) fn without_key(&self, ir: &Ir, ty: TypeId, env: &Env) -> Option<String> {
        let (Op::Index(base, key), Type::Component(kind)) = (&ir.op, self.tables.types.get(ty))
        else {
            return None;
        };
        let Op::Const(Value::Text(output)) = key.op else {
            return None;
        };
        let component = self.kinds.get(kind)?;
        let is_output = self.draft(*component).outputs.contains_key(&output);
        let keys = self.keys_of(base, env);
        let key = keys.first().copied().unwrap_or("KEY");
        let (name, output) = (self.written(base, env)?, self.text(output));
        let help = format!("there is one for each key: `{name}[\"{key}\"].{output}`");
        (is_output && !keys.contains(&output)).then_some(help)
    }

    pub(super) fn infer_index(
        &mut self,
        base: &Expr,
        index: &Expr,
        span: Span,
        env: &mut Env,
    ) -> Typed {
        let base = self.infer(base, None, env);
        let regional = base.regional;
        let (key, ty) = match *self.tables.types.get(base.ty) {
            Type::Map(_) if matches!(index.kind, ExprKind::Int(_)) => {
                let name = self.written(&base.ir, env);
                let keys = self.keys_of(&base.ir, env);
                let (span, name) = (index.span, name.as_deref().unwrap_or("x"));
                self.diagnostics
                    .push(codes::names::map_by_number(span, name, &keys));
                return Typed::broken(span);
            }
            Type::List(of) => (TypeId::INT, of),
            Type::Map(of) => (TypeId::TEXT, of),
            Type::Object(ref fields) => {
                let name = match index.kind {
                    ExprKind::Text(text) => fields.iter().find(|field| field.name == text),
                    _ => None,
                };
                if let Some(field) = name {
                    (TypeId::TEXT, field.ty)
                } else {
                    let fields = fields.clone();
                    (TypeId::TEXT, self.one_of_fields(&fields, base.ir.span))
                }
            }
            Type::Error => return Typed::broken(span),
            Type::Optional(inner) => {
                let inner = self.type_text(inner);
                let written = self.written(&base.ir, env);
                let notes = self.absent_note(&base.ir, env.component);
                let (whole, written) = (base.ir.span, written.as_deref());
                let diagnostic = codes::types::may_be_null(whole, &inner, "[...]", written, &notes);
                self.diagnostics.push(diagnostic);
                return Typed::broken(span);
            }
            _ => {
                let name = self.written(&base.ir, env);
                let name = name.as_deref().unwrap_or("x");
                let diagnostic =
                    codes::types::no_elements(base.ir.span, &self.type_text(base.ty), name);
                self.diagnostics.push(diagnostic);
                return Typed::broken(span);
            }
        };
        let index = self.expect_known(index, key, "which element is meant", env);
        let regional = regional || index.regional;
        Typed {
            regional,
            ..Typed::new(Op::Index(Box::new(base.ir), Box::new(index.ir)), span, ty)
        }
    }
}

/// The expression before the first dot, and the names behind the dots.
fn flatten(expr: &Expr) -> (&Expr, Vec<Ident>) {
    let mut steps = Vec::new();
    let mut at = expr;
    while let ExprKind::Get(base, step) = &at.kind {
        steps.push(*step);
        at = base;
    }
    steps.reverse();
    (at, steps)
}
