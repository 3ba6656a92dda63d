//! `cargo xtask fuzz`: libFuzzer on the targets of `fuzz/`, seeded with the goldens. Built with the
//! pinned toolchain: coverage is a pass that stable has.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use outrigger_core::functions;
use outrigger_core::resolve::{KEYWORDS, RESERVED};

use crate::{Failure, root};

/// What is fuzzed: the targets of `fuzz/Cargo.toml`.
const TARGETS: &[&str] = &["parse", "fmt", "check", "build", "lock"];

/// What makes code tell libFuzzer which way it went.
const COVERAGE: &str = "--cfg fuzzing -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Words of the language that no list of the compiler has.
const WORDS: &[&str] = &[
    "type",
    "default",
    "doc",
    "value",
    "when",
    "for_each",
    "at",
    "after",
    "unit",
    "on_delete",
    "regions",
    "home",
    "language",
    "list(",
    "set(",
    "map(",
    "optional(",
    "later(",
    "object({",
    "enum(",
    "for",
    "in",
    "if",
    "null",
    "true",
    "false",
    "=>",
    "...",
    "[*]",
    "${",
    "%{ if ",
    "%{ for ",
    "%{ else }",
    "%{ endif ~}",
    "%{ endfor }",
    "<<-E\n",
    "\"1h\"",
    "\"99%\"",
    "\"10rps\"",
    "\"1GiB\"",
    "\"eu-west-1\"",
    "\"10.0.0.0/16\"",
    "\"AWS::SQS::Queue\"",
    "\"AWS::SNS::Topic\"",
    "database",
    "service",
    "network",
    "queue",
    "secret",
    "cache",
];

#[derive(clap::Args)]
pub struct Arguments {
    /// What is fuzzed; everything, if nothing is named.
    targets: Vec<String>,
    /// For how long, each.
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// Where random choices begin.
    #[arg(long, default_value_t = 1)]
    seed: u32,
}

pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let known = |target: &&String| !TARGETS.contains(&target.as_str());
    if let Some(unknown) = arguments.targets.iter().find(known) {
        let there_are = TARGETS.join(", ");
        return Err(Failure::new(format!("no target {unknown}: {there_are}")));
    }
    let programs = build()?;
    let folder = root().join("target/fuzz");
    let dictionary = folder.join("words");
    fs::create_dir_all(&folder)?;
    fs::write(&dictionary, words())?;
    let named = |target: &&&str| {
        arguments.targets.is_empty() || arguments.targets.iter().any(|one| one == **target)
    };
    let mut failed = Vec::new();
    for target in TARGETS.iter().filter(named) {
        println!("fuzzing {target} for {} s", arguments.seconds);
        let seeds = folder.join("seeds").join(target);
        write_seeds(&seeds, &seeds_of(target)?)?;
        let (corpus, found) = (
            folder.join("corpus").join(target),
            folder.join("found").join(target),
        );
        fs::create_dir_all(&corpus)?;
        fs::create_dir_all(&found)?;
        let log = folder.join(format!("{target}.log"));
        let status = Command::new(programs.join(format!("fuzz-{target}")))
            .arg(&corpus)
            .arg(&seeds)
            .arg(format!("-dict={}", dictionary.display()))
            .arg(format!("-artifact_prefix={}/", found.display()))
            .arg(format!("-max_total_time={}", arguments.seconds))
            .arg(format!("-seed={}", arguments.seed))
            .args(["-timeout=20", "-rss_limit_mb=2048", "-max_len=16384"])
            .args(["-verbosity=0", "-close_fd_mask=1", "-print_final_stats=1"])
            .stderr(fs::File::create(&log)?)
            .status()?;
        let said = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
        for line in said.lines().filter(|line| line.starts_with("stat::")) {
            println!("  {}", line.trim_start_matches("stat::"));
        }
        if !status.success() {
            let (log, found) = (log.display(), found.display());
            failed.push(format!("{target}: {log} says why, {found} has the text"));
        }
    }
    if failed.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(failed.join("\n")))
    }
}

/// Builds all targets with coverage; the folder of the programs.
fn build() -> Result<PathBuf, Failure> {
    let version = Command::new("rustc").arg("-vV").output()?;
    let version = String::from_utf8_lossy(&version.stdout).into_owned();
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.ok_or_else(|| Failure::new("rustc does not say its host"))?;
    let target = root().join("target/fuzz/build");
    // With a target, the flags are not for build scripts and macros.
    let status = Command::new("cargo")
        .args([
            "build",
            "--release",
            "--quiet",
            "--locked",
            "--target",
            host,
        ])
        .current_dir(root().join("fuzz"))
        .env("CARGO_TARGET_DIR", &target)
        .env("RUSTFLAGS", COVERAGE)
        .status()?;
    if !status.success() {
        return Err(Failure::new("the fuzz targets do not build"));
    }
    Ok(target.join(host).join("release"))
}

/// libFuzzer's dictionary: a quoted word a line.
fn words() -> String {
    let functions = functions::TABLE
        .iter()
        .map(|(_, signature)| format!("{}(", signature.name));
    let plain = KEYWORDS.iter().chain(RESERVED).chain(WORDS);
    let all: BTreeSet<String> = plain.map(ToString::to_string).chain(functions).collect();
    let quoted = all.iter().map(|word| {
        let escaped = word
            .replace('\\', "\\\\")
            .replace('"', "\\\"")
            .replace('\n', "\\x0A");
        format!("\"{escaped}\"\n")
    });
    quoted.collect()
}

/// Texts that the goldens and examples have, each once.
fn seeds_of(target: &str) -> Result<BTreeSet<String>, Failure> {
    let mut files = Vec::new();
    for folder in ["golden", "examples", "docs/errors", "docs/guide", "stdlib"] {
        collect(&root().join(folder), &mut files)?;
    }
    let is_lock = target == "lock";
    let mut seeds = BTreeSet::new();
    for path in files {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let whole = if is_lock {
            name == "outrigger.lock"
        } else {
            name.ends_with(".rig.hcl")
        };
        if whole {
            seeds.insert(fs::read_to_string(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            seeds.extend(fences(&fs::read_to_string(&path)?, is_lock));
        }
    }
    Ok(seeds)
}

/// The fenced sources of a page; its locks, if those are wanted.
fn fences(page: &str, locks: bool) -> Vec<String> {
    let parts = page.split("\n```").collect::<Vec<_>>();
    let opened = parts.iter().skip(1).step_by(2);
    let wanted = opened.filter(|part| {
        let info = part.lines().next().unwrap_or_default();
        info.contains("outrigger.lock") == locks && (locks || info.starts_with("hcl"))
    });
    wanted
        .filter_map(|part| Some(part.split_once('\n')?.1.to_owned()))
        .collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_out = path.file_name().is_some_and(|name| name == "out");
        if path.is_dir() && !is_out {
            collect(&path, found)?;
        } else if path.is_file() {
            found.push(path);
        }
    }
    Ok(())
}

fn write_seeds(folder: &Path, seeds: &BTreeSet<String>) -> Result<(), Failure> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    for (number, seed) in seeds.iter().enumerate() {
        fs::write(folder.join(format!("{number:04}")), seed)?;
    }
    Ok(())
}
