//! A user's own tests, and expressions in an app's context. Comes in: `test` blocks, or an
//! expression, beside an app. Goes out: what does not hold, as diagnostics, or the expression's
//! value. Never changes what an app compiles to: a test is an environment of its own.

mod expect;
mod known;
mod read;
mod show;

use std::cell::RefCell;

use crate::diag::{Diagnostic, Diagnostics};
use crate::eval::{SiteTables, World};
use crate::interpret::{Machine, ROOT, Scope};
use crate::names::Names;
use crate::pipeline;
use crate::session::GROWTH;
use crate::source::{Origin, Sources};
use crate::syntax;
use crate::syntax::tree::{Block, Expr, Tree};
use crate::tables::{Broken, Tables};
use crate::{Request, SourceText};

use known::Known;
use read::Test;
pub use show::Form;

/// How the names of test files end; they are no sources of the app.
pub const ENDING: &str = ".test.rig.hcl";

/// The app of tests in a folder that has none.
const APP: &str = "app \"test\" {
  language = 1
  home     = \"eu-west-1\"
  regions  = [\"eu-west-1\"]
}
";

/// What is asked of one compilation beside its goal.
pub(crate) enum Ask<'a> {
    /// Nothing.
    Nothing,
    /// The value of an expression.
    Value(&'a str, Form),
    /// Whether a test holds.
    Test(&'a Test),
}

/// The same, read; expressions in it are typed with the app.
pub(crate) enum Asked<'a> {
    Nothing,
    Value(Block, Form),
    Test(&'a Test),
}

impl<'a> Ask<'a> {
    /// Reads what is asked. What cannot be read is in the diagnostics.
    pub(crate) fn read(
        &self,
        sources: &mut Sources,
        names: &Names,
        diagnostics: &mut Diagnostics,
    ) -> Asked<'a> {
        match *self {
            Ask::Nothing => Asked::Nothing,
            Ask::Value(expression, form) => {
                let text = format!("eval {{\n  value = {expression}\n}}\n");
                let file = sources.add("eval", text, Origin::User);
                let tree = syntax::parse(sources, file, names, diagnostics);
                let block = tree.blocks.into_iter().next();
                block.map_or(Asked::Nothing, |block| Asked::Value(block, form))
            }
            Ask::Test(test) => Asked::Test(test),
        }
    }
}

impl Asked<'_> {
    /// What the app is to be changed by, as an environment's block.
    pub(crate) fn overlay(&self) -> Option<Block> {
        match self {
            Asked::Test(test) => test.given.clone(),
            Asked::Nothing | Asked::Value(..) => None,
        }
    }

    /// Makes up an app where a folder has none, as one of components only has: a test needs one.
    pub(crate) fn complete(
        &self,
        trees: &mut Vec<Tree>,
        sources: &mut Sources,
        names: &Names,
        diagnostics: &mut Diagnostics,
    ) {
        let Asked::Test(_) = self else {
            return;
        };
        let is_app = |block: &Block| names.text(block.keyword.name) == "app";
        if !trees.iter().flat_map(|tree| &tree.blocks).any(is_app) {
            let file = sources.add("app.rig.hcl", APP, Origin::User);
            trees.push(syntax::parse(sources, file, names, diagnostics));
        }
    }

    /// The expressions, in the order in which [`Self::answer`] reads their values.
    pub(crate) fn questions(&self) -> Vec<&Expr> {
        match self {
            Asked::Nothing => Vec::new(),
            Asked::Value(block, _) => {
                let values = block.body.attributes.iter();
                values.map(|attribute| &attribute.value).collect()
            }
            Asked::Test(test) => test.questions(),
        }
    }

    /// Answers, once everything is evaluated: the value of an expression as it is shown. What a test
    /// finds is in the diagnostics.
    pub(crate) fn answer(
        &self,
        world: &World,
        tables: SiteTables<'_>,
        machine: &mut Machine<'_>,
    ) -> Option<String> {
        match self {
            Asked::Nothing => None,
            Asked::Value(_, form) => value(machine, *form),
            Asked::Test(test) => {
                expect::check(test, world, &mut Known::new(world, tables), machine);
                None
            }
        }
    }
}

/// The value of the only question, at home.
fn value(machine: &mut Machine<'_>, form: Form) -> Option<String> {
    let program = machine.program;
    let question = program.questions.first()?;
    let frame = machine.frame_at(ROOT, machine.sites.home());
    let value = machine.evaluate(question, &mut Scope::new(frame)).ok()?;
    Some(show::value(machine, value, form))
}

fn parse(
    files: &[SourceText],
    sources: &mut Sources,
    names: &Names,
    diagnostics: &mut Diagnostics,
) -> Vec<Tree> {
    let mut sorted: Vec<_> = files.iter().collect();
    sorted.sort_by(|a, b| a.name.cmp(&b.name));
    let add = |file: &SourceText| sources.add(&file.name, file.text.as_str(), Origin::User);
    let ids: Vec<_> = sorted.into_iter().map(add).collect();
    let parse = |id| syntax::parse(sources, id, names, diagnostics);
    ids.into_iter().map(parse).collect()
}

/// An app's tests, read once, and what their runs have in common.
pub struct Trials<'a> {
    request: &'a Request<'a>,
    files: &'a [SourceText],
    /// The files of the tests, which every run begins with.
    sources: Sources,
    tests: Vec<Test>,
    tables: Tables,
    /// How large the tables were after the first run.
    first: Option<usize>,
}

/// What came of a test, or of reading all of them.
pub struct Outcome {
    /// All files that places of diagnostics may lie in. Those of the tests are first in all of them.
    pub sources: Sources,
    /// What does not hold; nothing if it passed.
    pub failures: Vec<Diagnostic>,
}

impl<'a> Trials<'a> {
    /// Reads tests, in the order of their files' names. If something is wrong with them, or with a
    /// schema that the app brings, that comes instead.
    pub fn read(
        request: &'a Request<'a>,
        files: &'a [SourceText],
    ) -> Result<Result<Self, Outcome>, Broken> {
        let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
        let mut schemas = Sources::new();
        let tables = Tables::with_schemas(request, &mut schemas, &mut diagnostics)?;
        let Some(mut tables) = tables else {
            let failures = diagnostics.into_sorted();
            let sources = schemas;
            return Ok(Err(Outcome { sources, failures }));
        };
        tables.kept = Some(RefCell::default());
        let trees = parse(files, &mut sources, &tables.names, &mut diagnostics);
        let tests = read::tests(trees, &tables.names, &mut diagnostics);
        if diagnostics.has_errors() {
            let failures = diagnostics.into_sorted();
            return Ok(Err(Outcome { sources, failures }));
        }
        Ok(Ok(Self {
            request,
            files,
            sources,
            tests,
            tables,
            first: None,
        }))
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.tests.len()
    }

    /// The name of a test.
    pub fn name(&self, number: usize) -> &str {
        self.tables.names.text(self.tests[number].name.name)
    }

    /// The name of the file in which a test stands.
    pub fn file(&self, number: usize) -> &str {
        let file = self.sources.file_of(self.tests[number].name.span);
        file.map_or("", |file| &self.sources.file(file).name)
    }

    /// Runs a test. The environment of the request is the one that it runs in if it names none.
    pub fn run(&mut self, number: usize) -> Result<Outcome, Broken> {
        self.forget()?;
        let test = &self.tests[number];
        let (mut sources, mut diagnostics) = (self.sources.clone(), Diagnostics::new());
        let environment = test.environment.as_deref();
        let request = Request {
            files: self.request.files.clone(),
            lock: self.request.lock.clone(),
            environment: environment.unwrap_or(self.request.environment),
            library: self.request.library,
            outside: self.request.outside,
        };
        let (ask, tables) = (Ask::Test(test), Some(&self.tables));
        pipeline::ask(&request, tables, &ask, &mut sources, &mut diagnostics)?;
        let failures = expect::refusals(&test.refusals, diagnostics.into_sorted());
        self.first.get_or_insert(self.tables.size());
        Ok(Outcome { sources, failures })
    }

    /// Begins with new tables when these have become too large.
    fn forget(&mut self) -> Result<(), Broken> {
        let size = self.tables.size();
        if self.first.is_some_and(|first| size > first * GROWTH)
            && let Ok(fresh) = Self::read(self.request, self.files)?
        {
            *self = fresh;
        }
        Ok(())
    }
}

/// The value of an expression in the app's context, at its home.
pub struct Value {
    /// All files that places of diagnostics may lie in; the expression is `eval`.
    pub sources: Sources,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// The value, if there is one.
    pub text: Option<String>,
}

/// Evaluates an expression where the app's uses are in scope.
pub fn evaluate(request: &Request<'_>, expression: &str, form: Form) -> Result<Value, Broken> {
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let ask = Ask::Value(expression, form);
    let text = pipeline::ask(request, None, &ask, &mut sources, &mut diagnostics)?;
    Ok(Value {
        sources,
        diagnostics: diagnostics.into_sorted(),
        text,
    })
}
