//! `outrigger test`: the app's own tests.

use std::path::Path;

use outrigger_core::SourceText;
use outrigger_core::diag::render;
use outrigger_core::trial::{self, Outcome, Trials};
use serde_json::{Value, json};

use crate::app::{self, App};
use crate::arguments::{Test, TestForm};
use crate::failure::{Exit, Failure};
use crate::ui::{self, Ui};

/// Runs all tests, or those that are named.
pub fn run(folder: &Path, test: &Test, ui: &Ui) -> Result<Exit, Failure> {
    let app = App::read(folder, ui)?;
    let files = app::tests(folder, ui)?;
    let request = app.request(&test.environment.name);
    let mut trials = match Trials::read(&request, &files)? {
        Ok(trials) => trials,
        Err(wrong) => {
            ui.diagnostics(&wrong.failures, &wrong.sources);
            return Ok(Exit::Error);
        }
    };
    let part = test.filter.as_deref().unwrap_or_default();
    let (mut results, mut failed, mut above) = (Vec::new(), 0, String::new());
    for number in 0..trials.count() {
        let (file, name) = (
            trials.file(number).to_owned(),
            trials.name(number).to_owned(),
        );
        if !name.contains(part) {
            continue;
        }
        let outcome = trials.run(number)?;
        let passed = !ui::has_errors(&outcome.failures);
        failed += usize::from(!passed);
        match test.format {
            TestForm::Json => results.push(result(&file, &name, passed, &outcome)),
            TestForm::Human => {
                if file != above {
                    ui.artefact(&format!("{file}\n"))?;
                    above = file;
                }
                let word = if passed { "ok  " } else { "FAIL" };
                ui.artefact(&format!("  {word}  {name}\n"))?;
                if !passed {
                    ui.diagnostics(&outcome.failures, &outcome.sources);
                }
            }
        }
        results.extend((test.format == TestForm::Human).then_some(Value::Null));
    }
    finish(test, &files, &results, failed, ui)
}

fn finish(
    test: &Test,
    files: &[SourceText],
    results: &[Value],
    failed: usize,
    ui: &Ui,
) -> Result<Exit, Failure> {
    let ran = results.len();
    if test.format == TestForm::Json {
        let all =
            json!({ "version": 1, "passed": ran - failed, "failed": failed, "tests": results });
        ui.artefact(&format!("{all:#}\n"))?;
    }
    if ran == 0 {
        return Err(nothing(test, files));
    }
    ui.done(&format!("{} passed, {failed} failed", ran - failed));
    Ok(if failed == 0 { Exit::Done } else { Exit::Error })
}

/// A run without tests proves nothing, so it is no success.
fn nothing(test: &Test, files: &[SourceText]) -> Failure {
    match &test.filter {
        Some(part) if !files.is_empty() => {
            Failure::outside(format!("no test has `{part}` in its name"))
        }
        _ => Failure::outside(format!(
            "there is no test: no block in a `*{}`",
            trial::ENDING
        ))
        .hint("docs/guide/testing.md shows how tests are written"),
    }
}

fn result(file: &str, name: &str, passed: bool, outcome: &Outcome) -> Value {
    let failures = render::json(&outcome.failures, &outcome.sources);
    let failures: Value = serde_json::from_str(&failures).unwrap_or_default();
    json!({
        "file": file,
        "name": name,
        "passed": passed,
        "diagnostics": failures["diagnostics"],
    })
}
