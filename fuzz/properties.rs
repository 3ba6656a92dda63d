//! What holds for whatever text. Each function panics where it does not. libFuzzer runs them on texts
//! that it makes; `compiler/core/tests/found_by_fuzzing.rs` on those for which they did not hold once.

#![allow(dead_code, reason = "each fuzz target uses one of them")]

use std::collections::BTreeMap;

use outrigger_core::diag::render::{Style, human, json, short};
use outrigger_core::diag::{Diagnostic, Diagnostics};
use outrigger_core::imports::{GitFolder, Outside, Pin, Tag, Unread};
use outrigger_core::lock::{FILE_NAME, Lock};
use outrigger_core::names::Names;
use outrigger_core::source::{Origin, Sources};
use outrigger_core::{
    Compilation, Format, Goal, Request, SourceText, compile, format, stdlib, syntax,
};

/// Reading ends in a tree or in diagnostics, and these can be shown.
pub fn parse(text: &str) {
    let mut sources = Sources::new();
    let file = sources.add("main.rig.hcl", text, Origin::User);
    let names = Names::new();
    let mut diagnostics = Diagnostics::new();
    syntax::parse(&sources, file, &names, &mut diagnostics);
    show(&sources, &diagnostics.into_sorted());
}

/// Formatting what can be read changes no tree, and doing it twice is doing it once.
pub fn fmt(text: &str) {
    let names = Names::new();
    let formatted = match format::format("main.rig.hcl", text) {
        Ok(formatted) => formatted,
        Err(format::Left::Unreadable { .. }) => return,
        Err(format::Left::Changed) => panic!("the layout says something else: {text}"),
    };
    assert_eq!(tree(text, &names), tree(&formatted, &names), "{formatted}");
    let again = format::format("main.rig.hcl", &formatted);
    let again = again.unwrap_or_else(|_| panic!("what was formatted cannot be read: {formatted}"));
    assert_eq!(again, formatted);
}

/// The tree without places; `names` is shared by those that are compared.
fn tree(text: &str, names: &Names) -> String {
    let mut sources = Sources::new();
    let file = sources.add("main.rig.hcl", text, Origin::User);
    let tree = syntax::parse(&sources, file, names, &mut Diagnostics::new());
    let shown = format!("{:?}", tree.blocks);
    let parts = shown.split("Span {").enumerate();
    let without = parts.map(|(at, part)| match part.split_once('}') {
        Some((_, rest)) if at > 0 => rest,
        _ => part,
    });
    without.collect()
}

/// Checking ends in a result or in diagnostics, and these can be shown.
pub fn check(text: &str) {
    let compilation = run(text, None, Goal::Check, &mut |_, _| {});
    show(&compilation.sources, &compilation.diagnostics);
}

/// Building twice is the same, also from the lock that it wrote; and Terraform can be tried.
pub fn build(text: &str) {
    let goal = Goal::Build(Format::Json);
    let mut first = BTreeMap::new();
    let compilation = run(text, None, goal, &mut |path, bytes| {
        first.insert(path.to_owned(), bytes.to_vec());
    });
    show(&compilation.sources, &compilation.diagnostics);
    let Some(output) = compilation.output else {
        assert!(first.is_empty(), "files were handed out beside errors");
        return;
    };
    let mut second = BTreeMap::new();
    let again = run(text, Some(&output.lock), goal, &mut |path, bytes| {
        second.insert(path.to_owned(), bytes.to_vec());
    });
    let again = again.output.expect("what was built is built again");
    assert_eq!(output.lock, again.lock, "the lock changed by itself");
    assert!(first == second, "building again gives other files");
    let terraform = run(
        text,
        Some(&output.lock),
        Goal::BuildTerraform,
        &mut |_, _| {},
    );
    show(&terraform.sources, &terraform.diagnostics);
}

/// A lock that can be read is written as one that reads the same.
pub fn lock(text: &str) {
    let (read, names, errors) = read_lock(text);
    if errors {
        return;
    }
    let written = read.text("production", &names);
    let (again, names, errors) = read_lock(&written);
    assert!(!errors, "a lock that was written cannot be read: {written}");
    assert_eq!(written, again.text("production", &names));
    run(
        "app \"shop\" {\n  language = 1\n  home = \"eu-west-1\"\n  regions = [\"eu-west-1\"]\n}\nqueue \"mail\" {}\n",
        Some(text),
        Goal::Build(Format::Json),
        &mut |_, _| {},
    );
}

fn read_lock(text: &str) -> (Lock, Names, bool) {
    let mut sources = Sources::new();
    let file = sources.add(FILE_NAME, text, Origin::User);
    let names = Names::new();
    let mut diagnostics = Diagnostics::new();
    let lock = Lock::read(&sources, file, "production", &names, &mut diagnostics);
    let errors = diagnostics.has_errors();
    show(&sources, &diagnostics.into_sorted());
    (lock, names, errors)
}

fn run(
    text: &str,
    lock: Option<&str>,
    goal: Goal,
    file: &mut dyn FnMut(&str, &[u8]),
) -> Compilation {
    let request = Request {
        files: vec![SourceText {
            name: "main.rig.hcl".to_owned(),
            text: text.to_owned(),
        }],
        lock: lock.map(str::to_owned),
        environment: environment(text),
        library: stdlib::LIBRARY,
        outside: &Everywhere(text),
    };
    compile(&request, goal, file).unwrap_or_else(|broken| panic!("{}", broken.0))
}

/// A small library in every folder, and in every repository the text itself.
struct Everywhere<'a>(&'a str);

impl Outside for Everywhere<'_> {
    fn folder(&self, _: &str) -> Result<Vec<SourceText>, Unread> {
        let text = "component \"queue\" {\n  doc = \"A queue.\"\n\n  resource \"AWS::SQS::Queue\" \"main\" {}\n}\n";
        Ok(file(text))
    }

    fn repository(&self, _: &GitFolder, _: &Pin) -> Result<Vec<SourceText>, Unread> {
        Ok(file(self.0))
    }

    fn tags(&self, _: &str) -> Result<Vec<Tag>, Unread> {
        Ok(Vec::new())
    }
}

fn file(text: &str) -> Vec<SourceText> {
    let name = "main.rig.hcl".to_owned();
    let text = text.to_owned();
    vec![SourceText { name, text }]
}

/// The first environment that the text seems to declare, so that merging is tried too.
fn environment(text: &str) -> &str {
    let named = text.split("environment \"").nth(1);
    let name = named.and_then(|rest| rest.split('"').next());
    name.unwrap_or("production")
}

fn show(sources: &Sources, diagnostics: &[Diagnostic]) {
    let style = Style {
        unicode: true,
        color: false,
        width: 100,
    };
    let _ = human(diagnostics, sources, &style);
    let _ = json(diagnostics, sources);
    let _ = short(diagnostics, sources);
}
