//! The example `records`: what its users rely on when they change it.

use std::path::Path;

use crate::support::Folder;

/// The example, as it is committed, in a repository of its own.
fn records() -> Folder {
    let folder = Folder::new();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/records");
    copy(&example, &folder, "");
    folder.git(&["init", "--quiet"]);
    folder.commit();
    folder
}

fn copy(from: &Path, folder: &Folder, prefix: &str) {
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            copy(&path, folder, &format!("{name}/"));
        } else {
            folder.write(&name, std::fs::read(&path).unwrap());
        }
    }
}

#[test]
fn it_is_what_its_source_builds() {
    let folder = records();
    folder.succeeds(&["build", "--locked", "--check"]);
    assert!(folder.run(&["plan"]).contains("No changes."));
}

#[test]
fn renaming_the_database_puts_data_at_risk_until_it_is_said_to_have_moved() {
    let folder = records();
    folder.edit(
        "records.rig.hcl",
        "database \"ledger\"",
        "database \"journal\"",
    );
    let refused = folder.run(&["plan"]);
    assert!(refused.contains("--- status 1"), "{refused}");
    assert!(refused.contains("E0806"), "{refused}");
    assert!(
        refused.contains("database.ledger.aurora.cluster@eu-west-1"),
        "{refused}"
    );
    let moved = "\nmoved {\n  from = \"database.ledger\"\n  to   = \"database.journal\"\n}\n";
    folder.write("moved.rig.hcl", moved);
    let accepted = folder.run(&["plan"]);
    assert!(accepted.contains("--- status 0"), "{accepted}");
    let counts = "Plan: 0 to create, 0 to change, 0 to replace, 0 to delete, 18 to rename";
    assert!(accepted.contains(counts), "{accepted}");
    // The lock keeps the identity after the `moved` is gone.
    folder.succeeds(&["build"]);
    std::fs::remove_file(folder.file("moved.rig.hcl")).unwrap();
    let later = folder.run(&["plan"]);
    assert!(
        later.contains("0 to create, 0 to change, 0 to replace, 0 to delete"),
        "{later}"
    );
}

#[test]
fn a_second_database_adds_its_own_and_leaves_every_other_line() {
    let folder = records();
    let before = lines(&folder);
    folder.write(
        "more.rig.hcl",
        "database \"second\" { engine = \"aurora-mysql\" }\n",
    );
    let plan = folder.run(&["plan"]);
    assert!(
        plan.contains("0 to change, 0 to replace, 0 to delete"),
        "{plan}"
    );
    folder.succeeds(&["build"]);
    let after = lines(&folder);
    for (file, line) in &before {
        let counts = file.ends_with("manifest.json")
            && (line.contains("\"resources\"") || line.contains("\"sha256\""));
        let counts = counts
            || file.ends_with("guarantees.json")
                && (line.contains("\"resources\"") || line.contains("\"modelled\""));
        // A line that was the last of its list gains a comma.
        let with_comma = (file.clone(), format!("{line},"));
        let kept = after.contains(&(file.clone(), line.clone())) || after.contains(&with_comma);
        assert!(kept || counts, "{file}: {line}");
    }
    let added = after.iter().filter(|(file, line)| {
        file == "outrigger.lock" && !before.contains(&(file.clone(), line.clone()))
    });
    assert!(
        added.clone().count() > 0
            && added
                .clone()
                .all(|(_, line)| line.contains("database.second"))
    );
}

/// Every line of the lock and of `out/`.
fn lines(folder: &Folder) -> Vec<(String, String)> {
    let mut found = Vec::new();
    collect(&folder.file("out"), &mut found);
    found.extend(
        folder
            .read("outrigger.lock")
            .lines()
            .map(|line| ("outrigger.lock".to_owned(), line.to_owned())),
    );
    found
}

fn collect(path: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(path).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else {
            let text = std::fs::read_to_string(&path).unwrap();
            let name = path.to_string_lossy().into_owned();
            found.extend(text.lines().map(|line| (name.clone(), line.to_owned())));
        }
    }
}

#[test]
fn home_does_not_move() {
    let folder = records();
    folder.edit(
        "records.rig.hcl",
        "home     = \"eu-west-1\"",
        "home     = \"eu-central-1\"",
    );
    for command in ["plan", "check", "build"] {
        let refused = folder.run(&[command]);
        assert!(
            refused.contains("--- status 1") && refused.contains("E0706"),
            "{refused}"
        );
    }
}
