//! What a component says of itself, as plain data.

use rustc_hash::FxHashMap;

use crate::names::Symbol;
use crate::resolve::KEYWORDS;
use crate::syntax::inline::{inline, literal};
use crate::syntax::tree::{Block, Expr, ExprKind, Key};
use crate::types::program::{Component as Typed, SlotDef};
use crate::types::ty::TypeId;

use super::{Part, Tables};

/// A component.
pub(super) struct Component {
    pub kind: String,
    pub part: Part,
    pub doc: String,
    pub inputs: Vec<Input>,
    pub outputs: Vec<Output>,
    pub provides: Vec<Provides>,
    pub checks: Vec<Check>,
    pub resources: Vec<Made>,
    pub uses: Vec<Made>,
    pub facts: Vec<Fact>,
}

/// An input.
pub(super) struct Input {
    pub name: String,
    /// As it is written.
    pub ty: String,
    /// The component of which a use is taken.
    pub component: Option<String>,
    pub default: Default,
    pub doc: String,
    /// What values must fulfil, in sentences.
    pub limits: Vec<String>,
}

/// What an input is if nobody gives a value.
pub(super) enum Default {
    /// It must be given.
    Required,
    /// This value.
    Value(String),
    /// The app's only use of the kind, or one that is made.
    OnlyUse,
}

/// An output.
pub(super) struct Output {
    pub name: String,
    pub ty: String,
    pub doc: String,
}

/// A capability.
pub(super) struct Provides {
    pub name: String,
    pub when: Option<Term>,
    /// The fields that it gives, and what they are.
    pub fields: Vec<(String, String)>,
}

/// A check.
pub(super) struct Check {
    pub name: String,
    pub that: String,
    pub error: String,
}

/// A resource or an inner use.
pub(super) struct Made {
    pub name: String,
    /// The resource's type, or the kind of the use.
    pub what: String,
    /// When and how often it is made, by the attribute that says so.
    pub conditions: Vec<(&'static str, Term)>,
    /// Whether it may be renamed or go with a version.
    pub is_unstable: bool,
}

/// An expression, and what it stands for where it is the name of a short `let`.
pub(super) struct Term {
    pub text: String,
    pub meaning: Option<String>,
}

/// A fact.
pub(super) struct Fact {
    pub name: String,
    pub of: String,
    pub value: String,
}

/// Attributes of a resource or an inner use that say when, where and how often it is made.
const CONDITIONS: [&str; 4] = ["when", "for_each", "at", "regions"];

/// The longest meaning that is shown beside its name, in characters.
const LONGEST_MEANING: usize = 80;

/// Reads one component.
pub(super) struct Reader<'a> {
    block: &'a Block,
    outputs: FxHashMap<Symbol, TypeId>,
    /// What a kind is called that the component names.
    shown: &'a dyn Fn(Symbol) -> String,
    tables: Tables<'a>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        block: &'a Block,
        typed: &Typed,
        shown: &'a dyn Fn(Symbol) -> String,
        tables: Tables<'a>,
    ) -> Self {
        let outputs = typed.slots.iter().filter_map(|slot| match slot.def {
            SlotDef::Output(_) => Some((slot.name.name, slot.ty)),
            SlotDef::Input(_)
            | SlotDef::Let(_)
            | SlotDef::Resource(_)
            | SlotDef::Use(_)
            | SlotDef::Broken => None,
        });
        Self {
            block,
            outputs: outputs.collect(),
            shown,
            tables,
        }
    }

    pub(super) fn component(&self, part: Part) -> Component {
        let is_use = |block: &&Block| !KEYWORDS.contains(&self.keyword(block));
        Component {
            kind: (self.shown)(self.block.labels[0].name),
            part,
            doc: self.words(self.block, "doc"),
            inputs: self.all("input").map(|block| self.input(block)).collect(),
            outputs: self.all("output").map(|block| self.output(block)).collect(),
            provides: self
                .all("provides")
                .map(|block| self.provides(block))
                .collect(),
            checks: self.all("check").map(|block| self.check(block)).collect(),
            resources: self
                .all("resource")
                .map(|block| self.made(block, self.label(block, 1), self.label(block, 0)))
                .collect(),
            uses: self
                .block
                .body
                .blocks
                .iter()
                .filter(is_use)
                .map(|block| {
                    let kind = (self.shown)(block.keyword.name);
                    self.made(block, self.label(block, 0), kind)
                })
                .collect(),
            facts: self.all("fact").map(|block| self.fact(block)).collect(),
        }
    }

    fn input(&self, block: &Block) -> Input {
        let declared = self.attribute(block, "type");
        let component = declared.and_then(|ty| self.component_of(ty));
        let is_component = declared.is_some_and(|ty| matches!(ty.kind, ExprKind::Get(..)));
        let is_optional = declared.is_some_and(
            |ty| matches!(&ty.kind, ExprKind::Call(name, _) if self.text(name.name) == "optional"),
        );
        let default = match self.attribute(block, "default") {
            Some(value) => Default::Value(self.inline(value)),
            None if component.is_some() && is_component => Default::OnlyUse,
            None if is_optional => Default::Value("null".into()),
            None => Default::Required,
        };
        Input {
            name: self.label(block, 0),
            ty: self.source(block, "type").unwrap_or_default(),
            component,
            default,
            doc: self.words(block, "doc"),
            limits: self.limits(block),
        }
    }

    /// The kind in a type such as `optional(component.KIND)`.
    fn component_of(&self, ty: &Expr) -> Option<String> {
        match &ty.kind {
            ExprKind::Get(base, kind) => {
                let is_component =
                    matches!(base.kind, ExprKind::Name(name) if self.text(name) == "component");
                is_component.then(|| (self.shown)(kind.name))
            }
            ExprKind::Call(_, arguments) => {
                arguments.iter().find_map(|inner| self.component_of(inner))
            }
            ExprKind::Object(items) => {
                let mut values = items.iter().map(|item| &item.value);
                values.find_map(|value| self.component_of(value))
            }
            _ => None,
        }
    }

    fn limits(&self, block: &Block) -> Vec<String> {
        let mut limits = Vec::new();
        let mut say = |name: &str, before: &str, behind: &str| {
            if let Some(limit) = self.source(block, name) {
                limits.push(format!("{before}`{limit}`{behind}."));
            }
        };
        say("min", "At least ", "");
        say("max", "At most ", "");
        say("min_length", "At least ", " long");
        say("max_length", "At most ", " long");
        say("matches", "Matches ", "");
        say("one_of", "One of ", "");
        if self.source(block, "later").as_deref() == Some("true") {
            limits.push("May be known at deployment only.".into());
        }
        limits
    }

    fn output(&self, block: &Block) -> Output {
        let ty = block.labels.first();
        let ty = ty.and_then(|name| self.outputs.get(&name.name));
        Output {
            name: self.label(block, 0),
            ty: ty.map_or_else(String::new, |ty| {
                self.tables.types.text(self.tables.names, *ty)
            }),
            doc: self.words(block, "doc"),
        }
    }

    fn provides(&self, block: &Block) -> Provides {
        let fields = block.body.attributes.iter().filter_map(|attribute| {
            let name = self.text(attribute.name.name);
            (!["when", "error"].contains(&name))
                .then(|| (name.to_owned(), self.keys_or_value(&attribute.value)))
        });
        Provides {
            name: self.label(block, 0),
            when: self.term(block, "when"),
            fields: fields.collect(),
        }
    }

    /// The keys of an object whose keys are all written; of anything else, what is written.
    fn keys_or_value(&self, value: &Expr) -> String {
        let ExprKind::Object(items) = &value.kind else {
            return self.inline(value);
        };
        let keys: Option<Vec<&str>> = items
            .iter()
            .map(|item| match item.key {
                Key::Literal(key) => Some(self.text(key)),
                Key::Computed(_) => None,
            })
            .collect();
        match keys {
            Some(keys) => keys.join(", "),
            None => self.inline(value),
        }
    }

    fn check(&self, block: &Block) -> Check {
        let error = self.attribute(block, "error");
        Check {
            name: self.label(block, 0),
            that: match self.source(block, "unique") {
                Some(unique) => format!("unique: {unique}"),
                None => self.source(block, "that").unwrap_or_default(),
            },
            error: error.map_or_else(String::new, |error| {
                let written = self.inline(error);
                let words = written.strip_prefix('"');
                let words = words.and_then(|words| words.strip_suffix('"'));
                words.map_or(written.clone(), str::to_owned)
            }),
        }
    }

    fn made(&self, block: &Block, name: String, what: String) -> Made {
        let conditions = CONDITIONS
            .into_iter()
            .filter_map(|condition| Some((condition, self.term(block, condition)?)));
        Made {
            is_unstable: self.is_unstable(&name),
            name,
            what,
            conditions: conditions.collect(),
        }
    }

    /// Whether the component says so of this name.
    fn is_unstable(&self, name: &str) -> bool {
        let ExprKind::List(names) = (match self.attribute(self.block, "unstable") {
            Some(value) => &value.kind,
            None => return false,
        }) else {
            return false;
        };
        let is_it =
            |one: &Expr| matches!(one.kind, ExprKind::Text(text) if self.text(text) == name);
        names.iter().any(is_it)
    }

    fn fact(&self, block: &Block) -> Fact {
        Fact {
            name: self.label(block, 0),
            of: self.source(block, "of").unwrap_or_default(),
            value: self.source(block, "value").unwrap_or_default(),
        }
    }

    fn all(&self, keyword: &'static str) -> impl Iterator<Item = &'a Block> {
        let blocks = self.block.body.blocks.iter();
        blocks.filter(move |block| self.keyword(block) == keyword)
    }

    fn text(&self, symbol: Symbol) -> &'a str {
        self.tables.names.text(symbol)
    }

    fn inline(&self, expr: &Expr) -> String {
        inline(expr, self.tables.names, self.tables.sources)
    }

    fn keyword(&self, block: &Block) -> &'a str {
        self.text(block.keyword.name)
    }

    fn label(&self, block: &Block, at: usize) -> String {
        let label = block.labels.get(at);
        label.map_or_else(String::new, |label| self.text(label.name).to_owned())
    }

    fn attribute<'b>(&self, block: &'b Block, name: &str) -> Option<&'b Expr> {
        let attributes = &block.body.attributes;
        let found = attributes
            .iter()
            .find(|attribute| self.text(attribute.name.name) == name);
        found.map(|attribute| &attribute.value)
    }

    /// An attribute as it is written.
    fn source(&self, block: &Block, name: &str) -> Option<String> {
        Some(self.inline(self.attribute(block, name)?))
    }

    /// An attribute as it is written, and what it stands for.
    fn term(&self, block: &Block, name: &str) -> Option<Term> {
        let value = self.attribute(block, name)?;
        let meaning = match value.kind {
            ExprKind::Name(name) => self
                .all("let")
                .find_map(|lets| self.source(lets, self.text(name))),
            _ => None,
        };
        Some(Term {
            text: self.inline(value),
            meaning: meaning.filter(|meaning| meaning.len() <= LONGEST_MEANING),
        })
    }

    /// An attribute that is a literal text; empty if there is none.
    fn words(&self, block: &Block, name: &str) -> String {
        self.attribute(block, name)
            .and_then(|value| literal(value, self.tables.names))
            .unwrap_or_default()
    }
}
