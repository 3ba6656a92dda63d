//! The example `tenants`: an app in three accounts with tests of its own.

use std::path::Path;

use crate::support::Folder;

/// The example's sources, as they are committed.
fn tenants() -> Folder {
    let folder = Folder::new();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/tenants");
    for entry in std::fs::read_dir(example).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            folder.write(&name, std::fs::read(&path).unwrap());
        }
    }
    folder
}

#[test]
fn its_tests_pass() {
    let said = tenants().run(&["test"]);
    assert!(said.contains("6 passed, 0 failed"), "{said}");
}

#[test]
fn its_tests_see_what_becomes_of_it() {
    let folder = tenants();
    folder.edit("archive.rig.hcl", "min     = \"30d\"", "min     = \"1d\"");
    folder.edit("staging.rig.hcl", "value  = 7", "value  = 14");
    let said = folder.run(&["test"]);
    for failed in [
        "a month is too short for the auditors",
        "staging has no account",
    ] {
        assert!(said.contains(&format!("FAIL  {failed}")), "{said}");
    }
}
