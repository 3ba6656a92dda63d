//! `test` blocks, taken apart.

use rustc_hash::FxHashMap;

use crate::diag::{Code, Diagnostics, codes};
use crate::names::Names;
use crate::source::Span;
use crate::syntax::tree::{Attribute, Block, Expr, ExprKind, Ident, Tree};

/// A `test` block.
pub struct Test {
    /// Its name.
    pub name: Ident,
    /// The environment that it wants.
    pub environment: Option<String>,
    /// Differences from the app, like an environment's.
    pub given: Option<Block>,
    /// What is to be true.
    pub holds: Vec<Expr>,
    /// Addresses of which there is to be no resource.
    pub absent: Vec<Ident>,
    /// Resources that are to be there.
    pub expects: Vec<Expect>,
    /// What is to be refused.
    pub refusals: Vec<Refusal>,
}

/// An `expect` block: a resource, with some of its properties.
pub struct Expect {
    /// Its address.
    pub address: Ident,
    /// At which site; at all where it stands, if nothing is said.
    pub at: Option<Ident>,
    /// Its type, if that is said.
    pub type_name: Option<Ident>,
    /// What its properties are to be.
    pub properties: Vec<Attribute>,
}

/// A `refuse` block: an error that is to come.
pub struct Refusal {
    /// Its code.
    pub code: Code,
    /// A part of its message, if that matters.
    pub message: Option<String>,
    /// Where it is wanted.
    pub span: Span,
}

impl Test {
    /// The expressions of the test: conditions first, then expected properties.
    pub fn questions(&self) -> Vec<&Expr> {
        let expected = self.expects.iter().flat_map(|expect| &expect.properties);
        let expected = expected.map(|attribute| &attribute.value);
        self.holds.iter().chain(expected).collect()
    }
}

/// All tests of some files.
pub fn tests(trees: Vec<Tree>, names: &Names, diagnostics: &mut Diagnostics) -> Vec<Test> {
    let blocks = trees.into_iter().flat_map(|tree| tree.blocks);
    let mut reader = Reader { names, diagnostics };
    let tests: Vec<Test> = blocks.filter_map(|block| reader.test(block)).collect();
    let mut first = FxHashMap::default();
    for Test { name, .. } in &tests {
        let first = *first.entry(name.name).or_insert(name.span);
        if first != name.span {
            let text = names.text(name.name);
            let twice = codes::names::declared_twice(name.span, first, "test", text);
            diagnostics.push(twice);
        }
    }
    tests
}

struct Reader<'a> {
    names: &'a Names,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn test(&mut self, block: Block) -> Option<Test> {
        let keyword = self.names.text(block.keyword.name);
        if keyword != "test" {
            self.diagnostics
                .push(codes::trial::not_a_test(block.header(), keyword));
            return None;
        }
        let name = self.label(&block)?;
        let mut test = Test {
            name,
            environment: None,
            given: None,
            holds: Vec::new(),
            absent: Vec::new(),
            expects: Vec::new(),
            refusals: Vec::new(),
        };
        for attribute in block.body.attributes {
            match self.names.text(attribute.name.name) {
                "environment" => test.environment = self.text(&attribute.value),
                "holds" => test.holds = self.list(attribute.value),
                "absent" => {
                    let addresses = self.list(attribute.value);
                    let addresses = addresses.iter().filter_map(|address| self.word(address));
                    test.absent = addresses.collect();
                }
                other => self.unknown(attribute.name.span, other),
            }
        }
        for inner in block.body.blocks {
            match self.names.text(inner.keyword.name) {
                "given" => test.given = Some(inner),
                "expect" => test.expects.extend(self.expect(inner)),
                "refuse" => test.refusals.extend(self.refusal(&inner)),
                other => self.unknown(inner.keyword.span, other),
            }
        }
        let looked_at = test.questions().first().map(|question| question.span);
        let looked_at = looked_at.or(test.absent.first().map(|absent| absent.span));
        let looked_at = looked_at.or(test.expects.first().map(|expect| expect.address.span));
        if let (Some(refusal), Some(looked_at)) = (test.refusals.first(), looked_at) {
            self.diagnostics
                .push(codes::trial::never_looked_at(looked_at, refusal.span));
        }
        Some(test)
    }

    fn expect(&mut self, block: Block) -> Option<Expect> {
        let mut expect = Expect {
            address: self.label(&block)?,
            at: None,
            type_name: None,
            properties: Vec::new(),
        };
        for attribute in block.body.attributes {
            match self.names.text(attribute.name.name) {
                "at" => expect.at = self.word(&attribute.value),
                "type" => expect.type_name = self.word(&attribute.value),
                _ => expect.properties.push(attribute),
            }
        }
        Some(expect)
    }

    fn refusal(&mut self, block: &Block) -> Option<Refusal> {
        let label = self.label(block)?;
        let Ok(code) = self.names.text(label.name).parse() else {
            let text = self.names.text(label.name);
            self.diagnostics
                .push(codes::trial::not_a_code(label.span, text));
            return None;
        };
        let mut refusal = Refusal {
            code,
            message: None,
            span: label.span,
        };
        for attribute in &block.body.attributes {
            match self.names.text(attribute.name.name) {
                "message" => refusal.message = self.text(&attribute.value),
                other => self.unknown(attribute.name.span, other),
            }
        }
        Some(refusal)
    }

    fn label(&mut self, block: &Block) -> Option<Ident> {
        if let [label] = block.labels[..] {
            return Some(label);
        }
        let (keyword, count) = (self.names.text(block.keyword.name), block.labels.len());
        let wrong = codes::names::wrong_labels(block.header(), keyword, 1, count);
        self.diagnostics.push(wrong);
        None
    }

    fn list(&mut self, value: Expr) -> Vec<Expr> {
        match value.kind {
            ExprKind::List(elements) => elements,
            _ => {
                self.diagnostics
                    .push(codes::trial::not_plain(value.span, "a list in brackets"));
                Vec::new()
            }
        }
    }

    fn word(&mut self, value: &Expr) -> Option<Ident> {
        let ExprKind::Text(name) = value.kind else {
            self.diagnostics
                .push(codes::trial::not_plain(value.span, "text in quotes"));
            return None;
        };
        let span = value.span;
        Some(Ident { name, span })
    }

    fn text(&mut self, value: &Expr) -> Option<String> {
        let word = self.word(value)?;
        Some(self.names.text(word.name).to_owned())
    }

    fn unknown(&mut self, span: Span, name: &str) {
        self.diagnostics
            .push(codes::trial::unknown_part(span, name));
    }
}
