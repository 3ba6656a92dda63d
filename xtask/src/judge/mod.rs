//! `cargo xtask judge`: what outside judges say, against what we say.

mod compare;
#[path = "../../../compiler/core/tests/support/folders.rs"]
mod folders;
mod generate;
mod json;
mod loopback;
mod mutate;
mod patterns;
mod random;
mod reach;
mod templates;
mod terraform;

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

use clap::Subcommand;
pub use generate::Generator;
pub use json::value;
use serde::de::DeserializeOwned;

use crate::Failure;

/// Which judge.
#[derive(Subcommand)]
pub enum Judge {
    /// Resources made from the schemas, right and wrong ones: cfn-lint and our check must agree.
    SchemaMutants(compare::Arguments),
    /// Every committed template: cfn-lint must find nothing.
    Templates(templates::Arguments),
    /// What every app builds for Terraform: `fmt`, `validate` and `plan` must find nothing.
    Terraform(terraform::Arguments),
    /// The patterns of the schemas: Python's `regex` and ours must agree.
    Patterns(patterns::Arguments),
}

/// Runs a judge.
pub fn run(judge: &Judge) -> Result<(), Failure> {
    match judge {
        Judge::SchemaMutants(arguments) => compare::run(arguments),
        Judge::Templates(arguments) => templates::run(arguments),
        Judge::Terraform(arguments) => terraform::run(arguments),
        Judge::Patterns(arguments) => patterns::run(arguments),
    }
}

/// What cfn-lint says of a resource: rule, keyword, path, message.
type Answer = Vec<(String, String, serde_json::Value, String)>;

/// A Python process that answers questions, one line each.
struct Python {
    process: Child,
}

impl Python {
    fn start(script: &str) -> Result<Self, Failure> {
        let script = crate::root().join("xtask/src/judge").join(script);
        let process = Command::new("python3")
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        Ok(Self { process })
    }

    /// Asks; the answers come in the order of the questions.
    fn ask<A: DeserializeOwned>(
        mut self,
        questions: &[serde_json::Value],
    ) -> Result<Vec<A>, Failure> {
        let (Some(mut to), Some(from)) = (self.process.stdin.take(), self.process.stdout.take())
        else {
            return Err(Failure::new("python3 has no pipes"));
        };
        let mut lines = BufReader::new(from).lines();
        let mut answers = Vec::new();
        for question in questions {
            writeln!(to, "{question}")?;
            to.flush()?;
            let line = lines
                .next()
                .ok_or_else(|| Failure::new("python3 ended early"))??;
            answers.push(serde_json::from_str(&line)?);
        }
        drop(to);
        self.process.wait()?;
        Ok(answers)
    }
}
