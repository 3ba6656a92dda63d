use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};

use insta::assert_snapshot;

use crate::support::{APP, Folder};

const UNTIDY: &str = "app \"shop\" {\n language=1 # the first\n\n\n   home = \"eu-west-1\"\n}\n";
const TIDY: &str = "app \"shop\" {\n  language = 1 # the first\n\n  home = \"eu-west-1\"\n}\n";
const BROKEN: &str = "queue \"mail\" {\n  retain=\n}\n";

fn untidy() -> Folder {
    let folder = Folder::with_app();
    folder.write("b.rig.hcl", UNTIDY);
    folder.write("c.test.rig.hcl", UNTIDY);
    folder.write("below/d.rig.hcl", UNTIDY);
    folder.write("below/.hidden/e.rig.hcl", UNTIDY);
    folder.write("below/f.hcl", UNTIDY);
    folder
}

#[test]
fn the_folder() {
    let folder = untidy();
    assert_snapshot!("fmt", folder.run(&["fmt"]));
    assert_eq!(folder.read("b.rig.hcl"), TIDY);
    assert_eq!(folder.read("c.test.rig.hcl"), TIDY);
    assert_eq!(folder.read("app.rig.hcl"), APP);
    assert_eq!(folder.read("below/d.rig.hcl"), UNTIDY);
    assert_snapshot!("fmt_again", folder.run(&["fmt"]));
}

#[test]
fn folders_below() {
    let folder = untidy();
    folder.succeeds(&["fmt", "--recursive"]);
    assert_eq!(folder.read("below/d.rig.hcl"), TIDY);
    assert_eq!(folder.read("below/.hidden/e.rig.hcl"), UNTIDY);
    assert_eq!(folder.read("below/f.hcl"), UNTIDY);
}

#[test]
fn what_is_named() {
    let folder = untidy();
    folder.succeeds(&["fmt", "below", "c.test.rig.hcl"]);
    assert_eq!(folder.read("b.rig.hcl"), UNTIDY);
    assert_eq!(folder.read("c.test.rig.hcl"), TIDY);
    assert_eq!(folder.read("below/d.rig.hcl"), TIDY);
    assert_snapshot!("fmt_no_source", folder.run(&["fmt", "below/f.hcl"]));
    assert_snapshot!("fmt_nowhere", folder.run(&["fmt", "nowhere.rig.hcl"]));
    folder.write("empty/x", "");
    assert_snapshot!("fmt_empty", folder.run(&["fmt", "empty"]));
}

#[test]
fn check_and_diff_write_nothing() {
    let folder = untidy();
    assert_snapshot!("fmt_check", folder.run(&["fmt", "--check"]));
    assert_snapshot!("fmt_diff", folder.run(&["fmt", "--diff", "b.rig.hcl"]));
    assert_eq!(folder.read("b.rig.hcl"), UNTIDY);
    let both = folder.run(&["fmt", "--check", "--diff", "b.rig.hcl"]);
    assert!(
        both.contains("@@") && both.ends_with("--- status 1\n"),
        "{both}"
    );
    let colored = folder.succeeds(&["fmt", "--diff", "--color", "always", "b.rig.hcl"]);
    assert!(colored.stdout.contains(&0x1b));
    folder.succeeds(&["fmt", "--check", "app.rig.hcl"]);
}

#[test]
fn a_file_that_cannot_be_read_stops_no_other() {
    let folder = Folder::new();
    folder.write("a.rig.hcl", BROKEN);
    folder.write("b.rig.hcl", UNTIDY);
    folder.write("c.rig.hcl", b"# caf\xe9\n");
    assert_snapshot!("fmt_broken", folder.run(&["fmt"]));
    assert_eq!(folder.read("a.rig.hcl"), BROKEN);
    assert_eq!(folder.read("b.rig.hcl"), TIDY);
}

fn piped(folder: &Folder, arguments: &[&str], text: &str) -> Output {
    let mut command = folder.outrigger(arguments);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn stdin() {
    let folder = Folder::new();
    let output = piped(&folder, &["fmt", "-"], UNTIDY);
    assert_eq!(String::from_utf8(output.stdout).unwrap(), TIDY);
    assert!(output.status.success() && output.stderr.is_empty());
    let output = piped(&folder, &["fmt", "--check", "-"], UNTIDY);
    assert_eq!(output.stdout, b"stdin\n");
    assert_eq!(output.status.code(), Some(1));
    let output = piped(&folder, &["fmt", "-"], BROKEN);
    assert!(output.stdout.is_empty());
    assert_snapshot!("fmt_stdin_broken", folder.said(&["fmt", "-"], &output));
    assert_snapshot!("fmt_stdin_alone", folder.run(&["fmt", "-", "a.rig.hcl"]));
}

#[test]
#[cfg(unix)]
fn links_and_permissions_stay() {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = Folder::new();
    folder.write("real/a.rig.hcl", UNTIDY);
    let mode = fs::Permissions::from_mode(0o640);
    fs::set_permissions(folder.file("real/a.rig.hcl"), mode).unwrap();
    symlink("real/a.rig.hcl", folder.file("b.rig.hcl")).unwrap();
    folder.succeeds(&["fmt"]);
    assert_eq!(folder.read("real/a.rig.hcl"), TIDY);
    assert!(folder.file("b.rig.hcl").is_symlink());
    let mode = fs::metadata(folder.file("real/a.rig.hcl")).unwrap();
    assert_eq!(mode.permissions().mode() & 0o777, 0o640);
}

/// `BLESS=1` formats them.
#[test]
fn the_projects_own_sources_are_formatted() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let root = root.to_string_lossy();
    let mut arguments = vec!["-C", &*root, "fmt", "--recursive"];
    if std::env::var_os("BLESS").is_none() {
        arguments.push("--check");
    }
    arguments.extend(["stdlib", "examples", "golden", "compiler/cli"]);
    let folder = Folder::new();
    let output = folder.outrigger(&arguments).output().unwrap();
    let said = folder.said(&arguments, &output);
    assert!(output.status.success(), "run `outrigger fmt`:\n{said}");
}
