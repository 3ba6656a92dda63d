//! From the steps of a path to the resource inside the use.

use crate::diag::codes;
use crate::names::Symbol;
use crate::paths::{Step, StepKind};
use crate::source::Span;
use crate::syntax::tree::{Block, Ident};

use super::super::program::{ComponentId, InnerStep, SlotId, Which};
use super::super::{Source, Typer, did_you_mean};
use super::{Inside, Path};

impl<'t> Typer<'t> {
    /// The resource that a path leads to, and how many steps lead there.
    pub(super) fn inside(
        &mut self,
        mut component: ComponentId,
        owner: &'t Block,
        path: &Path,
    ) -> Option<(Inside<'t>, usize)> {
        let mut uses = Vec::new();
        let mut at = 0;
        loop {
            let Some(step) = path.steps.get(at) else {
                let last = self.draft(component).kind;
                self.names_no_property(path, &format!("`{}`", self.text(last)), component);
                return None;
            };
            let StepKind::Name(name) = &step.kind else {
                let span = path.of(step);
                self.diagnostics.push(codes::overrides::no_property(
                    span,
                    "this names no resource",
                    "write the name of what is inside the use",
                ));
                return None;
            };
            let slot = self.made_by(component, name, path, step, owner)?;
            let declared = self.slot(component, slot).name;
            self.warn_of_unstable(component, declared, path.of(step));
            let (Source::Resource(block) | Source::Use(block)) = self.slot(component, slot).source
            else {
                return None;
            };
            at += 1;
            let (which, taken) = self.which(block, declared, path, step, path.steps.get(at))?;
            at += taken;
            let step = InnerStep { slot, which };
            if let Source::Use(_) = self.slot(component, slot).source {
                uses.push(step);
                component = self.component(block.keyword.name)?;
                continue;
            }
            let inside = Inside {
                uses,
                resource: step,
                block,
            };
            return Some((inside, at));
        }
    }

    /// The resource or use of a component that a step names.
    fn made_by(
        &mut self,
        component: ComponentId,
        name: &str,
        path: &Path,
        step: &Step,
        owner: &Block,
    ) -> Option<SlotId> {
        let made = self.made(component);
        let found = made.iter().find(|(known, _)| self.text(*known) == name);
        if let Some((_, slot)) = found {
            return Some(*slot);
        }
        let names: Vec<&str> = made.iter().map(|(known, _)| self.text(*known)).collect();
        let instead = did_you_mean(name, names.iter().copied());
        let instead = instead.or_else(|| self.with_property(component, &made, name));
        let draft = self.draft(component);
        let (kind, declared) = (self.text(draft.kind), draft.span);
        let span = path.of(step);
        let mut diagnostic =
            codes::overrides::not_inside(span, name, kind, declared, instead.as_deref(), &names);
        if let Some(instead) = instead.filter(|_| path.is_exact) {
            diagnostic = diagnostic.edit(span, instead);
        }
        if draft.by_name.keys().any(|known| self.text(*known) == name) {
            let (kind, owner) = (
                self.text(owner.keyword.name),
                self.text(owner.labels[0].name),
            );
            let help = format!(
                "`{name}` is an input or a let: inputs are set in `{kind} \"{owner}\"` itself"
            );
            diagnostic = diagnostic.help(help);
        }
        self.diagnostics.push(diagnostic);
        None
    }

    /// What a component makes, sorted by name.
    fn made(&self, component: ComponentId) -> Vec<(Symbol, SlotId)> {
        let slots = self.draft(component).slots.iter().enumerate();
        let made =
            slots.filter(|(_, slot)| matches!(slot.source, Source::Resource(_) | Source::Use(_)));
        let mut made: Vec<_> = made
            .map(|(at, slot)| (slot.name.name, SlotId(at as u32)))
            .collect();
        made.sort_by_key(|(name, _)| self.text(*name));
        made
    }

    /// `main.PROPERTY`, where the name of a resource was left out; of several the one called `main`.
    fn with_property(
        &self,
        component: ComponentId,
        made: &[(Symbol, SlotId)],
        property: &str,
    ) -> Option<String> {
        let property = self.tables.names.find(property)?;
        let (mains, others): (Vec<_>, Vec<_>) = made
            .iter()
            .partition(|(name, _)| self.text(*name) == "main");
        mains.into_iter().chain(others).find_map(|(name, slot)| {
            let Source::Resource(block) = self.slot(component, slot).source else {
                return None;
            };
            let id = self.tables.schemas.find(self.text(block.labels[0].name))?;
            let root = self.tables.schemas.load(self.tables.names, id).root;
            self.node(root).property(property)?;
            Some(format!("{}.{}", self.text(name), self.text(property)))
        })
    }

    /// Which of the elements of a `for_each` a step takes, and how many steps say so.
    fn which(
        &mut self,
        block: &Block,
        declared: Ident,
        path: &Path,
        step: &Step,
        next: Option<&Step>,
    ) -> Option<(Which, usize)> {
        let has_keys = self.attribute(block, "for_each").is_some();
        let names = self.tables.names;
        match (has_keys, next.map(|next| &next.kind)) {
            (true, Some(StepKind::Key(key))) => Some((Which::Key(names.intern(key)), 1)),
            (true, Some(StepKind::All)) => Some((Which::All, 1)),
            (false, None | Some(StepKind::Name(_))) => Some((Which::Only, 0)),
            _ => {
                let span = path.of(step);
                let name = self.text(declared.name);
                let wanted = codes::overrides::key_wanted(span, name, has_keys, declared.span);
                self.diagnostics.push(wanted);
                None
            }
        }
    }

    fn names_no_property(&mut self, path: &Path, what: &str, component: ComponentId) {
        let made = self.made(component);
        let example = made.first().map_or("main", |(name, _)| self.text(*name));
        let help = format!(
            "go on to one: \"{}.{example}.PROPERTY\"",
            self.text(path.text)
        );
        self.diagnostics.push(codes::overrides::no_property(
            path.span,
            &format!("this path ends at a use of {what}"),
            &help,
        ));
    }

    fn warn_of_unstable(&mut self, component: ComponentId, name: Ident, span: Span) {
        let draft = self.draft(component);
        let unstable = draft.unstable.iter().find(|word| word.name == name.name);
        let Some(word) = unstable else { return };
        let (kind, declared) = (self.text(draft.kind), word.span);
        let warning = codes::overrides::unstable(span, self.text(name.name), kind, declared);
        self.diagnostics.push(warning);
    }

    /// Checks that what a component calls unstable is there.
    pub(in crate::types) fn check_unstable(&mut self, component: ComponentId) {
        for word in self.draft(component).unstable.clone() {
            let made = self.made(component);
            if made.iter().any(|(name, _)| *name == word.name) {
                continue;
            }
            let names: Vec<&str> = made.iter().map(|(name, _)| self.text(*name)).collect();
            let (text, kind) = (self.text(word.name), self.text(self.draft(component).kind));
            let suggestion = did_you_mean(text, names.iter().copied());
            self.diagnostics.push(codes::overrides::unstable_unknown(
                word.span,
                text,
                kind,
                suggestion.as_deref(),
                &names,
            ));
        }
    }
}
