//! From blocks to drafts: which slots a component has, before any expression is looked at.

use rustc_hash::FxHashMap;

use crate::diag::codes;
use crate::imports::SpaceId;
use crate::names::Symbol;
use crate::resolve::{KEYWORDS, RESERVED, is_plain_name};
use crate::source::Span;
use crate::syntax::tree::{Block, Expr, ExprKind, Ident};

use super::program::{ComponentId, SlotId};
use super::ty::{Type, TypeId};
use super::{Draft, ROOT, SlotDraft, Source, State, Typer};

impl<'t> Typer<'t> {
    /// The component of a kind, declared when it is first asked for.
    pub(super) fn component(&mut self, kind: Symbol) -> Option<ComponentId> {
        if let Some(&id) = self.kinds.get(&kind) {
            return Some(id);
        }
        let block = *self.declarations.components.get(&kind)?;
        let id = ComponentId(self.components.len() as u32);
        self.kinds.insert(kind, id);
        let space = self.declarations.spaces.home(kind);
        self.components
            .push(Draft::empty(kind, space, block.header()));
        let around = std::mem::replace(&mut self.space, space);
        self.declare_body(id, block);
        self.space = around;
        Some(id)
    }

    /// The kind that a use in a component's body means.
    pub(super) fn kind_in(&self, component: ComponentId, written: Symbol) -> Option<Symbol> {
        let space = self.draft(component).space;
        self.declarations.kind(space, written, self.tables.names)
    }

    /// The app's own body.
    pub(super) fn declare_root(&mut self, span: Span) {
        let root = self.tables.names.intern("");
        self.components.push(Draft::empty(root, SpaceId::APP, span));
        let declarations = self.declarations;
        for block in &declarations.uses {
            let slot = self.add_slot(ROOT, block.labels[0], Source::Use(block));
            self.root_uses
                .insert((block.keyword.name, block.labels[0].name), slot);
            self.kind_uses
                .entry(block.keyword.name)
                .or_default()
                .push(slot);
        }
        for block in &declarations.resources {
            let slot = self.add_slot(ROOT, block.labels[1], Source::Resource(block));
            self.root_uses
                .insert((block.keyword.name, block.labels[1].name), slot);
        }
    }

    /// The use `KIND.main` that nobody wrote.
    pub(super) fn implied_use(&mut self, kind: Symbol) -> SlotId {
        let main = Ident {
            name: self.tables.names.intern("main"),
            span: Span::NONE,
        };
        let slot = self.add_slot(ROOT, main, Source::Implied);
        self.slot_mut(ROOT, slot).ty = Some(self.tables.types.id(Type::Component(kind)));
        self.root_uses.insert((kind, main.name), slot);
        self.kind_uses.entry(kind).or_default().push(slot);
        slot
    }

    fn add_slot(&mut self, component: ComponentId, name: Ident, source: Source<'t>) -> SlotId {
        let draft = &mut self.components[component.0 as usize];
        let slot = SlotId(draft.slots.len() as u32);
        draft.slots.push(SlotDraft {
            name,
            source,
            ty: None,
            regional: false,
            state: State::Waiting,
            def: None,
            needs: Vec::new(),
        });
        slot
    }

    fn declare_body(&mut self, id: ComponentId, block: &'t Block) {
        for attribute in &block.body.attributes {
            match (self.text(attribute.name.name), &attribute.value.kind) {
                ("doc", ExprKind::Text(_)) => {}
                ("unstable", ExprKind::List(words)) => {
                    words
                        .iter()
                        .for_each(|word| self.declare_unstable(id, word));
                }
                ("unstable", _) => self.diagnostics.push(codes::types::literal_wanted(
                    attribute.value.span,
                    "a list of names in quotes",
                )),
                ("doc", _) => self.diagnostics.push(codes::types::literal_wanted(
                    attribute.value.span,
                    "a quoted text",
                )),
                (name, _) => {
                    let (span, known) = (attribute.name.span, ["doc", "unstable"]);
                    let instead = super::uses::instead_of_attribute(name);
                    let unknown =
                        codes::names::unknown_attribute(span, name, "a component", &known);
                    self.diagnostics.push(unknown.help_if(instead));
                }
            }
        }
        for inner in &block.body.blocks {
            self.declare_block(id, inner);
        }
    }

    fn declare_unstable(&mut self, id: ComponentId, word: &Expr) {
        if let Some(name) = self.literal(word) {
            let span = word.span;
            let unstable = &mut self.components[id.0 as usize].unstable;
            unstable.push(Ident { name, span });
        }
    }

    fn declare_block(&mut self, id: ComponentId, block: &'t Block) {
        let keyword = self.text(block.keyword.name);
        let labels = match keyword {
            "resource" => 2,
            "let" => 0,
            _ => 1,
        };
        let space = self.draft(id).space;
        let is_use = !KEYWORDS.contains(&keyword);
        let kinds = self.declarations;
        if is_use && !kinds.has_kind(space, block.keyword.name, self.tables.names) {
            self.unknown_kind(block.keyword, space);
            return;
        }
        if block.labels.len() != labels {
            let found = block.labels.len();
            self.diagnostics.push(codes::names::wrong_labels(
                block.header(),
                keyword,
                labels,
                found,
            ));
            return;
        }
        match keyword {
            "input" => self.declare_input(id, block),
            "let" => block.body.attributes.iter().for_each(|attribute| {
                self.declare_name(id, attribute.name, Source::Let(attribute));
            }),
            "resource" => {
                self.declare_name(id, block.labels[1], Source::Resource(block));
            }
            "output" => self.declare_output(id, block),
            "check" => self.components[id.0 as usize].check_blocks.push(block),
            "fact" => self.components[id.0 as usize].fact_blocks.push(block),
            "provides" => self.declare_provides(id, block),
            other if KEYWORDS.contains(&other) => {
                self.diagnostics
                    .push(codes::names::keyword_not_here(block.keyword.span, other));
            }
            _ => {
                self.declare_name(id, block.labels[0], Source::Use(block));
            }
        }
    }

    fn declare_input(&mut self, id: ComponentId, block: &'t Block) {
        let Some(slot) = self.declare_name(id, block.labels[0], Source::Input(block)) else {
            return;
        };
        let find = |name: &str| {
            block
                .body
                .attributes
                .iter()
                .find(|attribute| self.text(attribute.name.name) == name)
        };
        let (declared, later) = (find("type"), find("later"));
        if find("default").is_none() {
            self.components[id.0 as usize].wanting.push(slot);
        }
        let mut ty = if let Some(declared) = declared {
            self.type_of(&declared.value)
        } else {
            self.diagnostics
                .push(codes::types::input_without_type(block.header()));
            TypeId::ERROR
        };
        if later.is_some_and(|later| matches!(later.value.kind, ExprKind::Bool(true))) {
            ty = self.tables.types.later(ty);
        }
        let regional = self.tables.types.has_later(ty)
            || matches!(self.tables.types.get(ty), Type::Component(_));
        let draft = self.slot_mut(id, slot);
        draft.ty = Some(ty);
        draft.regional = regional;
    }

    fn declare_output(&mut self, id: ComponentId, block: &'t Block) {
        let name = block.labels[0];
        if self.is_shown_name(id, name, "output") {
            let slot = self.add_slot(id, name, Source::Output(block));
            self.components[id.0 as usize]
                .outputs
                .insert(name.name, slot);
        }
    }

    fn declare_provides(&mut self, id: ComponentId, block: &'t Block) {
        let name = block.labels[0];
        if self.is_shown_name(id, name, "capability") {
            self.components[id.0 as usize].provided.push((name, block));
        }
    }

    /// Whether what a use shows to others can be called so: outputs and capabilities are read in
    /// one way, `KIND.NAME.x`.
    fn is_shown_name(&mut self, id: ComponentId, name: Ident, what: &str) -> bool {
        let text = self.text(name.name);
        if !is_plain_name(text) {
            self.diagnostics
                .push(codes::names::not_a_name(name.span, text, false));
            return false;
        }
        let draft = self.draft(id);
        let output = draft.outputs.get(&name.name);
        let output = output.map(|first| self.slot(id, *first).name.span);
        let provided = draft.provided.iter().map(|(known, _)| *known);
        let mut provided = provided.filter(|known| known.name == name.name);
        let Some(first) = output.or_else(|| provided.next().map(|known| known.span)) else {
            return true;
        };
        let twice = codes::names::declared_twice(name.span, first, what, text);
        self.diagnostics.push(twice);
        false
    }

    fn declare_name(&mut self, id: ComponentId, name: Ident, source: Source<'t>) -> Option<SlotId> {
        let text = self.text(name.name);
        // Tiers are named in the app's own body only, so a component may have an input of that name.
        let is_tier = text == "tier" && matches!(source, Source::Input(_));
        if RESERVED.contains(&text) && !is_tier {
            self.diagnostics
                .push(codes::names::reserved(name.span, text));
        } else if !is_plain_name(text) {
            self.diagnostics
                .push(codes::names::not_a_name(name.span, text, false));
        }
        if let Some(&first) = self.draft(id).by_name.get(&name.name) {
            let first = self.slot(id, first).name.span;
            self.diagnostics
                .push(codes::names::declared_twice(name.span, first, "name", text));
            return None;
        }
        let slot = self.add_slot(id, name, source);
        self.components[id.0 as usize]
            .by_name
            .insert(name.name, slot);
        Some(slot)
    }

    /// `space` is where it is written.
    pub(super) fn unknown_kind(&mut self, kind: Ident, space: SpaceId) {
        let names = self.tables.names;
        let diagnostic = self.declarations.unknown_kind(kind, space, names);
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn unknown_resource_type(&mut self, span: Span, name: Symbol) {
        let suggestion = self.tables.schemas.suggest(self.text(name));
        self.diagnostics.push(codes::schema::unknown_type(
            span,
            self.text(name),
            suggestion,
        ));
    }
}

impl Draft<'_> {
    fn empty(kind: Symbol, space: SpaceId, span: Span) -> Self {
        Self {
            kind,
            space,
            span,
            slots: Vec::new(),
            by_name: FxHashMap::default(),
            wanting: Vec::new(),
            outputs: FxHashMap::default(),
            provided: Vec::new(),
            check_blocks: Vec::new(),
            fact_blocks: Vec::new(),
            checks: Vec::new(),
            facts: Vec::new(),
            provides: Vec::new(),
            spaces: Vec::new(),
            unstable: Vec::new(),
        }
    }
}
