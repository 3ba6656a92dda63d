//! The whole program: every component that is reached, typed to the end, and the order of uses.

use crate::diag::codes;
use crate::names::Symbol;
use crate::order;
use crate::syntax::tree::Block;

use super::infer::Env;
use super::program::{
    Arguments, Component, ComponentId, Header, Ir, MovedDef, Program, Slot, SlotDef, SlotId,
    TierDef,
};
use super::ty::TypeId;
use super::{ROOT, Source, Typer};
use crate::value::Value;

impl<'t> Typer<'t> {
    pub(super) fn program(&mut self, app: &'t Block, environment: Symbol) -> Option<Program> {
        let names = self.tables.names;
        self.header = (app.labels[0].name, environment);
        self.declare_root(app.header());
        let app_component = self.component(names.intern("app"))?;
        let tier_component = self.component(names.intern("tier"))?;
        self.number_declarations();
        let params = self.params();
        let existing = self.existing();
        let app_arguments = self.block_arguments(app_component, app);
        let tiers: Vec<_> = self.declarations.tiers.clone();
        let tiers = tiers
            .into_iter()
            .map(|block| TierDef {
                name: block.labels[0],
                component: tier_component,
                arguments: self.block_arguments(tier_component, block),
            })
            .collect();
        let moved = self.declarations.moved.clone();
        let moved = moved
            .into_iter()
            .filter_map(|block| self.moved_block(block))
            .collect();
        let questions = self.questions();
        self.finish_all();
        let order = self.order_uses();
        if self.diagnostics.has_errors() {
            return None;
        }
        let header = self.header_of(app, app_component, &app_arguments, environment)?;
        let components = std::mem::take(&mut self.components)
            .into_iter()
            .map(component)
            .collect();
        let (root, app) = (ROOT, app_component);
        Some(Program {
            components,
            root,
            app,
            header,
            app_arguments,
            tiers,
            existing,
            params,
            moved,
            order,
            written: std::mem::take(&mut self.written),
            has_overrides: self.has_overrides,
            questions,
        })
    }

    /// What is asked beside the app. Any type will do.
    fn questions(&mut self) -> Vec<Ir> {
        let asked = self.declarations.questions.clone();
        let typed = asked.into_iter();
        let typed = typed.map(|expr| self.infer(expr, None, &mut Env::new(ROOT)).ir);
        typed.collect()
    }

    /// Home and regions are read before anything is evaluated, so they have to be literals.
    fn header_of(
        &mut self,
        app: &Block,
        component: ComponentId,
        arguments: &Arguments,
        environment: Symbol,
    ) -> Option<Header> {
        let mut literal = |name: &str| {
            let name = self.tables.names.intern(name);
            let slot = *self.draft(component).by_name.get(&name)?;
            let argument = arguments.get(slot)?;
            let value = self.constant_of(&argument.value);
            if value.is_none() {
                let span = argument.value.span;
                self.diagnostics
                    .push(codes::types::literal_wanted(span, "a literal value"));
            }
            Some((value?, argument.value.span))
        };
        let (home, regions) = (literal("home"), literal("regions"));
        let (Value::Text(home), home_span) = home? else {
            return None;
        };
        let (Value::List(regions), regions_span) = regions? else {
            return None;
        };
        let regions =
            self.tables
                .store
                .elements(regions)
                .iter()
                .filter_map(|region| match region {
                    Value::Text(region) => Some(*region),
                    _ => None,
                });
        let (name, span) = (app.labels[0].name, app.header());
        Some(Header {
            name,
            environment,
            span,
            home,
            home_span,
            regions: regions.collect(),
            regions_span,
        })
    }

    fn number_declarations(&mut self) {
        let number = |blocks: &[&'t Block], label: usize| {
            blocks
                .iter()
                .enumerate()
                .map(|(at, block)| (block.labels[label].name, at as u32))
                .collect()
        };
        self.tiers = number(&self.declarations.tiers, 0);
        self.params = number(&self.declarations.params, 0);
        self.existing = number(&self.declarations.existing, 1);
    }

    /// The attributes of `app` and of tiers, typed as the inputs of the component of that name.
    fn block_arguments(&mut self, component: ComponentId, block: &'t Block) -> Arguments {
        for inner in &block.body.blocks {
            let (text, kind) = (self.text(inner.keyword.name), self.text(block.keyword.name));
            self.diagnostics
                .push(codes::names::block_in_use(inner.header(), text, kind));
        }
        let mut env = Env::new(component);
        self.arguments(
            component,
            &block.body.attributes,
            &[],
            block.header(),
            &mut env,
        )
    }

    fn moved_block(&mut self, block: &'t Block) -> Option<MovedDef> {
        self.only(block, &["from", "to"], "a moved block");
        let mut side = |name: &str| {
            if let Some(attribute) = self.attribute(block, name) {
                let span = attribute.value.span;
                let name = self.literal(&attribute.value)?;
                // As the compiler writes it; what is no address is reported where addresses are.
                let address = crate::paths::address(self.text(name));
                let name = address.map_or(name, |address| self.tables.names.intern(&address));
                Some(crate::syntax::tree::Ident { name, span })
            } else {
                self.diagnostics.push(codes::names::missing_attribute(
                    block.header(),
                    name,
                    "a moved block",
                ));
                None
            }
        };
        let (from, to) = (side("from"), side("to"));
        Some(MovedDef {
            from: from?,
            to: to?,
        })
    }

    fn finish_all(&mut self) {
        self.finish_components(0);
        // Components that no use reaches are checked too, and nothing is made because of them. Those
        // of a repository are not: their authors have checked them.
        self.reached = false;
        let first = self.components.len();
        let spaces = &self.declarations.spaces;
        let kinds = self.declarations.components.keys().copied();
        let mut kinds: Vec<_> = kinds
            .filter(|kind| spaces.is_checked_unused(*kind))
            .collect();
        kinds.sort_unstable_by_key(|kind| self.text(*kind));
        for kind in kinds {
            self.component(kind);
        }
        self.finish_components(first);
        self.find_recursive_components();
    }

    /// Finishes components from `at` on. Others, and implied uses, are added meanwhile.
    fn finish_components(&mut self, mut at: usize) {
        while at < self.components.len() {
            self.finish_slots(ComponentId(at as u32));
            self.finish_declarations(ComponentId(at as u32));
            self.check_unstable(ComponentId(at as u32));
            at += 1;
            while at == self.components.len() && self.has_unfinished(ROOT) {
                self.finish_slots(ROOT);
            }
        }
    }

    fn finish_slots(&mut self, component: ComponentId) {
        let mut slot = 0;
        while slot < self.draft(component).slots.len() {
            self.finish_slot(component, SlotId(slot as u32));
            slot += 1;
        }
    }

    fn has_unfinished(&self, component: ComponentId) -> bool {
        self.draft(component)
            .slots
            .iter()
            .any(|slot| slot.state == super::State::Waiting)
    }

    /// Orders the uses of each body so that each comes behind those it needs; reports cycles.
    fn order_uses(&mut self) -> Vec<SlotId> {
        let mut root = Vec::new();
        for at in 0..self.components.len() {
            let id = ComponentId(at as u32);
            let slots = &self.draft(id).slots;
            let needs = |slot: usize| slots[slot].needs.iter().map(|need| need.0 as usize);
            match order::by_need(slots.len(), needs) {
                Ok(order) if id == ROOT => root = order,
                Ok(_) => {}
                Err(cycle) => {
                    let path: Vec<_> = cycle
                        .iter()
                        .map(|slot| {
                            (
                                self.slot_address(id, SlotId(*slot as u32)),
                                slots[*slot].name.span,
                            )
                        })
                        .collect();
                    let path: Vec<_> = path
                        .iter()
                        .map(|(name, span)| (name.as_str(), *span))
                        .collect();
                    self.diagnostics.push(codes::types::cycle(&path));
                }
            }
        }
        root.into_iter().map(|slot| SlotId(slot as u32)).collect()
    }

    pub(super) fn slot_address(&self, component: ComponentId, slot: SlotId) -> String {
        let draft = self.slot(component, slot);
        match draft.source {
            Source::Use(block) if component == ROOT => {
                format!(
                    "{}.{}",
                    self.text(block.keyword.name),
                    self.text(draft.name.name)
                )
            }
            Source::Resource(_) if component == ROOT => {
                format!("resource.{}", self.text(draft.name.name))
            }
            _ => self.text(draft.name.name).to_owned(),
        }
    }

    /// Components must not contain themselves, however deep.
    fn find_recursive_components(&mut self) {
        let contains: Vec<Vec<usize>> = self
            .components
            .iter()
            .map(|draft| {
                let inner = draft.slots.iter().filter_map(|slot| match &slot.def {
                    Some(SlotDef::Use(use_def)) => Some(use_def.component.0 as usize),
                    _ => None,
                });
                inner.collect()
            })
            .collect();
        if let Err(cycle) = order::by_need(contains.len(), |at| contains[at].iter().copied()) {
            let path: Vec<_> = cycle
                .iter()
                .map(|at| {
                    (
                        self.text(self.components[*at].kind),
                        self.components[*at].span,
                    )
                })
                .collect();
            self.diagnostics
                .push(codes::types::recursive_components(&path));
        }
    }
}

fn component(draft: super::Draft<'_>) -> Component {
    let slots = draft.slots.into_iter().map(|slot| Slot {
        name: slot.name,
        def: slot.def.unwrap_or(SlotDef::Broken),
        ty: slot.ty.unwrap_or(TypeId::ERROR),
        regional: slot.regional,
    });
    Component {
        kind: draft.kind,
        span: draft.span,
        slots: slots.collect(),
        checks: draft.checks,
        facts: draft.facts,
        provides: draft.provides,
        spaces: draft.spaces,
    }
}
