//! Imports over ssh: a program that stands for it runs what it is asked to run on this machine.

#![cfg(unix)]

use std::process::Command;

use super::{QUEUE, commit, estate, program, release, template};
use crate::support::Folder;

/// What ssh does here: writes down its arguments, then runs the last of them.
const RUNS: &str = "for command; do :; done\nexec sh -c \"$command\"\n";

/// The same server, as old as one that knows no version of git's protocol.
const IS_OLD: &str = "unset GIT_PROTOCOL\nfor command; do :; done\nexec sh -c \"$command\"\n";

/// An app that imports over ssh, whose ssh does this.
fn over_ssh(which: &str, ssh: &str) -> Folder {
    let source = "git::ssh://git@git.example.com:2222PLATFORM//queues";
    let folder = estate(&format!("  source = \"{source}\"\n  {which}"));
    let platform = folder.file("platform").display().to_string();
    folder.edit("app/main.rig.hcl", "PLATFORM", &platform);
    let log = folder.file("asked").display().to_string();
    let text = format!("#!/bin/sh\nprintf '%s\\n' \"$*\" >> {log}\n{ssh}");
    program(&folder, "bin/ssh", &text);
    folder
}

/// Where the program that stands for ssh is named.
enum Named {
    /// By nobody: it is the `ssh` of the path.
    Path,
    /// In a variable.
    Variable,
    /// In the user's settings of git.
    Settings,
}

fn outrigger(folder: &Folder, arguments: &[&str], named: &Named) -> Command {
    let arguments = [&["-C", "app"], arguments].concat();
    let mut command = folder.outrigger(&arguments);
    let ssh = folder.file("bin/ssh").display().to_string();
    match named {
        Named::Path => {
            let path = std::env::var("PATH").unwrap_or_default();
            let bin = folder.file("bin").display().to_string();
            command.env("PATH", format!("{bin}:{path}"));
        }
        Named::Variable => {
            command.env("GIT_SSH_COMMAND", format!("{ssh} -i a.key"));
        }
        Named::Settings => {
            let settings = format!("[core]\n\tsshCommand = {ssh} -i b.key\n");
            folder.write(".gitconfig", settings);
        }
    }
    command
}

/// What ssh was asked, without the folder.
fn asked(folder: &Folder) -> String {
    let root = folder.path().display().to_string();
    folder.read("asked").replace(&root, "[FOLDER]")
}

#[test]
fn a_library_comes_over_ssh() {
    for named in [Named::Path, Named::Variable, Named::Settings] {
        let folder = over_ssh("version = \"~> 1.4\"", RUNS);
        for arguments in [["update"], ["build"]] {
            let output = outrigger(&folder, &arguments, &named).output().unwrap();
            assert!(
                output.status.success(),
                "{}",
                folder.said(&arguments, &output)
            );
        }
        assert!(template(&folder).contains("\"MessageRetentionPeriod\": 120"));
        let options = match named {
            Named::Path => "-o BatchMode=yes",
            Named::Variable => "-i a.key",
            Named::Settings => "-i b.key",
        };
        // Once for the tags, once for the commit.
        let question = format!(
            "{options} -o SendEnv=GIT_PROTOCOL -p 2222 git@git.example.com git-upload-pack '[FOLDER]/platform'\n"
        );
        assert_eq!(asked(&folder), question.repeat(2));
    }
}

#[test]
fn a_server_that_gives_no_commit_by_its_name_is_asked_for_everything() {
    let folder = over_ssh("commit = \"COMMIT\"", IS_OLD);
    folder.write("platform/queues/queue.rig.hcl", QUEUE.replace("60", "75"));
    let between = commit(&folder, "platform");
    folder.write("platform/queues/queue.rig.hcl", QUEUE);
    release(&folder, "platform", "v1.6.0");
    folder.edit("app/main.rig.hcl", "COMMIT", &between);
    for arguments in [["update"], ["build"]] {
        let output = outrigger(&folder, &arguments, &Named::Variable)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            folder.said(&arguments, &output)
        );
    }
    assert!(template(&folder).contains("\"MessageRetentionPeriod\": 75"));
    assert_eq!(asked(&folder).lines().count(), 2);
}

#[test]
fn a_server_that_refuses_is_asked_once() {
    let refuses = "echo 'git@git.example.com: Permission denied (publickey).' >&2\nexit 255\n";
    let folder = over_ssh(&format!("commit = \"{}\"", "1a".repeat(20)), refuses);
    let arguments = ["update", "--diagnostics", "json"];
    let output = outrigger(&folder, &arguments, &Named::Variable)
        .output()
        .unwrap();
    let said = folder.said(&arguments, &output);
    let why = "git says: Could not read from remote repository: git@git.example.com: Permission denied (publickey).";
    assert!(said.contains(why), "{said}");
    assert_eq!(asked(&folder).lines().count(), 1);
}

/// A cache that cannot be written to shows how often an app is read.
#[test]
fn two_environments_that_are_compared_fetch_once() {
    let folder = over_ssh("tag = \"v1.4.2\"", RUNS);
    folder.write("app/staging.rig.hcl", "environment \"staging\" {}\n");
    folder.write("no-folder", "");
    for (arguments, times) in [(&["update"][..], 2), (&["diff", "--env", "staging"], 1)] {
        let mut command = outrigger(&folder, arguments, &Named::Settings);
        let output = command
            .env("OUTRIGGER_CACHE", folder.file("no-folder"))
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            folder.said(arguments, &output)
        );
        assert_eq!(asked(&folder).lines().count(), times);
        folder.write("asked", "");
    }
}
