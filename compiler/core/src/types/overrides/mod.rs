//! Overrides: from a path to the resource inside the use and to the property's place in its schema.
//! The value is typed as if it stood in the component, and read where the override is written.

mod inside;
mod property;

use crate::diag::codes;
use crate::names::Symbol;
use crate::paths::{self, Step, StepKind};
use crate::source::Span;
use crate::syntax::tree::{Block, Ident};

use super::Typer;
use super::infer::Env;
use super::program::{ComponentId, InnerStep, OverrideChange, OverrideDef, PropertyStep, Which};
use super::slots::{UNITS, unit_of};

/// What is no property, though a resource has it: by our words, and by CloudFormation's.
const WORDS: &[&str] = &[
    "when",
    "for_each",
    "at",
    "after",
    "on_delete",
    "unit",
    "DeletionPolicy",
    "UpdateReplacePolicy",
    "DependsOn",
];

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
    pub(in crate::types) fn override_block(
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
            && WORDS.contains(&word.as_str())
        {
            let of = resource.labels[0].name;
            return self.word_change((block, of), path.of(first), word, rest, removes);
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
    /// the component is made of.
    fn word_change(
        &mut self,
        (block, type_name): (&Block, Symbol),
        span: Span,
        word: &str,
        rest: &[Step],
        removes: bool,
    ) -> Option<OverrideChange> {
        if let "on_delete" | "unit" = word
            && !rest.is_empty()
        {
            let help = "leave out what stands behind it";
            let why = format!("`{word}` has nothing inside");
            self.diagnostics
                .push(codes::overrides::no_property(span, &why, help));
            return None;
        }
        let value = self.attribute(block, "value").filter(|_| !removes);
        let why = match (word, value) {
            ("on_delete", None) => return Some(OverrideChange::OnDelete(None)),
            ("on_delete", Some(value)) => {
                let policy = self.on_delete(value, type_name)?;
                return Some(OverrideChange::OnDelete(Some(policy)));
            }
            ("unit", None) => return Some(OverrideChange::Unit(None)),
            ("unit", Some(value)) => {
                let at = self.one_of_words(value, UNITS)?;
                return Some(OverrideChange::Unit(Some(unit_of(at))));
            }
            ("DeletionPolicy" | "UpdateReplacePolicy", _) => {
                "what becomes of a resource is called `on_delete` here"
            }
            ("DependsOn" | "after", _) => {
                "what a resource waits for follows from what it refers to, and from the component"
            }
            _ => {
                "which resources there are, and where, is what the component decides: use its inputs, or a component of your own"
            }
        };
        self.diagnostics
            .push(codes::overrides::not_overridable(span, word, why));
        None
    }

    /// No two overrides of a use may set one property.
    pub(in crate::types) fn one_author_each(&mut self, overrides: &mut [OverrideDef]) {
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
