//! Uses: what their inputs are given, and what nobody wrote.

use crate::diag::codes;
use crate::foreign;
use crate::names::Symbol;
use crate::resolve::KEYWORDS;
use crate::source::Span;
use crate::syntax::tree::{Attribute, Block, Expr, ExprKind, Ident};

use super::infer::Env;
use super::program::{
    Argument, Arguments, ComponentId, Ir, Op, OverrideDef, RegionChoice, SlotDef, SlotId, UseDef,
};
use super::slots::{UNITS, unit_of};
use super::ty::{Type, TypeId};
use super::{ROOT, SlotDraft, Source, Typed, Typer, did_you_mean};

/// What a use has beside the inputs of its component.
pub(super) const USE_WORDS: &[&str] = &["when", "for_each", "regions", "account"];

/// The same, where no input of the component is called `unit`.
const USE_WORDS_AND_UNIT: &[&str] = &["when", "for_each", "regions", "account", "unit"];

impl<'t> Typer<'t> {
    pub(super) fn use_of(&mut self, block: &'t Block, env: &mut Env) -> SlotDef {
        let meant = self.kind_in(env.component, block.keyword.name);
        let Some(component) = meant.and_then(|kind| self.component(kind)) else {
            self.unknown_kind(block.keyword, self.draft(env.component).space);
            return SlotDef::Broken;
        };
        let (when, for_each) = self.presence(block, env);
        let regions = self.attribute(block, "regions");
        let regions = regions.map(|regions| self.regions(&regions.value, env));
        let account = self.attribute(block, "account").map(|account| {
            let name = self.tables.types.optional(TypeId::TEXT);
            self.expect_known(&account.value, name, "where something stands", env)
                .ir
        });
        let (arguments, span) = (&block.body.attributes, block.header());
        // An input of this name comes first: components had some before uses had a stack of their own.
        let (words, unit) = if self.has_input(component, "unit") {
            (USE_WORDS, None)
        } else {
            let unit = self.word(block, "unit", UNITS).map(unit_of);
            (USE_WORDS_AND_UNIT, unit)
        };
        let arguments = self.arguments(component, arguments, words, span, env);
        let overrides = self.blocks_of_use(component, block, env);
        SlotDef::Use(Box::new(UseDef {
            component,
            when,
            for_each,
            regions,
            account,
            unit,
            arguments,
            overrides,
            span,
        }))
    }

    fn has_input(&self, component: ComponentId, name: &str) -> bool {
        let name = self.tables.names.intern(name);
        let slot = self.draft(component).by_name.get(&name).copied();
        slot.is_some_and(|slot| matches!(self.slot(component, slot).source, Source::Input(_)))
    }

    /// At which of the app's regions a use stands: a word, or a list of them.
    fn regions(&mut self, expr: &Expr, env: &mut Env) -> Ir {
        let types = self.tables.types;
        let words = || RegionChoice::ALL.map(|(_, word)| self.tables.names.intern(word));
        let list = types.id(Type::List(TypeId::TEXT));
        let what = "where something stands";
        if let ExprKind::Text(_) = expr.kind {
            let choice = types.id(Type::Enum(words().into()));
            return self.expect_known(expr, choice, what, env).ir;
        }
        let typed = self.infer(expr, Some(list), env);
        let given = types.present(typed.ty);
        // Handed on, it is what the input may be.
        let is_word = matches!(types.get(given), Type::Text | Type::Enum(_));
        let want = types.optional(if is_word { given } else { list });
        if types.is_later(typed.ty) {
            self.decides_on_later(&typed, what, env);
            return Typed::broken(expr.span).ir;
        }
        self.assign(typed, want, env).ir
    }

    /// The declarations inside a use.
    fn blocks_of_use(
        &mut self,
        component: ComponentId,
        block: &'t Block,
        env: &mut Env,
    ) -> Vec<OverrideDef> {
        let mut overrides = Vec::new();
        for inner in &block.body.blocks {
            match self.text(inner.keyword.name) {
                "override" => overrides.extend(self.override_block(component, block, inner, env)),
                other => {
                    let kind = self.text(block.keyword.name);
                    self.diagnostics
                        .push(codes::names::block_in_use(inner.header(), other, kind));
                }
            }
        }
        self.one_author_each(&mut overrides);
        overrides
    }

    pub(super) fn implied(
        &mut self,
        component: ComponentId,
        slot: SlotId,
        env: &mut Env,
    ) -> SlotDef {
        let ty = self.slot(component, slot).ty.unwrap_or(TypeId::ERROR);
        let Type::Component(kind) = *self.tables.types.get(ty) else {
            return SlotDef::Broken;
        };
        let Some(component) = self.component(kind) else {
            return SlotDef::Broken;
        };
        let arguments = self.arguments(component, &[], &[], Span::NONE, env);
        let (span, when, for_each) = (Span::NONE, None, None);
        SlotDef::Use(Box::new(UseDef {
            component,
            when,
            for_each,
            regions: None,
            account: None,
            unit: None,
            arguments,
            overrides: Vec::new(),
            span,
        }))
    }

    /// The attributes of a use as values of its component's inputs.
    pub(super) fn arguments(
        &mut self,
        component: ComponentId,
        attributes: &'t [Attribute],
        words: &[&str],
        header: Span,
        env: &mut Env,
    ) -> Arguments {
        let (mut given, mut misspelled) = (Vec::with_capacity(attributes.len()), Vec::new());
        for attribute in attributes {
            let name = attribute.name;
            if words.contains(&self.text(name.name)) {
                continue;
            }
            let slot = self.draft(component).by_name.get(&name.name).copied();
            let slot =
                slot.filter(|slot| matches!(self.slot(component, *slot).source, Source::Input(_)));
            let Some(input) = slot else {
                misspelled.extend(self.unknown_input(component, name, words));
                continue;
            };
            let ty = self.slot(component, input).ty.unwrap_or(TypeId::ERROR);
            let needs = env.needs.len();
            let wanted = match self.slot(component, input).source {
                Source::Input(block) => self.attribute(block, "type"),
                _ => None,
            };
            let wanted = wanted.map(|declared| &declared.value);
            let value = self.wanting(wanted, |typer| typer.expect(&attribute.value, ty, env).ir);
            if self.is_calls(ty) {
                // Calls may be cyclic: a callee is not needed to know what its caller is.
                env.needs.truncate(needs);
            }
            given.push(Argument {
                input,
                value,
                span: name.span,
            });
        }
        self.fill_in(component, (&mut given, &misspelled), header, env);
        Arguments::new(given)
    }

    fn is_calls(&self, ty: TypeId) -> bool {
        match self.tables.types.get(self.tables.types.present(ty)) {
            Type::List(of) | Type::Set(of) => self.is_calls(*of),
            Type::Provides(_) => true,
            _ => false,
        }
    }

    /// Reports what is no input. Goes out: the input that was perhaps meant.
    fn unknown_input(
        &mut self,
        component: ComponentId,
        name: Ident,
        words: &[&str],
    ) -> Option<Symbol> {
        let draft = self.draft(component);
        let kind = self.text(draft.kind);
        let inputs = draft
            .slots
            .iter()
            .filter(|slot| matches!(slot.source, Source::Input(_)));
        let inputs: Vec<_> = inputs.map(|slot| self.text(slot.name.name)).collect();
        let (text, declared) = (self.text(name.name), draft.span);
        let instead = instead_of_attribute(text);
        // A word of another language is no slip in one of ours.
        let words = if instead.is_none() { words } else { &[] };
        let suggestion = did_you_mean(text, inputs.iter().chain(words).copied());
        let meant = (suggestion.as_deref(), instead.as_deref());
        let unknown = codes::names::unknown_input(name.span, text, kind, meant, declared, &inputs);
        self.diagnostics.push(unknown);
        self.tables.names.find(&suggestion?)
    }

    /// Inputs that nobody gave: the app's only use where a component is wanted, else an error if
    /// there is no default, and none was meant by a name that is no input.
    fn fill_in(
        &mut self,
        component: ComponentId,
        (given, misspelled): (&mut Vec<Argument>, &[Symbol]),
        header: Span,
        env: &mut Env,
    ) {
        let mut missing = Vec::new();
        for at in 0..self.draft(component).wanting.len() {
            let input = self.draft(component).wanting[at];
            if given.iter().any(|argument| argument.input == input) {
                continue;
            }
            let slot = self.slot(component, input);
            let (ty, name) = (slot.ty.unwrap_or(TypeId::ERROR), slot.name);
            match *self.tables.types.get(ty) {
                Type::Component(kind) => {
                    let value = self.only_use(kind, name, header, env);
                    given.push(Argument {
                        input,
                        value,
                        span: Span::NONE,
                    });
                }
                Type::Optional(_) | Type::Error => {}
                _ if misspelled.contains(&name.name) => {}
                _ => missing.push((name, ty)),
            }
        }
        for (name, ty) in missing {
            let kind = self.text(self.draft(component).kind);
            let (name, ty) = ((self.text(name.name), name.span), self.type_text(ty));
            self.diagnostics
                .push(codes::names::missing_input(header, kind, name, &ty));
        }
    }

    fn only_use(&mut self, kind: Symbol, input: Ident, header: Span, env: &mut Env) -> Ir {
        let uses = self.kind_uses.get(&kind).cloned().unwrap_or_default();
        let slot = match uses[..] {
            [only] => only,
            [] if !self.reached => {
                return Ir {
                    op: Op::Broken,
                    span: header,
                };
            }
            [] => match self.declarations.spaces.unnamed(kind) {
                None => self.implied_use(kind),
                Some(library) => {
                    let (input, kind) = (self.text(input.name), self.text(kind));
                    let component = kind.rsplit('.').next().unwrap_or(kind);
                    let no_name = codes::imports::no_name_for(header, input, component, library);
                    self.diagnostics.push(no_name);
                    return Ir {
                        op: Op::Broken,
                        span: header,
                    };
                }
            },
            // What nobody reads need not be chosen: it is asked for as soon as something does.
            _ if env.component != ROOT || !header.is_some() => {
                return Ir {
                    op: Op::OneOf(uses),
                    span: header,
                };
            }
            _ => {
                let all: Vec<_> = uses
                    .iter()
                    .map(|slot| self.slot(ROOT, *slot).name)
                    .collect();
                let all: Vec<_> = all
                    .iter()
                    .map(|name| (self.text(name.name), name.span))
                    .collect();
                let lacking = codes::names::Lacking {
                    place: header,
                    owner: &self.address_at(header),
                    input: self.text(input.name),
                    asker: None,
                };
                let several = codes::names::several_uses(&lacking, self.text(kind), &all);
                self.diagnostics.push(several);
                return Ir {
                    op: Op::Broken,
                    span: header,
                };
            }
        };
        let op = if env.component == ROOT {
            env.needs.push(slot);
            Op::Slot(slot)
        } else {
            Op::Root(slot)
        };
        Ir { op, span: header }
    }

    /// The address of the use of the app's own body with this header.
    fn address_at(&self, header: Span) -> String {
        let slots = &self.draft(ROOT).slots;
        let of = |slot: &SlotDraft<'t>| matches!(slot.source, Source::Use(block) if block.header() == header);
        let at = slots.iter().position(of);
        at.map_or_else(String::new, |at| self.slot_address(ROOT, SlotId(at as u32)))
    }
}

/// What to write instead of an attribute that is a block here, or a word of another language.
pub(super) fn instead_of_attribute(name: &str) -> Option<String> {
    let block = match name {
        "override" => "override \"RESOURCE.PROPERTY\" { value = ... }".to_owned(),
        "let" => "let { ... }".to_owned(),
        keyword if KEYWORDS.contains(&keyword) => format!("{keyword} \"NAME\" {{ ... }}"),
        _ => return foreign::instead(foreign::Place::Attribute, name, None),
    };
    Some(format!("it is a block, without `=`: `{block}`"))
}
