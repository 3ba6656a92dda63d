//! Examples and build goldens: sources in, the whole `out/` and the lock beside them, byte for byte.
//! `BLESS=1 cargo test --test build` rewrites them; a reviewer reads the difference.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests read and bless files"
)]

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use support::apps::{App, folders, library};

#[test]
fn out_is_what_the_source_builds() {
    let bless = std::env::var("BLESS").is_ok();
    let mut wrong = Vec::new();
    for folder in folders() {
        let app = App::read(&folder);
        // Terraform's files are long, and committed where they show something of their own.
        let (mut built, lock) = if folder.join("out/terraform").is_dir() {
            app.build_all(library())
        } else {
            app.build(library())
        };
        built.insert("../outrigger.lock".into(), lock.into_bytes());
        let committed = committed(&folder);
        if committed != built {
            wrong.push(difference(&folder, &committed, &built));
            if bless {
                write(&folder, &committed, &built);
            }
        }
    }
    assert!(
        bless || wrong.is_empty(),
        "not what the source builds; read the difference, then BLESS=1:\n{}",
        wrong.join("\n")
    );
}

fn committed(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    collect(&folder.join("out"), "", &mut found);
    if let Ok(lock) = std::fs::read(folder.join("outrigger.lock")) {
        found.insert("../outrigger.lock".into(), lock);
    }
    found
}

fn collect(folder: &Path, prefix: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            collect(&path, &format!("{name}/"), found);
        } else {
            found.insert(name, std::fs::read(&path).unwrap());
        }
    }
}

fn difference(
    folder: &Path,
    committed: &BTreeMap<String, Vec<u8>>,
    built: &BTreeMap<String, Vec<u8>>,
) -> String {
    let mut lines = Vec::new();
    for name in committed
        .keys()
        .chain(built.keys().filter(|name| !committed.contains_key(*name)))
    {
        let what = match (committed.get(name), built.get(name)) {
            (Some(before), Some(after)) if before == after => continue,
            (Some(before), Some(after)) => first_difference(before, after),
            (Some(_), None) => "is not built any more".into(),
            _ => "is new".into(),
        };
        lines.push(format!("  {}/out/{name}: {what}", folder.display()));
    }
    lines.join("\n")
}

fn first_difference(before: &[u8], after: &[u8]) -> String {
    let (before, after) = (
        String::from_utf8_lossy(before),
        String::from_utf8_lossy(after),
    );
    let pair = before
        .lines()
        .zip(after.lines())
        .enumerate()
        .find(|(_, (before, after))| before != after);
    match pair {
        Some((at, (before, after))) => format!("line {}:\n    - {before}\n    + {after}", at + 1),
        None => "one is longer".into(),
    }
}

fn write(folder: &Path, committed: &BTreeMap<String, Vec<u8>>, built: &BTreeMap<String, Vec<u8>>) {
    for name in committed.keys().filter(|name| !built.contains_key(*name)) {
        std::fs::remove_file(folder.join("out").join(name)).unwrap();
    }
    for (name, content) in built {
        let path = folder.join("out").join(name);
        std::fs::create_dir_all(folder.join("out")).unwrap();
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
}
