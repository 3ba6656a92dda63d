//! A folder for one test, and the program run in it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// An app that needs nothing of the standard library, so that its snapshots change with the
/// command line alone.
pub const APP: &str = r#"app "shop" {
  language = 1
  home     = "eu-west-1"
  regions  = ["eu-west-1"]
}

resource "AWS::SQS::Queue" "mail" {
  MessageRetentionPeriod = 60
}

resource "AWS::SNS::Topic" "news" {
  DisplayName = "news"
}
"#;

/// A folder that is gone after the test.
pub struct Folder {
    root: TempDir,
}

impl Folder {
    /// An empty one.
    pub fn new() -> Self {
        Self {
            root: TempDir::new().unwrap(),
        }
    }

    /// One with [`APP`] in it.
    pub fn with_app() -> Self {
        let folder = Self::new();
        folder.write("app.rig.hcl", APP);
        folder
    }

    /// One with [`APP`] that is built and committed.
    pub fn committed() -> Self {
        let folder = Self::with_app();
        folder.succeeds(&["build"]);
        folder.git(&["init", "--quiet"]);
        folder.commit();
        folder
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.root.path()
    }

    /// A file in it.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// Writes a file, and the folders around it.
    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.file(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The text of a file.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).unwrap()
    }

    /// Changes a file.
    pub fn edit(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "{text}");
        self.write(name, text.replace(from, to));
    }

    /// All files in it, sorted, git's own left out.
    pub fn files(&self) -> Vec<String> {
        let mut found = Vec::new();
        collect(self.path(), "", &mut found);
        found.sort();
        found
    }

    /// Runs git, which must not fail.
    pub fn git(&self, arguments: &[&str]) {
        let output = self.clean("git").args(arguments).output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }

    /// Commits everything.
    pub fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&[
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@b",
            "commit",
            "--quiet",
            "-m",
            "x",
        ]);
    }

    /// A program in this folder, with almost no environment.
    fn clean(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.path())
            .env_clear()
            .env("HOME", self.path())
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CEILING_DIRECTORIES", self.path().parent().unwrap())
            .stdin(Stdio::null());
        command
    }

    /// The program, not yet run.
    pub fn outrigger(&self, arguments: &[&str]) -> Command {
        let mut command = self.clean(env!("CARGO_BIN_EXE_outrigger"));
        command.args(arguments);
        command
    }

    /// Runs the program, and gives everything that it said.
    pub fn run(&self, arguments: &[&str]) -> String {
        self.said(arguments, &self.outrigger(arguments).output().unwrap())
    }

    /// Runs the program, which must not fail.
    pub fn succeeds(&self, arguments: &[&str]) -> Output {
        let output = self.outrigger(arguments).output().unwrap();
        assert!(output.status.success(), "{}", self.said(arguments, &output));
        output
    }

    /// One text with what was run, what it said on both streams, and how it ended.
    pub fn said(&self, arguments: &[&str], output: &Output) -> String {
        let mut text = format!("$ outrigger {}\n", arguments.join(" "));
        for (name, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
            if !bytes.is_empty() {
                let said = self.without_chance(&String::from_utf8_lossy(bytes));
                let _ = write!(text, "--- {name}\n{said}");
            }
        }
        let _ = writeln!(text, "--- status {}", output.status.code().unwrap_or(-1));
        text
    }

    /// Without what differs from run to run: the folder, and names of commits.
    fn without_chance(&self, text: &str) -> String {
        let text = text.replace(&self.path().display().to_string(), "[FOLDER]");
        let mut parts = text.split('(');
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let is_commit = part.as_bytes().get(7) == Some(&b')')
                && part.bytes().take(7).all(|byte| byte.is_ascii_hexdigit());
            let (name, rest) = part.split_at(if is_commit { 7 } else { 0 });
            out.push('(');
            out.push_str(if name.is_empty() { "" } else { "COMMIT" });
            out.push_str(rest);
        }
        out
    }
}

fn collect(folder: &Path, prefix: &str, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() && name != ".git" {
            collect(&entry.path(), &format!("{prefix}{name}/"), found);
        } else if name != ".git" {
            found.push(format!("{prefix}{name}"));
        }
    }
}
