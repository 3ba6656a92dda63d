//! Texts that fuzzing found, and what holds for them now. `cargo xtask fuzz` looks for more.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot read its case fails"
)]
#![allow(clippy::disallowed_macros, reason = "a failure names its text")]

#[path = "../../../fuzz/properties.rs"]
mod properties;
mod support;

use support::files;

/// Hands every text of `golden/fuzz/NAME` to the property.
fn holds(name: &str, property: fn(&str)) {
    for (path, text) in files(&format!("golden/fuzz/{name}"), "txt") {
        println!("{}", path.display());
        property(&text);
    }
}

#[test]
fn parse() {
    holds("parse", properties::parse);
}

#[test]
fn fmt() {
    holds("fmt", properties::fmt);
}

#[test]
fn check() {
    holds("check", properties::check);
}

#[test]
fn build() {
    holds("build", properties::build);
}

#[test]
fn lock() {
    holds("lock", properties::lock);
}
