//! From blocks to behaviours.

use std::cmp::Ordering;

use crate::diag::codes::names::Instead;
use crate::diag::{Diagnostics, codes};
use crate::names::{Names, Symbol};
use crate::syntax::tree::{Attribute, Block, Expr, ExprKind, Key};
use crate::units_of_measure::{self, Dimension};
use crate::value::Value;

use super::query::Compiler;
use super::{Behavior, Behaviors, Disruption, HoldsData, Pool, Query, QueryOp, Survival};

/// Attributes of each block, for messages.
const BEHAVIOR: &[&str] = &["holds_data", "inert", "part_of", "source"];
const SURVIVES: &[&str] = &["when", "within", "losing", "trusts", "lost", "source"];
const POOL: &[&str] = &[
    "replicas", "maximum", "zones", "capacity", "load", "trusts", "source",
];

impl Behaviors {
    /// Reads the blocks, each with that of a library which it replaces.
    pub fn read<'t>(
        blocks: impl Iterator<Item = (&'t Block, Option<&'t Block>)>,
        names: &Names,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut behaviors = Self::default();
        for (block, replaced) in blocks {
            let mut reader = Reader {
                compiler: Compiler {
                    names,
                    diagnostics,
                    lets: Vec::new(),
                    referrers: &mut behaviors.referrers,
                    locals: Vec::new(),
                },
            };
            if let Some(behavior) = reader.behavior(block, replaced) {
                behaviors.all.insert(behavior.type_name, behavior);
            }
        }
        behaviors
    }
}

struct Reader<'a> {
    compiler: Compiler<'a>,
}

impl Reader<'_> {
    /// What a type is, such as that it holds data, stays what the library says where the block that
    /// replaces it is silent; what becomes of it is said anew.
    fn behavior(&mut self, block: &Block, replaced: Option<&Block>) -> Option<Behavior> {
        let silent = |reader: &Self, name: &str| reader.attribute(block, name).is_none();
        let saying = |reader: &Self, name: &str| match replaced {
            Some(replaced) if silent(reader, name) => replaced,
            _ => block,
        };
        self.only(block, BEHAVIOR, "a behaviour");
        let source = self.text(block, "source", "a behaviour")?;
        let mut behavior = Behavior {
            type_name: block.labels[0].name,
            span: block.labels[0].span,
            holds_data: self.holds_data(saying(self, "holds_data")),
            inert: self.flag(saying(self, "inert"), "inert"),
            part_of: None,
            source,
            lets: Vec::new(),
            survives: Vec::new(),
            pool: None,
        };
        for inner in &block.body.blocks {
            if self.word(inner.keyword.name) == "let" {
                for attribute in &inner.body.attributes {
                    let query = self.compiler.query(&attribute.value);
                    behavior.lets.push(query);
                    self.compiler.lets.push(attribute.name.name);
                }
            }
        }
        behavior.part_of = self.part_of(saying(self, "part_of"), block);
        for inner in &block.body.blocks {
            match (self.word(inner.keyword.name), inner.labels.len()) {
                ("let", 0) => {}
                ("survives", 1) => behavior.survives.extend(self.survives(inner)),
                ("pool", 0) => behavior.pool = self.pool(inner),
                (keyword, _) => {
                    let keyword = keyword.to_owned();
                    let wrong = codes::names::block_not_here(
                        inner.header(),
                        &keyword,
                        "a behaviour",
                        Instead::Object,
                    );
                    self.compiler.diagnostics.push(wrong);
                }
            }
        }
        Some(behavior)
    }

    fn word(&self, name: Symbol) -> &str {
        self.compiler.names.text(name)
    }

    /// Reports attributes that a block does not have.
    fn only(&mut self, block: &Block, known: &[&str], what: &str) {
        for attribute in &block.body.attributes {
            let name = self.compiler.names.text(attribute.name.name);
            if !known.contains(&name) {
                let span = attribute.name.span;
                let wrong = codes::names::unknown_attribute(span, name, what, known);
                self.compiler.diagnostics.push(wrong);
            }
        }
    }

    fn attribute<'b>(&self, block: &'b Block, name: &str) -> Option<&'b Attribute> {
        let attributes = block.body.attributes.iter();
        let names = self.compiler.names;
        attributes
            .into_iter()
            .find(|attribute| names.text(attribute.name.name) == name)
    }

    fn required<'b>(&mut self, block: &'b Block, name: &str, what: &str) -> Option<&'b Expr> {
        let found = self.attribute(block, name);
        if found.is_none() {
            let missing = codes::names::missing_attribute(block.header(), name, what);
            self.compiler.diagnostics.push(missing);
        }
        found.map(|attribute| &attribute.value)
    }

    fn literal(&mut self, value: &Expr) -> Option<Symbol> {
        if let ExprKind::Text(text) = value.kind {
            return Some(text);
        }
        let wanted = codes::types::literal_wanted(value.span, "a quoted text");
        self.compiler.diagnostics.push(wanted);
        None
    }

    fn text(&mut self, block: &Block, name: &str, what: &str) -> Option<Symbol> {
        let value = self.required(block, name, what)?;
        self.literal(value)
    }

    fn optional_text(&mut self, block: &Block, name: &str) -> Option<Symbol> {
        let attribute = self.attribute(block, name)?;
        self.literal(&attribute.value)
    }

    fn optional(&mut self, block: &Block, name: &str) -> Option<Query> {
        let attribute = self.attribute(block, name)?;
        Some(self.compiler.query(&attribute.value))
    }

    fn question(&mut self, block: &Block, name: &str, what: &str) -> Option<Query> {
        let value = self.required(block, name, what)?;
        Some(self.compiler.query(value))
    }

    fn flag(&mut self, block: &Block, name: &str) -> bool {
        let Some(attribute) = self.attribute(block, name) else {
            return false;
        };
        if let ExprKind::Bool(bool) = attribute.value.kind {
            return bool;
        }
        let wanted = codes::types::literal_wanted(attribute.value.span, "true or false");
        self.compiler.diagnostics.push(wanted);
        false
    }

    /// `null` takes away what the library says. What comes from there cannot name what the block has
    /// in its own `let`.
    fn part_of(&mut self, saying: &Block, block: &Block) -> Option<Query> {
        let value = &self.attribute(saying, "part_of")?.value;
        if matches!(value.kind, ExprKind::Null) {
            return None;
        }
        if std::ptr::eq(saying, block) {
            return Some(self.compiler.query(value));
        }
        let lets = std::mem::take(&mut self.compiler.lets);
        let query = self.compiler.query(value);
        self.compiler.lets = lets;
        Some(query)
    }

    /// `null` takes away what the library says.
    fn holds_data(&mut self, block: &Block) -> Option<HoldsData> {
        let value = &self.attribute(block, "holds_data")?.value;
        if matches!(value.kind, ExprKind::Null) {
            return None;
        }
        let span = value.span;
        let text = self.optional_text(block, "holds_data")?;
        let word = self.word(text);
        let found = HoldsData::WORDS.iter().find(|(known, _)| *known == word);
        if found.is_none() {
            let words: Vec<_> = HoldsData::WORDS.iter().map(|(word, _)| *word).collect();
            let wrong = codes::types::not_in_enum(span, word, &words, None, &[]);
            self.compiler.diagnostics.push(wrong);
        }
        found.map(|(_, holds)| *holds)
    }

    fn survives(&mut self, block: &Block) -> Option<Survival> {
        const WHAT: &str = "`survives`";
        self.only(block, SURVIVES, WHAT);
        let label = block.labels[0];
        let word = self.compiler.names.text(label.name);
        let Some(disruption) = Disruption::ALL.into_iter().find(|one| one.word() == word) else {
            let words = Disruption::ALL.map(Disruption::word);
            let wrong = codes::types::not_in_enum(label.span, word, &words, None, &[]);
            self.compiler.diagnostics.push(wrong);
            return None;
        };
        let within = self.required(block, "within", WHAT)?;
        let within = self.range(within)?;
        let losing = match self.attribute(block, "losing") {
            Some(losing) => Some(self.duration(&losing.value)?),
            None => None,
        };
        Some(Survival {
            disruption,
            span: block.header(),
            when: self.optional(block, "when"),
            within,
            losing,
            trusts: self.optional_text(block, "trusts"),
            lost: self.optional_text(block, "lost"),
            source: self.text(block, "source", WHAT)?,
        })
    }

    /// `"5m"`, or `{ from = "60s", to = "120s" }`.
    fn range(&mut self, value: &Expr) -> Option<[Query; 2]> {
        let ExprKind::Object(items) = &value.kind else {
            return Some([self.duration(value)?, self.duration(value)?]);
        };
        let side = |reader: &mut Self, wanted: &str| {
            let found = items.iter().find(|item| match item.key {
                Key::Literal(name) => reader.word(name) == wanted,
                Key::Computed(_) => false,
            });
            match found {
                Some(item) if items.len() == 2 => reader.duration(&item.value),
                _ => {
                    let form = "`{ from = \"60s\", to = \"120s\" }` or one duration";
                    let wrong = codes::types::literal_wanted(value.span, form);
                    reader.compiler.diagnostics.push(wrong);
                    None
                }
            }
        };
        let (from, to) = (side(self, "from")?, side(self, "to")?);
        if let (QueryOp::Const(least), QueryOp::Const(most)) = (&from.op, &to.op)
            && least.compare(*most).is_some_and(Ordering::is_gt)
        {
            let backwards = codes::proofs::range_backwards(value.span, from.span, to.span);
            self.compiler.diagnostics.push(backwards);
            return None;
        }
        Some([from, to])
    }

    /// A duration as text; anything else but a number is a question.
    fn duration(&mut self, value: &Expr) -> Option<Query> {
        let (wanted, span) = (Dimension::Duration, value.span);
        let problem = match value.kind {
            ExprKind::Text(text) => {
                let text = self.word(text);
                match units_of_measure::parse(text) {
                    Ok(quantity) if quantity.dimension == wanted => {
                        let op = QueryOp::Const(Value::Quantity(quantity));
                        return Some(Query { op, span });
                    }
                    Ok(other) => codes::types::wrong_unit(span, text, wanted, other.dimension, &[]),
                    Err(error) => codes::types::not_a_quantity(span, text, wanted, error, &[]),
                }
            }
            ExprKind::Int(number) => {
                let number = number.to_string();
                codes::types::number_without_unit(span, wanted, Some(&number), &[])
            }
            ExprKind::Number(number) => {
                let number = number.to_string();
                codes::types::number_without_unit(span, wanted, Some(&number), &[])
            }
            _ => return Some(self.compiler.query(value)),
        };
        self.compiler.diagnostics.push(problem);
        None
    }

    fn pool(&mut self, block: &Block) -> Option<Pool> {
        const WHAT: &str = "a pool";
        self.only(block, POOL, WHAT);
        Some(Pool {
            replicas: self.question(block, "replicas", WHAT)?,
            maximum: self.optional(block, "maximum"),
            zones: self.question(block, "zones", WHAT)?,
            capacity: self.question(block, "capacity", WHAT)?,
            load: self.question(block, "load", WHAT)?,
            trusts: self.optional_text(block, "trusts"),
            source: self.text(block, "source", WHAT)?,
        })
    }
}
