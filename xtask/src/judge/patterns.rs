//! Every pattern of the schemas against Python's `regex`, which cfn-lint uses.

use outrigger_core::check::Checker;
use outrigger_core::names::Names;
use outrigger_core::schema::pattern::Match;
use outrigger_core::schema::{EMBEDDED, Schemas};
use outrigger_core::value::Store;
use serde_json::json;

use super::Python;
use super::generate::Generator;
use super::mutate::broken;
use crate::Failure;
use crate::schemas::pattern::parse;

/// Compares how patterns are read.
#[derive(clap::Args)]
pub struct Arguments {
    /// How many texts for each pattern.
    #[arg(long, default_value_t = 20)]
    texts: usize,
    /// Where the random numbers begin.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Runs the comparison.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let names = Names::new();
    let store = Store::new();
    let schemas = Schemas::open(EMBEDDED)?;
    let checker = Checker::new(&names, &store, &schemas);
    let mut generator = Generator::new(&schemas, &names, &store, &checker, arguments.seed);
    let mut questions = Vec::new();
    for pattern in schemas.patterns() {
        let texts = texts(&mut generator, pattern.source(), arguments.texts);
        questions.push(json!([pattern.source(), texts]));
    }
    let answers: Vec<Vec<Option<bool>>> = Python::start("patterns.py")?.ask(&questions)?;
    let mut tally = Tally::default();
    for ((pattern, question), answer) in schemas.patterns().zip(&questions).zip(&answers) {
        let texts = question[1].as_array().into_iter().flatten();
        for (text, theirs) in texts.zip(answer) {
            let text = text.as_str().unwrap_or_default();
            tally.count(pattern.source(), text, pattern.matches(text), *theirs);
        }
    }
    tally.close(answers.len())
}

/// Texts that fit, or nearly.
fn texts(generator: &mut Generator, source: &str, count: usize) -> Vec<String> {
    let mut texts = vec![String::new(), "\n".to_owned()];
    if let Ok(re) = parse(source) {
        for round in 0..count {
            let mut text = String::new();
            generator.sample(&re, 0, &mut text);
            if round % 2 == 1 {
                text = broken(generator, &text);
            }
            if round % 10 == 9 {
                text.push('\n');
            }
            texts.push(text);
        }
    }
    texts
}

#[derive(Default)]
struct Tally {
    found: usize,
    missing: usize,
    unknown: usize,
    different: usize,
}

impl Tally {
    fn count(&mut self, pattern: &str, text: &str, ours: Match, theirs: Option<bool>) {
        match (ours, theirs) {
            (Match::Found, Some(true)) => self.found += 1,
            (Match::Missing, Some(false)) => self.missing += 1,
            (Match::Unknown, _) | (_, None) => self.unknown += 1,
            (Match::Found, Some(false)) | (Match::Missing, Some(true)) => {
                self.different += 1;
                println!("{pattern}\n  {text:?}: ours {ours:?}, theirs {theirs:?}");
            }
        }
    }

    fn close(&self, patterns: usize) -> Result<(), Failure> {
        println!(
            "patterns: {patterns}; {} texts found and {} missing for both, {} not checked, {} different",
            self.found, self.missing, self.unknown, self.different
        );
        if self.different == 0 {
            Ok(())
        } else {
            Err(Failure::new("patterns are read in different ways"))
        }
    }
}
