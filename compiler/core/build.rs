//! Embeds the pages of `docs/errors/` and the texts of `stdlib/`, so that the compiler carries them.

#![allow(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    reason = "a build script reads folders and speaks to cargo; the crate itself does neither"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root =
        PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("../..");
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    fs::write(out.join("pages.rs"), pages(&root.join("docs/errors"))?)?;
    fs::write(out.join("stdlib.rs"), library(&root.join("stdlib"))?)
}

fn pages(folder: &Path) -> io::Result<String> {
    let mut pages: Vec<(u16, PathBuf)> = Vec::new();
    for path in files(folder)? {
        if let Some(number) = number(&path) {
            pages.push((number, path));
        }
    }
    pages.sort();
    let mut table = String::from("[\n");
    for (number, path) in pages {
        let _ = writeln!(
            table,
            "    (Code({number}), include_str!({:?})),",
            path.display().to_string()
        );
    }
    table.push_str("]\n");
    Ok(table)
}

/// The number in `E0412.md`.
fn number(path: &Path) -> Option<u16> {
    path.file_name()?
        .to_str()?
        .strip_prefix('E')?
        .strip_suffix(".md")?
        .parse()
        .ok()
}

fn library(folder: &Path) -> io::Result<String> {
    let mut texts: Vec<(String, PathBuf)> = Vec::new();
    for inner in files(folder)? {
        if inner.is_dir() {
            let name = inner
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default();
            for path in files(&inner)? {
                let file = path
                    .file_name()
                    .map(|file| file.to_string_lossy().into_owned())
                    .unwrap_or_default();
                texts.push((format!("{name}/{file}"), path));
            }
        }
    }
    texts.sort();
    let mut table = String::from("const FILES: &[(&str, &str)] = &[\n");
    for (name, path) in texts {
        let _ = writeln!(
            table,
            "    ({name:?}, include_str!({:?})),",
            path.display().to_string()
        );
    }
    table.push_str("];\n");
    Ok(table)
}

/// What is in a folder; its time changes when something comes or goes, and `include_str` watches
/// the rest.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    fs::read_dir(folder)?
        .map(|entry| fs::canonicalize(entry?.path()))
        .collect()
}
