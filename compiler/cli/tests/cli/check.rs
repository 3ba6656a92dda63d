use std::fs;

use insta::assert_snapshot;

use crate::support::Folder;

fn with_mistake() -> Folder {
    let folder = Folder::with_app();
    folder.edit("app.rig.hcl", "DisplayName", "DisplayNam");
    folder
}

#[test]
fn says_that_all_is_well_and_writes_nothing() {
    let folder = Folder::with_app();
    assert_snapshot!(folder.run(&["check"]));
    assert_eq!(folder.files(), ["app.rig.hcl"]);
}

#[test]
fn shows_what_is_wrong() {
    assert_snapshot!(with_mistake().run(&["check"]));
}

#[test]
fn shows_it_to_editors() {
    assert_snapshot!(with_mistake().run(&["check", "--format", "short"]));
}

#[test]
fn shows_it_to_programs() {
    let output = with_mistake()
        .outrigger(&["check", "--format", "json"])
        .output()
        .unwrap();
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["errors"], 1);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stderr.is_empty());
}

#[test]
fn every_form_of_diagnostics_can_go_to_stderr() {
    let folder = with_mistake();
    let output = folder
        .outrigger(&["build", "--diagnostics", "json"])
        .output()
        .unwrap();
    let json: serde_json::Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!((json["errors"].as_u64(), output.stdout.len()), (Some(1), 0));
}

#[test]
fn colours_follow_the_flag_then_the_environment() {
    let folder = with_mistake();
    let colored = |color: &str, no_color: &str| {
        let mut command = folder.outrigger(&["check", "--color", color]);
        let output = command.env("NO_COLOR", no_color).output().unwrap();
        output.stderr.contains(&0x1b)
    };
    assert!(colored("always", "1"));
    assert!(!colored("never", ""));
    // No terminal here.
    assert!(!colored("auto", ""));
}

#[test]
fn quiet_says_only_what_is_wrong() {
    let output = Folder::with_app().succeeds(&["check", "--quiet"]);
    assert!(output.stdout.is_empty() && output.stderr.is_empty());
    assert!(with_mistake().run(&["-q", "check"]).contains("DisplayNam"));
}

#[test]
fn a_folder_without_sources() {
    assert_snapshot!(Folder::new().run(&["check"]));
}

#[test]
fn a_folder_that_is_not_there() {
    assert_snapshot!(Folder::new().run(&["-C", "elsewhere", "check"]));
}

#[test]
fn an_environment_that_nobody_declares() {
    assert_snapshot!(Folder::with_app().run(&["check", "--env", "stagin"]));
}

#[test]
fn a_file_that_is_no_text() {
    let folder = Folder::with_app();
    folder.write("more.rig.hcl", b"tier \"caf\xe9\" {}\n");
    assert_snapshot!(folder.run(&["check"]));
}

#[test]
fn folders_and_other_files_are_no_sources() {
    let folder = Folder::with_app();
    fs::create_dir(folder.file("a.rig.hcl")).unwrap();
    folder.write("b.hcl", "what is this");
    folder.write("sub/c.rig.hcl", "and this");
    folder.succeeds(&["check"]);
}

#[test]
#[cfg(unix)]
fn a_link_to_nowhere() {
    let folder = Folder::with_app();
    std::os::unix::fs::symlink("nowhere", folder.file("b.rig.hcl")).unwrap();
    assert_snapshot!(folder.run(&["check"]));
}

#[test]
fn the_deepest_nesting_is_a_diagnostic() {
    let folder = Folder::with_app();
    let deep = format!(
        "let {{\n  a = {}1{}\n}}\n",
        "(".repeat(9000),
        ")".repeat(9000)
    );
    folder.write("deep.rig.hcl", deep);
    let output = folder.outrigger(&["check"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
}
