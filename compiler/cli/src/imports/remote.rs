//! git, as far as it may go for an import: it obeys the user's own settings and no repository's, asks
//! no questions, runs no helper and no hook, checks nothing out, and has a limit on time and on bytes.

use std::env;
use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use outrigger_core::imports::{Tag, Unread};

use super::unread;
use crate::git;

/// A repository may take this long to answer.
const LONGEST: Duration = Duration::from_mins(5);

/// The answer to a question, in bytes.
const LONGEST_ANSWER: u64 = 64 << 20;

/// What a fetch may bring, in bytes.
const LARGEST_FETCH: u64 = 512 << 20;

/// What git says where a server gives no commit by its name, or none alone. Its branches and tags lead
/// to the commit then; whatever else went wrong would go wrong again.
const NOT_SERVED: [&str; 4] = [
    "not our ref",
    "unadvertised object",
    "couldn't find remote ref",
    "does not support shallow",
];

/// How often a running git is looked at. It also ends the wait for one that is done at once.
const PAUSE: Duration = Duration::from_millis(5);

/// Settings that a user's own may not change: they say what may be run.
const SETTINGS: [&str; 7] = [
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.askPass=",
    "fetch.recurseSubmodules=false",
    "fetch.writeCommitGraph=false",
    "gc.auto=0",
    "maintenance.auto=false",
];

/// A repository as git takes it: paths are relative to the app's folder.
pub fn address(app: &Path, remote: &str) -> Result<String, Unread> {
    if remote.contains("://") {
        return Ok(remote.to_owned());
    }
    let path = fs::canonicalize(app.join(remote)).map_err(|error| match error.kind() {
        ErrorKind::NotFound => unread(format!("there is no `{remote}` beside the app")),
        _ => unread(format!("{remote}: {error}")),
    })?;
    match path.to_str() {
        Some(path) => Ok(path.to_owned()),
        None => Err(unread("the path to it is no text")),
    }
}

/// git names a repository by its path on this machine; a message names it as the source does.
fn as_written(unread: Unread, address: &str, remote: &str) -> Unread {
    Unread {
        why: unread.why.replace(address, remote),
        ..unread
    }
}

/// The tags of a repository, each with the commit behind it.
pub fn tags(app: &Path, remote: &str) -> Result<Vec<Tag>, Unread> {
    let address = address(app, remote)?;
    let nowhere = tempfile::tempdir().map_err(|error| unread(error.to_string()))?;
    let question = ["ls-remote", "--tags", "--", &address];
    let answer = answer(outward(nowhere.path(), &question));
    let answer = answer.map_err(|unread| as_written(unread, &address, remote))?;
    let answer = String::from_utf8_lossy(&answer);
    let mut tags: Vec<Tag> = Vec::new();
    for line in answer.lines() {
        let Some((id, name)) = line.split_once("\trefs/tags/") else {
            continue;
        };
        // An annotated tag is an object of its own; `^{}` names the commit behind it, and comes next.
        match (name.strip_suffix("^{}"), tags.last_mut()) {
            (Some(name), Some(last)) if last.name == name => id.clone_into(&mut last.commit),
            _ => tags.push(Tag {
                name: name.to_owned(),
                commit: id.to_owned(),
            }),
        }
    }
    Ok(tags)
}

/// Brings one commit into an empty repository at `into`.
pub fn fetch(app: &Path, remote: &str, commit: &str, into: &Path) -> Result<(), Unread> {
    let address = address(app, remote)?;
    let init = ["init", "--quiet", "--bare", "--template=", "."];
    run(command(into, &init), None)?;
    fetch_from(&address, commit, into).map_err(|unread| as_written(unread, &address, remote))?;
    let wanted = format!("{commit}^{{commit}}");
    let found = run(command(into, &["cat-file", "-e", &wanted]), None);
    found.map_err(|_| unread(format!("the repository has no commit {commit}")))
}

fn fetch_from(address: &str, commit: &str, into: &Path) -> Result<(), Unread> {
    let fetch = ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head"];
    let one = [&fetch[..], &["--depth=1", "--", address, commit]].concat();
    let Err(refusal) = run(outward(into, &one), Some(into)) else {
        return Ok(());
    };
    if !NOT_SERVED.iter().any(|words| refusal.why.contains(words)) {
        return Err(refusal);
    }
    let ways = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"];
    let all = [&fetch[..], &["--", address], &ways].concat();
    run(outward(into, &all), Some(into))
}

/// What git answers in a folder of our own.
pub fn ask(folder: &Path, arguments: &[&str]) -> Result<Vec<u8>, Unread> {
    answer(command(folder, arguments))
}

fn answer(mut command: Command) -> Result<Vec<u8>, Unread> {
    let child = command.stdout(Stdio::piped()).spawn();
    let mut child = child.map_err(|error| not_run(&error))?;
    let stdout = child.stdout.take();
    let reading = thread::spawn(move || {
        let mut answer = Vec::new();
        let read = stdout.map(|stdout| stdout.take(LONGEST_ANSWER + 1).read_to_end(&mut answer));
        (answer, read.is_none_or(|read| read.is_ok()))
    });
    let (status, said) = wait(child, None)?;
    let (answer, is_whole) = reading.join().map_err(|_| unread("git's answer is lost"))?;
    if answer.len() as u64 > LONGEST_ANSWER {
        return Err(unread(format!(
            "its answer is longer than {} MiB",
            LONGEST_ANSWER >> 20
        )));
    }
    if !status.success() || !is_whole {
        return Err(failed(&said));
    }
    Ok(answer)
}

fn run(mut command: Command, growing: Option<&Path>) -> Result<(), Unread> {
    let child = command.stdout(Stdio::null()).spawn();
    let (status, said) = wait(child.map_err(|error| not_run(&error))?, growing)?;
    if status.success() {
        return Ok(());
    }
    Err(failed(&said))
}

/// Waits for git, and ends it if it takes too long or brings too much. What it said comes back.
fn wait(mut child: Child, growing: Option<&Path>) -> Result<(ExitStatus, String), Unread> {
    let stderr = child.stderr.take();
    let reading = thread::spawn(move || {
        let mut said = Vec::new();
        if let Some(mut stderr) = stderr {
            // What is too long to be shown is read all the same: git must not wait for its reader.
            let _ = stderr.by_ref().take(4 << 10).read_to_end(&mut said);
            let _ = std::io::copy(&mut stderr, &mut std::io::sink());
        }
        String::from_utf8_lossy(&said).into_owned()
    });
    let began = Instant::now();
    let mut looked = 0_u32;
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) => {}
            Err(error) => return Err(not_run(&error)),
        }
        looked += 1;
        let is_large =
            looked.is_multiple_of(40) && growing.is_some_and(|folder| size(folder) > LARGEST_FETCH);
        let is_long = began.elapsed() > LONGEST;
        if is_large || is_long {
            // It may be gone by now; either way it is waited for.
            let _ = child.kill();
            let _ = child.wait();
            return Err(unread(if is_large {
                format!("it is larger than {} MiB", LARGEST_FETCH >> 20)
            } else {
                format!("no answer within {} s", LONGEST.as_secs())
            }));
        }
        thread::sleep(PAUSE);
    };
    Ok((status, reading.join().unwrap_or_default()))
}

/// The bytes of all files in a folder.
fn size(folder: &Path) -> u64 {
    let mut waiting: Vec<PathBuf> = vec![folder.to_owned()];
    let mut sum = 0;
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(metadata) if metadata.is_dir() => waiting.push(entry.path()),
                Ok(metadata) => sum += metadata.len(),
                // It was a temporary file of git, and is gone.
                Err(_) => {}
            }
        }
    }
    sum
}

/// git in a folder of our own, an empty one or a repository that `fetch` made. It never looks for a
/// repository: the settings of one that it found, such as the app's, would say what it runs.
fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = git::command(folder);
    command.arg("--git-dir=.");
    for setting in SETTINGS {
        command.args(["-c", setting]);
    }
    command
        .args(arguments)
        .env_remove("GIT_TEMPLATE_DIR")
        // For what git runs in turn, such as a credential helper that asks git.
        .env("GIT_CEILING_DIRECTORIES", folder.parent().unwrap_or(folder))
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_ALLOW_PROTOCOL", "https:ssh:file")
        .env("GIT_LFS_SKIP_SMUDGE", "1")
        .env_remove("GIT_ASKPASS")
        .env_remove("SSH_ASKPASS")
        .stdin(Stdio::null())
        .stderr(Stdio::piped());
    command
}

/// The same for what asks another machine: ssh asks no questions either. Where the user has said what
/// ssh is, that is taken as it is.
fn outward(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = command(folder, arguments);
    let variables = ["GIT_SSH_COMMAND", "GIT_SSH"];
    let is_said = variables
        .into_iter()
        .any(|name| env::var_os(name).is_some())
        || ask(folder, &["config", "--get", "core.sshCommand"]).is_ok();
    if !is_said {
        command.env("GIT_SSH_COMMAND", "ssh -o BatchMode=yes");
    }
    command
}

fn not_run(error: &std::io::Error) -> Unread {
    match error.kind() {
        ErrorKind::NotFound => Unread {
            why: "git is not installed".into(),
            help: Some("libraries from repositories are fetched by git".into()),
        },
        _ => unread(format!("git cannot be run: {error}")),
    }
}

/// What git failed of: the first that it calls fatal, else the last that it said.
fn failed(said: &str) -> Unread {
    let lines = said.lines().map(str::trim).filter(|line| !line.is_empty());
    let lines: Vec<&str> = lines.collect();
    let fatal = lines.iter().position(|line| line.starts_with("fatal:"));
    let (before, line) = match (fatal, lines.split_last()) {
        (Some(at), _) => (&lines[..at], lines[at]),
        (None, Some((last, before))) => (before, *last),
        (None, None) => (&lines[..], "git failed"),
    };
    let line = line.trim_start_matches("fatal: ");
    // git knows no more than that; ssh has just said why.
    let why = before
        .last()
        .filter(|_| line.starts_with("Could not read from remote repository"));
    let why = why.map_or_else(
        || line.to_owned(),
        |why| format!("{}: {why}", line.trim_end_matches('.')),
    );
    let why: String = why.chars().filter(|c| !c.is_control()).collect();
    Unread {
        help: why
            .contains("terminal prompts disabled")
            .then(|| "git has no password for it: set up a credential helper, or use ssh".into()),
        why: format!("git says: {why}"),
    }
}
