//! Overrides: from a path to the resource inside the use and to the property's place in its schema.
//! The value is typed as if it stood in the component, and read where the override is written.

use crate::diag::codes;
use crate::names::Symbol;
use crate::paths::{self, Scalar, Step, StepKind};
use crate::schema::NodeId;
use crate::source::Span;
use crate::syntax::tree::{Block, Ident};
use crate::value::Value;

use super::infer::Env;
use super::program::{
    ComponentId, InnerStep, OverrideChange, OverrideDef, PropertyStep, SlotId, Which,
};
use super::slots::{ON_DELETE, RESOURCE_WORDS, UNITS, on_delete_of, unit_of};
use super::ty::{Type, TypeId};
use super::{Source, Typer, did_you_mean};

/// Where a path has led so far.
struct Inside<'t> {
    uses: Vec<InnerStep>,
    resource: InnerStep,
    block: &'t Block,
}

/// The text of a path, where it stands, and its steps.
struct Path {
    text: Symbol,
    span: Span,
    steps: Vec<Step>,
    /// Whether a byte of the text is a byte of the source.
    is_exact: bool,
}

impl Path {
    /// Where a part of the path stands.
    fn at(&self, range: &std::ops::Range<usize>) -> Span {
        if !self.is_exact {
            return self.span;
        }
        // Behind the opening quote.
        let start = self.span.start + 1;
        Span {
            start: start + range.start as u32,
            end: start + range.end as u32,
        }
    }

    fn of(&self, step: &Step) -> Span {
        self.at(&step.range)
    }
}

impl<'t> Typer<'t> {
    pub(super) fn override_block(
        &mut self,
        component: ComponentId,
        owner: &'t Block,
        block: &'t Block,
        env: &mut Env,
    ) -> Option<OverrideDef> {
        self.has_overrides = true;
        self.only(block, &["value", "remove", "reason"], "an override");
        let [label] = block.labels[..] else {
            let found = block.labels.len();
            let wrong = codes::names::wrong_labels(block.header(), "override", 1, found);
            self.diagnostics.push(wrong);
            return None;
        };
        let path = self.path(label)?;
        let reason = self.reason(block, path.text);
        let (inside, rest) = self.inside(component, owner, &path)?;
        let change = self.change(block, &path, rest, inside.block, env)?;
        Some(OverrideDef {
            path: path.text,
            span: path.span,
            uses: inside.uses,
            resource: inside.resource,
            change,
            reason: reason?,
        })
    }

    fn path(&mut self, label: Ident) -> Option<Path> {
        let text = self.text(label.name);
        let is_exact = (label.span.end - label.span.start) as usize == text.len() + 2;
        let mut path = Path {
            text: label.name,
            span: label.span,
            steps: Vec::new(),
            is_exact,
        };
        match paths::parse(text) {
            Ok(steps) => {
                let kinds = steps.iter().map(|step| &step.kind);
                path.text = self.tables.names.intern(&paths::text(kinds));
                path.steps = steps;
                Some(path)
            }
            Err(no_path) => {
                let span = path.at(&(no_path.at..no_path.at + 1));
                self.diagnostics
                    .push(codes::overrides::not_a_path(span, no_path.wanted));
                None
            }
        }
    }

    fn reason(&mut self, block: &Block, path: Symbol) -> Option<(Symbol, Span)> {
        let text = self.text(path);
        let Some(reason) = self.attribute(block, "reason") else {
            self.diagnostics
                .push(codes::overrides::no_reason(block.header(), text));
            return None;
        };
        let said = self.literal(&reason.value)?;
        if self.text(said).trim().is_empty() {
            self.diagnostics
                .push(codes::overrides::no_reason(reason.value.span, text));
            return None;
        }
        Some((said, reason.value.span))
    }

    /// The resource that a path leads to, and how many steps lead there.
    fn inside(
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

    fn change(
        &mut self,
        block: &'t Block,
        path: &Path,
        from: usize,
        resource: &'t Block,
        env: &mut Env,
    ) -> Option<OverrideChange> {
        let removes = self.removes(block, path.text)?;
        let steps = &path.steps[from..];
        let [first, rest @ ..] = steps else {
            let help = format!("go on to one: \"{}.PROPERTY\"", self.text(path.text));
            let why = format!(
                "this path ends at the resource `{}`",
                self.text(resource.labels[1].name)
            );
            self.diagnostics
                .push(codes::overrides::no_property(path.span, &why, &help));
            return None;
        };
        if let StepKind::Name(word) = &first.kind
            && let Some(change) = self.word_change(block, path.of(first), word, rest, removes)
        {
            return change;
        }
        let type_name = resource.labels[0].name;
        let id = self.tables.schemas.find(self.text(type_name))?;
        let root = self.tables.schemas.load(self.tables.names, id).root;
        let (steps, ty, property) = self.property_steps(path, steps, type_name, root)?;
        if removes {
            return Some(OverrideChange::Property(steps, None));
        }
        let value = self.attribute(block, "value")?;
        // What the value refers to is a matter of the graph, as it is in the component.
        let (needs, at) = (env.needs.clone(), env.at);
        env.at = self.at_of(resource);
        env.property = Some((type_name, property));
        let value = self.expect(&value.value, ty, env).ir;
        (env.needs, env.at, env.property) = (needs, at, None);
        Some(OverrideChange::Property(steps, Some(value)))
    }

    /// Whether an override takes the property away; none if it is not clear.
    fn removes(&mut self, block: &Block, path: Symbol) -> Option<bool> {
        let remove = self.attribute(block, "remove");
        let removes = match remove.map(|remove| (&remove.value.kind, remove.value.span)) {
            None | Some((crate::syntax::tree::ExprKind::Bool(false), _)) => false,
            Some((crate::syntax::tree::ExprKind::Bool(true), _)) => true,
            Some((_, span)) => {
                self.diagnostics
                    .push(codes::types::literal_wanted(span, "`true`"));
                return None;
            }
        };
        let has_value = self.attribute(block, "value").is_some();
        if has_value != removes {
            return Some(removes);
        }
        let path = self.text(path);
        self.diagnostics.push(codes::overrides::value_or_remove(
            block.header(),
            path,
            removes,
        ));
        None
    }

    /// What a resource has beside its properties: a policy and a stack may be set, the rest is what
    /// the component is made of. None if it is none of these.
    fn word_change(
        &mut self,
        block: &Block,
        span: Span,
        word: &str,
        rest: &[Step],
        removes: bool,
    ) -> Option<Option<OverrideChange>> {
        let value = self.attribute(block, "value").filter(|_| !removes);
        match word {
            "on_delete" | "unit" if !rest.is_empty() => {
                let help = "leave out what stands behind it";
                let why = format!("`{word}` has nothing inside");
                self.diagnostics
                    .push(codes::overrides::no_property(span, &why, help));
                Some(None)
            }
            "on_delete" => Some(match value {
                Some(value) => self
                    .one_of_words(value, ON_DELETE)
                    .map(|at| OverrideChange::OnDelete(Some(on_delete_of(at)))),
                None => Some(OverrideChange::OnDelete(None)),
            }),
            "unit" => Some(match value {
                Some(value) => self
                    .one_of_words(value, UNITS)
                    .map(|at| OverrideChange::Unit(Some(unit_of(at)))),
                None => Some(OverrideChange::Unit(None)),
            }),
            other => {
                let why = match other {
                    "DeletionPolicy" | "UpdateReplacePolicy" => {
                        "what becomes of a resource is called `on_delete` here"
                    }
                    "DependsOn" | "after" => {
                        "what a resource waits for follows from what it refers to, and from the component"
                    }
                    _ if RESOURCE_WORDS.contains(&other) => {
                        "which resources there are, and where, is what the component decides: use its inputs, or a component of your own"
                    }
                    _ => return None,
                };
                self.diagnostics
                    .push(codes::overrides::not_overridable(span, other, why));
                Some(None)
            }
        }
    }

    /// The steps to a property, its type, and its path as the references' data has it.
    fn property_steps(
        &mut self,
        path: &Path,
        steps: &[Step],
        type_name: Symbol,
        root: NodeId,
    ) -> Option<(Vec<PropertyStep>, TypeId, String)> {
        let types = self.tables.types;
        let mut found = Vec::with_capacity(steps.len());
        let mut ty = types.id(Type::Property(root));
        let mut text = String::new();
        for step in steps {
            let span = path.of(step);
            let node = match *types.get(ty) {
                Type::Property(node) => Some(node),
                _ => None,
            };
            let is_list = node.is_none_or(|node| self.element_of_property(node).is_some());
            let (step, next) = match &step.kind {
                StepKind::Name(name) => {
                    text.push_str(if text.is_empty() { "" } else { "." });
                    text.push_str(name);
                    self.named(node, type_name, name, span)?
                }
                StepKind::Key(key) if is_list => {
                    text.push_str("[]");
                    let next = self.element(node, span)?;
                    (PropertyStep::Name(self.tables.names.intern(key)), next)
                }
                StepKind::Key(key) => self.named(node, type_name, key, span)?,
                StepKind::All if is_list => {
                    text.push_str("[]");
                    (PropertyStep::All, self.element(node, span)?)
                }
                StepKind::All => match node.and_then(|node| self.value_of_property(node)) {
                    Some(next) => (PropertyStep::All, next),
                    None => {
                        self.no_list(span);
                        return None;
                    }
                },
                StepKind::Where(fields) => {
                    text.push_str("[]");
                    let next = self.element(node, span)?;
                    let fields = self.fields(fields, next, type_name, span)?;
                    (PropertyStep::Where(fields), next)
                }
                StepKind::Position(position) => {
                    let instead = self.by_content(node);
                    let wrong = codes::overrides::by_position(span, position, &instead);
                    self.diagnostics.push(wrong);
                    return None;
                }
            };
            found.push(step);
            ty = next;
        }
        Some((found, ty, text))
    }

    /// A field, or a key of a map.
    fn named(
        &mut self,
        node: Option<NodeId>,
        type_name: Symbol,
        name: &str,
        span: Span,
    ) -> Option<(PropertyStep, TypeId)> {
        let name = self.tables.names.intern(name);
        let step = PropertyStep::Name(name);
        let Some(node) = node else {
            return Some((step, TypeId::JSON));
        };
        if let Some(child) = self.child(node, name, 0) {
            return Some((step, self.tables.types.id(Type::Property(child))));
        }
        if self.is_free(node) {
            return Some((step, TypeId::JSON));
        }
        self.unknown_property(type_name, node, Ident { name, span });
        None
    }

    fn element(&mut self, node: Option<NodeId>, span: Span) -> Option<TypeId> {
        let Some(node) = node else {
            return Some(TypeId::JSON);
        };
        let element = self.element_of_property(node);
        if element.is_none() {
            self.no_list(span);
        }
        element
    }

    fn no_list(&mut self, span: Span) {
        self.diagnostics.push(codes::overrides::no_property(
            span,
            "what stands before these brackets is no list",
            "go on with the name of a property",
        ));
    }

    /// What elements are found by: fields that they have.
    fn fields(
        &mut self,
        fields: &[(String, Scalar)],
        element: TypeId,
        type_name: Symbol,
        span: Span,
    ) -> Option<Vec<(Symbol, Value)>> {
        let node = match *self.tables.types.get(element) {
            Type::Property(node) => Some(node),
            _ => None,
        };
        let names = self.tables.names;
        let mut found = Vec::with_capacity(fields.len());
        for (name, value) in fields {
            self.named(node, type_name, name, span)?;
            let value = match value {
                Scalar::Text(text) => Value::Text(names.intern(text)),
                Scalar::Int(int) => Value::Int(*int),
                Scalar::Bool(bool) => Value::Bool(*bool),
            };
            found.push((names.intern(name), value));
        }
        Some(found)
    }

    /// How an element of a list is named by its content.
    fn by_content(&self, node: Option<NodeId>) -> String {
        let element = node.and_then(|node| self.element_of_property(node));
        let Some(Type::Property(element)) = element.map(|ty| self.tables.types.get(ty)) else {
            return "[FIELD == 'VALUE']".into();
        };
        let mut names = Vec::new();
        self.names_below(*element, 0, &mut names);
        let required = self.node(*element).object.as_ref();
        let required = required.and_then(|object| object.required.first().copied());
        match required.or_else(|| names.first().copied()) {
            Some(field) => format!("[{} == 'VALUE']", self.text(field)),
            None => "['VALUE']".into(),
        }
    }

    /// No two overrides of a use may set one property.
    pub(super) fn one_author_each(&mut self, overrides: &mut [OverrideDef]) {
        overrides.sort_by_key(|one| self.text(one.path));
        for (at, second) in overrides.iter().enumerate() {
            let first = overrides[..at].iter().find(|first| overlap(first, second));
            let Some(first) = first else { continue };
            // What stands further down is reported, whatever the order of the paths.
            let (first, second) = if first.span < second.span {
                (first, second)
            } else {
                (second, first)
            };
            let (path, other) = (self.text(second.path), self.text(first.path));
            self.diagnostics.push(codes::overrides::overlap(
                second.span,
                first.span,
                path,
                other,
            ));
        }
    }

    /// Checks that what a component calls unstable is there.
    pub(super) fn check_unstable(&mut self, component: ComponentId) {
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

/// Whether two overrides can set the same thing.
fn overlap(a: &OverrideDef, b: &OverrideDef) -> bool {
    let inner = |a: &InnerStep, b: &InnerStep| {
        let apart = matches!((a.which, b.which), (Which::Key(a), Which::Key(b)) if a != b);
        a.slot == b.slot && !apart
    };
    let uses = a.uses.len() == b.uses.len() && a.uses.iter().zip(&b.uses).all(|(a, b)| inner(a, b));
    uses && inner(&a.resource, &b.resource)
        && match (&a.change, &b.change) {
            (OverrideChange::Property(a, _), OverrideChange::Property(b, _)) => {
                a.iter().zip(b).all(|(a, b)| may_meet(a, b))
            }
            (OverrideChange::OnDelete(_), OverrideChange::OnDelete(_))
            | (OverrideChange::Unit(_), OverrideChange::Unit(_)) => true,
            _ => false,
        }
}

fn may_meet(a: &PropertyStep, b: &PropertyStep) -> bool {
    match (a, b) {
        (PropertyStep::Name(a), PropertyStep::Name(b)) => a == b,
        (PropertyStep::Where(a), PropertyStep::Where(b)) => !a.iter().any(|(name, value)| {
            b.iter()
                .any(|(other, wanted)| name == other && value != wanted)
        }),
        _ => true,
    }
}
