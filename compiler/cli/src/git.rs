//! Files as git has them. git is run as a program; nothing is checked out.

use std::collections::BTreeMap;
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;

use crate::failure::Failure;
use crate::out;

/// Variables that tell git on which repository to work. git sets them for its hooks, and outrigger may
/// be run in one. `git rev-parse --local-env-vars` lists them; those that carry settings
/// (`GIT_CONFIG_COUNT`, `GIT_CONFIG_PARAMETERS`) are the user's own, and stay.
const MISLEADING: [&str; 15] = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_CONFIG",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_NO_REPLACE_OBJECTS",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_QUARANTINE_PATH",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
];

/// What git says of a folder.
pub enum Repository {
    /// git is not installed, or the folder is in no repository.
    None,
    /// There is no commit yet.
    Empty,
    /// There is a commit.
    At(Commit),
}

/// A commit.
pub struct Commit {
    /// Its full name.
    pub id: String,
}

impl Commit {
    /// Its name as people write it.
    pub fn short(&self) -> &str {
        self.id.get(..7).unwrap_or(&self.id)
    }
}

/// What HEAD is, in the repository around a folder.
pub fn head(folder: &Path) -> Result<Repository, Failure> {
    let inside = match run(folder, &["rev-parse", "--is-inside-work-tree"]) {
        Ok(output) => output,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Repository::None),
        Err(error) => return Err(not_run(&error)),
    };
    if !inside.status.success() {
        let said = said(&inside);
        return if said.contains("not a git repository") {
            Ok(Repository::None)
        } else {
            Err(refused(&said))
        };
    }
    Ok(match commit(folder, "HEAD")? {
        Some(commit) => Repository::At(commit),
        None => Repository::Empty,
    })
}

/// The commit that a revision names.
pub fn commit(folder: &Path, revision: &str) -> Result<Option<Commit>, Failure> {
    let wanted = format!("{revision}^{{commit}}");
    let arguments = [
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        &wanted,
    ];
    let output = run(folder, &arguments).map_err(|error| not_run(&error))?;
    // That there is no such commit is said by the status alone.
    if !output.status.success() && !output.stderr.is_empty() {
        return Err(refused(&said(&output)));
    }
    Ok(output.status.success().then(|| Commit {
        id: String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    }))
}

/// The files of an environment's `out/` in a commit, by their paths below `out/`. Those that are no
/// text are left out.
pub fn read(
    folder: &Path,
    commit: &Commit,
    environment: &str,
) -> Result<BTreeMap<String, String>, Failure> {
    let place = format!("{}/{}", out::NAME, out::folder_of(environment));
    // With paths relative to the folder, which may lie deep in the repository.
    let listed = checked(folder, &["ls-tree", "-r", "-z", &commit.id, "--", &place])?;
    let blobs: Vec<(String, String)> = String::from_utf8_lossy(&listed)
        .split('\0')
        .filter_map(entry)
        .collect();
    let contents = contents(folder, &blobs)?;
    let prefix = format!("{}/", out::NAME);
    let mut found = BTreeMap::new();
    for ((_, path), content) in blobs.into_iter().zip(contents) {
        if let (Some(path), Ok(text)) = (path.strip_prefix(&prefix), String::from_utf8(content)) {
            found.insert(path.to_owned(), text);
        }
    }
    Ok(found)
}

/// The object and the path of a line `100644 blob 1a2b...<TAB>path`; none for links and modules.
fn entry(line: &str) -> Option<(String, String)> {
    let (description, path) = line.split_once('\t')?;
    let mut words = description.split(' ');
    let is_file = words.next()?.starts_with("100") && words.next()? == "blob";
    is_file.then_some(())?;
    Some((words.next()?.to_owned(), path.to_owned()))
}

/// What is in objects, in one run of git.
fn contents(folder: &Path, blobs: &[(String, String)]) -> Result<Vec<Vec<u8>>, Failure> {
    if blobs.is_empty() {
        return Ok(Vec::new());
    }
    let mut child = command(folder)
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| not_run(&error))?;
    let mut questions = String::new();
    for (id, _) in blobs {
        questions.push_str(id);
        questions.push('\n');
    }
    let stdin = child.stdin.take();
    // git answers while it is still asked: both pipes must move.
    let asking = thread::spawn(move || {
        stdin.map_or(Ok(()), |mut stdin| stdin.write_all(questions.as_bytes()))
    });
    let output = child.wait_with_output().map_err(|error| not_run(&error))?;
    let is_asked = asking.join().is_ok_and(|asked| asked.is_ok());
    let answers = answers(&output.stdout);
    if !is_asked || !output.status.success() || answers.len() != blobs.len() {
        return Err(Failure::outside(format!(
            "git cannot give the files of out/: {}",
            said(&output)
        )));
    }
    Ok(answers)
}

/// Takes apart `<id> blob <size>\n<content>\n`, again and again.
fn answers(mut bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    while let Some(end) = bytes.iter().position(|byte| *byte == b'\n') {
        let (head, rest) = (&bytes[..end], &bytes[end + 1..]);
        let size = String::from_utf8_lossy(head)
            .rsplit(' ')
            .next()
            .and_then(|size| size.parse::<usize>().ok());
        let content = size.and_then(|size| rest.get(..size));
        let Some(content) = content else {
            break;
        };
        all.push(content.to_vec());
        bytes = rest.get(content.len() + 1..).unwrap_or_default();
    }
    all
}

fn checked(folder: &Path, arguments: &[&str]) -> Result<Vec<u8>, Failure> {
    let output = run(folder, arguments).map_err(|error| not_run(&error))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(Failure::outside(format!("git fails: {}", said(&output))))
}

fn run(folder: &Path, arguments: &[&str]) -> std::io::Result<Output> {
    command(folder)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
}

/// git in a folder, and on the repository of that folder whatever the environment says.
pub fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    // A folder that looks like a repository without a work tree can come with any clone, and its
    // settings say what git runs.
    command.args(["-c", "safe.bareRepository=explicit"]);
    command.arg("-C").arg(folder);
    for name in MISLEADING {
        command.env_remove(name);
    }
    // Its messages are read, and nothing is written.
    command.env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0");
    command
}

fn refused(said: &str) -> Failure {
    Failure::outside(format!("git refuses: {said}"))
        .hint("`--against FOLDER` compares with an `out/` in a folder, without git")
}

fn not_run(error: &std::io::Error) -> Failure {
    Failure::outside(format!("git cannot be run: {error}"))
}

fn said(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    said.trim().replace('\n', "; ")
}

#[cfg(test)]
mod tests {
    use super::{answers, entry};

    #[test]
    fn reads_what_git_writes() {
        let bytes = b"1a blob 3\na\nb\n2b blob 0\n\n3c blob 1\nx\n";
        assert_eq!(answers(bytes), [b"a\nb".to_vec(), vec![], b"x".to_vec()]);
        assert_eq!(
            entry("100644 blob 1a2b\tout/a b.json"),
            Some(("1a2b".into(), "out/a b.json".into()))
        );
        assert_eq!(entry("120000 blob 1a2b\tout/link"), None);
        assert_eq!(entry("160000 commit 1a2b\tout/module"), None);
    }
}
