//! App folders that are repositories, or lie in one, with settings that name programs: git reads them
//! for no import.

#![cfg(unix)]

use std::fs;

use super::{APP, estate, git, program};
use crate::support::Folder;

/// An app that imports by an address which settings of a repository can be about.
fn imports_by_address() -> Folder {
    let folder = estate("  source  = \"git::file://PLATFORM//queues\"\n  version = \"~> 1.4\"");
    let platform = folder.file("platform").display().to_string();
    folder.edit("app/main.rig.hcl", "PLATFORM", &platform);
    let text = format!(
        "#!/bin/sh\ntouch {}\nexec git-upload-pack \"$@\"\n",
        folder.file("was-run").display()
    );
    program(&folder, "run.sh", &text);
    folder
}

/// Makes a folder what git takes for a repository, whose settings name a program for the import.
fn plant(folder: &Folder, below: &str, is_bare: bool) {
    let run_it = folder.file("run.sh").display().to_string();
    let platform = folder.file("platform").display().to_string();
    folder.write(&format!("{below}/HEAD"), "ref: refs/heads/main\n");
    for part in ["objects", "refs"] {
        fs::create_dir_all(folder.file(&format!("{below}/{part}"))).unwrap();
    }
    folder.write(
        &format!("{below}/config"),
        format!(
            "[core]\n\trepositoryformatversion = 0\n\tbare = {is_bare}\n[remote \"file://{platform}\"]\n\turl = file://{platform}\n\tuploadpack = {run_it}\n"
        ),
    );
}

fn updates_and_runs_nothing(folder: &Folder, environment: &[(&str, &str)]) {
    for arguments in [["-C", "app", "update"], ["-C", "app", "build"]] {
        let mut command = folder.outrigger(&arguments);
        command.env_remove("GIT_CEILING_DIRECTORIES");
        for (name, value) in environment {
            command.env(name, folder.file(value));
        }
        let output = command.output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            folder.said(&arguments, &output)
        );
        let _ = fs::remove_dir_all(folder.file(".cache"));
    }
    assert!(!folder.file("was-run").exists());
}

#[test]
fn the_planted_settings_are_what_git_obeys() {
    let folder = imports_by_address();
    plant(&folder, "app", true);
    let platform = folder.file("platform").display().to_string();
    git(
        &folder,
        "app",
        &["ls-remote", &format!("file://{platform}")],
    );
    assert!(folder.file("was-run").exists());
}

#[test]
fn an_app_that_looks_like_a_bare_repository() {
    let folder = imports_by_address();
    plant(&folder, "app", true);
    updates_and_runs_nothing(&folder, &[]);
}

#[test]
fn an_app_that_has_a_repository() {
    let folder = imports_by_address();
    plant(&folder, "app/.git", false);
    updates_and_runs_nothing(&folder, &[]);
}

#[test]
fn an_app_within_a_repository() {
    let folder = imports_by_address();
    plant(&folder, ".git", false);
    updates_and_runs_nothing(&folder, &[]);
}

#[test]
fn temporary_folders_within_a_repository() {
    let folder = imports_by_address();
    plant(&folder, "app", true);
    fs::create_dir(folder.file("app/tmp")).unwrap();
    updates_and_runs_nothing(&folder, &[("TMPDIR", "app/tmp")]);
}

#[test]
fn a_repository_that_the_environment_names() {
    let folder = imports_by_address();
    plant(&folder, "other", true);
    updates_and_runs_nothing(&folder, &[("GIT_DIR", "other"), ("GIT_WORK_TREE", "app")]);
}

#[test]
fn the_users_own_settings_go_on_to_work() {
    let folder = estate(
        "  source  = \"git::https://git.example.com/platform.git//queues\"\n  version = \"~> 1.4\"",
    );
    let platform = folder.file("platform").display().to_string();
    folder.write(
        ".gitconfig",
        format!(
            "[url \"file://{platform}\"]\n\tinsteadOf = https://git.example.com/platform.git\n"
        ),
    );
    updates_and_runs_nothing(&folder, &[]);
    // Those of the environment are settings of the user too.
    fs::remove_file(folder.file(".gitconfig")).unwrap();
    let arguments = ["-C", "app", "update"];
    let mut command = folder.outrigger(&arguments);
    command
        .env("GIT_CONFIG_COUNT", "1")
        .env(
            "GIT_CONFIG_KEY_0",
            format!("url.file://{platform}.insteadOf"),
        )
        .env("GIT_CONFIG_VALUE_0", "https://git.example.com/platform.git");
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        folder.said(&arguments, &output)
    );
}

#[test]
fn a_plan_reads_no_bare_repository_that_an_app_brings() {
    let folder = Folder::new();
    folder.write(
        "app/main.rig.hcl",
        APP.replace("acme_queue \"mail\" {}\n", ""),
    );
    plant(&folder, "app", true);
    let said = folder.run(&["-C", "app", "plan"]);
    assert!(
        said.contains("safe.bareRepository") && said.contains("--against FOLDER"),
        "{said}"
    );
    let said = folder.run(&["-C", "app", "plan", "--against", "git:main"]);
    assert!(said.contains("safe.bareRepository"), "{said}");
}
