//! `compiler/core/src/stdlib.bin` has the library as parsed. It is never wrong: a file whose text is
//! another one is parsed. It may be of no use, though, so it has to be made again when the library or
//! the parser changes: `BLESS=1 cargo test -p outrigger-core --test compiled_library`.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests read files and the environment"
)]

mod support;

use std::fs;

use outrigger_core::diag::Diagnostics;
use outrigger_core::names::Names;
use outrigger_core::resolve::{Library, LibraryText};
use outrigger_core::source::Sources;
use outrigger_core::stdlib::LIBRARY;
use support::root;

const FOLDERS: [&str; 4] = ["behaviors/", "components/", "language/", "terraform/"];

/// All sources as trees, every place and text in them.
fn trees(library: LibraryText<'_>, names: &Names) -> String {
    let library = Library::new(library, None);
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::default());
    let mut trees = Vec::new();
    for folder in FOLDERS {
        trees.extend(library.trees(folder, &mut sources, names, &mut diagnostics));
    }
    assert_eq!(diagnostics.len(), 0);
    format!("{trees:?}")
}

#[test]
fn is_what_the_library_says() {
    let place = root().join("compiler/core/src/stdlib.bin");
    let made = LIBRARY.compile();
    if std::env::var("BLESS").is_ok() {
        fs::write(place, made).unwrap();
        return;
    }
    assert!(
        fs::read(place).unwrap() == made,
        "stdlib.bin is not what stdlib/ says; BLESS=1 rewrites it"
    );
}

#[test]
fn gives_what_parsing_gives() {
    let names = Names::new();
    let compiled = LIBRARY.compile();
    let known = LibraryText {
        compiled: &compiled,
        ..LIBRARY
    };
    let parsed = LibraryText {
        compiled: &[],
        ..LIBRARY
    };
    assert!(trees(known, &names) == trees(parsed, &names));
}

#[test]
fn is_not_believed_of_another_text() {
    let names = Names::new();
    let texts: Vec<_> = LIBRARY
        .files
        .iter()
        .map(|(path, text)| (*path, text.replace("database", "databank")))
        .collect();
    let files: Vec<_> = texts
        .iter()
        .map(|(path, text)| (*path, text.as_str()))
        .collect();
    let compiled = LIBRARY.compile();
    let [known, parsed] = [&compiled[..], &[]].map(|compiled| LibraryText {
        files: &files,
        compiled,
    });
    assert!(trees(known, &names) == trees(parsed, &names));
    assert!(trees(known, &names) != trees(LIBRARY, &names));
}

#[test]
fn may_be_anything() {
    let names = Names::new();
    let compiled = LIBRARY.compile();
    for bytes in [
        &b"\xff\xff\xff\xff\xff\xff"[..],
        &compiled[..1000],
        &[0; 10],
    ] {
        let broken = LibraryText {
            compiled: bytes,
            ..LIBRARY
        };
        assert!(trees(broken, &names) == trees(LIBRARY, &names));
    }
}
