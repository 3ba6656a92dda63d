//! Writes the table of the pages in `docs/errors/`, so that the compiler carries them with it.

#![allow(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    reason = "a build script reads the folder and speaks to cargo; the crate itself does neither"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    let folder = here.join("../../docs/errors");
    // The folder's own time changes when a page comes or goes; `include_str` watches the pages.
    println!("cargo::rerun-if-changed={}", folder.display());
    fs::write(out.join("pages.rs"), table(&folder)?)
}

fn table(folder: &Path) -> io::Result<String> {
    let mut pages = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = fs::canonicalize(entry?.path())?;
        if let Some(number) = number(&path) {
            pages.push((number, path));
        }
    }
    pages.sort();
    let mut table = String::from("[\n");
    for (number, path) in pages {
        let path = path.display().to_string();
        let _ = writeln!(table, "    (Code({number}), include_str!({path:?})),");
    }
    table.push_str("]\n");
    Ok(table)
}

/// The number in `E0412.md`.
fn number(path: &Path) -> Option<u16> {
    let name = path.file_name()?.to_str()?;
    name.strip_prefix('E')?.strip_suffix(".md")?.parse().ok()
}
