//! What is wrong in two environments of an app. Much of it is wrong in both.

use crate::diag::{Diagnostic, render};
use crate::source::Sources;

/// What the compiler said about an environment.
#[derive(Clone, Copy)]
pub struct Said<'a> {
    /// Its name.
    pub environment: &'a str,
    /// What is wrong in it.
    pub diagnostics: &'a [Diagnostic],
    /// Where the places of it lie.
    pub sources: &'a Sources,
}

impl Said<'_> {
    /// Each as text. A place is a number that means something in the sources of one compilation only.
    fn texts(&self) -> Vec<String> {
        let text = |one: &Diagnostic| render::json(std::slice::from_ref(one), self.sources);
        self.diagnostics.iter().map(text).collect()
    }
}

/// What is to be shown of each: what is wrong in both with the first only, and what is wrong in one
/// with the name of its environment.
pub fn each_once(first: Said<'_>, second: Said<'_>) -> [Vec<Diagnostic>; 2] {
    let texts = [first.texts(), second.texts()];
    let is_in_both = |text: &String| texts.iter().all(|side| side.contains(text));
    let of = |side: Said<'_>, texts: &[String], shows_common: bool| {
        let each = side.diagnostics.iter().zip(texts);
        each.filter_map(|(one, text)| {
            if is_in_both(text) {
                shows_common.then(|| one.clone())
            } else {
                Some(named(one, side.environment))
            }
        })
        .collect()
    };
    [of(first, &texts[0], true), of(second, &texts[1], false)]
}

/// With the environment in front, unless it is named already.
fn named(diagnostic: &Diagnostic, environment: &str) -> Diagnostic {
    let mut diagnostic = diagnostic.clone();
    if !diagnostic.message.contains(&format!("`{environment}`")) {
        diagnostic.message = format!("in {environment}: {}", diagnostic.message);
    }
    diagnostic
}
