//! Slots: their types when somebody asks, their definitions at the end.

use crate::diag::codes;
use crate::diag::codes::names::Instead;
use crate::foreign;
use crate::names::Symbol;
use crate::source::Span;
use crate::syntax::tree::{Attribute, Block, Expr, ExprKind};

use super::infer::{Each, Env};
use super::program::{At, ComponentId, Ir, OnDelete, ResourceDef, SlotDef, SlotId, UnitName};
use super::ty::{Type, TypeId};
use super::{Source, State, Typed, Typer, did_you_mean};

/// How deep lets may lean on each other; deeper is a mistake, and would exhaust the stack.
const DEEPEST_CHAIN: usize = 200;

/// Most types that one type may be made of.
const LARGEST_TYPE: u32 = 10_000;

/// What a resource block has beside properties.
const RESOURCE_WORDS: &[&str] = &["when", "for_each", "at", "after", "on_delete", "unit"];

/// What `on_delete` may be.
const ON_DELETE: &[&str] = &["snapshot", "retain", "delete"];

/// What `unit` may be.
pub(super) const UNITS: &[&str] = &["network", "data", "app"];

/// By its position in [`UNITS`].
pub(super) fn unit_of(at: usize) -> UnitName {
    [UnitName::Network, UnitName::Data, UnitName::App][at]
}

impl<'t> Typer<'t> {
    /// The type of a slot and whether it depends on the site.
    pub(super) fn slot_type(
        &mut self,
        component: ComponentId,
        slot: SlotId,
        from: Span,
    ) -> (TypeId, bool) {
        let draft = self.slot(component, slot);
        let (source, state, name) = (draft.source, draft.state, draft.name);
        if let Some(ty) = draft.ty {
            return (ty, draft.regional);
        }
        match source {
            Source::Let(_) | Source::Output(_) if state == State::Busy => {
                // It needs itself: the order of slots, or of components, reports the whole circle.
                return (TypeId::ERROR, false);
            }
            Source::Let(_) | Source::Output(_) if self.depth > DEEPEST_CHAIN => {
                self.diagnostics.push(codes::types::too_deep(
                    from,
                    self.text(name.name),
                    DEEPEST_CHAIN,
                ));
                return (TypeId::ERROR, false);
            }
            Source::Let(_) | Source::Output(_) => self.finish_slot(component, slot),
            Source::Resource(block) => {
                let ty = self.resource_type(block);
                let regional = self.at_of(block) != At::Global;
                let draft = self.slot_mut(component, slot);
                (draft.ty, draft.regional) = (Some(ty), regional);
            }
            Source::Use(block) => {
                let ty = self.use_type(component, block);
                self.slot_mut(component, slot).ty = Some(ty);
            }
            Source::Input(_) | Source::Implied => {}
        }
        let draft = self.slot(component, slot);
        (draft.ty.unwrap_or(TypeId::ERROR), draft.regional)
    }

    /// A type, if it is not too large to be gone through: objects that hold one another again and again
    /// grow with every step.
    fn bounded(&mut self, component: ComponentId, slot: SlotId, ty: TypeId) -> TypeId {
        if self.tables.types.weight(ty) <= LARGEST_TYPE {
            return ty;
        }
        let name = self.slot(component, slot).name.span;
        // Those that hold it are too large as well.
        if !std::mem::replace(&mut self.is_too_large, true) {
            let (what, most) = ("fields in one type", LARGEST_TYPE as usize);
            self.diagnostics
                .push(codes::sites::too_large(name, what, most));
        }
        TypeId::ERROR
    }

    fn resource_type(&mut self, block: &Block) -> TypeId {
        let name = block.labels[0].name;
        if self.tables.schemas.find(self.text(name)).is_none() {
            return TypeId::ERROR;
        }
        self.repeated(block, Type::Resource(name))
    }

    fn use_type(&mut self, component: ComponentId, block: &Block) -> TypeId {
        let meant = self.kind_in(component, block.keyword.name);
        match meant.filter(|kind| self.component(*kind).is_some()) {
            Some(kind) => self.repeated(block, Type::Component(kind)),
            None => TypeId::ERROR,
        }
    }

    fn repeated(&self, block: &Block, ty: Type) -> TypeId {
        let types = self.tables.types;
        let one = types.id(ty);
        if self.attribute(block, "for_each").is_some() {
            types.id(Type::Map(one))
        } else {
            one
        }
    }

    pub(super) fn attribute<'b>(&self, block: &'b Block, name: &str) -> Option<&'b Attribute> {
        block
            .body
            .attributes
            .iter()
            .find(|attribute| self.text(attribute.name.name) == name)
    }

    /// Where a resource stands; what is wrong with it is said when its slot is finished.
    pub(super) fn at_of(&self, block: &Block) -> At {
        let word = self
            .attribute(block, "at")
            .and_then(|at| match at.value.kind {
                ExprKind::Text(text) => Some(self.text(text)),
                _ => None,
            });
        match word {
            Some("home") => At::Home,
            Some("others") => At::Others,
            Some("global") => At::Global,
            _ => At::Each,
        }
    }

    /// Types everything in a slot.
    pub(super) fn finish_slot(&mut self, component: ComponentId, slot: SlotId) {
        if self.slot(component, slot).state != State::Waiting {
            return;
        }
        self.slot_mut(component, slot).state = State::Busy;
        self.depth += 1;
        // Slots are finished in the middle of other expressions, which want types of their own.
        let wanted = self.wanted.take();
        let mut env = Env::new(component);
        let source = self.slot(component, slot).source;
        let (def, typed) = match source {
            Source::Input(block) => (self.input(block, slot, &mut env), None),
            Source::Let(attribute) => self.plain(&attribute.value, &mut env, SlotDef::Let),
            Source::Output(block) => self.output(block, &mut env),
            Source::Resource(block) => (self.resource(block, &mut env), None),
            Source::Use(block) => (self.use_of(block, &mut env), None),
            Source::Implied => (self.implied(component, slot, &mut env), None),
        };
        self.depth -= 1;
        self.wanted = wanted;
        if let Some((ty, regional)) = typed {
            let ty = self.bounded(component, slot, ty);
            let draft = self.slot_mut(component, slot);
            (draft.ty, draft.regional) = (Some(ty), regional);
        } else {
            let name = self.slot(component, slot).name.span;
            self.slot_type(component, slot, name);
        }
        let draft = self.slot_mut(component, slot);
        draft.state = State::Done;
        draft.def = Some(def);
        env.needs.sort_unstable();
        env.needs.dedup();
        draft.needs = env.needs;
    }

    fn plain(
        &mut self,
        value: &Expr,
        env: &mut Env,
        def: fn(Ir) -> SlotDef,
    ) -> (SlotDef, Option<(TypeId, bool)>) {
        let typed = self.infer(value, None, env);
        (def(typed.ir), Some((typed.ty, typed.regional)))
    }

    fn output(&mut self, block: &'t Block, env: &mut Env) -> (SlotDef, Option<(TypeId, bool)>) {
        self.only(block, &["value", "doc"], "an output");
        if let Some(value) = self.attribute(block, "value") {
            self.plain(&value.value, env, SlotDef::Output)
        } else {
            self.diagnostics.push(codes::names::missing_attribute(
                block.header(),
                "value",
                "an output",
            ));
            (SlotDef::Broken, Some((TypeId::ERROR, false)))
        }
    }

    /// Reports attributes that a declaration does not have.
    pub(super) fn only(&mut self, block: &Block, known: &[&str], what: &str) {
        for attribute in &block.body.attributes {
            let name = self.text(attribute.name.name);
            if !known.contains(&name) {
                let span = attribute.name.span;
                let unknown = codes::names::unknown_attribute(span, name, what, known);
                self.diagnostics.push(unknown);
            }
        }
        for inner in &block.body.blocks {
            let (span, keyword) = (inner.header(), self.text(inner.keyword.name));
            let here = codes::names::block_not_here(span, keyword, what, Instead::Object);
            self.diagnostics.push(here);
        }
    }

    fn resource(&mut self, block: &'t Block, env: &mut Env) -> SlotDef {
        let type_name = block.labels[0].name;
        let Some(id) = self.tables.schemas.find(self.text(type_name)) else {
            self.unknown_resource_type(block.labels[0].span, type_name);
            return SlotDef::Broken;
        };
        let node = self.tables.schemas.load(self.tables.names, id).root;
        for inner in &block.body.blocks {
            let (span, keyword) = (inner.header(), self.text(inner.keyword.name));
            let instead = match foreign::instead(foreign::Place::Attribute, keyword, None) {
                Some(sentence) => Instead::Said(sentence),
                None if self.is_list(node, inner.keyword.name) => Instead::List,
                None => Instead::Object,
            };
            let here = codes::names::block_not_here(span, keyword, "a resource", instead);
            self.diagnostics.push(here);
        }
        let presence = self.presence(block, env);
        // What its properties refer to is a matter of the graph: only its presence is needed here.
        let needs = env.needs.clone();
        let at = self.at_of(block);
        env.at = at;
        let properties = block
            .body
            .attributes
            .iter()
            .filter(|attribute| !self.is_resource_word(attribute.name.name));
        let properties = properties.collect();
        let properties =
            self.resource_properties(block, type_name, node, properties, RESOURCE_WORDS, env);
        let after = self.after(block, env);
        let word = |typer: &mut Self, name: &str, words: &[&str]| typer.word(block, name, words);
        let unit = word(self, "unit", UNITS);
        word(self, "at", &["each", "home", "others", "global"]);
        let on_delete = self.attribute(block, "on_delete");
        let on_delete = on_delete.and_then(|word| self.on_delete(word, type_name));
        env.needs = needs;
        SlotDef::Resource(Box::new(ResourceDef {
            type_id: id,
            type_name,
            type_span: block.labels[0].span,
            at,
            when: presence.0,
            for_each: presence.1,
            properties: properties.ir,
            after,
            on_delete,
            unit: unit.map(unit_of),
        }))
    }

    fn is_resource_word(&self, name: Symbol) -> bool {
        RESOURCE_WORDS.contains(&self.text(name))
    }

    /// `when` and `for_each`, and what follows from them inside.
    pub(super) fn presence(&mut self, block: &'t Block, env: &mut Env) -> (Option<Ir>, Option<Ir>) {
        let when = self.attribute(block, "when").map(|when| {
            let typed =
                self.expect_known(&when.value, TypeId::BOOL, "whether something is there", env);
            let facts = self.facts_of(&when.value, true, env.component, true);
            env.facts.extend(facts);
            typed.ir
        });
        let for_each = self.attribute(block, "for_each").map(|for_each| {
            let typed = self.infer(&for_each.value, None, env);
            let (key, value) = self.elements_of(&typed, for_each.value.span);
            env.each = Some(Each {
                key,
                value,
                regional: typed.regional,
            });
            typed.ir
        });
        (when, for_each)
    }

    /// What `for_each` goes over: types of `each.key` and `each.value`.
    fn elements_of(&mut self, typed: &Typed, span: Span) -> (TypeId, TypeId) {
        match self.tables.types.get(typed.ty).clone() {
            Type::Map(value) => (TypeId::TEXT, value),
            Type::Object(fields) => {
                let ty = self.one_of_fields(&fields, span);
                (TypeId::TEXT, ty)
            }
            Type::Set(value) | Type::List(value)
                if matches!(
                    self.tables.types.get(value),
                    Type::Text | Type::Form(_) | Type::Enum(_)
                ) =>
            {
                (TypeId::TEXT, value)
            }
            Type::Error => (TypeId::TEXT, TypeId::ERROR),
            _ => {
                self.diagnostics
                    .push(codes::types::for_each_over(span, &self.type_text(typed.ty)));
                (TypeId::TEXT, TypeId::ERROR)
            }
        }
    }

    fn after(&mut self, block: &'t Block, env: &mut Env) -> Vec<Ir> {
        let Some(attribute) = self.attribute(block, "after") else {
            return Vec::new();
        };
        let ExprKind::List(elements) = &attribute.value.kind else {
            self.diagnostics
                .push(codes::types::after_is_a_list(attribute.value.span));
            return Vec::new();
        };
        elements
            .iter()
            .map(|element| self.waited_for(element, env))
            .collect()
    }

    pub(super) fn waited_for(&mut self, element: &Expr, env: &mut Env) -> Ir {
        let typed = self.infer(element, None, env);
        let mut ty = self.tables.types.present(typed.ty);
        if let Type::Map(of) | Type::List(of) = self.tables.types.get(ty) {
            ty = self.tables.types.present(*of);
        }
        if !matches!(
            self.tables.types.get(ty),
            Type::Resource(_) | Type::Component(_) | Type::Error
        ) {
            self.diagnostics
                .push(codes::types::after_is_a_list(element.span));
        }
        typed.ir
    }

    /// The position in `words` of what an attribute says.
    pub(super) fn word(&mut self, block: &Block, name: &str, words: &[&str]) -> Option<usize> {
        let attribute = self.attribute(block, name)?;
        self.one_of_words(attribute, words)
    }

    /// What becomes of a resource of this type.
    pub(super) fn on_delete(&mut self, word: &Attribute, type_name: Symbol) -> Option<OnDelete> {
        let at = self.one_of_words(word, ON_DELETE)?;
        let policy = [OnDelete::Snapshot, OnDelete::Retain, OnDelete::Delete][at];
        let type_name = self.text(type_name);
        if policy == OnDelete::Snapshot && !self.tables.references.leaves_snapshot(type_name) {
            let problem = codes::types::no_snapshot(word.value.span, type_name);
            self.diagnostics.push(problem);
        }
        Some(policy)
    }

    pub(super) fn one_of_words(&mut self, attribute: &Attribute, words: &[&str]) -> Option<usize> {
        let text = self.literal(&attribute.value)?;
        let found = words.iter().position(|word| *word == self.text(text));
        if found.is_none() {
            let suggestion = did_you_mean(self.text(text), words.iter().copied());
            let (span, text) = (attribute.value.span, self.text(text));
            self.diagnostics.push(codes::types::not_in_enum(
                span,
                text,
                words,
                suggestion.as_deref(),
                &[],
            ));
        }
        found
    }
}
