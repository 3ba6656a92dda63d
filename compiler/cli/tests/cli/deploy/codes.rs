//! Every code of deployments is provoked by a test of this folder. There is no code for a missing
//! region: each stack names its own, and all tests run without one in the environment.

use std::fs;
use std::path::Path;

#[test]
fn every_code_is_provoked() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let texts = |folder: &str, ending: &str| -> String {
        let entries = fs::read_dir(here.join(folder)).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        let texts = paths.filter(|path| path.to_string_lossy().ends_with(ending));
        texts
            .map(|path| fs::read_to_string(path).unwrap())
            .collect()
    };
    // A test names the code that a run must fail with; a snapshot has it as the program says it.
    let tests = texts("tests/cli/deploy", ".rs");
    let snapshots = texts("tests/cli/deploy/snapshots", ".snap");
    let pages = fs::read_dir(here.join("../../docs/errors")).unwrap();
    let mut count = 0;
    for page in pages {
        let name = page.unwrap().file_name().into_string().unwrap();
        let code = name.trim_end_matches(".md");
        if code.starts_with("E09") {
            count += 1;
            let is_named = tests.contains(&format!("\"{code}\""));
            let is_shown = snapshots.contains(&format!("error[{code}]"));
            assert!(is_named || is_shown, "no test provokes {code}");
        }
    }
    assert!(count >= 26, "only {count} codes found");
}
