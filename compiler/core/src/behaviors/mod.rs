//! What resource types do, as `stdlib/behaviors` states it. In: `behavior` blocks. Goes out: for
//! each type what it holds. Later phases ask; nothing here decides.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::diag::{Diagnostics, codes};
use crate::names::{Names, Symbol};
use crate::syntax::tree::{Block, ExprKind};

/// What is lost with a resource.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum HoldsData {
    /// Data that exists nowhere else.
    Records,
    /// Data on its way.
    Transit,
    /// Data that can be had again.
    Copies,
}

impl HoldsData {
    const WORDS: &[(&str, HoldsData)] = &[
        ("records", HoldsData::Records),
        ("transit", HoldsData::Transit),
        ("copies", HoldsData::Copies),
    ];

    /// Whether losing it loses something for good.
    pub fn is_precious(self) -> bool {
        match self {
            HoldsData::Records | HoldsData::Transit => true,
            HoldsData::Copies => false,
        }
    }
}

/// All behaviours.
#[derive(Default)]
pub struct Behaviors {
    holds_data: FxHashMap<Symbol, HoldsData>,
}

impl Behaviors {
    /// Reads the blocks.
    pub fn read<'t>(
        blocks: impl Iterator<Item = &'t Block>,
        names: &Names,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut behaviors = Self::default();
        for block in blocks {
            for attribute in &block.body.attributes {
                let word = match (&attribute.value.kind, names.text(attribute.name.name)) {
                    (ExprKind::Text(word), "holds_data") => names.text(*word),
                    (ExprKind::Text(_), "source") => continue,
                    (_, name) => {
                        let span = attribute.name.span;
                        diagnostics.push(codes::names::unknown_attribute(
                            span,
                            name,
                            "a behaviour",
                            None,
                            &[],
                        ));
                        continue;
                    }
                };
                if let Some((_, holds)) = HoldsData::WORDS.iter().find(|(known, _)| *known == word)
                {
                    behaviors.holds_data.insert(block.labels[0].name, *holds);
                } else {
                    let words: Vec<_> = HoldsData::WORDS.iter().map(|(word, _)| *word).collect();
                    let span = attribute.value.span;
                    diagnostics.push(codes::types::not_in_enum(span, word, &words, None, None));
                }
            }
        }
        behaviors
    }

    /// Every type that holds data, and whether losing it loses something for good.
    pub fn all(&self, names: &Names) -> BTreeMap<String, bool> {
        let all = self.holds_data.iter();
        all.map(|(type_name, holds)| (names.text(*type_name).to_owned(), holds.is_precious()))
            .collect()
    }

    /// What a type holds, if anything.
    pub fn holds(&self, type_name: Symbol) -> Option<HoldsData> {
        self.holds_data.get(&type_name).copied()
    }
}
