//! `cargo xtask test`: all tests and judges, from nothing but a Rust toolchain and Python.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Failure, root, tidy};

/// The cargo-deny that checks licences, bans and sources.
const CARGO_DENY: &str = "0.20.2";

pub fn run() -> Result<(), Failure> {
    let judges = install_judges()?;
    cargo(&["fmt", "--all", "--check"], &judges)?;
    cargo(
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--quiet",
            "--",
            "--deny",
            "warnings",
        ],
        &judges,
    )?;
    tidy::run()?;
    cargo(&["test", "--workspace", "--quiet"], &judges)?;
    webassembly(&judges)?;
    cargo(&["xtask", "judge", "templates"], &judges)?;
    cargo(&["xtask", "judge", "terraform"], &judges)?;
    cargo(
        &[
            "xtask",
            "judge",
            "schema-mutants",
            "--count",
            "200",
            "--seed",
            "1",
        ],
        &judges,
    )?;
    cargo(&["xtask", "fuzz", "--seconds", "12"], &judges)?;
    deny(&judges)?;
    println!("all tests and judges passed");
    Ok(())
}

/// That the core is pure enough for WebAssembly: it builds for a target without an operating system.
fn webassembly(judges: &Path) -> Result<(), Failure> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let added = Command::new("rustup")
        .args(["target", "add", TARGET])
        .output();
    if !added.is_ok_and(|added| added.status.success()) {
        println!("SKIPPED: rustup has no {TARGET} here; clippy still keeps the core pure");
        return Ok(());
    }
    cargo(
        &[
            "check",
            "--quiet",
            "--package",
            "outrigger-core",
            "--target",
            TARGET,
        ],
        judges,
    )
}

/// A virtual environment with the pinned judges; its folder of programs.
fn install_judges() -> Result<PathBuf, Failure> {
    let requirements = root().join("xtask/requirements.txt");
    let folder = root().join("target/judges");
    let stamp = folder.join("requirements.txt");
    let wanted = std::fs::read(&requirements)?;
    if std::fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(folder.join("bin"));
    }
    println!("installing the judges of xtask/requirements.txt");
    status(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    let pip = folder.join("bin/pip");
    status(
        Command::new(pip)
            .args([
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--requirement",
            ])
            .arg(&requirements),
    )?;
    std::fs::write(stamp, wanted)?;
    Ok(folder.join("bin"))
}

/// Licences, bans and sources; the database of advisories is not to be had everywhere.
fn deny(judges: &Path) -> Result<(), Failure> {
    let tools = root().join("target/tools");
    let program = tools.join("bin/cargo-deny");
    if !program.exists() {
        println!("installing cargo-deny {CARGO_DENY}");
        let version = ["--version", CARGO_DENY, "--locked", "--quiet", "--root"];
        status(
            Command::new("cargo")
                .args(["install", "cargo-deny"])
                .args(version)
                .arg(&tools),
        )?;
    }
    status(with_judges(
        Command::new(program).args(["check", "licenses", "bans", "sources"]),
        judges,
    )?)
}

fn cargo(arguments: &[&str], judges: &Path) -> Result<(), Failure> {
    println!("cargo {}", arguments.join(" "));
    status(with_judges(
        Command::new("cargo").args(arguments).current_dir(root()),
        judges,
    )?)
}

/// With the judges' programs found first.
fn with_judges<'c>(command: &'c mut Command, judges: &Path) -> Result<&'c mut Command, Failure> {
    let path: OsString = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(judges.to_owned()).chain(std::env::split_paths(&path));
    Ok(command
        .env("PATH", std::env::join_paths(folders)?)
        .current_dir(root()))
}

fn status(command: &mut Command) -> Result<(), Failure> {
    if command.status()?.success() {
        Ok(())
    } else {
        Err(Failure::new(format!("{command:?} failed")))
    }
}
