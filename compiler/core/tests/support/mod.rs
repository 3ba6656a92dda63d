//! What the tests over Markdown pages share: compiling sources, and taking pages apart. The form of
//! a page is told in `golden/check/README.md`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot read its case fails"
)]
#![allow(dead_code, reason = "each test crate uses its own part of this module")]
#![allow(
    clippy::disallowed_methods,
    reason = "tests read their cases from files; the core itself does not"
)]

use std::path::{Path, PathBuf};

use outrigger_core::diag::{Diagnostic, Diagnostics};
use outrigger_core::names::Names;
use outrigger_core::source::{Origin, Sources};
use outrigger_core::trial::Trials;
use outrigger_core::{Goal, Request, SourceText, compile, lock, stdlib, syntax, trial};

pub mod apps;
pub mod beside;
pub mod folders;

/// What stands beside sources that have no `app` block.
const APP: &str = "app \"shop\" {
  language = 1
  home     = \"eu-west-1\"
  regions  = [\"eu-west-1\"]
}
";

/// One app, as a page shows it.
#[derive(Debug)]
pub struct Case {
    /// The `hcl` fences, by title.
    pub files: Vec<(String, String)>,
    /// The fence with the title `outrigger.lock`.
    pub lock: Option<String>,
    /// From `environment="..."` of a fence.
    pub environment: String,
    /// From `target="terraform"` of a fence: built for Terraform, and not only checked.
    pub goal: Goal,
    /// Folders and repositories that it imports.
    pub beside: beside::Beside,
}

impl Case {
    /// The app of a section of a page.
    pub fn of(section: &Section) -> Self {
        let mut case = Self {
            files: Vec::new(),
            lock: None,
            environment: "production".to_owned(),
            goal: Goal::Check,
            beside: beside::Beside::default(),
        };
        for fence in &section.fences {
            if fence.for_terraform {
                case.goal = Goal::BuildTerraform;
            }
            if let Some(environment) = &fence.environment {
                case.environment.clone_from(environment);
            }
            if fence.title.as_deref() == Some(lock::FILE_NAME) {
                case.lock = Some(fence.text.clone());
            } else if fence.language == "values" {
                let number = case.files.len() + 1;
                let name = format!("values-{number}.rig.hcl");
                case.files.push((name, values(&fence.text, number)));
            } else if fence.is_source() && (fence.language == "json" || !case.beside.take(fence)) {
                let name = match (&fence.title, case.files.len()) {
                    (Some(title), _) => title.clone(),
                    (None, 0) => "main.rig.hcl".to_owned(),
                    (None, more) => format!("main-{}.rig.hcl", more + 1),
                };
                case.files.push((name, fence.text.clone()));
            }
        }
        let begins_app = |line: &str| line.starts_with("app ");
        let has_app = case
            .files
            .iter()
            .any(|(_, text)| text.lines().any(begins_app));
        let wants_none = section.fences.iter().any(|fence| fence.without_app);
        if !case.files.is_empty() && !has_app && !wants_none {
            case.files.push(("app.rig.hcl".to_owned(), APP.to_owned()));
        }
        case
    }

    /// Everything that is wrong with it.
    pub fn compile(&self) -> (Sources, Vec<Diagnostic>) {
        self.compile_for(self.goal)
    }

    /// Everything that is wrong with it when it is built so; of an app with tests, what they find.
    pub fn compile_for(&self, goal: Goal) -> (Sources, Vec<Diagnostic>) {
        let files = self.files.iter().map(|(name, text)| SourceText {
            name: name.clone(),
            text: text.clone(),
        });
        let is_test = |file: &SourceText| file.name.ends_with(trial::ENDING);
        let (tests, files): (Vec<_>, Vec<_>) = files.partition(is_test);
        let request = Request {
            files,
            lock: self.lock.clone(),
            environment: &self.environment,
            library: stdlib::LIBRARY,
            outside: &self.beside,
        };
        if !tests.is_empty() {
            return run_tests(&request, &tests);
        }
        let compilation =
            compile(&request, goal, &mut |_, _| {}).unwrap_or_else(|broken| panic!("{}", broken.0));
        let errors = !compilation.diagnostics.is_empty();
        assert!(
            errors || compilation.output.is_some(),
            "neither an error nor a result"
        );
        (compilation.sources, compilation.diagnostics)
    }

    /// What is wrong with its texts alone.
    pub fn read(&self) -> (Sources, Vec<Diagnostic>) {
        let files: Vec<_> = self
            .files
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        diagnose(&files)
    }
}

/// Lines of a source before the first line of a `values` fence.
pub const LINES_BEFORE_VALUES: usize = 2;

/// The source of a `values` fence: a component in which every line is a let, and has to be true.
/// A line `name = ...` is a let for the others. What begins with a space or closes a bracket goes
/// on with the line before.
pub fn values(text: &str, number: usize) -> String {
    let mut lets = String::new();
    let mut checks = String::new();
    let word = |c: char| c.is_ascii_lowercase() || c == '_';
    for (at, line) in text.lines().enumerate() {
        let is_more = line.starts_with([' ', ')', ']', '}', '#']) || line.is_empty();
        let name = line.split(" = ").next().unwrap_or_default();
        let is_let = name.len() < line.len() && name.chars().all(word);
        if is_more || is_let {
            lets.push_str(line);
        } else {
            let line_number = at + 1;
            lets.push_str(&format!("v{line_number} = {line}"));
            // What is wrong has to be read, and need not be a bool.
            let that = if line.contains("# error:") {
                format!("[v{line_number}] != []")
            } else {
                format!("v{line_number}")
            };
            checks.push_str(&format!(
                "  check \"v{line_number}\" {{\n    that  = {that}\n    error = \"line {line_number} does not hold\"\n  }}\n"
            ));
        }
        lets.push('\n');
    }
    format!(
        "component \"values_{number}\" {{\n  let {{\n{lets}  }}\n{checks}}}\nvalues_{number} \"main\" {{}}\n"
    )
}

/// What all tests find.
fn run_tests(request: &Request<'_>, files: &[SourceText]) -> (Sources, Vec<Diagnostic>) {
    let mut trials = match Trials::read(request, files) {
        Ok(Ok(trials)) => trials,
        Ok(Err(wrong)) => return (wrong.sources, wrong.failures),
        Err(broken) => panic!("{}", broken.0),
    };
    let (mut sources, mut found) = (Sources::new(), Vec::new());
    for number in 0..trials.count() {
        let outcome = trials.run(number);
        let outcome = outcome.unwrap_or_else(|broken| panic!("{}", broken.0));
        // Places are the same in each run: the same files are read in the same order.
        sources = outcome.sources;
        found.extend(outcome.failures);
    }
    (sources, found)
}

/// Everything that reading these files finds.
pub fn diagnose(files: &[(&str, &str)]) -> (Sources, Vec<Diagnostic>) {
    let mut sources = Sources::new();
    let ids: Vec<_> = files
        .iter()
        .map(|(name, text)| sources.add(*name, *text, Origin::User))
        .collect();
    let names = Names::new();
    let mut diagnostics = Diagnostics::new();
    for id in ids {
        syntax::parse(&sources, id, &names, &mut diagnostics);
    }
    (sources, diagnostics.into_sorted())
}

/// The folder of the whole project.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().and_then(Path::parent).unwrap().to_owned()
}

/// All files of a folder of the project with this extension, sorted, with their texts.
pub fn files(folder: &str, extension: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    collect(&root().join(folder), extension, &mut found);
    found.sort();
    found
}

fn collect(folder: &Path, extension: &str, found: &mut Vec<(PathBuf, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, extension, found);
        } else if path.extension().is_some_and(|e| e == extension) {
            let text = std::fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
}

/// A fenced block of a Markdown page.
pub struct Fence {
    /// Behind the three backticks: `hcl`, `text`, ...
    pub language: String,
    /// From `title="..."`: the name of the file.
    pub title: Option<String>,
    /// From `source="..."`: the folder of a repository that it stands in.
    pub source: Option<String>,
    /// From `environment="..."`: the one that is compiled.
    pub environment: Option<String>,
    /// From `app="none"`: no `app` block is added.
    pub without_app: bool,
    /// From `target="terraform"`.
    pub for_terraform: bool,
    /// What stands inside.
    pub text: String,
    /// The line of its first line of text in the page, from 1.
    pub line: usize,
}

impl Fence {
    /// Whether it is a file of the app: a source, or the schema of a resource type.
    pub fn is_source(&self) -> bool {
        let is_schema = |title: &str| title.starts_with("schemas/");
        match self.language.as_str() {
            "hcl" => true,
            "json" => self.title.as_deref().is_some_and(is_schema),
            _ => false,
        }
    }
}

/// A `##` section of a Markdown page.
pub struct Section {
    pub heading: String,
    pub line: usize,
    pub fences: Vec<Fence>,
}

/// Takes a page apart. What stands before the first `##` is a section of its own without heading.
pub fn sections(page: &str) -> Vec<Section> {
    let mut sections = vec![Section {
        heading: String::new(),
        line: 1,
        fences: Vec::new(),
    }];
    let mut open: Option<Fence> = None;
    for (index, line) in page.lines().enumerate() {
        let current = sections.last_mut().unwrap();
        match open.take() {
            Some(fence) if line.trim_end() == "```" => current.fences.push(fence),
            Some(mut fence) => {
                fence.text.push_str(line);
                fence.text.push('\n');
                open = Some(fence);
            }
            None => {
                if let Some(info) = line.strip_prefix("```") {
                    open = Some(begin(info, index + 2));
                } else if let Some(heading) = line.strip_prefix("## ") {
                    sections.push(Section {
                        heading: heading.to_owned(),
                        line: index + 1,
                        fences: Vec::new(),
                    });
                }
            }
        }
    }
    assert!(open.is_none(), "a fence is not closed");
    sections
}

fn begin(info: &str, line: usize) -> Fence {
    let (language, rest) = info.split_once(' ').unwrap_or((info, ""));
    let mut fence = Fence {
        language: language.to_owned(),
        title: None,
        source: None,
        environment: None,
        without_app: false,
        for_terraform: false,
        text: String::new(),
        line,
    };
    let mut words = rest.split('"');
    while let (Some(name), Some(value)) = (words.next(), words.next()) {
        match name.trim() {
            "title=" => fence.title = Some(value.to_owned()),
            "source=" => fence.source = Some(value.to_owned()),
            "environment=" => fence.environment = Some(value.to_owned()),
            "target=" => fence.for_terraform = value == "terraform",
            "app=" => fence.without_app = value == "none",
            other => panic!("line {line}: a fence has no `{other}`"),
        }
    }
    fence
}

/// Diagnostics as short lines, for failures of tests.
pub fn shown(sources: &Sources, diagnostics: &[Diagnostic]) -> String {
    let lines = diagnostics.iter().map(|diagnostic| {
        let place = diagnostic
            .labels
            .first()
            .and_then(|label| sources.line_column(label.span));
        let place = place.map_or_else(String::new, |(_, at)| {
            format!("{}:{}: ", at.line, at.column)
        });
        format!("{place}[{}] {}", diagnostic.code, diagnostic.message)
    });
    lines.collect::<Vec<_>>().join("\n")
}
