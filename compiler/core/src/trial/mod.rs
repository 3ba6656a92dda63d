//! A user's own tests, and expressions in an app's context. Comes in: `test` blocks, or an
//! expression, beside an app. Goes out: what does not hold, as diagnostics, or the expression's
//! value. Never changes what an app compiles to: a test is an environment of its own.

mod expect;
mod read;
mod show;

use crate::diag::{Diagnostic, Diagnostics};
use crate::eval::World;
use crate::interpret::{Machine, ROOT, Scope};
use crate::names::Names;
use crate::pipeline;
use crate::source::{Origin, Sources};
use crate::syntax;
use crate::syntax::tree::{Block, Expr, Tree};
use crate::tables::Broken;
use crate::{Request, SourceText};

use read::{Refusal, Test};
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
    /// Whether the test of this number holds.
    Test(&'a [SourceText], usize),
}

/// The blocks of an [`Ask`], read; expressions in them are typed with the app.
pub(crate) struct Asked(Option<Asks>);

enum Asks {
    Value(Block, Form),
    Test(Test),
}

/// What came of an [`Ask`].
#[derive(Default)]
pub(crate) struct Answer {
    /// The value of an expression as it is shown, if the compilation came so far.
    pub text: Option<String>,
    /// What a test wants to be refused.
    pub refusals: Vec<Refusal>,
}

impl Ask<'_> {
    /// Reads what is asked. What cannot be read is in the diagnostics.
    pub(crate) fn read(
        &self,
        sources: &mut Sources,
        names: &Names,
        diagnostics: &mut Diagnostics,
    ) -> Asked {
        match self {
            Ask::Nothing => Asked(None),
            Ask::Value(expression, form) => {
                let text = format!("eval {{\n  value = {expression}\n}}\n");
                let file = sources.add("eval", text, Origin::User);
                let tree = syntax::parse(sources, file, names, diagnostics);
                let block = tree.blocks.into_iter().next();
                Asked(block.map(|block| Asks::Value(block, *form)))
            }
            Ask::Test(files, number) => {
                let trees = parse(files, sources, names, diagnostics);
                let tests = read::tests(trees, names, diagnostics);
                Asked(tests.into_iter().nth(*number).map(Asks::Test))
            }
        }
    }
}

impl Asked {
    /// Takes out what the app is to be changed by, as an environment's block.
    pub(crate) fn overlay(&mut self) -> Option<Block> {
        match &mut self.0 {
            Some(Asks::Test(test)) => test.given.take(),
            _ => None,
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
        let is_app = |block: &Block| names.text(block.keyword.name) == "app";
        let has_app = trees.iter().flat_map(|tree| &tree.blocks).any(is_app);
        if let Some(Asks::Test(_)) = self.0
            && !has_app
        {
            let file = sources.add("app.rig.hcl", APP, Origin::User);
            trees.push(syntax::parse(sources, file, names, diagnostics));
        }
    }

    /// The expressions, in the order in which [`Self::answer`] reads their values.
    pub(crate) fn questions(&self) -> Vec<&Expr> {
        match &self.0 {
            None => Vec::new(),
            Some(Asks::Value(block, _)) => {
                let values = block.body.attributes.iter();
                values.map(|attribute| &attribute.value).collect()
            }
            Some(Asks::Test(test)) => test.questions(),
        }
    }

    /// Takes out what is to be refused.
    pub(crate) fn refusals(&mut self) -> Vec<Refusal> {
        match &mut self.0 {
            Some(Asks::Test(test)) => std::mem::take(&mut test.refusals),
            _ => Vec::new(),
        }
    }

    /// Answers, once everything is evaluated: the value of an expression as it is shown. What a test
    /// finds is in the diagnostics.
    pub(crate) fn answer(&self, world: &World, machine: &mut Machine<'_>) -> Option<String> {
        match &self.0 {
            None => None,
            Some(Asks::Value(_, form)) => value(machine, *form),
            Some(Asks::Test(test)) => {
                expect::check(test, world, machine);
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
    let add = |file: &SourceText| sources.add(&file.name, &file.text, Origin::User);
    let ids: Vec<_> = sorted.into_iter().map(add).collect();
    let parse = |id| syntax::parse(sources, id, names, diagnostics);
    ids.into_iter().map(parse).collect()
}

/// A test, before it runs.
pub struct Listing {
    /// The file in which it stands.
    pub file: String,
    /// Its name.
    pub name: String,
    /// The environment that it wants, if it names one.
    environment: Option<String>,
}

/// All tests, in the order of their files' names.
pub fn list(files: &[SourceText]) -> (Sources, Vec<Listing>, Vec<Diagnostic>) {
    let (mut sources, names, mut diagnostics) = (Sources::new(), Names::new(), Diagnostics::new());
    let trees = parse(files, &mut sources, &names, &mut diagnostics);
    let tests = read::tests(trees, &names, &mut diagnostics);
    let found = tests.into_iter().map(|test| {
        let file = sources.file_of(test.name.span);
        let file = file.map(|file| sources.file(file).name.clone());
        Listing {
            file: file.unwrap_or_default(),
            name: names.text(test.name.name).to_owned(),
            environment: test.environment,
        }
    });
    let found = found.collect();
    (sources, found, diagnostics.into_sorted())
}

/// A test that ran.
pub struct Outcome {
    /// All files that places of diagnostics may lie in.
    pub sources: Sources,
    /// What does not hold; nothing if it passed.
    pub failures: Vec<Diagnostic>,
}

/// Runs the test that is the `number`th of [`list`]. The environment of the request is the one that
/// it runs in if it names none.
pub fn run(
    request: &Request<'_>,
    files: &[SourceText],
    number: usize,
    test: &Listing,
) -> Result<Outcome, Broken> {
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let request = Request {
        files: request.files.clone(),
        lock: request.lock.clone(),
        environment: test.environment.as_deref().unwrap_or(request.environment),
        library: request.library,
        outside: request.outside,
    };
    let ask = Ask::Test(files, number);
    let answer = pipeline::ask(&request, &ask, &mut sources, &mut diagnostics)?;
    let failures = expect::refusals(&answer.refusals, diagnostics.into_sorted());
    Ok(Outcome { sources, failures })
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
    let answer = pipeline::ask(request, &ask, &mut sources, &mut diagnostics)?;
    Ok(Value {
        sources,
        diagnostics: diagnostics.into_sorted(),
        text: answer.text,
    })
}
