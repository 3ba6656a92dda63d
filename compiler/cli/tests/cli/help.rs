use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use insta::assert_snapshot;

use crate::support::Folder;

const COMMANDS: [&str; 15] = [
    "init",
    "check",
    "build",
    "plan",
    "diff",
    "apply",
    "destroy",
    "fmt",
    "doc",
    "test",
    "eval",
    "explain",
    "graph",
    "update",
    "completions",
];

/// The help of everything is the reference page. `BLESS=1` rewrites it.
#[test]
fn the_reference_page_is_the_help() {
    let folder = Folder::new();
    let help = |arguments: &[&str]| {
        let output = folder.succeeds(arguments);
        let text = String::from_utf8(output.stdout).unwrap();
        text.trim_end().to_owned()
    };
    let top = help(&["--help"]);
    let mut page = format!(
        "# Commands\n\nWhat `outrigger --help` and the help of each command say; a test holds the two together.\n\n```text\n{top}\n```\n"
    );
    for command in COMMANDS {
        assert!(top.contains(&format!("\n  {command} ")), "{command}");
        let text = help(&[command, "--help"]);
        let _ = write!(page, "\n## {command}\n\n```text\n{text}\n```\n");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/commands.md");
    if std::env::var_os("BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &page).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        committed, page,
        "BLESS=1 rewrites docs/reference/commands.md"
    );
}

#[test]
fn every_command_is_in_the_page() {
    let output = Folder::new().succeeds(&["--help"]);
    let text = String::from_utf8(output.stdout).unwrap();
    let commands = text.split("Commands:\n").nth(1).unwrap();
    let commands = commands.split("\n\n").next().unwrap().lines();
    let names: Vec<&str> = commands
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert_eq!(names, COMMANDS);
}

#[test]
fn what_cannot_be_understood() {
    let folder = Folder::new();
    assert_snapshot!("unknown_command", folder.run(&["biuld"]));
    assert_snapshot!("unknown_option", folder.run(&["plan", "--formt", "json"]));
    assert_snapshot!("no_command", folder.run(&[]));
}

#[test]
fn explain_prints_pages() {
    let folder = Folder::new();
    let page = folder.succeeds(&["explain", "e0806"]).stdout;
    let source = include_str!("../../../../docs/errors/E0806.md");
    assert_eq!(String::from_utf8(page).unwrap(), source);
    let all = folder.succeeds(&["explain"]).stdout;
    assert!(String::from_utf8(all).unwrap().lines().count() > 100);
    assert_snapshot!("explain_unknown", folder.run(&["explain", "E9999"]));
}

#[test]
fn completions_for_every_shell() {
    let folder = Folder::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = folder.succeeds(&["completions", shell]).stdout;
        let script = String::from_utf8(script).unwrap();
        assert!(script.contains("allow-data-loss"), "{shell}");
    }
}

#[test]
fn graphs() {
    let folder = Folder::with_app();
    let dot = folder.succeeds(&["graph"]).stdout;
    assert!(dot.starts_with(b"digraph"));
    let mermaid = folder.succeeds(&["graph", "--format", "mermaid"]).stdout;
    assert!(!mermaid.is_empty() && !mermaid.starts_with(b"digraph"));
}

/// Each element is a box of its own, and no key ends the text that it stands in.
#[test]
fn graphs_of_elements() {
    let folder = Folder::with_app();
    folder.write(
        "more.rig.hcl",
        "queue \"mails\" { for_each = [\"a.b\", \"c\"] }\n",
    );
    let dot = folder.succeeds(&["graph"]).stdout;
    let dot = String::from_utf8(dot).unwrap();
    assert!(
        dot.contains("label = \"queue.mails['a.b']@eu-west-1\""),
        "{dot}"
    );
}
