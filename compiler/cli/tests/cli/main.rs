//! The real program in real folders: a clean environment, and one snapshot for everything that a
//! command says and does.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot prepare its folder fails"
)]

mod build;
mod check;
mod deploy;
mod diff;
mod doc;
mod fmt;
mod help;
mod imports;
mod init;
mod plan;
mod proofs;
mod records;
mod support;
mod tenants;
